"""Every colour of the site, light and dark, in one place.

Belongs here: colour tokens and the style sheet block made from them. Does not belong here: layout.
A unit test holds every pair of text and background to 4.5:1.
"""

from __future__ import annotations

LIGHT = {
    "page": "#ffffff",
    "surface": "#f3f5f7",
    "ink": "#15202b",
    "muted": "#4b5a67",
    "line": "#c5ced6",
    "link": "#0b4f8a",
    "visited": "#5b3a8c",
    "brand": "#10314f",
    "brand-ink": "#ffffff",
    "warn": "#ffd84d",
    "warn-ink": "#1d1600",
    "bar": "#2f7fb8",
    "band": "#d3e5f2",
    "city": "#a8440a",
    "country": "#5a4a9c",
    "hatch": "#5b6b78",
    "better": "#d6e8fb",
    "better-ink": "#0b3a6b",
    "worse": "#ffe2cb",
    "worse-ink": "#742f00",
    "apart": "#e8e2f4",
    "apart-ink": "#44307c",
    "class-1": "#dcebf7",
    "class-2": "#a9cfe8",
    "class-3": "#62a8d1",
    "class-4": "#2470a6",
    "class-5": "#0a3a6b",
    "class-1-ink": "#15202b",
    "class-2-ink": "#15202b",
    "class-3-ink": "#15202b",
    "class-4-ink": "#ffffff",
    "class-5-ink": "#ffffff",
}

DARK = {
    "page": "#10181f",
    "surface": "#1a252e",
    "ink": "#edf2f6",
    "muted": "#b0bdc8",
    "line": "#41515e",
    "link": "#8fc9ff",
    "visited": "#cdb4ff",
    "brand": "#0a1117",
    "brand-ink": "#edf2f6",
    "warn": "#ffd84d",
    "warn-ink": "#1d1600",
    "bar": "#5fa9da",
    "band": "#24445c",
    "city": "#ffb27a",
    "country": "#c3b5ff",
    "hatch": "#a3b3c0",
    "better": "#173f66",
    "better-ink": "#dcedff",
    "worse": "#5e2c0a",
    "worse-ink": "#ffe6d3",
    "apart": "#3a2f5e",
    "apart-ink": "#ece5ff",
    "class-1": "#1b3a54",
    "class-2": "#1f5a86",
    "class-3": "#4a97cb",
    "class-4": "#8cc3e6",
    "class-5": "#d9edfb",
    "class-1-ink": "#ffffff",
    "class-2-ink": "#ffffff",
    "class-3-ink": "#0b1319",
    "class-4-ink": "#0b1319",
    "class-5-ink": "#0b1319",
}

CLASS_COUNT = 5

# Text token and the tokens it is printed on.
TEXT_PAIRS = (
    *((text, ground) for text in ("ink", "muted", "link", "visited") for ground in ("page", "surface")),
    *((text, "page") for text in ("city", "country")),
    ("brand-ink", "brand"),
    ("warn-ink", "warn"),
    ("better-ink", "better"),
    ("worse-ink", "worse"),
    ("apart-ink", "apart"),
    *((f"class-{n}-ink", f"class-{n}") for n in range(1, CLASS_COUNT + 1)),
)


def token(name: str) -> str:
    """Return the reference to a colour, as style sheets and the figures both write it."""
    return f"var(--{name})"


def tokens_css() -> str:
    """Return the custom properties: light everywhere, dark only on a screen that asks for it."""
    light = "".join(f"--{name}:{value};" for name, value in LIGHT.items())
    dark = "".join(f"--{name}:{value};" for name, value in DARK.items())
    return (
        f":root{{color-scheme:light;{light}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{color-scheme:dark;{dark}}}}}\n"
    )
