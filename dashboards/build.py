"""Builds the site of a release.

Belongs here: the order of the work and the static files. Does not belong here: any page's content.
"""

from __future__ import annotations

import contextlib
import gc
import importlib.util
import pathlib
import shutil
from collections.abc import Callable, Iterator
from functools import partial

from dashboards.beside import begun, side_by_side
from dashboards.pages import (
    accessibility,
    agreements,
    ambition,
    area,
    compare,
    data,
    home,
    indicator,
    map,
    methods,
    neighbourhood,
    quality,
    working_together,
)
from dashboards.release.reading import read_release
from dashboards.scripts.areas import write_area_scripts
from dashboards.scripts.indicators import write_indicator_scripts
from dashboards.scripts.joining import joined_script
from dashboards.scripts.places import write_place_scripts
from dashboards.scripts.shapes import write_shape_scripts
from dashboards.scripts.small_areas import write_small_area_script
from dashboards.sharing.cards import write_cards
from dashboards.sharing.packages import write_packages
from dashboards.sharing.sitemap import write_sitemap
from dashboards.site import Site, make_site, read_maps
from dashboards.styles import site_css

# One script for each kind of page: the module of this name with everything that it imports.
_ENTRIES = ("compare", "embed", "home", "indicator", "map", "neighbourhood")


def _plotly_script() -> pathlib.Path | None:
    """Find plotly.js inside the installed package without importing it, which would take seconds."""
    found = importlib.util.find_spec("plotly")
    for folder in (found.submodule_search_locations or ()) if found else ():
        script = pathlib.Path(folder) / "package_data" / "plotly.min.js"
        if script.is_file():
            return script
    return None


def _write_static(site: Site) -> None:
    target = site.release.folder / "static"
    target.mkdir(exist_ok=True)
    (target / "site.css").write_text(site_css(), encoding="utf-8", newline="\n")
    for entry in _ENTRIES:
        (target / f"{entry}.js").write_text(joined_script(entry), encoding="utf-8", newline="\n")
    plotly = _plotly_script()
    if plotly:
        shutil.copyfile(plotly, target / "plotly.min.js")


def _write_checksums(site: Site) -> int:
    """Write what gives the checksum of every file, one after the other, so that one process reads them all."""
    write_packages(site)
    return data.write(site)


def _write_indicators(site: Site) -> int:
    """Write the pages and the scripts of the indicators, one after the other, so that one process rounds a number."""
    write_indicator_scripts(site)
    return indicator.write(site)


def _write_searches(site: Site) -> int:
    """Write what needs the postcodes, one after the other, so that one process reads them."""
    write_place_scripts(site)
    return home.write(site) + neighbourhood.write(site)


# What is written of a release, the longest first, so that two processes end at about the same time. Pages are counted.
_WRITERS: tuple[Callable[[Site], int | None], ...] = (
    _write_indicators,
    area.write,
    write_cards,
    _write_searches,
    _write_checksums,
    write_area_scripts,
    _write_static,
    write_small_area_script,
    ambition.write,
    map.write,
    write_shape_scripts,
    agreements.write,
    working_together.write,
    compare.write,
    quality.write,
    methods.write,
    accessibility.write,
)


@contextlib.contextmanager
def _garbage_left_alone() -> Iterator[None]:
    """Look for no dead cycles: nearly all that a build makes lives to its end, and looking takes a tenth of it."""
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked:
            # What was made is old from now on, or the first new object would have all of it looked through.
            gc.freeze()
            gc.unfreeze()
            gc.enable()


@_garbage_left_alone()
def build_site(release: pathlib.Path, *, pdfs: bool = False) -> int:
    """Write every page of a release into its folder, with what its scripts load and what links to it show.

    A pure function of the folder: building twice gives the same bytes.

    Args:
        release: A release folder with its data, as docs/release-format.md describes it.
        pdfs: Whether PDFs will stand beside the pages (`printing`), so that pages lead to them.

    Returns:
        How many pages were written.

    Raises:
        ReleaseError: The folder cannot be shown as it is.
    """
    with begun(partial(read_maps, release)) as maps:
        site = make_site(read_release(release), maps(), pdfs=pdfs)
        with side_by_side([partial(write, site) for write in _WRITERS]) as pages:
            write_sitemap(site)
    return pages
