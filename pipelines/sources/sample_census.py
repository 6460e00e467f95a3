"""The sample's lookups, its Census 2021 counts and its mid-year populations, in the publishers' formats.

Belongs here: files that count people and households of small areas. Does not belong here: deprivation ranks
(`sample_deprivation`) or anything published for wards and cities.
"""

import random
from collections.abc import Callable, Iterator

from pipelines.sources.sample_world import Area, World, share_out, stream

Row = list[object]

_AGE_GROUPS = (
    ("Aged 15 years and under", 0, 15),
    ("Aged 16 to 24 years", 16, 24),
    ("Aged 25 to 34 years", 25, 34),
    ("Aged 35 to 49 years", 35, 49),
    ("Aged 50 to 64 years", 50, 64),
    ("Aged 65 years and over", 65, 90),
)
_TENURES = (
    "Owned: Owns outright",
    "Owned: Owns with a mortgage or loan",
    "Shared ownership: Shared ownership",
    "Social rented: Rents from council or Local Authority",
    "Social rented: Other social rented",
    "Private rented: Private landlord or letting agency",
    "Private rented: Other private rented",
    "Lives rent free",
)
_OCCUPANCY = (
    "+2 or more (under-occupied)",
    "+1 (under-occupied)",
    "0 (ideal)",
    "-1 (overcrowded)",
    "-2 or less (overcrowded)",
)
_DIMENSIONS = tuple(
    f"Household is {words}"
    for words in (
        "not deprived in any dimension",
        "deprived in one dimension",
        "deprived in two dimensions",
        "deprived in three dimensions",
        "deprived in four dimensions",
    )
)
_ETHNIC_GROUPS = (
    "Asian, Asian British or Asian Welsh",
    "Black, Black British, Black Welsh, Caribbean or African",
    "Mixed or Multiple ethnic groups",
    "White",
    "Other ethnic group",
)
_DISABILITY = ("Disabled under the Equality Act", "Not disabled under the Equality Act")
# The middle-layer lookup has many columns; the sample fills these and leaves the others empty.
_MSOA_COLUMNS = (
    "MSOACD MSOANM MSOAHCLNM MSOAHCLNMW LADCD_ACTIVE LADNM_ACTIVE UTLACD UTLANM CAUTHCD CAUTHNM RGNCD RGNNM "
    "CTRYCD CTRYNM EWCD EWNM GBCD GBNM UKCD UKNM MSOA11CD MSOA21CD "
    "LAD17CD LAD20CD LAD20NM MSOA11NM MSOA11HCLNM"
)


def columns(names: str) -> Row:
    """A header from names with blanks between them."""
    return [*names.split()]


def lookup_lsoa21_ward(world: World) -> Iterator[Row]:
    """Small areas of 2021 to wards, the statistics office's best fit."""
    yield columns("lsoa21_name lsoa21_code ward24_name ward24_code ltla24_name ltla24_code")
    for area in world.areas:
        yield [area.name, area.code, area.ward.name, area.ward.code, world.place_name, world.place_code]


def lookup_lsoa11_lsoa21(world: World) -> Iterator[Row]:
    """Small areas of 2011 to those of 2021: unchanged (U), split (S) or merged (M)."""
    yield columns("lsoa11_name lsoa11_code change_code lsoa21_name lsoa21_code ltla22_name ltla22_code")
    for old in world.former:
        for area in old.became:
            yield [old.name, old.code, old.change, area.name, area.code, world.place_name, world.place_code]


def msoa_names(world: World) -> Iterator[Row]:
    """Codes and readable names of the middle-layer areas."""
    yield columns(_MSOA_COLUMNS)
    first_areas = {area.msoa_code: area for area in reversed(world.areas)}
    for code, area in sorted(first_areas.items()):
        number = 1 + sum(other.ward == area.ward and before < code for before, other in first_areas.items())
        filled = {"MSOACD": area.msoa_code, "MSOANM": area.msoa_name, "MSOA21CD": area.msoa_code}
        filled["MSOAHCLNM"] = f"{area.ward.name} (synthetic {number})"
        filled |= {"LADCD_ACTIVE": world.place_code, "LADNM_ACTIVE": world.place_name}
        yield [filled.get(column, "") for column in _MSOA_COLUMNS.split()]


def age_groups(world: World) -> Iterator[Row]:
    """Census 2021: usual residents by six age groups."""
    yield ["lsoa21_code", "lsoa21_name", "age_group", "usual_residents"]
    for area in world.areas:
        for label, first, last in _AGE_GROUPS:
            yield [area.code, area.name, label, area.aged(first, last)]


def disability(world: World) -> Iterator[Row]:
    """Census 2021: residents disabled under the Equality Act."""

    def weights(area: Area, rng: random.Random) -> list[float]:
        ward = area.ward
        share = 0.165 + 0.04 * area.need + 0.02 * ward.older - 0.05 * ward.students + rng.gauss(0, 0.012)
        share = max(0.04, share)
        return [share, 1 - share]

    yield ["lsoa21_code", "disability", "n", "total_residents", "prop"]
    for area, total, label, count in _counts(world, "disability", _DISABILITY, weights, people=True):
        yield [area.code, label, count, total, _share(count, total)]


def tenure(world: World) -> Iterator[Row]:
    """Census 2021: households by tenure."""

    def weights(area: Area, rng: random.Random) -> list[float]:
        social = max(0.01, 0.18 + 0.13 * area.need - 0.1 * area.ward.students)
        private = 0.2 + 0.02 * area.need + 0.5 * area.ward.students
        owned = max(0.08, 1 - social - private)
        outright = max(0.25, min(0.75, 0.47 + 0.18 * area.ward.older))
        parts = [owned * outright, owned * (1 - outright), 0.006, social * 0.74, social * 0.26]
        return [part * rng.uniform(0.8, 1.2) for part in [*parts, private * 0.92, private * 0.08, 0.002]]

    yield from _household_table(world, "tenure", _TENURES, weights)


def overcrowding(world: World) -> Iterator[Row]:
    """Census 2021: households by occupancy rating of bedrooms."""

    def weights(area: Area, rng: random.Random) -> list[float]:
        tight = 0.036 * 2.2**area.need
        spare, ideal = max(0.05, 0.36 - 0.12 * area.need), max(0.08, 0.25 + 0.07 * area.need)
        parts = [spare, 0.35, ideal, tight, tight * 0.15]
        return [part * rng.uniform(0.85, 1.15) for part in parts]

    yield from _household_table(world, "occupancy_rating", _OCCUPANCY, weights)


def household_deprivation(world: World) -> Iterator[Row]:
    """Census 2021: households by the number of dimensions in which they are deprived."""

    def weights(area: Area, rng: random.Random) -> list[float]:
        chance = max(0.05, min(0.42, 0.185 + 0.055 * area.need))
        ways = (1, 4, 6, 4, 0.6)  # four independent dimensions; all four at once is rarer than that
        return [
            way * chance**held * (1 - chance) ** (4 - held) * rng.uniform(0.92, 1.08) for held, way in enumerate(ways)
        ]

    yield from _household_table(world, "deprivation_dimensions", _DIMENSIONS, weights)


def ethnicity(world: World) -> Iterator[Row]:
    """Census 2021: residents by five ethnic groups."""

    def weights(area: Area, rng: random.Random) -> list[float]:
        spread = (0.1, 0.055, 0.034, 0.78, 0.023)
        return [part * rng.lognormvariate(0, 0.05 if part > 0.5 else 0.6) for part in spread]

    yield ["lsoa21_code", "total_residents", "ethnic_group", "n", "prop"]
    for area, total, label, count in _counts(world, "ethnic_group", _ETHNIC_GROUPS, weights, people=True):
        yield [area.code, total, label, count, _share(count, total)]


def mid_year_population(world: World, year: int) -> Iterator[Row]:
    """Residents of 2011 small areas by single year of age, a little fewer the further back."""
    rng = stream(f"population {year}")
    yield ["lsoa11_name", "lsoa11_code", "total_population", *[str(age) for age in range(90)], "90+"]
    for old in world.former:
        total = round(sum(old.ages) * (1 - 0.006 * (2021 - year)))
        ages = share_out(total, [(age + 0.2) * rng.uniform(0.9, 1.1) for age in old.ages])
        yield [old.name, old.code, total, *ages]


def _household_table(
    world: World, column: str, labels: tuple[str, ...], weights: Callable[[Area, random.Random], list[float]]
) -> Iterator[Row]:
    yield ["lsoa21_code", "total_households", column, "n", "prop"]
    for area, total, label, count in _counts(world, column, labels, weights, people=False):
        yield [area.code, total, label, count, _share(count, total)]


def _counts(
    world: World,
    name: str,
    labels: tuple[str, ...],
    weights: Callable[[Area, random.Random], list[float]],
    *,
    people: bool,
) -> Iterator[tuple[Area, int, str, int]]:
    """Every category's count in every small area; they sum to the area's residents or households."""
    rng = stream(name)
    for area in world.areas:
        total = area.residents if people else area.households
        for label, count in zip(labels, share_out(total, weights(area, rng)), strict=True):
            yield area, total, label, count


def _share(count: int, total: int) -> str:
    return f"{count / total:.15g}"
