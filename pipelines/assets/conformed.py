"""Dagster assets of the second stage: tidy tables with codes in one vintage, each checked before it exists.

Belongs here: asset definitions and the order of sources. Does not belong here: how one is conformed (`conforming`).
"""

from collections.abc import Iterator

import dagster as dg

from pipelines import warehouse
from pipelines.assets.conforming import Conformed, conform
from pipelines.assets.landing import Intake, read_manifest
from pipelines.assets.populating import make_populations
from pipelines.assets.recording import conform_records
from pipelines.assets.spine import LOOKUPS, Spine, build_spine
from pipelines.checks.verdicts import Verdict
from pipelines.faults import CheckFailedError, InputFaultsError
from pipelines.methods.populations import SOURCES as POPULATIONS
from pipelines.progress import stage, tell
from pipelines.sources.base import Source
from pipelines.sources.catalogue import BY_ID, USED

SPINE = {
    "areas": "Every area of the place: level, code, name, vintage, committee.",
    "membership": "Which area lies in which, by ONS best fit.",
    "neighbourhoods": "Named neighbourhoods agreed locally, with their versions and small areas.",
    "years_without_poll": "Years in which no ward election was held.",
}
# Made of other conformed tables, after them.
DERIVED = {"mid_year_populations": "Residents of every area in the middle of every year, the denominator of rates."}
_LOOKUP_TABLES = [BY_ID[source] for source in LOOKUPS]
# The Census ages come first: split areas of 2011 are shared out by their residents.
DATA_SOURCES: list[Source] = sorted(
    (s for s in USED if s.id not in LOOKUPS and (s.read or s.read_records)),
    key=lambda s: (s.table != "census_age", s.table),
)


def _spec(source: Source) -> dg.AssetSpec:
    upstream = [["landed", source.id]]
    if source in DATA_SOURCES:
        upstream.append(["conformed", "membership"])
    return dg.AssetSpec(
        key=["conformed", source.table],
        deps=[dg.AssetKey(key) for key in upstream],
        group_name="conformed",
        owners=["team:evidence"],
        kinds={"parquet"},
        description=f"{source.title}, tidy, by area code in force.",
        metadata={"publisher": source.publisher, "licence": source.licence},
    )


def _spine_specs() -> list[dg.AssetSpec]:
    lookups = [dg.AssetKey(["conformed", s.table]) for s in _LOOKUP_TABLES]
    populations = [dg.AssetKey(table.split(".")) for table in POPULATIONS]
    return [
        dg.AssetSpec(
            key=["conformed", name],
            deps=populations if name in DERIVED else lookups,
            group_name="conformed",
            description=text,
            owners=["team:evidence"],
            kinds={"parquet"},
        )
        for name, text in {**SPINE, **DERIVED}.items()
    ]


CHECKS = [
    dg.AssetCheckSpec(
        name="expectations",
        asset=["conformed", source.table],
        blocking=True,
        description="Great Expectations suite declared beside the source",
    )
    for source in [*_LOOKUP_TABLES, *DATA_SOURCES]
]


@dg.multi_asset(
    name="conformed", specs=[*map(_spec, [*_LOOKUP_TABLES, *DATA_SOURCES]), *_spine_specs()], check_specs=CHECKS
)
def conformed() -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    """Read every kept file, judge its codes, check it and swap its table in; tell all faults at once."""
    intake = read_manifest()
    warehouse.sweep()
    with stage("conformed") as progress:
        spine = build_spine(intake)
        faults = list(spine.faults)
        failures: list[str] = []
        results = [] if any(f.blocking for f in faults) else _conform_all(intake, spine, failures)
        faults.extend(fault for _, result in results for fault in result.faults)
        made = sum(r.made for _, r in results)
        present = sum(r.rows > 0 for _, r in results)
        progress.say(f"{made} tables made, {present - made} unchanged, {sum(r.rows for _, r in results):,} rows")
    for fault in faults:
        if not fault.blocking:
            tell(f"      warning: {fault}")
    blocking = [fault for fault in faults if fault.blocking]
    if blocking:
        raise InputFaultsError(blocking)
    if failures:
        raise CheckFailedError("conformed tables", failures)
    make_populations()
    for name in [*(s.table for s in _LOOKUP_TABLES), *SPINE]:
        yield materialised(f"conformed.{name}")
    for lookup in _LOOKUP_TABLES:
        told = warehouse.about(f"conformed.{lookup.table}").get("verdicts", [])
        yield check_result(["conformed", lookup.table], [Verdict(**row) for row in told])
    for source, result in results:
        yield materialised(result.table)
        yield check_result(["conformed", source.table], result.verdicts)
    for name in DERIVED:
        yield materialised(f"conformed.{name}")


def _conform_all(intake: Intake, spine: Spine, failures: list[str]) -> list[tuple[Source, Conformed]]:
    """Every source one after the other; what fails its checks is left out and told in `failures`."""
    results: list[tuple[Source, Conformed]] = []
    for source in DATA_SOURCES:
        try:
            records = source.read_records is not None
            result = conform_records(source, intake, spine.wanted) if records else conform(source, intake, spine)
            results.append((source, result))
        except CheckFailedError as failure:
            failures.extend(failure.details)
    return results


def materialised(table: str) -> dg.MaterializeResult[None]:
    """A table of the warehouse as Dagster records it: version, rows, and what its maker noted."""
    about = warehouse.about(table)
    return dg.MaterializeResult(
        asset_key=table.split("."),
        data_version=dg.DataVersion(about.get("digest", "absent")[:32]),
        metadata={"dagster/row_count": about.get("rows", 0), "notes": " ".join(about.get("notes", [])) or "none"},
    )


def check_result(key: list[str], verdicts: list[Verdict]) -> dg.AssetCheckResult:
    """A suite's verdicts as the one check that guards an asset."""
    failed = [v for v in verdicts if not v.success]
    severity = (
        dg.AssetCheckSeverity.ERROR if any(v.severity == "critical" for v in failed) else dg.AssetCheckSeverity.WARN
    )
    return dg.AssetCheckResult(
        asset_key=key,
        check_name="expectations",
        passed=not failed,
        severity=severity,
        metadata={
            "expectations": len(verdicts),
            "failed": len(failed),
            "details": "\n".join(f"{v.expectation} on {v.column}: {v.detail}" for v in failed) or "all held",
        },
    )
