"""What takes the clock and the browser's counting out of a PDF; its layout alone may still differ (decision 19).

Belongs here: replacing what the browser takes from the clock and from its own counting. Does not belong here:
printing. Every replacement is as long as what it replaces, so that the file's table of positions stays true.
"""

from __future__ import annotations

import datetime
import re

_DATE = re.compile(rb"(/(?:Creation|Mod)Date \(D:)\d{14}([+-]\d\d'\d\d'\))")
_NODE = re.compile(rb"\(node(\d{8})\)")


def steady_pdf(content: bytes, day: datetime.date) -> bytes:
    """Return a PDF dated to the release's day, its elements numbered from one.

    The browser numbers elements across all pages that it opened before, so the numbers tell the order of printing.
    Their order within the page is kept, because the file finds them by it.

    Args:
        content: A PDF as Chromium writes it.
        day: When the release was published.
    """
    numbers = {number: place for place, number in enumerate(sorted(set(_NODE.findall(content))), start=1)}
    content = _NODE.sub(lambda found: b"(node%08d)" % numbers[found[1]], content)
    stamp = day.strftime("%Y%m%d000000").encode()
    return _DATE.sub(lambda found: found[1] + stamp + b"+00'00')", content)
