"""The register of the city's third sector, drawn up from the tables of the registers.

Belongs here: the order of the steps, and what is told of tables that are not there. Does not belong here: any step's
own rules.
"""

from dataclasses import dataclass, field

import pandas as pd

from pipelines.declarations.third_sector import ThirdSector
from pipelines.third_sector import incomes
from pipelines.third_sector.cells import as_dates, day
from pipelines.third_sector.dynamics import register_flows, register_survival
from pipelines.third_sector.organisations import identified, organisations
from pipelines.third_sector.registers import charity_entries, company_entries
from pipelines.third_sector.rules import PLACED_ENOUGH
from pipelines.third_sector.years import (
    charity_years,
    companies_known,
    organisation_years,
    placed_removals,
    placed_stock,
    whole_years,
)

TABLES = (
    "organisations",
    "organisation_years",
    "organisation_returns",
    "charity_years",
    "register_flows",
    "register_survival",
)
# What each table of the registers would give, for saying so when it is absent.
GIVES = {
    "charities": "registered charities",
    "charity_returns": "incomes, sizes, dormant charities and overdue accounts",
    "charity_returns_a": "volunteers",
    "charity_returns_b": "employees",
    "charity_areas": "where charities work and which are national, so that volunteers and employees are not counted",
    "charity_events": "why charities were removed, so that there is no net registration and no survival",
    "companies": "community interest companies, so that organisations of all kinds are not counted",
    "lookup_postcode": "where offices lie, so that hardly any organisation can be placed",
    "price_index": "incomes in constant prices",
}
_TOLD = 10
RETURN_COLUMNS = [
    "org_id",
    "year",
    "year_end",
    "income",
    "expenditure",
    "income_real",
    "employees",
    "volunteers",
    "due_on",
    "received_on",
    "overdue",
    "counted_by",
    "national",
    "office",
    "works",
    "in_full",
    "all_due",
]


@dataclass
class Register:
    """The tables by name (a table that cannot be made is left out), and notes for the reader."""

    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def draw_up(raw: dict[str, pd.DataFrame], declared: ThirdSector, city: str, city_name: str) -> Register:
    """Draw up the register.

    Args:
        raw: the tables of `GIVES` that are there, by name.
        declared: prices and size bands.
        city: the city's code.
        city_name: its name, as charities declare it.

    Returns:
        The tables of `TABLES`, days as dates. Without charities and companies there is none.
    """
    result = Register(notes=_absent(raw))
    lookup = raw.get("lookup_postcode")
    charities, told = charity_entries(
        raw.get("charities"), raw.get("charity_events"), raw.get("charity_areas"), lookup, city_name
    )
    companies, also_told = company_entries(raw.get("companies"), set(charities["other_id"].dropna()))
    result.notes += [*told, *also_told]
    if not len(charities) and not len(companies):
        return Register()
    entries, matched = identified(charities, companies)
    result.notes += matched.notes
    as_of = _day_of(raw, entries)
    years = whole_years(as_of)
    returns = _returns(raw, entries)
    found = organisations(entries, returns, lookup, declared, as_of)
    if "charity_areas" not in raw:
        found["national"] = pd.array([pd.NA] * len(found), dtype="boolean")
    result.notes += _placing_notes(found)
    result.tables["organisations"] = _typed(found)
    yearly = organisation_years(found, returns, years, declared)
    result.tables["organisation_years"] = _typed(yearly)
    result.tables["charity_years"] = charity_years(yearly, city)
    reported = _organisation_returns(returns, found, raw.get("price_index"), declared, as_of)
    result.tables["organisation_returns"] = _typed(reported)
    removed = placed_removals(found, [*years, as_of.year])
    if "charity_events" in raw:
        counted = found[(found["counted_by"] != "not_counted") & (found["legal_form"] != "cic")]
        result.tables["register_flows"] = register_flows(counted, years, removed, city)
        result.tables["register_survival"] = register_survival(counted, years, as_of, removed, city)
    result.notes += _year_notes(found, years, removed)
    result.tables = {name: table for name, table in result.tables.items() if len(table)}
    return result


def _absent(raw: dict[str, pd.DataFrame]) -> list[str]:
    """What is missing, when any register is there at all."""
    if not {"charities", "companies"} & set(raw):
        return []
    return [
        f"No file gives {name}: without it the register of the third sector lacks {words}."
        for name, words in GIVES.items()
        if name not in raw
    ]


def _day_of(raw: dict[str, pd.DataFrame], entries: pd.DataFrame) -> pd.Timestamp:
    """The day the charity register stood like this; without one, the last day on which a company was registered."""
    if "charities" in raw and day(raw["charities"], "date_of_extract").notna().any():
        return pd.Timestamp(day(raw["charities"], "date_of_extract").max())
    return pd.Timestamp(entries["registered_on"].max())


def _returns(raw: dict[str, pd.DataFrame], entries: pd.DataFrame) -> pd.DataFrame:
    """Financial years by organisation; of two numbers of one organisation the leading one's return counts."""
    returns = incomes.returns_of(raw.get("charity_returns"), raw.get("charity_returns_a"), raw.get("charity_returns_b"))
    keyed = entries[entries["organisation_number"] != ""].drop_duplicates("organisation_number").reset_index(drop=True)
    place = pd.Series(keyed.index, index=keyed["organisation_number"])
    returns["place"] = returns["organisation_number"].map(place)
    known = returns[returns["place"].notna()].sort_values(["place", "year_end"])
    known = known.assign(org_id=keyed["org_id"].reindex(known["place"].astype(int)).to_numpy())
    return known.drop_duplicates(["org_id", "year_end"]).drop(columns=["place", "organisation_number"])


def _organisation_returns(
    returns: pd.DataFrame,
    found: pd.DataFrame,
    prices: pd.DataFrame | None,
    declared: ThirdSector,
    as_of: pd.Timestamp,
) -> pd.DataFrame:
    """Financial years of the organisations that are counted here."""
    about = found.loc[found["counted_by"] != "not_counted"]
    own = returns.merge(about[["org_id", "counted_by", "national", "office", "works", "in_full"]], on="org_id")
    own["year"] = own["year_end"].dt.year
    own["income_real"] = incomes.real(own["income"], own["year"], prices, declared)
    own["overdue"] = incomes.came_too_late(own, as_of)
    own["all_due"] = incomes.all_due(own["year"], as_of)
    return own[RETURN_COLUMNS].sort_values(["org_id", "year_end"], ignore_index=True)


def _placing_notes(found: pd.DataFrame) -> list[str]:
    listed = found[found["removed_on"].isna()]
    odd = listed[(listed["office"] == "unknown") & (listed["postcode"] != "")]
    notes = []
    if len(odd):
        pairs = odd[["org_id", "postcode"]].head(_TOLD).itertuples(index=False)
        shown = ", ".join(f"{org} ({code})" for org, code in pairs)
        notes.append(
            f"{len(odd):,} organisations have a postcode that is none, or that the lookup does not know beside others "
            f"of its sector; where their office lies is unknown: {shown}{' and others' if len(odd) > _TOLD else ''}."
        )
    empty = int(((listed["office"] == "unknown") & (listed["postcode"] == "")).sum())
    if empty:
        notes.append(f"{empty:,} organisations on a register give no postcode; where their office lies is unknown.")
    by = found.loc[found["removed_on"].isna(), "counted_by"].value_counts()
    notes.append(
        f"Of the organisations on a register, {by.get('works', 0):,} are counted here because they declare to work "
        f"here and {by.get('office', 0):,} because their office is here."
    )
    return notes


def _year_notes(found: pd.DataFrame, years: list[int], removed: pd.Series) -> list[str]:
    notes = []
    stock, companies = placed_stock(found, years), companies_known(found, years)
    if hidden := [str(year) for year in years if stock[year] < PLACED_ENOUGH]:
        notes.append(
            f"Too few charities of {', '.join(hidden)} can still be placed; put earlier extracts beside the last."
        )
    if blind := [str(year) for year in years if removed[year] < PLACED_ENOUGH]:
        notes.append(
            f"The register no longer tells where the charities were that it removed in {', '.join(blind)}: there is no "
            "net registration of those years, and no survival that needs them."
        )
    if "thinned" in companies.values():
        notes.append(
            "Companies House leaves dissolved companies out of its file, so that organisations of all kinds are "
            f"counted for {', '.join(str(year) for year in years if companies[year] != 'not')} alone, with caution for "
            "all but the last."
        )
    return notes


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Days as dates, text as text even where there is none, and an empty postcode as nothing."""
    made = frame.copy()
    if "postcode" in made:
        made["postcode"] = made["postcode"].mask(made["postcode"] == "")
    for column in made.columns:
        if pd.api.types.is_datetime64_any_dtype(made[column]):
            made[column] = as_dates(made[column])
        elif pd.api.types.is_object_dtype(made[column]):
            made[column] = made[column].astype("str")
    return made
