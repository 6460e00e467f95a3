"""Dagster assets of surveys: answers kept privately, and the tables of estimates made from them.

Belongs here: asset definitions. Does not belong here: taking answers in (`responses`) or estimating (`surveying`). No
metadata says more of a wave than how many answered.
"""

from collections.abc import Iterator

import dagster as dg

from pipelines import warehouse
from pipelines.assets.conformed import check_result
from pipelines.assets.landing import read_manifest
from pipelines.assets.responses import take_in_answers
from pipelines.assets.surveying import EXPECTED, estimate_all
from pipelines.declarations.catalogue import load_instruments
from pipelines.declarations.instrument import Instrument
from pipelines.faults import InputFaultsError
from pipelines.progress import stage, tell
from pipelines.surveys.estimation.answers import tables_needed
from pipelines.surveys.tables import TABLES

_DESCRIPTIONS = {
    "survey_estimates": "Estimates of every survey, by indicator, area and wave, with how sure they are.",
    "modelled_estimates": "Fay-Herriot estimates of wards beside the direct ones.",
    "models": "One row for each model: covariates, diagnostics, released or withheld and why.",
    "working_together": "Scores of the self-assessments by sector, their gap and their change.",
    "concerns": "Concerns raised and resolved, by theme and by route.",
    "register_entries": "Entries of public registers, by name.",
}


def _answers(instrument: Instrument) -> dg.AssetSpec:
    placing = [["conformed", "membership"], ["conformed", "lookup_postcode"]] if instrument.geography else []
    return dg.AssetSpec(
        key=["private", instrument.id],
        group_name="surveys",
        skippable=False,
        owners=["team:evidence"],
        deps=[dg.AssetKey(key) for key in [*placing, ["landed", "ons_lsoa21_ward"]]],
        description=f"{instrument.title}: coded answers in the private folder. {instrument.description}",
        metadata={"publisher": instrument.publisher, "cadence": instrument.cadence},
        kinds={"parquet"},
    )


def _estimates() -> list[dg.AssetSpec]:
    declared = load_instruments()
    deps = {("private", i.id) for i in declared} | {tuple(t.split(".")) for i in declared for t in tables_needed(i)}
    return [
        dg.AssetSpec(
            key=["conformed", table],
            group_name="surveys",
            skippable=False,
            owners=["team:evidence"],
            deps=[dg.AssetKey(list(key)) for key in sorted(deps)],
            description=_DESCRIPTIONS[table],
            kinds={"parquet"},
        )
        for table in TABLES
    ]


CHECKS = [
    dg.AssetCheckSpec(
        name="expectations",
        asset=["conformed", table],
        blocking=True,
        description="The disclosure rules once more, on what is about to be published",
    )
    for table in EXPECTED
]


@dg.multi_asset(name="surveys", specs=[*map(_answers, load_instruments()), *_estimates()], check_specs=CHECKS)
def surveys() -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    """Check every file of answers, keep what may be kept, and estimate."""
    intake = read_manifest()
    with stage("surveys") as progress:
        taken = take_in_answers(intake)
        blocking = [fault for fault in taken.faults if fault.blocking]
        for fault in taken.faults:
            if not fault.blocking:
                tell(f"      warning: {fault}")
        if blocking:
            raise InputFaultsError(blocking)
        result = estimate_all(taken, synthetic=intake.synthetic)
        waves = sum(len(found) for found in taken.waves.values())
        progress.say(
            f"{waves} waves, {taken.read} read; {len(result.computed)} instruments estimated, "
            f"{len(result.unchanged)} unchanged"
        )
    for instrument in load_instruments():
        kept = taken.waves.get(instrument.id, {})
        yield dg.MaterializeResult(
            asset_key=["private", instrument.id],
            data_version=dg.DataVersion("-".join(k.digest[:16] for k in kept.values()) or "absent"),
            metadata={"waves": ", ".join(map(str, kept)) or "none", "responses": sum(k.used for k in kept.values())},
        )
    for table in TABLES:
        about = warehouse.about(f"conformed.{table}")
        yield dg.MaterializeResult(
            asset_key=["conformed", table],
            data_version=dg.DataVersion(about.get("digest", "absent")[:32]),
            metadata={"dagster/row_count": about.get("rows", 0)},
        )
        if table in EXPECTED:
            yield check_result(["conformed", table], result.verdicts.get(f"conformed.{table}", []))
