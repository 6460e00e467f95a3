"""Which published numbers count as revised, and the reasons that two releases' digests give."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipelines.columns import OBSERVATION_COLUMNS
from pipelines.faults import ReleaseError
from pipelines.release.revising import COLUMNS, NOT_RECORDED, UNEXPLAINED, revisions, unexplained

DIGESTS = {"files": "f", "declaration": "d", "method": "m", "places": "p"}
SAME = pd.DataFrame([{"indicator": "one", **DIGESTS}])


def row(area: str = "E05000001", period: str = "2024-01-01/P1Y", **more: Any) -> dict[str, Any]:
    """One observation, ok with a value and limits unless told otherwise."""
    base = dict.fromkeys(OBSERVATION_COLUMNS, "") | dict.fromkeys(("numerator", "denominator", "benchmark_value"))
    given = {"indicator": "one", "level": "ward", "area_code": area, "area_name": f"Ward {area[-1]}", "period": period}
    return base | given | {"value": 10.0, "lower": 8.0, "upper": 12.0, "status": "ok", "rank": 1, "rank_of": 2} | more


def without_value(status: str, **more: Any) -> dict[str, Any]:
    return row(**more) | {"value": None, "lower": None, "upper": None, "status": status}


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    numbers = dict.fromkeys(("value", "lower", "upper", "numerator", "denominator", "benchmark_value"), "float64")
    return pd.DataFrame(rows, columns=list(OBSERVATION_COLUMNS)).astype(numbers)


def release(folder: Path, *rows: dict[str, Any], provenance: pd.DataFrame | None = SAME) -> Path:
    """As much of a release as revisions are read from."""
    (folder / "data").mkdir(parents=True)
    (folder / "release.json").write_text(json.dumps({"id": "2026-01-01-old"}))
    frame(*rows).to_parquet(folder / "data" / "observations.parquet", index=False)
    if provenance is not None:
        provenance.to_csv(folder / "data" / "provenance.csv", index=False)
    return folder


def only(found: pd.DataFrame) -> dict[str, Any]:
    assert len(found) == 1, found
    return {str(k): v for k, v in found.astype(object).where(found.notna(), None).iloc[0].items()}


def test_nothing_changed_gives_the_columns_and_no_row(tmp_path: Path) -> None:
    found = revisions(release(tmp_path / "old", row()), frame(row()), SAME)
    assert list(found.columns) == list(COLUMNS)
    assert found.empty


@pytest.mark.parametrize(
    ("changed", "old", "new"),
    [
        ({"value": 10.1}, {"old_value": 10.0}, {"new_value": 10.1}),
        ({"lower": 7.0}, {"old_lower": 8.0}, {"new_lower": 7.0}),
        ({"upper": None}, {"old_upper": 12.0}, {"new_upper": None}),
        ({"status": "caution"}, {"old_status": "ok"}, {"new_status": "caution"}),
    ],
)
def test_another_value_limit_or_status_is_revised(
    tmp_path: Path, changed: dict[str, Any], old: dict[str, Any], new: dict[str, Any]
) -> None:
    found = only(revisions(release(tmp_path / "old", row()), frame(row() | changed), SAME))
    assert found["change"] == "revised"
    assert found["old_release"] == "2026-01-01-old"
    for name, value in {**old, **new}.items():
        assert found[name] == value


def test_names_ranks_and_notes_are_no_revision(tmp_path: Path) -> None:
    other = row() | {"area_name": "Renamed", "note": "Told otherwise", "rank": 2, "comparison": "better"}
    assert revisions(release(tmp_path / "old", row()), frame(other), SAME).empty


@pytest.mark.parametrize(("factor", "counts"), [(1 + 1e-13, False), (1 + 1e-11, True), (1 - 1e-11, True)])
def test_the_last_digits_of_a_double_are_no_revision(tmp_path: Path, factor: float, *, counts: bool) -> None:
    big = row(value=1e9)
    found = revisions(release(tmp_path / "old", big), frame(big | {"value": 1e9 * factor}), SAME)
    assert len(found) == counts


def test_a_zero_that_becomes_anything_is_revised(tmp_path: Path) -> None:
    found = revisions(release(tmp_path / "old", row(value=0.0)), frame(row(value=1e-300)), SAME)
    assert only(found)["change"] == "revised"


def test_what_is_gone_is_withdrawn(tmp_path: Path) -> None:
    old = release(tmp_path / "old", row(), row(area="E05000002"), without_value("not_collected", area="E05000003"))
    found = only(revisions(old, frame(row()), SAME))
    assert (found["change"], found["area_code"], found["old_value"]) == ("withdrawn", "E05000002", 10.0)
    assert found["new_status"] is None


def test_what_lost_its_value_is_withdrawn(tmp_path: Path) -> None:
    found = only(revisions(release(tmp_path / "old", row()), frame(without_value("missing_at_source")), SAME))
    assert (found["change"], found["old_value"], found["new_value"]) == ("withdrawn", 10.0, None)


def test_what_is_suppressed_now_is_not_told_again(tmp_path: Path) -> None:
    found = only(revisions(release(tmp_path / "old", row()), frame(without_value("suppressed")), SAME))
    assert (found["change"], found["new_status"]) == ("withdrawn", "suppressed")
    assert [found[name] for name in ("old_value", "old_lower", "old_upper")] == [None, None, None]


def test_a_new_period_is_news_and_a_new_area_of_a_known_period_is_added(tmp_path: Path) -> None:
    new = frame(row(), row(area="E05000002"), row(period="2025-01-01/P1Y"), row(area="E05000003", period="2025"))
    found = only(revisions(release(tmp_path / "old", row()), new, SAME))
    assert (found["change"], found["area_code"], found["new_value"]) == ("added", "E05000002", 10.0)
    assert found["old_status"] is None


def test_a_value_where_there_was_none_is_added(tmp_path: Path) -> None:
    old = release(tmp_path / "old", without_value("missing_at_source"))
    assert only(revisions(old, frame(row()), SAME))["change"] == "added"


def test_a_new_indicator_is_news(tmp_path: Path) -> None:
    new = frame(row(), row() | {"indicator": "two"})
    assert revisions(release(tmp_path / "old", row()), new, SAME).empty


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (["files"], "source revised"),
        (["declaration"], "declaration changed"),
        (["method"], "method changed"),
        (["places"], "boundary changed"),
        (["places", "files"], "source revised; boundary changed"),
        (["method", "declaration", "files"], "source revised; declaration changed; method changed"),
    ],
)
def test_reasons_are_the_digests_that_changed(tmp_path: Path, changed: list[str], reason: str) -> None:
    now = SAME.assign(**dict.fromkeys(changed, "other"))
    found = revisions(release(tmp_path / "old", row()), frame(row(value=1.0)), now)
    assert only(found)["reason"] == reason
    assert unexplained(found) == ""


def test_an_old_release_without_provenance_is_said(tmp_path: Path) -> None:
    old = release(tmp_path / "old", row(), provenance=None)
    assert only(revisions(old, frame(row(value=1.0)), SAME))["reason"] == NOT_RECORDED


def test_an_indicator_that_is_declared_no_longer(tmp_path: Path) -> None:
    now = pd.DataFrame([{"indicator": "two", **DIGESTS}])
    found = only(revisions(release(tmp_path / "old", row()), frame(row() | {"indicator": "two"}), now))
    assert (found["change"], found["reason"]) == ("withdrawn", "declaration changed")


def test_a_number_that_moves_by_itself_is_told_and_not_passed_over(tmp_path: Path) -> None:
    found = revisions(release(tmp_path / "old", row()), frame(row(value=1.0)), SAME)
    assert only(found)["reason"] == UNEXPLAINED
    told = unexplained(found)
    assert "1 published numbers have changed" in told
    assert "one" in told
    assert "report" in told


def test_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    rows = [row(area=f"E0500000{n}", period=f"202{m}") for n in range(5) for m in range(3)]
    changed = [one | {"value": float(place)} for place, one in enumerate(rows)]
    first = revisions(release(tmp_path / "old", *rows), frame(*changed), SAME)
    second = revisions(release(tmp_path / "again", *rows[::-1]), frame(*changed[::-1]), SAME)
    pd.testing.assert_frame_equal(first, second)


def test_a_folder_that_is_no_release_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match=r"release\.json"):
        revisions(tmp_path, frame(row()), SAME)
    (tmp_path / "release.json").write_text('{"id": "x"}')
    with pytest.raises(ReleaseError, match=r"observations\.parquet"):
        revisions(tmp_path, frame(row()), SAME)
