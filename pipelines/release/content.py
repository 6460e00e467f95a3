"""What a release holds before it is written: tables and the facts about the release itself.

Belongs here: the shape and the words of metadata. Does not belong here: where the tables come from, or files.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


@dataclass
class Content:
    """Everything of one release, in memory.

    `about` becomes release.json; `boundaries` holds GeoDataFrames by level, empty when the inbox had none.
    """

    about: dict[str, Any]
    observations: "pd.DataFrame"
    indicators: "pd.DataFrame"
    areas: "pd.DataFrame"
    sources: "pd.DataFrame"
    checks: "pd.DataFrame"
    gaps: "pd.DataFrame"
    hexes: "pd.DataFrame"
    boundaries: dict[str, Any] = field(default_factory=dict)


def citation(publisher: str, title: str, release_id: str, published: str, *, synthetic: bool) -> str:
    """One sentence to paste into a bid or a paper."""
    mark = " Synthetic data: made-up numbers, for demonstration." if synthetic else ""
    return f"{publisher.rstrip('.')}. {title}, release {release_id}, published {published}.{mark}"


_OBSERVATIONS = {
    "indicator": ("text", "Id of the indicator; indicators.csv says what it is"),
    "code": ("text", "Code in the catalogue; a letter after a dash marks a companion of that entry"),
    "characteristic": ("text", "wellbeing, connected, involved or place"),
    "level": ("text", "lsoa21, msoa21, ward, committee, city or country (the published national figure)"),
    "area_code": ("text", "Code of the area; committees have the project's own"),
    "area_name": ("text", "Name of the area"),
    "period": ("text", "ISO 8601: first day, slash, length; a bare date is a day"),
    "value": ("number", "In the indicator's unit; empty unless status is ok or caution"),
    "lower": ("number", "Lower limit of the 95% interval; empty where there is none"),
    "upper": ("number", "Upper limit of the 95% interval; empty where there is none"),
    "numerator": ("number", "What is counted; empty where the publisher gives none"),
    "denominator": ("number", "Among how many, or the weight of a weighted mean"),
    "unit": ("text", "Unit of value and limits"),
    "status": ("text", "ok, caution, suppressed, not_applicable, not_collected or missing_at_source"),
    "note": ("text", "Why there is no value, or how the number was made"),
    "benchmark_value": ("number", "The city's value in the same period"),
    "comparison": ("text", "Against the city, by the interval: better, similar, worse, higher, lower or not_compared"),
    "rank": (
        "whole number",
        "1 is the highest value among areas of the level in the period; ties share the better rank",
    ),
    "rank_of": ("whole number", "How many areas of the level have a value in the period"),
}
_SYNTHETIC = {"synthetic": ("true or false", "true when every number is made up, for demonstration")}
DICTIONARY: dict[str, dict[str, tuple[str, str]]] = {
    "observations.csv": _OBSERVATIONS,
    "observations.parquet": _OBSERVATIONS,
    "areas/<area_code>.csv": {
        "indicator_name": ("text", "Name of the indicator"),
        **_OBSERVATIONS,
        "definition": ("text", "What the indicator measures (a working definition)"),
        "method": ("text", "How value and interval came about"),
        "caveats": ("text", "What to know before using it"),
        "source": ("text", "Publisher and title"),
        "licence": ("text", "Licence of the source"),
        "attribution": ("text", "Words the licence asks for"),
        "citation": ("text", "How to cite this file"),
    },
    "indicators.csv": {
        "indicator": ("text", "Id"),
        "code": ("text", "Code in the catalogue"),
        "name": ("text", "Name"),
        "characteristic": ("text", "Part of a thriving community it speaks to"),
        "definition": ("text", "What it measures"),
        "unit": ("text", "Unit"),
        "decimals": ("whole number", "Decimals shown to readers"),
        "multiplier": ("number", "What numerator / denominator is multiplied by"),
        "polarity": ("text", "high_good, low_good or no_judgement"),
        "kind": ("text", "How it is computed and adds up"),
        "interval": ("text", "wilson, byar, published or none"),
        "overlapping": ("true or false", "Periods overlap: no trend test"),
        "levels": ("text", "Levels that the source supports"),
        "source": ("text", "Source ids"),
        "owner": ("text", "Who answers for it"),
        "status": ("text", "working_definition until the Partnership confirms it"),
        "caveats": ("text", "Separated by |"),
        "method": ("text", "Formula in words"),
        "numerator_label": ("text", "What is counted"),
        "denominator_label": ("text", "Among whom"),
        "latest_period": ("text", "Latest period with a value"),
        "class_breaks": ("text", "How map classes are cut"),
    },
    "areas.csv": {
        "level": ("text", "Level"),
        "area_code": ("text", "Code"),
        "area_name": ("text", "Name"),
        "vintage": ("text", "Year of the code set"),
        "ward_code": ("text", "Ward of a small area, by ONS best fit"),
        "committee_code": ("text", "Committee of a ward"),
        "membership_confidence": ("text", "How sure the committee is: confirmed, probable or inferred"),
    },
    "sources.csv": {
        "source": ("text", "Id"),
        "title": ("text", "Title"),
        "publisher": ("text", "Publisher"),
        "licence": ("text", "Licence"),
        "licence_url": ("text", "Where the licence stands"),
        "attribution": ("text", "Words the licence asks for"),
        "cadence": ("text", "How often it is published"),
        "file": ("text", "File as it was given"),
        "sha256": ("text", "Digest of its bytes"),
        "bytes": ("whole number", "Size"),
        "rows_read": ("whole number", "Rows in the file"),
        "rows_used": ("whole number", "Rows of this place"),
        "taken_for": ("text", "What the file was recognised as"),
    },
    "checks.csv": {
        "table": ("text", "Table"),
        "indicator": ("text", "Indicator; empty for a source"),
        "expectation": ("text", "Check"),
        "column": ("text", "Column"),
        "severity": ("text", "critical blocks a release, warning does not"),
        "success": ("true or false", "Verdict"),
        "rows_checked": ("whole number", "Rows"),
        "rows_failed": ("whole number", "Failing rows"),
        "detail": ("text", "Failing rows in words"),
    },
    "gaps.csv": {
        "indicator": ("text", "Indicator"),
        "level": ("text", "Level"),
        "area_code": ("text", "Area"),
        "area_name": ("text", "Name"),
        "period": ("text", "Period"),
        "status": ("text", "State"),
        "reason": ("text", "Why there is no value"),
    },
    "hex.csv": {
        "area_code": ("text", "Ward"),
        "column": ("whole number", "Column; odd rows are shifted right"),
        "row": ("whole number", "Row; 0 is the north"),
    },
}


def dictionary_rows() -> list[dict[str, str]]:
    """Every column of every file, as rows of dictionary.csv."""
    return [
        {"file": file, "column": column, "type": kind, "description": text}
        for file, columns in DICTIONARY.items()
        for column, (kind, text) in {**columns, **_SYNTHETIC}.items()
    ]
