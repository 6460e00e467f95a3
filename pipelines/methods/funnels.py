"""Which wards differ from the city by more than their size explains: funnel limits at 95% and 99.8%.

Belongs here: the limits of rates, and the position of each ward. Does not belong here: the limits of shares (macros in
`comparison.sql`), choosing the period (`funnel_series.sql`). Pure over the views that the connection shows.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.methods.figures import Z95
from pipelines.methods.periods import read_periods

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    import pandas as pd

Z998 = 3.090232306167813
# The probability beyond each limit, as Fingertips names its two funnels.
_ONE_SIDED = {"95": 0.025, "998": 0.001}
_QUERY = Path(__file__).with_name("funnel_series.sql")
COLUMNS = (
    "indicator",
    "level",
    "area_code",
    "area_name",
    "period",
    "value",
    "denominator",
    "benchmark_value",
    "lower_95",
    "upper_95",
    "lower_998",
    "upper_998",
    "position",
)


def poisson_limits(expected: "np.ndarray[Any, Any]", one_sided: float) -> "tuple[Any, Any]":
    """Exact Poisson limits on expected counts, which need not be whole.

    Half the chi-square quantiles with 2x and 2x + 2 degrees of freedom, as `scipy.stats.chi2.ppf` gives them; by the
    inverse of the incomplete gamma function, which is the same number with the upper tail kept exact.

    Args:
        expected: counts that the benchmark leads one to expect.
        one_sided: the probability beyond each limit.
    """
    import numpy as np
    from scipy.special import gammainccinv, gammaincinv

    # Where nothing is expected the lower quantile is not defined, and nothing can be fewer.
    lower = np.where(expected > 0, gammaincinv(np.where(expected > 0, expected, 1.0), one_sided), 0.0)
    return lower, gammainccinv(expected + 1, one_sided)


def funnels(connection: "duckdb.DuckDBPyConnection", observations: str, about: str) -> "pd.DataFrame":
    """Place every ward in the funnel about the city's figure.

    Args:
        connection: shows the views and holds the macros.
        observations: view with indicator, level, area_code, area_name, period, value, denominator.
        about: view with indicator, kind, interval, multiplier (what a ratio is multiplied by to stand in the unit).

    Returns:
        The columns of `COLUMNS`, ordered: for each proportion with a Wilson interval and each rate with Byar's, the
        wards that have a figure in the latest period that the city and any ward have. A limit itself is within.

    Raises:
        DeclarationFaultsError: when a period cannot be read.
    """
    import numpy as np

    spans = read_periods(connection, observations)
    del spans["lengths"]
    query = _QUERY.read_text(encoding="utf-8").format(observations=observations, about=about, z_95=Z95, z_998=Z998)
    frame: pd.DataFrame = connection.execute(query, spans).df()
    rates = ~frame["of_shares"].astype(bool)
    expected = (frame["benchmark"] * frame["denominator"])[rates].to_numpy(dtype=float)
    per_event = (frame["multiplier"] / frame["denominator"])[rates].to_numpy(dtype=float)
    for name, one_sided in _ONE_SIDED.items():
        lower, upper = poisson_limits(expected, one_sided)
        frame.loc[rates, f"lower_{name}"] = lower * per_event
        frame.loc[rates, f"upper_{name}"] = upper * per_event
    value = frame["value"]
    frame["position"] = np.select(
        [
            value > frame["upper_998"],
            value < frame["lower_998"],
            value > frame["upper_95"],
            value < frame["lower_95"],
        ],
        ["above_998", "below_998", "above_95", "below_95"],
        "within",
    ).astype(object)
    return frame[list(COLUMNS)]
