"""A log of concerns, summed by theme and by route.

Belongs here: counts, what is withheld, and the flag for a concern that several organisations raise about one
partner. Does not belong here: names of organisations; the log has numbers for them, and not even those leave it.
"""

from typing import TYPE_CHECKING, Any

from pipelines import warehouse
from pipelines.declarations.instrument import Concerns, Instrument
from pipelines.surveys.estimation.analysis import Wave
from pipelines.surveys.rules import FEWEST_ORGANISATIONS

if TYPE_CHECKING:
    import duckdb

_WITHHELD = f"Fewer than {FEWEST_ORGANISATIONS} organisations raised it."
_SECOND = "Withheld so that another number cannot be had back from the total."


def concerns_of(instrument: Instrument, wave: Wave) -> list[dict[str, Any]]:
    """Concerns of one wave by theme and by route.

    Args:
        instrument: a declaration with `concerns`.
        wave: one wave of the log.

    Returns:
        A row for each declared theme and each declared route (`by` says which): raised, resolved, median days, and
        whether several organisations (at least five) raised it about one partner. One raised by fewer than five
        organisations keeps no number; where it is the only one, the smallest other goes with it.
    """
    log = instrument.concerns
    assert log is not None  # noqa: S101 - narrows the type
    connection = warehouse.connect()
    connection.register("responses", wave.frame.to_arrow())
    rows = []
    for by, question in (("theme", log.theme), ("route", log.route)):
        found = _counted(connection, log, question)
        withheld = {code for code, numbers in found.items() if numbers[3] < FEWEST_ORGANISATIONS}
        others = {code: numbers[0] for code, numbers in found.items() if code not in withheld}
        alone = len(withheld) == 1 and others
        second = {min(others.items(), key=lambda item: (item[1], str(item[0])))[0]} if alone else set()
        for code, label in instrument.questions[question].codes.items():
            raised, resolved, days, _, most = found.get(code, (0, 0, None, 0, 0))
            hidden = code in withheld or code in second
            rows.append(
                {
                    "instrument": instrument.id,
                    "wave": wave.wave,
                    "period": instrument.period_of(wave.wave),
                    "by": by,
                    "theme": str(code),
                    "label": label,
                    "raised": None if hidden else raised,
                    "resolved": None if hidden else resolved,
                    "median_days": None if hidden else days,
                    "several": None if hidden or by != "theme" else (most or 0) >= FEWEST_ORGANISATIONS,
                    "status": "suppressed" if hidden else "ok",
                    "note": _WITHHELD if code in withheld else _SECOND if hidden else "",
                }
            )
    return rows


def _counted(connection: "duckdb.DuckDBPyConnection", log: Concerns, question: str) -> dict[Any, list[Any]]:
    """By code: raised, resolved, median days, organisations, and the most organisations about one partner."""
    found = connection.execute(
        f"""
        WITH counted AS (
            SELECT {question} AS code, {log.about} AS about, count(DISTINCT {log.raised_by}) AS organisations
            FROM responses GROUP BY ALL
        ),
        flagged AS (SELECT code, max(organisations) AS most FROM counted WHERE about IS NOT NULL GROUP BY code)
        SELECT
            r.{question} AS code,
            count(*) AS raised,
            count(*) FILTER ({log.resolved}) AS resolved,
            median(r.{log.days}) FILTER ({log.resolved}) AS median_days,
            count(DISTINCT r.{log.raised_by}) AS organisations,
            any_value(f.most) AS most
        FROM responses AS r
        LEFT JOIN flagged AS f ON f.code = r.{question}
        WHERE r.{question} IS NOT NULL
        GROUP BY r.{question} ORDER BY r.{question}
        """
    ).fetchall()
    return {code: list(numbers) for code, *numbers in found}
