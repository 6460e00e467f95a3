"""Codes, membership, shares of split areas, and boundaries."""

import csv
import math
from pathlib import Path

import geopandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon, box

from pipelines.geography.areas import build_membership, msoa_of, shares_of_2011_areas
from pipelines.geography.boundaries import clean_shapes, dissolve, inside
from pipelines.geography.codes import Judged, WardCodes, judge_small_areas, judge_wards, plain_name

WARDS = WardCodes(
    {"E05000002": "Beck & Mill", "E05000003": "Hill"},
    [
        {"ward_code": "E05000001", "ward_name": "Beck and Mill", "successor_code": "E05000002", "relation": "minor"},
        {"ward_code": "E05000009", "ward_name": "Old", "successor_code": "", "relation": "redrawn"},
    ],
)


def row(code: str, name: str = "", line: int = 2) -> dict[str, object]:
    return {"area_code": code, "area_name": name, "source_row": line}


def judge(*rows: dict[str, object], of_place: bool = True) -> Judged:
    return judge_wards(rows, WARDS, "f.csv", elsewhere=frozenset({"E05000777"}), of_place=of_place)


def test_and_is_ampersand() -> None:
    assert plain_name("Beeston & Holbeck") == plain_name("beeston  and Holbeck ")


def test_an_old_code_is_translated_and_said() -> None:
    judged = judge(row("E05000001", "Beck & Mill"))
    assert [r["area_code"] for r in judged.rows] == ["E05000002"]
    assert judged.notes == ["f.csv: ward code E05000001 was translated to E05000002 (Beck & Mill)."]


@pytest.mark.parametrize(
    ("given_row", "kind"),
    [
        (row("E05000009", line=7), "ward redrawn"),
        (row("E05123456", line=7), "ward unknown"),
        (row("E05000003", "Beck & Mill", 7), "ward name"),
    ],
)
def test_what_does_not_fit_is_a_fault_with_its_row(given_row: dict[str, object], kind: str) -> None:
    judged = judge(given_row)
    assert [(f.kind, f.row, f.file) for f in judged.faults] == [(kind, 7, "f.csv")]
    assert judged.rows == []


def test_other_places_are_counted_not_lost() -> None:
    assert judge(row("E05000777")).outside == {"E05000777": 2}
    assert judge(row("E05123456"), of_place=False).outside == {"E05123456": 2}


def test_unknown_small_areas_are_faults_only_when_the_lookup_knows_better() -> None:
    judged = judge_small_areas([], {"E01999999": 5, "E01000001": 6}, {}, frozenset({"E01000001"}), "f.csv", "area_code")
    assert [(f.row, f.column) for f in judged.faults] == [(5, "area_code")]
    assert judged.outside == {"E01000001": 6}


@pytest.mark.parametrize(("name", "msoa"), [("Leeds 011A", "Leeds 011"), ("Leeds 111AB", "Leeds 111"), ("Nowhere", "")])
def test_an_lsoa_is_named_by_its_msoa(name: str, msoa: str) -> None:
    assert msoa_of(name) == msoa


def test_split_areas_are_shared_by_residents_as_in_the_worked_case(method_cases: Path) -> None:
    """The worked apportionment's weights, with its building blocks as the parts' residents."""
    with (method_cases / "areal" / "apportion_oa.csv").open(newline="") as handle:
        blocks = list(csv.DictReader(handle))
    with (method_cases / "areal" / "apportion_weights_expected.csv").open(newline="") as handle:
        expected = {(r["src"], r["tgt"]): float(r["weight"]) for r in csv.DictReader(handle)}
    for source in {block["src"] for block in blocks}:
        residents: dict[str, int] = {}
        for block in blocks:
            if block["src"] == source:
                residents[block["tgt"]] = residents.get(block["tgt"], 0) + int(block["pop"])
        pairs = [{"lsoa11_code": source, "area_code": target} for target in residents]
        rows, notes = shares_of_2011_areas(pairs, residents)
        assert notes == []
        for found in rows:
            assert math.isclose(found["share"], expected[(source, found["area_code"])], rel_tol=1e-12)


@given(st.dictionaries(st.text("abc", min_size=1), st.integers(0, 5_000), min_size=1, max_size=6))
@settings(max_examples=200)
def test_shares_of_an_area_sum_to_one(residents: dict[str, int]) -> None:
    rows, _ = shares_of_2011_areas([{"lsoa11_code": "old", "area_code": code} for code in residents], residents)
    assert math.isclose(sum(r["share"] for r in rows), 1.0, rel_tol=1e-12)


def test_unknown_residents_are_shared_equally_and_said() -> None:
    rows, notes = shares_of_2011_areas([{"lsoa11_code": "o", "area_code": a} for a in "ab"], {"a": 10})
    assert [r["share"] for r in rows] == [0.5, 0.5]
    assert "equally" in notes[0]


def test_each_small_area_counts_once_at_every_level() -> None:
    wards = [{"ward_code": "w1", "committee_code": "c"}, {"ward_code": "w2", "committee_code": "c"}]
    small = [{"area_code": f"s{n}", "area_name": f"X 00{n % 2}A", "ward_code": f"w{n % 2 + 1}"} for n in range(6)]
    msoa = [{"area_code": f"m{n}", "official_name": f"X 00{n}"} for n in range(2)]
    named = [{"neighbourhood_code": n, "lsoa21_code": s} for n, s in (("n1", "s0"), ("n1", "s1"), ("n2", "s1"))]
    rows, notes = build_membership("city", "country", wards, small, msoa, named)
    for level in ("lsoa21", "msoa21", "ward", "committee", "city"):
        held = [r["child_code"] for r in rows if r["child_level"] == "lsoa21" and r["level"] == level]
        assert sorted(held) == sorted(s["area_code"] for s in small)
    assert [(r["child_code"], r["area_code"]) for r in rows if r["level"] == "neighbourhood"] == [
        ("n1", "n1"), ("n2", "n2"), ("s0", "n1"), ("s1", "n1"), ("s1", "n2"),
    ]  # fmt: skip
    assert notes == []


def frame(*shapes: Polygon, codes: tuple[str, ...] = ("E05000002", "E05000003")) -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame(
        {"WD25CD": list(codes), "WD25NM": ["x"] * len(codes)}, geometry=list(shapes), crs="EPSG:27700"
    )


def test_a_broken_shape_is_repaired_with_a_note() -> None:
    bow = Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    wards, faults, notes = clean_shapes(
        frame(bow, box(20, 0, 30, 10)), "WD25CD", WARDS.current, "EPSG:27700", "b", "ward"
    )
    assert wards.geometry.is_valid.all()
    assert faults == []
    assert "E05000002" in notes[0]
    assert wards.area_name.tolist() == ["Beck & Mill", "Hill"]


def test_missing_and_repeated_shapes_are_told() -> None:
    two = frame(box(0, 0, 1, 1), box(1, 0, 2, 1), codes=("E05000002", "E05000002"))
    for what in ("ward", "small area"):
        _, faults, _ = clean_shapes(two, "WD25CD", WARDS.current, "EPSG:27700", "b.geojson", what)
        assert {(f.kind, f.blocking) for f in faults} == {("boundary twice", True), ("boundary missing", False)}
        assert any(f"a shape for every {what}" in str(fault) for fault in faults)


def test_committees_are_the_union_of_their_wards() -> None:
    wards, _, _ = clean_shapes(
        frame(box(0, 0, 1, 1), box(1, 0, 2, 1)), "WD25CD", WARDS.current, "EPSG:27700", "b", "ward"
    )
    joined = dissolve(wards, [("E05000002", "c"), ("E05000003", "c")], {"c": "Both"})
    assert joined.area_name.tolist() == ["Both"]
    assert joined.geometry.area.tolist() == [2.0]


def test_larger_areas_may_share_a_small_one() -> None:
    small = geopandas.GeoDataFrame({"area_code": list("abc")}, geometry=[box(x, 0, x + 1, 1) for x in range(3)])
    joined = dissolve(small, [("b", "n2"), ("c", "n2"), ("a", "n1"), ("b", "n1")], {"n1": "One", "n2": "Two"})
    assert joined[["area_code", "area_name"]].to_numpy().tolist() == [["n1", "One"], ["n2", "Two"]]
    assert joined.geometry.area.tolist() == [2.0, 2.0]
    assert joined.geometry[0].intersection(joined.geometry[1]).area == 1.0


def test_an_area_lies_inside_an_outline_with_its_middle() -> None:
    small = geopandas.GeoDataFrame({"area_code": list("ab")}, geometry=[box(0, 0, 2, 2), box(2, 0, 4, 2)])
    assert inside(small, box(-1, -1, 2.9, 3)) == ["a"]
    assert inside(small, box(-1, -1, 3.1, 3)) == ["a", "b"]
    assert inside(small, box(9, 9, 10, 10)) == []
