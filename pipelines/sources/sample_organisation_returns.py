"""What the sample's made-up charities report each year, and how punctually.

Belongs here: incomes, spending, staff and volunteers by financial year, and the days on which returns were due and
came. Does not belong here: who the charities are (`sample_organisations`), or a register's file format
(`sample_charities`).
"""

import math
import random
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_FIRST_YEAR = 2015
_MONTHS = ((3, 50), (12, 25), (8, 10), (6, 8), (9, 4), (4, 3))
_HEAD_OFFICES = {1: 140_000_000, 2: 22_000_000}
_MONTHS_TO_FILE = 10
# How the pandemic changed staff and volunteers, by the year in which the financial year ended.
_STAFF = {2021: 0.82, 2022: 0.68, 2023: 0.74, 2024: 0.8, 2025: 0.83}
_VOLUNTEERS = {2021: 0.8, 2022: 0.75, 2023: 0.8, 2024: 0.86, 2025: 0.9}
_STAFF_ASKED_ABOVE = 500_000  # larger charities answer the part of the return that asks for staff
_VOLUNTEERS_ASKED_ABOVE = 10_000


@dataclass(frozen=True)
class Return:
    """One financial year: money in pounds, people as head counts.

    A return that has not come (`received_on` None) tells nothing: its figures are None. Staff are told by larger
    charities only; volunteers by most of those that must.
    """

    start: date
    end: date
    due_on: date
    received_on: date | None
    income: int | None
    expenditure: int | None
    employees: int | None
    volunteers: int | None


def returns_of(
    number: int, days: tuple[date, date | None, date], works: str, trouble: str, rng: random.Random
) -> tuple[Return, ...]:
    """The yearly returns of one charity since 2015, earliest first.

    Args:
        number: the organisation's number.
        days: registered on, removed on (or None), and the day of the extract.
        works: where it works; charities that work nationally report volunteers of the whole country.
        trouble: "dormant" charities have had no money in or out for three years.
        rng: the stream to draw from.
    """
    registered, removed, extract = days
    last = min(removed or extract, extract)
    month = 3 if number in _HEAD_OFFICES else rng.choices(*zip(*_MONTHS, strict=True))[0]
    size = math.log(_HEAD_OFFICES.get(number, 0) or 18_000 * math.exp(rng.gauss(0, 1.9)))
    helpers = rng.lognormvariate(2.4, 0.9) * (60 if works == "national" else 1)
    habit = 0.0 if number in _HEAD_OFFICES else rng.random()
    made: list[Return] = []
    for year in range(max(_FIRST_YEAR, registered.year), last.year + 1):
        end = date(year, month, monthrange(year, month)[1])
        if not registered + timedelta(days=150) <= end < last:
            continue
        start = made[-1].end + timedelta(days=1) if made else max(registered, date(year - 1, end.month, 28))
        size += rng.gauss(0.02 - (0.08 if year == 2021 else 0), 0.04 if number in _HEAD_OFFICES else 0.16)
        income = round(math.exp(size))
        if trouble == "dormant" and year > extract.year - 4:
            income = 0
        due = _months_later(end, _MONTHS_TO_FILE)
        received = _received(end, due, habit, extract, rng)
        staff = max(1, round(income * 0.5 / 31_000 * _STAFF.get(year, 1.0)))
        people = max(0, round(helpers * _VOLUNTEERS.get(year, 1.0) * rng.uniform(0.85, 1.15)))
        tells = rng.random() < 0.93
        # One in thirty-one is excused from telling its income (it is below the limit of its form).
        money = received is not None and number % 31 != 7
        made.append(
            Return(
                start=start,
                end=end,
                due_on=due,
                received_on=received,
                income=income if money else None,
                expenditure=round(income * rng.uniform(0.85, 1.1)) if money else None,
                employees=staff if money and income > _STAFF_ASKED_ABOVE else None,
                volunteers=people if money and income > _VOLUNTEERS_ASKED_ABOVE and tells else None,
            )
        )
    return tuple(made)


def _received(end: date, due: date, habit: float, extract: date, rng: random.Random) -> date | None:
    """When the return came: mostly in time, for some late, and for a few not for the last years."""
    day = end + timedelta(days=rng.randint(40, 300))
    if habit > 0.88:
        day = due + timedelta(days=rng.choice((-20, -5, 15, 60, 200, 420, 620)))
    if habit > 0.955 and end.year >= extract.year - 3:
        return None
    return day if day < extract else None


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])
