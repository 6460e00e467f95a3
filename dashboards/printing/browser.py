"""Printing files of this machine with the Chromium, Chrome or Edge that is installed, by way of Playwright.

Belongs here: finding the browser, its settings, several pages at once, and what to say when it cannot be done. Does
not belong here: which pages are printed and what becomes of them (`papers`).
"""

from __future__ import annotations

import asyncio
import importlib.util
import pathlib
import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from dashboards.errors import PrintingError

if TYPE_CHECKING:
    from playwright.async_api import Page

_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "microsoft-edge-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
# Playwright itself switches off updates, synchronising and whatever else a browser does unasked.
_ARGUMENTS = ("--disable-gpu", "--disable-quic")
_PAGES_AT_ONCE = 2
_MILLISECONDS = 120_000
# A link on paper leads to where the site is published; without an address it would lead to this machine's folders.
_LINKS = """(address) => {
  for (const link of document.querySelectorAll("a[href]")) {
    const href = link.getAttribute("href");
    if (/^(#|https?:|mailto:)/.test(href)) continue;
    if (address) link.href = new URL(href, address); else link.removeAttribute("href");
  }
}"""


def find_browser() -> str:
    """Return the command of an installed Chromium, Chrome or Edge.

    Raises:
        PrintingError: There is none; the message says what to install.
    """
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return found
    raise PrintingError(
        "PDFs are printed by Chromium, Chrome or Edge, and none was found on this machine. Install one "
        "(Debian and Ubuntu: `apt install chromium`; macOS: Google Chrome), or run without --pdf."
    )


def check_printing() -> None:
    """Tell before any work whether this machine could print.

    Raises:
        PrintingError: It could not; the message says what to do.
    """
    if importlib.util.find_spec("playwright") is None:
        raise PrintingError(
            "PDFs are printed by way of Playwright, which is not installed. Run `make pdf`, or for a folder of files "
            "`make pdf INBOX=DIR`: it installs Playwright and makes the release with PDFs. Or run without --pdf."
        )
    find_browser()


def print_files(files: Mapping[pathlib.Path, str]) -> dict[pathlib.Path, bytes]:
    """Print pages with scripts off, several at once; returns each with its PDF.

    Args:
        files: Pages, each with its address on the web, or an empty text where there is none.

    Raises:
        PrintingError: There is no browser, or it failed on a page.
    """
    # A thread of its own: who calls may have an event loop at work already, as notebooks do.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, _printed(files)).result()


async def _printed(files: Mapping[pathlib.Path, str]) -> dict[pathlib.Path, bytes]:
    from playwright.async_api import Error, async_playwright

    made: dict[pathlib.Path, bytes] = {}
    waiting = iter(files.items())

    async def print_in(page: Page) -> None:
        for file, address in waiting:
            made[file] = await _print_one(page, file, address)

    try:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=find_browser(), args=_ARGUMENTS)
            context = await browser.new_context(java_script_enabled=False, offline=True)
            context.set_default_timeout(_MILLISECONDS)
            await asyncio.gather(*[print_in(await context.new_page()) for _ in range(_PAGES_AT_ONCE)])
    except Error as error:
        raise PrintingError(f"Printing failed: {error.message.splitlines()[0]}") from error
    return made


async def _print_one(page: Page, file: pathlib.Path, address: str) -> bytes:
    await page.goto(file.resolve().as_uri())
    await page.evaluate(_LINKS, address)
    return await page.pdf(format="A4", prefer_css_page_size=True, tagged=True, outline=True)
