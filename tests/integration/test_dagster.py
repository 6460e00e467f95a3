"""What an analyst sees in Dagster."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.definitions.assets.graph.asset_graph import AssetGraph

from pipelines.assets import analysing, registering
from pipelines.assets.conformed import DATA_SOURCES
from pipelines.assets.surveying import EXPECTED
from pipelines.columns import CHARACTERISTICS
from pipelines.declarations.catalogue import load_indicators, load_instruments
from pipelines.definitions import defs
from pipelines.methods.figures import tables_needed
from pipelines.sources.catalogue import USED
from pipelines.surveys.tables import TABLES
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def graph() -> AssetGraph:
    return defs.resolve_asset_graph()


def test_one_asset_per_source_table_and_indicator(graph: AssetGraph) -> None:
    keys = {key.to_user_string() for key in graph.get_all_asset_keys()}
    assert {f"landed/{s.id}" for s in USED} <= keys
    assert {f"conformed/{s.table}" for s in DATA_SOURCES} <= keys
    assert {f"indicator/{i.id}" for i in load_indicators()} <= keys
    assert {f"private/{i.id}" for i in load_instruments()} | {f"conformed/{t}" for t in TABLES} <= keys
    assert {"release/observations", "release/site", "release/current"} <= keys


def test_assets_are_grouped_described_and_owned(graph: AssetGraph) -> None:
    groups = {"landed", "conformed", "surveys", "third_sector", "analysis", "release", *CHARACTERISTICS}
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        assert node.group_name in groups, key
        assert node.description, key
        assert node.owners, key


def test_every_table_read_is_an_asset_made(graph: AssetGraph) -> None:
    """A misspelt upstream table would pass Dagster's own check."""
    made = {".".join(key.path) for key in graph.get_all_asset_keys()}
    for indicator in load_indicators():
        assert set(tables_needed(indicator)) <= made, indicator.id


def test_declared_sources_exist() -> None:
    known = {source.id for source in USED} | {instrument.id for instrument in load_instruments()}
    for indicator in load_indicators():
        assert set(indicator.source) <= known, indicator.id


def test_checks_stand_beside_what_they_guard(graph: AssetGraph) -> None:
    guarded = {key.asset_key.to_user_string() for key in graph.asset_check_keys}
    sources = {f"conformed/{s.table}" for s in USED if s.read or s.read_records}
    surveys = {f"conformed/{table}" for table in EXPECTED}
    register = {f"conformed/{table}" for table in registering.EXPECTED}
    analysis = {f"analysis/{table}" for table in analysing.EXPECTED}
    assert guarded == sources | surveys | register | analysis | {f"indicator/{i.id}" for i in load_indicators()}


def test_the_schedule_is_weekly_local_and_off() -> None:
    schedule = defs.resolve_schedule_def("weekly_release")
    assert schedule.execution_timezone == "Europe/London"
    assert schedule.default_status is dg.DefaultScheduleStatus.STOPPED
    assert schedule.cron_schedule == "0 6 * * 1"


def test_dg_check_defs_is_clean() -> None:
    beside = Path(sys.executable).parent
    environment = {**os.environ, "DAGSTER_DISABLE_TELEMETRY": "1", "PATH": f"{beside}:{os.environ['PATH']}"}
    done = subprocess.run(
        [beside / "dg", "check", "defs"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_run_from_the_command_line_is_a_run_in_dagster(
    sample_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipelines.run import prepare_dagster_home

    monkeypatch.setenv("THRIVING_DATA", str(shutil.copytree(sample_data, tmp_path / "data")))
    prepare_dagster_home()
    with dg.DagsterInstance.get() as instance:
        assert not instance.telemetry_enabled
        runs = instance.get_runs()
        assert [(run.job_name, run.status) for run in runs] == [("make_release", dg.DagsterRunStatus.SUCCESS)]
        key = dg.AssetKey(["indicator", "social_rented_share"])
        made = instance.get_latest_materialization_event(key)
        assert made is not None
        assert made.asset_materialization is not None
        assert made.asset_materialization.metadata["dagster/row_count"].value > 0
        checks = instance.event_log_storage.get_asset_check_execution_history(
            dg.AssetCheckKey(key, "expectations"), limit=1
        )
        assert checks[0].status.value == "SUCCEEDED"
