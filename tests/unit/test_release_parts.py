"""Sealing, swapping and harmless text."""

import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import warehouse
from pipelines.faults import Fault, ReleaseError, limited
from pipelines.release import staging
from pipelines.release.safe import harmless, harmless_frame


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THRIVING_DATA", str(tmp_path))


def staged(release_id: str, text: str = "x") -> Path:
    folder = staging.staging_folder()
    (folder / "release.json").write_text(json.dumps({"id": release_id, "fingerprint": f"f-{text}"}))
    (folder / "index.html").write_text(text)
    return folder


def test_publish_makes_a_release_current_and_keeps_the_old_one() -> None:
    first, _ = staging.publish(staged("one"))
    second, files = staging.publish(staged("two", "y"))
    assert files == 2
    now = staging.current()
    assert now == (second, "f-y")
    assert staging.verify(first) == []
    assert staging.verify(second) == []


def test_publishing_the_same_release_again_changes_nothing() -> None:
    folder, _ = staging.publish(staged("one"))
    before = (folder / "index.html").stat().st_mtime_ns
    again, _ = staging.publish(staged("one"))
    assert again == folder
    assert (folder / "index.html").stat().st_mtime_ns == before


def test_a_damaged_release_of_the_same_name_is_replaced() -> None:
    folder, _ = staging.publish(staged("one"))
    (folder / "index.html").write_text("tampered")
    staging.publish(staged("one"))
    assert staging.verify(folder) == []


def test_verify_needs_a_manifest(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="not a finished release"):
        staging.verify(tmp_path)


def test_a_pointer_to_nothing_is_no_release() -> None:
    folder, _ = staging.publish(staged("one"))
    (folder / staging.MANIFEST).unlink()
    assert staging.current() is None


def test_a_table_without_its_sidecar_does_not_exist() -> None:
    warehouse.swap_in("conformed.a", pd.DataFrame({"x": [1]}), "d")
    assert warehouse.is_current("conformed.a", "d")
    assert warehouse.tables("conformed") == ["conformed.a"]
    warehouse.table_path("conformed.a").with_suffix(".json").unlink()
    assert not warehouse.is_current("conformed.a", "d")
    assert warehouse.tables("conformed") == []


def test_sweep_removes_what_was_half_written() -> None:
    warehouse.swap_in("conformed.a", pd.DataFrame({"x": [1]}), "d")
    orphan = warehouse.table_path("conformed.a").with_name("a.parquet.partial")
    orphan.write_bytes(b"half")
    warehouse.sweep()
    assert not orphan.exists()
    assert warehouse.read("conformed.a").x.tolist() == [1]


@given(st.text())
def test_no_text_starts_a_formula_afterwards(text: str) -> None:
    safe = str(harmless(text))
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert safe.endswith(text)
    assert harmless(safe) == safe


def test_numbers_stay_numbers_and_gaps_stay_gaps() -> None:
    frame = pd.DataFrame({"value": [-0.5, None], "name": ["=1+1", None], "plain": ["a", "b"]})
    safe = harmless_frame(frame)
    assert safe.value.tolist()[0] == -0.5
    assert safe["name"].tolist()[0] == "'=1+1"
    assert pd.isna(safe["name"].tolist()[1])
    assert safe.plain.tolist() == ["a", "b"]


def test_many_faults_of_a_kind_are_counted_not_listed() -> None:
    faults = [Fault("f.csv", "x", "y", "Do.", row=n, column="c", kind="k") for n in range(500)]
    shown = limited([*faults, Fault("f.csv", "other", "y", "Do.", kind="z")])
    assert len(shown) == 21
    assert "480 more rows" in str(shown[19])
    assert any("other" in str(fault) for fault in shown)
