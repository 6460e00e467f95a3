"""The data page: every file, every source, every column, and what is not there.

Belongs here: grouping and counting. Does not belong here: any figure about an area.
"""

from __future__ import annotations

from collections import Counter

from dashboards.model import DataFile, DictionaryEntry
from dashboards.site import Site
from dashboards.words.states import LEVEL_LABELS

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
    "data/revisions.csv": "Every published figure that this release changes, and why",
    "data/provenance.csv": "Digests of files, declarations and methods behind each indicator",
    "data/third_sector_rules.csv": "The rules that the registers of organisations are read by",
    "data/dictionary.csv": "Every column of every file",
    "data/boundaries/ward.geojson": "Boundaries of the wards, British National Grid",
    "data/boundaries/committee.geojson": "Boundaries of the community committees, British National Grid",
    "data/hex.csv": "The hexagon layout of the map",
}


def _files(site: Site) -> list[tuple[DataFile, str]]:
    files = [file for file in site.release.files if not file.path.startswith("data/areas/")]
    order = {path: place for place, path in enumerate(_PURPOSES)}
    files.sort(key=lambda file: (order.get(file.path, len(order)), file.path))
    return [(file, _PURPOSES.get(file.path, "")) for file in files]


def _area_files(site: Site) -> list[tuple[str, str, list[DataFile]]]:
    sizes = {file.path: file for file in site.release.files}
    found = []
    for level in ("city", "committee", "ward"):
        for area in site.release.areas_at(level):
            paths = [f"data/areas/{area.code}.{kind}" for kind in ("csv", "xlsx")]
            files = [sizes[path] for path in paths if path in sizes]
            if files:
                found.append((area.name, LEVEL_LABELS[level][0], files))
    return found


def _other_area_files(site: Site) -> list[DataFile]:
    """Return files beside the areas' own that belong to no area with a page, so that none goes unlisted."""
    known = {f"data/areas/{area.code}.{kind}" for area in site.release.areas for kind in ("csv", "xlsx")}
    return [f for f in site.release.files if f.path.startswith("data/areas/") and f.path not in known]


def write(site: Site) -> int:
    """Write data.html."""
    release = site.release
    gaps = Counter((gap.level, gap.status) for gap in release.gaps)
    dictionary: dict[str, list[DictionaryEntry]] = {}
    for entry in release.dictionary:
        dictionary.setdefault(entry.file, []).append(entry)
    site.write(
        "data.html",
        "data.html",
        files=_files(site),
        area_files=_area_files(site),
        other_files=_other_area_files(site),
        dictionary=dictionary,
        gap_counts=[(level, status, count) for (level, status), count in sorted(gaps.items())],
    )
    return 1
