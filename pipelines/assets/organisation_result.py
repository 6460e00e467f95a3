"""What one organisation gets back from its self-assessment: one page, for it alone.

Belongs here: bringing its kept answers, the published averages and the page together. Does not belong here: choosing
what it may see (`surveys.groups.profile`) or how the page looks (`dashboards.organisation`).
"""

from typing import Any

import pandas as pd

from pipelines import warehouse
from pipelines.declarations.catalogue import load_instruments
from pipelines.declarations.instrument import Instrument
from pipelines.faults import ThrivingError
from pipelines.release.staging import current, read_about
from pipelines.surveys import private


def organisation_page(organisation: str, instrument_id: str) -> str:
    """The page of an organisation as HTML.

    Args:
        organisation: its id, as in the file of answers.
        instrument_id: a declared instrument that organisations are compared by.

    Raises:
        ThrivingError: there is no such instrument, or the organisation has answered in no kept wave.
    """
    from dashboards.organisation import organisation_page as page
    from pipelines.surveys.groups.profile import organisation_profile

    instrument = _instrument(instrument_id)
    kept = private.kept_waves(instrument.id)
    if not kept:
        raise ThrivingError(
            f"No answers to {instrument.title} are kept. Put the file of answers into the inbox and run `thriving run`."
        )
    frames = {wave: private.responses(instrument.id, wave) for wave in kept}
    profile = organisation_profile(frames, instrument, organisation, _published(instrument.id))
    synthetic = kept[profile["wave"]].synthetic
    return page(_for_page(profile) | {"synthetic": synthetic}, _about_release())


def _instrument(instrument_id: str) -> Instrument:
    compared = {i.id: i for i in load_instruments() if i.panel}
    if instrument_id not in compared:
        known = ", ".join(compared) or "none"
        raise ThrivingError(f"{instrument_id} gives organisations no result of their own. Those that do: {known}.")
    return compared[instrument_id]


def _about_release() -> dict[str, Any]:
    """What the current release says of itself, to be cited; nothing before the first release."""
    now = current()
    return read_about(now[0]) if now else {}


def _published(instrument_id: str) -> list[dict[str, Any]]:
    if not warehouse.about("conformed.working_together"):
        return []
    frame = warehouse.read("conformed.working_together").astype(object)
    own = frame[frame["instrument"] == instrument_id]
    return [{str(k): v for k, v in row.items()} for row in own.where(pd.notna(own), None).to_dict("records")]


def _for_page(profile: dict[str, Any]) -> dict[str, Any]:
    """The profile in the words of the page."""
    whole: dict[str, Any] = next(iter(profile["answers"]), {"answers": []})
    return {
        "instrument_title": profile["title"],
        "organisation": profile["organisation"],
        "period": profile["period"],
        "headings": [
            {
                "measure": heading["measure"],
                "label": heading["label"],
                "own": heading["score"],
                "band": heading["band"],
                **{side: heading[side]["value"] for side in ("public", "third")},
                **{f"{side}_note": heading[side]["note"] for side in ("public", "third")},
            }
            for heading in profile["headings"]
        ],
        "practices": [
            {key: answer[key] for key in ("question", "heading", "text")}
            | {"own": answer["code"], "label": answer["answer"]}
            for answer in whole["answers"]
        ],
        "changes": [
            {"measure": moved["measure"], "label": moved["label"], "before": moved["before"], "now": moved["now"]}
            for moved in (profile["changes"] or {"headings": []})["headings"]
        ],
        "relationships": [
            {
                "relationship": talk["relationship"],
                "talk": [
                    {"question": q["question"], "text": q["text"], "own": q["yours"], "other": q["theirs"]}
                    for q in talk["questions"]
                ],
            }
            for talk in profile["talk_about"]
        ],
    }
