"""The sample's mid-year populations of the small areas of 2021 by broad age, a sheet a year as the ONS lays it out.

Belongs here: those files. One year is left out, as if it had not been published. Does not belong here: the years before
2021 by single year of age (`sample_census`).
"""

from collections.abc import Iterator

from pipelines.sources.sample_census import Row
from pipelines.sources.sample_world import Area, World, share_out, stream

YEARS = (2021, 2022, 2024, 2025)
_BANDS = (("0 to 15", 0, 15), ("16 to 29", 16, 29), ("30 to 44", 30, 44), ("45 to 64", 45, 64), ("65 and over", 65, 90))


def broad_ages(world: World, year: int) -> Iterator[Row]:
    """Residents by sex and broad age: title rows, a header, and a row for each small area, a little more every year."""
    rng = stream(f"broad ages {year}")
    yield [f"Mid-{year}: Lower layer Super Output Areas, population estimates by broad age and sex"]
    yield ["This worksheet contains one table of made-up figures."]
    yield []
    header = ["LAD 2021 Code", "LAD 2021 Name", "LSOA 2021 Code", "LSOA 2021 Name", "Total"]
    yield [*header, *(f"{sex}{age}" for sex in "FM" for age, _, _ in _BANDS)]
    for area in world.areas:
        total = round(area.residents * (1 + 0.006 * (year - 2021) + rng.gauss(0, 0.003)))
        ages = share_out(total, [count * rng.uniform(0.98, 1.02) + 0.1 for count in _by_band(area)])
        women = [round(count * rng.gauss(0.51, 0.01)) for count in ages]
        men = [count - own for count, own in zip(ages, women, strict=True)]
        yield [world.place_code, world.place_name, area.code, area.name, f"{total:,}", *women, *men]


def _by_band(area: Area) -> list[int]:
    return [area.aged(first, last) for _, first, last in _BANDS]
