"""The sample's figures of wards and of the city in the partnership's own tidy layout, and volunteers by ward.

Belongs here: figures that reach the pipeline as one row per ward, period and measure, with every state a
figure can be in. Does not belong here: anything a national publisher lays out in its own way.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipelines.sources.sample_census import Row, columns
from pipelines.sources.sample_world import NOTE, Ward, World, part_of, stream

_CENSUS_DAY = "2021-03-21/P1D"
_YEARS = range(2019, 2025)
_LAST = f"{_YEARS[-1]}-01-01/P1Y"
_WARDS_WITH_ACTIVITIES = 12  # of 33; a smaller place has proportionately fewer
_USUAL_WARDS = 33


@dataclass(frozen=True)
class _Measure:
    """A measure and the rate it follows.

    `out_of` names its denominator. The rate is `middle`, changed by the ward's need, students and older
    people, by `drift` a year from 2019, and by noise; all work as factors (0.2 is about a fifth more a step).
    """

    name: str
    out_of: str
    middle: float
    need: float
    drift: float = 0.0
    students: float = 0.0
    older: float = 0.0
    noise: float = 0.06
    census: bool = False

    @property
    def periods(self) -> list[str]:
        """The periods it is published for."""
        return [_CENSUS_DAY] if self.census else [f"{year}-01-01/P1Y" for year in _YEARS]

    def rate(self, ward: Ward, year: int, noise: float) -> float:
        """The share or rate of one ward in one year."""
        factor = self.need * ward.need + self.students * ward.students + self.older * ward.older
        return self.middle * math.exp(factor + self.drift * (year - _YEARS[0]) + self.noise * noise)


_MEASURES = (
    _Measure("one_person_households_66_over", "households", 0.12, 0.02, 0.0, -1.2, 0.35, census=True),
    _Measure("good_general_health", "residents", 0.81, -0.045, 0.0, 0.09, -0.03, 0.01, census=True),
    _Measure("full_time_students", "residents_16_over", 0.07, 0.05, 0.0, 2.3, 0.0, 0.15, census=True),
    _Measure("fuel_poor_households", "households", 0.16, 0.22, drift=-0.015, students=0.3, noise=0.04),
    _Measure("recorded_crimes", "residents", 0.088, 0.3, drift=0.02, students=0.25),
    _Measure("addresses_near_green_space", "addresses", 0.72, -0.07, drift=0.004, students=-0.1, noise=0.02),
    _Measure("community_groups", "residents", 0.0012, -0.12, drift=0.03, noise=0.4),
    _Measure("community_grants", "residents", 0.0024, 0.25, drift=0.04, noise=0.3),
    _Measure("resident_led_activities", "residents", 0.0045, 0.12, drift=0.09, noise=0.15),
    _Measure("people_formally_volunteering", "residents_16_over", 0.19, -0.13, drift=-0.03, older=0.1),
)


# Figures of the whole city, by year from 2019: what is counted, and among how many.
_OF_THE_CITY = {
    "local_grant_applications": ((231, 742), (318, 905), (264, 871), (243, 809), (227, 764), (241, 731), (254, 718)),
    "boards_with_third_sector_seat": ((9, 21), (9, 21), (10, 22), (12, 22), (12, 23), (14, 23), (15, 24)),
}


@dataclass(frozen=True)
class _Cell:
    """A figure or the reason why there is none."""

    numerator: int | str
    denominator: int | str
    status: str = "ok"
    note: str = NOTE


def partnership_figures(world: World) -> Iterator[Row]:
    """The partnership's figures: one row per ward (or the city), period and measure."""
    rng = stream("partnership")
    yield columns("area_code area_name level period measure numerator denominator status note")
    without_activities = set(_wards_without_activities(world))
    people = {ward.code: _people(world, ward) for ward in world.wards}
    for measure in _MEASURES:
        lasting = [rng.gauss(0, 1) for _ in world.wards]
        for period in measure.periods:
            year = int(period[:4])
            for position, ward in enumerate(world.wards):
                noise = 0.9 * lasting[position] + 0.4 * rng.gauss(0, 1)
                if measure.name == "resident_led_activities" and ward.code in without_activities:
                    cell = _Cell("", "", "not_collected", f"{NOTE}: nobody keeps this list in the ward")
                else:
                    total = round(people[ward.code][measure.out_of] * (1 + 0.006 * (year - 2021)))
                    cell = _Cell(_numerator(measure, ward, year, noise, total), total)
                    cell = _exception(measure.name, period, position, cell)
                front = [ward.code, ward.name, "ward", period, measure.name]
                yield [*front, cell.numerator, cell.denominator, cell.status, cell.note]
    for name, years in _OF_THE_CITY.items():
        for year, (counted, among) in enumerate(years, start=_YEARS[0]):
            period = f"{year}-01-01/P1Y"
            yield [world.place_code, world.place_name, "city", period, name, counted, among, "ok", NOTE]


def volunteers(world: World) -> Iterator[Row]:
    """People who offered to volunteer, by ward; a few live in (made-up) wards elsewhere."""
    rng = stream("volunteers")
    yield ["ward_code", "created", "applied", "offered", "confirmed", "rejected"]
    codes = {ward.code: 28 * math.exp(-0.3 * ward.need) for ward in world.wards}
    elsewhere = [f"E{number:08d}" for number in range(5_900_001, 5_900_006)]
    codes |= dict.fromkeys(elsewhere, 2.0)
    for code, usual in sorted(codes.items()):
        created = max(1, round(usual * rng.uniform(0.6, 1.5)))
        applied = created - (created > 5 and rng.random() < 0.3)
        offered = part_of(applied, rng.uniform(0.5, 0.9))
        confirmed = part_of(offered, rng.uniform(0.4, 0.9))
        yield [code, created, applied, offered, confirmed, part_of(applied - offered, rng.uniform(0.0, 0.5))]


def _people(world: World, ward: Ward) -> dict[str, int]:
    """The denominators of a ward on census day."""
    areas = world.of_ward(ward)
    households = sum(area.households for area in areas)
    return {
        "residents": sum(area.residents for area in areas),
        "residents_16_over": sum(area.aged(16) for area in areas),
        "households": households,
        "addresses": round(households * 1.04),
    }


def _wards_without_activities(world: World) -> list[str]:
    """The wards where resident-led activities are not collected: the less deprived ones."""
    count = max(1, round(len(world.wards) * _WARDS_WITH_ACTIVITIES / _USUAL_WARDS))
    by_need = sorted(world.wards, key=lambda ward: (-ward.need, ward.code))
    return [ward.code for ward in by_need[count:]]


def _numerator(measure: _Measure, ward: Ward, year: int, noise: float, total: int) -> int:
    if measure.name == "people_formally_volunteering" and year in (2020, 2021):
        return part_of(total, 0.8 * measure.rate(ward, year, noise))
    if measure.name == "community_groups":
        return max(0, part_of(total, measure.rate(ward, year, noise)) - (6 if ward.need > 1.0 else 0))
    return part_of(total, min(0.97, measure.rate(ward, year, noise)))


def _exception(measure: str, period: str, position: int, cell: _Cell) -> _Cell:
    """One figure that its owner suppressed and one that the source never had, always in the same places."""
    if (measure, period, position) == ("community_grants", _LAST, 1):
        note = f"{NOTE}: held back by the funder, too few grants to publish"
        return replace(cell, numerator="", denominator="", status="suppressed", note=note)
    if (measure, period, position) == ("recorded_crimes", "2022-01-01/P1Y", 2):
        note = f"{NOTE}: no record of this year was supplied for the ward"
        return replace(cell, numerator="", denominator="", status="missing_at_source", note=note)
    return cell
