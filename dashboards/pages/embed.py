"""A small page for each indicator, made to stand inside another site's page.

Belongs here: what such a page shows. Does not belong here: drawing, and the pictures' choice (`indicator_views.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboards.site import Site


def write_embed(site: Site, shown: Mapping[str, Any]) -> None:
    """Write embed/<id>.html with the pictures that the page of the indicator has.

    Args:
        site: The site.
        shown: What that page shows.
    """
    views = [(name, label) for name, label in (("map", "Map"), ("trend", "Over time"), ("bars", "Wards"))]
    there = {"map": shown["panel"] and shown["panel"].picture, "trend": shown["trend"], "bars": shown["bars"]}
    site.write(
        shown["embed"],
        "embed.html",
        **{name: shown[name] for name in ("indicator", "panel", "trend", "bars", "headline", "cells", "heads")},
        views=[(name, label) for name, label in views if there[name]],
    )
