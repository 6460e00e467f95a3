"""The sample's grants: what made-up funders gave to its organisations, in the 360Giving Data Standard, and the registry.

Belongs here: three files of grants and the registry's status of them. Does not belong here: the organisations
(`sample_organisations`).

The funders differ as real ones do: in how they write recipients, whether they say where and for how long, and since when
they publish. One began late, so that grants per head rise without anybody having given more.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.sources.sample_census import Row, columns
from pipelines.sources.sample_organisations import Organisation, organisations
from pipelines.sources.sample_people import postcodes_of
from pipelines.sources.sample_world import World, stream

_YEARS = range(2018, 2026)
_WARDS_RENEWED = 2023  # grants awarded before name wards by the codes that were in force then
_ELSEWHERE = "E08900001"  # a local authority that does not exist
_STANDARD = {
    "grant_id": "Identifier",
    "title": "Title",
    "description": "Description",
    "currency": "Currency",
    "amount": "Amount Awarded",
    "awarded": "Award Date",
    "starts": "Planned Dates:Start Date",
    "ends": "Planned Dates:End Date",
    "months": "Planned Dates:Duration (months)",
    "recipient_id": "Recipient Org:Identifier",
    "recipient": "Recipient Org:Name",
    "charity": "Recipient Org:Charity Number",
    "company": "Recipient Org:Company Number",
    "postcode": "Recipient Org:Postal Code",
    "funder_id": "Funding Org:Identifier",
    "funder": "Funding Org:Name",
    "programme": "Grant Programme:Title",
    "place": "Beneficiary Location:Name",
    "place_code": "Beneficiary Location:Geographic Code",
    "second_code": "Beneficiary Location:1:Geographic Code",
}
_NUMBERED = {"place": "Beneficiary Location:0:Name", "place_code": "Beneficiary Location:0:Geographic Code"}


@dataclass(frozen=True)
class _Funder:
    """A made-up funder: its grants a year, their usual size, and its habits.

    `identified` is the share of recipients with a public identifier; `says_where` is ward, city or nothing; `says_when`
    is dates, months or nothing.
    """

    name: str
    id: str
    file: str
    a_year: int
    middle: float
    largest: int
    identified: float
    says_where: str
    says_when: str
    since: int = _YEARS[0]


_FUNDERS = (
    _Funder("Sample Community Foundation", "GB-CHC-9790001", "own", 70, 5_000, 40_000, 0.85, "ward", "months"),
    _Funder("Sample Sparks", "360G-samplesparks", "own", 40, 450, 1_000, 0.1, "ward", ""),
    _Funder("Sample National Fund", "GB-GOR-SMPL1", "numbered", 22, 60_000, 600_000, 0.95, "city", "dates"),
    _Funder("Sample Family Trust", "GB-CHC-9790002", "numbered", 30, 12_000, 90_000, 0.6, "", ""),
    _Funder("Sample New Endowment", "GB-CHC-9790003", "late", 18, 45_000, 300_000, 0.9, "", "dates", since=2022),
)


def grants_own(world: World) -> Iterator[Row]:
    """Grants of two local funders, under the standard's own titles."""
    names = [name for name in _STANDARD if name not in ("second_code", "starts", "ends")]
    yield from _table(world, "own", names, {})


def grants_numbered(world: World) -> Iterator[Row]:
    """Grants of two larger funders, under the titles of GrantNav's export."""
    yield from _table(world, "numbered", [name for name in _STANDARD if name != "months"], _NUMBERED)


def grants_late(world: World) -> Iterator[Row]:
    """Grants of a funder that began to publish late."""
    yield from _table(world, "late", ["grant_id", *[n for n in _STANDARD if n not in ("grant_id", "second_code")]], {})


def registry_file(world: World) -> tuple[str, bytes]:
    """Name and content of the registry's status of the funders' datasets."""
    datasets = [_dataset(funder, _grants_of(world, funder)) for funder in _FUNDERS]
    return "360giving_registry.json", json.dumps(datasets, indent=1).encode()


def _table(world: World, file: str, names: list[str], titles: dict[str, str]) -> Iterator[Row]:
    yield [titles.get(name, _STANDARD[name]) for name in names]
    for funder in _FUNDERS:
        if funder.file == file:
            for grant in _grants_of(world, funder):
                yield [grant.get(name, "") for name in names]
