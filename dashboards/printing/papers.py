"""Which pages become PDFs, and where these stand.

Belongs here: the list of pages, their addresses, writing the files. Does not belong here: the browser (`browser`) or
what its files have of the clock (`steady`).
"""

from __future__ import annotations

import datetime
import json
import pathlib

from dashboards.printing.browser import print_files
from dashboards.printing.steady import steady_pdf

_SINGLE = ("ambition.html", "working-together.html")


def printed_pages(folder: pathlib.Path) -> list[str]:
    """Return the pages of a built site that become PDFs, as paths from the release folder."""
    areas = sorted(page.relative_to(folder).as_posix() for page in (folder / "areas").glob("*.html"))
    return [*(name for name in _SINGLE if (folder / name).is_file()), *areas]


def print_pages(folder: pathlib.Path) -> int:
    """Print a built site's pages, each into a file beside it under the same name.

    Args:
        folder: A release folder with its site.

    Returns:
        How many PDFs were written.

    Raises:
        PrintingError: There is no browser, or it failed on a page.
    """
    about = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    day, address = datetime.date.fromisoformat(about["published"]), about.get("address", "")
    pages = {folder / page: address and address + page for page in printed_pages(folder)}
    for page, content in print_files(pages).items():
        page.with_suffix(".pdf").write_bytes(steady_pdf(content, day))
    return len(pages)
