"""The pictures of the page on working together: scores, gaps, waves.

Belongs here: from scores to dots and lines. Does not belong here: drawing (`charts/`), which rows there are
(`working_together.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from markupsafe import Markup

from dashboards.charts.dots import Axis, Dot, DotRow, dot_plot
from dashboards.charts.marks import Series
from dashboards.charts.waves import Point, WaveLine, waves
from dashboards.release.survey_rows import Score
from dashboards.site import Site
from dashboards.words.partnership import wave_sentences
from dashboards.words.periods import period_words
from dashboards.words.scores import BANDS, SHORT_SIDES, SIDES, gap_words, score_value

_PAIR = ("public", "third")


class _Cell(Protocol):
    @property
    def mean(self) -> Score | None: ...


class _Row(Protocol):
    @property
    def label(self) -> str: ...
    @property
    def cells(self) -> Sequence[_Cell]: ...
    @property
    def gap(self) -> Score | None: ...


def _dot(row: Score | None) -> Dot | None:
    if row is None:
        return None
    return Dot(row.value, row.lower, row.upper, score_value(row, bare=True), row.status)


def score_pictures(site: Site, instrument: str, board: Sequence[_Row], period: str) -> list[Markup]:
    """Return the scores of both sides, for a wide and for a narrow screen."""
    rows = [DotRow(row.label, tuple(_dot(cell.mean) for cell in row.cells[: len(_PAIR)])) for row in board]
    axis = Axis("score 0-100", (0.0, 100.0), tuple((float(start), name) for start, name, _ in BANDS))
    return [
        dot_plot(
            f"{instrument}-scores-{'narrow' if narrow else 'wide'}",
            rows,
            [Series(SIDES[side], side) for side in _PAIR],
            axis,
            title=f"Scores of public bodies and third sector organisations, {period_words(period)}",
            description="For each heading a circle for public bodies and a square for third sector organisations, "
            "with 95% intervals, from 0 to 100. The table before it has every number.",
            synthetic=site.release.synthetic,
            narrow=narrow,
        )
        for narrow in (False, True)
    ]


def gap_pictures(site: Site, instrument: str, board: Sequence[_Row], period: str) -> list[Markup]:
    """Return the gaps between both sides around nought, for a wide and for a narrow screen."""
    rows = [DotRow(row.label, (_dot(row.gap),)) for row in board if row.gap]
    said = " ".join(f"{row.label}: {gap_words(row.gap).lower()}." for row in board if row.gap)
    return [
        dot_plot(
            f"{instrument}-gaps-{'narrow' if narrow else 'wide'}",
            rows,
            [Series("Public bodies minus third sector organisations", "all")],
            Axis("points", (0.0,)),
            title=f"Public bodies minus third sector organisations, {period_words(period)}",
            description=said or "No gap can be shown.",
            synthetic=site.release.synthetic,
            narrow=narrow,
        )
        for narrow in (False, True)
    ]


def wave_picture(site: Site, instrument: str, measure: str, label: str, periods: Sequence[str]) -> Markup:
    """Return the scores of both sides over the waves."""
    surveys = site.release.surveys
    lines = []
    for side in _PAIR:
        found = [surveys.score(instrument, measure, "mean", side, period) for period in periods]
        points = tuple(Point(row.period, row.value, row.lower, row.upper, row.status) for row in found if row)
        if points:
            lines.append(WaveLine(Series(SHORT_SIDES[side], side), points))
    return waves(
        f"{instrument}-{measure}-waves",
        periods,
        lines,
        title=f"{label}: scores over the waves",
        description=" ".join(wave_sentences(surveys, instrument, measure, periods[-1]))
        or "The table below has every number.",
        synthetic=site.release.synthetic,
    )
