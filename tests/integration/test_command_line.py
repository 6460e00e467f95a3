"""The command line as analysts and scripts use it."""

import json
import shutil
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from tests.conftest import THRIVING, run_thriving


def test_help_speaks_to_an_analyst(tmp_path: Path) -> None:
    done = run_thriving(tmp_path, "--help")
    assert done.returncode == 0
    for word in ("run", "check", "ui", "serve", "export", "indicators", "areas", "verify", "chart", "Exit codes"):
        assert word in done.stdout


def test_an_unknown_command_is_usage(tmp_path: Path) -> None:
    assert run_thriving(tmp_path, "fly").returncode == 2


def test_without_a_release_the_next_step_is_said(tmp_path: Path) -> None:
    done = run_thriving(tmp_path, "areas")
    assert done.returncode == 1
    assert "`thriving run` makes one" in done.stderr


def test_indicators_and_areas(sample_data: Path) -> None:
    indicators = json.loads(run_thriving(sample_data, "indicators", "--json").stdout)
    assert {"PL01", "WB01", "CO11", "IN07"} <= {i["code"] for i in indicators}
    areas = json.loads(run_thriving(sample_data, "areas", "--json", "--level", "ward").stdout)
    assert len(areas) == 33


def test_schema_is_up_to_date(sample_data: Path) -> None:
    from pipelines import paths

    assert run_thriving(sample_data, "indicators", "--schema").stdout == paths.INDICATOR_SCHEMA.read_text()


def test_export_in_every_format(sample_data: Path, sample_release: Path, tmp_path: Path) -> None:
    area = "E05011384"
    for form in ("csv", "xlsx", "geojson"):
        done = run_thriving(sample_data, "export", "--area", area, "--format", form, "-o", tmp_path / f"a.{form}")
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "a.csv").read_bytes() == (sample_release / "data" / "areas" / f"{area}.csv").read_bytes()
    assert "Figures" in openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames
    feature = json.loads((tmp_path / "a.geojson").read_text())
    assert feature["features"][0]["id"] == area
    assert feature["synthetic"] is True
    assert len(feature["features"][0]["properties"]["figures"]) == len(pd.read_csv(tmp_path / "a.csv"))


def test_chart_in_every_format(sample_data: Path, sample_release: Path, tmp_path: Path) -> None:
    for kind, begins in (("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")):
        out = tmp_path / f"a.{kind}"
        done = run_thriving(sample_data, "chart", "social_rented_share", "--area", "Armley", "-o", out)
        assert done.returncode == 0, done.stderr
        assert out.read_bytes().startswith(begins)
    assert "Synthetic data" in (tmp_path / "a.svg").read_text(encoding="utf-8")


def test_chart_that_cannot_be_drawn(sample_data: Path, sample_release: Path, tmp_path: Path) -> None:
    for arguments, told in (
        (("social_rented_shar", "-o", tmp_path / "a.png"), "Did you mean social_rented_share"),
        (("social_rented_share", "--area", "E99", "-o", tmp_path / "a.png"), "has no area"),
        (("social_rented_share", "-o", tmp_path / "a.gif"), ".png, .svg or .pdf"),
        (("life_satisfaction_mean", "--area", "Armley", "-o", tmp_path / "a.png"), "Not collected"),
    ):
        done = run_thriving(sample_data, "chart", *arguments)
        assert done.returncode == 1, arguments
        assert told in done.stderr
    assert not list(tmp_path.iterdir())


def test_export_of_an_unknown_area(sample_data: Path, tmp_path: Path) -> None:
    done = run_thriving(sample_data, "export", "--area", "E99", "--format", "csv", "-o", tmp_path / "a.csv")
    assert done.returncode == 1
    assert "thriving areas" in done.stderr
    assert not (tmp_path / "a.csv").exists()


def test_real_geojson_has_a_shape_in_longitude_and_latitude(real_release: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.geojson"
    done = run_thriving(
        tmp_path, "export", "--area", "E05011414", "--format", "geojson", "-o", out, "--release", real_release
    )
    assert done.returncode == 0, done.stderr
    ring = json.loads(out.read_text())["features"][0]["geometry"]["coordinates"][0]
    assert all(-2 < x < -1 and 53 < y < 54 for x, y in ring[:50])


def test_verify_finds_a_changed_byte(sample_data: Path, sample_release: Path, tmp_path: Path) -> None:
    assert run_thriving(sample_data, "verify").returncode == 0
    copy = tmp_path / "copy"
    shutil.copytree(sample_release, copy)
    page = copy / "index.html"
    page.write_text(page.read_text() + " ")
    (copy / "extra.txt").write_text("x")
    done = run_thriving(sample_data, "verify", copy, "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["differences"] == [
        "extra.txt: there and not listed", "index.html: content differs from the manifest",
    ]  # fmt: skip


def test_check_a_good_and_a_bad_file(sample_data: Path, tmp_path: Path) -> None:
    good = sample_data / "sample_inbox" / "SYNTHETIC_census2021_tenure_lsoa21.csv"
    done = run_thriving(sample_data, "check", good)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Census 2021: tenure of households" in done.stdout
    bad = tmp_path / "tenure.csv"
    bad.write_text(good.read_text().replace("Lives rent free", "Lives in a boat", 1))
    done = run_thriving(sample_data, "check", bad, "--json")
    assert done.returncode == 1
    faults = json.loads(done.stdout)["faults"]
    assert faults[0]["column"] == "tenure"
    assert "boat" in faults[0]["found"]
    before = sorted((sample_data / "warehouse").rglob("*"))
    assert before == sorted((sample_data / "warehouse").rglob("*"))


def test_check_of_an_unknown_file(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    done = run_thriving(tmp_path, "check", tmp_path / "x.csv")
    assert done.returncode == 1
    assert "not recognised" in done.stdout


def test_two_runs_at_once(tmp_path: Path) -> None:
    import fcntl

    with (tmp_path / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        done = run_thriving(tmp_path, "run")
    assert done.returncode == 1
    assert "Another run is at work" in done.stderr


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def answers(url: str, process: subprocess.Popen[bytes], seconds: float) -> str:
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 - a loopback address
                return str(response.read().decode())
        except OSError:
            time.sleep(0.2)
    return ""


@pytest.mark.parametrize(
    ("command", "path", "word"), [("serve", "/index.html", "Leeds"), ("ui", "/server_info", "dagster")]
)
def test_servers_on_loopback(command: str, path: str, word: str, sample_data: Path, port: int, tmp_path: Path) -> None:
    import os

    data = shutil.copytree(sample_data, tmp_path / "data")  # Dagster writes beside what it serves
    process = subprocess.Popen(
        [THRIVING, command, "--port", str(port)], env={**os.environ, "THRIVING_DATA": str(data)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        assert word in answers(f"http://127.0.0.1:{port}{path}", process, 60)
    finally:
        os.killpg(process.pid, 15)
        process.wait(timeout=30)
