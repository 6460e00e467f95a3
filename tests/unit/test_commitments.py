"""Targets, agreements and composites: what the files may say, and every fault told at once."""

import shutil
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from pipelines import paths
from pipelines.declarations.agreements import Composites
from pipelines.declarations.commitments import load_agreements, load_composites, load_targets
from pipelines.declarations.targets import Ambition
from pipelines.faults import DeclarationFaultsError

BASELINE = {"period": "2022-01-01/P1Y", "value": 10, "source": "A publisher"}
VERSION = {
    "set_on": "2025-01-01",
    "standing": "agreed",
    "why": "First version.",
    "target": {"by": "2028-12-31", "value": 20},
}


def test_every_shipped_target_is_marked_illustrative_and_cites_its_baseline() -> None:
    targets = load_targets()
    assert targets
    for ambition in targets.values():
        assert all(version.standing == "illustrative" for version in ambition.versions)
        assert ambition.baseline is None or ambition.baseline.value is None or ambition.baseline.source


def test_the_baselines_of_the_shipped_targets_are_the_published_figures() -> None:
    # Forum Central, TheBusinessDesk and Doing Good Leeds, as the table of targets in the catalogue cites them.
    published = {
        "registered_charities_count": 1373,
        "social_value_realised_share": 11.1,
        "local_grant_success_share": 30,
        "volunteers_index": 75,
        "employees_index": 66,
    }
    found = {name: a.baseline.value for name, a in load_targets().items() if a.baseline}
    assert found == published


def test_the_compact_has_its_eight_principles_and_each_points_at_indicators() -> None:
    compact = load_agreements()["compact"]
    assert list(compact.sections) == [f"P{number}" for number in range(1, 9)]
    assert all(section.indicators for section in compact.sections.values())
    assert {"ambition_statement", "social_value_charter", "commissioning_code"} <= set(load_agreements())


def test_a_target_that_moved_keeps_its_history() -> None:
    later = VERSION | {
        "set_on": "2026-01-01",
        "why": "The sector asked for more.",
        "target": {"by": "2028-12-31", "value": 30},
    }
    ambition = Ambition.model_validate({"owner": "Somebody", "baseline": BASELINE, "versions": [VERSION, later]})
    assert ambition.in_force is not None
    assert ambition.in_force.target.value == 30
    assert [version.target.value for version in ambition.versions] == [20, 30]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"baseline": BASELINE | {"source": ""}}, "without a source"),
        ({"baseline": None}, "without a baseline"),
        ({"versions": [VERSION | {"set_on": "2026-01-01"}, VERSION]}, "the oldest first"),
        ({"versions": [VERSION | {"milestones": [{"by": "2029-12-31", "value": 15}]}]}, "in the order of their days"),
        ({"versions": [VERSION | {"standing": "decided"}]}, "illustrative"),
        ({"baseline": BASELINE | {"period": "2022"}}, "period"),
    ],
)
def test_what_a_target_may_not_say(change: dict[str, object], told: str) -> None:
    content = {"owner": "Somebody", "baseline": BASELINE, "versions": [VERSION]} | change
    with pytest.raises(ValidationError, match=told):
        Ambition.model_validate(content)


def test_questions_on_personal_wellbeing_never_share_a_score() -> None:
    with pytest.raises(ValidationError, match="may not go into one score"):
        Composites.model_validate({"parts": {"wellbeing": ["a", "b", "c"]}, "never_together": [["b", "c"]]})
    assert set(load_composites()) == {"wellbeing", "connected", "involved", "place"}


def test_every_fault_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "indicators"
    shutil.copytree(paths.INDICATORS, folder)
    place = tmp_path / "place"
    place.mkdir()
    (place / "targets.yaml").write_text(yaml.safe_dump({"ambitions": {"no_such_share": {"owner": "Somebody"}}}))
    (folder / "composites.yaml").write_text(
        yaml.safe_dump({"parts": {"place": ["residents_16_24_share", "often_lonely_share", "no_such_rate"]}})
    )
    (place / "agreements.yaml").write_text("agreements: {compact: {title: Compact}}")
    with pytest.raises(DeclarationFaultsError) as caught:
        load_targets(folder, place)
    told = str(caught.value)
    assert "targets.yaml: ambitions: found 'no_such_share'" in told
    assert "composites.yaml: place: found 'no_such_rate'" in told
    assert "residents_16_24_share is of place and no_judgement" in told
    assert "often_lonely_share is of connected" in told
    assert "agreements.compact.sections" in told
