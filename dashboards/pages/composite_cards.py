"""The composite scores of one ward, each beside its parts and never without them.

Belongs here: which scores and parts are shown. Does not belong here: drawing (`charts/parts.py`), wording.
"""

from __future__ import annotations

import dataclasses

from markupsafe import Markup

from dashboards.charts.parts import parts_strip
from dashboards.release.difference_rows import Composite, CompositePart
from dashboards.release.rows import Area, Indicator
from dashboards.site import Site
from dashboards.words.composites import DECIMALS, composite_sentence, part_note, parts_words
from dashboards.words.periods import period_words
from dashboards.words.states import CHARACTERISTIC_LABELS
from dashboards.words.values import number_words, value_words


@dataclasses.dataclass(frozen=True)
class PartLine:
    """One part of a score in words."""

    indicator: Indicator
    period: str
    value: str
    score: str
    note: str


@dataclasses.dataclass(frozen=True)
class ScoreCard:
    """One score with its parts; without parts to show there is no score to show either."""

    id: str
    label: str
    sentence: str
    shown: bool
    strip: Markup
    rests_on: str
    parts: tuple[PartLine, ...]

    @property
    def notes(self) -> bool:
        """Whether there is anything to note about a part."""
        return any(part.note for part in self.parts)


def _part(part: CompositePart, indicator: Indicator) -> PartLine:
    return PartLine(
        indicator,
        period_words(part.period) if part.period else "–",
        value_words(part.value, indicator.unit, indicator.decimals) or "No value",
        "–" if part.score is None else number_words(part.score, DECIMALS),
        part_note(part),
    )


def _card(site: Site, area: Area, row: Composite) -> ScoreCard:
    known = site.release.by_indicator
    rows = [p for p in site.release.analysis.parts_of(area.code, row.characteristic) if p.indicator in known]
    valued = [part.score for part in rows if part.score is not None]
    label = CHARACTERISTIC_LABELS.get(row.characteristic, row.characteristic.capitalize())
    if row.shown and not valued:
        row = dataclasses.replace(row, status="not_applicable", note="its parts are not in this release")
    shown = row.shown and row.score is not None
    return ScoreCard(
        row.characteristic,
        label,
        composite_sentence(row, label, area.name),
        shown,
        parts_strip(row.score or 0.0, valued, synthetic=site.release.synthetic) if shown else Markup(""),
        parts_words(row, len(valued)),
        tuple(_part(part, known[part.indicator]) for part in rows),
    )


def score_cards(site: Site, area: Area) -> list[ScoreCard]:
    """Return the scores of a ward in the order of the characteristics; other areas have none."""
    rows = {row.characteristic: row for row in site.release.analysis.composites_of(area.code)}
    return [_card(site, area, rows[name]) for name in site.release.characteristics if name in rows]
