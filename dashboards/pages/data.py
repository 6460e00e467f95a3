"""The data page: every file, every source, every column, and what is not there.

Belongs here: grouping and counting. Does not belong here: any figure about an area.
"""

from __future__ import annotations

from collections import Counter

from dashboards.release.rows import DataFile, DictionaryEntry, Indicator, Source
from dashboards.site import Site
from dashboards.words.states import LEVEL_LABELS
from pipelines.columns import READER_LEVELS

# What describes the release to programs, beside `data/`.
_DESCRIPTIONS = {
    "release.json": "What this release is",
    "datapackage.json": "Every file with its columns, size and checksum, for programs (Data Package 2.0)",
    "csvw.json": "Columns of every CSV, for programs (CSV on the Web)",
}
_PURPOSES = {
    "data/observations.parquet": "Every value, one row for each indicator, area and period",
    "data/observations.csv": "The same as text",
    "data/indicators.csv": "What each indicator is and how to read it",
    "data/areas.csv": "Every area and what it belongs to",
    "data/sources.csv": "Every source file, its licence and its checksum",
    "data/checks.csv": "Every check of this release and its verdict",
    "data/gaps.csv": "Every value that is not there, and why",
    "data/survey_estimates.csv": "How sure each survey figure is: respondents, design effect, no answer",
    "data/modelled_estimates.csv": "Modelled estimates of wards beside the direct ones",
    "data/models.csv": "Every small-area model, its diagnostics and the verdict on it",
    "data/working_together.csv": "Scores of the partnership’s self-assessments, gaps and changes",
    "data/concerns.csv": "Concerns raised and resolved, by theme",
    "data/instruments.csv": "Every survey and register, wave by wave",
    "data/questions.csv": "Every question asked, in its words",
    "data/trends.csv": "Whether each series is changing, with the test behind it",
    "data/process_charts.csv": "Points, means, limits and signals of process behaviour charts",
    "data/targets.csv": "Every target and milestone ever set, and why it moved",
    "data/progress.csv": "How far each ambition has come, and its status",
    "data/inequalities.csv": "Gaps and slopes between more and less deprived small areas",
    "data/deprivation_fifths.csv": "Figures of the five fifths of small areas by deprivation",
    "data/funnels.csv": "Wards between the limits that chance draws around the city’s value",
    "data/composites.csv": "Composite scores of wards with the range of their rank; read with their parts",
    "data/composite_parts.csv": "The parts of each composite score",
    "data/agreements.csv": "Which indicators speak to which part of the Partnership’s documents",
    "data/updates.csv": "Indicators that are new, have a newer period, or are gone",
    "data/revisions.csv": "Every published figure that this release changes, and why",
    "data/provenance.csv": "Digests of files, declarations and methods behind each indicator",
    "data/third_sector_rules.csv": "The rules that the registers of organisations are read by",
    "data/dictionary.csv": "Every column of every file",
    "data/boundaries/ward.geojson": "Boundaries of the wards, British National Grid",
    "data/boundaries/committee.geojson": "Boundaries of the community committees, British National Grid",
    "data/boundaries/lsoa21.geojson": "Boundaries of the small areas (LSOA 2021), British National Grid",
    "data/boundaries/neighbourhood.geojson": "Boundaries of the named neighbourhoods, British National Grid",
    "data/hex.csv": "The hexagon layout of the map",
    "data/postcodes.csv": "Which small area and ward each postcode lies in",
    "data/neighbourhoods.csv": "The small areas that make up each named neighbourhood",
    "data/register_entries.csv": "Public registers, entry by entry",
    "data/README.txt": "Citation, sources and licences in plain words",
}
# Folders with a file for each area or indicator, which have a list of their own.
_FOLDERS = ("data/areas/", "data/indicators/")
_KINDS = {"csv": "CSV", "xlsx": "Excel", "json": "JSON"}


def _files(site: Site) -> list[tuple[DataFile, str]]:
    others = {file.path for file in _other_files(site)}
    files = [f for f in site.release.files if not f.path.startswith(_FOLDERS) or f.path in others]
    order = {path: place for place, path in enumerate(_PURPOSES)}
    files.sort(key=lambda file: (order.get(file.path, len(order)), file.path))
    return [(file, _PURPOSES.get(file.path, "")) for file in files]


def _known(site: Site, folder: str, name: str) -> list[DataFile]:
    """Return the files of one area or indicator, by the kinds that a folder may hold."""
    paths = (f"data/{folder}/{name}.{kind}" for kind in _KINDS)
    return [file for path in paths if (file := site.release.file(path))]


def _area_files(site: Site) -> list[tuple[str, str, list[DataFile]]]:
    return [
        (area.name, LEVEL_LABELS[level][0], files)
        for level in reversed(READER_LEVELS)
        for area in site.release.areas_at(level)
        if (files := _known(site, "areas", area.code))
    ]


def _indicator_files(site: Site) -> list[tuple[Indicator, list[DataFile]]]:
    found = ((indicator, _known(site, "indicators", indicator.indicator)) for indicator in site.release.indicators)
    return [(indicator, files) for indicator, files in found if files]


def _other_files(site: Site) -> list[DataFile]:
    """Return files of those folders that belong to no area or indicator with a page, so that none goes unlisted."""
    listed = [file for _, _, files in _area_files(site) for file in files]
    listed += [file for _, files in _indicator_files(site) for file in files]
    known = {file.path for file in listed}
    return [file for file in site.release.files if file.path.startswith(_FOLDERS) and file.path not in known]


def _sources(site: Site) -> list[tuple[Source, list[Source]]]:
    """Return the files of each title that are used on the same terms, the first of them for these terms."""
    found: dict[tuple[str | bool, ...], list[Source]] = {}
    for one in site.release.sources:
        terms = (one.title or one.source, one.publisher, one.licence, one.licence_url, one.attribution, one.cadence)
        found.setdefault((*terms, one.synthetic), []).append(one)
    return [(own[0], own) for own in found.values()]


def _descriptions(site: Site) -> list[tuple[DataFile, str]]:
    folder = site.release.folder
    return [(DataFile(path, (folder / path).stat().st_size), purpose) for path, purpose in _DESCRIPTIONS.items()]


def write(site: Site) -> int:
    """Write data.html, after the files that describe the release (`sharing/packages.py`), whose checksums it prints."""
    release = site.release
    gaps = Counter((gap.level, gap.status) for gap in release.gaps)
    dictionary: dict[str, list[DictionaryEntry]] = {}
    for entry in release.dictionary:
        dictionary.setdefault(entry.file, []).append(entry)
    site.write(
        "data.html",
        "data.html",
        files=[*_descriptions(site), *_files(site)],
        digests=release.digests | {path: release.digest(path) for path in _DESCRIPTIONS},
        area_files=_area_files(site),
        indicator_files=_indicator_files(site),
        kinds=_KINDS,
        sources=_sources(site),
        dictionary=dictionary,
        gap_counts=[(level, status, count) for (level, status), count in sorted(gaps.items())],
    )
    return 1
