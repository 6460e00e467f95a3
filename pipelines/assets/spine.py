"""The spine of places that every table hangs on: areas, membership, codes, and shares of split areas.

Belongs here: reading lookups and boundaries into conformed tables through `geography`. Does not belong here:
indicators' own sources (see `conforming`).
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from pipelines import fingerprint, paths, warehouse
from pipelines.assets import neighbourhoods
from pipelines.assets.landing import Intake
from pipelines.assets.shapes import BOUNDARIES
from pipelines.checks.verdicts import check, stop_on_critical
from pipelines.declarations.place import Place, load_place
from pipelines.faults import Fault
from pipelines.geography.areas import build_areas, build_membership, check_lookup, msoa_of, shares_of_2011_areas
from pipelines.geography.codes import WardCodes
from pipelines.sources.base import Landed, Wanted
from pipelines.sources.catalogue import BY_ID

CODE = (
    "pipelines/geography",
    "pipelines/sources",
    "pipelines/assets/spine.py",
    "pipelines/assets/conforming.py",
    "pipelines/assets/neighbourhoods.py",
    "pipelines/assets/shapes.py",
    "pipelines/declarations/place.py",
    "pipelines/declarations/neighbourhoods.py",
)
_COLUMNS = {
    "ons_lsoa21_ward": ["area_code", "area_name", "ward_code", "ward_name", "city_code", "in_place"],
    "ons_lsoa11_lsoa21": ["lsoa11_code", "area_code", "change_code", "city_code", "in_place"],
    "msoa_names": ["area_code", "official_name", "area_name"],
}
LOOKUPS = tuple(_COLUMNS)


@dataclass
class Spine:
    """The place and its lookups, ready to judge and place the rows of any source."""

    place: Place
    lookup_ward: pd.DataFrame
    lookup_lsoa11: pd.DataFrame
    faults: list[Fault] = field(default_factory=list)

    @cached_property
    def wards(self) -> WardCodes:
        """Codes of the place's wards."""
        return WardCodes({w["ward_code"]: w["ward_name"] for w in self.place.wards}, self.place.ward_code_history)

    @cached_property
    def lsoa21(self) -> dict[str, str]:
        """Names of the place's small areas by code."""
        own = self.lookup_ward[self.lookup_ward["in_place"]]
        return dict(zip(own["area_code"], own["area_name"], strict=True))

    @cached_property
    def lsoa11(self) -> frozenset[str]:
        """Codes of the place's small areas of 2011."""
        return frozenset(self.lookup_lsoa11.loc[self.lookup_lsoa11["in_place"], "lsoa11_code"])

    @cached_property
    def covers_other_places(self) -> bool:
        """Whether the lookup knows other places, so that a code it does not list exists nowhere."""
        return len(set(self.lookup_ward["city_code"])) > 1

    @cached_property
    def known(self) -> dict[str, frozenset[str]]:
        """Every code that the lookups list, of any place, by level."""
        return {
            "lsoa11": frozenset(self.lookup_lsoa11["lsoa11_code"].tolist()),
            "lsoa21": frozenset(self.lookup_ward["area_code"].tolist()),
            "ward": frozenset(self.lookup_ward["ward_code"].tolist()),
        }

    @property
    def wanted(self) -> Wanted:
        """Codes by which sources keep the rows of the place."""
        return Wanted(
            self.place.code, self.place.country.code, frozenset(self.lsoa21), self.lsoa11, city_name=self.place.name
        )

    def shares(self) -> tuple[pd.DataFrame, list[str]]:
        """Shares of 2011 areas in those of 2021, by residents at the Census."""
        residents: dict[str, int] = {}
        if warehouse.about("conformed.census_age"):
            census = warehouse.read("conformed.census_age")
            residents = dict(zip(census["area_code"], census["residents"], strict=True))
        pairs = _records(self.lookup_lsoa11[self.lookup_lsoa11["in_place"]])
        rows, notes = shares_of_2011_areas(pairs, residents)
        return pd.DataFrame(rows, columns=["lsoa11_code", "area_code", "share"]), notes


def lookup_frame(
    source_id: str,
    files: list[Landed],
    place: Place,
    faults: list[Fault],
    per_file: dict[str, tuple[int, int]] | None = None,
) -> pd.DataFrame:
    """A lookup's files as one frame; no file gives an empty frame with its columns."""
    source = BY_ID[source_id]
    rows: list[dict[str, Any]] = []
    for landed in files:
        if source.read is None:
            continue
        tidy = source.read(landed, Wanted(place.code, place.country.code))
        faults.extend(tidy.faults)
        rows.extend(tidy.rows)
        if per_file is not None:
            per_file[landed.file] = (tidy.rows_read, sum(row.get("in_place", True) for row in tidy.rows))
    frame = pd.DataFrame(rows, columns=_COLUMNS[source_id]).drop_duplicates().reset_index(drop=True)
    return frame.astype({"in_place": bool}) if "in_place" in frame else frame


def _read_lookup(intake: Intake, source_id: str, place: Place, faults: list[Fault]) -> pd.DataFrame:
    """A lookup as a table, read again only when its files or our code have changed."""
    files = intake.of(source_id)
    table = f"conformed.{BY_ID[source_id].table}"
    digest = fingerprint.of_values([f.sha256 for f in files], place.code, fingerprint.of_code(*CODE))
    if warehouse.is_current(table, digest):
        return warehouse.read(table)
    per_file: dict[str, tuple[int, int]] = {}
    found: list[Fault] = []
    frame = lookup_frame(source_id, files, place, found, per_file)
    faults.extend(found)
    if not any(fault.blocking for fault in found):
        verdicts = check(table, frame, BY_ID[source_id].expectations, ("area_code",)) if files else []
        stop_on_critical(table, verdicts)
        about = {"per_file": per_file, "notes": [], "verdicts": [v.as_row() for v in verdicts]}
        warehouse.swap_in(table, frame, digest, about)
    return frame


def build_spine(intake: Intake) -> Spine:
    """Read lookups and named neighbourhoods, and swap in the tables of places: `areas`, `membership` and those beside.

    Faults stand in the answer; the tables are swapped in only when none of them blocks.
    """
    place = load_place(paths.reference_folder())
    faults: list[Fault] = []
    ward, old, msoa = (_read_lookup(intake, source, place, faults) for source in LOOKUPS)
    spine = Spine(place, ward, old, faults)
    own = _current_wards(spine)
    lookup_file = next((f.file for f in intake.of("ons_lsoa21_ward")), "the ward lookup")
    if intake.of("ons_lsoa21_ward"):
        # The sample's made-up small areas are fewer than the place has.
        faults.extend(check_lookup(own, place.wards, {} if intake.synthetic else place.expected, lookup_file))
    msoa_rows = _msoa_in_use(msoa, own)
    named = neighbourhoods.read_neighbourhoods(
        intake, place, {row["area_code"]: row["area_name"] for row in own}, _taken(spine, msoa_rows)
    )
    faults.extend(named.faults)
    digest = fingerprint.of_values(
        [f.sha256 for s in (*LOOKUPS, *BOUNDARIES) for f in intake.of(s)],
        intake.synthetic,
        fingerprint.of_folder(paths.reference_folder()),
        fingerprint.of_code(*CODE),
    )
    if any(f.blocking for f in faults) or warehouse.is_current("conformed.membership", digest):
        return spine
    city = {"code": place.code, "name": place.name}
    areas = build_areas(
        city, place.country.model_dump(), place.wards, place.committees, own, msoa_rows, place.ward_vintage, named.rows
    )
    members, notes = build_membership(place.code, place.country.code, place.wards, own, msoa_rows, named.rows)
    listed = pd.DataFrame(named.rows, columns=list(neighbourhoods.COLUMNS), dtype="str")
    warehouse.swap_in("conformed.neighbourhoods", listed, digest, {"notes": named.notes})
    warehouse.swap_in("conformed.areas", pd.DataFrame(areas), digest, {"notes": []})
    years = [
        {"level": "ward", "area_code": w["ward_code"], "period": f"{year}-05-01/P1M"}
        for year in place.election_years_without_poll
        for w in place.wards
    ]
    warehouse.swap_in(
        "conformed.years_without_poll", pd.DataFrame(years, columns=["level", "area_code", "period"]), digest
    )
    warehouse.swap_in("conformed.membership", pd.DataFrame(members), digest, {"notes": notes if own else []})
    return spine


def _taken(spine: Spine, msoa: list[dict[str, Any]]) -> dict[str, str]:
    """Codes of all areas that no neighbourhood may have, written small because files and pages are named by them."""
    place = spine.place
    found = {row["area_code"]: "an MSOA" for row in msoa} | dict.fromkeys(spine.lsoa21, "a small area")
    found |= {c["committee_code"]: "a committee" for c in place.committees}
    found |= {h["ward_code"]: "a ward" for h in (*place.ward_code_history, *place.wards)}
    found |= {place.code: "the city", place.country.code: "the country"}
    return {code.lower(): what for code, what in found.items()}


def _current_wards(spine: Spine) -> list[dict[str, Any]]:
    """Small areas of the place with the ward code in force; a ward that cannot be translated is a fault."""
    own = _records(spine.lookup_ward[spine.lookup_ward["in_place"]])
    placed: list[dict[str, Any]] = []
    for row in own:
        code = row["ward_code"] if row["ward_code"] in spine.wards.current else spine.wards.successor(row["ward_code"])
        if code is None:
            spine.faults.append(
                Fault(
                    "the ward lookup",
                    f"{row['ward_code']} ({row['ward_name']}) for {row['area_code']}",
                    "a ward in force or one with a successor",
                    "Use the lookup of the wards in force.",
                    column="ward24_code",
                    kind="lookup ward",
                )
            )
        else:
            placed.append(row | {"ward_code": code})
    return placed


def _msoa_in_use(msoa: pd.DataFrame, own: list[dict[str, Any]]) -> list[dict[str, Any]]:
    names = {msoa_of(row["area_name"]) for row in own}
    return [row for row in _records(msoa) if row["official_name"] in names]


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as mappings by column name."""
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]
