"""Opening the survey files of a release; a release without surveys has none of them.

Belongs here: parsing these files into the types of `survey_rows.py`.
Does not belong here: any other file of a release (`reading.py`), any choice of what to show.
"""

from __future__ import annotations

import pathlib

from dashboards.release.survey_rows import (
    Concern,
    InstrumentWave,
    Model,
    ModelledEstimate,
    Question,
    RegisterEntry,
    Score,
    SurveyEstimate,
)
from dashboards.release.surveys import Surveys
from dashboards.release.tables import checked, typed_rows


def read_surveys(folder: pathlib.Path) -> Surveys:
    """Read every survey file that the release has.

    Args:
        folder: A folder laid out as docs/release-format.md says.

    Raises:
        ReleaseError: An id cannot stand in an address.
    """
    return Surveys(
        estimates=typed_rows(folder, "survey_estimates.csv", SurveyEstimate),
        modelled=typed_rows(folder, "modelled_estimates.csv", ModelledEstimate),
        models=checked(typed_rows(folder, "models.csv", Model), "models.csv", "indicator"),
        scores=checked(typed_rows(folder, "working_together.csv", Score), "working_together.csv", "measure"),
        concerns=typed_rows(folder, "concerns.csv", Concern),
        entries=typed_rows(folder, "register_entries.csv", RegisterEntry),
        instruments=checked(typed_rows(folder, "instruments.csv", InstrumentWave), "instruments.csv", "instrument"),
        questions=typed_rows(folder, "questions.csv", Question),
    )
