"""Every colour of the site, light and dark, in one place.

Belongs here: colour tokens and the style sheet block made from them. Does not belong here: layout.

The colours of map classes are declared as lightness, chroma and hue of OKLCH (B. Ottosson 2020), because equal steps of
its lightness look equal; the numbers sent to a browser are worked out from them. Unit tests hold neighbouring classes
apart for the three kinds of colour blindness, text to 4.5:1 on its ground and marks to 3:1 on the page.
"""

from __future__ import annotations

import math

Lch = tuple[float, float, float]

CLASS_COUNT = 5

# More is darker on a light page and lighter on a dark one: always further from the page.
SEQUENTIAL: dict[str, tuple[Lch, ...]] = {
    "light": ((0.945, 0.026, 220), (0.845, 0.065, 228), (0.715, 0.105, 238), (0.545, 0.125, 250), (0.35, 0.105, 262)),
    "dark": ((0.34, 0.055, 255), (0.435, 0.08, 248), (0.53, 0.1, 243), (0.72, 0.1, 233), (0.9, 0.05, 222)),
}
# Below the middle brown, above it teal: neither is the colour of better or worse.
DIVERGING: dict[str, tuple[Lch, ...]] = {
    "light": ((0.5, 0.11, 50), (0.78, 0.085, 65), (0.955, 0.006, 250), (0.79, 0.065, 200), (0.475, 0.08, 210)),
    "dark": ((0.8, 0.11, 65), (0.52, 0.085, 55), (0.36, 0.012, 250), (0.5, 0.07, 205), (0.82, 0.075, 200)),
}
# Classes on which a name is written in the colour of the page; on the others it has the colour of text.
REVERSED = ("class-4", "class-5", "div-1", "div-5")


def hex_of(colour: Lch) -> str:
    """Return an OKLCH colour as sRGB in hexadecimal.

    Args:
        colour: Lightness from 0 to 1, chroma, hue in degrees; inside what sRGB can show.
    """
    lightness, chroma, hue = colour
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    shares = (12.92 * x if x <= 0.0031308 else 1.055 * x ** (1 / 2.4) - 0.055 for x in linear)
    return "#" + "".join(f"{round(255 * min(max(share, 0), 1)):02x}" for share in shares)


def _classes(scheme: str) -> dict[str, str]:
    palettes = (("class", SEQUENTIAL), ("div", DIVERGING))
    return {f"{name}-{n}": hex_of(lch) for name, palette in palettes for n, lch in enumerate(palette[scheme], 1)}


LIGHT = {
    "page": "#ffffff",
    "surface": "#f3f6f9",
    "ink": "#15202b",
    "muted": "#4b5a67",
    "line": "#c8d1d9",
    "mid": "#818e9a",
    "link": "#0b4f8a",
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
    **_classes("light"),
}

DARK = {
    "page": "#10181f",
    "surface": "#1a252e",
    "ink": "#edf2f6",
    "muted": "#b0bdc8",
    "line": "#3a4955",
    "mid": "#6d7c89",
    "link": "#8fc9ff",
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
    **_classes("dark"),
}

# What changes for a reader who asks for more contrast: text to 7:1 and more, lines that are seen.
MORE = {
    "light": {
        "ink": "#000000",
        "muted": "#2b3742",
        "line": "#6b7985",
        "mid": "#4b5a67",
        "link": "#003a70",
        "hatch": "#15202b",
    },
    "dark": {
        "ink": "#ffffff",
        "muted": "#dde5ec",
        "line": "#8b9aa6",
        "mid": "#b0bdc8",
        "link": "#b9deff",
        "hatch": "#edf2f6",
    },
}

# Text token and the tokens it is printed on.
TEXT_PAIRS = (
    *((text, ground) for text in ("ink", "muted", "link") for ground in ("page", "surface")),
    *((text, "page") for text in ("city", "country")),
    ("brand-ink", "brand"),
    ("warn-ink", "warn"),
    ("better-ink", "better"),
    ("worse-ink", "worse"),
    ("apart-ink", "apart"),
    *(
        ("page" if name in REVERSED else "ink", name)
        for name in (f"{palette}-{n}" for palette in ("class", "div") for n in range(1, CLASS_COUNT + 1))
    ),
)

# Marks that carry a figure, and the ring of what is in focus: each is seen on the page by itself.
MARKS = ("ink", "muted", "mid", "bar", "city", "country", "hatch")


def token(name: str) -> str:
    """Return the reference to a colour, as style sheets and the figures both write it."""
    return f"var(--{name})"


def tokens_css() -> str:
    """Return the custom properties: light everywhere, dark and more contrast only on a screen that asks for it."""

    def block(colours: dict[str, str]) -> str:
        return "".join(f"--{name}:{value};" for name, value in colours.items()).rstrip(";")

    changed = {name: value for name, value in DARK.items() if LIGHT[name] != value}
    more, dark = "(prefers-contrast:more)", "(prefers-color-scheme:dark)"
    return (
        f":root{{color-scheme:light;{block(LIGHT)}}}\n"
        f"@media screen and {more}{{:root{{{block(MORE['light'])}}}}}\n"
        f"@media screen and {dark}{{:root{{color-scheme:dark;{block(changed)}}}}}\n"
        f"@media screen and {dark} and {more}{{:root{{{block(MORE['dark'])}}}}}\n"
    )
