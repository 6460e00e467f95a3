"""What the benchmark of the site asks a real browser: bytes of a page, when it is ready, how fast it reacts.

Belongs here: driving Chromium. Does not belong here: budgets and printing (`site`).
"""

import statistics
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import CDPSession, Page, sync_playwright

from dashboards.printing.browser import find_browser

QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
ROUNDS = 3
# 1.6 Mbit/s with the delay that Lighthouse and WebPageTest use for it.
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
SLOWER_BY = 4
# A page is ready when it has been laid out and everything that it or its scripts asked for has arrived.
READY = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const parts = performance.getEntriesByType("resource").map((part) => part.responseEnd);
  return Math.max(page.loadEventEnd, ...parts) / 1000;
}"""
# From the reader's act until the page has been laid out again; what has to be loaded for it was loaded before.
CHANGE = """async ([selector, value]) => {
  const field = document.querySelector(selector);
  const began = performance.now();
  field.value = value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  for (let turn = 0; turn < 20; turn += 1) await null;
  document.body.getBoundingClientRect();
  return performance.now() - began;
}"""
CLICK = """async ([selector, place]) => {
  const shape = document.querySelectorAll(selector)[place];
  const began = performance.now();
  shape.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  for (let turn = 0; turn < 20; turn += 1) await null;
  document.body.getBoundingClientRect();
  return performance.now() - began;
}"""


@contextmanager
def _page() -> Iterator[tuple[Page, CDPSession]]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=QUIET)
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        yield page, page.context.new_cdp_session(page)
        browser.close()


def measured_pages(address: str, pages: dict[str, str]) -> Iterator[tuple[str, float, float, float]]:
    """Name, bytes over the wire, seconds to ready, and the same throttled, each the median of a few openings."""
    with _page() as (page, session):
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        received: list[float] = []
        session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
        for name, path in pages.items():
            plain = [_ready(page, address + path) for _ in range(ROUNDS)]
            received.clear()
            _ready(page, address + path)
            size = sum(received)
            session.send("Network.emulateNetworkConditions", SLOW)
            session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_BY})
            slow = [_ready(page, address + path) for _ in range(ROUNDS)]
            session.send("Network.emulateNetworkConditions", SLOW | {"latency": 0} | dict.fromkeys(_FLOWS, -1))
            session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
            yield name, size, statistics.median(plain), statistics.median(slow)


_FLOWS = ("downloadThroughput", "uploadThroughput")


def _ready(page: Page, address: str) -> float:
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_load_state("networkidle")
    ready: float = page.evaluate(READY)
    return ready


def reactions(address: str, pages: dict[str, str]) -> Iterator[tuple[str, float]]:
    """What the map and the reader's own neighbourhood take to react, in milliseconds."""
    with _page() as (page, _):
        for name, level in (("wards", "ward"), ("small areas", "lsoa21")):
            page.goto(address + pages["map"])
            page.wait_for_load_state("networkidle")
            if page.locator(f"#map-level option[value={level}]:not([disabled])").count():
                page.select_option("#map-level", level)
                yield f"map, another indicator: {name}", _recolour(page, level)
        if "neighbourhood" in pages:
            page.goto(address + pages["neighbourhood"])
            page.wait_for_selector("#map path.shape")
            times = [page.evaluate(CLICK, ["#map path.shape", place]) for place in range(40)]
            yield "your neighbourhood, one more small area", statistics.median(times)


def _recolour(page: Page, level: str) -> float:
    """Median time of showing an indicator once more, after each was shown and loaded once."""
    known = page.eval_on_selector_all("#indicator option", "(all) => all.map((one) => one.value)")
    shown = []
    for indicator in known[:12]:
        page.select_option("#indicator", indicator)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(100)
        if page.locator("#map-level").input_value() == level:
            shown.append(indicator)
    return statistics.median(page.evaluate(CHANGE, ["#indicator", indicator]) for indicator in shown)
