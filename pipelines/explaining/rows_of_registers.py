"""The rows of the registers' files about the organisations, or of the grants, behind a number of the third sector.

Belongs here: from identifiers back to rows, by the identifiers that the register was matched by. Does not belong here:
which organisations are behind a number (`rows_tried`).
"""

import pandas as pd

from pipelines.assets.lineage import made_of
from pipelines.explaining.rebuilding import Rebuilding
from pipelines.explaining.rows_tried import Taken
from pipelines.third_sector.identifiers import charity

_ORGANISATIONS = "conformed.organisations"
_GRANTS = "conformed.grants"


def register_rows(again: Rebuilding, one: Taken) -> list[Taken]:
    """Rows of the tables as published behind the entries of a table that is made of them.

    Args:
        again: has made the tables.
        one: entries of a derived table, known by their ids; without ids there are no rows to find.

    Returns:
        For organisations every row about them, in each register that the table is made of.
    """
    if not one.ids:
        return []
    if one.table == _GRANTS:
        published = made_of(_GRANTS)[0]
        frame = again.table(published)
        return _rows(published, frame[frame["grant_id"].isin(one.ids)], exact=one.exact)
    organisations = again.table(_ORGANISATIONS)
    own = organisations[organisations["org_id"].isin(one.ids)]
    ids = {identifier for listed in own["ids"] for identifier in str(listed).split("|")}
    charities = again.table("conformed.charities")
    numbers: set[str] = set()
    if len(charities):
        numbers = set(
            charities.loc[charities["registered_charity_number"].map(charity).isin(ids), "organisation_number"]
        )
    found: list[Taken] = []
    for table in made_of(one.table):
        frame = again.table(table)
        if "company_number" in frame:
            # Millions of rows, whose numbers the source has put into their eight signs already.
            frame = frame[("GB-COH-" + frame["company_number"]).isin(ids)]
        elif "organisation_number" in frame:
            frame = frame[frame["organisation_number"].isin(numbers)]
        else:
            continue
        found.extend(_rows(table, frame, exact=False))
    return found


def _rows(table: str, frame: pd.DataFrame, *, exact: bool) -> list[Taken]:
    rows = [(file, row, "") for file, row in zip(frame["source_file"], frame["source_row"], strict=True)]
    return [Taken.of(table, rows, exact=exact)] if rows else []
