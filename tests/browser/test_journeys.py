"""What the site's readers come for, done by keyboard alone: Tab, arrows, Enter, Space and typing."""

import csv
import re
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.conftest import Watched, width_of

# How a screen reader would name the element that has the focus, as far as our pages go.
_NAME = """() => {
  const one = document.activeElement;
  const named = one.getAttribute("aria-labelledby");
  const labels = named ? named.split(" ").map((id) => document.getElementById(id)) : one.labels || [];
  const words = one.getAttribute("aria-label") || Array.from(labels, (label) => label.textContent).join(" ")
    || one.textContent;
  return `${one.tagName.toLowerCase()}: ${words.replace(/\\s+/g, " ").trim()}`;
}"""
_SHOWN = "() => document.activeElement.getClientRects().length > 0"


def tab_to(page: Page, name: str, *, back: bool = False, most: int = 400) -> str:
    """Press Tab until the focus is on the element of this name, a pattern such as `link: Map`; returns its name."""
    passed = []
    for _ in range(most):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        passed.append(page.evaluate(_NAME))
        if re.search(name, passed[-1]):
            assert page.evaluate(_SHOWN), passed[-1]
            return passed[-1]
    raise AssertionError(f"{name} is not reached by Tab; passed {passed[:40]}")


def follow(page: Page, name: str) -> Page:
    """Tab to a link and open it by Enter."""
    tab_to(page, f"^a: {name}")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return page


def downloaded(page: Page, name: str, key: str = "Enter") -> Path:
    """Tab to something that downloads, press the key, and return the file."""
    tab_to(page, name)
    with page.expect_download() as found:
        page.keyboard.press(key)
    return Path(found.value.path())


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def phone(browser: Browser, release: Path) -> Watched:
    return Watched(browser.new_context(viewport={"width": 360, "height": 740}).new_page(), release)


def test_a_member_reads_ambition_and_working_together_on_a_phone(browser: Browser, sample_release: Path) -> None:
    watched = phone(browser, sample_release)
    page = watched.open("index.html")
    for name in ("Ambition", "Working together"):
        follow(page, name)
        assert page.locator("nav [aria-current=page]").inner_text() == name
        assert width_of(page) <= 360
        assert heading(page)
    assert watched.console == []
    page.context.close()


def test_a_resident_finds_the_neighbourhood_by_postcode(watched: Watched, sample_release: Path) -> None:
    with (sample_release / "data" / "postcodes.csv").open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["ward_code"])
    page = watched.open("index.html")
    tab_to(page, "^input: .*[Pp]ostcode")
    page.keyboard.type(row["postcode"].lower().replace(" ", ""))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/areas/{row['ward_code']}.html*")
    assert page.locator("table.profile").count() >= 1
    file = downloaded(page, "^a: .*CSV")
    assert row["ward_code"] in file.read_text(encoding="utf-8")
    assert watched.console == []


def test_an_analyst_works_an_indicators_page(watched: Watched) -> None:
    page = watched.open("indicators/recorded_crime_rate.html")
    summary, caption = page.locator("#map-summary"), page.locator("#map-table caption")
    page.wait_for_selector("#map-controls:not([hidden])")
    tab_to(page, "^select: Areas")
    before = caption.inner_text()
    page.keyboard.press("ArrowDown")
    page.wait_for_function("(before) => document.querySelector('#map-table caption').innerText !== before", arg=before)
    tab_to(page, "^select: Period")
    said = summary.inner_text()
    page.keyboard.press("ArrowDown")
    page.wait_for_function("(said) => document.querySelector('#map-summary').innerText !== said", arg=said)
    assert "recorded_crime_rate" in page.url or "#" in page.url

    table = downloaded(page, "^button: .*table as CSV", "Space").read_text(encoding="utf-8")
    shown = page.locator("#map-table tbody tr").count()
    assert len(list(csv.reader(table.splitlines()))) > shown
    assert "ynthetic" in table
    tab_to(page, "^summary: Embed")
    page.keyboard.press("Enter")
    assert "embed/recorded_crime_rate.html" in (page.locator("details[open] textarea").first.input_value())
    assert not [url for url in watched.requests if "plotly" in url]
    tab_to(page, "^button: Explore")
    page.keyboard.press("Enter")
    page.wait_for_selector(".js-plotly-plot .main-svg", timeout=20_000)
    assert watched.console == []
    assert watched.elsewhere() == []


def test_anyone_puts_a_neighbourhood_together(watched: Watched) -> None:
    page = watched.open("neighbourhood.html")
    page.wait_for_selector("#tool:not([hidden])")
    tab_to(page, "^select: Ward")
    page.keyboard.press("ArrowDown")
    tab_to(page, "^button: Add all of it")
    page.keyboard.press("Enter")
    page.wait_for_selector("#figures:not([hidden])")
    first = page.locator("#sums tbody tr").first
    before = first.inner_text()
    assert re.search(r"\d", before)
    # One more small area, chosen on the map.
    tab_to(page, "^(div|svg): .*[Mm]ap")
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "Space"):
        page.keyboard.press(key)
    page.wait_for_function("(before) => document.querySelector('#sums tbody tr').innerText !== before", arg=before)
    sums = page.locator("#sums tbody").inner_text()
    table = downloaded(page, "^button: .*table as CSV: Figures", "Space").read_text(encoding="utf-8")
    assert "ynthetic" in table
    # The address restores it, in a page that knows nothing of it.
    address = page.url
    assert "#" in address
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_selector("#figures:not([hidden])")
    assert page.locator("#sums tbody").inner_text() == sums
    assert watched.console == []
    assert watched.elsewhere() == []


def test_areas_are_compared_and_the_data_fetched(watched: Watched) -> None:
    page = watched.open("compare.html")
    page.wait_for_selector("#compare-form:not([hidden])")
    for number in (1, 2):
        tab_to(page, f"^select: Area {number}$")
        page.keyboard.press("ArrowDown")
        if number == 2:
            page.keyboard.press("ArrowDown")
    page.wait_for_selector("#compared:not([hidden])")
    rows = page.locator("#compare-table tbody tr")
    assert rows.count() > 20
    assert len([row for row in rows.all_inner_texts() if len(re.findall(r"\d[\d,.]*%", row)) >= 2]) > 10
    sheet = downloaded(page, "^button: .*table as CSV", "Space").read_text(encoding="utf-8")
    assert "ynthetic" in sheet
    shared = page.url
    assert "#" in shared

    tab_to(page, "^a: Data$", back=True)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    file = downloaded(page, "^a: .*observations.csv")
    assert file.read_bytes() == (watched.release / "data" / "observations.csv").read_bytes()
    page.goto(shared)
    page.wait_for_selector("#compared:not([hidden])")
    assert watched.console == []
    assert watched.elsewhere() == []
