"""The survey files of a release as one typed object, and the questions pages ask of it.

Belongs here: finding estimates, models, scores and questions. Does not belong here: opening files
(`survey_reading.py`), observations (`release.py`), wording, drawing.
"""

from __future__ import annotations

import dataclasses
import functools
from collections import defaultdict
from collections.abc import Iterable

from dashboards.release.periods import period_order
from dashboards.release.survey_rows import (
    Concern,
    InstrumentWave,
    Model,
    ModelledEstimate,
    Question,
    RegisterEntry,
    Score,
    SurveyEstimate,
)

CODE_OF_PRACTICE = "working_together"
COMPACT_PRINCIPLES = "compact_principles"
OVERALL = "overall"
_OVERALL_LABEL = "Overall"
_HEADINGS = ("forming", "sustaining", "inclusive", "effective", "resourcing")
_ANY_GROUP = ("", "all", "both")


def newest_first(periods: Iterable[str]) -> tuple[str, ...]:
    """Return the different periods, the latest first."""
    return tuple(sorted(set(periods), key=period_order, reverse=True))


@dataclasses.dataclass(frozen=True)
class Surveys:
    """Everything that surveys and the partnership's own instruments add to a release; empty without them."""

    estimates: tuple[SurveyEstimate, ...] = ()
    modelled: tuple[ModelledEstimate, ...] = ()
    models: tuple[Model, ...] = ()
    scores: tuple[Score, ...] = ()
    concerns: tuple[Concern, ...] = ()
    entries: tuple[RegisterEntry, ...] = ()
    instruments: tuple[InstrumentWave, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def present(self) -> bool:
        """Whether the release holds anything from an instrument."""
        return bool(self.estimates or self.scores or self.concerns or self.instruments or self.models)

    @property
    def partnership(self) -> bool:
        """Whether there is anything to say about working together."""
        return bool(self.scores or self.concerns)

    @functools.cached_property
    def _estimate(self) -> dict[tuple[str, str, str], SurveyEstimate]:
        return {(row.indicator, row.area_code, row.period): row for row in self.estimates}

    def estimate(self, indicator: str, area_code: str, period: str) -> SurveyEstimate | None:
        """Return how sure one figure is, if it comes from a survey."""
        return self._estimate.get((indicator, area_code, period))

    @functools.cached_property
    def _by_period(self) -> dict[tuple[str, str, str], list[SurveyEstimate]]:
        rows: dict[tuple[str, str, str], list[SurveyEstimate]] = defaultdict(list)
        for row in self.estimates:
            rows[row.indicator, row.level, row.period].append(row)
        return rows

    def estimates_at(self, indicator: str, level: str, period: str) -> tuple[SurveyEstimate, ...]:
        """Return the areas of a level in one period, by name."""
        return tuple(sorted(self._by_period.get((indicator, level, period), ()), key=lambda row: row.area_name))

    @functools.cached_property
    def _modelled(self) -> dict[tuple[str, str], dict[str, ModelledEstimate]]:
        rows: dict[tuple[str, str], dict[str, ModelledEstimate]] = defaultdict(dict)
        for row in self.modelled:
            rows[row.indicator, row.period][row.area_code] = row
        return rows

    def modelled_at(self, indicator: str, period: str) -> tuple[ModelledEstimate, ...]:
        """Return the modelled rows of one model, whether it was released or not."""
        return tuple(self._modelled.get((indicator, period), {}).values())

    @functools.cached_property
    def _models(self) -> dict[tuple[str, str], Model]:
        return {(row.indicator, row.period): row for row in self.models}

    def models_of(self, indicator: str) -> tuple[Model, ...]:
        """Return the models of an indicator, the latest first."""
        found = [row for row in self.models if row.indicator == indicator]
        return tuple(sorted(found, key=lambda row: period_order(row.period), reverse=True))

    def modelled_value(self, indicator: str, area_code: str, period: str) -> ModelledEstimate | None:
        """Return a modelled value, only where its model was released."""
        model = self._models.get((indicator, period))
        row = self._modelled.get((indicator, period), {}).get(area_code)
        return row if model is not None and model.released and row is not None and row.has_value else None

    def waves_of(self, instrument: str) -> tuple[InstrumentWave, ...]:
        """Return the waves of an instrument, the latest first."""
        found = [row for row in self.instruments if row.instrument == instrument]
        return tuple(sorted(found, key=lambda row: period_order(row.period), reverse=True))

    def questions_of(self, instrument: str) -> tuple[Question, ...]:
        """Return the questions of an instrument in the order of the release."""
        return tuple(row for row in self.questions if row.instrument == instrument)

    @functools.cached_property
    def _scores(self) -> dict[tuple[str, str, str, str, str], Score]:
        return {(row.instrument, row.measure, row.statistic, row.group, row.period): row for row in self.scores}

    def score(self, instrument: str, measure: str, statistic: str, group: str, period: str) -> Score | None:
        """Return one statistic; one of both sides together is found under any name for both."""
        groups = _ANY_GROUP if group in _ANY_GROUP else (group,)
        found = (self._scores.get((instrument, measure, statistic, name, period)) for name in groups)
        return next((row for row in found if row is not None), None)

    def statistic(self, statistic: str, instrument: str = "") -> tuple[Score, ...]:
        """Return every row of one statistic in the order of the release."""
        return tuple(row for row in self.scores if row.statistic == statistic and instrument in ("", row.instrument))

    def score_periods(self, instrument: str) -> tuple[str, ...]:
        """Return the waves of an instrument that have a mean or its state, the latest first."""
        return newest_first(row.period for row in self.statistic("mean", instrument))

    def measures(self, instrument: str) -> tuple[tuple[str, str], ...]:
        """Return the measures of an instrument with their labels: the Code's headings in its order, overall last."""
        means = self.statistic("mean", instrument)
        labels = {row.measure: _OVERALL_LABEL if row.measure == OVERALL else row.label or row.measure for row in means}
        order = {name: place for place, name in enumerate(_HEADINGS)}
        places = {name: (name == OVERALL, order.get(name, len(order)), name) for name in labels}
        return tuple((name, labels[name]) for name in sorted(labels, key=lambda name: places[name]))
