"""Every page type: no console message, no other host, no accessibility violation, readable without scripts."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.conftest import MADE_UP_PAGES, PAGE_TYPES, SURVEY_PAGES, Watched


def check_page(browser: Browser, folder: Path, path: str) -> None:
    """Hold one page to silence, to its own folder, to accessibility and to its width, light and dark."""
    for width, scheme in ((1280, "light"), (360, "dark")):
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
        watched = Watched(context.new_page(), folder)
        page = watched.open(path)
        page.wait_for_load_state("load")
        assert watched.console == []
        found = Axe().run(page, options={"preload": False})
        assert found.violations_count == 0, (width, scheme, found.generate_report())
        assert watched.elsewhere() == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        context.close()


@pytest.mark.parametrize("path", [*PAGE_TYPES.values(), *SURVEY_PAGES.values()])
def test_the_sample_opens_quietly_and_accessibly(path: str, browser: Browser, sample_release: Path) -> None:
    check_page(browser, sample_release, path)


@pytest.mark.parametrize("path", PAGE_TYPES.values())
def test_the_real_release_opens_quietly_and_accessibly(path: str, browser: Browser, real_release: Path) -> None:
    check_page(browser, real_release, path)


@pytest.mark.parametrize("path", SURVEY_PAGES.values())
def test_a_release_without_surveys_neither_has_nor_names_their_pages(path: str, real_release: Path) -> None:
    assert not (real_release / path).exists()
    assert path not in (real_release / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", MADE_UP_PAGES)
def test_made_up_pages_open_quietly_and_accessibly(name: str, browser: Browser, made_up_release: Path) -> None:
    check_page(browser, made_up_release, MADE_UP_PAGES[name])


def test_an_organisations_own_page_is_one_sheet_and_accessible(browser: Browser, tmp_path: Path) -> None:
    from dashboards.organisation import organisation_page
    from tests.unit.dashboards.test_organisation import PROFILE

    practices = [
        {"heading": heading, "text": f"Practice {n} of the heading, in as many words as a practice has.", "own": n % 5,
         "label": "Sometimes"}
        for heading in ("Forming", "Sustaining", "Inclusive", "Effective", "Resourcing")
        for n in range(7)
    ]  # fmt: skip
    (tmp_path / "own.html").write_text(organisation_page(PROFILE | {"practices": practices}, {}), encoding="utf-8")
    check_page(browser, tmp_path, "own.html")
    context = browser.new_context()
    pdf = Watched(context.new_page(), tmp_path).open("own.html").pdf(format="A4", tagged=True)
    context.close()
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") == 1


@pytest.mark.parametrize("path", [*PAGE_TYPES.values(), *SURVEY_PAGES.values()])
def test_reflows_at_320_pixels(path: str, browser: Browser, sample_release: Path) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800})
    page = Watched(context.new_page(), sample_release).open(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


@pytest.mark.parametrize("name", MADE_UP_PAGES)
def test_made_up_pages_reflow_at_320_pixels(name: str, browser: Browser, made_up_release: Path) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800})
    page = Watched(context.new_page(), made_up_release).open(MADE_UP_PAGES[name])
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_without_scripts_every_value_is_there(browser: Browser, sample_release: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = Watched(context.new_page(), sample_release).open("indicators/social_rented_share.html")
    text = page.locator("main").inner_text()
    observations = pd.read_parquet(sample_release / "data" / "observations.parquet")
    own = observations[(observations.indicator == "social_rented_share") & (observations.level == "ward")]
    assert len(own) == 33
    for row in own.itertuples():
        assert f"{row.value:.1f}%" in text, row.area_name
    page = Watched(context.new_page(), sample_release).open("map.html")
    assert page.locator("table tbody tr").count() >= 33
    assert page.locator("svg .shape").count() >= 33
    context.close()


def test_numbers_on_the_page_are_those_of_the_files(watched: Watched, sample_release: Path) -> None:
    """Each figure of a ward's page is the file's value, rounded as the indicator declares."""
    code = "E05011384"
    observations = pd.read_parquet(sample_release / "data" / "observations.parquet")
    indicators = pd.read_csv(sample_release / "data" / "indicators.csv").set_index("indicator")
    page = watched.open(f"areas/{code}.html")
    compared = 0
    for row in page.locator("table.profile tbody tr").all():
        indicator = re.search(r"indicators/(\w+)\.html", row.locator("th a").get_attribute("href") or "")
        assert indicator is not None
        own = observations[(observations.indicator == indicator.group(1)) & (observations.area_code == code)]
        shown = row.locator("td").first.inner_text()
        number = re.match(r"[\d,]+(\.\d+)?", shown)
        valued = own[own.value.notna()]
        if number is None:
            assert len(valued) == 0 or own.period.max() > valued.period.max(), (indicator.group(1), shown)
            continue
        decimals = int(indicators.loc[indicator.group(1), "decimals"])
        latest = valued[valued.period == valued.period.max()].iloc[0]
        assert float(number.group(0).replace(",", "")) == pytest.approx(round(latest.value, decimals), abs=1e-9)
        compared += 1
    assert compared >= 20


def test_the_map_is_worked_by_keyboard(watched: Watched) -> None:
    page = watched.open("map.html")
    page.locator("[role=application]").first.focus()
    first = page.evaluate("location.hash")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("location.hash") != first
    page.keyboard.press("Enter")
    page.wait_for_url("**/areas/*.html*")
    assert page.locator("h1").inner_text()


def test_another_indicator_repaints_map_table_and_address(watched: Watched) -> None:
    page = watched.open("map.html")
    before = page.locator("main table tbody").first.inner_text()
    page.locator("#indicator").select_option("recorded_crime_rate")
    assert page.locator("main table tbody").first.inner_text() != before
    assert "recorded_crime_rate" in page.url
    page.reload()
    assert page.locator("#indicator").input_value() == "recorded_crime_rate"


def test_a_chart_is_explored_on_demand(watched: Watched) -> None:
    page = watched.open("indicators/recorded_crime_rate.html")
    assert not [url for url in watched.requests if "plotly" in url]
    page.get_by_role("button", name="Explore this chart").first.click()
    page.wait_for_selector(".js-plotly-plot .main-svg", timeout=20_000)
    assert [url for url in watched.requests if "plotly" in url]
    assert watched.elsewhere() == []
    assert watched.console == []


def test_a_ward_is_found_by_typing(watched: Watched) -> None:
    page = watched.open("index.html")
    page.get_by_label("Name of a ward or committee").fill("wether")
    visible = [link for link in page.locator("main a[href^='areas/E05']").all() if link.is_visible()]
    assert [link.inner_text() for link in visible] == ["Wetherby"]


def test_pages_print(watched: Watched, tmp_path: Path) -> None:
    for name in ("area", "indicator with intervals"):
        page = watched.open(PAGE_TYPES[name])
        pdf = page.pdf(format="A4", tagged=True, outline=True)
        assert pdf.startswith(b"%PDF")
        assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") <= 12


@pytest.mark.parametrize("release", ["made_up_release", "sample_release"])
def test_ambitions_print_as_a_board_paper(release: str, browser: Browser, request: pytest.FixtureRequest) -> None:
    """Every ambition, with its chart, on at most four sheets."""
    context = browser.new_context()
    page = Watched(context.new_page(), request.getfixturevalue(release)).open("ambition.html")
    pdf = page.pdf(format="A4", tagged=True, outline=True)
    context.close()
    assert 1 <= pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") <= 4


def test_ambitions_are_read_without_scripts(browser: Browser, made_up_release: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = Watched(context.new_page(), made_up_release).open("ambition.html")
    text = page.locator("main").inner_text()
    progress = pd.read_csv(made_up_release / "data" / "progress.csv", keep_default_na=False)
    indicators = pd.read_csv(made_up_release / "data" / "indicators.csv").set_index("indicator")
    for row in progress[progress.target_value != ""].itertuples():
        if row.indicator in indicators.index:
            assert indicators.loc[row.indicator, "name"] in text
    page.locator("summary").first.click()
    assert page.locator("details[open] table").first.is_visible()
    context.close()


def test_the_figures_in_the_map_are_those_of_the_files(sample_release: Path) -> None:
    text = (sample_release / "map.html").read_text(encoding="utf-8")
    block = re.search(r'<script type="application/json" id="map-data">(.*?)</script>', text, re.DOTALL)
    assert block is not None
    shown = json.loads(block.group(1))["indicators"]
    observations = pd.read_parquet(sample_release / "data" / "observations.parquet")
    wards = observations[(observations.level == "ward") & observations.value.notna()]
    assert set(wards.indicator) <= set(shown)
    for indicator in sorted(set(wards.indicator)):
        entry = shown[indicator]
        own = wards[wards.indicator == indicator]
        latest = own[own.period == own.period.max()].set_index("area_code").value
        words = {code: cells for code, *cells in entry["values"]}
        assert set(latest.index) <= set(words)
        for code, value in latest.items():
            numbers = [float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", str(words[code]))]
            assert any(abs(number - value) <= 0.5 for number in numbers), (indicator, code)
