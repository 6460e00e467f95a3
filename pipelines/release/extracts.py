"""One neighbourhood's figures as CSV, XLSX and GeoJSON, with everything a reader needs inside.

Belongs here: the layout of extracts. Does not belong here: choosing or computing figures.
"""

import json
import warnings
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pipelines.columns import OBSERVATION_COLUMNS, STATUSES
from pipelines.faults import ReleaseError
from pipelines.release.content import DICTIONARY
from pipelines.release.safe import harmless_frame

if TYPE_CHECKING:
    import pandas as pd

_FIGURES = "areas/<area_code>.csv"
# The workbook's order puts what a reader looks for first.
_WORKBOOK = ["indicator_name", "period", "value", "lower", "upper", "unit", "benchmark_value", "comparison", "rank", "rank_of",
             "status", "note", "numerator", "denominator", "indicator"]
_HEADINGS = {
    "indicator_name": "Indicator", "period": "Period", "value": "Value", "lower": "Lower limit (95%)", "upper": "Upper limit (95%)",
    "unit": "Unit", "benchmark_value": "City value", "comparison": "Compared with the city", "rank": "Rank (1 is highest)",
    "rank_of": "Out of", "status": "Status", "note": "Note", "numerator": "Numerator", "denominator": "Denominator", "indicator": "Id",
}


def area_figures(observations: "pd.DataFrame", indicators: "pd.DataFrame", sources: "pd.DataFrame", about: dict[str, Any],
                 area_code: str) -> "pd.DataFrame":
    """Every figure of one area, each row carrying its definition, source, licence and citation.

    Raises:
        ReleaseError: when the release has no such area.
    """
    own = observations[observations["area_code"] == area_code]
    if own.empty:
        raise ReleaseError(f"This release has no area {area_code!r}. `thriving areas` lists them.")
    labels = indicators.set_index("indicator")
    first_source = sources.drop_duplicates("source").set_index("source")

    def of_sources(ids: str, column: str) -> str:
        found = [str(first_source.at[s, column]) for s in ids.split() if s in first_source.index]
        return "; ".join(dict.fromkeys(found))

    told = {name: {column: of_sources(ids, column) for column in ("publisher", "title", "licence", "attribution")}
            for name, ids in labels["source"].items()}
    frame = own[list(OBSERVATION_COLUMNS)].copy()
    frame.insert(0, "indicator_name", own["indicator"].map(labels["name"]))
    for column in ("definition", "method", "caveats"):
        frame[column] = own["indicator"].map(labels[column])
    frame["source"] = own["indicator"].map(lambda i: f"{told[i]['publisher']}: {told[i]['title']}")
    frame["licence"] = own["indicator"].map(lambda i: told[i]["licence"])
    frame["attribution"] = own["indicator"].map(lambda i: told[i]["attribution"])
    frame["citation"] = about["citation"]
    frame["synthetic"] = about["synthetic"]
    return frame.sort_values(["characteristic", "code", "period"], kind="stable").reset_index(drop=True)


def as_csv(frame: "pd.DataFrame") -> bytes:
    """A table as UTF-8 CSV, numbers to the last digit, text harmless in a spreadsheet."""
    text: str = harmless_frame(frame).to_csv(index=False, lineterminator="\n")
    return text.encode("utf-8")


def as_workbook(frame: "pd.DataFrame", sources: "pd.DataFrame", about: dict[str, Any], area_name: str) -> bytes:
    """An accessible workbook: cover with citation, contents, figures, data dictionary, sources."""
    import gptables
    import pandas as pd

    frame = harmless_frame(frame)
    figures = frame[_WORKBOOK].rename(columns=_HEADINGS)
    words = [{"Column": _HEADINGS[c], "Type": DICTIONARY[_FIGURES][c][0], "Meaning": DICTIONARY[_FIGURES][c][1]} for c in _WORKBOOK]
    used = harmless_frame(sources)[["title", "publisher", "licence", "attribution", "file", "sha256"]].rename(columns=str.capitalize)
    about_rows = frame[["indicator_name", "definition", "method", "caveats", "source"]].drop_duplicates().rename(
        columns={"indicator_name": "Indicator", "definition": "Definition", "method": "Method", "caveats": "Caveats", "source": "Source"})
    mark = "Synthetic data: made-up numbers, for demonstration." if about["synthetic"] else "Not an official statistic."

    def table(data: "pd.DataFrame", title: str, name: str) -> Any:
        return gptables.GPTable(table=data.astype(object).where(data.notna(), None).fillna("").reset_index(drop=True), title=title,
                                subtitles=[mark, "Empty cells have no value; the status column says why."],
                                table_name=name, index_columns={})

    cover = gptables.Cover(
        cover_label="Cover", title=f"{area_name}: {about['title']}",
        intro=[mark, f"Release {about['id']}, published {about['published']}."],
        about=[f"Citation: {about['citation']}", *dict.fromkeys(sources["attribution"]),
               "Definitions are working definitions, to be confirmed by the Partnership.",
               f"Status is one of: {', '.join(STATUSES)}."])
    sheets = {
        "Figures": table(figures, f"Figures for {area_name}", "figures"),
        "Indicators": table(about_rows, "What each indicator measures", "indicators"),
        "Dictionary": table(pd.DataFrame(words), "What each column means", "dictionary"),
        "Sources": table(used, "Where the figures come from", "sources"),
    }
    target = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook = gptables.produce_workbook(filename=target, sheets=sheets, cover=cover, notes_table=None)
        workbook.close()
    return target.getvalue()


def as_geojson(frame: "pd.DataFrame", shape: dict[str, Any] | None, about: dict[str, Any]) -> bytes:
    """One area as a GeoJSON feature with its figures as properties.

    Args:
        frame: from `area_figures`.
        shape: GeoJSON geometry in longitude and latitude; None where the release has no boundaries.
        about: release.json.
    """
    rows = json.loads(frame[list(OBSERVATION_COLUMNS)].to_json(orient="records"))
    feature = {"type": "Feature", "id": str(frame["area_code"].iloc[0]), "geometry": shape,
               "properties": {"area_name": str(frame["area_name"].iloc[0]), "figures": rows}}
    content = {"type": "FeatureCollection", "features": [feature], "citation": about["citation"],
               "synthetic": about["synthetic"], "attribution": sorted(set(frame["attribution"]))}
    return json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8")
