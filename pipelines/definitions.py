"""Dagster's entry point: everything in `assets`, assembled."""

import dagster as dg

from pipelines.assets.analysed import analysis
from pipelines.assets.automation import release_job, weekly
from pipelines.assets.conformed import conformed
from pipelines.assets.indicators import indicator_blocks
from pipelines.assets.landed import landed
from pipelines.assets.published import ASSETS
from pipelines.assets.surveyed import surveys
from pipelines.assets.third_sector import third_sector

defs = dg.Definitions(
    assets=[landed, conformed, surveys, third_sector, *indicator_blocks(), analysis, *ASSETS],
    jobs=[release_job],
    schedules=[weekly],
    executor=dg.in_process_executor,
)
