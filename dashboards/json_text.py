"""JSON as the site writes it.

Belongs here: turning values into text. Does not belong here: files and what stands in them (`scripts/data.py`,
`sharing/packages.py`), JSON inside a page (`site.py`). The standard library takes five times as long, which was a
twentieth of a build.
"""

from __future__ import annotations

from typing import Any

import msgspec

# A decimal number is a number to whoever reads it; without this it would become a text.
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def json_text(content: Any) -> str:
    """Return JSON in one line without spaces; every sign stays itself.

    Args:
        content: Dictionaries, sequences, texts, numbers of Python, dates (as ISO 8601); not-a-number becomes null,
            which readers take for a missing value.

    Raises:
        TypeError: It holds what msgspec does not know, such as a number of NumPy.
    """
    return _ENCODER.encode(content).decode()
