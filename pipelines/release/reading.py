"""Reading a finished release, for exports and lists.

Belongs here: questions that the command line asks of a release. Reads the release folder and nothing else.
"""

import csv
import json
from pathlib import Path
from typing import Any

from pipelines.faults import ReleaseError
from pipelines.release.extracts import all_figures, as_csv, as_geojson, of_area
from pipelines.release.rows import table_of
from pipelines.release.safe import harmless_frame
from pipelines.release.staging import read_about
from pipelines.release.workbook import as_workbook


def read_table(release: Path, name: str) -> list[dict[str, str]]:
    """Rows of one of the release's CSVs, as text."""
    with (release / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def export_area(release: Path, area_code: str, form: str) -> bytes:
    """One area's figures as csv, xlsx or geojson.

    Raises:
        ReleaseError: the release has no such area.
    """
    import pandas as pd

    about = read_about(release)
    data = release / "data"
    observations = pd.read_parquet(data / "observations.parquet")
    indicators = pd.read_csv(data / "indicators.csv", keep_default_na=False, dtype=str)
    sources = pd.read_csv(data / "sources.csv", keep_default_na=False, dtype=str)
    figures = of_area(all_figures(observations, indicators, sources, about), area_code)
    if form == "csv":
        return as_csv(figures)
    if form == "xlsx":
        return as_workbook(
            table_of(figures), table_of(harmless_frame(sources)), about, str(figures["area_name"].iloc[0])
        )
    if form == "geojson":
        return as_geojson(figures, _shape(data, area_code), about)
    raise ReleaseError(f"No format {form!r}; choose csv, xlsx or geojson.")


def _shape(data: Path, area_code: str) -> dict[str, Any] | None:
    """The area's outline in longitude and latitude, when the release has boundaries of it."""
    for path in sorted((data / "boundaries").glob("*.geojson")):
        import geopandas

        frame = geopandas.read_file(path)
        own = frame[frame["area_code"] == area_code]
        if len(own):
            shape: dict[str, Any] = json.loads(own.to_crs("EPSG:4326").to_json())["features"][0]["geometry"]
            return shape
    return None
