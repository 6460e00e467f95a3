"""A log of concerns, summed by theme.

Belongs here: counts by theme, what is withheld, and the flag for a concern that several organisations raise about one
partner. Does not belong here: names of organisations; the log has numbers for them, and not even those leave it.
"""

from typing import Any

from pipelines import warehouse
from pipelines.declarations.instrument import Instrument
from pipelines.surveys.estimation.analysis import Wave
from pipelines.surveys.rules import FEWEST_ORGANISATIONS

_WITHHELD = f"Fewer than {FEWEST_ORGANISATIONS} organisations raised it."
_SECOND = "Withheld so that another theme's number cannot be had back from the total."


def concerns_by_theme(instrument: Instrument, wave: Wave) -> list[dict[str, Any]]:
    """Concerns of one wave by theme.

    Args:
        instrument: a declaration with `concerns`.
        wave: one wave of the log.

    Returns:
        A row for each declared theme: raised, resolved, median days, and whether several organisations (at least
        five) raised it about one partner. A theme raised by fewer than five organisations keeps no number; where it
        is the only one, the smallest other theme goes with it.
    """
    log = instrument.concerns
    assert log is not None  # noqa: S101 - narrows the type
    connection = warehouse.connect()
    connection.register("responses", wave.frame.to_arrow())
    by_theme = connection.execute(
        f"""
        WITH counted AS (
            SELECT {log.theme} AS theme, {log.about} AS about, count(DISTINCT {log.raised_by}) AS organisations
            FROM responses GROUP BY ALL
        ),
        flagged AS (SELECT theme, max(organisations) AS most FROM counted WHERE about IS NOT NULL GROUP BY theme)
        SELECT
            r.{log.theme} AS theme,
            count(*) AS raised,
            count(*) FILTER ({log.resolved}) AS resolved,
            median(r.{log.days}) FILTER ({log.resolved}) AS median_days,
            count(DISTINCT r.{log.raised_by}) AS organisations,
            any_value(f.most) AS most
        FROM responses AS r
        LEFT JOIN flagged AS f ON f.theme = r.{log.theme}
        GROUP BY r.{log.theme} ORDER BY r.{log.theme}
        """
    ).fetchall()
    found = {theme: numbers for theme, *numbers in by_theme}
    withheld = {theme for theme, numbers in found.items() if numbers[3] < FEWEST_ORGANISATIONS}
    second: set[Any] = set()
    others = {theme: numbers[0] for theme, numbers in found.items() if theme not in withheld}
    if len(withheld) == 1 and others:
        second = {min(others, key=lambda theme: (others[theme], str(theme)))}
    rows = []
    for theme, label in instrument.questions[log.theme].codes.items():
        raised, resolved, days, _, most = found.get(theme, (0, 0, None, 0, 0))
        hidden = theme in withheld or theme in second
        rows.append(
            {
                "instrument": instrument.id,
                "wave": wave.wave,
                "period": instrument.period_of(wave.wave),
                "theme": str(theme),
                "label": label,
                "raised": None if hidden else raised,
                "resolved": None if hidden else resolved,
                "median_days": None if hidden else days,
                "several": None if hidden else (most or 0) >= FEWEST_ORGANISATIONS,
                "status": "suppressed" if hidden else "ok",
                "note": _WITHHELD if theme in withheld else _SECOND if hidden else "",
            }
        )
    return rows
