"""Named neighbourhoods: what their files may say, every fault at once, and figures added up from small areas."""

import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from pipelines.assets.landing import Intake
from pipelines.assets.neighbourhoods import Neighbourhoods, read_neighbourhoods
from pipelines.declarations.indicator import Indicator
from pipelines.declarations.place import load_place
from pipelines.methods.observations import install_macros, observe
from pipelines.paths import ROOT
from pipelines.sources.base import Landed

LEEDS = ROOT / "data" / "reference" / "leeds"
HEADER = "neighbourhood_code,neighbourhood_name,version,agreed_on,agreed_by,lsoa21_code"
SMALL = {f"E0190000{n}": f"Leeds 00{n}A" for n in range(1, 5)}
TAKEN = {"e05011384": "a ward", "e08000035": "the city"}


Reader = Callable[..., Neighbourhoods]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Read neighbourhoods from files given by name and content, of a real run unless said otherwise."""
    folder = tmp_path / "place" / "neighbourhoods"
    folder.mkdir(parents=True)
    monkeypatch.setenv("THRIVING_PLACE", str(tmp_path / "place"))

    def reading(files: dict[str, str], *, synthetic: bool = False, intake: Intake | None = None) -> Neighbourhoods:
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        return read_neighbourhoods(intake or Intake(synthetic, ""), load_place(LEEDS), SMALL, TAKEN)

    return reading


def lines(*rows: str) -> str:
    return "\n".join((HEADER, *rows)) + "\n"


def test_the_newest_version_counts_and_the_older_is_told(read: Reader) -> None:
    found = read(
        {
            "mill.csv": lines(
                "mill-hill,Mill Hill,2,2026-05-01,The forum,E01900002",
                "mill-hill,Mill Hill,10,2026-06-01,The forum,E01900003",
                "mill-hill,Mill Hill,10,2026-06-01,The forum,E01900001",
            ),
            "beck.csv": lines("beck,The Beck,1,2026-05-01,The forum,E01900001"),
            "made_up_SYNTHETIC.csv": lines("made-up,Made up,1,2026-05-01,Nobody,E01900004"),
            "notes.txt": "not a list",
        }
    )
    assert found.faults == []
    assert [(r["neighbourhood_code"], r["version"], r["lsoa21_code"]) for r in found.rows] == [
        ("beck", "1", "E01900001"), ("mill-hill", "10", "E01900001"), ("mill-hill", "10", "E01900003"),
    ]  # fmt: skip
    told = " ".join(found.notes)
    for part in (
        "version 10; version 2 is not used any more",
        "made_up_SYNTHETIC.csv: not used",
        "notes.txt: not used",
    ):
        assert part in told


def test_a_run_of_the_sample_has_made_up_ones_only(read: Reader) -> None:
    files = {
        "x.csv": lines("x1,X,1,2026-05-01,All,E01900001"),
        "y_synthetic.csv": lines("y1,Y,1,2026-05-01,All,E01900001"),
    }
    assert [row["neighbourhood_code"] for row in read(files, synthetic=True).rows] == ["y1"]
    assert [row["neighbourhood_code"] for row in read(files).rows] == ["x1"]


def test_every_fault_is_told_at_once_with_its_place(read: Reader) -> None:
    found = read(
        {
            "a.csv": lines(
                "../up,Up,1,2026-05-01,All,E01900001",  # line 2: a code that is no file name
                "ok,,0,soon,,E01900001",  # 3: four facts
                "E05011384,Ward,1,2026-05-01,All,E01900001",  # 4: a ward's code
                "mill,Mill,1,2026-05-01,All,E01900001",
                "mill,Mills,1,2026-05-01,All,E01900001",  # 6: another name, the same small area
                "mill,Mill,1,2026-05-01,All,E01999999",  # 7: no such small area
                "mill,Mill,1,2026-05-01,All,",  # 8: no small area
            ),
            "b.csv": lines("mill,Mill,1,2026-05-01,All,E01900002", "MILL,Mill,1,2026-05-01,All,E01900002"),
            "c.csv": "code,name\n",
            "d.csv": HEADER + "\n",
            "e.geojson": "{}",
        }
    )
    where = {(f.file.removeprefix("neighbourhoods/"), f.row, f.column) for f in found.faults}
    assert where == {
        ("a.csv", 2, "neighbourhood_code"), ("a.csv", 3, "neighbourhood_name"), ("a.csv", 3, "version"),
        ("a.csv", 3, "agreed_on"), ("a.csv", 3, "agreed_by"), ("a.csv", 4, "neighbourhood_code"),
        ("a.csv", 6, "neighbourhood_name"), ("a.csv", 6, "lsoa21_code"), ("a.csv", 7, "lsoa21_code"),
        ("a.csv", 8, "lsoa21_code"), ("b.csv", 2, "version"), ("b.csv", 3, "neighbourhood_code"),
        ("c.csv", 1, None), ("d.csv", None, None), ("e.geojson", None, None),
    }  # fmt: skip
    assert all(fault.blocking and fault.found and fault.expected and fault.remedy for fault in found.faults)


def shape(x: float, **facts: object) -> dict[str, object]:
    ring = [[x, 0.0], [x + 0.015, 0.0], [x + 0.015, 0.01], [x, 0.01], [x, 0.0]]
    return {"type": "Feature", "properties": facts, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def collection(*features: dict[str, object]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


def test_a_shape_becomes_the_list_of_small_areas_inside(read: Reader, tmp_path: Path) -> None:
    path = tmp_path / "lsoa.geojson"
    # Squares in a row, a hundredth of a degree wide; the outlines below reach half into the next one.
    squares = [
        {**shape(0), "properties": {"LSOA21CD": code}, "geometry": {"type": "Polygon", "coordinates": [
            [[x, 0], [x + 0.01, 0], [x + 0.01, 0.01], [x, 0.01], [x, 0]]]}}
        for x, code in zip((0.0, 0.01, 0.02, 0.03), SMALL, strict=True)
    ]  # fmt: skip
    path.write_text(collection(*squares))
    intake = Intake(synthetic=False, inbox_digest="")
    intake.files["ons_lsoa21_boundaries"] = [Landed("lsoa.geojson", path, "", 0, "boundaries", synthetic=False)]
    facts = {"name": "By the canal", "version": 3, "agreed_on": "2026-05-01", "agreed_by": "All"}
    good = collection(shape(-0.0001, code="canal", **facts))
    found = read({"canal.geojson": good}, intake=intake)
    assert found.faults == []
    assert [(row["lsoa21_code"], row["version"]) for row in found.rows] == [("E01900001", "3")]
    assert "By the canal (canal, version 3) holds 1 small areas: E01900001." in found.notes[0]
    bad = collection(shape(5, code="far", **facts), {**shape(0, code="gone", **facts), "geometry": None}, shape(0))
    told = [str(fault) for fault in read({"canal.geojson": bad}, intake=intake).faults]
    assert [text.partition(":")[0].removeprefix("neighbourhoods/canal.geojson, ") for text in told] == [
        *(f"feature 3, column {name}" for name in ("code", "name", "version", "agreed_on", "agreed_by")),
        "feature 1, column geometry", "feature 2, column geometry",
    ]  # fmt: skip
    assert "the LSOA 2021 boundaries" in str(read({"canal.geojson": good}).faults[0])


def test_the_example_of_the_sample_holds() -> None:
    listed = pd.read_csv(LEEDS / "neighbourhoods" / "example_SYNTHETIC.csv", dtype=str)
    assert listed.lsoa21_code.str.startswith("E0190").all()
    assert listed.neighbourhood_name.str.contains("made up").all()


AREAS = [
    ("city", "C", "City"), ("ward", "W1", "First"), ("ward", "W2", "Second"), ("neighbourhood", "n1", "One"),
    ("neighbourhood", "n2", "Two"), *(("lsoa21", f"s{n}", f"Small {n}") for n in range(4)),
]  # fmt: skip
NAMED = {"n1": ("s0", "s1"), "n2": ("s1", "s2")}  # they share one


def observed(figures: dict[str, tuple[float | None, float, str]], **change: object) -> pd.DataFrame:
    """Observations by area from numerator, denominator and status of areas."""
    declared = Indicator.model_validate(
        {
            "id": "x_share", "code": "PL99", "name": "A share of people", "characteristic": "place",
            "definition": "Share of people that are so.", "numerator": "People", "denominator": "All",
            "unit": "percent", "polarity": "low_good", "kind": "proportion", "levels": ["lsoa21", "ward", "city"],
            "source": ["s"], "from": {"table": "conformed.t", "numerator": "n", "denominator": "d"}, **change,
        }
    )  # fmt: skip
    members = [(level, code, level, code) for level, code, _ in AREAS]
    for n in range(4):
        members += [("lsoa21", f"s{n}", "ward", f"W{1 + n // 2}"), ("lsoa21", f"s{n}", "city", "C")]
    members += [("ward", w, "city", "C") for w in ("W1", "W2")]
    members += [("lsoa21", part, "neighbourhood", code) for code, parts in NAMED.items() for part in parts]
    level = {code: level for level, code, _ in AREAS}
    rows = [(level[code], code, "2021-01-01/P1Y", status, "", n, d) for code, (n, d, status) in figures.items()]
    tables = {
        "areas": pd.DataFrame(AREAS, columns=["level", "area_code", "area_name"]),
        "membership": pd.DataFrame(members, columns=["child_level", "child_code", "level", "area_code"]),
        "t": pd.DataFrame(rows, columns=["level", "area_code", "period", "status", "note", "n", "d"]),
    }
    db = duckdb.connect()
    install_macros(db)
    db.execute("CREATE SCHEMA conformed")
    for name, table in tables.items():
        db.register("given", table)
        db.execute(f"CREATE TABLE conformed.{name} AS SELECT * FROM given")
    return observe(db, declared).set_index("area_code")


FIGURES = {"s0": (10, 100, "ok"), "s1": (30, 100, "ok"), "s2": (60, 200, "ok"), "s3": (100, 100, "ok")}


def test_figures_of_small_areas_are_added_up_without_being_declared() -> None:
    found = observed(FIGURES)
    assert found.loc["n1", ["numerator", "denominator", "value"]].tolist() == [40, 200, 20]
    assert found.loc["n2", ["numerator", "denominator", "value"]].tolist() == [90, 300, 30]
    assert found.loc["n1", "benchmark_value"] == 40
    assert found.loc["n1", "comparison"] == "better"
    # Wilson's limits of 40 in 200 by hand: (0.2 + 0.009604 -/+ 1.96 x 0.0287056) / 1.019208.
    assert found.loc["n1", ["lower", "upper"]].tolist() == pytest.approx([15.045, 26.086], abs=1e-3)
    assert found.loc[["n1", "n2"], ["rank", "rank_of"]].isna().all(axis=None)  # they overlap
    assert found.loc["W1", "rank_of"] == 2


def test_a_hidden_part_hides_the_whole() -> None:
    found = observed({**FIGURES, "s2": (None, 200, "suppressed")})
    assert found.status.to_dict() | {"s2": ""} == {
        "s0": "ok", "s1": "ok", "s2": "", "s3": "ok",
        "n1": "ok", "n2": "suppressed", "W1": "ok", "W2": "suppressed", "C": "suppressed",
    }  # fmt: skip
    assert found.loc["n2", ["value", "lower", "upper", "numerator", "denominator"]].isna().all()


def test_other_figures_say_why_there_are_none() -> None:
    wards = {"W1": (1, 10, "ok"), "W2": (2, 10, "ok")}
    found = observed(wards, levels=["ward", "city"])
    assert found.status[["n1", "n2"]].tolist() == ["not_collected"] * 2
    assert "not published for small areas" in found.loc["n1", "note"]
    assert "not published" not in found.loc["C", "note"]
    published = observed(FIGURES, kind="published", **{"from": {"table": "conformed.t", "value": "n"}})
    assert "cannot be added up" in published.loc["n1", "note"]
    of_the_city = observed({"C": (1, 10, "ok")}, levels=["city"], characteristic="ambition")
    assert "n1" not in of_the_city.index
