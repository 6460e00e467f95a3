"""The one style sheet of the site, put together from its parts.

Belongs here: joining and shortening what stands in `static/css`.
Does not belong here: rules, colours (`charts/theme.py`).
"""

from __future__ import annotations

import pathlib
import re

from dashboards.charts.theme import tokens_css

_PARTS = pathlib.Path(__file__).parent / "static" / "css"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_QUOTED = re.compile(r'("[^"\n]*")')
# A space before a colon or a parenthesis can mean something in a selector, so those stay.
_NEEDLESS = re.compile(r"\s*([{};,>])\s*|(?<=:)\s+")


def shortened(css: str) -> str:
    """Return the same rules without comments and without blanks that mean nothing; quoted text stays as it is."""
    pieces = _QUOTED.split(_COMMENT.sub("", css))
    pieces[::2] = [_NEEDLESS.sub(r"\1", re.sub(r"\s+", " ", piece)).replace(";}", "}") for piece in pieces[::2]]
    return "".join(pieces).replace("}", "}\n").replace("\n}", "}").lstrip()


def site_css() -> str:
    """Return the whole sheet: the colours, then every part in the order of names."""
    parts = "".join(part.read_text(encoding="utf-8") for part in sorted(_PARTS.glob("*.css")))
    return tokens_css() + shortened(parts)


def picture_css() -> str:
    """Return the rules that charts and maps need and nothing else, for a picture that leaves the site."""
    return shortened("".join((_PARTS / name).read_text(encoding="utf-8") for name in ("40-charts.css", "45-maps.css")))
