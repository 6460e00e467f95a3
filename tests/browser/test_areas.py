"""A resident's and a charity's way: search, an area's page, areas beside each other; by keyboard."""

import csv
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Watched, width_of

ONE, OTHER = "E05011384", "E05011397"


def test_the_search_takes_names_postcodes_and_mistakes(watched: Watched, sample_release: Path) -> None:
    with (sample_release / "data" / "postcodes.csv").open(encoding="utf-8", newline="") as handle:
        first = next(csv.DictReader(handle))
    outward, inward = first["postcode"].split(" ")
    page = watched.open("index.html")
    field, options = page.locator("#search"), page.locator("#search-list li")
    for typed, said, found in (
        (outward, "first half", None),
        (f"{outward}9zz", "not in the list", 0),
        ("QQ1 1AA", "No postcode of", 0),
        ("wetherbi", "nearest", None),
        ("xxxxxx", "Check the spelling", 0),
        (first["postcode"].lower(), first["postcode"], None),
    ):
        field.fill(typed)
        page.wait_for_function("(said) => document.querySelector('#search-status').innerText.includes(said)", arg=said)
        assert options.count() == found if found is not None else options.count() >= 1, typed
    assert Axe().run(page, options={"preload": False}).violations_count == 0
    field.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    field.fill("")
    page.keyboard.type("ar")
    chosen = "() => document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.innerText"
    before = page.evaluate(chosen)
    page.keyboard.press("ArrowDown")
    assert page.evaluate(chosen) != before
    field.fill("")
    page.keyboard.type(f" {outward.lower()}{inward.lower()} ")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/areas/{first['ward_code']}.html")
    assert watched.console == []
    assert watched.elsewhere() == []


def test_areas_are_compared_by_address_and_by_keyboard(watched: Watched, sample_release: Path) -> None:
    page = watched.page
    page.goto(f"{(sample_release / 'compare.html').as_uri()}#areas={ONE},{OTHER},E00000000")
    page.wait_for_selector("#compare-table tbody tr")
    assert "E00000000" in page.locator("#compare-status").inner_text()
    text = page.locator("#compared").inner_text()
    for said in ("No clear difference", " is higher than ", "Not collected", "Use with caution"):
        assert said in text
    # An indicator without a value in either has no row: it is named below, with the reason.
    table = page.locator("#compare-table")
    assert table.locator("tbody tr:has(th[scope=row])").count() == table.locator("tr:has(td .figure)").count()
    assert "Not collected" in page.locator("#compare-none").inner_text()
    assert Axe().run(page, options={"preload": False}).violations_count == 0
    # What is said of two areas follows from their intervals, wherever both have one.
    checked = page.evaluate(
        """([one, other]) => {
      const [a, b] = [one, other].map((code) => window.evidence[`areas/${code}`]);
      const wrong = [];
      for (const row of document.querySelectorAll("#compare-table tbody tr")) {
        const id = /indicators\\/(\\w+)\\.html/.exec(row.innerHTML)?.[1];
        const [x, y] = [a, b].map((area) => area.figures[id]);
        if (x?.lower === undefined || y?.lower === undefined || x.period !== y.period) continue;
        const told = row.lastChild.innerText;
        const wanted = x.lower > y.upper ? `${a.name} is higher than ${b.name}`
          : x.upper < y.lower ? `${b.name} is higher than ${a.name}` : "No clear difference";
        if (!told.includes(wanted)) wrong.push([id, told]);
      }
      return wrong;
    }""",
        [ONE, OTHER],
    )
    assert checked == []
    page.locator("#area-3").focus()
    page.keyboard.type("Leeds")
    page.wait_for_function("document.querySelectorAll('#compare-table thead th').length === 5")
    assert "E08000035" in page.url
    expect(page.locator("#compare-notes")).to_contain_text("different kinds")
    with page.expect_download() as found:
        page.get_by_role("button", name="table as CSV").press("Enter")
    rows = list(csv.reader(Path(found.value.path()).read_text(encoding="utf-8").splitlines()))
    assert len({len(line) for line in rows}) == 1
    assert watched.console == []


@pytest.mark.parametrize("path", ["compare.html", "index.html", f"areas/{ONE}.html"])
def test_nothing_dead_shows_without_scripts(path: str, watched: Watched, sample_release: Path) -> None:
    context = watched.page.context.browser
    assert context is not None
    still = context.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800})
    page = Watched(still.new_page(), sample_release).open(path)
    for control in page.locator("main :is(input, select, button)").all():
        assert not control.is_visible()
    assert page.locator(f"main a[href*='areas/'], main a[href*='{ONE}']").count() >= 1
    assert width_of(page) <= 320
    still.close()
