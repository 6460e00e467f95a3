"""Opening the files of a release on change, targets, inequality and scores; any of them may be absent.

Belongs here: parsing these files into the types of `analysis_rows.py`.
Does not belong here: any other file of a release (`reading.py`, `survey_reading.py`), any choice of what to show.
"""

from __future__ import annotations

import pathlib

from dashboards.release.analysis import Analysis
from dashboards.release.analysis_rows import (
    AgreementRow,
    ChartPoint,
    Progress,
    Revision,
    Rule,
    Target,
    Trend,
    Update,
)
from dashboards.release.difference_rows import Composite, CompositePart, Fifth, FunnelPoint, Inequality
from dashboards.release.tables import Row, checked, typed_rows
from pipelines.columns import READER_LEVELS


def _has_page(row: Row) -> bool:
    """Say whether a row is of a level whose areas have pages; those of small areas are in the files alone."""
    return row.get("level", "") in READER_LEVELS


def _of_city(row: Row) -> bool:
    return row.get("level", "") == "city"


def read_analysis(folder: pathlib.Path) -> Analysis:
    """Read every one of these files that the release has.

    Args:
        folder: A folder laid out as docs/release-format.md says.

    Raises:
        ReleaseError: An id cannot stand in an address.
    """
    return Analysis(
        trends=typed_rows(folder, "trends.csv", Trend, _has_page),
        chart_points=typed_rows(folder, "process_charts.csv", ChartPoint, _of_city),
        targets=typed_rows(folder, "targets.csv", Target),
        progress=checked(typed_rows(folder, "progress.csv", Progress), "progress.csv", "indicator"),
        inequalities=typed_rows(folder, "inequalities.csv", Inequality),
        fifths=typed_rows(folder, "deprivation_fifths.csv", Fifth),
        funnels=typed_rows(folder, "funnels.csv", FunnelPoint),
        composites=checked(typed_rows(folder, "composites.csv", Composite), "composites.csv", "characteristic"),
        parts=typed_rows(folder, "composite_parts.csv", CompositePart),
        agreement_rows=_agreements(folder),
        updates=typed_rows(folder, "updates.csv", Update),
        revisions=typed_rows(folder, "revisions.csv", Revision),
        rules=typed_rows(folder, "third_sector_rules.csv", Rule),
    )


def _agreements(folder: pathlib.Path) -> tuple[AgreementRow, ...]:
    rows = typed_rows(folder, "agreements.csv", AgreementRow)
    return checked(checked(rows, "agreements.csv", "agreement"), "agreements.csv", "section")
