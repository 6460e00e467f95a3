"""Whether a figure is changing: Fingertips' trend markers over the last five years.

Belongs here: which series may be tested (`trend_series.sql`) and running the test. Does not belong here: the formulas
(macros in `trend.sql`), words for a reader. Pure over the views that the connection shows.

The rule is that of Fingertips and of `add_trend_markers` in PHEindicatormethods: chi-squared above 9.54953570608324
(p = 0.002) and all five slopes that leave one point out of the same sign as the whole. There are two forms:

- proportion: chi-squared for linear trend in proportions, which is `statsmodels.stats.contingency_tables.Table`'s
  `test_ordinal_association` times N / (N - 1), because that one takes its variance from permutations; the slope is
  `numpy.polyfit` or `statsmodels` OLS of the log odds on time, without weights.
- interval: weighted least squares, `statsmodels` WLS with weights 1 / s², s = (upper - lower) / 3.92. The slope is the
  same. Its standard error is the same only with `fit(cov_type="fixed scale")`: the default scales it by the residuals,
  but here the intervals alone say how sure each figure is. `scipy.stats.linregress` takes no weights.

Stricter than Fingertips in three things, because a marker is never a guess: the five years follow each other without a
gap; a series without intervals is not tested (Fingertips' new service calls it unchanged); and a count of nobody or of
everybody is not tested as a proportion. There the log odds are infinite: Fingertips refuses when everybody is counted,
and calls it unchanged when nobody is, which is what a slope that is not a number happens to give.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipelines.methods.periods import read_periods

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

POINTS = 5
CRITICAL = 9.54953570608324
Form = Literal["proportion", "interval"]
_QUERY = Path(__file__).with_name("trend_series.sql")
_ONE_SERIES = """
WITH figures AS (
    SELECT
        CAST($year AS DOUBLE[]) AS years,
        CAST($value AS DOUBLE[]) AS v,
        CAST($lower AS DOUBLE[]) AS lows,
        CAST($upper AS DOUBLE[]) AS highs,
        CAST($numerator AS DOUBLE[]) AS c,
        CAST($denominator AS DOUBLE[]) AS n,
        $form = 'proportion' AS of_shares
),
terms AS (
    SELECT
        list_transform(years, lambda year: year - list_avg(years)) AS t,
        CASE WHEN of_shares THEN list_transform(c, lambda counted, place: log_odds(counted, n[place])) ELSE v END AS y,
        CASE WHEN of_shares
            THEN list_transform(c, lambda counted: 1.0::DOUBLE)
            ELSE list_transform(lows, lambda low, place: interval_weight(low, highs[place]))
        END AS w,
        c,
        n,
        of_shares
    FROM figures
),
tested AS (
    SELECT
        fitted_slope(t, y, w) AS slope,
        CASE WHEN of_shares THEN proportion_chi_squared(t, c, n) ELSE interval_chi_squared(t, y, w) END AS chi_squared,
        slopes_without_one(t, y, w) AS slopes
    FROM terms
    WHERE list_count(y) = 5 AND list_count(w) = 5
)
SELECT slope, chi_squared, slopes, trend_marker(chi_squared, slope, slopes) FROM tested
"""


@dataclass(frozen=True)
class YearFigure:
    """One point of a series: the proportion form needs numerator and denominator, the interval form the others."""

    year: float
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True)
class Trend:
    """A test of one series. The slope is a year's change: in log odds (proportion) or in the unit (interval)."""

    method: Form
    slope: float | None
    chi_squared: float | None
    leave_one_out: tuple[float, ...]
    marker: str


def trend_of(connection: "duckdb.DuckDBPyConnection", figures: Sequence[YearFigure], form: Form) -> Trend:
    """Test one series of five figures with the same macros as all of them, to show how its marker came about.

    Args:
        connection: holds the macros.
        figures: five points in order of time.
        form: which of the two forms.

    Returns:
        Slope, chi-squared, the five slopes that leave one point out, and the marker. Without five points, or without
        what the form needs of each, the marker is cannot_be_calculated and there are no numbers.
    """
    parts = {"proportion": ("year", "numerator", "denominator"), "interval": ("year", "value", "lower", "upper")}[form]
    terms = {part: [getattr(figure, part) for figure in figures] for part in YearFigure.__dataclass_fields__}
    nothing = Trend(form, None, None, (), "cannot_be_calculated")
    if len(figures) != POINTS or any(None in terms[part] for part in parts):
        return nothing
    found = connection.execute(_ONE_SERIES, {"form": form, **terms}).fetchall()
    if not found:
        return nothing
    slope, chi_squared, slopes, marker = found[0]
    return Trend(form, slope, chi_squared, tuple(slopes), marker)


def trends(connection: "duckdb.DuckDBPyConnection", observations: str, about: str) -> "pd.DataFrame":
    """Test every series of every indicator.

    A series is tested over the last five periods that its level has figures for, when they are years in a row, none of
    them overlaps another or an earlier one, no declared break lies between the first day and the last, and the area has
    a figure in all five. Otherwise the marker is cannot_be_calculated and `reason` says why.

    Args:
        connection: shows the views and holds the macros.
        observations: view with indicator, level, area_code, area_name, period, value, lower, upper, numerator,
            denominator, status.
        about: view with indicator, kind, interval, polarity, overlapping (bool), breaks (dates joined by blanks).

    Returns:
        indicator, level, area_code, area_name, method, points (figures from first_period to last_period), first_period,
        last_period, slope, chi_squared, leave_one_out (17 digits, joined by |), marker, judgement, reason. One row for
        each area of ward, committee and city, and for each small area with at least five figures; ordered.

    Raises:
        DeclarationFaultsError: when a period cannot be read.
    """
    query = _QUERY.read_text(encoding="utf-8").format(observations=observations, about=about)
    spans = read_periods(connection, observations)
    del spans["lengths"]
    frame: pd.DataFrame = connection.execute(query, spans).df()
    return frame
