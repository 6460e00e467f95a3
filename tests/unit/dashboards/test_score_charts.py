"""Pictures of scores: a state is a hatched box, a line is not drawn across it, counts add up."""

from hypothesis import given
from hypothesis import strategies as st

from dashboards.charts.dots import Axis, Dot, DotRow, dot_plot
from dashboards.charts.histogram import counts
from dashboards.charts.marks import Series
from dashboards.charts.waves import Point, WaveLine, waves

SIDES = (Series("Public bodies", "public"), Series("Third sector organisations", "third"))
PERIODS = ("2024-01-01/P1Y", "2025-01-01/P1Y", "2026-01-01/P1Y")


def plotted(*dots: Dot | None, narrow: bool = False) -> str:
    row = DotRow("Forming & <b>more</b>", tuple(dots))
    axis = Axis("score 0-100", (0.0, 100.0))
    told = {"title": "T", "description": "D"}
    return str(dot_plot("x", [row], SIDES, axis, **told, synthetic=False, narrow=narrow))


def test_a_withheld_dot_is_a_box_with_its_state() -> None:
    for narrow in (False, True):
        drawn = plotted(Dot(None, None, None, "", "suppressed"), Dot(50.0, 40.0, 60.0, "50.0"), narrow=narrow)
        assert drawn.count('class="mark public"') == 1  # the key alone
        assert drawn.count('class="mark third"') == 2
        assert "state-suppressed" in drawn
        assert "&lt;b&gt;" in drawn


def test_a_value_in_a_withheld_row_is_not_drawn() -> None:
    assert plotted(Dot(50.0, 40.0, 60.0, "50.0", "suppressed"), Dot(50.0, None, None, "")).count("reach public") == 0


def test_nothing_is_drawn_of_nothing() -> None:
    assert plotted(Dot(None, None, None, "", "suppressed"), None) == ""


def test_a_line_stops_at_a_withheld_wave() -> None:
    values = ((60.0, "ok"), (None, "suppressed"), (66.0, "ok"))
    points = tuple(Point(p, v, None, None, s) for p, (v, s) in zip(PERIODS, values, strict=True))
    drawn = str(waves("w", PERIODS, [WaveLine(SIDES[0], points)], title="T", description="D", synthetic=True))
    assert 'class="path' not in drawn
    assert drawn.count('class="mark public"') == 2
    assert drawn.count("state-suppressed") == 1
    assert "Synthetic" in drawn
    assert str(waves("w", PERIODS[:1], [], title="", description="", synthetic=False)) == ""


@given(st.lists(st.floats(0, 1)))
def test_a_histogram_counts_every_value_once(values: list[float]) -> None:
    assert sum(counts(values)) == len(values)
