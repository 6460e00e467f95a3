"""What organisations report each year: income, expenditure, employees and volunteers, and whether it came in time.

Belongs here: one return for each financial year, constant prices, size bands, what is overdue. Does not belong here:
sums over organisations, which the indicators make.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipelines.declarations.third_sector import Band, ThirdSector
from pipelines.third_sector.cells import day, months_later, number, text
from pipelines.third_sector.rules import MONTHS_TO_FILE, OVERDUE_MONTHS, SIZE_HOLDS_MONTHS

UNKNOWN = "unknown"


def returns_of(
    history: pd.DataFrame | None, volunteers: pd.DataFrame | None, employees: pd.DataFrame | None
) -> pd.DataFrame:
    """One row for each charity and financial year, with what every part of the return says.

    A return that has not come keeps its row and has no figures: it is missing, not zero. Of two rows for the same
    year's end the one that came last counts.

    Args:
        history: charity_returns; None when the table is not there.
        volunteers: charity_returns_a.
        employees: charity_returns_b.

    Returns:
        organisation_number, year_end, income, expenditure (pounds), employees, volunteers (people), due_on,
        received_on.
    """
    parts = [
        _part(history, {"income": "total_gross_income", "expenditure": "total_gross_expenditure"}),
        _part(volunteers, {"volunteers": "count_volunteers"}),
        _part(employees, {"employees": "count_employees"}),
    ]
    whole = parts[0]
    for part in parts[1:]:
        whole = whole.merge(part, on=["organisation_number", "year_end"], how="outer")
    for column in ("due_on", "received_on"):
        whole[column] = whole[column].astype("datetime64[s]")
    return whole.sort_values(["organisation_number", "year_end"]).reset_index(drop=True)


def _part(table: pd.DataFrame | None, figures: dict[str, str]) -> pd.DataFrame:
    """One table of the return: its figures by charity and year's end; of the history, the days too."""
    dated = "income" in figures
    table = pd.DataFrame() if table is None else table
    part = pd.DataFrame(
        {
            "organisation_number": text(table, "organisation_number"),
            "year_end": day(table, "fin_period_end_date"),
            **{name: number(table, column) for name, column in figures.items()},
        }
    )
    if dated:
        part["due_on"] = day(table, "reporting_due_date")
        came = [day(table, column) for column in ("date_annual_return_received", "date_accounts_received")]
        part["received_on"] = came[0].where(came[0] <= came[1], came[1]).fillna(came[0])
    part = part[part["year_end"].notna() & part["organisation_number"].ne("")]
    order = [*(["received_on"] if dated else []), *figures]
    ordered = part.sort_values(["organisation_number", "year_end", *order], na_position="first")
    return ordered.drop_duplicates(["organisation_number", "year_end"], keep="last")


def real(amounts: pd.Series, years: pd.Series, prices: pd.DataFrame | None, declared: ThirdSector) -> pd.Series:
    """Amounts in the prices of the declared base year: times that year's index, divided by that of the amount's year.

    Args:
        amounts: pounds of the day.
        years: the calendar year of each amount.
        prices: year, index and series, the annual averages of one or more price indices; None when there is no table.
        declared: names the series and the base year.

    Returns:
        Pounds of the base year; NaN where the index of either year is not known.
    """
    if prices is None or declared.base_year is None:
        return pd.Series(float("nan"), index=amounts.index)
    own = prices[text(prices, "series") == declared.price_series]
    index = pd.Series(number(own, "index").to_numpy(), index=own["year"].astype(int)).groupby(level=0).first()
    base = index.get(declared.base_year, float("nan"))
    constant: pd.Series = amounts * base / years.map(index).astype("float64")
    return constant


def size_bands(incomes: pd.Series, bands: Sequence[Band]) -> pd.Series:
    """The size band of yearly incomes; unknown where there is no income, or no band is declared."""
    if not bands:
        return pd.Series(UNKNOWN, index=incomes.index)
    edges = [-np.inf, *(band.below for band in bands if band.below is not None), np.inf]
    names = pd.cut(incomes, edges, right=False, labels=[band.name for band in bands])
    return names.astype("object").where(incomes.notna(), UNKNOWN).astype("str")


def known_at(returns: pd.DataFrame, at: pd.Timestamp) -> pd.DataFrame:
    """The last income known on a day, by organisation, of a financial year that ended not too long before.

    Args:
        returns: org_id, year_end, income.
        at: the day.

    Returns:
        income and year_end by org_id; organisations without one are left out.
    """
    since = at - pd.DateOffset(months=SIZE_HOLDS_MONTHS)
    recent = returns[(returns["year_end"] <= at) & (returns["year_end"] > since) & returns["income"].notna()]
    last = recent.sort_values(["org_id", "year_end", "income"]).drop_duplicates("org_id", keep="last")
    return last.set_index("org_id")[["income", "year_end"]]


def overdue_at(returns: pd.DataFrame, at: pd.Timestamp) -> pd.Series:
    """Whether an organisation's accounts were overdue on a day.

    Args:
        returns: org_id, due_on, received_on.
        at: the day.

    Returns:
        By org_id, for organisations that had a return due more than the months before that make it overdue: whether the
        last such return had not come by the day.
    """
    due = returns[months_later(returns["due_on"], OVERDUE_MONTHS) <= at]
    last = due.sort_values(["org_id", "due_on", "received_on"], na_position="first").drop_duplicates(
        "org_id", keep="last"
    )
    return pd.Series(~(last["received_on"] <= at).to_numpy(), index=pd.Index(last["org_id"]), dtype=bool)


def came_too_late(returns: pd.DataFrame, as_of: pd.Timestamp) -> pd.Series:
    """Whether a return came, or had not come when the register was drawn up, after it counted as overdue."""
    return returns["received_on"].fillna(as_of) > months_later(returns["due_on"], OVERDUE_MONTHS)


def all_due(years: pd.Series, as_of: pd.Timestamp) -> pd.Series:
    """Whether every return of a financial year that ended in the calendar year had been due by a day."""
    last_days = pd.to_datetime(years.astype(str) + "-12-31").astype("datetime64[s]")
    return months_later(last_days, MONTHS_TO_FILE) <= as_of
