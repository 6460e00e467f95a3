"""Which pages become PDFs, and printing them side by side.

Belongs here: the list of pages, the settings of the paper, the work in parallel. Does not belong here: talking to
the browser (`browser`) or what its files have of the clock (`steady`).
"""

from __future__ import annotations

import base64
import datetime
import json
import os
import pathlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from dashboards.printing.browser import Browser, started_browser
from dashboards.printing.steady import steady_pdf

_SINGLE = ("ambition.html", "working-together.html")
_MOST_AT_ONCE = 4
_PAPER = {
    "preferCSSPageSize": True,
    "paperWidth": 8.27,
    "paperHeight": 11.69,
    "generateTaggedPDF": True,
    "generateDocumentOutline": True,
}
# A link on paper leads to where the site is published; without an address it would lead to this machine's folders.
_LINKS = """for (const link of document.querySelectorAll("a[href]")) {
  const href = link.getAttribute("href"), address = %s;
  if (/^(#|https?:|mailto:)/.test(href)) continue;
  if (address) link.href = new URL(href, address); else link.removeAttribute("href");
}"""


def paper_of(page: str) -> str:
    """Return the path of a page's PDF: beside the page, under the same name."""
    return page.removesuffix(".html") + ".pdf"


def printed_pages(folder: pathlib.Path) -> list[str]:
    """Return the pages of a built site that become PDFs, as paths from the release folder."""
    areas = sorted(page.relative_to(folder).as_posix() for page in (folder / "areas").glob("*.html"))
    return [*(name for name in _SINGLE if (folder / name).is_file()), *areas]


def print_pages(folder: pathlib.Path) -> int:
    """Print a built site's pages into the release folder.

    Args:
        folder: A release folder with its site.

    Returns:
        How many PDFs were written.

    Raises:
        PrintingError: There is no browser, or it failed on a page.
    """
    about = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    day, address = datetime.date.fromisoformat(about["published"]), about.get("address", "")
    pages = printed_pages(folder)
    at_once = min(_MOST_AT_ONCE, os.cpu_count() or 1)
    with started_browser() as browser, ThreadPoolExecutor(at_once) as pool:
        parts = [pages[start::at_once] for start in range(at_once)]
        list(pool.map(lambda part: _print_some(browser, folder, part, day, address), parts))
    return len(pages)


def _print_some(browser: Browser, folder: pathlib.Path, pages: Sequence[str], day: datetime.date, address: str) -> None:
    """Print pages one after the other in a tab of their own."""
    tab = browser.new_tab()
    for page in pages:
        browser.open(tab, (folder / page).resolve().as_uri())
        links = _LINKS % json.dumps(address and address + page)
        browser.send("Runtime.evaluate", tab, expression=links)
        made = browser.send("Page.printToPDF", tab, **_PAPER)
        (folder / paper_of(page)).write_bytes(steady_pdf(base64.b64decode(made["data"]), day))
