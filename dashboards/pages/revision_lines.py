"""Revised figures ready to print, for the pages that list them.

Belongs here: one line for each revision. Does not belong here: choosing which are listed, wording.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from dashboards.release.analysis_rows import Revision
from dashboards.release.rows import Indicator
from dashboards.site import Site
from dashboards.words.revisions import change_words, old_and_new, reason_words


@dataclasses.dataclass(frozen=True, slots=True)
class RevisionLine:
    """One revised figure in words."""

    row: Revision
    indicator: Indicator
    change: str
    old: str
    new: str
    reason: str


def revision_lines(site: Site, rows: Iterable[Revision]) -> list[RevisionLine]:
    """Return the lines of revisions whose indicator this release knows."""
    known = site.release.by_indicator
    return [
        RevisionLine(
            row, known[row.indicator], change_words(row), *old_and_new(row, known[row.indicator]), reason_words(row)
        )
        for row in rows
        if row.indicator in known
    ]
