"""Colours and the style sheet: told apart by everyone, readable, small, nothing in it for nobody."""

import gzip
import itertools
import re
from pathlib import Path

import pytest
from coloraide import Color

from dashboards.charts import theme
from dashboards.styles import picture_css, shortened, site_css
from pipelines.columns import STATUSES

DASHBOARDS = Path(theme.__file__).parent.parent
SCHEMES = {"light": theme.LIGHT, "dark": theme.DARK}
SEEN_BY = (None, "protan", "deutan", "tritan")
# Differences of CIEDE2000; about 2 is the least that is seen side by side, ten is seen across a map.
LEAST_BETWEEN_CLASSES, LEAST_BETWEEN_SIDES = 9.0, 20.0


def palette(scheme: str, name: str, seen_by: str | None) -> list[Color]:
    """Return the five colours as a reader with one kind of colour vision sees them."""
    colours = [Color(SCHEMES[scheme][f"{name}-{n}"]) for n in range(1, theme.CLASS_COUNT + 1)]
    return [colour.filter(seen_by) for colour in colours] if seen_by else colours


def lightness(colours: list[Color]) -> list[float]:
    """Return the lightness of each in OKLCH."""
    return [colour.convert("oklch")["lightness"] for colour in colours]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_hexadecimal_colours_are_the_declared_ones(scheme: str) -> None:
    for name, declared in (("class", theme.SEQUENTIAL), ("div", theme.DIVERGING)):
        assert len(declared[scheme]) == theme.CLASS_COUNT
        for number, (light, chroma, hue) in enumerate(declared[scheme], 1):
            colour = Color("oklch", [light, chroma, hue])
            assert colour.in_gamut("srgb", tolerance=0), (scheme, name, number)
            ours, theirs = Color(SCHEMES[scheme][f"{name}-{number}"]), colour.convert("srgb")
            for channel in range(3):
                assert abs(ours[channel] - theirs[channel]) <= 0.5001 / 255


@pytest.mark.parametrize("seen_by", SEEN_BY)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_classes_keep_their_order_and_their_distance(scheme: str, seen_by: str | None) -> None:
    rising = 1 if scheme == "dark" else -1
    colours = palette(scheme, "class", seen_by)
    order = lightness(colours)
    assert order == sorted(order, key=lambda value: rising * value)
    for one, other in itertools.combinations(colours, 2):
        assert one.delta_e(other, method="2000") >= LEAST_BETWEEN_CLASSES, (one, other)


@pytest.mark.parametrize("seen_by", SEEN_BY)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_both_sides_of_the_middle_are_told_apart(scheme: str, seen_by: str | None) -> None:
    colours = palette(scheme, "div", seen_by)
    away = -1 if scheme == "light" else 1
    order = [away * value for value in lightness(colours)]
    assert order[0] > order[1] > order[2] < order[3] < order[4]
    for one, other in itertools.pairwise(colours):
        assert one.delta_e(other, method="2000") >= LEAST_BETWEEN_CLASSES, (one, other)
    for low, high in ((0, 4), (1, 3)):
        assert colours[low].delta_e(colours[high], method="2000") >= LEAST_BETWEEN_SIDES


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_is_read_on_its_ground_and_marks_are_seen_on_the_page(scheme: str) -> None:
    more = SCHEMES[scheme] | theme.MORE[scheme]
    for colours in (SCHEMES[scheme], more):
        for text, ground in theme.TEXT_PAIRS:
            assert Color(colours[text]).contrast(colours[ground]) >= 4.5, (text, ground)
        for mark in theme.MARKS:
            assert Color(colours[mark]).contrast(colours["page"]) >= 3, mark
    for text in ("ink", "muted", "link"):
        assert Color(more[text]).contrast(more["surface"]) >= 7
    # The ring of focus is dark and yellow: one of the two stands out on every ground.
    for ground in ("page", "surface", "brand", "warn", "class-1", "class-3", "class-5"):
        rings = (SCHEMES[scheme]["warn-ink"], SCHEMES[scheme]["warn"])
        assert max(Color(ring).contrast(SCHEMES[scheme][ground]) for ring in rings) >= 3, ground


def test_the_sheet_is_small_and_its_colours_are_declared() -> None:
    css = site_css()
    assert len(gzip.compress(css.encode(), 9)) <= 6_000
    assert set(re.findall(r"var\(--([a-z0-9-]+)", css)) - {"least"} <= set(theme.LIGHT)
    assert set(theme.LIGHT) == set(theme.DARK)
    assert css.count("{") == css.count("}")


def test_blanks_and_comments_are_dropped_and_text_stays() -> None:
    assert shortened('/* a */\na:is(b , c) > d {\n  content: " : ; ";\n  width: calc(1px + 2px)\n}\n') == (
        'a:is(b,c)>d{content:" : ; ";width:calc(1px + 2px)}\n'
    )


def test_no_rule_is_for_a_class_that_nothing_has() -> None:
    selectors = re.sub(r"\{[^{}]*\}|@[^{]*\{|\"[^\"]*\"", " ", site_css())
    named = set(re.findall(r"\.([a-zA-Z_][\w-]*)", selectors))
    sources = "".join(
        file.read_text(encoding="utf-8")
        for pattern in ("templates/*.html", "**/*.py", "static/js/*.js")
        for file in sorted(DASHBOARDS.glob(pattern))
        if file.name != "theme.py"
    )
    # Classes and states are numbered and named by the release.
    made = {f"{before}{name}-{n}" for before in ("", "on-") for name in ("class", "div") for n in range(1, 6)}
    made |= {f"state-{status}" for status in STATUSES}
    unused = {name for name in named - made if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", sources)}
    assert unused == set()


def test_every_state_and_class_has_its_fill_in_pictures_too() -> None:
    rules = picture_css()
    for status in set(STATUSES) - {"ok"}:
        assert f".state-{status}{{fill:url(#pattern-{status})}}" in rules
    for number, name in itertools.product(range(1, theme.CLASS_COUNT + 1), ("class", "div")):
        assert f".{name}-{number}{{fill:var(--{name}-{number})}}" in rules
    for name in theme.REVERSED:
        assert f".on-{name}" in rules
