"""What a release says beyond single figures: trends, progress, inequalities, scores, targets and agreements.

Belongs here: choosing published columns from analysis tables and declarations. Does not belong here: making the tables
(`analysing`) or comparing releases (`release.revising`).
"""

import pandas as pd

from pipelines import warehouse
from pipelines.assets.analysing import KEYS
from pipelines.assets.landing import Intake
from pipelines.assets.provenance import provenance
from pipelines.declarations.catalogue import load_indicators
from pipelines.declarations.commitments import load_agreements, load_targets
from pipelines.declarations.indicator import Indicator
from pipelines.progress import tell
from pipelines.release.dictionary import DICTIONARY
from pipelines.release.revising import revisions, unexplained
from pipelines.release.staging import current, read_about
from pipelines.release.updating import updates
from pipelines.third_sector.rules import RULES


def analysis_content() -> dict[str, pd.DataFrame]:
    """The published tables by file name without ending; a table that was not made is not there."""
    found = {name: warehouse.read(f"analysis.{name}") for name in KEYS if warehouse.about(f"analysis.{name}")}
    found["targets"] = _targets()
    found["agreements"] = _agreements()
    if warehouse.about("conformed.organisations"):
        found["third_sector_rules"] = pd.DataFrame({"rule": list(RULES)})
    return {name: frame.reindex(columns=list(DICTIONARY[f"{name}.csv"])) for name, frame in found.items()}


def _targets() -> pd.DataFrame:
    """Every version of every target ever set, the one in force marked."""
    return pd.DataFrame(
        [
            {
                "indicator": name,
                "set_on": version.set_on.isoformat(),
                "why": version.why,
                "kind": kind,
                "by": amount.by.isoformat(),
                "value": amount.value,
                "in_force": version == ambition.in_force,
                "standing": version.standing,
            }
            for name, ambition in load_targets().items()
            for version in ambition.versions
            for kind, amount in [*(("milestone", m) for m in version.milestones), ("target", version.target)]
        ],
        columns=list(DICTIONARY["targets.csv"]),
    )


def _agreements() -> pd.DataFrame:
    """One row for each document, part and indicator; a part without an indicator has one row."""
    names = {indicator.id: indicator.name for indicator in load_indicators()}
    return pd.DataFrame(
        [
            {
                "agreement": name,
                "agreement_title": agreement.title,
                "section": part,
                "section_title": section.title,
                "about": section.about or agreement.about,
                "indicator": indicator,
                "indicator_name": names.get(indicator, ""),
            }
            for name, agreement in load_agreements().items()
            for part, section in agreement.sections.items()
            for indicator in section.indicators or [""]
        ],
        columns=list(DICTIONARY["agreements.csv"]),
    )


def history(
    declared: list[Indicator], indicators: pd.DataFrame, observations: pd.DataFrame, intake: Intake
) -> dict[str, pd.DataFrame]:
    """What decided each indicator's numbers, and what is new, gone or otherwise than in the last release."""
    decided = provenance(declared, intake)
    found = {"provenance": decided}
    now = current()
    if now is not None and read_about(now[0])["synthetic"] == intake.synthetic:
        found["updates"] = updates(now[0], indicators)
        found["revisions"] = revisions(now[0], observations, decided)
        if told := unexplained(found["revisions"]):
            tell(f"      warning: {told}")
    return found
