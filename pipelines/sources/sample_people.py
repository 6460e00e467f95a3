"""The sample's residents by sex, age and health, and its made-up postcodes: what surveys are weighted and placed by.

Belongs here: those three files and the postcodes of each small area. Does not belong here: answers
(`sample_surveys`), or other counts of people (`sample_census`).
"""

from collections.abc import Iterator
from itertools import islice

from pipelines.sources.sample_census import Row, age_groups, columns
from pipelines.sources.sample_world import World, part_of, stream

POSTCODES_PER_AREA = 8
# No postcode area is called ZZ, so that none of these can be anybody's.
_OUTWARD = "ZZ"
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"  # those that the last two signs of a postcode may be


def age_by_sex(world: World) -> Iterator[Row]:
    """Census 2021: usual residents by sex and six age groups, summing to the counts of both sexes."""
    rng = stream("age by sex")
    yield columns("lsoa21_code sex age_group usual_residents")
    for code, _, label, count in islice(age_groups(world), 1, None):
        women = part_of(int(str(count)), rng.gauss(0.56 if "over" in str(label) else 0.5, 0.012))
        yield [code, "Female", label, women]
        yield [code, "Male", label, int(str(count)) - women]


# Share of each age group in very good or good health, youngest first, before the area's own deprivation.
_GOOD_HEALTH = (0.97, 0.93, 0.90, 0.84, 0.72, 0.52)


def health_by_age(world: World) -> Iterator[Row]:
    """Census 2021: usual residents by age group and general health, summing to the counts of all."""
    rng = stream("health by age")
    yield columns("lsoa21_code age_group general_health usual_residents")
    residents = islice(age_groups(world), 1, None)
    for area in world.areas:
        for share, (code, _, label, count) in zip(_GOOD_HEALTH, islice(residents, len(_GOOD_HEALTH)), strict=True):
            left = int(str(count))
            good = part_of(left, share - 0.12 * (1 - share) * area.need + rng.gauss(0, 0.01))
            parts = {"Very good": part_of(good, 0.58), "Fair": part_of(left - good, 0.66)}
            parts["Good"] = good - parts["Very good"]
            parts["Bad"] = part_of(left - good - parts["Fair"], 0.75)
            parts["Very bad"] = left - sum(parts.values())
            for health, number in parts.items():
                yield [code, label, f"{health} health", number]


def postcodes_of(world: World) -> list[list[str]]:
    """The made-up postcodes of each small area, in the order of the areas."""
    numbers = iter(range(len(world.areas) * POSTCODES_PER_AREA))
    return [[_postcode(number) for number in islice(numbers, POSTCODES_PER_AREA)] for _ in world.areas]


def postcode_lookup(world: World) -> Iterator[Row]:
    """Postcodes to small areas of 2021, with the headers of the ONS Postcode Directory."""
    yield columns("pcds dointr doterm lsoa21")
    for area, own in zip(world.areas, postcodes_of(world), strict=True):
        for postcode in own:
            yield [postcode, "202101", "", area.code]


def _postcode(number: int) -> str:
    hundreds, last = divmod(number, len(_LETTERS))
    digits, middle = divmod(hundreds, len(_LETTERS))
    outward, digit = divmod(digits, 10)
    return f"{_OUTWARD}{outward + 1} {digit}{_LETTERS[middle]}{_LETTERS[last]}"
