"""Builds the site of a release.

Belongs here: the order of the work and the static files. Does not belong here: any page's content.
"""

from __future__ import annotations

import importlib.util
import pathlib
import shutil

from dashboards.charts.theme import tokens_css
from dashboards.pages import (
    agreements,
    ambition,
    area,
    data,
    home,
    indicator,
    map,
    methods,
    quality,
    working_together,
)
from dashboards.reading import read_release
from dashboards.site import make_site

_STATIC = pathlib.Path(__file__).parent / "static"


def _plotly_script() -> pathlib.Path | None:
    """Find plotly.js inside the installed package without importing it, which would take seconds."""
    found = importlib.util.find_spec("plotly")
    for folder in (found.submodule_search_locations or ()) if found else ():
        script = pathlib.Path(folder) / "package_data" / "plotly.min.js"
        if script.is_file():
            return script
    return None


def _write_static(folder: pathlib.Path) -> None:
    target = folder / "static"
    target.mkdir(exist_ok=True)
    css = tokens_css() + (_STATIC / "site.css").read_text(encoding="utf-8")
    (target / "site.css").write_text(css, encoding="utf-8", newline="\n")
    for script in sorted(_STATIC.glob("*.js")):
        shutil.copyfile(script, target / script.name)
    plotly = _plotly_script()
    if plotly:
        shutil.copyfile(plotly, target / "plotly.min.js")


def build_site(release: pathlib.Path) -> int:
    """Write every page of a release into its folder.

    A pure function of the folder: building twice gives the same bytes.

    Args:
        release: A release folder with its data, as docs/release-format.md describes it.

    Returns:
        How many pages were written.

    Raises:
        ReleaseError: The folder cannot be shown as it is.
    """
    site = make_site(read_release(release))
    _write_static(release)
    pages = (home, ambition, agreements, working_together, map, indicator, area, data, quality, methods)
    return sum(page.write(site) for page in pages)
