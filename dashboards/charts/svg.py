"""Writing SVG safely: every attribute and every text is escaped.

Belongs here: one element, one picture with title and description. Does not belong here: charts.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from markupsafe import Markup, escape

SYNTHETIC_NOTE = "Synthetic data: made-up numbers, for demonstration"
# The longest of these that fits a small picture is printed.
_NOTES = (SYNTHETIC_NOTE, "Synthetic data: made-up numbers", "Synthetic data")
_BOLD_LETTER = 0.58
_KEPT = 1 << 12
_unsafe = re.compile("[&<>\"']").search

Attribute = str | float | int | None


@functools.cache
def _attribute_name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _number(value: float) -> str:
    """Write a coordinate with at most one decimal, so that pages stay small."""
    return f"{value:.1f}".removesuffix(".0")


def _text(text: str) -> str:
    """Escape a text, not markup. A site has some hundred thousand of them, and few hold a sign to be escaped."""
    return text if isinstance(text, Markup) or not _unsafe(text) else escape(text)


# Pictures repeat each other's attributes. A text and markup of the same signs are equal, so their types are told apart.
@functools.lru_cache(maxsize=_KEPT, typed=True)
def _attribute(key: str, text: str) -> str:
    return f' {_attribute_name(key)}="{_text(text)}"'


def _markup(text: str) -> Markup:
    """Mark a text as safe; calling Markup first looks whether it is something else that tells its markup."""
    return str.__new__(Markup, text)


def element(name: str, *children: str | Markup, **attributes: Attribute) -> Markup:
    """Return one SVG element.

    Args:
        name: Name of the element.
        children: Text (escaped) or markup.
        attributes: `class_` becomes `class`, `stroke_width` becomes `stroke-width`; None is left out.
    """
    # A site has ten thousands of elements: nothing here may take long.
    own = ""
    for key, value in attributes.items():
        if isinstance(value, str):
            own += _attribute(key, value)
        elif isinstance(value, float):
            own += f' {_attribute_name(key)}="{_number(value)}"'
        elif value is not None:
            own += f' {_attribute_name(key)}="{value}"'
    if not children:
        return _markup(f"<{name}{own}/>")
    return _markup(f"<{name}{own}>{''.join([_text(child) for child in children])}</{name}>")


def joined(parts: Iterable[Markup]) -> Markup:
    """Put pieces of markup after each other."""
    return _markup("".join(map(_text, parts)))


def picture(
    identifier: str,
    width: float,
    height: float,
    *children: Markup,
    title: str,
    description: str,
    class_: str = "",
    synthetic: bool = False,
) -> Markup:
    """Return a whole picture with a name and a description for those who cannot see it.

    A synthetic picture carries its warning inside, so that it stays when someone copies the picture.
    """
    if synthetic:
        size = 13 if width <= 800 else width / 36
        height += size + 8
        words = next((note for note in _NOTES if len(note) * size * _BOLD_LETTER <= width - 8), _NOTES[-1])
        note = element("text", words, x=4, y=height - 6, class_="note", font_size=size)
        children = (*children, note)
    return element(
        "svg",
        element("title", title, id=f"{identifier}-title"),
        element("desc", description, id=f"{identifier}-desc"),
        *children,
        id=identifier,
        class_=class_ or None,
        viewBox=f"0 0 {_number(width)} {_number(height)}",
        role="img",
        aria_labelledby=f"{identifier}-title",
        aria_describedby=f"{identifier}-desc",
    )
