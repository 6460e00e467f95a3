"""How the city's charities come and go: net registration by year, and survival by year of registration.

Belongs here: who counts as registered, removed and at risk, and the bootstrap over organisations. Does not belong here:
the Kaplan-Meier estimate (`survival`). Community interest companies are left out: Companies House drops those that
dissolve from its file, so that their ends cannot be seen.
"""

import numpy as np
import pandas as pd

from pipelines.third_sector.cells import months_later
from pipelines.third_sector.rules import PLACED_ENOUGH, RESAMPLES, SEED, SURVIVAL_YEARS
from pipelines.third_sector.survival import kaplan_meier

_FLOWS = ["registrations", "removals", "stock_at_start", "value", "lower", "upper", "status", "note"]
_SURVIVAL = ["years", "value", "lower", "upper", "cohort", "removals", "status", "note"]
_WITHOUT_LIMITS = "Nobody of this year was removed, or all were, so that the method gives no interval."
_PER_100 = 100.0
_DAYS_A_YEAR = 365.25


def register_flows(organisations: pd.DataFrame, years: list[int], placed: pd.Series, city: str) -> pd.DataFrame:
    """Registrations minus removals by year, for each hundred on the register when the year began.

    A charity that moved on is no removal and its successor no registration. The interval is the 2.5 to 97.5
    percentile range of a bootstrap over organisations: those on the register at the start and those registered in the
    year are drawn anew with replacement. An organisation can only be one of four things (stayed, left, came, came and
    left), so a draw of n organisations is a draw from the multinomial distribution of their four counts, which is how
    it is made.

    Args:
        organisations: those counted here: registered_on, removed_on (timestamps), moved_on, continues.
        years: calendar years.
        placed: for each year, the share of the whole country's removals of that year that could be placed.
        city: the city's code.

    Returns:
        level, area_code, period, registrations, removals, stock_at_start, value, lower, upper, status, note; a year
        has no row when too few of its removals could be placed, or nobody was on the register when it began.
    """
    rows = []
    for year in years:
        start, end = pd.Timestamp(year, 1, 1), pd.Timestamp(year + 1, 1, 1)
        came = organisations["registered_on"].ge(start) & organisations["registered_on"].lt(end)
        left = organisations["removed_on"].ge(start) & organisations["removed_on"].lt(end)
        stock = organisations["registered_on"].lt(start) & ~organisations["removed_on"].lt(start)
        new, closed = came & ~organisations["continues"], left & ~organisations["moved_on"]
        n = int(stock.sum())
        if n == 0 or not placed.get(year, 0.0) >= PLACED_ENOUGH:
            continue
        kinds = np.array([(stock & ~closed).sum(), (stock & closed).sum(), (new & ~closed).sum(), (new & closed).sum()])
        net = int(new.sum()) - int(((stock | new) & closed).sum())
        lower, upper = _bootstrap(kinds, year)
        counts = [int(new.sum()), int(((stock | new) & closed).sum()), n]
        rows.append(["city", city, f"{year}-01-01/P1Y", *counts, _PER_100 * net / n, lower, upper, "ok", ""])
    return pd.DataFrame(rows, columns=["level", "area_code", "period", *_FLOWS])


def _bootstrap(kinds: np.ndarray, year: int) -> tuple[float, float]:
    """Limits of the net rate from the counts of stayed, left, came, came and left."""
    n = int(kinds.sum())
    drawn = np.random.default_rng([SEED, year]).multinomial(n, kinds / n, size=RESAMPLES)
    stock = drawn[:, 0] + drawn[:, 1]
    net = drawn[:, 2] - drawn[:, 1]  # who came and left adds nothing
    rates = _PER_100 * net[stock > 0] / stock[stock > 0]
    lower, upper = np.percentile(rates, [2.5, 97.5])
    return float(lower), float(upper)


def register_survival(
    organisations: pd.DataFrame, years: list[int], as_of: pd.Timestamp, placed: pd.Series, city: str
) -> pd.DataFrame:
    """The share of a year's newly registered charities that is still on the register three years later.

    A charity that moved on is watched until then and did not end. Time is counted in days, a year as 365.25.

    Args:
        organisations: those counted here: registered_on, removed_on (timestamps), moved_on, continues.
        years: calendar years of registration.
        as_of: the day of the register.
        placed: for each year, the share of the whole country's removals of that year that could be placed.
        city: the city's code.

    Returns:
        level, area_code, period (the year of registration), years, value, lower, upper (percent), cohort, removals
        (within three years), status, note; a year has no row while less than half of the cohort could be watched for
        three years, or when too few removals of the years after it could be placed.
    """
    rows = []
    horizon = SURVIVAL_YEARS * _DAYS_A_YEAR
    for year in years:
        own = organisations[(organisations["registered_on"].dt.year == year) & ~organisations["continues"]]
        watched = [placed.get(later, 1.0) for later in range(year, min(year + SURVIVAL_YEARS, as_of.year) + 1)]
        long_enough = months_later(own["registered_on"], 12 * SURVIVAL_YEARS) <= as_of
        if own.empty or long_enough.mean() < 0.5 or min(watched) < PLACED_ENOUGH:
            continue
        until = own["removed_on"].fillna(as_of)
        times = (until - own["registered_on"]).dt.days.clip(lower=0).to_numpy(float)
        ended = (own["removed_on"].notna() & ~own["moved_on"]).to_numpy(bool)
        found = kaplan_meier(times, ended, horizon)
        percent = [_PER_100 * part for part in (found.value, found.lower, found.upper)]
        removed = int((ended & (times <= horizon)).sum())
        note = "" if 0 < found.value < 1 else _WITHOUT_LIMITS
        rows.append(["city", city, f"{year}-01-01/P1Y", SURVIVAL_YEARS, *percent, len(own), removed, "ok", note])
    return pd.DataFrame(rows, columns=["level", "area_code", "period", *_SURVIVAL])
