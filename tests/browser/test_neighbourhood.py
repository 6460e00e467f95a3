"""The page *Your neighbourhood*: sums equal the pipeline's, every way to choose, nothing hidden comes back."""

import csv
import io
import json
import math
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from dashboards.build import build_site
from dashboards.release.reading import read_release
from dashboards.scripts.joining import FOLDER
from dashboards.scripts.small_areas import small_area_data
from dashboards.site import make_site, read_maps
from tests.browser.conftest import Watched, width_of
from tests.unit.dashboards.fixture_town import SMALL, WARDS, observed, random_selections, write_town

WARD_A, WARD_C = list(WARDS)[0], list(WARDS)[2]
NUMBERS = ("value", "lower", "upper", "numerator", "denominator")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the made-up town, with one outward code."""
    folder = write_town(tmp_path_factory.mktemp("town") / "release")
    (folder / "data" / "postcodes.csv").write_text(
        f"postcode,lsoa21,ward_code\nXX1 1AA,{SMALL[12]},{list(WARDS)[1]}\nXX1 2BB,{SMALL[47]},{list(WARDS)[4]}\n",
        encoding="utf-8",
    )
    build_site(folder)
    return folder


@pytest.fixture(scope="module")
def opened(browser: Browser, town: Path) -> Iterator[Watched]:
    """The page, open for the tests of this module one after the other."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    watched = Watched(context.new_page(), town)
    watched.open("neighbourhood.html")
    watched.page.wait_for_selector("#tool:not([hidden])")
    yield watched
    assert watched.console == []
    assert watched.elsewhere() == []
    context.close()


def test_a_thousand_sums_equal_those_of_the_pipeline(browser: Browser, town: Path) -> None:
    """The browser's sums of random selections, beside the pipeline's of wards that consist of the same areas."""
    selections = random_selections(1000)
    expected = observed(selections)
    figures = small_area_data(make_site(read_release(town), read_maps(town)))
    page = browser.new_page()
    page.set_content("<title>sums</title>")
    module = (FOLDER / "sums.js").read_text(encoding="utf-8")
    page.add_script_tag(type="module", content=f"{module}\nwindow.sumOf = sumOf;")
    found = page.evaluate(
        """([figures, selections]) => figures.indicators.map((indicator) => selections.map((codes) =>
            sumOf(figures, indicator, codes.map((code) => figures.areas.indexOf(code)))))""",
        [json.loads(json.dumps(figures)), list(selections.values())],
    )
    page.close()
    compared = 0
    for indicator, sums in zip(figures["indicators"], found, strict=True):
        rows = expected[expected.indicator == indicator["id"]].set_index("area_code")
        for code, own in zip(selections, sums, strict=True):
            row = rows.loc[code]
            assert (own["status"], own["comparison"]) == (row.status, row.comparison), (indicator["id"], code)
            for name in NUMBERS:
                if math.isnan(row[name]):
                    assert own[name] is None, (indicator["id"], code, name)
                else:
                    assert math.isclose(own[name], row[name], rel_tol=1e-9, abs_tol=1e-9), (indicator["id"], code, name)
            compared += 1
    assert compared == 5 * 1000


def shown(page: Page, indicator: str) -> str:
    return page.locator(f'#sums [data-indicator="{indicator}"]').inner_text()


def test_chosen_by_keyboard_alone(opened: Watched) -> None:
    """From a ward's button to the map, over it by direction, and back: no pointer."""
    page = opened.page
    page.locator("#group").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("#said").inner_text() == "Ward A is added. 10 small areas chosen."
    assert page.evaluate("location.hash") == f"#wards={WARD_A}"
    assert page.locator("#figures").is_visible()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "map":
            break
    first = page.locator("#here").inner_text()
    assert "Exampleton" in first
    page.keyboard.press("ArrowRight")
    second = page.locator("#here").inner_text()
    assert second != first
    page.keyboard.press("Space")
    assert page.locator("#said").inner_text().endswith("taken away. 9 small areas chosen.")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    assert page.locator("#said").inner_text().endswith("added. 10 small areas chosen.")
    page.locator("#undo").press("Enter")
    page.locator("#undo").press("Enter")
    assert page.locator("#said").inner_text() == "10 small areas chosen."
    page.locator("#clear").press("Enter")
    assert page.locator("#figures").is_hidden()
    assert page.evaluate("location.hash") == ""


def test_chosen_by_list_postcode_and_drawing(opened: Watched) -> None:
    page = opened.page
    page.locator("#checklist > summary").click()
    ward = page.locator(f'[data-ward="{WARD_C}"]')
    ward.locator("summary").click()
    ward.locator("input").first.check()
    assert ward.locator(".count").inner_text() == "1 of 10 chosen"
    page.locator("#postcode").fill("xx1 2bb")
    page.keyboard.press("Enter")
    page.wait_for_function("document.getElementById('said').textContent.includes('XX1 2BB lies in Exampleton 47')")
    page.locator("#postcode").fill("XX1 9ZZ")
    page.keyboard.press("Enter")
    page.wait_for_function("document.getElementById('said').textContent.includes('not among the postcodes')")
    # Of a first half that the release does not know nothing is asked, so nothing fails.
    page.locator("#postcode").fill("QQ9 9ZZ")
    page.keyboard.press("Enter")
    page.wait_for_function("document.getElementById('said').textContent.startsWith('QQ9 9ZZ is not among')")
    page.locator("#postcode").fill("here")
    page.keyboard.press("Enter")
    assert "whole postcode" in page.locator("#said").inner_text()
    page.locator("#clear").click()
    page.locator("#far").click()
    page.locator("#map").scroll_into_view_if_needed()
    box = page.locator(f'[data-code="{SMALL[0]}"]').bounding_box()
    far = page.locator(f'[data-code="{SMALL[22]}"]').bounding_box()
    assert box is not None
    assert far is not None
    page.locator("#draw").press("Enter")
    left, bottom = box["x"] + 2, box["y"] + box["height"] - 2
    right, top = far["x"] + far["width"] - 2, far["y"] + 2
    page.mouse.move(left, bottom)
    page.mouse.down()
    for x, y in ((right, bottom), (right, top), (left, top)):
        page.mouse.move(x, y)
    page.mouse.up()
    assert page.locator("#said").inner_text() == "9 small areas chosen."
    page.mouse.click(box["x"] + 5, box["y"] + 5)
    assert page.locator("#said").inner_text().endswith("8 small areas chosen.")
    page.locator("#draw").click()


def test_a_link_brings_the_selection_back(opened: Watched) -> None:
    page = opened.page
    chosen = sorted(page.evaluate("[...document.querySelectorAll('#checklist input:checked')].map((box) => box.value)"))
    assert len(chosen) == 8
    page.locator("#add").click()
    link = page.locator("#link").input_value()
    assert WARD_A in link
    assert len(link.split("#")[1]) < 60
    before = page.locator("#sums").inner_text()
    page.locator("#saved-name").fill("Our street")
    page.keyboard.press("Enter")
    assert "Our street is saved" in page.locator("#said").inner_text()
    page.locator("#clear").click()
    page.goto("about:blank")
    page.goto(link)
    page.wait_for_selector("#figures:not([hidden])")
    assert page.locator("#sums").inner_text() == before
    page.locator("#clear").click()
    page.get_by_role("button", name="Open Our street").click()
    assert page.locator("#sums").inner_text() == before
    page.get_by_role("button", name="Remove Our street").click()
    assert page.locator("#saved-list li").count() == 0
    page.evaluate(f"location.hash = 'wards={WARD_A}.constructor&areas=E01999999.{SMALL[33]}'")
    page.wait_for_function("document.getElementById('said').textContent.includes('11 small areas')")
    assert "2 of the link’s areas are not in this release" in page.locator("#said").inner_text()


def test_one_hidden_part_hides_the_sum(opened: Watched) -> None:
    page = opened.page
    page.evaluate(f"location.hash = 'areas={SMALL[10]}.{SMALL[11]}'")
    page.wait_for_function("document.getElementById('said').textContent.startsWith('2 small')")
    assert "%" in shown(page, "deprived_people_share").split("Ward")[0]
    page.evaluate(f"location.hash = 'areas={SMALL[10]}.{SMALL[11]}.{SMALL[17]}'")
    page.wait_for_function("document.getElementById('said').textContent.startsWith('3 small')")
    words = page.locator('#sums [data-indicator="deprived_people_share"] td').first.inner_text().strip()
    assert words == "Suppressed: The figures of 1 of its 3 small areas are not published, so no sum is shown."
    assert page.locator('#sums [data-indicator="deprived_people_share"] td').last.inner_text() == ""
    others = page.locator("#others")
    assert "without counts" in others.inner_text()
    assert "to" in others.locator('[data-range="poor_mean_share"]').inner_text()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download this table as CSV: Figures of your neighbourhood").click()
    rows = list(csv.DictReader(io.StringIO(saved.value.path().read_text(encoding="utf-8"))))
    row = next(row for row in rows if row["Indicator"] == "deprived_people_share")
    assert (row["Value"], row["State"], row["Numerator"]) == ("", "suppressed", "")
    assert row["Small areas"].split() == [SMALL[10], SMALL[11], SMALL[17]]
    assert "made-up" in row["Synthetic"].lower()
    assert "Example Partnership" in row["Source"]
    whole = next(row for row in rows if row["Indicator"] == "renting_share")
    assert float(whole["Lower limit"]) < float(whole["Value"]) < float(whole["Upper limit"])


def test_accessible_and_no_wider_than_a_phone(opened: Watched, browser: Browser, town: Path) -> None:
    assert Axe().run(opened.page, options={"preload": False}).violations_count == 0
    context = browser.new_context(viewport={"width": 320, "height": 800}, color_scheme="dark")
    page = Watched(context.new_page(), town).open("neighbourhood.html")
    page.evaluate(f"location.hash = 'wards={WARD_A}.{WARD_C}'")
    page.wait_for_selector("#figures:not([hidden])")
    page.locator("#checklist > summary").click()
    page.locator("#checklist details summary").first.click()
    found = Axe().run(page, options={"preload": False})
    assert found.violations_count == 0, found.generate_report()
    assert width_of(page) <= 320
    context.close()


def test_without_scripts_there_are_links_and_no_dead_controls(browser: Browser, town: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = Watched(context.new_page(), town).open("neighbourhood.html")
    assert page.locator("noscript a").count() > len(WARDS)
    assert page.locator("button:visible, input:visible, select:visible").count() == 0
    assert "Published for wards and larger areas only." in page.locator("#others").inner_text()
    context.close()


def test_without_shapes_the_lists_do_it_all(browser: Browser, town: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bare"
    write_town(folder, boundaries=False)
    build_site(folder)
    context = browser.new_context()
    watched = Watched(context.new_page(), folder)
    page = watched.open("neighbourhood.html")
    page.locator("#checklist > summary").click()
    page.locator("#checklist details summary").first.click()
    page.locator("#checklist input").first.check()
    page.wait_for_selector("#figures:not([hidden])")
    assert page.locator("#map").count() == 0
    assert watched.console == []
    context.close()
    shutil.rmtree(folder)
