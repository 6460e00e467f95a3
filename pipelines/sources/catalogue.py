"""Every source the pipeline knows, in the order in which a file is offered to them.

Belongs here: the list, and finding the source of a file. Does not belong here: any source's own rules.
"""

from pipelines.sources import (
    charity_commission,
    companies_house,
    council_spending,
    hoc_elections,
    mhclg_imd,
    ohid_fingertips,
    ons_boundaries,
    ons_census,
    ons_local_statistics,
    ons_lookups,
    ons_population,
    ons_population_broad,
    ons_postcodes,
    ons_prices,
    partnership,
    threesixtygiving,
)
from pipelines.sources.base import Glance, Source

SOURCES: tuple[Source, ...] = (
    *ons_lookups.SOURCES,
    *ons_postcodes.SOURCES,
    *ons_boundaries.SOURCES,
    *ons_census.SOURCES,
    *ons_population.SOURCES,
    *ons_population_broad.SOURCES,
    *mhclg_imd.SOURCES,
    *hoc_elections.SOURCES,
    *ons_local_statistics.SOURCES,
    *ohid_fingertips.SOURCES,
    *partnership.SOURCES,
    *charity_commission.SOURCES,
    *companies_house.SOURCES,
    *ons_prices.SOURCES,
    *threesixtygiving.SOURCES,
    *council_spending.SOURCES,
)
BY_ID = {source.id: source for source in SOURCES}
USED = tuple(source for source in SOURCES if not source.unused)

_NOT_TEXT = {
    "empty": "the file is empty; download it again",
    "workbook": "it is an Excel workbook, where CSV was expected; "
    "open it and save the sheet with the data as 'CSV UTF-8'",
    "binary": "it is not text; if it is a spreadsheet, save it as 'CSV UTF-8'",
}


def recognise(look: Glance) -> tuple[Source, str] | str:
    """The source of a file with what it was taken for, or the reason why none takes it."""
    if look.kind == "unreadable":
        return f"it is damaged ({look.head}); download it again"
    if look.kind in _NOT_TEXT:
        return _NOT_TEXT[look.kind]
    for source in SOURCES:
        if look.kind == "archive" and not source.zipped:
            continue
        taken_for = source.recognise(look)
        if taken_for:
            return source, taken_for
    if look.kind == "archive":
        return _unknown_archive(look)
    return "no known source has such a header"


def _unknown_archive(look: Glance) -> str:
    names = ", ".join(name for name, _ in look.members[:3]) + (", …" if len(look.members) > 3 else "")
    holds = f"a zip archive of {names}" if names else "an empty zip archive"
    return f"it is {holds}, which no known source publishes; unpack it and put the files into the inbox"
