"""What an indicator's page adds for a survey figure: how sure it is, modelled values, official figures, questions.

Belongs here: which rows these sections hold. Does not belong here: the rest of the page (`indicator.py`),
the models themselves (`methods.py`), wording, drawing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from dashboards.charts.dots import Axis, Dot, DotRow, dot_plot
from dashboards.charts.marks import Series
from dashboards.charts.scale import starts_at_zero
from dashboards.release.rows import Indicator, Source
from dashboards.release.survey_rows import ModelledEstimate, Question, SurveyEstimate
from dashboards.shown.figures import CityLine, city_line
from dashboards.site import Site
from dashboards.words.answers import basis_sentence, pooled_words, verdict_words
from dashboards.words.kinds import SURVEY_KINDS
from dashboards.words.periods import period_words
from dashboards.words.states import state_words
from dashboards.words.values import counted, interval_words, value_words

_DIRECT = Series("Direct: this ward’s answers only", "direct")
_MODELLED = Series("Modelled", "modelled")


@dataclasses.dataclass(frozen=True, slots=True)
class ModelledRow:
    """One ward of the table of modelled estimates, in words."""

    row: ModelledEstimate
    direct: str
    direct_interval: str
    direct_status: str
    value: str
    lower: str
    upper: str
    state: str


def _sure(site: Site, indicator: Indicator) -> dict[str, Any]:
    """Return the survey's own numbers for the city, committees and wards, each in its latest period.

    A register has no sample, and organisations that answer about themselves are shown by what they rest on.
    """
    if indicator.kind not in SURVEY_KINDS:
        return {}
    release = site.release
    groups: list[tuple[str, str, tuple[SurveyEstimate, ...]]] = []
    for level in ("city", "committee", "ward"):
        period = release.latest_period(indicator.indicator, level)
        rows = release.surveys.estimates_at(indicator.indicator, level, period)
        if rows:
            groups.append((level, period, rows))
    if not groups:
        return {}
    first = groups[0][2][0]
    return {
        "groups": groups,
        "basis": basis_sentence(first) if first.level == "city" else "",
        "pooled": pooled_words(first.waves),
        "periods": len({period for _, period, _ in groups}),
    }


def _words(site: Site, indicator: Indicator, row: ModelledEstimate) -> ModelledRow:
    def shown(value: float | None) -> str:
        return value_words(value, indicator.unit, indicator.decimals) if row.has_value else "–"

    own = site.release.at(indicator.indicator, "ward", row.period).get(row.area_code)
    status = "ok" if row.direct is not None else own.status if own else "missing_at_source"
    direct = value_words(row.direct, indicator.unit, indicator.decimals)
    return ModelledRow(
        row,
        direct or state_words(status, ""),
        interval_words(row.direct_lower, row.direct_upper, indicator.unit, indicator.decimals) if direct else "",
        status,
        shown(row.modelled),
        shown(row.lower),
        shown(row.upper),
        "Modelled value" if row.status == "ok" else state_words(row.status, row.note),
    )


def _pictures(site: Site, indicator: Indicator, rows: Sequence[ModelledEstimate]) -> list[Markup]:
    drawn = [
        DotRow(
            row.area_name,
            (
                Dot(row.direct, row.direct_lower, row.direct_upper, "") if row.direct is not None else None,
                Dot(row.modelled, row.lower, row.upper, "", row.status) if row.has_value else None,
            ),
        )
        for row in rows
    ]
    axis = Axis(indicator.unit, (0.0,) if starts_at_zero(indicator.unit) else ())
    return [
        dot_plot(
            f"modelled-{'narrow' if narrow else 'wide'}",
            drawn,
            (_DIRECT, _MODELLED),
            axis,
            title=f"{indicator.name}: direct and modelled estimates of the wards, {period_words(rows[0].period)}",
            description="For each ward a filled circle for the direct estimate and a hollow diamond for the modelled "
            "one, each with its 95% interval. The table below has every number.",
            synthetic=site.release.synthetic,
            narrow=narrow,
            compact=True,
        )
        for narrow in (False, True)
    ]


def _modelled(site: Site, indicator: Indicator) -> dict[str, Any]:
    """Return the latest model's values beside the direct ones, or why they are withheld."""
    surveys = site.release.surveys
    models = surveys.models_of(indicator.indicator)
    if not models:
        return {}
    latest = models[0]
    rows = sorted(
        surveys.modelled_at(indicator.indicator, latest.period),
        key=lambda row: (-(row.modelled or 0.0) if row.has_value else float("inf"), row.area_name),
    )
    found = {"model": latest, "verdict": verdict_words(latest), "rows": [], "pictures": []}
    if latest.released and any(row.has_value for row in rows):
        found |= {
            "rows": [_words(site, indicator, row) for row in rows],
            "notes": list(dict.fromkeys(row.note for row in rows if row.note and row.status == "ok")),
            "pictures": _pictures(site, indicator, [row for row in rows if row.has_value]),
        }
    return found


def _official(site: Site, indicator: Indicator) -> tuple[CityLine | None, list[Source]]:
    """Return the official figure that is read beside this one, with its sources."""
    official = site.release.by_indicator.get(indicator.official)
    if official is None or official.indicator == indicator.indicator:
        return None, []
    return city_line(site, official), [s for s in site.release.sources if s.source in official.sources]


def _questions(site: Site, indicator: Indicator) -> list[Question]:
    """Return the questions the figure uses, where the release says so or the names leave no doubt."""
    asked = site.release.surveys.questions_of(indicator.instrument)
    stem = indicator.indicator.rpartition("_")[0].removesuffix("_survey")
    wanted = indicator.questions or (stem,)
    return [question for question in asked if question.question in wanted]


def survey_sections(site: Site, indicator: Indicator) -> dict[str, Any]:
    """Return what the survey sections of an indicator's page show; without a survey they are empty.

    Args:
        site: The release with its layouts.
        indicator: Whose page it is.
    """
    release = site.release
    official, official_sources = _official(site, indicator)
    waves = release.surveys.waves_of(indicator.instrument) if indicator.instrument else ()
    local = [i for i in release.indicators if i.official == indicator.indicator and i.indicator != indicator.indicator]
    return {
        "sure": _sure(site, indicator),
        "modelled": _modelled(site, indicator),
        "official": official,
        "official_sources": official_sources,
        "local": local,
        "instrument": waves[0] if waves else None,
        "responses": counted(waves[0].responses, "response") if waves and waves[0].responses is not None else "",
        "questions": _questions(site, indicator),
    }
