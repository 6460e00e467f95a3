"""Intervals of figures about groups of organisations: seeded bootstraps, and Wilson for shares.

Belongs here: resampling, its seed, and the rounding of limits. Does not belong here: who is in a group, or whether its
figure may be shown.

A seed that everybody can work out would let a reader run the draws again. So values are put in order before they are
drawn from: what comes out depends on which scores there are and never on who gave which, and limits are rounded to
whole points, outward, because two limits to the last digit leave few sets of five scores that could have made them.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import blake2b
from math import ceil, floor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    from numpy.typing import NDArray

DRAWS = 2_000
LEVEL = 95.0
_DUST = 1e-9

Limits = tuple[float, float]


def of_mean(values: Sequence[float], *key: object) -> Limits:
    """95% percentile interval of a mean over organisations (Efron and Tibshirani 1993, chapter 13).

    Args:
        values: a score for each organisation, in any order.
        key: what the figure is of (instrument, measure, group, wave); it decides the draws.
    """
    return _percentiles(_drawn(values, seeded(*key)).mean(axis=1))


def of_median(values: Sequence[float], *key: object) -> Limits:
    """95% percentile interval of a median; arguments as for `of_mean`."""
    import numpy as np

    return _percentiles(np.median(_drawn(values, seeded(*key)), axis=1))


def of_gap(one: Sequence[float], other: Sequence[float], *key: object) -> Limits:
    """95% percentile interval of the mean of one group less that of another, each drawn from by itself."""
    draws = seeded(*key)
    return _percentiles(_drawn(one, draws).mean(axis=1) - _drawn(other, draws).mean(axis=1))


def of_change(later: Mapping[str, float], earlier: Mapping[str, float], *key: object) -> Limits:
    """95% percentile interval of the change between two waves that share some organisations.

    Organisations are drawn, each with what it said in both waves, so that those in both do not count as different.
    """
    import numpy as np

    # In an order of scores, not of names; a score that is not there comes after those that are.
    none = float("nan")
    both = [(later.get(name, none), earlier.get(name, none)) for name in later.keys() | earlier.keys()]
    both.sort(key=lambda pair: [(np.isnan(score), 0.0 if np.isnan(score) else score) for score in pair])
    given = np.array(both)
    drawn = given[seeded(*key).integers(0, len(given), (DRAWS, len(given)))]
    there = ~np.isnan(drawn)
    count = there.sum(axis=1)
    means = np.where(there, drawn, 0.0).sum(axis=1) / np.maximum(count, 1)
    return _percentiles((means[:, 0] - means[:, 1])[(count > 0).all(axis=1)])


def seeded(*key: object) -> "np.random.Generator":
    """A generator that depends on nothing but the key: another measure, group or wave never changes this one."""
    import numpy as np

    digest = blake2b("\x1f".join(map(str, key)).encode(), digest_size=16).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest, "big")))


def wilson(x: int, n: int) -> Limits:
    """95% Wilson interval of a share, in percent, by the macro that every indicator uses; `n` is not nought."""
    from pipelines.methods.figures import Z95

    given = [x, n, Z95, x, n, Z95]
    found = _macros().execute("SELECT 100 * wilson_lower(?, ?, ?), 100 * wilson_upper(?, ?, ?)", given).fetchone()
    assert found is not None  # noqa: S101 - a query without a table has one row
    return float(found[0]), float(found[1])


@cache
def _macros() -> "duckdb.DuckDBPyConnection":
    """A connection with the macros alone; opening one costs more than asking."""
    from pipelines import warehouse
    from pipelines.methods.observations import install_macros

    connection = warehouse.connect()
    install_macros(connection)
    return connection


def whole(limits: Limits) -> Limits:
    """Limits rounded to whole points, outward; the dust of binary sums does not count."""
    return float(floor(limits[0] + _DUST)), float(ceil(limits[1] - _DUST))


def _drawn(values: Sequence[float], draws: "np.random.Generator") -> "NDArray[np.float64]":
    """(draws, organisations) values drawn with replacement."""
    import numpy as np

    ordered = np.sort(np.asarray(values, dtype=float))
    return ordered[draws.integers(0, len(ordered), (DRAWS, len(ordered)))]


def _percentiles(found: "NDArray[np.float64]") -> Limits:
    import numpy as np

    lower, upper = np.percentile(found, [(100 - LEVEL) / 2, (100 + LEVEL) / 2])
    return float(lower), float(upper)
