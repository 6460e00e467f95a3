"""One neighbourhood's figures as a table, CSV or GeoJSON, with everything a reader needs inside.

Belongs here: the layout of extracts. Does not belong here: computing figures, or the workbook (see `workbook`).
"""

import json
from typing import TYPE_CHECKING, Any

from pipelines.columns import OBSERVATION_COLUMNS
from pipelines.faults import ReleaseError
from pipelines.release.rows import csv_of, table_of
from pipelines.release.safe import harmless_frame

if TYPE_CHECKING:
    import pandas as pd


def all_figures(
    observations: "pd.DataFrame", indicators: "pd.DataFrame", sources: "pd.DataFrame", about: dict[str, Any]
) -> "pd.DataFrame":
    """Every observation with its definition, source, licence and citation in the row, ready to be cut by area.

    Text is already harmless in a spreadsheet.
    """
    labels = indicators.set_index("indicator")
    first = sources.drop_duplicates("source").set_index("source")

    def told(column: str) -> dict[str, str]:
        texts = dict(zip(first.index, first[column].astype(str), strict=True))
        return {
            str(name): "; ".join(dict.fromkeys(texts[s] for s in ids.split() if s in texts))
            for name, ids in labels["source"].items()
        }

    ids = observations["indicator"]
    frame = observations[list(OBSERVATION_COLUMNS)].copy()
    frame.insert(0, "indicator_name", ids.map(labels["name"]))
    for column in ("definition", "method", "caveats"):
        frame[column] = ids.map(labels[column])
    titles = {
        name: f"{publisher}: {title}"
        for (name, publisher), title in zip(told("publisher").items(), told("title").values(), strict=True)
    }
    frame["source"] = ids.map(titles)
    for column in ("licence", "attribution"):
        frame[column] = ids.map(told(column))
    frame["citation"], frame["synthetic"] = about["citation"], about["synthetic"]
    ordered = frame.sort_values(["area_code", "characteristic", "code", "period"], kind="stable").reset_index(drop=True)
    return harmless_frame(ordered)


def of_area(figures: "pd.DataFrame", area_code: str) -> "pd.DataFrame":
    """The figures of one area.

    Raises:
        ReleaseError: when the release has no such area.
    """
    own = figures[figures["area_code"] == area_code]
    if own.empty:
        raise ReleaseError(f"This release has no area {area_code!r}. `thriving areas` lists them.")
    return own.reset_index(drop=True)


def as_csv(frame: "pd.DataFrame") -> bytes:
    """A table, made harmless before, as UTF-8 CSV with numbers to the last digit."""
    table = table_of(frame)
    return csv_of(table.columns, table.rows)


def as_geojson(frame: "pd.DataFrame", shape: dict[str, Any] | None, about: dict[str, Any]) -> bytes:
    """One area as a GeoJSON feature with its figures as properties.

    Args:
        frame: from `of_area`.
        shape: GeoJSON geometry in longitude and latitude; None where the release has no boundaries.
        about: release.json.
    """
    rows = json.loads(frame[list(OBSERVATION_COLUMNS)].to_json(orient="records"))
    feature = {
        "type": "Feature",
        "id": str(frame["area_code"].iloc[0]),
        "geometry": shape,
        "properties": {"area_name": str(frame["area_name"].iloc[0]), "figures": rows},
    }
    content = {
        "type": "FeatureCollection",
        "features": [feature],
        "citation": about["citation"],
        "synthetic": about["synthetic"],
        "attribution": sorted(set(frame["attribution"])),
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8")
