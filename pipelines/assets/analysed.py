"""Dagster assets of the fourth stage: trends, progress, inequalities, composite scores.

Belongs here: asset definitions. Does not belong here: making the tables (`analysing`).
"""

from collections.abc import Iterator

import dagster as dg

from pipelines.assets.analysing import DEPRIVATION, EXPECTED, KEYS, analyse
from pipelines.assets.computing import table_of
from pipelines.assets.conformed import check_result, materialised
from pipelines.declarations.catalogue import load_indicators
from pipelines.progress import stage

_DESCRIPTIONS = {
    "trends": "Is it changing? The last five yearly points of every series, tested.",
    "process_charts": "Points, mean and process limits of every series, with the signals that stand out.",
    "funnels": "Wards about the city's value, with the limits that their size allows.",
    "deprivation_fifths": "Every indicator of small areas by fifth of deprivation within the city.",
    "inequalities": "Gap between the most and the least deprived fifth, slope and relative index.",
    "composites": "Score of each ward for each characteristic, with the range of its rank.",
    "composite_parts": "The parts that each score is made of.",
    "progress": "Each ambition: baseline, latest, milestone, target, pace and what the data allow to be said.",
}


@dg.multi_asset(
    name="analysis",
    specs=[
        dg.AssetSpec(
            key=["analysis", name],
            deps=[dg.AssetKey(table_of(i).split(".")) for i in load_indicators()]
            + [dg.AssetKey(DEPRIVATION.split("."))],
            group_name="analysis",
            kinds={"duckdb"},
            owners=["team:evidence"],
            description=_DESCRIPTIONS[name],
        )
        for name in KEYS
    ],
    check_specs=[
        dg.AssetCheckSpec(
            name="expectations",
            asset=["analysis", name],
            blocking=True,
            description="Every test on five points, every score and rank within its range",
        )
        for name in EXPECTED
    ],
)
def analysis() -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    """Make the analysis tables again when an indicator, a target or a method has changed."""
    with stage("analysis") as progress:
        result = analyse()
        progress.say(f"{len(result.made)} tables made, {len(result.unchanged)} unchanged")
    for name in KEYS:
        yield materialised(f"analysis.{name}")
        if name in EXPECTED:
            yield check_result(["analysis", name], result.verdicts.get(name, []))
