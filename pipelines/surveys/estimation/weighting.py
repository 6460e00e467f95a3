"""From design weights and published margins to the design that estimates stand on.

Belongs here: which margin category each response falls in, what is done with a response or a category that has none,
and pooling of waves. Does not belong here: the fitting itself (`design`), or the answers (`answers`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipelines.declarations.instrument import Instrument
from pipelines.faults import DeclarationFaultsError, Fault, InputFaultsError
from pipelines.surveys.estimation.design import Design, codes, rake

if TYPE_CHECKING:
    import duckdb
    import polars as pl

Populations = dict[str, dict[str, float]]
# Respondents without a category (they did not say their age) keep their share of the design weights.
_UNPLACED = "(no category)"


@dataclass(frozen=True)
class Weighted:
    """One wave's design, with what had to be done on the way to it."""

    design: Design
    notes: tuple[str, ...]


def populations(connection: "duckdb.DuckDBPyConnection", instrument: Instrument) -> Populations:
    """People in each category of each margin, all margins scaled to the total of the first.

    Margins of different sources never agree to the last person (tenure counts households); their shares are used.

    Raises:
        DeclarationFaultsError: a query fails, or gives no category, or a number that is not a population.
    """
    import duckdb

    found: Populations = {}
    faults = []
    for name, margin in instrument.margins.items():
        where = f"instruments/{instrument.id}.yaml: margins.{name}"
        try:
            rows = connection.execute(f"SELECT category, population FROM ({margin.population})").fetchall()
        except duckdb.Error as error:
            faults.append(f"{where}: its query failed: {error}")
            continue
        found[name] = {str(category): float(people) for category, people in rows if people}
        if not found[name] or min(found[name].values()) < 0:
            faults.append(f"{where}: found {len(rows)} rows; expected categories with their population")
    if faults:
        raise DeclarationFaultsError(faults)
    if not found:
        return {}
    whole = sum(next(iter(found.values())).values())
    return {
        name: {category: people * whole / sum(margin.values()) for category, people in margin.items()}
        for name, margin in found.items()
    }


def weigh(frame: "pl.DataFrame", instrument: Instrument, margins: Populations, wave: int) -> Weighted:
    """Rake one wave's weights to the margins.

    Args:
        frame: responses with `weight`, `stratum`, `psu`, and a column `margin_<name>` for each margin.
        instrument: the declaration.
        margins: from `populations`.
        wave: for the messages.

    Raises:
        InputFaultsError: a category of the population has no respondent at all; every such category is told.
    """
    notes: list[str] = []
    faults: list[Fault] = []
    weight = frame["weight"].to_numpy().astype(np.float64)
    placed: dict[str, tuple[pl.Series, dict[str, float]]] = {}
    for name, population in margins.items():
        category = _categories(frame[f"margin_{name}"], population)
        present = set(category.unique().to_list())
        faults.extend(
            Fault(
                f"{instrument.title} {wave}",
                f"no respondent in the category {c!r}, which stands for {people:,.0f} people",
                "at least one respondent in every category of the margin",
                "Check the answers of these questions, or merge the category with another in the instrument's margin.",
                column=name,
                kind="empty margin",
            )
            for c, people in sorted(population.items())
            if c not in present
        )
        targets = dict(population)
        if _UNPLACED in present:
            without = (category == _UNPLACED).to_numpy()
            share = float(weight[without].sum() / weight.sum())
            whole = sum(targets.values())
            targets = {c: people * (1 - share) for c, people in targets.items()} | {_UNPLACED: whole * share}
            notes.append(
                f"{without.sum()} responses have no category of {name} and keep their share of the design weights."
            )
        placed[name] = (category, targets)
    if faults:
        raise InputFaultsError(faults)
    final = rake(weight, placed) if placed else weight
    return Weighted(_design(frame, final, [category for category, _ in placed.values()]), tuple(notes))


def _categories(given: "pl.Series", population: dict[str, float]) -> "pl.Series":
    """Each response's category; one that the population does not know, or none, is no category."""
    import polars as pl

    known = pl.col(given.name).is_in(list(population))
    return given.to_frame().select(pl.when(known).then(pl.col(given.name)).otherwise(pl.lit(_UNPLACED))).to_series()


def _design(frame: "pl.DataFrame", weight: np.ndarray, categories: "Sequence[pl.Series]") -> Design:
    stratum = codes(frame["stratum"].fill_null(""))
    # The same PSU code in two strata names two PSUs; without codes every respondent is one.
    psu = np.arange(frame.height, dtype=np.int64)
    if frame["psu"].null_count() < frame.height:
        psu = codes(frame["stratum"].fill_null("") + "/" + frame["psu"].fill_null(""))
    cells, first = [], 0
    for category in categories:
        own = codes(category)
        cells.append(own + first)
        first += 1 + int(own.max())
    population = None if frame["population"].null_count() else frame["population"].to_numpy().astype(np.float64)
    return Design(weight, stratum, psu, tuple(cells), population)


def pooled(designs: Sequence[Design]) -> Design:
    """Several waves as one design: each keeps its strata, PSUs and margins; each stands for the same population."""
    if len(designs) == 1:
        return designs[0]

    def stacked(parts: Sequence[np.ndarray]) -> np.ndarray:
        firsts = np.cumsum([0, *[1 + int(part.max()) for part in parts[:-1]]])
        return np.concatenate([part + first for part, first in zip(parts, firsts, strict=True)])

    sizes = [1 + max((int(c.max()) for c in d.cells), default=-1) for d in designs]
    starts = np.cumsum([0, *sizes[:-1]])
    depth = len(designs[0].cells)
    cells = tuple(
        np.concatenate([d.cells[m] + start for d, start in zip(designs, starts, strict=True)]) for m in range(depth)
    )
    return Design(
        np.concatenate([d.weight / d.weight.sum() for d in designs]),
        stacked([d.stratum for d in designs]),
        stacked([d.psu for d in designs]),
        cells,
        None if any(d.population is None for d in designs) else np.concatenate([d.population for d in designs]),
    )
