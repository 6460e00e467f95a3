"""Every page type: no console message, no other host, no accessibility violation, readable without scripts."""

import re
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import MADE_UP_PAGES, PAGE_TYPES, SURVEY_PAGES, Watched, violations, width_of


def check_page(browser: Browser, folder: Path, path: str) -> None:
    """Hold one page to silence, to its own folder, to accessibility and to its width, light and dark, wide and narrow.

    The narrowest is also what a reader of a screen of 1280 pixels sees at 400%.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    watched = Watched(context.new_page(), folder)
    page = watched.open(path)
    page.wait_for_load_state("load")
    for width, height in ((320, 256), (360, 800), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})
        assert width_of(page) <= width
    assert violations(page) == []
    page.set_viewport_size({"width": 360, "height": 800})
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []
    assert watched.console == []
    assert watched.elsewhere() == []
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
        shown = (row.locator("td").first.text_content() or "").strip()
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
    page.get_by_role("combobox", name="Find a neighbourhood").fill("wether")
    assert [option.inner_text().split(" Ward")[0] for option in page.locator("[role=option]").all()] == ["Wetherby"]
    page.keyboard.press("Enter")
    page.wait_for_url("**/areas/E05*.html")
    assert page.locator("h1").inner_text() == "Wetherby"


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


def test_without_scripts_the_new_pages_lead_on(browser: Browser, sample_release: Path) -> None:
    """What a script would do has a way without: lists of areas, files, and every value of an area."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    areas = pd.read_csv(sample_release / "data" / "areas.csv", keep_default_na=False)
    wards = areas[areas.level == "ward"]
    page = Watched(context.new_page(), sample_release).open("index.html")
    for path in ("index.html", "neighbourhood.html", "compare.html"):
        page.goto((sample_release / path).as_uri())
        for code in wards.area_code:
            assert page.locator(f"main a[href='areas/{code}.html']").first.is_visible(), (path, code)
        assert not page.locator("main form:visible, main select:visible").count(), path
    page.goto((sample_release / f"areas/{wards.area_code.iloc[0]}.html").as_uri())
    rows = page.locator("table.profile tbody tr:has(.figure)").all_text_contents()
    assert len(rows) > 20
    assert all(re.search(r"\d", row) for row in rows)
    context.close()


@pytest.mark.parametrize("name", ["home", "map", "indicator with intervals", "area"])
def test_colours_chosen_by_the_reader_leave_everything_readable(
    name: str, browser: Browser, sample_release: Path
) -> None:
    """With forced colours no area of a map and no text has the colour of the paper."""
    context = browser.new_context(forced_colors="active", color_scheme="dark")
    watched = Watched(context.new_page(), sample_release)
    page = watched.open(PAGE_TYPES[name])
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    lost = page.evaluate(
        """() => {
          const paper = getComputedStyle(document.body).backgroundColor;
          const shown = (one) => one.getClientRects().length;
          const seen = (selector) => [...document.querySelectorAll(selector)].filter(shown);
          const look = (one) => getComputedStyle(one);
          const gone = (colour) => colour === paper || colour === "none";
          return [
            ...seen("path.shape").filter((one) => gone(look(one).stroke) && gone(look(one).fill)),
            ...seen("h1, main p, main td, .badge").filter((one) => look(one).color === paper),
          ].map((one) => one.outerHTML.slice(0, 200));
        }"""
    )
    assert lost == []
    assert watched.console == []
    context.close()
