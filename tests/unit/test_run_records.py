"""Dagster's event records: what a step made is committed with its end, and stands for other readers then."""

from pathlib import Path

import dagster as dg
import pytest

from pipelines.assets.run_records import RunRecords

MADE = [dg.AssetKey(name) for name in ("one", "two")]


@dg.multi_asset(
    specs=[dg.AssetSpec(key) for key in MADE], check_specs=[dg.AssetCheckSpec("fits", asset=key) for key in MADE]
)
def both(context: dg.AssetExecutionContext):  # type: ignore[no-untyped-def]  # noqa: ANN201
    """Two assets with a check each."""
    for key in MADE:
        yield dg.MaterializeResult(asset_key=key, metadata={"rows": 3})
        yield dg.AssetCheckResult(asset_key=key, check_name="fits", passed=key == MADE[0])


@dg.asset(deps=MADE)
def last() -> None:
    """Fails after the others were made."""
    raise ValueError("nothing to see")


def instance_at(home: Path, monkeypatch: pytest.MonkeyPatch) -> dg.DagsterInstance:
    monkeypatch.setenv("THRIVING_DATA", str(home))
    for name in ("DAGSTER_HOME", "DAGSTER_EVENT_BATCH_SIZE"):  # set below, and to be as it was afterwards
        monkeypatch.setenv(name, "")
    from pipelines.run import prepare_dagster_home

    prepare_dagster_home()
    return dg.DagsterInstance.get()


def test_another_reader_sees_what_a_step_made_when_a_later_one_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with instance_at(tmp_path, monkeypatch) as instance:
        assert isinstance(instance.event_log_storage, RunRecords)
        done = dg.materialize([both, last], instance=instance, raise_on_error=False)
        assert not done.success
        with dg.DagsterInstance.get() as other:
            (run,) = other.get_runs()
            assert run.status is dg.DagsterRunStatus.FAILURE
            for key, status in zip(MADE, ("SUCCEEDED", "FAILED"), strict=True):
                made = other.get_latest_materialization_event(key)
                assert made is not None
                assert made.run_id == run.run_id
                (check,) = other.event_log_storage.get_asset_check_execution_history(
                    dg.AssetCheckKey(key, "fits"), limit=2
                )
                assert check.status.value == status
            kinds = [entry.dagster_event_type for entry in other.all_logs(run.run_id)]
            assert kinds.count(dg.DagsterEventType.ASSET_MATERIALIZATION_PLANNED) == len(MADE) + 1
            assert kinds.count(dg.DagsterEventType.ASSET_MATERIALIZATION) == len(MADE)
            assert dg.DagsterEventType.STEP_FAILURE in kinds


def test_a_report_outside_any_run_is_there_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with instance_at(tmp_path, monkeypatch) as instance, dg.DagsterInstance.get() as other:
        instance.report_runless_asset_event(dg.AssetMaterialization("by_hand"))
        assert other.get_latest_materialization_event(dg.AssetKey("by_hand")) is not None
        other.report_runless_asset_event(dg.AssetMaterialization("by_hand_too"))
        assert instance.get_latest_materialization_event(dg.AssetKey("by_hand_too")) is not None
