"""The invented people and small areas behind the synthetic sample.

Belongs here: the one set of made-up areas, residents and households that every sample file is cut from, so
that the files agree with one another. Does not belong here: any publisher's file format. Ward codes and names
come from the reference folder; every small-area code is made up and lies outside the range that is in use.
"""

import csv
import random
import string
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import NormalDist

import yaml

_SEED = "synthetic sample 1"
_FIRST_LSOA21 = 1_900_001
_FIRST_LSOA11 = 1_950_001  # only the areas that changed between 2011 and 2021 need a code of their own
_FIRST_MSOA = 2_900_001
_STUDENT_WARD_EVERY = 12
_AGES = 91

NOTE = "Synthetic data"


@dataclass(frozen=True)
class Ward:
    """A real ward with an invented character.

    `need` is the latent deprivation factor (about -2 to 2.5, higher is poorer), `students` 0 to 1, and
    `older` about -1 to 1.
    """

    code: str
    name: str
    need: float
    students: float
    older: float


@dataclass(frozen=True)
class Area:
    """An invented 2021 small area; `ages` counts residents by single year, the last being 90 and over."""

    code: str
    name: str
    msoa_code: str
    msoa_name: str
    ward: Ward
    need: float
    households: int
    ages: tuple[int, ...]

    @property
    def residents(self) -> int:
        """How many people live here."""
        return sum(self.ages)

    def aged(self, first: int, last: int = _AGES) -> int:
        """Residents from age `first` to age `last`, both included."""
        return sum(self.ages[first : last + 1])


@dataclass(frozen=True)
class FormerArea:
    """An invented 2011 small area: `change` is U (unchanged), S (split into `became`) or M (merged)."""

    code: str
    name: str
    change: str
    became: tuple[Area, ...]
    ages: tuple[int, ...]

    @property
    def need(self) -> float:
        """The latent factor of what it became."""
        return sum(area.need for area in self.became) / len(self.became)


@dataclass(frozen=True)
class World:
    """Everything the sample's files are cut from."""

    place_code: str
    place_name: str
    country_code: str
    country_name: str
    wards: tuple[Ward, ...]
    areas: tuple[Area, ...]
    former: tuple[FormerArea, ...]
    superseded: dict[str, str]  # ward code in force → an earlier code of the same ward
    cells: dict[str, tuple[int, int]]  # ward code → column and row in the drawn layout
    ward_vintage: int
    crs: str
    centre: tuple[float, float] | None

    def of_ward(self, ward: Ward) -> list[Area]:
        """The small areas of one ward."""
        return [area for area in self.areas if area.ward == ward]


def stream(name: str) -> random.Random:
    """A random stream of its own for each file, so that changing one file leaves the others as they were."""
    return random.Random(f"{_SEED}/{name}")  # noqa: S311 - made-up data, not a secret


def share_out(total: int, weights: Sequence[float]) -> list[int]:
    """Divide a whole number in proportion to weights, by largest remainder: the parts sum to the whole."""
    weight = sum(weights)
    exact = [total * part / weight for part in weights]
    parts = [int(value) for value in exact]
    by_remainder = sorted(range(len(parts)), key=lambda index: parts[index] - exact[index])
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts


def part_of(total: int, rate: float) -> int:
    """A count that a rate makes of a total, never below nought nor above the total."""
    return max(0, min(total, round(total * rate)))


def build_world(reference: Path) -> World:
    """Invent a place from its reference folder.

    Args:
        reference: a folder with `place.yaml` and `wards.csv`; `ward_code_history.csv` and `hex_layout.csv`
            are used when there.

    Returns:
        The same world for the same folder, always.
    """
    place = yaml.safe_load((reference / "place.yaml").read_text(encoding="utf-8"))
    wards = _wards(_rows(reference / "wards.csv"))
    areas = _areas(place["name"], wards)
    history_file = reference / "ward_code_history.csv"
    history = _rows(history_file) if history_file.exists() else []
    layout_file = reference / "hex_layout.csv"
    layout = _rows(layout_file) if layout_file.exists() else []
    renewed = [row for row in history if row["relation"] == "minor boundary change"]
    return World(
        place_code=str(place["code"]),
        place_name=str(place["name"]),
        country_code=str(place["country"]["code"]),
        country_name=str(place["country"]["name"]),
        wards=wards,
        areas=areas,
        former=_former(areas),
        superseded={row["successor_code"]: row["ward_code"] for row in renewed},
        cells={row["ward_code"]: (int(row["column"]), int(row["row"])) for row in layout},
        ward_vintage=int(place.get("ward_vintage", 0)),
        crs=str(place.get("crs", "")),
        centre=tuple(place["centre"]) if "centre" in place else None,
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def _wards(rows: list[dict[str, str]]) -> tuple[Ward, ...]:
    """Spread the latent factor evenly over the wards, in an order of its own that follows nothing real."""
    rng = stream("wards")
    count = len(rows)
    needs = [0.25 + 1.05 * NormalDist().inv_cdf((rank + 0.5) / count) for rank in range(count)]
    rng.shuffle(needs)
    students = set(rng.sample(range(count), max(1, count // _STUDENT_WARD_EVERY)))
    return tuple(
        Ward(
            code=row["ward_code"],
            name=row["ward_name"],
            need=need,
            students=rng.uniform(0.6, 0.9) if index in students else rng.uniform(0.0, 0.08),
            older=-0.8 if index in students else max(-1.0, min(1.0, -0.3 * need + rng.gauss(0, 0.4))),
        )
        for index, (row, need) in enumerate(zip(rows, needs, strict=True))
    )


def _areas(place_name: str, wards: tuple[Ward, ...]) -> tuple[Area, ...]:
    """Four or five small areas a ward, in two middle-layer areas, named as the publisher names them."""
    rng = stream("areas")
    areas: list[Area] = []
    for position, ward in enumerate(wards):
        count = rng.choice((4, 4, 4, 5))
        for index in range(count):
            msoa = 2 * position + (index >= count // 2)
            letter = string.ascii_uppercase[index - (index >= count // 2) * (count // 2)]
            residents = round(rng.gauss(1600, 180))
            areas.append(
                Area(
                    code=f"E{_FIRST_LSOA21 + len(areas):08d}",
                    name=f"{place_name} {msoa + 1:03d}{letter}",
                    msoa_code=f"E{_FIRST_MSOA + msoa:08d}",
                    msoa_name=f"{place_name} {msoa + 1:03d}",
                    ward=ward,
                    need=ward.need + rng.gauss(0, 0.45),
                    households=round(residents / rng.uniform(2.2, 2.6)),
                    ages=tuple(_ages(residents, ward, rng)),
                )
            )
    return tuple(areas)


def _ages(residents: int, ward: Ward, rng: random.Random) -> list[int]:
    """Residents by single year of age: a plateau that thins out after 50, and students on top of it."""
    weights = []
    for age in range(_AGES):
        weight = 1.0 if age < 50 else max(0.06, 1.0 - (age - 50) / 42)
        weight += 9.0 * ward.students if 18 <= age <= 23 else 0.0
        weight *= 1 + 0.45 * ward.older if age >= 60 else 1 - 0.1 * ward.older
        weights.append(weight * rng.uniform(0.75, 1.25))
    return share_out(residents, weights)


def _former(areas: tuple[Area, ...]) -> tuple[FormerArea, ...]:
    """The areas as they were in 2011: two that were split since, one pair that was merged, the rest same."""
    by_msoa: dict[str, list[Area]] = {}
    for area in areas:
        by_msoa.setdefault(area.msoa_name, []).append(area)
    changing = list(by_msoa.values())[:6:2]  # one middle-layer area in each of the first three wards
    split = {group[0].code: group[1] for group in changing[:2]}
    merged = {group[0].code for group in changing[2:]}
    gone = {second.code for second in split.values()}
    codes = iter(f"E{number:08d}" for number in range(_FIRST_LSOA11, _FIRST_LSOA11 + 10))
    former: list[FormerArea] = []
    for area in areas:
        if area.code in gone:
            continue
        if area.code in split:
            both = (area, split[area.code])
            ages = tuple(one + other for one, other in zip(both[0].ages, both[1].ages, strict=True))
            former.append(FormerArea(next(codes), f"{area.msoa_name}Y", "S", both, ages))
        elif area.code in merged:
            half = tuple(age // 2 for age in area.ages)
            rest = tuple(age - part for age, part in zip(area.ages, half, strict=True))
            former.append(FormerArea(next(codes), f"{area.msoa_name}Y", "M", (area,), half))
            former.append(FormerArea(next(codes), f"{area.msoa_name}Z", "M", (area,), rest))
        else:
            former.append(FormerArea(area.code, area.name, "U", (area,), area.ages))
    return tuple(former)
