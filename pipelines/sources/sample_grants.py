"""The sample's grants: what made-up funders gave to its organisations, in the 360Giving Data Standard.

Belongs here: three files of grants and the registry's status of them. Does not belong here: the organisations
(`sample_organisations`).

The funders differ as real ones do: in how they write recipients, whether they say where and for how long, and since
when they publish. One began late, so that grants per head rise without anybody having given more.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.sources.sample_census import Row
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
    yield from _table(
        world, "late", [name for name in _STANDARD if name not in ("second_code", "place", "place_code")], {}
    )


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


def _grants_of(world: World, funder: _Funder) -> list[dict[str, object]]:
    """Every grant of a funder, in the order of the days of award."""
    rng = stream(f"grants {funder.name}")
    known = [one for one in organisations(world) if one.main is None]
    postcodes = [code for own in postcodes_of(world) for code in own]
    made: list[dict[str, object]] = []
    for year in range(funder.since, _YEARS.stop):
        there = [one for one in known if one.active_on(date(year, 1, 1))]
        days = sorted(rng.randrange(365) for _ in range(round(funder.a_year * rng.uniform(0.85, 1.2))))
        for day in days:
            awarded = date(year, 1, 1) + timedelta(days=day)
            number = len(made) + 1
            grant: dict[str, object] = {
                "grant_id": f"360G-sample-{funder.id[-5:].lower()}-{number:05d}",
                "title": f"Sample grant {number}",
                "description": "Made up.\nOn two lines." if number % 50 == 0 else "Made up.",
                "currency": "GBP",
                "amount": _amount(funder, year, rng),
                "awarded": awarded.isoformat() if funder.file != "late" else f"{awarded:%d/%m/%Y}",
                "funder_id": funder.id,
                "funder": funder.name,
                "programme": f"Sample programme {1 + number % 3}",
            }
            grant |= _terms(funder, awarded, rng)
            recipient = rng.choice(there)
            listed = recipient.active_on(awarded) and rng.random() < funder.identified
            grant |= _registered(recipient, rng) if listed else _unidentified(funder, recipient, number, rng)
            if "postcode" not in grant or rng.random() < 0.08:  # groups, and organisations that have moved since
                grant["postcode"] = rng.choice(postcodes)
            made.append(grant | _place(world, funder, recipient if listed else None, awarded, rng))
    return made


def _amount(funder: _Funder, year: int, rng: random.Random) -> int:
    usual = funder.middle * (1 + 0.03 * (year - _YEARS[0])) * rng.lognormvariate(0, 0.8)
    return max(100, min(funder.largest, round(usual / 50) * 50))


def _terms(funder: _Funder, awarded: date, rng: random.Random) -> dict[str, object]:
    """For how long a grant is to run; one in ten does not say."""
    months = rng.choices((6, 12, 24, 36, 48), (20, 45, 15, 15, 5))[0]
    if not funder.says_when or rng.random() < 0.1:
        return {}
    if funder.says_when == "months":
        return {"months": months}
    starts = awarded + timedelta(days=30)
    return {"starts": starts, "ends": starts + timedelta(days=round(months * 365.25 / 12) - 1), "months": ""}


def _registered(recipient: Organisation, rng: random.Random) -> dict[str, object]:
    """A recipient of a register, by one of its identifiers or by its numbers alone."""
    told: dict[str, object] = {"recipient": recipient.name}
    if recipient.postcode:
        told["postcode"] = recipient.postcode
    way = rng.random()
    if way < 0.15 and recipient.charity_number:
        return told | {"recipient_id": f"360G-sample-org-{recipient.number}", "charity": recipient.charity_number}
    if way < 0.4 and recipient.company_number:
        # As spreadsheets leave it: without the zeros at the beginning.
        return told | {
            "recipient_id": f"GB-COH-{recipient.company_number.lstrip('0')}",
            "company": recipient.company_number,
        }
    return told | {"recipient_id": recipient.id, "charity": recipient.charity_number}


def _unidentified(funder: _Funder, recipient: Organisation, number: int, rng: random.Random) -> dict[str, object]:
    """A group that stands in no register, or an organisation whose larger funder says nothing but its name."""
    name = f"Sample Group {rng.randint(1, 400)}" if funder.file == "own" else recipient.name
    return {"recipient": name, "recipient_id": f"360G-{funder.id[-5:].lower()}-{number}"}


def _place(
    world: World, funder: _Funder, recipient: Organisation | None, awarded: date, rng: random.Random
) -> dict[str, object]:
    """Where the grant is to do good, as far as its funder says."""
    if funder.says_where == "city":
        way = rng.random()
        code = _ELSEWHERE if way < 0.1 else world.place_code
        return {"place": "Sample place", "place_code": code, "second_code": _ELSEWHERE if way > 0.92 else ""}
    if funder.says_where == "ward" and rng.random() < 0.85:
        ward = recipient.area.ward if recipient and recipient.area else rng.choice(world.wards)
        code = world.superseded.get(ward.code, ward.code) if awarded.year < _WARDS_RENEWED else ward.code
        return {"place": ward.name, "place_code": code}
    return {}


def _dataset(funder: _Funder, grants: list[dict[str, object]]) -> dict[str, object]:
    """One dataset of the registry, with the counts that it keeps of it."""
    amounts = [int(str(grant["amount"])) for grant in grants]
    pounds = {"count": len(grants), "currency_symbol": "&pound;", "total_amount": sum(amounts)}
    return {
        "datagetter_aggregates": {
            "count": len(grants),
            "currencies": {"GBP": pounds | {"max_amount": max(amounts), "min_amount": min(amounts)}},
            "distinct_funding_org_identifier": [funder.id],
        },
        "datagetter_metadata": {"acceptable_license": True, "file_type": "csv", "valid": True},
        "identifier": f"sample-{funder.id[-5:].lower()}",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "license_name": "Creative Commons Attribution 4.0 International (CC BY 4.0)",
        "modified": "2026-01-02T00:00:00.000+0000",
        "publisher": {"name": funder.name, "prefix": "360G-sample", "website": ""},
        "title": f"Synthetic grants of {funder.name}",
    }
