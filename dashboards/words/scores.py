"""One score, gap or change of the partnership in words: its number, its band, which side is higher.

Belongs here: words about one row that claim no more than its interval allows.
Does not belong here: sentences over several rows (`partnership.py`), markup.
"""

from __future__ import annotations

from dashboards.release.survey_rows import Score
from dashboards.words.states import state_label
from dashboards.words.values import interval_words, rounded, value_words

SIDES = {"public": "Public bodies", "third": "Third sector organisations", "all": "All organisations"}
SHORT_SIDES = {"public": "Public", "third": "Third sector", "all": "All"}

# First score of a band, its name, and how its range is printed.
BANDS = (
    (0, "starting", "0 to 39"),
    (40, "developing", "40 to 59"),
    (60, "established", "60 to 79"),
    (80, "leading", "80 to 100"),
)

DECIMALS = 1
_POINTS = " points"
_UNITS = {"gap": "points", "change_panel": "points", "change_all": "points"}
_SHARES = ("response_rate", "disagreement")


def band_words(score: float) -> str:
    """Return the band of a score as it is printed, so that a score shown as 40.0 is never `starting`."""
    shown = rounded(score, DECIMALS)
    return [name for start, name, _ in BANDS if start <= shown][-1] if shown >= 0 else BANDS[0][1]


def unit_of(row: Score) -> str:
    """Return the unit a statistic is printed in; a score on the 0 to 100 scale has none."""
    return "percent" if row.statistic in _SHARES else _UNITS.get(row.statistic, "")


def score_value(row: Score, *, bare: bool = False) -> str:
    """Return the number with its unit, or the state where there is none.

    `bare` leaves out the word points, which the heading of a column may say once.
    """
    if not row.has_value:
        return state_label(row.status)
    words = value_words(row.value, unit_of(row), DECIMALS)
    return words.removesuffix(_POINTS) if bare else words


def score_interval(row: Score, *, bare: bool = False) -> str:
    """Return the interval, or nothing; `bare` as for the value."""
    words = interval_words(*row.limits, unit_of(row), DECIMALS) if row.limits else ""
    return words.removesuffix(_POINTS) if bare else words


def in_score_words(row: Score) -> str:
    """Return `66.0 (60.1 to 71.3)`, or the state."""
    interval = score_interval(row)
    return f"{score_value(row)} ({interval})" if interval else score_value(row)


def sign_of(row: Score) -> str:
    """Say on which side of nought a difference lies: above, below, unclear (nought is inside) or unknown.

    The limits are taken as they are printed: one printed as 0.0 leaves no clear difference.
    """
    if row.limits is None:
        return "unknown"
    low, high = (rounded(limit, DECIMALS) for limit in row.limits)
    return "above" if low > 0 else "below" if high < 0 else "unclear"


def gap_words(row: Score) -> str:
    """Say who scores higher, only where the interval leaves out nought."""
    if not row.has_value:
        return state_label(row.status)
    return {
        "above": f"{SIDES['public']} score higher",
        "below": f"{SIDES['third']} score higher",
        "unclear": "No clear difference",
        "unknown": "Not compared: there is no interval",
    }[sign_of(row)]


def change_words(row: Score) -> str:
    """Say whether a score moved, only where the interval leaves out nought."""
    if not row.has_value:
        return state_label(row.status)
    return {
        "above": "Risen",
        "below": "Fallen",
        "unclear": "No clear change",
        "unknown": "No interval, so no change can be claimed",
    }[sign_of(row)]


def reason_words(note: str) -> str:
    """Return why something is withheld, without saying again that it is."""
    return note.strip().removeprefix("Withheld: ").rstrip(".")
