"""The job that makes a release, and the schedule that an analyst may switch on.

Belongs here: jobs and schedules. Does not belong here: assets.
"""

import dagster as dg

from pipelines import paths
from pipelines.declarations.place import load_place

# The name that a run carries in Dagster, whether `thriving run`, the UI or the schedule started it.
RELEASE_JOB = "make_release"

release_job = dg.define_asset_job(
    RELEASE_JOB,
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    description="From the files in the inbox to a checked release.",
)

weekly = dg.ScheduleDefinition(
    name="weekly_release",
    job=release_job,
    cron_schedule="0 6 * * 1",
    execution_timezone=load_place(paths.reference_folder()).time_zone,
    default_status=dg.DefaultScheduleStatus.STOPPED,
    description="Monday at six in the morning, local time. Off until an analyst switches it on.",
)
