"""The cards that links to the site show: what they say, and that no text meets another."""

from pathlib import Path
from typing import Any

import pytest

from dashboards.charts.svg import SYNTHETIC_NOTE
from dashboards.release.reading import read_release
from dashboards.sharing import canvas
from dashboards.sharing.card_drawing import Card, Part, card_png
from dashboards.sharing.cards import area_card, indicator_card, site_card

SHARE = "claimant_share"
WARD = "X05000012"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, float, float, float, int]]:
    """Every line that a card is given from now on: text, left, foot, right, size."""
    found: list[tuple[str, float, float, float, int]] = []
    inner = canvas.Canvas.text

    def noted(self: canvas.Canvas, text: str, x: float, y: float, size: int, ink: str, **how: Any) -> float:
        end = inner(self, text, x, y, size, ink, **how)
        found.append((text, x, y, end, size))
        return end

    monkeypatch.setattr(canvas.Canvas, "text", noted)
    return found


def test_cards_say_the_value_and_the_warning(
    published: Path, written: list[tuple[str, float, float, float, int]]
) -> None:
    release = read_release(published)
    indicator = release.by_indicator[SHARE]
    content = card_png(indicator_card(release, indicator))
    assert content == (published / "cards" / f"{SHARE}.png").read_bytes()
    texts = " ".join(text for text, *_ in written)
    city = release.latest_city(SHARE)
    assert city is not None
    assert city.value is not None
    assert f"{city.value:.{indicator.decimals}f}%" in texts
    assert {SYNTHETIC_NOTE, release.place_name} <= {text for text, *_ in written}
    assert "95% interval" in texts
    assert str(len(release.indicators)) in site_card(release).big


def test_the_card_of_an_area_counts_what_can_be_compared(published: Path) -> None:
    release = read_release(published)
    card = area_card(release, release.by_code[WARD])
    rows = [release.latest(one.indicator, release.by_code[WARD]) for one in release.indicators]
    compared = [row.comparison for row in rows if row and row.has_value and row.comparison != "not_compared"]
    counts = {part.label: part.count for part in card.parts}
    assert sum(counts.values()) == len(compared) > 0
    assert counts["better"] == compared.count("better")
    assert counts["higher or lower"] == compared.count("higher") + compared.count("lower")


_LONG = "Households that were asked about everything at once and answered in very many words indeed "


@pytest.mark.parametrize(
    "card",
    [
        Card(_LONG * 3, _LONG, True, "−£1,234.5", "million in prices of one year " * 3, (_LONG * 2,)),
        Card(_LONG, _LONG, True, "21.8%", "", (_LONG, "Caution"), (1.0, -2.0, 3.0), "3 wards", 2.9, _LONG),
        Card(_LONG, _LONG, True, words=(_LONG,), parts=tuple(Part(n, _LONG, "mid") for n in (1, 0, 300))),
        Card("A" * 200, "", False),
    ],
)
def test_no_text_of_a_card_meets_another(card: Card, written: list[tuple[str, float, float, float, int]]) -> None:
    card_png(card)
    boxes = [(x, y - size * 0.72, end, y + size * 0.2, text) for text, x, y, end, size in written if text]
    for number, (left, top, right, foot, text) in enumerate(boxes):
        assert left >= 0, text
        assert right <= 1200, text
        assert foot <= 630, text
        for other in boxes[:number]:
            apart = right <= other[0] or other[2] <= left or foot <= other[1] or other[3] <= top
            assert apart, (text, other[4])


@pytest.mark.parametrize("bold", [False, True])
def test_a_line_is_as_wide_as_pillow_draws_it(bold: bool) -> None:
    for text in ("AVATAR To Yes, 7.4 £1,234", "Households – “We. Ty” fi ffl"):
        for size in (26, 136):
            assert canvas.text_width(text, size, bold=bold) == canvas.font(size, bold=bold).getlength(text)


def test_a_line_is_measured_before_it_is_broken() -> None:
    lines = canvas.wrapped("Residents in the most deprived tenth of England " * 3, 600, 40, bold=True)
    assert len(lines) > 1
    assert all(canvas.text_width(line, 40, bold=True) <= 600 for line in lines)
    assert canvas.wrapped("Leeds", 600, 40) == ["Leeds"]
