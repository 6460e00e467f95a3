"""Dagster assets of the third stage: one per indicator, computed in one step per characteristic.

Belongs here: asset definitions made from the declarations. Does not belong here: computing (see `computing`).
"""

from collections.abc import Iterator

import dagster as dg

from pipelines import warehouse
from pipelines.assets.computing import compute, table_of
from pipelines.assets.conformed import check_result
from pipelines.columns import CHARACTERISTICS
from pipelines.declarations.catalogue import load_indicators
from pipelines.declarations.indicator import Indicator
from pipelines.methods.figures import tables_read
from pipelines.progress import stage


def _spec(indicator: Indicator) -> dg.AssetSpec:
    return dg.AssetSpec(
        key=["indicator", indicator.id],
        deps=[dg.AssetKey(t.split(".")) for t in tables_read(indicator)],
        group_name=indicator.characteristic,
        skippable=False,
        kinds={"duckdb"},
        owners=["team:evidence"],
        description=f"{indicator.code} {indicator.name}. {indicator.definition} Working definition.",
        metadata={
            "owner": indicator.owner,
            "source": ", ".join(indicator.source),
            "unit": indicator.unit,
            "method": indicator.method,
        },
    )


def _block(characteristic: str, indicators: list[Indicator]) -> dg.AssetsDefinition:
    """The assets of one characteristic; selecting some of them computes only those."""

    @dg.multi_asset(
        name=f"indicators_{characteristic}",
        can_subset=True,
        specs=[_spec(i) for i in indicators],
        check_specs=[
            dg.AssetCheckSpec(
                name="expectations",
                asset=["indicator", i.id],
                blocking=True,
                description="Checks implied by kind, unit and levels, and those declared",
            )
            for i in indicators
        ],
    )
    def block(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        wanted = [i for i in indicators if dg.AssetKey(["indicator", i.id]) in context.selected_asset_keys]
        with stage(f"indicators {characteristic}") as progress:
            result = compute(wanted)
            progress.say(
                f"{len(result.made)} computed, {len(result.unchanged)} unchanged, "
                f"{len(result.without_data)} without data"
            )
        for indicator in wanted:
            about = warehouse.about(table_of(indicator))
            yield dg.MaterializeResult(
                asset_key=["indicator", indicator.id],
                data_version=dg.DataVersion(about.get("digest", "absent")[:32]),
                metadata={
                    "dagster/row_count": about.get("rows", 0),
                    "state": "no data in this run" if not about else "made",
                },
            )
            yield check_result(["indicator", indicator.id], result.verdicts.get(indicator.id, []))

    return block


def indicator_blocks() -> list[dg.AssetsDefinition]:
    """One multi-asset per characteristic that has declarations."""
    declared = load_indicators()
    return [_block(name, own) for name in CHARACTERISTICS if (own := [i for i in declared if i.characteristic == name])]
