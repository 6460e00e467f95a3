"""What a page says of its data to search engines: schema.org/Dataset.

Belongs here: the release as a whole and one indicator as data sets. Does not belong here: packages for programs that
read the files (`packages.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dashboards.charts.svg import SYNTHETIC_NOTE
from dashboards.release.periods import period_bounds
from dashboards.release.release import Release
from dashboards.release.rows import Indicator, Observation, Source
from dashboards.words.periods import period_words

_FORMATS = {
    "csv": "text/csv",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
    "geojson": "application/geo+json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "txt": "text/plain",
}
_WHOLE = ("observations.csv", "observations.parquet", "indicators.csv", "dictionary.csv")


def media_type(path: str) -> str:
    """Return the media type of a file of a release."""
    return _FORMATS.get(path.rpartition(".")[2], "application/octet-stream")


def creator(release: Release) -> str:
    """Return who makes the release, as its citation begins."""
    return release.citation.partition(" (")[0].partition(". ")[0]


def _coverage(rows: Iterable[Observation]) -> str:
    periods = {row.period for row in rows if row.has_value}
    bounds = [found for period in periods if (found := period_bounds(period))]
    if not bounds:
        return ""
    return f"{min(first for first, _ in bounds)}/{max(last for _, last in bounds)}"


def _measured(indicator: Indicator) -> dict[str, Any]:
    return {"@type": "PropertyValue", "name": indicator.name, "unitText": indicator.unit}


def _dataset(
    release: Release, path: str, name: str, description: str, files: Sequence[str], sources: Iterable[Source]
) -> dict[str, Any]:
    note = f" {SYNTHETIC_NOTE}." if release.synthetic else ""
    licences = list(dict.fromkeys(source.licence_url or source.licence for source in sources))
    found = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": f"{name} (synthetic data)" if release.synthetic else name,
        "description": f"{description}{note}",
        "identifier": f"{release.id}/{path.removesuffix('.html')}",
        "license": licences[0] if len(licences) == 1 else licences,
        "creator": {"@type": "Organization", "name": creator(release)},
        "citation": release.citation,
        "version": release.id,
        "datePublished": release.published,
        "isAccessibleForFree": True,
        "inLanguage": "en-GB",
        "spatialCoverage": {"@type": "Place", "name": release.place_name, "identifier": release.place_code},
        "distribution": [
            {"@type": "DataDownload", "contentUrl": release.address + file, "encodingFormat": media_type(file)}
            for file in files
            if release.has_file(file)
        ],
    }
    return found | ({"url": release.address + path} if release.address else {})


def release_dataset(release: Release) -> dict[str, Any]:
    """Return the whole release as a data set."""
    description = (
        f"{len(release.indicators)} indicators of thriving communities in {release.place_name} for wards, community "
        "committees, small areas and the city: values with 95% intervals, sources, and the reason wherever a value is "
        "missing."
    )
    found = _dataset(
        release, "data.html", release.title, description, [f"data/{name}" for name in _WHOLE], release.sources
    )
    return found | {
        "temporalCoverage": _coverage(release.observations),
        "variableMeasured": [_measured(indicator) for indicator in release.indicators],
    }


def indicator_dataset(release: Release, indicator: Indicator) -> dict[str, Any]:
    """Return one indicator as a data set."""
    rows = release.city_series(indicator.indicator)
    name = indicator.indicator
    latest = period_words(indicator.latest_period)
    found = _dataset(
        release,
        f"indicators/{name}.html",
        f"{indicator.name}, {release.place_name}",
        f"{indicator.definition} Values with 95% intervals where there are any, for {release.place_name} and its areas"
        + (f"; latest period: {latest}." if latest else "."),
        [f"data/indicators/{name}.csv", f"data/indicators/{name}.json"],
        [source for source in release.sources if source.source in indicator.sources],
    )
    more: dict[str, Any] = {"variableMeasured": [_measured(indicator)]}
    if indicator.method:
        more["measurementTechnique"] = indicator.method
    levels = (row for level in indicator.levels for row in release.at(name, level).values())
    return found | {"temporalCoverage": _coverage([*rows, *levels])} | more
