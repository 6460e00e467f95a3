"""The page on the Partnership's other documents: the Compact, the Social Value Charter, the Commissioning Code.

Belongs here: which indicators speak to which part, with their latest words. Does not belong here: the Ambition
Statement (`ambition.py`), the scores of the self-assessments (`working_together.py`).
"""

from __future__ import annotations

import dataclasses

from dashboards.pages.ambition import Line, absent_names, indicator_line
from dashboards.release.analysis import Agreement, Section
from dashboards.release.analysis_rows import Progress
from dashboards.site import AGREEMENTS, Site
from dashboards.words.progress import status_label


@dataclasses.dataclass(frozen=True)
class SectionPart:
    """One part of a document; `status` of a line is that of its target, in words."""

    section: Section
    lines: tuple[tuple[Line, str], ...]
    absent: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Document:
    """One document; `about` stands once where every part says the same."""

    agreement: Agreement
    about: str
    parts: tuple[SectionPart, ...]
    targets: bool


def _status(row: Progress | None) -> str:
    """Return the status in words, which never lets a target look agreed that is not."""
    if row is None or not row.has_target:
        return ""
    return status_label(row.status) + ("" if row.agreed else " (illustrative target)")


def _part(site: Site, section: Section) -> SectionPart:
    release = site.release
    lines = []
    for name in section.indicators:
        if indicator := release.by_indicator.get(name):
            row = release.analysis.progress_of(name)
            lines.append((indicator_line(site, indicator), _status(row)))
    return SectionPart(section, tuple(lines), absent_names(site, section.indicators))


def _document(site: Site, agreement: Agreement) -> Document:
    about = {section.about for section in agreement.sections}
    parts = tuple(_part(site, section) for section in agreement.sections)
    return Document(
        agreement,
        about.pop() if len(about) == 1 else "",
        parts,
        any(status for part in parts for _, status in part.lines),
    )


def write(site: Site) -> int:
    """Write agreements.html, where the release says what speaks to these documents."""
    agreements = site.release.analysis.other_agreements
    if not agreements:
        return 0
    site.write(AGREEMENTS, "agreements.html", documents=[_document(site, one) for one in agreements])
    return 1
