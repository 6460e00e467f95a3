"""The map by keyboard, finger and address: levels, periods, layouts, states; the browser's words beside Python's."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from dashboards.scripts.joining import FOLDER
from dashboards.words.values import interval_words, number_words, rank_words, rounded, short_value, value_words
from tests.browser.conftest import Watched

UNITS = ["percent", "per 1,000", "per 10,000", "count", "people", "points", "ratio", "index", "score 0-10", "years",
         "£ per head", "£ million", "per 100"]  # fmt: skip
NUMBERS = st.one_of(
    st.floats(-1e9, 1e9, allow_subnormal=False),
    st.integers(-10_000_000, 10_000_000).map(lambda whole: whole / 2000),  # halves of every decimal printed
)


def ready(page: Page) -> None:
    page.wait_for_selector("[data-map][data-ready]")


def open_map(watched: Watched, state: str) -> Page:
    """Open the map at what an address holds."""
    watched.page.goto(f"{(watched.release / 'map.html').as_uri()}#{state}")
    ready(watched.page)
    return watched.page


def address(page: Page, **wanted: str) -> None:
    """Wait until the address says what was chosen."""
    for key, value in wanted.items():
        page.wait_for_function(
            "([key, value]) => new URLSearchParams(location.hash.slice(1)).get(key) === value", arg=[key, value]
        )


@pytest.fixture(scope="session")
def words_page(browser: Browser) -> Page:
    return browser.new_page()


@settings(max_examples=60, deadline=None)
@given(cases=st.lists(st.tuples(NUMBERS, NUMBERS, st.sampled_from(UNITS), st.integers(0, 3)), min_size=1, max_size=80))
def test_the_browser_writes_numbers_as_python_does(
    cases: list[tuple[float, float, str, int]], words_page: Page
) -> None:
    module = (FOLDER / "values.js").read_text(encoding="utf-8").replace("export function", "function")
    said = words_page.evaluate(
        f"""(cases) => {{ {module}
        return cases.map(([a, b, unit, decimals]) => [numberWords(a, decimals), valueWords(a, unit, decimals),
          shortValue(a, unit, decimals), intervalWords(a, b, unit, decimals),
          valueWords(null, unit, decimals), intervalWords(null, b, unit, decimals)]); }}""",
        [list(case) for case in cases],
    )
    for (first, second, unit, decimals), own in zip(cases, said, strict=True):
        assert own == [
            number_words(first, decimals),
            value_words(first, unit, decimals),
            short_value(first, unit, decimals),
            interval_words(first, second, unit, decimals),
            "",
            "",
        ], (first, second, unit, decimals)


def test_the_browser_writes_ranks_as_python_does(words_page: Page) -> None:
    module = (FOLDER / "values.js").read_text(encoding="utf-8").replace("export function", "function")
    said = words_page.evaluate(
        f"() => {{ {module} return Array.from({{ length: 489 }}, (_, n) => rankWords(n, 488)); }}"
    )
    assert said == [rank_words(n, 488) for n in range(489)]


def test_the_map_is_worked_by_keyboard(watched: Watched, sample_release: Path) -> None:
    """Level, period, layout and area, all by keys; the address holds them; Enter opens the area."""
    page = open_map(watched, "indicator=social_rented_share")
    assert page.locator("[role=application]").count() == 1
    page.locator("#map-box").focus()
    first = page.locator("#map-status").inner_text()
    assert re.search(r"\d%", first)
    area = page.locator("tr.chosen").get_attribute("data-code")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    moved = page.locator("tr.chosen").get_attribute("data-code") or ""
    assert moved != area
    assert page.locator("#map-status").inner_text() != first
    assert (
        page.evaluate("document.querySelector('#map-box svg g:last-of-type').lastElementChild.classList.value")
        == "cursor"
    )

    page.locator("[name=map-layout][value=hex]").focus()
    page.keyboard.press("Space")
    address(page, layout="hex", area=moved, indicator="social_rented_share")
    assert page.locator("#map-box .hex-name").count() == 33
    assert page.locator("tr.chosen").get_attribute("data-code") == moved
    picture = page.locator("#map-box svg").get_attribute("aria-label") or ""
    assert picture.startswith("Map of wards: ")

    page.locator("#map-level").focus()
    page.locator("#map-level").select_option("lsoa21")
    address(page, level="lsoa21")
    assert page.locator("[name=map-layout][value=hex]").is_disabled()
    assert page.locator("#map-layout-note").inner_text() == "Hexagons are drawn for wards only."
    small = pd.read_csv(sample_release / "data" / "areas.csv").query("level == 'lsoa21'").set_index("area_code")
    assert page.locator("#map-box .shape").count() == len(small) == page.locator("#map-table tbody tr").count()
    assert "small areas" in page.locator("#map-summary").inner_text()
    page.locator("#map-box").focus()
    chosen = page.locator("tr.chosen").get_attribute("data-code") or ""
    # What the benchmark of reactions reads.
    assert page.evaluate("performance.getEntriesByName('recolour').length") >= 1
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/areas/{small.ward_code[chosen]}.html*")
    page.go_back()
    ready(page)
    assert page.locator("#map-level").input_value() == "lsoa21"
    assert watched.console == []
    assert watched.elsewhere() == []


def test_numbers_on_the_map_are_those_of_the_files(watched: Watched, sample_release: Path) -> None:
    """Every level and period of two indicators: table, fill and key beside the parquet file."""
    observations = pd.read_parquet(sample_release / "data" / "observations.parquet")
    indicators = pd.read_csv(sample_release / "data" / "indicators.csv").set_index("indicator")
    page = open_map(watched, "")
    for name in ("recorded_crime_rate", "social_rented_share"):
        own = observations[observations.indicator == name]
        page.locator("#indicator").select_option(name)
        address(page, indicator=name)
        for level in page.eval_on_selector_all("#map-level option:not(:disabled)", "all => all.map((o) => o.value)"):
            page.locator("#map-level").select_option(level)
            address(page, level=level)
            for period in page.eval_on_selector_all("#map-period option", "all => all.map((o) => o.value)"):
                page.locator("#map-period").select_option(period)
                address(page, period=period)
                shown = dict(
                    page.eval_on_selector_all(
                        "#map-table tbody tr", "all => all.map((tr) => [tr.dataset.code, tr.cells[1].dataset.value])"
                    )
                )
                wanted = own[(own.level == level) & (own.period == period)]
                assert sorted(shown) == sorted(wanted.area_code)
                for row in wanted.itertuples():
                    value = shown[row.area_code].split("|")[0]
                    if pd.isna(row.value):
                        assert value == "", (name, row.area_code)
                    else:
                        assert value == str(rounded(row.value, int(indicators.decimals[name])))
                counts = page.eval_on_selector_all(
                    "#map-legend .count", "all => all.map((c) => parseInt(c.textContent))"
                )
                caution = int((wanted.status == "caution").sum())
                assert sum(counts) == len(wanted) + caution
    page.reload()
    ready(page)
    assert page.locator("#indicator").input_value() == "social_rented_share"


def test_states_are_hatched_and_keyed_and_a_finger_reads_before_it_opens(
    browser: Browser, made_up_release: Path
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800}, has_touch=True)
    watched = Watched(context.new_page(), made_up_release)
    page = open_map(watched, "indicator=volunteering_share&level=nonsense&area=E01%22%5D&layout=square")
    assert page.locator("#map-level").input_value() == "ward"
    for state, label in {
        "suppressed": "Suppressed",
        "not_applicable": "Not applicable",
        "missing_at_source": "Missing at source",
    }.items():
        shape = page.locator(f"#map-box .shape.state-{state}").first
        assert f"pattern-{state}" in shape.evaluate("mark => getComputedStyle(mark).fill")
        assert page.locator("#map-legend li", has_text=label).locator(".count").inner_text() == "1 ward"
        code = shape.get_attribute("data-code")
        assert label in (page.locator(f"#map-table tr[data-code='{code}']").text_content() or "")
    assert "pattern-caution" in page.locator("#map-box .overlay").evaluate("mark => getComputedStyle(mark).fill")
    assert page.locator("#map-legend li", has_text="dots over the colour").count() == 1
    # Without boundaries there are only hexagons, and the control says so.
    assert page.locator("[name=map-layout][value=geographic]").is_disabled()
    assert page.locator("#map-layout-note").inner_text() == "This release has no shapes for these areas."
    page.locator("#map-level").select_option("committee")
    address(page, level="committee")
    assert page.locator("#map-box").is_hidden()
    assert "no map" in page.locator("#map-layout-note").inner_text()
    page.locator("#map-level").select_option("ward")
    address(page, level="ward")
    assert "Synthetic data" in page.locator("#map-box svg text.note").inner_html()

    middle = page.locator("#map-box .shape.class-5").first
    code = middle.get_attribute("data-code")
    middle.tap()
    address(page, area=code or "")
    assert "map.html" in page.url
    middle.tap()
    page.wait_for_url(f"**/areas/{code}.html*")
    assert watched.console == []
    context.close()


def test_diverging_classes_lie_about_the_city(browser: Browser, sample_release: Path) -> None:
    """The fills of a declared indicator, and the class of the city's own value is the middle one."""
    text = (sample_release / "static" / "data" / "indicators" / "residents_65_over_share.js").read_text("utf-8")
    level = json.loads(text[text.index("]=") + 2 : -2])["levels"]["ward"]
    assert level["diverging"]
    assert [number for _, number, _ in level["classes"]] == [1, 2, 3, 4, 5]
    context = browser.new_context()
    page = open_map(Watched(context.new_page(), sample_release), "indicator=residents_65_over_share")
    fills = page.eval_on_selector_all("#map-box .shape", "all => all.map((s) => getComputedStyle(s).fill)")
    assert len(set(fills)) >= 3
    assert "rgb(0, 0, 0)" not in fills
    observations = pd.read_parquet(sample_release / "data" / "observations.parquet")
    own = observations[(observations.indicator == "residents_65_over_share") & (observations.level == "city")]
    city = own.sort_values("period").value.iloc[-1]
    assert level["classes"][2][0] <= round(city, 1) < level["classes"][3][0]
    context.close()
