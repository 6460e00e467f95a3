"""One published number computed again, beside the published one.

Belongs here: comparing to the last digit, and saying why a number cannot be computed again. Does not belong here: the
computation (`rebuilding` calls what a run calls).
"""

from collections.abc import Mapping
from typing import Any

from pipelines import warehouse
from pipelines.assets.lineage import instruments_of
from pipelines.declarations.indicator import Indicator
from pipelines.explaining.following import answers
from pipelines.explaining.rebuilding import Rebuilding
from pipelines.faults import ThrivingError
from pipelines.release.finding import Published
from pipelines.surveys import private

NUMBERS = ("value", "lower", "upper", "numerator", "denominator")
AGREES, DIFFERS, NOT_POSSIBLE = "agrees", "differs", "not possible"
SUPPRESSED = "suppressed"
_NOT_DECLARED = "The indicator is declared no longer, so it cannot be computed again."


def recomputed(found: Published, again: Rebuilding, indicator: Indicator | None) -> dict[str, Any]:
    """Compute a number again from the release's landed files, or from the kept answers, and compare.

    Returns:
        state (agrees, differs, not possible), words, differences (names of what differs), and where it has a value
        status and numbers as they are now. Of a suppressed number only whether it is suppressed again.
    """
    if indicator is None:
        return _outcome(NOT_POSSIBLE, _NOT_DECLARED)
    told = _removed(found, indicator) or _replaced(found, again, indicator)
    if told:
        return _outcome(NOT_POSSIBLE, told)
    try:
        rows = again.observed(indicator)
    except ThrivingError as error:
        return _outcome(NOT_POSSIBLE, str(error))
    row = found.row
    now = rows.get((row["level"], row["area_code"], row["period"]))
    if now is None:
        return _outcome(DIFFERS, "Computed again, there is no such figure.", "row")
    return _compared(row, now)


def _outcome(state: str, words: str, *differences: str) -> dict[str, Any]:
    return {"state": state, "words": words, "differences": list(differences)}


def _compared(row: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    if SUPPRESSED in (row["status"], now["status"]):
        # Whichever of the two is suppressed, the figure behind it stays untold.
        if row["status"] == now["status"]:
            return _outcome(AGREES, "Computed again, it is suppressed again.")
        words = "it is suppressed" if now["status"] == SUPPRESSED else "it is not suppressed"
        return _outcome(DIFFERS, f"Computed again, {words}.", "status")
    names = ("status", *NUMBERS)
    differences = [name for name in names if now[name] != row[name]]
    words = f"It differs in {', '.join(differences)}." if differences else "It agrees to the last digit."
    return _outcome(DIFFERS if differences else AGREES, words, *differences) | {name: now[name] for name in names}


def _removed(found: Published, indicator: Indicator) -> str:
    """Why a figure outlives its answers: they were removed for good, and it stands as it was kept."""
    row, own = found.row, {i.id for i in instruments_of(indicator)}
    for gone in (entry for entry in private.purged() if entry.instrument in own):
        table = f"kept_survey_estimates.{gone.instrument}_{gone.wave}"
        if not warehouse.about(table):
            continue
        kept = warehouse.read(table)
        key = ("indicator", "level", "area_code", "period")
        if kept[list(key)].eq([row[name] for name in key]).all(axis=1).any():
            return (
                f"The answers of wave {gone.wave} were removed on {gone.on}: the figure stays as it was published and "
                "cannot be computed again."
            )
    return ""


def _replaced(found: Published, again: Rebuilding, indicator: Indicator) -> str:
    """Why answers cannot be computed with: those that are kept now come from other files than the release names."""
    lost: list[str] = []
    for instrument in instruments_of(indicator):
        kept = {one.sha256 for one in again.waves(instrument.id).values()}
        # What organisations may be shown of one wave is decided beside all others, so that all of them are needed.
        named = again.files(instrument.id) if instrument.panel else answers(found, again, indicator, instrument.id)
        lost += [f"{file.file} (SHA-256 {file.sha256})" for file in named if file.sha256 not in kept]
    if not lost:
        return ""
    return (
        f"The answers of {', '.join(lost)} are not kept any more. Put that very file into the inbox again and run "
        "`thriving run --inbox DIR`."
    )
