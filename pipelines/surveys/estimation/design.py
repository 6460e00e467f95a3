"""The design of a survey: raked weights, and the variance of weighted totals. The only module that knows `svy`.

Belongs here: everything asked of the library (strata, PSUs, a stratum with one PSU, raking). Does not belong here:
which totals are asked for (`estimates`), or where margins come from (`weighting`). Another library would replace this
module alone. Variances are taken by the library's own kernel for many totals at once: its public function wraps each
total in a millisecond and a half of Python, and its estimates by area sweep all rows once an area (decision 0006).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from pipelines.faults import ThrivingError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]

# Weights agree with every margin to this share of it: far below any published digit, and two hundred rounds suffice.
_TOLERANCE = 1e-10
_ROUNDS = 500
# Numbers held at once while variances are taken; 24 million are 192 MB.
_NUMBERS_AT_ONCE = 24_000_000


@dataclass(frozen=True)
class Design:
    """Who was drawn how, in rows of responses.

    `weight` is final (raked where there are margins); `stratum` and `psu` are codes from 0, a PSU belonging to one
    stratum; `cells` holds for each margin the code of each row's category, codes running on from margin to margin.
    `population` is the size of the row's stratum where a notable part of it was drawn.
    """

    weight: "Floats"
    stratum: "Codes"
    psu: "Codes"
    cells: "tuple[Codes, ...]" = ()
    population: "Floats | None" = None

    @property
    def rows(self) -> int:
        """How many responses."""
        return len(self.weight)

    @cached_property
    def clustered(self) -> bool:
        """Whether a PSU holds more than one response."""
        return len(np.unique(self.psu)) < self.rows

    @cached_property
    def _projection(self) -> "tuple[Codes, Floats, Floats]":
        """Each row's combination of categories, which categories each combination has, and the margins' inverse.

        The second is (combinations, categories) of noughts and ones; the last the pseudo-inverse of how many rows
        share each pair of categories.
        """
        size = 1 + max(int(cell.max()) for cell in self.cells)
        place = np.zeros(self.rows, dtype=np.int64)
        for cell in self.cells:
            place = place * size + cell
        _, first, combination = np.unique(place, return_index=True, return_inverse=True)
        marks = np.zeros((len(first), size))
        for cell in self.cells:
            marks[np.arange(len(first)), cell[first]] = 1.0
        count = np.bincount(combination, minlength=len(first))
        inverse = np.asarray(np.linalg.pinv(marks.T @ (count[:, None] * marks), hermitian=True), dtype=np.float64)
        return combination.astype(np.int64), marks, inverse

    def off_margins(self, scores: "Floats", domain: "Codes", domains: int) -> "Floats":
        """Linearised scores of many domains, less what the margins already fix.

        Raking holds the margins' totals, so only the part of a score that the margins do not explain varies: the
        residual technique of Deville and Särndal (1992), with the unweighted projection of the R package survey.

        Args:
            scores: (rows,) score of each row in its own domain; nought for rows without an answer.
            domain: (rows,) code of the row's domain; -1 for none.
            domains: how many there are.

        Returns:
            (domains, rows) scores.
        """
        inside = np.flatnonzero(domain >= 0)
        if not self.cells:
            full = np.zeros((domains, self.rows))
        else:
            combination, marks, inverse = self._projection
            place = domain[inside] * len(marks) + combination[inside]
            summed = np.bincount(place, weights=scores[inside], minlength=domains * len(marks))
            effects = summed.reshape(domains, -1) @ marks @ inverse @ marks.T
            full = np.take(-effects, combination, axis=1)
        full[domain[inside], inside] += scores[inside]
        return full

    def variances(self, blocks: "Iterable[Floats]") -> "list[Floats]":
        """Design-based variances of the weighted totals of scores.

        Args:
            blocks: arrays (k, rows) of linearised scores, made as they are needed.

        Returns:
            For each block an array (k,): the sum over strata of the between-PSU variance; a stratum with one PSU is
            taken around the mean of all strata.
        """
        found: list[Floats] = []
        waiting: list[Floats] = []
        for block in blocks:
            waiting.append(block)
            if sum(b.size for b in waiting) >= _NUMBERS_AT_ONCE:
                found.extend(self._variances(waiting))
                waiting = []
        return found + (self._variances(waiting) if waiting else [])

    @cached_property
    def _about(self) -> "pl.DataFrame":
        """The design's own columns; `left` is the share of a stratum's population that was not drawn."""
        import polars as pl

        frame = pl.DataFrame({"weight": self.weight, "stratum": self.stratum, "psu": self.psu})
        drawn = pl.col("psu").n_unique().over("stratum")
        # Where every respondent is a PSU, the kernel is quicker without being told so.
        columns = ["stratum", "psu"] if self.clustered else ["stratum"]
        if self.population is None:
            return frame.select("weight", pl.col(columns).cast(pl.String))
        left = (pl.Series(self.population) - drawn) / pl.Series(self.population)
        return frame.select("weight", pl.col(columns).cast(pl.String), left=left)

    def _variances(self, blocks: "list[Floats]") -> "list[Floats]":
        import svy_rs

        scores = [row for block in blocks for row in block]
        names = [f"score_{number}" for number in range(len(scores))]
        about = self._about
        totals = svy_rs.taylor_total_multi(
            about.hstack([_series(name, row) for name, row in zip(names, scores, strict=True)]),
            value_cols=names,
            weight_col="weight",
            strata_col="stratum",
            psu_col="psu" if "psu" in about.columns else None,
            fpc_col="left" if "left" in about.columns else None,
            singleton_method="center",
        )
        if totals["y"].to_list() != names:
            raise AssertionError("svy_rs answered in another order than it was asked")
        ends = np.cumsum([len(block) for block in blocks])[:-1]
        return list(np.split(totals["var"].to_numpy(), ends))


def _series(name: str, values: "Floats") -> "pl.Series":
    import polars as pl

    return pl.Series(name, values)


def codes(values: "pl.Series") -> "Codes":
    """Codes from 0 for the distinct values of a column, in their order."""
    return (values.rank("dense") - 1).to_numpy().astype(np.int64)


def rake(weight: "Floats", margins: "dict[str, tuple[pl.Series, dict[str, float]]]") -> "Floats":
    """Weights that agree with every margin, by iterative proportional fitting.

    Args:
        weight: (rows,) design weights, all above nought.
        margins: by name, the category of each row and the population of each category; a category without rows, or
            rows without a category, must have been dealt with before.

    Returns:
        (rows,) raked weights, summing to the population.

    Raises:
        ThrivingError: the fitting does not settle, because margins contradict one another in this sample.
    """
    import polars as pl
    import svy

    frame = pl.DataFrame({"weight": weight, **{name: category for name, (category, _) in margins.items()}})
    controls = {name: population for name, (_, population) in margins.items()}
    try:
        raked = svy.Sample(frame, svy.Design(wgt="weight")).weighting.rake(
            controls=controls, wgt_name="raked", tol=_TOLERANCE, max_iter=_ROUNDS
        )
    except svy.SvyError as error:
        raise ThrivingError(
            f"The weights cannot be raked to {', '.join(margins)}: the margins do not settle within {_ROUNDS} rounds. "
            "Merge small categories in the instrument's margins."
        ) from error
    weights: Floats = raked.data["raked"].to_numpy()
    return weights
