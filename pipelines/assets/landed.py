"""Dagster assets of the first stage: one per source, the files as they were kept.

Belongs here: asset definitions. Does not belong here: how a file is recognised or kept (see `landing`).
"""

from collections.abc import Iterator

import dagster as dg

from pipelines.assets.landing import chosen_inbox, take_in
from pipelines.progress import stage, tell
from pipelines.sources.base import Source
from pipelines.sources.catalogue import USED


def _spec(source: Source) -> dg.AssetSpec:
    return dg.AssetSpec(
        key=["landed", source.id],
        group_name="landed",
        skippable=False,
        owners=["team:evidence"],
        description=f"{source.title}. {source.publisher}. Published {source.cadence}.",
        metadata={"publisher": source.publisher, "licence": source.licence, "cadence": source.cadence},
        kinds={"file"},
    )


@dg.multi_asset(name="landed", specs=[_spec(source) for source in USED])
def landed() -> Iterator[dg.MaterializeResult[None]]:
    """Look through the inbox and keep each known file byte for byte."""
    inbox, sample = chosen_inbox()
    with stage("landed") as progress:
        intake = take_in(inbox, sample=sample)
        kinds = len(intake.files) + len(intake.surveys)
        progress.say(f"{intake.count()} files of {kinds} sources and instruments, {len(intake.ignored)} not used")
    for source_id, files in sorted((intake.files | intake.surveys).items()):
        for file in files:
            tell(f"      {file.file}: taken for {file.taken_for} [{source_id}]")
    for entry in intake.ignored:
        tell(f"      {entry['file']}: not used: {entry['reason']}")
    for source in USED:
        kept = intake.of(source.id)
        yield dg.MaterializeResult(
            asset_key=["landed", source.id],
            metadata={
                "files": len(kept),
                "bytes": sum(f.bytes for f in kept),
                "synthetic": intake.synthetic,
                "names": ", ".join(f.file for f in kept) or "none in the inbox",
            },
            data_version=dg.DataVersion("-".join(sorted(f.sha256[:16] for f in kept)) or "absent"),
        )
