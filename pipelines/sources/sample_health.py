"""The sample's public health figures, in the format of the Fingertips download.

Belongs here: what the Office for Health Improvement and Disparities publishes for wards, the place and the country.
Does not belong here: what people answer about their health (`sample_census`, `sample_partnership`) or series without
wards (`sample_published`). The habits of the real file are kept on purpose: one vintage of ward codes behind, groups
within the country beside the country itself, an empty value with a note, and one ward of few deaths whose interval
is too wide to mean anything.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.sources.sample_census import Row
from pipelines.sources.sample_world import NOTE, World, stream

_HEADER = (
    "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,"
    "Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,"
    "Denominator,Value note,Recent Trend,Compared to England value or percentiles,"
    "Compared to Counties & UAs (from Apr 2021) value or percentiles,Time period Sortable,New data,Compared to goal,"
    "Time period range"
)
_INDICATOR = (93283, "Life expectancy at birth, (upper age band 90+)")
_COUNTRY, _CITY, _WARD = "England", "Counties & UAs (from Apr 2021)", "Electoral Wards (2021)"
_PERIODS = (("2015 - 19", "20150000"), ("2016 - 20", "20160000"))
_OLD_CODES = 2
_WIDE_HALF = 12.0
# 99.8% limits lie this much further out than those of 95%.
_FURTHER = 3.0902 / 1.96


@dataclass(frozen=True)
class _Sex:
    """Years at birth in the country, and how many fewer for each step of a ward's need."""

    name: str
    country: float
    need: float


@dataclass(frozen=True)
class _Figure:
    """A value with the half of its 95% interval, or the reason why there is none."""

    value: float = 0.0
    half: float = 0.0
    missing: str = ""

    def cells(self) -> Row:
        """The value and its limits as the publisher writes them."""
        if self.missing:
            return [""] * 5
        halves = (0.0, -self.half, self.half, -self.half * _FURTHER, self.half * _FURTHER)
        return [f"{self.value + half:.5f}" for half in halves]


_SEXES = (_Sex("Male", 79.4, 1.9), _Sex("Female", 83.1, 1.5))


def life_expectancy(world: World) -> Iterator[Row]:
    """Years of life at birth by sex over five years at a time, for the country, the place and its wards."""
    rng = stream("life expectancy")
    yield [*_HEADER.split(",")]
    old_codes = dict(list(world.superseded.items())[-_OLD_CODES:])
    by_students = sorted(world.wards, key=lambda ward: (ward.students, ward.code))
    unknown, few_deaths = by_students[0].code, by_students[-1].code
    country = (world.country_code, world.country_name)
    place = (world.place_code, world.place_name)
    mean_need = sum(ward.need for ward in world.wards) / len(world.wards)
    for sex in _SEXES:
        lasting = {ward.code: rng.gauss(0, 0.6) for ward in world.wards}
        halves = {ward.code: rng.uniform(1.05, 1.95) for ward in world.wards}
        for step, period in enumerate(_PERIODS):
            national = _Figure(sex.country + 0.05 * step, 0.04)
            yield _row(("", ""), country, _COUNTRY, sex, period, national)
            tenth = ("District & UA deprivation deciles (IMD2019)", "Most deprived decile")
            yield _row(("", ""), country, _COUNTRY, sex, period, _Figure(national.value - 2 * sex.need, 0.1), tenth)
            city = _Figure(national.value - sex.need * mean_need - 0.2, 0.28)
            yield _row(country, place, _CITY, sex, period, city)
            for ward in world.wards:
                value = national.value - sex.need * ward.need + lasting[ward.code] + rng.gauss(0, 0.1)
                figure = _Figure(value, halves[ward.code])
                if step and sex.name == "Male" and ward.code == unknown:
                    figure = _Figure(missing=f"{NOTE}: the value is missing because a year of deaths was not coded")
                elif step and sex.name == "Female" and ward.code == few_deaths:
                    figure = _Figure(value, _WIDE_HALF)
                area = (old_codes.get(ward.code, ward.code), ward.name)
                yield _row(place, area, _WARD, sex, period, figure)


def _row(
    parent: tuple[str, str],
    area: tuple[str, str],
    area_type: str,
    sex: _Sex,
    period: tuple[str, str],
    figure: _Figure,
    group: tuple[str, str] = ("", ""),
) -> Row:
    front = [*_INDICATOR, *parent, *area, area_type, sex.name, "All ages", *group, period[0]]
    back = ["", "", figure.missing, "Cannot be calculated", "Not compared", "Not compared", period[1], "", "", "5y"]
    return [*front, *figure.cells(), *back]
