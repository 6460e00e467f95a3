"""Looks that a reader's machine asks for: colours of its own, a low screen, paper."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from pipelines.columns import STATUSES
from tests.browser.conftest import Watched, width_of

SIZE = 48
# A box whose pattern is not found has an outline and no fill: this one shows what that looks like.
EMPTY = "state-of-nothing"


def swatches(page: Page) -> dict[str, bytes]:
    """Draw a box of each state and of each class of a map in the page, and return a picture of each."""
    names = [*(f"state-{status}" for status in STATUSES if status != "ok"), *(f"class-{n}" for n in range(1, 6)), EMPTY]
    page.evaluate(
        """([names, size]) => {
          const holder = document.createElement("div");
          holder.style.cssText = "position:absolute;left:0;top:0;z-index:9;background:Canvas";
          const box = `width="${size}" height="${size}"`;
          const boxes = names.map((name, n) => `<svg id="seen-${n}" ${box} style="display:block">
            <rect ${box} fill="none" class="shape ${name}"/></svg>`);
          holder.innerHTML = boxes.join("");
          document.body.append(holder);
          window.scrollTo(0, 0);
        }""",
        [names, SIZE],
    )
    return {name: page.locator(f"#seen-{n}").screenshot() for n, name in enumerate(names)}


@pytest.mark.parametrize("asked", [{"forced_colors": "active"}, {"contrast": "more"}, {"color_scheme": "dark"}])
def test_every_state_is_drawn_apart_whatever_colours_are_asked_for(
    asked: dict[str, str], browser: Browser, made_up_release: Path
) -> None:
    context = browser.new_context(viewport={"width": 800, "height": 700}, **asked)  # type: ignore[arg-type]
    page = Watched(context.new_page(), made_up_release).open("map.html")
    seen = swatches(page)
    for name, picture in seen.items():
        assert [other for other, theirs in seen.items() if theirs == picture] == [name]
    context.close()


def test_nothing_stays_in_the_way_at_four_times_the_size(browser: Browser, made_up_release: Path) -> None:
    """1280 by 1024 pixels at 400% are 320 by 256: the warning scrolls away, text and figures keep the width."""
    context = browser.new_context(viewport={"width": 320, "height": 256})
    page = Watched(context.new_page(), made_up_release).open("index.html")
    assert page.locator(".synthetic").evaluate("node => getComputedStyle(node).position") == "static"
    assert width_of(page) <= 320
    heights = page.locator("header a, footer li a").evaluate_all("links => links.map(link => link.offsetHeight)")
    assert min(heights) >= 24
    context.close()


def test_working_together_prints_as_a_board_paper(browser: Browser, made_up_release: Path) -> None:
    context = browser.new_context()
    page = Watched(context.new_page(), made_up_release).open("working-together.html")
    pdf = page.pdf(format="A4", tagged=True)
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") <= 7
    page.emulate_media(media="print")
    assert page.locator("nav").is_hidden()
    assert page.locator(".synthetic").is_visible()
    assert page.locator("#headings").is_visible()
    context.close()
