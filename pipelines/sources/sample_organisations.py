"""The made-up third sector of the sample: the one list of organisations that its registers, grants and payments share.

Belongs here: who they are, where they sit, when they came and went, and what they report each year. Does not belong
here: any register's file format (`sample_charities`, `sample_companies`), or what they were given and paid.

Use `organisations(world)`. Nobody has these numbers: charity numbers start at 9,800,001 and company numbers with 99,
both beyond what the registers have reached; postcodes are the sample's own.
"""

import math
import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import count

from pipelines.sources.sample_organisation_returns import Return, returns_of
from pipelines.sources.sample_people import postcodes_of
from pipelines.sources.sample_world import Area, World, stream

EXTRACT_DAY = date(2026, 1, 2)  # the registers as they stood on this day

# As many charities as make about the 1,373 that were registered in the city in 2022 (Forum Central), because baselines
# and targets are real where the rest of the sample is not.
_CHARITIES, _CICS, _OTHERS, _LINKED = 2_330, 140, 15, 45
_FIRST_CHARITY_NUMBER = 9_800_001
_FIRST_ORGANISATION_NUMBER = 8_900_001
_UNPLACED = (3, _CHARITIES + 3)
_STAYING = (1, 2, *_UNPLACED, 4)  # the head offices, and those with a postcode that tells nothing
_ELSEWHERE = tuple(f"ZY{district} 4{letter}X" for district in range(1, 8) for letter in "ABDE")
_NATIONAL = ("Throughout England And Wales", "Scotland", "Northern Ireland")
_OTHER_PLACES = ("Sample Borough", "Sampleshire")
# Yearly chance of leaving the register; the years of the pandemic were harder.
_HAZARD, _HARD_YEARS = 0.03, {2020: 0.05, 2021: 0.07, 2022: 0.06}
_REASONS = (
    ("Ceased to exist", 40),
    ("Removed by application", 22),
    ("Funds transferred (incor)", 12),
    ("Amalgamated", 12),
    ("Does not operate", 9),
    ("Voluntary removal", 5),
)


@dataclass(frozen=True)
class Organisation:
    """A made-up organisation.

    `number` counts from 1. `form` is charity, charitable_company, cio, cic, company (limited by guarantee, no charity),
    society or linked (an arm of the charity `main`, whose charity number it shares).

    `charity_number` and `company_number` are empty when it is not in that register. A CIO's company number starts with
    CE: Companies House lists some of them, and the Charity Commission's extract does not give the number.

    `postcode` is empty, cut short or in no lookup for a few; `area` is the small area of the place it lies in. `office`
    is here, elsewhere or unknown; `works` is here_only, here_and_elsewhere, national, elsewhere or not_declared, and
    `areas` are the Commission's words for it. `trouble` is empty, insolvent, in_administration or dormant.
    """

    number: int
    name: str
    form: str
    organisation_number: int
    charity_number: str
    company_number: str
    registered_on: date
    removed_on: date | None
    linked_number: int = 0
    main: int | None = None
    removal_reason: str = ""
    successor: int | None = None
    postcode: str = ""
    area: Area | None = None
    office: str = "unknown"
    works: str = "not_declared"
    areas: tuple[str, ...] = ()
    trouble: str = ""
    returns: tuple[Return, ...] = ()

    @property
    def id(self) -> str:
        """The identifier in the form of org-id.guide; that of the charity register comes first."""
        return f"GB-CHC-{self.charity_number}" if self.charity_number else f"GB-COH-{self.company_number}"

    @property
    def is_charity(self) -> bool:
        """Whether it stands in the charity register in its own right."""
        return bool(self.charity_number) and self.main is None

    def active_on(self, day: date) -> bool:
        """Whether it was on its register at the end of a day."""
        return self.registered_on <= day and (self.removed_on is None or self.removed_on > day)

    def income_in(self, year: int) -> int | None:
        """The income it reported for the financial year that ended in a calendar year, in pounds."""
        return next((one.income for one in self.returns if one.end.year == year and one.received_on), None)


def organisations(world: World) -> tuple[Organisation, ...]:
    """About 2,500 organisations: charities first, then community interest companies, others, and linked charities.

    Returns:
        The same organisations for the same place, always, in the order of their numbers.
    """
    return _invent(world.place_name, world.areas, tuple(tuple(own) for own in postcodes_of(world)))


@lru_cache(maxsize=1)  # six files and more are cut from the one list
def _invent(place: str, areas: tuple[Area, ...], postcodes: tuple[tuple[str, ...], ...]) -> tuple[Organisation, ...]:
    rng = stream("organisations")
    # More organisations have their office where fewer people are poor.
    weights = [math.exp(-0.25 * area.need) for area in areas]
    forms = ["charity", "charitable_company", "cio"]
    made: list[Organisation] = []
    for number in range(1, _CHARITIES + _CICS + _OTHERS + 1):
        if number <= _CHARITIES:
            form = rng.choices(forms, (64, 22, 14))[0]
        elif number <= _CHARITIES + _CICS:
            form = "cic"
        else:
            form = rng.choice(("company", "society"))
        area = rng.choices(range(len(areas)), weights)[0]
        made.append(_one(number, form, place, (areas[area], rng.choice(postcodes[area])), rng))
    mains = rng.choices([one for one in made if one.is_charity and one.removed_on is None], k=12)
    linked = count(1)
    for number in range(len(made) + 1, len(made) + _LINKED + 1):
        made.append(_linked(number, next(linked), rng.choice(mains), rng))
    return tuple(_with_successors(made, rng))


def _one(number: int, form: str, place: str, at: tuple[Area, str], rng: random.Random) -> Organisation:
    charity = form in ("charity", "charitable_company", "cio")
    registered = _registered_on(form, rng)
    removed = _removed_on(registered, rng)
    if number <= 2:  # two head offices with incomes that dwarf the rest
        form, registered = "charitable_company", date(1965, 5, 4)
    if number in _STAYING:
        removed = None
    reason = rng.choices(*zip(*_REASONS, strict=True))[0] if removed and charity else ""
    office, postcode, area = _office(number, at, rng)
    works = _works(number, office, rng) if charity else "not_declared"
    trouble = _trouble(number) if removed is None else ""
    return Organisation(
        number=number,
        name=f"Sample Organisation {number:04d}" + (" CIC" if form == "cic" else ""),
        form=form,
        organisation_number=_FIRST_ORGANISATION_NUMBER + number if charity else 0,
        charity_number=str(_FIRST_CHARITY_NUMBER + number - 1) if charity else "",
        company_number=_company_number(number, form),
        registered_on=registered,
        removed_on=removed,
        removal_reason=reason,
        postcode=postcode,
        area=area,
        office=office,
        works=works,
        areas=_areas_of(works, place, number),
        trouble=trouble,
        returns=returns_of(number, (registered, removed, EXTRACT_DAY), works, trouble, rng) if charity else (),
    )


def _linked(number: int, linked_number: int, main: Organisation, rng: random.Random) -> Organisation:
    """An arm of another charity: a row of the register without a number, returns or address of its own."""
    registered = date(rng.randint(1995, 2024), rng.randint(1, 12), rng.randint(1, 28))
    return Organisation(
        number=number,
        name=f"Sample Organisation {number:04d} Fund",
        form="linked",
        organisation_number=_FIRST_ORGANISATION_NUMBER + number,
        charity_number=main.charity_number,
        company_number="",
        registered_on=registered,
        removed_on=_removed_on(registered, rng),
        linked_number=linked_number,
        main=main.number,
    )


def _company_number(number: int, form: str) -> str:
    if form == "cio":  # Companies House lists every other one
        return f"CE9{number:05d}" if number % 2 else ""
    if form == "society":
        return f"RS9{number:05d}"
    return f"99{number:06d}" if form in ("charitable_company", "cic", "company") else ""


def _registered_on(form: str, rng: random.Random) -> date:
    """Most of them before 2014, the rest evenly since; no form before there were any."""
    earliest = {"cio": 2014, "cic": 2006}.get(form, 1962)
    before = rng.random() < 0.62 and form != "cio"
    year = rng.randint(max(earliest, 1995), 2013) if before else rng.randint(2014, 2025)
    if earliest == 1962 and year < 2005 and rng.random() < 0.5:
        year = rng.randint(1962, 1994)
    return date(year, 1, 1) + timedelta(days=rng.randint(0, 360))


def _removed_on(registered: date, rng: random.Random) -> date | None:
    """The day it left its register, if it did: a yearly chance that is twice as high in the first three years."""
    for year in range(max(registered.year, 2010), EXTRACT_DAY.year):
        chance = _HARD_YEARS.get(year, _HAZARD) * (2 if year - registered.year < 3 else 1)
        day = date(year, 1, 1) + timedelta(days=rng.randint(0, 360))
        if rng.random() < chance and day > registered + timedelta(days=200):
            return day
    return None


def _office(number: int, at: tuple[Area, str], rng: random.Random) -> tuple[str, str, Area | None]:
    """Where the office is: nine in ten here, the others elsewhere, and a few whose postcode tells nothing."""
    if number in _UNPLACED:
        return "unknown", "ZZ1", None  # cut short, as some registers have it
    if number == 4:
        return "unknown", f"{at[1][:-2]}CC", None  # of a street of the place, but in no lookup
    share = rng.random()
    if number > 2 and share < 0.02:
        return "unknown", "", None
    if number > 2 and share < 0.1:
        return "elsewhere", rng.choice(_ELSEWHERE), None
    return "here", at[1], at[0]


def _works(number: int, office: str, rng: random.Random) -> str:
    if number <= 2:
        return "national"
    kinds = ("here_only", "here_and_elsewhere", "national", "elsewhere", "not_declared")
    return rng.choices(kinds, (58, 17, 10, 3, 12) if office == "here" else (30, 40, 10, 15, 5))[0]


def _areas_of(works: str, place: str, number: int) -> tuple[str, ...]:
    """The areas of operation in the Commission's words."""
    here = f"{place} City"
    if works == "national" and number % 4 == 0:  # told by many authorities and not by the nation
        return (here, *(f"Sample Borough {other:02d}" for other in range(1, 13)))
    return {
        "here_only": (here,),
        "here_and_elsewhere": (here, *_OTHER_PLACES[: 1 + number % 2]),
        "national": _NATIONAL[: 1 + number % 3],
        "elsewhere": _OTHER_PLACES,
    }.get(works, ())


def _trouble(number: int) -> str:
    if number % 97 == 0:
        return "insolvent"
    if number % 131 == 0:
        return "in_administration"
    return "dormant" if number % 29 == 0 else ""


def _with_successors(made: list[Organisation], rng: random.Random) -> list[Organisation]:
    """Name the charity into which one was merged, or the new one as which it was incorporated."""
    lasting = [one for one in made if one.is_charity and one.removed_on is None]
    named: list[Organisation] = []
    for one in made:
        choice: list[Organisation] = []
        if one.removed_on and one.removal_reason == "Amalgamated":
            choice = [other for other in lasting if other.registered_on < one.removed_on]
        elif one.removed_on and one.removal_reason == "Funds transferred (incor)":
            recent = one.removed_on - timedelta(days=600)
            choice = [
                other for other in lasting if other.form != "charity" and recent < other.registered_on < one.removed_on
            ]
        named.append(replace(one, successor=rng.choice(choice).number) if choice else one)
    return named
