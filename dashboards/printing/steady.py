"""What takes the clock and the browser's counting out of a PDF; its layout alone may still differ (decision 19).

Belongs here: replacing what the browser takes from the clock and from its own counting. Does not belong here:
printing. Every replacement is as long as what it replaces, so that the file's table of positions stays true.
"""

from __future__ import annotations

import datetime
import re

_DATE = re.compile(rb"(/(?:Creation|Mod)Date \(D:)\d{14}([+-]\d\d'\d\d'\))")
_NODE = re.compile(rb"\(node(\d{8})\)")
# Where the elements are found by their names: the first and the last, and all in the order of the names.
_INDEX = re.compile(rb"/Limits \[\(node\d{8}\) \(node\d{8}\)\]\n/Names \[((?:\(node\d{8}\) \d+ 0 R ?)+)\]")
_ENTRY = re.compile(rb"(\(node\d{8}\)) \d+ 0 R")


def _in_order(found: re.Match[bytes]) -> bytes:
    entries = sorted(entry[0] for entry in _ENTRY.finditer(found[1]))
    first, last = entries[0][:14], entries[-1][:14]
    return b"/Limits [%s %s]\n/Names [%s]" % (first, last, b" ".join(entries))


def steady_pdf(content: bytes, day: datetime.date) -> bytes:
    """Return a PDF dated to the release's day, its elements numbered from one as they come.

    The browser numbers elements across all pages that it opened before and not always in one order, so its numbers tell
    what else was done and how fast.

    Args:
        content: A PDF as Chromium writes it.
        day: When the release was published.
    """
    numbers = {number: place for place, number in enumerate(dict.fromkeys(_NODE.findall(content)), start=1)}
    content = _NODE.sub(lambda found: b"(node%08d)" % numbers[found[1]], content)
    content = _INDEX.sub(_in_order, content)
    stamp = day.strftime("%Y%m%d000000").encode()
    return _DATE.sub(lambda found: found[1] + stamp + b"+00'00')", content)
