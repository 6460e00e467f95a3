"""Payments of public bodies: which supplier is a third sector organisation, and which is in the city.

Belongs here: the rules by which published payments become the table `payments`. Does not belong here: reading a body's
file (`sources.council_spending`), or any share (the indicators' SQL).
"""

import pandas as pd

from pipelines.third_sector.cells import as_dates, day, number, text, truth
from pipelines.third_sector.finding import by_identifiers, by_name, identifiers_in
from pipelines.third_sector.identifiers import charity, company, normalise
from pipelines.third_sector.placing import offices

COLUMNS = [
    "payer",
    "supplier_name",
    "org_id",
    "matched_by",
    "amount",
    "paid_on",
    "year",
    "whole_year",
    "in_city",
    "redacted",
    "identified",
    "third_sector",
]
_IDENTIFIERS = (("charity_number", charity), ("company_number", company), ("supplier_id", normalise))
_FIRST_MONTH = 4  # of a public body's financial year
_MONTHS = 12
_YEAR_END_DAYS = 31  # a year is over once a payment was published that was made so shortly before its end, or later


def payments(
    published: pd.DataFrame, organisations: pd.DataFrame, postcodes: pd.DataFrame | None
) -> tuple[pd.DataFrame, list[str]]:
    """Every payment, with its supplier looked up in the register of the third sector.

    A supplier is known by its identifiers; where it carries none, by its exact name (`finding.by_name`). A withheld
    name is never looked for. A supplier is third sector when the register has it; it is identified when that could be
    decided: it carries an identifier, or its name was found.

    Args:
        published: payments_published. Amounts below nought are corrections and count as such.
        organisations: the register: org_id, ids, name, registered_on, removed_on.
        postcodes: the lookup of the place's postcodes; None when there is none.

    Returns:
        The columns of `COLUMNS`, of financial years (April to March) that are over. `year` is the one in which it
        began, `whole_year` says that the body published payments of each of its months, `in_city` is null where no
        postcode tells. And notes on what was left out or could not be decided.
    """
    notes: list[str] = []
    published = _of_years_that_are_over(published, notes)
    paid_on, redacted = day(published, "paid_on"), truth(published, "redacted")
    carried = identifiers_in(published, _IDENTIFIERS)
    by_id, differ = by_identifiers(carried, organisations)
    if differ:
        notes.append(f"{differ:,} payments carry identifiers of two organisations; the charity number counts first.")
    has_identifier = pd.concat([one.notna() for one in carried], axis=1).any(axis=1)
    names = text(published, "supplier_name").mask(redacted | has_identifier, "")
    named = by_name(names, paid_on, organisations)
    org_id = by_id.where(by_id.notna(), named)
    office = offices(text(published, "supplier_postcode"), postcodes)["office"]
    matched_by = pd.Series("", index=published.index).mask(named.notna(), "name").mask(by_id.notna(), "id")
    made = pd.DataFrame(
        {
            "payer": text(published, "payer"),
            "supplier_name": text(published, "supplier_name"),
            "org_id": org_id,
            "matched_by": matched_by,
            "amount": number(published, "amount"),
            "paid_on": as_dates(paid_on),
            "year": _financial_year(paid_on),
            "whole_year": _whole_years(text(published, "payer"), paid_on),
            "in_city": (office == "here").astype("boolean").mask(office == "unknown"),
            "redacted": redacted,
            "identified": has_identifier | named.notna(),
            "third_sector": org_id.notna(),
        },
        columns=COLUMNS,
    )
    return made, [*notes, *_told(made)]


def _financial_year(paid_on: pd.Series) -> pd.Series:
    year: pd.Series = paid_on.dt.year - (paid_on.dt.month < _FIRST_MONTH)
    return year.astype("int64")


def _of_years_that_are_over(published: pd.DataFrame, notes: list[str]) -> pd.DataFrame:
    paid_on = day(published, "paid_on")
    years = _financial_year(paid_on)
    if paid_on.empty:
        return published
    last = int(_financial_year(paid_on + pd.Timedelta(days=_YEAR_END_DAYS)).max()) - 1
    late = years > last
    if late.any():
        notes.append(f"{late.sum():,} payments made after March {last + 1} wait until their financial year is over.")
    return published[~late].reset_index(drop=True)


def _whole_years(payer: pd.Series, paid_on: pd.Series) -> pd.Series:
    """Whether a body published payments of each month of the financial year that a payment was made in."""
    months: pd.Series = paid_on.dt.month.groupby([payer, _financial_year(paid_on)]).transform("nunique")
    return months.eq(_MONTHS)


def _told(made: pd.DataFrame) -> list[str]:
    """What a reader should know of the table as a whole."""
    whole = made["amount"].sum()
    if whole <= 0:
        return []
    shares = {
        "went to suppliers whose name is withheld": made["redacted"],
        "went to suppliers that were found in the register by an identifier": made["matched_by"] == "id",
        "went to suppliers that were found in the register by their exact name": made["matched_by"] == "name",
        "went to suppliers with a postcode that tells where they are": made["in_city"].notna(),
    }
    notes = [
        f"Of £{whole:,.0f} in {len(made):,} payments, {made.loc[which, 'amount'].sum() / whole:.0%} {words}."
        for words, which in shares.items()
    ]
    missing = made.loc[~made["whole_year"], ["payer", "year"]].drop_duplicates()
    if len(missing):
        years = ", ".join(str(year) for year in sorted(missing["year"].unique()))
        notes.append(f"Not every month of the financial years from {years} is published by every body.")
    below = made["amount"] < 0
    if below.any():
        notes.append(
            f"{below.sum():,} payments below nought (£{made.loc[below, 'amount'].sum():,.0f}) are corrections."
        )
    return notes
