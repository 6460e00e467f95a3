"""Another city works by adding a folder of data: a made-up place of four wards."""

import json
from pathlib import Path

import pandas as pd
import pytest

from tests.conftest import current_release, run_thriving
from tests.integration.conftest import write_inbox

PLACE = """\
code: E08000999
name: Fourwards
title: Neighbourhood evidence for Fourwards
publisher: A made-up partnership
country: {code: E92000001, name: England}
ward_vintage: 2024
crs: EPSG:27700
time_zone: Europe/London
expected: {ward: 4, committee: 2}
"""
WARDS = [("E05990001", "North & Mill", "fw-up"), ("E05990002", "East", "fw-up"), ("E05990003", "South", "fw-down"),
         ("E05990004", "West", "fw-down")]  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "fourwards"
    folder.mkdir()
    (folder / "place.yaml").write_text(PLACE)
    (folder / "wards.csv").write_text(
        "ward_code,ward_name,committee_code,membership_confidence,evidence\n"
        + "".join(f"{code},{name},{committee},confirmed,made up\n" for code, name, committee in WARDS)
    )
    (folder / "committees.csv").write_text("committee_code,committee_name\nfw-up,Upper\nfw-down,Lower\n")
    (folder / "ward_code_history.csv").write_text(
        "ward_code,ward_name,in_force_from,in_force_to,successor_code,relation,evidence\n"
        + "".join(f"{code},{name},2024,,{code},same,made up\n" for code, name, _ in WARDS)
    )
    (folder / "hex_layout.csv").write_text(
        "ward_code,column,row\n" + "".join(f"{code},{n % 2},{n // 2}\n" for n, (code, _, _) in enumerate(WARDS))
    )
    return folder


def test_sample_of_another_place(place: Path, tmp_path: Path) -> None:
    done = run_thriving(tmp_path / "data", "run", THRIVING_PLACE=str(place))
    assert done.returncode == 0, done.stderr
    release = current_release(tmp_path / "data")
    about = json.loads((release / "release.json").read_text())
    assert about["place"] == {"code": "E08000999", "name": "Fourwards"}
    assert about["address"] == ""
    assert (release / "data" / "boundaries" / "lsoa21.geojson").exists()
    observations = pd.read_parquet(release / "data" / "observations.parquet")
    assert set(observations[observations.level == "ward"].area_code) == {code for code, _, _ in WARDS}
    assert set(observations[observations.level == "committee"].area_code) == {"fw-up", "fw-down"}
    for page in release.rglob("*.html"):
        assert "Leeds" not in page.read_text(encoding="utf-8"), page


def test_files_of_another_place(place: Path, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    write_inbox(inbox, place)
    done = run_thriving(tmp_path / "data", "run", "--inbox", inbox, THRIVING_PLACE=str(place))
    assert done.returncode == 0, done.stderr


def test_faults_of_a_place_are_told_at_once(place: Path, tmp_path: Path) -> None:
    (place / "hex_layout.csv").write_text("ward_code,column,row\nE05990001,0,0\n")
    (place / "committees.csv").write_text("committee_code,committee_name\nfw-up,Upper\n")
    done = run_thriving(tmp_path / "data", "run", THRIVING_PLACE=str(place))
    assert done.returncode == 1
    for part in ("hex_layout.csv: no cell for E05990002", "E05990003 has committee 'fw-down'"):
        assert part in done.stderr
