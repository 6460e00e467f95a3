"""Collecting what a release holds from the warehouse, the manifest and the declarations.

Belongs here: joining tables that other stages made. Does not belong here: writing files (`release`).
"""

from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import pandas as pd

from pipelines import fingerprint, paths, warehouse
from pipelines.assets.analysing import KEYS
from pipelines.assets.computing import table_of
from pipelines.assets.conformed import DATA_SOURCES, DERIVED
from pipelines.assets.landing import Intake
from pipelines.assets.provenance import code_fingerprint
from pipelines.assets.publishing_analysis import analysis_content, history
from pipelines.assets.publishing_places import places_content
from pipelines.assets.publishing_surveys import questions_of, survey_notes, survey_sources, survey_tables, why_absent
from pipelines.assets.registering import MADE_OF
from pipelines.assets.spine import LOOKUPS
from pipelines.checks.verdicts import Verdict
from pipelines.columns import OBSERVATION_COLUMNS, STATUSES_WITH_VALUE
from pipelines.declarations.catalogue import load_indicators
from pipelines.declarations.indicator import Indicator
from pipelines.declarations.place import Place, load_place
from pipelines.faults import NothingUsableError
from pipelines.progress import tell
from pipelines.release.content import Content, citation
from pipelines.release.reading import read_table
from pipelines.release.staging import current, read_about
from pipelines.sources.catalogue import BY_ID
from pipelines.surveys.tables import TABLES

_CHECK_COLUMNS = [
    "table",
    "indicator",
    "expectation",
    "column",
    "severity",
    "success",
    "rows_checked",
    "rows_failed",
    "detail",
]
_GAP_COLUMNS = ["indicator", "level", "area_code", "area_name", "period", "status", "reason"]


def collect(intake: Intake) -> Content:
    """Everything of the release, from tables that have passed their checks.

    Raises:
        NothingUsableError: no indicator has a table.
    """
    place = load_place(paths.reference_folder())
    declared = load_indicators()
    present = [i for i in declared if warehouse.about(table_of(i))]
    lost = _lost({i.id for i in present}, intake)
    if not present:
        raise NothingUsableError("None of the files feeds any declared indicator, so there is nothing to publish.")
    observations = pd.concat([warehouse.read(table_of(i)) for i in present], ignore_index=True)[
        list(OBSERVATION_COLUMNS)
    ]
    indicators = _indicators(present, observations)
    return Content(
        about=_about(place, intake, lost),
        observations=observations,
        indicators=indicators,
        areas=warehouse.read("conformed.areas"),
        sources=pd.concat([_sources(intake), survey_sources()], ignore_index=True),
        checks=_checks(present),
        gaps=_gaps(observations, [i for i in declared if i not in present]),
        hexes=pd.DataFrame(
            [{"area_code": h["ward_code"], "column": int(h["column"]), "row": int(h["row"])} for h in place.hex_layout]
        ),
        places=places_content(),
        surveys=survey_tables(),
        analysis={**analysis_content(), **history(declared, indicators, observations, intake)},
    )


def _about(place: Place, intake: Intake, lost: list[str]) -> dict[str, Any]:
    mark = fingerprint.of_release(intake.inbox_digest)
    published = datetime.now(UTC).date().isoformat()
    release = f"{published}-{mark[:8]}"
    return {
        "id": release,
        "place": {"code": place.code, "name": place.name},
        "published": published,
        "synthetic": intake.synthetic,
        "title": place.title,
        "address": place.site_address,
        "citation": citation(place.publisher, place.title, release, published, synthetic=intake.synthetic),
        "fingerprint": mark,
        "code_version": version("thriving"),
        "code_fingerprint": code_fingerprint(),
        "notes": [*lost, *_notes()],
        "ignored": intake.ignored,
    }


def _lost(present: set[str], intake: Intake) -> list[str]:
    """Indicators of the current release that this run has no data for: said loudly, because a file may be missing."""
    now = current()
    if now is None or read_about(now[0])["synthetic"] != intake.synthetic:
        return []
    before = {row["indicator"] for row in read_table(now[0], "indicators")}
    gone = sorted(before - present)
    if not gone:
        return []
    told = f"In the last release and without data in this one: {', '.join(gone)}. Is a file missing from the inbox?"
    tell(f"      warning: {told}")
    return [told]


def _notes() -> list[str]:
    tables = [
        *(BY_ID[s].table for s in LOOKUPS),
        "membership",
        "neighbourhoods",
        *(s.table for s in DATA_SOURCES),
        *DERIVED,
        *TABLES,
        *MADE_OF,
    ]
    notes = [note for table in tables for note in warehouse.about(f"conformed.{table}").get("notes", [])]
    return notes + survey_notes() + _totals("households") + _totals("residents")


def _totals(column: str) -> list[str]:
    """Census tables whose totals of the same thing differ: both are kept, and the difference is said."""
    totals: dict[str, int] = {}
    for source in DATA_SOURCES:
        table = f"conformed.{source.table}"
        if source.table.startswith("census_") and warehouse.about(table):
            frame = warehouse.read(table)
            if column in frame:
                totals[source.title] = int(frame[column].sum())
    if len(set(totals.values())) < 2:
        return []
    listed = "; ".join(f"{title} {total:,}" for title, total in totals.items())
    return [f"Totals of {column} differ between Census tables, because the publisher perturbs each: {listed}."]


def _indicators(present: list[Indicator], observations: pd.DataFrame) -> pd.DataFrame:
    valued = observations[observations["value"].notna()]
    latest = valued.groupby("indicator")["period"].max()
    rows = [
        {
            "indicator": i.id,
            "code": i.code,
            "name": i.name,
            "characteristic": i.characteristic,
            "definition": i.definition,
            "unit": i.unit,
            "decimals": i.decimals,
            "multiplier": i.multiplier,
            "polarity": i.polarity,
            "kind": i.kind,
            "interval": i.interval_kind,
            "overlapping": i.overlapping,
            "breaks": " ".join(day.isoformat() for day in i.breaks),
            "population": _population(i),
            "levels": " ".join(i.levels),
            "source": " ".join(i.source),
            "owner": i.owner,
            "status": i.status,
            "caveats": " | ".join(i.caveats),
            "method": i.method,
            "numerator_label": i.numerator,
            "denominator_label": i.denominator,
            "latest_period": latest.get(i.id, ""),
            "class_breaks": i.class_breaks,
            "instrument": i.instrument,
            "official": i.official,
            "questions": " ".join(questions_of(i)),
        }
        for i in present
    ]
    return pd.DataFrame(rows)


def _population(indicator: Indicator) -> str:
    """How the denominator comes from the mid-year populations; empty for other denominators."""
    if indicator.population is None:
        return ""
    gaps = "interpolated between known years" if indicator.population.interpolate else "missing where not published"
    return f"Mid-year population of the period's own year ({indicator.population.of}), {gaps}."


def _sources(intake: Intake) -> pd.DataFrame:
    rows = []
    for source_id, files in sorted(intake.files.items()):
        source = BY_ID[source_id]
        per_file = warehouse.about(f"conformed.{source.table}").get("per_file", {})
        for file in files:
            read, used = per_file.get(file.file, (0, 0))
            rows.append(
                {
                    "source": source.id,
                    "title": source.title,
                    "publisher": source.publisher,
                    "licence": source.licence,
                    "licence_url": source.licence_url,
                    "attribution": source.attribution,
                    "cadence": source.cadence,
                    "file": file.file,
                    "sha256": file.sha256,
                    "bytes": file.bytes,
                    "rows_read": read,
                    "rows_used": used,
                    "taken_for": file.taken_for,
                }
            )
    return pd.DataFrame(rows)


def _checks(present: list[Indicator]) -> pd.DataFrame:
    conformed = [f"conformed.{s.table}" for s in [*(BY_ID[name] for name in LOOKUPS), *DATA_SOURCES]]
    tables = conformed + [f"conformed.{table}" for table in (*TABLES, *MADE_OF)] + [table_of(i) for i in present]
    tables += [f"analysis.{name}" for name in KEYS]
    rows = [Verdict(**row).as_row() for table in tables for row in warehouse.about(table).get("verdicts", [])]
    return pd.DataFrame(rows, columns=_CHECK_COLUMNS)


def _gaps(observations: pd.DataFrame, absent: list[Indicator]) -> pd.DataFrame:
    gaps = observations[~observations["status"].isin(STATUSES_WITH_VALUE)].rename(columns={"note": "reason"})[
        _GAP_COLUMNS
    ]
    unfed = pd.DataFrame(
        [
            {
                "indicator": i.id,
                "level": "",
                "area_code": "",
                "area_name": "",
                "period": "",
                "status": "not_collected",
                "reason": why_absent(i) or f"No file in this run feeds it; it needs {', '.join(i.source)}.",
            }
            for i in absent
        ],
        columns=_GAP_COLUMNS,
    )
    return pd.concat([gaps, unfed], ignore_index=True)
