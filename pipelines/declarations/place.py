"""A place: everything about one city that is data, read from its folder under data/reference.

Belongs here: the model of place.yaml and of the tables beside it. Does not belong here: the name or code of any
place.
"""

import csv
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from pipelines.faults import DeclarationFaultsError

_TABLES: dict[str, tuple[str, ...]] = {
    "wards.csv": ("ward_code", "ward_name", "committee_code", "membership_confidence", "evidence"),
    "committees.csv": ("committee_code", "committee_name"),
    "ward_code_history.csv": (
        "ward_code",
        "ward_name",
        "in_force_from",
        "in_force_to",
        "successor_code",
        "relation",
        "evidence",
    ),
    "hex_layout.csv": ("ward_code", "column", "row"),
}


class NamedCode(BaseModel):
    """A code with its name."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    code: str
    name: str


class Place(BaseModel):
    """One city, with its wards, committees, code history and drawn layout."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    name: str
    title: str
    publisher: str
    country: NamedCode
    ward_vintage: int
    crs: str
    time_zone: str
    expected: dict[str, int]
    election_years_without_poll: list[int] = []
    # Where the middle of the place lies in its projection: made-up boundaries are drawn around it.
    centre: tuple[float, float] | None = None
    site_address: str = ""
    wards: list[dict[str, str]] = []
    committees: list[dict[str, str]] = []
    ward_code_history: list[dict[str, str]] = []
    hex_layout: list[dict[str, str]] = []

    @field_validator("site_address")
    @classmethod
    def _is_a_folder_of_the_web(cls, address: str) -> str:
        if address and not (address.startswith("https://") and address.endswith("/")):
            raise ValueError(f"{address!r} must start with https:// and end in /, or be left out")
        return address


def load_place(folder: Path) -> Place:
    """Read a place's folder.

    Raises:
        DeclarationFaultsError: naming each file that is absent or has other columns, and each code that does not fit.
    """
    faults: list[str] = []
    content: dict[str, Any] = {}
    try:
        content = yaml.safe_load((folder / "place.yaml").read_text(encoding="utf-8"))
    except FileNotFoundError:
        faults.append(
            f"{folder / 'place.yaml'}: not found; a place is a folder with place.yaml and {', '.join(_TABLES)}"
        )
    for name, columns in _TABLES.items():
        content[name.removesuffix(".csv")] = _table(folder / name, columns, faults)
    place = None
    if not faults:
        try:
            place = Place.model_validate(content)
        except ValidationError as error:
            faults.extend(
                f"{folder.name}/place.yaml: {'.'.join(map(str, p['loc']))}: {p['msg']}" for p in error.errors()
            )
    if place:
        faults.extend(_misfits(place, folder.name))
    if faults or place is None:
        raise DeclarationFaultsError(faults)
    return place


def _table(path: Path, columns: tuple[str, ...], faults: list[str]) -> list[dict[str, str]]:
    if not path.exists():
        faults.append(f"{path}: not found; expected columns {', '.join(columns)}")
        return []
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        missing = [column for column in columns if column not in (reader.fieldnames or [])]
        if missing:
            faults.append(f"{path.name}: no column {', '.join(missing)}")
            return []
        return [{column: row[column] or "" for column in columns} for row in reader]


def _misfits(place: Place, name: str) -> list[str]:
    wards = [ward["ward_code"] for ward in place.wards]
    committees = {committee["committee_code"] for committee in place.committees}
    drawn = {cell["ward_code"] for cell in place.hex_layout}
    faults = [f"{name}/wards.csv: {code} stands twice" for code in sorted({c for c in wards if wards.count(c) > 1})]
    faults += [
        f"{name}/wards.csv: {w['ward_code']} has committee {w['committee_code']!r}, which committees.csv does not list"
        for w in place.wards
        if w["committee_code"] not in committees
    ]
    faults += [f"{name}/hex_layout.csv: no cell for {code}" for code in wards if code not in drawn]
    faults += [
        f"{name}/ward_code_history.csv: {h['ward_code']} has successor {h['successor_code']}, which is not in wards.csv"
        for h in place.ward_code_history
        if h["successor_code"] and h["successor_code"] not in wards
    ]
    return faults
