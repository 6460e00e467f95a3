"""An analyst's page: files made of views are what they show, charts open, and a page to embed stands alone."""

import csv
import io
import struct
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Watched, width_of

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def made_up(browser: Browser, made_up_release: Path) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    yield Watched(context.new_page(), made_up_release)
    context.close()


def saved(page: Page, view: str, label: str, folder: Path) -> bytes:
    """Press a view's button and return the file."""
    with page.expect_download() as download:
        page.locator(f'[data-view="{view}"] > .tools').get_by_role("button", name=f"as {label}").click()
    target = folder / download.value.suggested_filename
    assert target.suffix == f".{label.lower()}"
    download.value.save_as(target)
    return target.read_bytes()


def test_files_of_a_view_are_what_it_shows(made_up: Watched, tmp_path: Path) -> None:
    page = made_up.open("indicators/crime_rate.html")
    content = saved(page, "ward", "CSV", tmp_path).decode("utf-8")
    assert content.count("\r\n") == content.count("\n")
    head, *rows = list(csv.reader(io.StringIO(content)))
    assert head[:4] == ["Code", "Area", "Period", "Value (per 1,000)"]
    assert head[-2:] == ["Synthetic", "Source"]
    lines = page.locator("#table-ward tbody tr")
    assert len(rows) == lines.count() == 33
    for row, line in zip(rows, lines.all(), strict=True):
        name, value, lower, upper = (cell.inner_text() for cell in line.locator("th, td").all()[:4])
        assert row[1].removeprefix("'") == name
        for written, shown in zip(row[3:6], (value, lower, upper), strict=True):
            assert written == shown.split(" ")[0].replace(",", "").replace("–", ""), (name, shown)
    names = [row[1] for row in rows]
    assert '\'=HYPERLINK("x")' in names, "text that a spreadsheet takes for a formula is text"
    states = {row[head.index("Status")].split(":")[0] for row in rows}
    assert {"Value", "Use with caution", "Suppressed", "Not applicable", "Missing at source"} <= states
    assert all("Synthetic data" in row[-2] for row in rows)

    for view in ("map", "trend", "bars", "distribution"):
        text = saved(page, view, "SVG", tmp_path).decode("utf-8")
        picture = ElementTree.fromstring(text)  # noqa: S314 - our own file
        words = " ".join(node.text or "" for node in picture.iter(f"{SVG}text"))
        assert page.locator(f'[data-view="{view}"]').get_attribute("data-title").split()[0] in words
        assert "Example Partnership (2026)" in words
        assert "Synthetic data" in words
        assert "href" not in text
        assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
        assert "var(" not in text
        known = {node.get("id") for node in picture.iter(f"{SVG}pattern")}
        assert all(part.split(")")[0] in known for part in text.split("url(#")[1:])
        if view == "map":
            assert {"pattern-suppressed", "pattern-caution"} <= known
    bitmap = saved(page, "bars", "PNG", tmp_path)
    assert bitmap.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">I", bitmap[16:20])[0] == 2 * 760
    assert "saved" in page.locator('[data-view="bars"] > .tools [role=status]').inner_text()
    code = page.locator('[data-view="trend"] textarea').input_value()
    assert 'src="embed/crime_rate.html#view=trend"' in code
    assert made_up.console == []
    assert [url for url in made_up.elsewhere() if not url.startswith("blob:")] == []


def test_charts_open_without_a_word(made_up: Watched) -> None:
    page = made_up.open("indicators/crime_rate.html")
    assert not [url for url in made_up.requests if "plotly" in url or "figures/" in url]
    for name in ("trend", "bars", "distribution"):
        page.locator(f'[data-explore="{name}"] > button').click()
        page.wait_for_selector(f"#{name}-chart .main-svg", timeout=20_000)
        assert page.locator(f"#{name}-plot").get_by_text("Synthetic data").count()
    assert made_up.elsewhere() == []
    assert made_up.console == []
    page.locator('[data-explore="bars"] > button').click()
    assert page.locator("#bars-chart").count() == 0


def test_a_page_to_embed_stands_alone(browser: Browser, made_up_release: Path) -> None:
    for width, scheme in ((640, "light"), (320, "dark")):
        context = browser.new_context(viewport={"width": width, "height": 640}, color_scheme=scheme)  # type: ignore[arg-type]
        watched = Watched(context.new_page(), made_up_release)
        page = watched.page
        page.goto(f"{(made_up_release / 'embed/crime_rate.html').as_uri()}#view=map&area=X05000012")
        assert page.locator("[data-part=map]").is_visible()
        assert page.locator("[data-part=bars]").is_hidden()
        assert "per 1,000" in page.locator("#area-said").inner_text()
        assert page.locator(".cursor").count() == 2
        assert "Synthetic data" in page.locator("main").inner_text()
        assert Axe().run(page, options={"preload": False}).violations_count == 0
        page.evaluate("location.hash = '#view=trend'")
        page.wait_for_selector("[data-part=trend]:not([hidden])")
        assert page.locator("[data-part=map]").is_hidden()
        assert width_of(page) <= width
        assert watched.console == []
        assert watched.elsewhere() == []
        context.close()
