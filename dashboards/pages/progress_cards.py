"""One ambition ready to print: where it started, where it is, where it should get to, and the story behind.

Belongs here: which facts and sentences belong to one ambition, for its card and for the page of its indicator.
Does not belong here: which ambitions stand on a page (`ambition.py`), wording (`words/`).
"""

from __future__ import annotations

import dataclasses

from dashboards.pages.process_pictures import ProcessPicture, process_picture
from dashboards.release.analysis_rows import Progress
from dashboards.release.rows import Indicator
from dashboards.site import Site
from dashboards.words.kinds import COMPLETE_KINDS
from dashboards.words.periods import in_period, period_words
from dashboards.words.process import assurance_words, break_words
from dashboards.words.progress import change_words, milestone_sentence, needed_words, status_label, status_sentence
from dashboards.words.revisions import revisions_sentence
from dashboards.words.targets import baseline_words, due_words, history_sentences, moved_sentence, standing_words
from dashboards.words.trends import trend_sentence
from dashboards.words.values import interval_words, value_words

# Colours follow the words: reached or on course, off course, and what cannot be judged.
_TONES = {
    "achieved": "better",
    "on_track": "better",
    "needs_to_speed_up": "apart",
    "too_slow": "worse",
    "wrong_way": "worse",
}


@dataclasses.dataclass(frozen=True)
class Card:
    """One ambition in words; empty texts are not printed."""

    indicator: Indicator
    row: Progress
    label: str
    tone: str
    sentence: str
    owner: str
    baseline: str
    baseline_interval: str
    source: str
    latest: str
    latest_interval: str
    latest_period: str
    milestone: str
    target: str
    standing: str
    needed: str
    expected: str
    change: str
    milestone_sentence: str
    moved: str
    history: tuple[str, ...]
    changed: tuple[str, ...]
    uncertain: tuple[str, ...]
    picture: ProcessPicture | None
    reading: tuple[str, ...]


def _due(value: float | None, by: str, indicator: Indicator) -> str:
    if value is None or not by:
        return ""
    return f"{value_words(value, indicator.unit, indicator.decimals)} {due_words(by)}"


def _changed(site: Site, indicator: Indicator) -> tuple[str, ...]:
    """Return what changed in the measure itself: breaks, revisions, caveats."""
    city = site.release.city.code if site.release.city else ""
    revised = [row for row in site.release.analysis.revisions_of(indicator.indicator) if row.area_code == city]
    sentences = [break_words(day) for day in indicator.breaks]
    if revised:
        sentences.append(f"Since the last release: {revisions_sentence(revised)}")
    return (*sentences, *indicator.caveats)


def _uncertain(indicator: Indicator, row: Progress, picture: ProcessPicture | None) -> tuple[str, ...]:
    """Return what keeps one from being sure: the note of the release first."""
    sentences = [row.note] if row.note else []
    if row.baseline_source:
        sentences.append(
            "The baseline is a cited figure and not one of this release, so it may have been measured in another way."
        )
    if indicator.kind in COMPLETE_KINDS and row.latest_value is not None:
        sentences.append("The figure is a complete count: what was never reported is not in it.")
    if picture and picture.trial:
        sentences.append(picture.sentences[-1])
    if row.has_target and not row.agreed:
        sentences.append("The target is illustrative: the Partnership has not agreed it, and may set another.")
    return tuple(sentences)


def _reading(site: Site, indicator: Indicator, picture: ProcessPicture | None, assurance: str) -> tuple[str, ...]:
    """Return what trend and chart say; that limits are on trial stands among what is uncertain."""
    found = site.release.analysis.trend(indicator.indicator, site.release.place_code)
    sentences = picture.sentences if picture else ()
    if picture and picture.trial:
        sentences = sentences[:-1]
    return tuple(text for text in (trend_sentence(found, site.release.place_name), *sentences, assurance) if text)


def card(site: Site, indicator: Indicator, row: Progress) -> Card:
    """Put one ambition into words.

    Args:
        site: The site.
        indicator: What measures it.
        row: How far it has come.
    """
    targets = site.release.analysis.targets_of(indicator.indicator)
    picture = process_picture(site, indicator, row)
    unit, decimals = indicator.unit, indicator.decimals
    assurance = assurance_words(row.assurance, trial=bool(picture and picture.trial))
    own = "This release" if row.baseline_value is not None else ""
    return Card(
        indicator=indicator,
        row=row,
        label=status_label(row.status),
        tone=_TONES.get(row.status, "not_compared"),
        sentence=status_sentence(row, indicator),
        owner=row.owner or "To be named by the Partnership",
        baseline=baseline_words(row, indicator),
        baseline_interval=interval_words(row.baseline_lower, row.baseline_upper, unit, decimals),
        source=row.baseline_source or own,
        latest=value_words(row.latest_value, unit, decimals) or "No figure yet",
        latest_interval=interval_words(row.latest_lower, row.latest_upper, unit, decimals),
        latest_period=period_words(row.latest_period) if row.latest_value is not None else "",
        milestone=_due(row.milestone_value, row.milestone_by, indicator),
        target=_due(row.target_value, row.target_by, indicator),
        standing=standing_words(row.standing) if row.has_target else "",
        needed=needed_words(row, indicator),
        expected=f"{value_words(row.expected_value, unit, decimals)} {in_period(row.latest_period)}"
        if row.expected_value is not None and row.latest_period
        else "",
        change=change_words(row, indicator),
        milestone_sentence=milestone_sentence(row, indicator),
        moved=moved_sentence(targets, indicator),
        history=tuple(history_sentences(targets, indicator)),
        changed=_changed(site, indicator),
        uncertain=_uncertain(indicator, row, picture),
        picture=picture,
        reading=_reading(site, indicator, picture, assurance),
    )
