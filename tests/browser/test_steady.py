"""Nothing jumps while a page comes to life: what a script shows has its room from the start."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

_WATCH = """window.moved = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.moved += entry.value;
}).observe({ type: "layout-shift", buffered: true });"""
PAGES = ("index.html", "map.html", "neighbourhood.html", "compare.html", "indicators/social_rented_share.html")
MOST = 0.05


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_stay_where_they_are(width: int, browser: Browser, sample_release: Path) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.add_init_script(_WATCH)
    # As slow as a phone, so that a page is painted before its scripts have run.
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    for path in PAGES:
        page.goto((sample_release / path).as_uri())
        page.wait_for_selector("#tool:not([hidden]), [data-ready], form:not([hidden]), #search-box:not([hidden])")
        page.wait_for_timeout(200)
        assert page.evaluate("window.moved") < MOST, path
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_link_to_a_part_of_a_page_ends_there(width: int, browser: Browser, sample_release: Path) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    address = (sample_release / PAGES[-1]).as_uri()
    page.goto(address)
    parts = [link.get_attribute("href") or "" for link in page.locator(".contents a").all()]
    assert len(parts) > 5
    for part in parts:
        for clicked in (False, True):
            page.goto(address)
            page.wait_for_selector("[data-ready]")
            if clicked:
                page.click(f".contents a[href='{part}']")
            else:
                page.goto(address + part)
            page.wait_for_timeout(200)
            top, foot = page.evaluate(
                "(part) => [document.querySelector(part).getBoundingClientRect().top, innerHeight]", part
            )
            assert 0 <= top < foot / 3 or page.evaluate("scrollY + innerHeight + 2 > document.body.scrollHeight"), part
    context.close()
