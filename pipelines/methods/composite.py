"""Composite scores of wards from indicators of different units, never without their parts.

Belongs here: winsorising, z-scores, part scores, their mean, bands, and the tables of scores and parts. Does not belong
here: how far a rank can be trusted (`composite_ranks.py`), or which indicators are parts (declared).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipelines.methods.composite_ranks import Parts, competition_ranks, rank_intervals, varied, z_scores

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

LEVEL = "ward"
# Scores at which bands 2 to 5 begin; a score on a border is in the band above it.
BORDERS = (3.5, 4.5, 5.5, 6.5)
LEAST_PERCENT_OF_PARTS = 65
MOST_WINSORISED = 5
SKEWNESS_LIMIT, KURTOSIS_LIMIT = 2.0, 3.5
_SIGNS = {"high_good": 1.0, "low_good": -1.0}
# Width of a 95% interval in standard errors.
_WIDTH = 3.92

COMPOSITE_COLUMNS = (
    "characteristic",
    "level",
    "area_code",
    "area_name",
    "score",
    "band",
    "rank",
    "rank_lower",
    "rank_upper",
    "rank_of",
    "parts",
    "parts_declared",
    "status",
    "note",
)
PART_COLUMNS = ("characteristic", "area_code", "indicator", "period", "value", "z", "score", "winsorised", "note")


def composites(
    values: "pd.DataFrame", parts: Mapping[str, Sequence[str]], about: "pd.DataFrame", *, seed: int
) -> "tuple[pd.DataFrame, pd.DataFrame]":
    """Score the wards on each characteristic, and show every part of the score.

    A part's values are winsorised where they must be (`winsorised`), turned into z-scores over the wards that have a
    value (population standard deviation, sign turned where low is good), and scored clip(5 + 2z, 0, 10). A ward's
    score is the plain mean of its parts' scores; it needs at least 65% of the declared parts. Rank 1 is the best.
    The interval of the rank is that of `composite_ranks.rank_intervals`.

    Args:
        values: the wards' latest figures, one row per indicator and area, in any order: indicator, area_code,
            area_name, period, value, lower, upper.
        parts: indicators of each characteristic. One without figures counts as declared and missing.
        about: indicator, polarity.
        seed: of the rank intervals; each characteristic has its own stream.

    Returns:
        Scores (`COMPOSITE_COLUMNS`), one row per characteristic and ward, and their parts (`PART_COLUMNS`), one row
        per characteristic, ward and declared part; both in order of characteristic, area, part.

    Raises:
        KeyError: a part for which neither high nor low is good; a declaration of one is refused before.
    """
    import pandas as pd

    polarity = dict(zip(about["indicator"], about["polarity"], strict=True))
    names = values.groupby("area_code")["area_name"].min()
    rows: list[tuple[object, ...]] = []
    part_rows: list[tuple[object, ...]] = []
    for characteristic in sorted(parts):
        declared = sorted(set(parts[characteristic]))
        if not declared:
            continue
        table = _Table.of(values, list(names.index), declared)
        treated = np.column_stack([winsorised(column) for column in table.value.T])
        signs = np.array([_SIGNS[polarity.get(part, "high_good")] for part in declared])
        scored = _Scored.of(Parts(treated, table.error, signs), characteristic, seed)
        rows += scored.rows(characteristic, names)
        part_rows += _part_rows(characteristic, list(names.index), declared, table, scored)
    whole = {column: "Int32" for column in COMPOSITE_COLUMNS if column.startswith(("rank", "parts", "band"))}
    return (
        pd.DataFrame(rows, columns=list(COMPOSITE_COLUMNS)).astype({"score": float, **whole}),
        pd.DataFrame(part_rows, columns=list(PART_COLUMNS)).astype({"value": float, "z": float, "score": float}),
    )


def band_of(score: float) -> int:
    """Band of a score, 1 to 5."""
    return int(np.searchsorted(BORDERS, score, side="right")) + 1


class _Table(NamedTuple):
    """Figures by ward and part (wards, parts), not-a-number where there is none; `error` is 0 without an interval."""

    value: "Numbers"
    error: "Numbers"
    period: "NDArray[np.object_]"

    @classmethod
    def of(cls, values: "pd.DataFrame", areas: list[str], declared: list[str]) -> "_Table":
        own = values[values["indicator"].isin(declared)]
        at = (
            own["area_code"].map({code: i for i, code in enumerate(areas)}).to_numpy(dtype=int),
            own["indicator"].map({part: j for j, part in enumerate(declared)}).to_numpy(dtype=int),
        )
        shape = (len(areas), len(declared))
        value, width, period = np.full(shape, np.nan), np.zeros(shape), np.full(shape, None, dtype=object)
        value[at] = own["value"].to_numpy(dtype=float)
        width[at] = np.nan_to_num((own["upper"] - own["lower"]).to_numpy(dtype=float))
        period[at] = own["period"].to_numpy()
        return cls(value, width / _WIDTH, period)


def winsorised(values: "Numbers") -> "Numbers":
    """Draw the outermost values in, at most five of them, until the others no longer hang on them.

    As the guidelines of the Joint Research Centre (COINr `winsorise`): while |skewness| > 2 and kurtosis > 3.5, the
    outermost point on the side that the skewness points to takes the value of the next one. Skewness and kurtosis are
    the bias-corrected ones of Excel's SKEW and KURT; a normal distribution has a kurtosis of 0. What is still skewed
    after five points stays so, and no logarithm is taken.

    Args:
        values: (wards,), not-a-number where there is none.

    Returns:
        The same shape, with the drawn-in values.
    """
    there = np.flatnonzero(~np.isnan(values))
    order = there[np.argsort(values[there], kind="stable")]
    drawn = values.copy()
    low = high = 0
    for _ in range(MOST_WINSORISED):
        skewness, kurtosis = _shape(drawn[there])
        if not (abs(skewness) > SKEWNESS_LIMIT and kurtosis > KURTOSIS_LIMIT):
            break
        if skewness > 0:
            high += 1
            drawn[order[-high:]] = values[order[-high - 1]]
        else:
            low += 1
            drawn[order[:low]] = values[order[low]]
    return drawn


def _shape(values: "Numbers") -> tuple[float, float]:
    """Bias-corrected skewness and excess kurtosis; 0 where there are too few values or all are the same."""
    n = len(values)
    away = values - values.mean() if n else values
    # The correction divides by n - 3; rounding of the mean leaves dust in values that are all the same.
    if n <= 3 or np.ptp(values) == 0:
        return 0.0, 0.0
    second, third, fourth = (np.mean(away**power) for power in (2, 3, 4))
    skewness = np.sqrt(n * (n - 1)) / (n - 2) * third / second**1.5
    kurtosis = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * (fourth / second**2 - 3) + 6)
    return float(skewness), float(kurtosis)


def _how_few(present: int, declared: int) -> str:
    if not present:
        return "None of its parts has"
    return f"Only {present} of {declared} parts {'has' if present == 1 else 'have'}"


class _Scored(NamedTuple):
    """Scores of one characteristic by ward, and of its parts by ward and part."""

    z: "Numbers"
    part_scores: "Numbers"
    treated: "Numbers"
    score: "Numbers"
    present: "NDArray[np.int64]"
    rank: "NDArray[np.int64]"
    rank_lower: "NDArray[np.int64]"
    rank_upper: "NDArray[np.int64]"

    @classmethod
    def of(cls, parts: Parts, characteristic: str, seed: int) -> "_Scored":
        z = z_scores(parts.value) * parts.sign
        part_scores = np.clip(5 + 2 * z, 0, 10)
        there = ~np.isnan(part_scores)
        present = there.sum(axis=1)
        enough = 100 * present >= LEAST_PERCENT_OF_PARTS * z.shape[1]
        score = np.full(len(z), np.nan)
        score[enough] = np.where(there, part_scores, 0.0)[enough].sum(axis=1) / present[enough]
        rank, lower, upper = (np.zeros(len(z), dtype=np.int64) for _ in range(3))
        rank[enough] = competition_ranks(score[enough])
        lower[enough], upper[enough] = rank_intervals(parts, enough, rank[enough], (seed, characteristic))
        return cls(z, part_scores, parts.value, score, present, rank, lower, upper)

    def rows(self, characteristic: str, names: "pd.Series[str]") -> Iterator[tuple[object, ...]]:
        """Rows of the table of scores."""
        declared, ranked = self.z.shape[1], int((self.rank > 0).sum())
        for i, (code, name) in enumerate(names.items()):
            first, last = (characteristic, LEVEL, code, name), (int(self.present[i]), declared)
            if self.rank[i]:
                ranks = (self.rank[i], self.rank_lower[i], self.rank_upper[i])
                yield (*first, self.score[i], band_of(self.score[i]), *map(int, ranks), ranked, *last, "ok", "")
            else:
                note = f"{_how_few(*last)} a figure; a score needs at least {LEAST_PERCENT_OF_PARTS}% of them."
                yield (*first, np.nan, *[None] * 5, *last, "not_applicable", note)


def _part_rows(
    characteristic: str, areas: list[str], declared: list[str], table: _Table, scored: _Scored
) -> Iterator[tuple[object, ...]]:
    """Rows of the table of parts."""
    same = ~varied(scored.treated)[0]
    for i, area in enumerate(areas):
        for j, part in enumerate(declared):
            value, treated = table.value[i, j], scored.treated[i, j]
            missing, drawn = bool(np.isnan(value)), bool(treated != value and not np.isnan(value))
            note = "No figure." if missing else f"Scored as {treated:.6g}." if drawn else ""
            if same[j] and not missing:
                note = "The same in every ward, so it tells them apart in nothing."
            figures = (value, scored.z[i, j], scored.part_scores[i, j])
            yield (characteristic, area, part, table.period[i, j], *map(float, figures), drawn, note)
