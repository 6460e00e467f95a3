"""Dagster's entry point: everything in `assets`, assembled."""

import dagster as dg

from pipelines.assets.automation import release_job, weekly
from pipelines.assets.conformed import conformed
from pipelines.assets.indicators import indicator_blocks
from pipelines.assets.landed import landed
from pipelines.assets.published import ASSETS
from pipelines.assets.surveyed import surveys

defs = dg.Definitions(
    assets=[landed, conformed, surveys, *indicator_blocks(), *ASSETS],
    jobs=[release_job],
    schedules=[weekly],
    executor=dg.in_process_executor,
)
