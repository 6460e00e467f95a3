"""One run of the main job, from the command line.

Belongs here: the nothing-changed pass, the lock, Dagster's home, and starting the job in this process. The top of
this module imports the standard library only. Does not belong here: stages (see `assets`) or printing (see `cli`).
"""

import fcntl
import gc
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipelines import asked, fingerprint, paths
from pipelines.faults import ThrivingError
from pipelines.progress import stage
from pipelines.release.staging import current

_GARBAGE_THRESHOLD = 100_000
# What a run plans to make is recorded in one transaction.
_EVENTS_AT_ONCE = "1000"
_STARTED_BY = {"started_by": "thriving run"}


@dataclass(frozen=True)
class Outcome:
    """Where the current release lies, and whether this run made it."""

    folder: Path
    made: bool


def prepare_dagster_home() -> None:
    """Dagster reads its settings, telemetry among them, only from the folder that DAGSTER_HOME names."""
    home = paths.dagster_home()
    home.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(paths.ROOT / "dagster.yaml", home / "dagster.yaml")
    os.environ["DAGSTER_HOME"] = str(home.resolve())
    os.environ["DAGSTER_DISABLE_TELEMETRY"] = "1"
    os.environ["DAGSTER_EVENT_BATCH_SIZE"] = _EVENTS_AT_ONCE


@contextmanager
def _alone() -> Iterator[None]:
    """Keep two runs from writing at once; the lock goes with the process, however that ends."""
    paths.data_folder().mkdir(parents=True, exist_ok=True)
    with (paths.data_folder() / ".lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ThrivingError("Another run is at work in this folder. Wait for it to end, then try again.") from error
        yield


def run(inbox: Path | None, *, pdfs: bool = False) -> Outcome:
    """Make a release from an inbox, or find that nothing has changed.

    Args:
        inbox: folder of real files; None for the embedded sample.
        pdfs: whether the release is to hold PDFs of its pages.

    Raises:
        ThrivingError: something an analyst can mend; the last release is untouched.
    """
    if pdfs:
        _need_printing()
    asked.ask_for_pdfs(pdfs)
    folder = asked.ask_for_inbox(inbox)
    with _alone():
        with stage("looking for changes") as progress:
            now = current()
            mark = fingerprint.of_release(fingerprint.of_folder(folder)) if folder.is_dir() else ""
            unchanged = now is not None and now[1] == mark
            progress.say("nothing has changed" if unchanged else "inputs, declarations or code are new")
        if now is not None and unchanged:
            return Outcome(now[0], made=False)
        _execute()
        made = current()
        if made is None:
            raise ThrivingError("The run ended without a release; `thriving ui` shows its log.")
        return Outcome(made[0], made=True)


def _need_printing() -> None:
    """Tell before any work that nothing here could print."""
    from dashboards.errors import PrintingError
    from dashboards.printing.browser import check_printing

    try:
        check_printing()
    except PrintingError as error:
        raise ThrivingError(str(error)) from error


def _execute() -> None:
    prepare_dagster_home()
    # Tens of thousands of objects are made by imports and live to the end: looking for garbage among them again and
    # again takes a tenth of a run.
    gc.set_threshold(_GARBAGE_THRESHOLD)
    with stage("starting"):
        import dagster as dg

        from pipelines.assets.automation import RELEASE_JOB
        from pipelines.definitions import defs
    with dg.DagsterInstance.get() as instance:
        _mark_killed_runs(instance)
        job = defs.resolve_job_def(RELEASE_JOB)
        job.execute_in_process(
            instance=instance,
            raise_on_error=True,
            tags=_STARTED_BY,
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        )


def _mark_killed_runs(instance: object) -> None:
    """A run that was killed stays 'started' in Dagster's records; nobody else holds the lock, so it has ended."""
    import dagster as dg

    assert isinstance(instance, dg.DagsterInstance)  # noqa: S101 - narrows the type where dagster is imported late
    left = instance.get_runs(
        dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.STARTING], tags=_STARTED_BY)
    )
    for dead in left:
        instance.report_run_failed(dead, "The process ended before the run did.")
