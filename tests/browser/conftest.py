"""A real browser on the pages of the sample's and the real release, opened from the folder as a reader would."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PAGE_TYPES = {
    "home": "index.html",
    "map": "map.html",
    "indicator with intervals": "indicators/social_rented_share.html",
    "indicator with years": "indicators/life_satisfaction_mean.html",
    "area": "areas/E05011384.html",
    "city": "areas/E08000035.html",
    "data": "data.html",
    "quality": "quality.html",
    "methods": "methods.html",
    "ambition": "ambition.html",
    "agreements": "agreements.html",
    "your neighbourhood": "neighbourhood.html",
    "compare": "compare.html",
    "accessibility": "accessibility.html",
    "embed": "embed/social_rented_share.html",
}
# Only a release with surveys has this one; the real files have none.
SURVEY_PAGES = {"working together": "working-together.html"}
# Pages of the made-up release whose parts on surveys and on change reach every branch.
MADE_UP_PAGES = {
    "working together": "working-together.html",
    "methods": "methods.html",
    "modelled": "indicators/trust_neighbours_share.html",
    "model withheld": "indicators/life_satisfaction_survey_mean.html",
    "gap": "indicators/forming_gap_score.html",
    "ward with modelled": "areas/X05000003.html",
    "city": "areas/X08000001.html",
    "home": "index.html",
    "map": "map.html",
    "ambition": "ambition.html",
    "agreements": "agreements.html",
    "indicator with a target, fifths and a funnel": "indicators/claimant_share.html",
    "amount with a target": "indicators/sector_income_amount.html",
    "ward with scores": "areas/X05000012.html",
    "quality with revisions": "quality.html",
}


@pytest.fixture(scope="session")
def made_up_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the unit tests' made-up release."""
    from dashboards.build import build_site
    from tests.unit.dashboards.fixture_release import write_release

    folder = tmp_path_factory.mktemp("made_up")
    write_release(folder, boundaries=False, synthetic=True)
    build_site(folder)
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium; without one the test is skipped, but in CI it fails."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is absent, and CI must open the pages")
        pytest.skip("Chromium is not installed: the pages are not opened")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield started
        started.close()


# Only what is wrong comes back: what is right would be megabytes on a page with a large table.
# The size of targets is a rule of WCAG 2.2 that axe leaves off unless asked.
_AXE = """axe.run({
  preload: false, rules: { "target-size": { enabled: true } }, resultTypes: ["violations"],
}).then((found) => found.violations.map((one) =>
  `${one.id}: ${one.help}: ${one.nodes.slice(0, 5).map((node) => node.target.join(" ")).join("; ")}`))"""


# Of rows and items that are built alike, to the last class and attribute, the first two stand for all: reading the
# colours of every cell of a table with a thousand rows takes a minute and can find nothing new.
_THINNED = """() => {
  for (const list of document.querySelectorAll("tbody, ul, ol, dl")) {
    const seen = {};
    for (const item of [...list.children]) {
      const built = [item, ...item.querySelectorAll("*")].map((one) =>
        `${one.tagName} ${one.getAttribute("class")} ${one.getAttributeNames()}`).join();
      seen[built] = (seen[built] || 0) + 1;
      if (seen[built] > 2) item.remove();
    }
  }
}"""


def lay_out(page: Page) -> None:
    """Lay out every part of a page, as reading it does: what is far below the screen has no width yet."""
    # By hand: Playwright's own way waits for an event that never comes where scripts are off.
    page.evaluate(
        """() => document.head.append(Object.assign(document.createElement("style"), {
          textContent: "main * { content-visibility: visible !important }" }))"""
    )


def width_of(page: Page) -> int:
    """How wide the page is with every part of it laid out."""
    lay_out(page)
    return int(page.evaluate("document.documentElement.scrollWidth"))


def violations(page: Page) -> list[str]:
    """What axe finds wrong with a page as it stands; it is thinner afterwards."""
    lay_out(page)
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
        page.evaluate(_THINNED)
    found: list[str] = page.evaluate(_AXE)
    return found


class Watched:
    """A page with what it said and asked for."""

    def __init__(self, page: Page, release: Path) -> None:
        self.page, self.release = page, release
        self.console: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.console.append(message.text))
        page.on("pageerror", lambda error: self.console.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))

    def open(self, path: str) -> Page:
        """Open a page of the release from the folder."""
        self.page.goto((self.release / path).as_uri())
        return self.page

    def elsewhere(self) -> list[str]:
        """Requests that were not for a file of the folder."""
        return [url for url in self.requests if not url.startswith(("file://", "data:"))]


@pytest.fixture
def watched(browser: Browser, sample_release: Path) -> Iterator[Watched]:
    """A wide page on the sample's release."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield Watched(context.new_page(), sample_release)
    context.close()
