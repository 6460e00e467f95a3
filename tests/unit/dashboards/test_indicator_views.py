"""The views of an indicator: every state told apart, zeros drawn, counts complete, dictionaries that plotly takes."""

import dataclasses
import json
import re
from pathlib import Path

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.charts.bars import ranked_bars
from dashboards.charts.distribution import distribution, step_words, steps
from dashboards.charts.figure_trend import trend_figure
from dashboards.charts.figures import bars_figure, distribution_figure
from dashboards.charts.goals import baseline_mark, due_mark
from dashboards.charts.theme import DARK, LIGHT
from dashboards.charts.trend import Line, trend
from dashboards.pages.csv_cells import area_cells, interval_cells, interval_heads
from dashboards.release.rows import Indicator, Observation
from dashboards.words.distribution import absent_sentence, middle_sentence, zero_sentence
from dashboards.words.states import STATE_LABELS
from pipelines.columns import STATUSES
from tests.unit.dashboards.test_site import Links

TOLD = {"title": "T & <b>", "synthetic": True}
DRAWN = TOLD | {"description": "D"}
INDICATOR = Indicator(
    "x_share", "X1", "X", "place", "", "percent", 1, "high_good", "proportion", "wilson", (), (), "", "", (), "", "",
    "", "2024-01-01/P1Y", "quantile", overlapping=False,
)  # fmt: skip
MARKS = [
    *baseline_mark("2020-01-01/P1Y", 10.0, "Baseline 10.0%"),
    *due_mark("milestone", "2026-12-31", 30.0, "Milestone 30.0%"),
    *due_mark("target", "2028-12-31", 60.0, "Target 60.0%"),
]


def row(name: str, value: float | None, status: str = "ok", period: str = "2024-01-01/P1Y") -> Observation:
    limits = (None, None) if value is None else (value - 1, value + 1)
    return Observation(
        "x_share", "ward", name, name, period, value, *limits, None, None, status, "", None, "not_compared", None, None
    )


STATES = [row(f"Ward {status}", 5.0 if status in ("ok", "caution") else None, status) for status in STATUSES]
CITY = dataclasses.replace(row("City", 6.0), level="city")


def coloured(figure: dict) -> go.Figure:
    """Give the colours that a page gives, and let plotly judge the dictionary."""
    text = json.dumps(figure)
    assert set(re.findall(r'"var\(--([a-z0-9-]+)\)"', text)) <= set(LIGHT) & set(DARK)
    plain = json.loads(re.sub(r'"var\(--[a-z0-9-]+\)"', '"#123456"', text))
    return go.Figure(data=plain["data"], layout=plain["layout"])


def series(*values: float | None) -> tuple[Observation, ...]:
    return tuple(
        row("City", value, "ok" if value is not None else "suppressed", f"{2020 + year}-01-01/P1Y")
        for year, value in enumerate(values)
    )


def test_names_and_states_stand_over_the_line_of_the_city() -> None:
    for narrow in (False, True):
        drawn = str(ranked_bars("b", INDICATOR, STATES, CITY, narrow=narrow, **DRAWN))
        under, over = drawn.split('class="city-line"/>')
        assert 'class="bar' in under
        for status in STATUSES:
            assert f"Ward {status}" not in under
            assert f"Ward {status}" in over


def test_ranked_bars_show_every_state_and_a_zero() -> None:
    rows = [*STATES, dataclasses.replace(row("Nought", 0.0), lower=None, upper=None)]
    drawn = str(ranked_bars("b", INDICATOR, rows, CITY, **DRAWN))
    for status in STATUSES:
        assert f"Ward {status}" in drawn
        if status not in ("ok", "caution"):
            assert f'class="shape state-{status}"' in drawn
            assert f">{STATE_LABELS[status]}<" in drawn
    assert drawn.count("<rect") == 2 + 4, "a bar for each value but the zero, a box for each state"
    zero = re.search(r'<circle cx="([\d.]+)"[^>]*class="dot"/>', drawn)
    line = re.search(r'<line x1="([\d.]+)"', drawn)
    assert zero
    assert line
    assert zero[1] == line[1], "the zero stands at the first line of the axis"
    assert "5.0% !" in drawn


def test_the_figure_of_bars_holds_the_same_rows() -> None:
    rows = [*STATES, row("Nought", 0.0)]
    figure = coloured(bars_figure(INDICATOR, rows, CITY, **TOLD))
    assert [trace.type for trace in figure.data] == ["bar", "scatter"]
    assert list(figure.data[1].x) == [0.0]
    labels = figure.layout.yaxis.ticktext
    assert {f"Ward {status}: {STATE_LABELS[status]}" for status in STATUSES[2:]} <= set(labels)
    assert sum("use with caution" in text for trace in figure.data for text in trace.customdata) == 1
    assert "Synthetic" in str(figure.layout.annotations)
    assert "<b>" not in figure.layout.title.text


@pytest.mark.parametrize("narrow", [False, True])
def test_a_trend_has_band_gap_target_and_everything_inside(narrow: bool) -> None:
    lines = [Line("City", "city", series(10.0, 12.0, None, 11.0)), Line("Land", "country", series(9.0, 9.5, 9.6, 9.7))]
    drawn = str(trend("t", INDICATOR, lines, MARKS, narrow=narrow, **DRAWN))
    assert drawn.count('class="band city"') == 1
    assert drawn.count('class="band country"') == 1
    assert 'class="whisker"' in drawn, "the one point after the gap keeps its interval"
    assert drawn.count('class="due"') == 2
    assert 'class="goal"' in drawn
    assert 'class="shape state-suppressed"' in drawn
    assert "City: suppressed" in drawn
    width, height = (float(n) for n in re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawn)[0])
    for x, y in re.findall(r'<(?:text|circle)[^>]*? c?x="([-\d.]+)"[^>]*? c?y="([-\d.]+)"', drawn):
        assert 0 <= float(x) <= width
        assert 0 <= float(y) <= height
    assert trend("t", INDICATOR, [Line("City", "city", series(10.0, None))], MARKS, **DRAWN) == ""


def test_the_figure_of_a_trend_has_bands_not_whiskers_and_the_target() -> None:
    lines = [Line("City", "city", series(10.0, 12.0, None, 11.0)), Line("Ward", "ward", series(9.0, 9.5, 9.6, 0.0))]
    figure = coloured(trend_figure(INDICATOR, lines, MARKS, **TOLD))
    bands = [trace for trace in figure.data if trace.fill == "toself"]
    assert [list(trace.y) for trace in bands] == [[11.0, 13.0, 11.0, 9.0]]
    assert all(trace.error_y.array is None for trace in figure.data)
    city, ward = (next(trace for trace in figure.data if trace.name == name) for name in ("City", "Ward"))
    assert list(city.y) == [10.0, 12.0, None, 11.0]
    assert "Suppressed" in city.customdata[2]
    assert ward.visible == "legendonly"
    assert ward.y[-1] == 0.0
    assert {60.0, 30.0} <= {value for trace in figure.data if trace.legendgroup == "target" for value in trace.y}
    assert figure.layout.shapes[0].y0 == 60.0
    assert figure.layout.uirevision == "trend"


@given(st.lists(st.floats(-1e5, 1e5, allow_nan=False), min_size=1, max_size=60))
def test_every_value_is_in_one_step(values: list[float]) -> None:
    found = steps(values)
    assert sum(step.count for step in found) == len(values)
    slack = 1e-6  # what arithmetic leaves over
    assert found[0].low - slack <= min(values) <= max(values) <= found[-1].high + slack
    assert all(one.high == other.low for one, other in zip(found, found[1:], strict=False))


def test_a_distribution_counts_zeros_and_tells_what_is_not_there() -> None:
    rows = [row(f"W{n}", float(n)) for n in range(9)] + STATES[2:]
    values = [r.value for r in rows if r.value is not None]
    found = steps(values)
    assert found[0].low == 0
    assert found[0].count
    drawn = str(distribution("d", INDICATOR, found, 4.0, areas=("ward", "wards"), place="City", **DRAWN))
    assert drawn.count('class="bar"') == sum(step.count > 0 for step in found)
    assert "City 4.0%" in drawn
    assert (
        middle_sentence(rows, INDICATOR, "ward") == "Half of the 9 wards have 2.0% to 6.0%; the middle value is 4.0%."
    )
    assert zero_sentence(rows, "ward") == "1 ward has a value of zero."
    told = absent_sentence(rows, "ward")
    assert told.startswith("4 wards have no value and are not drawn: ")
    assert all(f"1 {STATE_LABELS[status].lower()}" in told for status in STATUSES[2:])
    words = step_words(found, "percent")
    figure = coloured(distribution_figure(INDICATOR, found, CITY, areas="wards", words=words, **TOLD))
    assert sum(figure.data[0].y) == 9
    assert distribution("d", INDICATOR, (), None, areas=("ward", "wards"), place="City", **DRAWN) == ""


def test_cells_give_columns_of_numbers() -> None:
    from dashboards.shown.figures import figure

    assert interval_cells(figure(row("W", 12.345), INDICATOR), 1) == "12.3|11.3|13.3|Value"
    assert interval_cells(figure(row("W", None, "suppressed"), INDICATOR), 1) == "|||Suppressed"
    assert interval_cells(None, 1) == "|||No figure"
    assert len(interval_heads("A|B").split("|")) == len(interval_cells(None, 1).split("|"))
    named = dataclasses.replace(row("A|B", 1.0), area_code="X05000001")
    assert area_cells(named) == "X05000001|A/B|2024-01-01/P1Y"


def test_the_page_lists_its_parts_and_each_has_its_files(shaped: Path) -> None:
    page = (shaped / "indicators" / "crime_rate.html").read_text(encoding="utf-8")
    links = Links(page)
    parts = re.search(r'<nav class="contents".*?</nav>', page, re.DOTALL)
    assert parts
    wanted = re.findall(r'href="#([\w-]+)"', parts[0])
    assert len(wanted) >= 6
    assert set(wanted) <= set(links.ids)
    views = re.findall(r'data-view="([\w-]+)"', page)
    assert {"map", "trend", "bars", "distribution", "ward", "city"} <= set(views)
    assert len(views) == len(set(views)), "files of two views would bear one name"
    for status in ("suppressed", "not_applicable", "missing_at_source"):
        assert f'data-value="|||{STATE_LABELS[status]}"' in page or f">{STATE_LABELS[status]}" in page


def test_every_indicator_has_a_page_to_embed(drawn: Path, shaped: Path) -> None:
    for path in (shaped / "indicators").glob("*.html"):
        text = (shaped / "embed" / path.name).read_text(encoding="utf-8")
        assert '<meta name="robots" content="noindex">' in text
        assert "<nav" not in text
        assert f'href="../indicators/{path.name}"' in text
        assert 'class="cite"' in text
        assert 'rel="canonical"' not in text, "no address is known"
    assert "Synthetic data" in (drawn / "embed" / "crime_rate.html").read_text(encoding="utf-8")
