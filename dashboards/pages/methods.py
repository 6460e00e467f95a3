"""The page on methods: which intervals this release uses, how survey figures are made, every model and its verdict.

Belongs here: which instruments, models and diagnostics are listed. Does not belong here: computing any of them
(the release has them), one indicator's own modelled values (`survey_sections.py`), examples (`worked_examples.py`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from markupsafe import Markup

from dashboards.charts.histogram import histogram
from dashboards.pages.worked_examples import interval_example, worked_examples
from dashboards.release.rows import Indicator
from dashboards.release.survey_rows import InstrumentWave, Model, ModelledEstimate, Question
from dashboards.site import Site
from dashboards.words.answers import verdict_words
from dashboards.words.periods import period_words
from dashboards.words.values import number_words

_MOST_LEVERAGE = 3


@dataclasses.dataclass(frozen=True, slots=True)
class IntervalUse:
    """One kind of interval, the sentence on method, the indicators that have it, and a number of one of them."""

    interval: str
    method: str
    indicators: tuple[Indicator, ...]
    example: str


@dataclasses.dataclass(frozen=True, slots=True)
class ModelLine:
    """One model with its diagnostics over the areas."""

    model: Model
    name: str
    anchor: str
    verdict: str
    weights: str
    highest: tuple[ModelledEstimate, ...]
    furthest: ModelledEstimate | None
    picture: Markup


@dataclasses.dataclass(frozen=True, slots=True)
class Heading:
    """The questions under one heading, with the answers that all of them share, if they do."""

    name: str
    questions: tuple[Question, ...]
    answers: tuple[tuple[str, str], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class InstrumentPart:
    """One instrument: its waves, the latest first, and its questions by heading."""

    latest: InstrumentWave
    waves: tuple[InstrumentWave, ...]
    headings: tuple[Heading, ...]
    count: int


def _intervals(site: Site) -> list[IntervalUse]:
    """Return each pair of interval and method sentence with its indicators, the most used first."""
    found: dict[tuple[str, str], list[Indicator]] = {}
    for indicator in site.release.indicators:
        found.setdefault((indicator.interval or "none", indicator.method), []).append(indicator)
    uses = [
        IntervalUse(interval, method, tuple(own), interval_example(site, own))
        for (interval, method), own in found.items()
    ]
    return sorted(uses, key=lambda use: (-len(use.indicators), use.interval, use.method))


def _model_line(site: Site, model: Model, *, latest: bool) -> ModelLine:
    release = site.release
    rows = release.surveys.modelled_at(model.indicator, model.period)
    indicator = release.by_indicator.get(model.indicator)
    name = indicator.name if indicator else model.indicator
    weights = sorted(row.shrinkage for row in rows if row.shrinkage is not None)
    levers = sorted(
        (row for row in rows if row.leverage is not None), key=lambda row: (-(row.leverage or 0.0), row.area_name)
    )
    residuals = [row for row in rows if row.standardised_residual is not None]
    spread = f"{number_words(weights[0], 2)} to {number_words(weights[-1], 2)}" if weights else ""
    picture = histogram(
        f"weights-{model.indicator}",
        weights,
        title=f"{name}: weight of the direct estimate in each ward",
        description=f"From {spread}. Nought would mean that only the model speaks, one that only the ward’s own "
        "answers do.",
        ends=("only the model", "only the answers"),
        synthetic=release.synthetic,
    )
    return ModelLine(
        model,
        name,
        f"model-{model.indicator}" if latest else "",
        verdict_words(model),
        spread,
        tuple(levers[:_MOST_LEVERAGE]),
        max(residuals, key=lambda row: abs(row.standardised_residual or 0.0), default=None),
        picture if latest else Markup(""),
    )


def _models(site: Site) -> tuple[list[ModelLine], list[ModelLine]]:
    """Return each indicator's latest model, and the earlier ones."""
    ids = dict.fromkeys(model.indicator for model in site.release.surveys.models)
    latest, earlier = [], []
    for indicator in ids:
        first, *others = site.release.surveys.models_of(indicator)
        latest.append(_model_line(site, first, latest=True))
        earlier += [_model_line(site, model, latest=False) for model in others]
    return latest, earlier


def _by_heading(questions: Sequence[Question]) -> tuple[Heading, ...]:
    found: dict[str, list[Question]] = {}
    for question in questions:
        found.setdefault(question.heading, []).append(question)
    headings = []
    for name, own in found.items():
        alike = len(own) > 1 and len({question.answers for question in own}) == 1
        headings.append(Heading(name, tuple(own), own[0].answers if alike else ()))
    return tuple(headings)


def _instruments(site: Site) -> list[InstrumentPart]:
    surveys = site.release.surveys
    parts = []
    for name in dict.fromkeys(wave.instrument for wave in surveys.instruments):
        waves, questions = surveys.waves_of(name), surveys.questions_of(name)
        parts.append(InstrumentPart(waves[0], waves, _by_heading(questions), len(questions)))
    return parts


def write(site: Site) -> int:
    """Write methods.html; parts on surveys and models only where the release has them."""
    latest, earlier = _models(site)
    newest = {line.model.period for line in latest}
    site.write(
        "methods.html",
        "methods.html",
        intervals=_intervals(site),
        surveys=bool(site.release.surveys.estimates),
        instruments=_instruments(site),
        **worked_examples(site),
        models=latest,
        earlier=earlier,
        withheld=[line for line in latest if not line.model.released],
        model_period=period_words(newest.pop()) if len(newest) == 1 else "",
    )
    return 1
