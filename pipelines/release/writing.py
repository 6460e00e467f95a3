"""Writing a release's data files into its staging folder.

Belongs here: files of `data/`. Does not belong here: pages (the site builds those), sealing and swapping.
"""

import json
from pathlib import Path

from pipelines.columns import READER_LEVELS
from pipelines.release.content import Content
from pipelines.release.dictionary import dictionary_rows
from pipelines.release.extracts import all_figures, as_csv
from pipelines.release.indicator_files import write_indicators
from pipelines.release.rows import csv_of, table_of
from pipelines.release.safe import harmless_frame
from pipelines.release.workbook import as_workbook


def write_data(folder: Path, content: Content) -> int:
    """Write release.json and everything under data/.

    Returns:
        How many files were written.
    """
    import pandas as pd

    data = folder / "data"
    (data / "areas").mkdir(parents=True, exist_ok=True)
    tables = {
        "observations": content.observations,
        "indicators": content.indicators,
        "areas": content.areas,
        "sources": content.sources,
        "checks": content.checks,
        "gaps": content.gaps,
        "hex": content.hexes,
        **content.places,
        **content.surveys,
        **content.analysis,
        "dictionary": pd.DataFrame(dictionary_rows()),
    }
    for name, frame in tables.items():
        (data / f"{name}.csv").write_bytes(as_csv(harmless_frame(frame.assign(synthetic=content.about["synthetic"]))))
    _write_parquet(data / "observations.parquet", content)
    (folder / "release.json").write_text(
        json.dumps(content.about, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    (data / "README.txt").write_text(_readme(content), encoding="utf-8")
    for level, shapes in content.boundaries.items():
        (data / "boundaries").mkdir(exist_ok=True)
        shapes = shapes.assign(synthetic=content.about["synthetic"])
        shapes.to_file(data / "boundaries" / f"{level}.geojson", driver="GeoJSON", COORDINATE_PRECISION=1)
    extracts = _write_areas(data / "areas", content) + write_indicators(data / "indicators", content)
    return len(tables) + 3 + len(content.boundaries) + extracts


def _write_parquet(path: Path, content: Content) -> None:
    """Parquet with citation, licences and the synthetic mark in the file's own metadata."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pandas(
        content.observations.assign(synthetic=content.about["synthetic"]), preserve_index=False
    )
    licences = sorted({f"{row.title}: {row.licence}" for row in content.sources.itertuples()})
    more = {
        "citation": content.about["citation"],
        "licences": "; ".join(licences),
        "synthetic": str(content.about["synthetic"]).lower(),
        "dictionary": json.dumps(
            {r["column"]: r["description"] for r in dictionary_rows() if r["file"] == "observations.parquet"}
        ),
    }
    pq.write_table(
        table.replace_schema_metadata({**(table.schema.metadata or {}), **{k: v.encode() for k, v in more.items()}}),
        path,
    )


def _readme(content: Content) -> str:
    about = content.about
    lines = [about["title"], f"Release {about['id']}, published {about['published']}.", ""]
    if about["synthetic"]:
        lines += ["SYNTHETIC DATA: every number here is made up, for demonstration.", ""]
    lines += ["Cite as:", f"  {about['citation']}", "", "Sources and licences:"]
    rows = content.sources.drop_duplicates("source")
    lines += [f"  {r.publisher}: {r.title}. {r.licence}. {r.attribution}" for r in rows.itertuples()]
    lines += ["", "dictionary.csv says what every column means; gaps.csv lists what is not there and why.", ""]
    return "\n".join(lines)


def _write_areas(folder: Path, content: Content) -> int:
    """CSV and workbook of every area that readers look up."""
    figures = all_figures(content.observations, content.indicators, content.sources, content.about)
    readers_figures = figures[figures["level"].isin(READER_LEVELS)]
    by_area = table_of(readers_figures).by("area_code")
    sources = table_of(harmless_frame(content.sources))
    readers = content.areas[content.areas["level"].isin(READER_LEVELS)]
    for area in readers.itertuples():
        own = by_area[str(area.area_code)]
        (folder / f"{area.area_code}.csv").write_bytes(csv_of(own.columns, own.rows))
        (folder / f"{area.area_code}.xlsx").write_bytes(as_workbook(own, sources, content.about, str(area.area_name)))
    return 2 * len(readers)
