"""The page on ambitions: are we getting there, by the sections of the Ambition Statement.

Belongs here: which ambitions and indicators stand in which section. Does not belong here: what one card says
(`progress_cards.py`), the other documents of the Partnership (`agreements.py`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from dashboards.pages.progress_cards import Card, card
from dashboards.release.analysis import Section
from dashboards.release.analysis_rows import Trend
from dashboards.release.periods import period_order
from dashboards.release.rows import Indicator
from dashboards.shown.figures import Figure, figure_with_basis
from dashboards.site import AMBITION, Site
from dashboards.words.periods import period_words
from dashboards.words.progress import STATUS_LABELS, STATUS_MEANINGS, standing_sentence, tally_sentence

_ELSEWHERE = Section("other", "Other ambitions", "", ())


@dataclasses.dataclass(frozen=True)
class Line:
    """One indicator without a target: its latest figure and its trend."""

    indicator: Indicator
    figure: Figure | None
    trend: Trend | None
    note: str


@dataclasses.dataclass(frozen=True)
class Part:
    """One section of the Statement; `absent` are indicators that this release does not have at all."""

    section: Section
    cards: tuple[Card, ...]
    lines: tuple[Line, ...]
    absent: tuple[str, ...]


def indicator_line(site: Site, indicator: Indicator) -> Line:
    """Return the latest figure of the city and its trend."""
    release = site.release
    city = release.latest_city(indicator.indicator)
    trend = release.analysis.trend(indicator.indicator, release.city.code) if release.city else None
    row = release.analysis.progress_of(indicator.indicator)
    return Line(
        indicator,
        figure_with_basis(site, city, indicator) if city else None,
        trend,
        row.note if row and not row.has_target else "",
    )


def absent_names(site: Site, names: Iterable[str]) -> tuple[str, ...]:
    """Return the names of indicators that this release has no figure of, so that none goes in silence."""
    known = site.release.analysis.names
    return tuple(
        known.get(name) or name.replace("_", " ").capitalize()
        for name in dict.fromkeys(names)
        if name not in site.release.by_indicator
    )


def _awaited(site: Site, name: str) -> Indicator | None:
    """Return the indicator of an ambition without any figure: what its row of progress says, and why there is none."""
    row = site.release.analysis.progress_of(name)
    if row is None or not row.has_target or name in site.release.by_indicator:
        return None
    reasons = tuple(gap.reason for gap in site.release.gaps if gap.indicator == name and not gap.level)
    return Indicator(
        indicator=name,
        code="",
        name=row.indicator_name or name.replace("_", " ").capitalize(),
        characteristic="ambition",
        definition="",
        unit=row.unit,
        decimals=1 if row.decimals is None else row.decimals,
        polarity="low_good" if row.direction == "down" else "high_good",
        kind="",
        interval="none",
        levels=(),
        sources=(),
        owner=row.owner,
        status="",
        caveats=reasons,
        method="",
        numerator_label="",
        denominator_label="",
        latest_period="",
        class_breaks="quantile",
        overlapping=False,
    )


def _known(site: Site, names: Iterable[str]) -> list[Indicator]:
    return [site.release.by_indicator[name] for name in names if name in site.release.by_indicator]


def _parts(site: Site) -> list[Part]:
    """Return the sections in their order; an ambition that none of them names stands in a last one."""
    analysis = site.release.analysis
    sections = list(analysis.statement.sections) if analysis.statement else []
    named = {name for section in sections for name in section.indicators}
    rest = tuple(row.indicator for row in analysis.progress if row.indicator not in named)
    if rest:
        sections.append(dataclasses.replace(_ELSEWHERE, indicators=rest))
    parts, shown = [], set[str]()
    for section in sections:
        indicators = [i for i in _known(site, section.indicators) if i.indicator not in shown]
        shown |= {i.indicator for i in indicators}
        rows = {i.indicator: analysis.progress_of(i.indicator) for i in indicators}
        cards = [card(site, i, row) for i in indicators if (row := rows[i.indicator]) and row.has_target]
        lines = [indicator_line(site, i) for i in indicators if not ((row := rows[i.indicator]) and row.has_target)]
        awaited = [i for name in section.indicators if name not in shown and (i := _awaited(site, name))]
        cards += [card(site, i, row) for i in awaited if (row := analysis.progress_of(i.indicator))]
        shown |= {i.indicator for i in awaited}
        absent = absent_names(site, (name for name in section.indicators if name not in shown))
        parts.append(Part(section, tuple(cards), tuple(lines), absent))
    return parts


def _dates(cards: Iterable[Card]) -> str:
    """Return from when to when the latest figures are."""
    found = sorted((c.row.latest_period for c in cards if c.row.latest_value is not None), key=period_order)
    if not found:
        return ""
    first, last = period_words(found[0]), period_words(found[-1])
    return f"The latest figures are of {first}." if first == last else f"The latest figures are of {first} to {last}."


def write(site: Site) -> int:
    """Write ambition.html, where the release has anything to say about ambitions."""
    analysis = site.release.analysis
    if not analysis.ambition:
        return 0
    parts = _parts(site)
    cards = [one for part in parts for one in part.cards]
    waiting = _known(site, (row.indicator for row in analysis.progress if not row.has_target))
    used = {one.row.status for one in cards}
    site.write(
        AMBITION[0],
        "ambition.html",
        title=analysis.statement.title if analysis.statement else "",
        parts=parts,
        cards=cards,
        tally=tally_sentence(analysis.progress),
        standing=standing_sentence(analysis.progress),
        dates=_dates(cards),
        waiting=waiting,
        absent=absent_names(site, (row.indicator for row in analysis.progress if not row.has_target)),
        meanings=[(STATUS_LABELS[name], STATUS_MEANINGS[name]) for name in STATUS_LABELS if name in used],
        trials=any(one.picture and one.picture.trial for one in cards),
        agreements=analysis.other_agreements,
    )
    return 1
