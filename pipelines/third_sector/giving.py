"""Grants of the place: who got them, how large the recipient was, for how long they run, and where they land.

Belongs here: the rules by which published grants become the table `grants`. Does not belong here: reading a funder's
file (`sources.threesixtygiving`), where a grant lands (`grant_places`), or any share or rate (the indicators' SQL).
"""

from collections.abc import Mapping

import pandas as pd

from pipelines.third_sector.cells import as_dates, day, number, text
from pipelines.third_sector.finding import by_identifiers, identifiers_in
from pipelines.third_sector.grant_places import Codes, placed
from pipelines.third_sector.identifiers import charity, company, normalise
from pipelines.third_sector.incomes import UNKNOWN
from pipelines.third_sector.rules import SIZE_HOLDS_MONTHS, YEARS

COLUMNS = [
    "grant_id",
    "funder_id",
    "funder_name",
    "org_id",
    "matched_by",
    "amount",
    "awarded_on",
    "year",
    "months",
    "level",
    "area_code",
    "placed_by",
    "recipient_here",
    "recipient_size",
    "constant_funder",
]
SMALL_BELOW = 100_000  # pounds of yearly income
# A year is over for grants once one was published that was awarded so shortly before its end, or later.
_YEAR_END_DAYS = 31
_MONTH = 365.25 / 12
_IDENTIFIERS = (
    ("recipient_id", normalise),
    ("recipient_charity_number", charity),
    ("recipient_company_number", company),
)
_NAMED = 12
_REGISTER = ["org_id", "ids", "office", "works", "area_code", "latest_income", "latest_year_end"]


def grants(
    published: pd.DataFrame,
    organisations: pd.DataFrame | None,
    returns: pd.DataFrame | None,
    postcodes: pd.DataFrame | None,
    membership: pd.DataFrame,
    former_codes: Mapping[str, str],
    registry: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, list[str]]:
    """The grants of the place in whole calendar years, the last ten at most.

    A recipient is known by its identifiers alone. It is small when the last income that it reported for a financial
    year that ended in the 24 months before the award is below 100,000 pounds; its size is unknown when there is no
    such income or no match.

    Args:
        published: grants_published.
        organisations: the register: org_id, ids, office, works, area_code, latest_income, latest_year_end. None when
            there is none: grants are placed all the same, and every recipient is of unknown size.
        returns: organisation_returns: org_id, year_end, income; None when the register has none.
        postcodes: the lookup of the place's postcodes; None when there is none.
        membership: which area lies in which.
        former_codes: codes of the place that were replaced, with the code in force.
        registry: grant_registry, for telling whose files are not whole; None when there is none.

    Returns:
        The columns of `COLUMNS`, ordered by award and identifier; and notes on what was left out or is not certain.
        `constant_funder` says that the funder published a grant, to anywhere, in every year of the series.
    """
    if organisations is None:
        organisations = pd.DataFrame(columns=_REGISTER)
    notes = [] if registry is None else _not_whole(text(published, "funder_id"), registry)
    found = _in_pounds(published, notes)
    found = _in_whole_years(found, notes)
    carried = identifiers_in(found, _IDENTIFIERS)
    found["org_id"], differ = by_identifiers(carried, organisations)
    if differ:
        notes.append(
            f"{differ:,} grants carry identifiers of two organisations; the first, as the funder gave it, counts."
        )
    found["matched_by"] = found["org_id"].notna().map({True: "id", False: ""})
    found, told = placed(found, organisations, postcodes, Codes(membership, former_codes))
    notes += told
    found["recipient_size"] = _sizes(found, organisations, returns)
    found["months"] = _months(found)
    found["awarded_on"] = as_dates(found["awarded_on"])
    notes += _told(found)
    return found[COLUMNS].sort_values(["awarded_on", "grant_id"], ignore_index=True), notes


def _not_whole(funders: pd.Series, registry: pd.DataFrame) -> list[str]:
    """Funders of whom the registry lists more grants than the files have."""
    listed = pd.DataFrame(
        {"id": text(registry, "funder_id"), "name": text(registry, "funder_name"), "grants": number(registry, "grants")}
    )
    by_funder = listed.groupby("id").agg(name=("name", "first"), grants=("grants", "sum"))
    here = funders.value_counts().reindex(by_funder.index)
    fewer = by_funder.assign(here=here)[here < by_funder["grants"]]
    if fewer.empty:
        return []
    each = [f"{row.name} ({row.here:,.0f} of {row.grants:,.0f})" for row in fewer.sort_values("name").itertuples()]
    shown = "; ".join(each[:_NAMED]) + (f" and {len(each) - _NAMED} others" if len(each) > _NAMED else "")
    return [f"The files have fewer grants than the registry lists (it also counts those to individuals): {shown}."]


def _in_pounds(published: pd.DataFrame, notes: list[str]) -> pd.DataFrame:
    found = published.reset_index(drop=True).assign(
        grant_id=text(published, "grant_id"),
        funder_id=text(published, "funder_id"),
        funder_name=text(published, "funder_name"),
        amount=number(published, "amount"),
        awarded_on=day(published, "awarded_on"),
    )
    other = ~text(found, "currency").str.upper().isin(["", "GBP"])
    if other.any():
        notes.append(f"{other.sum():,} grants in other currencies than pounds were left out.")
    return found[~other].reset_index(drop=True)


def _in_whole_years(found: pd.DataFrame, notes: list[str]) -> pd.DataFrame:
    """Grants of the series, with their year, and whether their funder published in every year of it."""
    found = found.assign(year=found["awarded_on"].dt.year.astype("int64"))
    if found.empty:
        return found.assign(constant_funder=pd.Series([], dtype="bool"))
    last = int((found["awarded_on"].max() + pd.Timedelta(days=_YEAR_END_DAYS)).year) - 1
    early, late = found["year"] <= last - YEARS, found["year"] > last
    if late.any():
        notes.append(f"{late.sum():,} grants awarded after {last} wait until their year is over.")
    if early.any():
        notes.append(f"{early.sum():,} grants awarded before {last - YEARS + 1} were left out.")
    found = found[~early & ~late].reset_index(drop=True)
    years = found.groupby("funder_id")["year"].nunique()
    constant = set(years[years == found["year"].nunique()].index)
    return found.assign(constant_funder=found["funder_id"].isin(constant))


def _sizes(found: pd.DataFrame, organisations: pd.DataFrame, returns: pd.DataFrame | None) -> pd.Series:
    """small, larger or unknown, by the last income known on the day of the award."""
    latest = organisations.rename(columns={"latest_income": "income", "latest_year_end": "year_end"})
    tables = [latest] if returns is None else [returns, latest]
    known = pd.concat(
        [
            pd.DataFrame({"org_id": text(t, "org_id"), "year_end": day(t, "year_end"), "income": number(t, "income")})
            for t in tables
        ],
        ignore_index=True,
    ).dropna()
    if found.empty or known.empty:
        return pd.Series(UNKNOWN, index=found.index, dtype="str")
    awards = pd.DataFrame({"org_id": text(found, "org_id"), "year_end": found["awarded_on"]}, index=found.index)
    met = pd.merge_asof(
        awards.reset_index(names="grant").sort_values("year_end", kind="stable"),
        known.assign(ended=known["year_end"]).sort_values(["year_end", "income"], kind="stable"),
        on="year_end",
        by="org_id",
    ).set_index("grant")
    recent = met["ended"] > met["year_end"] - pd.DateOffset(months=SIZE_HOLDS_MONTHS)
    size = pd.Series(UNKNOWN, index=met.index).mask(recent & (met["income"] < SMALL_BELOW), "small")
    return size.mask(recent & (met["income"] >= SMALL_BELOW), "larger").reindex(found.index)


def _months(found: pd.DataFrame) -> pd.Series:
    """How long a grant is planned to run, in whole months: as told, else from its first to its last day."""
    told = number(found, "planned_months")
    first, last = day(found, "planned_from"), day(found, "planned_to")
    from_days = (((last - first).dt.days + 1) / _MONTH).round()
    return told.where(told > 0, from_days.where(from_days > 0)).round()


def _told(found: pd.DataFrame) -> list[str]:
    """What a reader should know of the table as a whole."""
    if found.empty:
        return []
    whole = found["amount"].sum()
    shares = {
        "went to a recipient that the register knows": found["matched_by"] != "",
        "were placed by the place of benefit": found["placed_by"] == "beneficiary",
        "were placed by the recipient's office": found["placed_by"] == "recipient",
        "say for how long they run": found["months"].notna(),
    }
    money = f"£{whole:,.0f} in {len(found):,} grants of the city"
    parts = {words: found.loc[which, "amount"].sum() for words, which in shares.items()}
    notes = [f"Of {money}, {part / whole:.0%} {words}." for words, part in parts.items() if whole > 0]
    constant = found["constant_funder"]
    years = f"in every year from {found['year'].min()} to {found['year'].max()}"
    for which, words in ((constant, f"that published {years}"), (~constant, f"that did not publish {years}")):
        names = sorted(found.loc[which, "funder_name"].unique())
        if names:
            shown = ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} others" if len(names) > _NAMED else "")
            notes.append(f"Funders of grants of the city {words}: {shown}.")
    return notes
