"""Dagster assets of the last stage: the release's tables, its site, and the swap that makes it current.

Belongs here: asset definitions. Does not belong here: what a release holds (see `release`) or how a page looks.
"""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from pipelines import asked, paths, warehouse
from pipelines.assets.analysing import KEYS
from pipelines.assets.computing import table_of
from pipelines.assets.drawing import draw_boundaries
from pipelines.assets.landing import read_manifest
from pipelines.assets.publishing import collect
from pipelines.assets.shapes import BOUNDARIES
from pipelines.declarations.catalogue import load_indicators
from pipelines.faults import ThrivingError
from pipelines.progress import stage
from pipelines.release.staging import publish, staging_folder
from pipelines.release.writing import write_data
from pipelines.surveys.tables import TABLES


def _current_staging() -> Path:
    folders = sorted(paths.releases_folder().glob(".staging-*"))
    return folders[-1] if folders else staging_folder()


@dg.asset(
    key=["release", "observations"],
    group_name="release",
    kinds={"parquet"},
    owners=["team:evidence"],
    deps=[dg.AssetKey(table_of(i).split(".")) for i in load_indicators()]
    + [dg.AssetKey(["landed", source]) for source in BOUNDARIES]
    + [dg.AssetKey(["conformed", table]) for table in TABLES]
    + [dg.AssetKey(["analysis", name]) for name in KEYS],
    description="Every indicator, area and period in one table, with dictionary, sources, checks and gaps beside it.",
)
def observations() -> dg.MaterializeResult[None]:
    """Stage the tables and extracts of a release."""
    with stage("release data") as progress:
        intake = read_manifest()
        content = collect(intake)
        folder = staging_folder()
        draw_boundaries(intake, content)
        files = write_data(folder, content)
        progress.say(
            f"{len(content.observations):,} observations of {len(content.indicators)} indicators, {files} files"
        )
    return dg.MaterializeResult(metadata={"dagster/row_count": len(content.observations), "files": files})


@dg.asset(
    key=["release", "site"],
    group_name="release",
    kinds={"html"},
    deps=[observations],
    owners=["team:evidence"],
    description="The pages, built from the staged release and from nothing else.",
)
def site() -> dg.MaterializeResult[None]:
    """Build the site inside the staged release."""
    from dashboards.build import build_site

    with stage("site") as progress:
        pages = build_site(_current_staging(), pdfs=asked.pdfs())
        progress.say(f"{pages} pages")
    pdfs = _print() if asked.pdfs() else 0
    return dg.MaterializeResult(metadata={"pages": pages, "pdfs": pdfs})


def _print() -> int:
    """Print the pages that become PDFs; a release that was to have them is not published without."""
    from dashboards.errors import PrintingError
    from dashboards.printing.papers import print_pages

    with stage("PDFs") as progress:
        try:
            pdfs = print_pages(_current_staging())
        except PrintingError as error:
            raise ThrivingError(str(error)) from error
        progress.say(f"{pdfs} PDFs")
    return pdfs


@dg.asset(
    key=["release", "current"],
    group_name="release",
    deps=[site],
    owners=["team:evidence"],
    description="The release that readers see: verified, immutable, swapped in whole.",
)
def current() -> Iterator[dg.MaterializeResult[None]]:
    """Seal, verify and swap the staged release in."""
    with stage("publish") as progress:
        folder, files = publish(_current_staging())
        warehouse.sweep()
        progress.say(f"{files} files sealed and verified")
    yield dg.MaterializeResult(metadata={"release": folder.name, "folder": dg.MetadataValue.path(str(folder))})


ASSETS = [observations, site, current]
