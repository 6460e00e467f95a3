"""Which landed files and kept answers an indicator's numbers come from, through every table on the way.

Belongs here: what each conformed table is made of, followed back to sources and instruments. Does not belong here: the
files of one run (`provenance`), making tables (`rebuilding`), or rows of files (`rows_used`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from pipelines.assets.registering import MADE_OF
from pipelines.assets.spine import LOOKUPS
from pipelines.declarations.catalogue import load_instruments
from pipelines.declarations.indicator import Indicator
from pipelines.declarations.instrument import Instrument
from pipelines.methods import populations
from pipelines.methods.figures import tables_read
from pipelines.sources.base import Source
from pipelines.sources.catalogue import BY_ID, USED
from pipelines.surveys.estimation.answers import tables_needed
from pipelines.surveys.tables import TABLES

# Lookups say where a place is; a change of them is a change of boundaries and no new figure.
PLACING = (*LOOKUPS, "ons_postcodes")
SHARES = "census_age"
POPULATIONS = populations.TABLE


@dataclass(frozen=True)
class Lineage:
    """What numbers come from: ids of sources without lookups, of lookups, and of instruments; the tables on the way."""

    sources: frozenset[str] = field(default_factory=frozenset)
    lookups: frozenset[str] = field(default_factory=frozenset)
    instruments: frozenset[str] = field(default_factory=frozenset)
    tables: frozenset[str] = field(default_factory=frozenset)


@cache
def source_of(table: str) -> Source | None:
    """The source whose files a conformed table holds; None for tables that are made of others."""
    return next((s for s in USED if f"conformed.{s.table}" == table and (s.read or s.read_records)), None)


def instruments_of(indicator: Indicator) -> list[Instrument]:
    """The instrument that an indicator is declared in, with the register that says who was expected to answer.

    All of them for a query of its own over their tables, which may read anything of any.
    """
    declared = {i.id: i for i in load_instruments()}
    own = declared.get(indicator.instrument)
    if own is None:
        return list(declared.values()) if any(map(_is_survey, tables_read(indicator))) else []
    register = own.panel.register_instrument if own.panel else ""
    return [own, *([declared[register]] if register in declared and register != own.id else [])]


def lineage(indicator: Indicator) -> Lineage:
    """Everything that an indicator's numbers come from."""
    own = tuple(i.id for i in instruments_of(indicator))
    reached = set(_reached(tables_read(indicator), own))
    sources = {source.id for table in reached if (source := source_of(table))}
    lookups = {"ons_lsoa21_ward"} | (sources & set(PLACING))
    if "msoa21" in indicator.levels:
        lookups.add("msoa_names")
    if any(BY_ID[source].level == "lsoa11" for source in sources):
        lookups.add("ons_lsoa11_lsoa21")
    return Lineage(frozenset(sources - set(PLACING)), frozenset(lookups), frozenset(own), frozenset(reached))


def of_third_sector(found: Lineage) -> bool:
    """Whether numbers come from the register of the third sector."""
    return any(table.removeprefix("conformed.") in MADE_OF for table in found.tables)


def _reached(tables: tuple[str, ...], instruments: tuple[str, ...]) -> Iterator[str]:
    """Tables, and the tables that they are made of, at any depth."""
    for table in tables:
        yield table
        yield from _reached(made_of(table, instruments), instruments)


def made_of(table: str, instruments: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The conformed tables that one is made of beside its own files.

    Args:
        table: named like `conformed.population`.
        instruments: for tables of estimates, the instruments that matter; all when empty.
    """
    name = table.removeprefix("conformed.")
    if table == POPULATIONS:
        return populations.SOURCES
    if name in MADE_OF:
        return MADE_OF[name]
    if _is_survey(table):
        chosen = [i for i in load_instruments() if not instruments or i.id in instruments]
        placing = ("conformed.lookup_postcode",) if any(i.geography for i in chosen) else ()
        return tuple(sorted({*placing, *(name for i in chosen for name in tables_needed(i))}))
    source = source_of(table)
    if source is not None and source.level == "lsoa11":
        return (f"conformed.{SHARES}",)  # areas of 2011 that were split are shared out by residents
    return ()


def _is_survey(table: str) -> bool:
    return table.removeprefix("conformed.") in TABLES
