"""Everything that one instrument publishes, as tables; and the tables that outlive removed responses.

Belongs here: putting together what each craft makes of an instrument. Does not belong here:
how any of them is made.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pipelines.declarations.indicator import Indicator
from pipelines.declarations.instrument import Instrument
from pipelines.surveys.estimation.analysis import Areas, register_rows, sampled_rows, waves_of
from pipelines.surveys.groups.comparing import compared_rows
from pipelines.surveys.groups.concerns import concerns_of
from pipelines.surveys.groups.register import register_entries
from pipelines.surveys.small_areas.modelling import modelled_rows
from pipelines.surveys.tables import TABLES
from pipelines.surveys.telling import discreet

if TYPE_CHECKING:
    import polars as pl

Rows = list[dict[str, Any]]


@discreet
def results(
    instrument: Instrument,
    indicators: Sequence[Indicator],
    frames: "Mapping[int, pl.DataFrame]",
    areas: Areas,
    registered: "Mapping[int, pl.DataFrame]",
) -> tuple[dict[str, Rows], list[str]]:
    """What an instrument publishes.

    Args:
        instrument: the declaration.
        indicators: those derived from it.
        frames: coded responses by wave.
        areas: the areas that estimates are made for.
        registered: rows by wave of the register that says who was expected to answer; empty without one.

    Returns:
        Rows by table, and notes for the reader.

    Raises:
        InputFaultsError: a margin has a category without respondents.
        DeclarationFaultsError: a declared query or expression fails.
    """
    waves = waves_of(instrument, indicators, frames)
    estimates, by_ward = sampled_rows(instrument, indicators, waves, areas)
    estimates += register_rows(instrument, indicators, waves, areas)
    modelled, models = modelled_rows(instrument, indicators, by_ward, areas)
    scored, groups = compared_rows(instrument, indicators, waves, areas, registered)
    concerns = [row for wave in waves.values() for row in concerns_of(instrument, wave)] if instrument.concerns else []
    notes = [f"{instrument.title} {wave.wave}: {note}" for wave in waves.values() for note in wave.notes]
    tables = (estimates + scored, modelled, models, groups, concerns, register_entries(instrument, waves))
    return dict(zip(TABLES, tables, strict=True)), notes
