"""What a release answers about its periods: the order of its rows never matters."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dashboards.release.reading import read_release
from dashboards.release.release import Release
from dashboards.release.rows import Observation

SAME_DAYS = ("2031-01-01/P1Y", "2031-01-01/2031-12-31")


def _answers(release: Release) -> dict[tuple[str, str], tuple[Any, ...]]:
    kinds = {(row.indicator, row.level) for row in release.observations}
    return {
        kind: (
            release.periods(*kind),
            release.latest_period(*kind),
            [release.value_range(*kind, period) for period in release.periods(*kind)],
        )
        for kind in kinds
    }


def _in(period: str, rows: Iterable[Observation], **other: Any) -> tuple[Observation, ...]:
    """Each area's row once more, in another period."""
    newest = {(row.indicator, row.area_code): row for row in rows}
    return tuple(dataclasses.replace(row, period=period, **other) for row in newest.values())


def test_neither_the_order_of_rows_nor_two_names_of_the_same_days_change_an_answer(shaped: Path) -> None:
    release = read_release(shaped)
    rows = release.observations
    rows = (*rows, *_in(SAME_DAYS[0], rows), *_in(SAME_DAYS[1], rows))
    answers = [
        _answers(dataclasses.replace(release, observations=tuple(order)))
        for order in (rows, reversed(rows), sorted(rows, key=lambda row: row.area_code))
    ]
    assert all(periods[-2:] == tuple(sorted(SAME_DAYS)) for periods, *_ in answers[0].values())
    assert answers[0] == answers[1] == answers[2]


def test_the_latest_period_is_one_with_a_value_where_there_is_any(shaped: Path) -> None:
    release = read_release(shaped)
    rows = release.observations
    hidden = _in(SAME_DAYS[0], rows, value=None, status="suppressed")
    grown = dataclasses.replace(release, observations=(*rows, *hidden))
    valued = {(row.indicator, row.level) for row in rows if row.has_value}
    without = set(_answers(release)) - valued
    assert valued
    assert without
    assert all(grown.latest_period(*kind) == release.latest_period(*kind) for kind in valued)
    assert all(grown.latest_period(*kind) == SAME_DAYS[0] for kind in without)
