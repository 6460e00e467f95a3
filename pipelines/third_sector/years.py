"""What each organisation that is counted here was in each of the last years.

Belongs here: stock, coming and going, size and overdue accounts at the end of a year, and whether a year can be shown.
Does not belong here: sums over organisations, which the indicators make.
"""

import pandas as pd

from pipelines.declarations.third_sector import ThirdSector
from pipelines.third_sector.incomes import UNKNOWN, known_at, overdue_at, size_bands
from pipelines.third_sector.placing import can_be_placed
from pipelines.third_sector.rules import COMPANY_YEARS, PLACED_ENOUGH, PLACED_WELL, YEARS
from pipelines.third_sector.standing import dormancy, dormant_at

COLUMNS = [
    "org_id",
    "year",
    "level",
    "area_code",
    "counted_by",
    "legal_form",
    "office",
    "works",
    "active_at_start",
    "active_at_end",
    "registered_in_year",
    "removed_in_year",
    "national",
    "in_full",
    "size_band",
    "due_to_file",
    "overdue",
    "status",
    "note",
    "status_with_companies",
    "note_with_companies",
]
_BANDS = ("micro", "small", "medium", "large", "major", "super_major")
_FEWER_COMPANIES = "Community interest companies that have dissolved since are missing."
_KEPT = ["org_id", "level", "area_code", "counted_by", "legal_form", "office", "works", "national", "in_full"]


def whole_years(as_of: pd.Timestamp) -> list[int]:
    """The last calendar years that had ended by a day."""
    last = as_of.year if (as_of.month, as_of.day) == (12, 31) else as_of.year - 1
    return list(range(last - YEARS + 1, last + 1))


def placed_stock(organisations: pd.DataFrame, years: list[int]) -> pd.Series:
    """For each year, the share of all charities on the register at its end that could be placed; 1 without any."""
    return pd.Series({year: _placed(organisations, _listed(organisations, _end(year))) for year in years}, dtype=float)


def placed_removals(organisations: pd.DataFrame, years: list[int]) -> pd.Series:
    """For each year, the share of all charities removed in it that could be placed; 1 without any."""
    removed = organisations["removed_on"].dt.year
    return pd.Series({year: _placed(organisations, removed == year) for year in years}, dtype=float)


def _placed(organisations: pd.DataFrame, which: pd.Series) -> float:
    own = organisations[which & (organisations["legal_form"] != "cic")]
    return float(can_be_placed(own["office"], own["works"]).mean()) if len(own) else 1.0


def _end(year: int) -> pd.Timestamp:
    return pd.Timestamp(year, 12, 31)


def _listed(organisations: pd.DataFrame, at: pd.Timestamp) -> pd.Series:
    """On the register at the end of a day."""
    return (organisations["registered_on"] <= at) & ~(organisations["removed_on"] <= at)


def companies_known(organisations: pd.DataFrame, years: list[int]) -> dict[int, str]:
    """How well community interest companies are known as they were at the end of each year: whole, thinned or not.

    Companies House leaves dissolved companies out of its file: the further back, the more are missing, unless the
    file is one of those that keep them. Without charities beside them there are no organisations of all kinds.
    """
    company = organisations["legal_form"] == "cic"
    if not company.any() or company.all():
        return dict.fromkeys(years, "not")
    if organisations.loc[company, "removed_on"].notna().any():
        return dict.fromkeys(years, "whole")
    return {y: "whole" if y == years[-1] else "thinned" if y > years[-1] - COMPANY_YEARS else "not" for y in years}


def organisation_years(
    organisations: pd.DataFrame, returns: pd.DataFrame, years: list[int], declared: ThirdSector
) -> pd.DataFrame:
    """One row for each organisation counted here and each year in which it stood on its register.

    Args:
        organisations: all organisations, as `organisations.organisations` gives them.
        returns: org_id, year_end, income, expenditure, due_on, received_on.
        years: calendar years, in order.
        declared: size bands.

    Returns:
        The columns of `COLUMNS`. active_* is on the register and not dormant on the last day of the year (before);
        size_band is empty when no return of
        anybody is there; status and note are those that every
        figure on charities of the year carries, *_with_companies those of figures on all organisations, empty when
        companies are not known; a year in which too few organisations can be placed has no rows.
    """
    placed, known = placed_stock(organisations, years), companies_known(organisations, years)
    told = bool(returns["income"].notna().any())
    counted = organisations[organisations["counted_by"] != "not_counted"]
    returns = returns[returns["org_id"].isin(counted["org_id"])]
    dormant = dormancy(returns)
    frames = []
    for year in years:
        if placed[year] < PLACED_ENOUGH:
            continue
        end, before = _end(year), _end(year - 1)
        own = counted if known[year] != "not" else counted[counted["legal_form"] != "cic"]
        frame = own[_KEPT].assign(
            year=year,
            active_at_start=_active(own, dormant, before),
            active_at_end=_active(own, dormant, end),
            registered_in_year=own["registered_on"].dt.year == year,
            removed_in_year=own["removed_on"].dt.year == year,
            **_standing_of_year(placed[year], known[year]),
        )
        due = own["org_id"].map(overdue_at(returns, end))
        frame["due_to_file"] = due.notna()
        frame["overdue"] = due.eq(True)  # noqa: FBT003 - null stands for nothing due
        bands = size_bands(own["org_id"].map(known_at(returns, end)["income"]), declared.bands)
        frame["size_band"] = bands if told else None
        stood = _listed(own, end) | frame["registered_in_year"] | frame["removed_in_year"]
        frames.append(frame[stood])
    if not frames:
        return pd.DataFrame(columns=COLUMNS)
    return pd.concat(frames)[COLUMNS].sort_values(["year", "org_id"], ignore_index=True)


def _active(own: pd.DataFrame, dormant: pd.DataFrame, at: pd.Timestamp) -> pd.Series:
    return _listed(own, at) & ~own["dormant_company"] & ~own["org_id"].isin(list(dormant_at(dormant, at)))


def _standing_of_year(placed: float, companies: str) -> dict[str, str | None]:
    """State and note of a year's figures, on charities and on all organisations."""
    status, note = ("ok", "") if placed >= PLACED_WELL else ("caution", _note(placed))
    alike: dict[str, str | None] = {"status": status, "note": note}
    if companies == "not":
        return {**alike, "status_with_companies": None, "note_with_companies": None}
    if companies == "whole":
        return {**alike, "status_with_companies": status, "note_with_companies": note}
    both = f"{note} {_FEWER_COMPANIES}".strip()
    return {**alike, "status_with_companies": "caution", "note_with_companies": both}


def charity_years(organisation_years: pd.DataFrame, city: str) -> pd.DataFrame:
    """The city's charities at the end of each year, counted: how many, of which size, with overdue accounts.

    Args:
        organisation_years: as `organisation_years` gives it.
        city: the city's code.

    Returns:
        level, area_code, period, status, note; charities (active), one column a size band, known (size), unknown,
        due_to_file and overdue. Sizes are empty when no return of anybody is there.
    """
    own = organisation_years[organisation_years["active_at_end"] & (organisation_years["legal_form"] != "cic")]
    bands = {band: own["size_band"].eq(band) for band in _BANDS}
    told = own["size_band"].notna()
    flags = pd.DataFrame(
        {
            "charities": True,
            **bands,
            "known": told & own["size_band"].ne(UNKNOWN),
            "unknown": own["size_band"].eq(UNKNOWN),
            "due_to_file": own["due_to_file"],
            "overdue": own["overdue"],
        }
    ).astype(float)
    sums = flags.groupby(own["year"]).sum()
    sums.loc[~told.groupby(own["year"]).any(), [*_BANDS, "known", "unknown"]] = float("nan")
    about = own.groupby("year")[["status", "note"]].first()
    named = about.assign(level="city", area_code=city, period=[f"{year}-01-01/P1Y" for year in about.index])
    return named[["level", "area_code", "period", "status", "note"]].join(sums).reset_index(drop=True)


def _note(placed: float) -> str:
    return (
        f"The register no longer tells where {1 - placed:.0%} of the charities of this time were, so that some of the "
        "city's are missing."
    )
