"""Which area lies in which: from small area to MSOA, ward, committee and city.

Belongs here: building the tables of areas and of membership from lookups and the place's own data. Ward membership
is the ONS best fit, never geometry. Pure.
"""

from typing import Any

from pipelines.faults import Fault


def msoa_of(lsoa_name: str) -> str:
    """The official name of the MSOA that an LSOA lies in: ONS names LSOAs by it, with a letter at the end."""
    return lsoa_name.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ").strip() if lsoa_name[-1:].isupper() else ""


def build_areas(
    city: dict[str, str],
    country: dict[str, str],
    wards: list[dict[str, str]],
    committees: list[dict[str, str]],
    lsoa21: list[dict[str, Any]],
    msoa21: list[dict[str, Any]],
    vintage: int,
    neighbourhoods: list[dict[str, str]],
) -> list[dict[str, str]]:
    """One row per area: level, area_code, area_name, vintage, and for wards their committee and how sure it is.

    `neighbourhoods` has a row for each small area of each; their vintage is their version.
    """

    def area(level: str, code: str, name: str, year: str, **more: str) -> dict[str, str]:
        empty = {"ward_code": "", "committee_code": "", "membership_confidence": ""}
        return {"level": level, "area_code": code, "area_name": name, "vintage": year, **empty, **more}

    rows = [area("country", country["code"], country["name"], ""), area("city", city["code"], city["name"], "")]
    rows += [area("committee", c["committee_code"], c["committee_name"], "") for c in committees]
    rows += [
        area(
            "ward",
            w["ward_code"],
            w["ward_name"],
            str(vintage),
            committee_code=w["committee_code"],
            membership_confidence=w["membership_confidence"],
        )
        for w in wards
    ]
    named = {n["neighbourhood_code"]: n for n in neighbourhoods}
    rows += [area("neighbourhood", code, n["neighbourhood_name"], n["version"]) for code, n in named.items()]
    rows += [area("msoa21", m["area_code"], m["area_name"], "2021") for m in msoa21]
    rows += [area("lsoa21", a["area_code"], a["area_name"], "2021", ward_code=a["ward_code"]) for a in lsoa21]
    return rows


def build_membership(
    city: str,
    country: str,
    wards: list[dict[str, str]],
    lsoa21: list[dict[str, Any]],
    msoa21: list[dict[str, Any]],
    neighbourhoods: list[dict[str, str]],
) -> tuple[list[dict[str, str]], list[str]]:
    """One row per area and each area that holds it (itself included), with notes of what has no place.

    Returns:
        Rows child_level, child_code, level, area_code; and sentences on small areas without an MSOA.
    """
    committee_of = {ward["ward_code"]: ward["committee_code"] for ward in wards}
    msoa_code = {m["official_name"]: m["area_code"] for m in msoa21}
    rows: list[dict[str, str]] = []
    notes: list[str] = []

    def add(child_level: str, child: str, level: str, code: str) -> None:
        rows.append({"child_level": child_level, "child_code": child, "level": level, "area_code": code})

    add("country", country, "country", country)
    add("city", city, "city", city)
    for ward, committee in committee_of.items():
        for level, code in (("ward", ward), ("committee", committee), ("city", city)):
            add("ward", ward, level, code)
    for code in dict.fromkeys(n["neighbourhood_code"] for n in neighbourhoods):
        add("neighbourhood", code, "neighbourhood", code)
    for named in neighbourhoods:
        add("lsoa21", named["lsoa21_code"], "neighbourhood", named["neighbourhood_code"])
    homeless = 0
    for small in lsoa21:
        holders = [
            ("lsoa21", small["area_code"]),
            ("ward", small["ward_code"]),
            ("committee", committee_of[small["ward_code"]]),
            ("city", city),
        ]
        msoa = msoa_code.get(msoa_of(small["area_name"]))
        if msoa:
            holders.append(("msoa21", msoa))
        else:
            homeless += 1
        for level, code in holders:
            add("lsoa21", small["area_code"], level, code)
    if homeless:
        notes.append(f"{homeless} small areas have no MSOA: the MSOA name file is absent or does not list them.")
    return rows, notes


def shares_of_2011_areas(
    pairs: list[dict[str, Any]], residents: dict[str, int]
) -> tuple[list[dict[str, Any]], list[str]]:
    """How a 2011 small area's counts are shared among the 2021 areas that it became.

    Unchanged and merged areas pass on everything. A split area is shared by residents at the 2021 Census; where
    those are not known, equally, and that is said.

    Args:
        pairs: lsoa11_code, area_code (2021), change_code.
        residents: usual residents of 2021 areas.
    """
    parts: dict[str, list[str]] = {}
    for pair in pairs:
        parts.setdefault(pair["lsoa11_code"], []).append(pair["area_code"])
    rows: list[dict[str, Any]] = []
    notes: list[str] = []
    for old, new in sorted(parts.items()):
        known = [residents.get(code) for code in new]
        if len(new) == 1:
            shares = [1.0]
        elif None in known or sum(n or 0 for n in known) == 0:
            shares = [1.0 / len(new)] * len(new)
            notes.append(f"{old} was split and its parts' residents are not known: its counts are shared equally.")
        else:
            shares = [(n or 0) / sum(n or 0 for n in known) for n in known]
        rows.extend(
            {"lsoa11_code": old, "area_code": code, "share": share} for code, share in zip(new, shares, strict=True)
        )
    return rows, notes


def check_lookup(
    lsoa21: list[dict[str, Any]], wards: list[dict[str, str]], expected: dict[str, int], file: str
) -> list[Fault]:
    """Faults of the ward lookup: a ward that holds no small area, and a count other than the place's."""
    faults: list[Fault] = []
    seen = {row["ward_code"] for row in lsoa21}
    for ward in wards:
        if ward["ward_code"] not in seen:
            faults.append(
                Fault(
                    file,
                    f"no small area in {ward['ward_code']} ({ward['ward_name']})",
                    "at least one",
                    "Use the lookup of the wards in force.",
                    kind="ward without areas",
                    blocking=False,
                )
            )
    if len(lsoa21) != expected.get("lsoa21", len(lsoa21)):
        faults.append(
            Fault(
                file,
                f"{len(lsoa21)} small areas",
                f"{expected['lsoa21']}",
                "Use the whole lookup.",
                kind="area count",
                blocking=False,
            )
        )
    return faults
