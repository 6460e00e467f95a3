"""Each way a file of answers can be broken: the promised message, nothing lost, and nothing of anybody repeated.

A margin category without respondents is found when responses are weighted, and is tested there.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from pipelines import paths
from tests.conftest import ROOT, run_thriving
from tests.survey_files import (
    AREAS,
    DECLARED,
    HEADER,
    POSTCODES,
    WARD,
    Row,
    as_csv,
    good_rows,
    numeric,
    private_texts,
    write_csv,
    write_sav,
    write_xlsx,
)

Make = Callable[[Path, list[Row]], Path]
REMARKS = {"remark": "My neighbour at the blue gate never sleeps"}


def declare(folder: Path) -> Path:
    """A folder of declarations with the garden clubs alone."""
    (folder / "instruments").mkdir(parents=True)
    text = yaml.safe_dump(DECLARED, allow_unicode=True, sort_keys=False)
    (folder / "instruments" / "garden_clubs.yaml").write_text(text)
    return folder


def write_lookups(folder: Path) -> Path:
    """An inbox with the lookups that place the clubs' postcodes."""
    folder.mkdir()
    header = "lsoa21_code,lsoa21_name,ward24_code,ward24_name,ltla24_code,ltla24_name"
    rows = [f"{code},Leeds 900{n},{WARD},Chapel Allerton,E08000035,Leeds" for n, code in enumerate(AREAS)]
    (folder / "lookup.csv").write_text("\n".join([header, *rows]) + "\n")
    (folder / "postcodes.csv").write_text("pcds,lsoa21\n" + "".join(f"{p},{a}\n" for p, a in POSTCODES.items()))
    return folder


@pytest.fixture
def clubs(tmp_path: Path, thriving: Callable[..., int], monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An inbox with lookups, declarations and a data folder of this test."""
    monkeypatch.setenv("THRIVING_INDICATORS", str(declare(tmp_path / "indicators")))
    yield write_lookups(tmp_path / "lookups")
    assert not (tmp_path / "data").exists(), "checking a file writes nothing"


def with_cells(changes: dict[str, dict[int, str]]) -> Make:
    """A CSV with some cells replaced, by column and place."""

    def make(folder: Path, rows: list[Row]) -> Path:
        for column, cells in changes.items():
            for place, text in cells.items():
                rows[place][column] = text
        return write_csv(folder / "clubs.csv", rows)

    return make


def shift(folder: Path, rows: list[Row]) -> Path:
    names = HEADER[HEADER.index("enjoy") :]
    for place in (4, 5):
        cells = ["", *(rows[place][name] for name in names)][: len(names)]
        rows[place] |= dict(zip(names, cells, strict=True))
    return write_csv(folder / "clubs.csv", rows)


def mix_encodings(folder: Path, rows: list[Row]) -> Path:
    rows[0]["remark"], rows[6]["remark"] = "naïve café", "façade of Zoë"
    lines = as_csv(rows).split("\n")
    path = folder / "clubs.csv"
    path.write_bytes(b"\n".join(line.encode("cp1252" if n == 7 else "utf-8") for n, line in enumerate(lines)))
    return path


def excel_dates(folder: Path, rows: list[Row]) -> Path:
    from datetime import date

    cells = numeric(rows)
    cells[3]["visits"] = date(2024, 2, 1)
    return write_xlsx(folder / "clubs.xlsx", cells)


def labels_for_codes(folder: Path, rows: list[Row]) -> Path:
    for row in rows:
        row["trust"] = DECLARED["questions"]["trust"]["answers"][int(row["trust"])]
    return write_csv(folder / "clubs.csv", rows)


def without_weights(folder: Path, rows: list[Row]) -> Path:
    return write_csv(folder / "clubs.csv", rows, [name for name in HEADER if name != "weight"])


def one_unit(folder: Path, rows: list[Row]) -> Path:
    for row in rows:
        if row["stratum"] == "2":
            row["club"] = "2-0"
    return write_csv(folder / "clubs.csv", rows)


def spss_without_labels(folder: Path, rows: list[Row]) -> Path:
    return write_sav(folder / "clubs.sav", rows)


def spss_with_words(folder: Path, rows: list[Row]) -> Path:
    for row in rows:
        row["trust"] = DECLARED["questions"]["trust"]["answers"][int(row["trust"])]
    return write_sav(folder / "clubs.sav", rows)


def empty_sheet(folder: Path, rows: list[Row]) -> Path:
    import xlsxwriter

    with xlsxwriter.Workbook(folder / "clubs.xlsx") as book:
        book.add_worksheet("answers")
    return folder / "clubs.xlsx"


# What to make of good rows, the exit code, and what the output must hold.
CASES: dict[str, tuple[Make, int, list[str]]] = {
    "wrong code": (
        with_cells({"trust": {3: "25"}}),
        1,
        ["fault: clubs.csv, row 5, column trust: found 25; expected one of 21 (Strongly agree), 22 (Agree)"],
    ),
    "shifted columns": (shift, 1, ["row 6", "Cells of rows 6-7 seem to have moved by one column to the right"]),
    "mixed encodings": (mix_encodings, 1, ["row 8", "not UTF-8", "mixes encodings", "CSV UTF-8"]),
    "excel dates": (
        excel_dates,
        1,
        ["row 5, column visits", "a date (1 February)", "Excel has turned this into a date", "write 1-2"],
    ),
    "labels for codes": (
        labels_for_codes,
        1,
        ["row 2, column trust", "the label 'Strongly agree'", "Write the code: 21", "20 more rows"],
    ),
    "duplicated respondents": (
        with_cells({"person_id": {9: "QX7003K"}}),
        1,
        ["row 11, column person_id", "the same person as in row 5", "entered twice"],
    ),
    "two waves in one file": (
        with_cells({"wave": {7: "2022"}}),
        1,
        ["column wave", "2 waves in one file: 2022 (1 rows), 2023 (39 rows)", "a file of its own", "row 9"],
    ),
    "missing weights": (
        with_cells({"weight": {2: "", 5: ""}}),
        1,
        ["row 4, column weight: found an empty cell", "row 7, column weight", "a number above zero"],
    ),
    "no column of weights": (without_weights, 1, ["column weight: found no such column", "a column headed weight"]),
    "zero and negative weights": (
        with_cells({"weight": {2: "0", 5: "-1.25"}}),
        1,
        ["row 4, column weight: found 0;", "row 7, column weight: found -1.25;", "a number above zero"],
    ),
    "a stratum with one unit": (
        one_unit,
        0,
        ["warning: clubs.csv, row 3, column stratum", "stratum 2 with one sampling unit", "mean of all strata"],
    ),
    "postcodes of another city": (
        with_cells({"postcode": {place: f"SK{place} 1AA" for place in range(30)}}),
        1,
        ["column postcode", "30 rows with a postcode of another place (rows 2-31)", "is this the right file?"],
    ),
    "some postcodes of another city": (
        with_cells({"postcode": {4: "SK4 1AA", 5: "SK5 1AA"}}),
        0,
        ["40 responses, 38 used, 2 of other places", "warning: clubs.csv, row 6, column postcode", "rows 6-7"],
    ),
    "spss without value labels": (
        spss_without_labels,
        0,
        ["garden_clubs", "wave 2023", "no value labels for 8 of 8 questions", "40 used"],
    ),
    "spss with words for codes": (
        spss_with_words,
        1,
        ["row 1, column trust", "the label 'Strongly agree'", "Write the code: 21"],
    ),
    "an empty sheet": (
        empty_sheet,
        1,
        ["clubs.xlsx: not recognised", "an empty sheet", "a header and rows of answers"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_broken_file_is_told_and_nobody_is_named(
    name: str, clubs: Path, tmp_path: Path, thriving: Callable[..., int], capfd: pytest.CaptureFixture[str]
) -> None:
    make, code, expected = CASES[name]
    rows = good_rows()
    rows[1] |= REMARKS
    file = make(tmp_path, rows)
    before = file.read_bytes()
    assert thriving("survey", "check", file, "--inbox", clubs) == code
    told = capfd.readouterr()
    for part in expected:
        assert part in told.out, told.out
    assert "Traceback" not in told.err
    assert thriving("survey", "check", file, "--inbox", clubs, "--json") == code
    as_json = capfd.readouterr().out
    found = json.loads(as_json)
    assert any(fault["blocking"] for fault in found["faults"]) == (code == 1)
    shifted = {"", *[str(code) for code in (31, 32, 33)]}
    for text in private_texts(rows) - shifted:
        assert text not in told.out + told.err + as_json
    assert file.read_bytes() == before
    if found["instrument"]:
        assert found["counts"]["responses"] == 40


def test_a_good_file_names_instrument_and_wave(
    clubs: Path, tmp_path: Path, thriving: Callable[..., int], capfd: pytest.CaptureFixture[str]
) -> None:
    file = write_csv(tmp_path / "clubs.csv", good_rows())
    for command in (("survey", "check"), ("check",)):
        assert thriving(*command, file, "--inbox", clubs) == 0
        told = capfd.readouterr().out
        assert "Survey of garden clubs (garden_clubs), wave 2023" in told
        assert "40 responses, 40 used" in told
        assert "No fault found." in told


def test_without_lookups_it_checks_everything_else(
    clubs: Path, tmp_path: Path, thriving: Callable[..., int], capfd: pytest.CaptureFixture[str]
) -> None:
    file = with_cells({"trust": {3: "25"}})(tmp_path, good_rows())
    assert thriving("survey", "check", file) == 1
    told = capfd.readouterr().out
    assert "row 5, column trust" in told
    assert "note: postcode: no lookup" in told
    assert "40 used" in told


def test_a_file_of_no_instrument_says_what_is_absent(
    clubs: Path, tmp_path: Path, thriving: Callable[..., int], capfd: pytest.CaptureFixture[str]
) -> None:
    file = write_csv(tmp_path / "clubs.csv", good_rows(), [name for name in HEADER if name != "person_id"])
    assert thriving("survey", "check", file) == 1
    told = capfd.readouterr().out
    assert "not recognised" in told
    assert "The nearest is garden_clubs; these columns are absent: person_id." in told
    headless = tmp_path / "headless.csv"
    headless.write_text(as_csv(good_rows()).split("\n", 1)[1])
    assert thriving("survey", "check", headless) == 1
    told = capfd.readouterr().out
    assert not [text for text in private_texts(good_rows()) if text in told]
    assert thriving("survey", "check", tmp_path / "nowhere.csv") == 1
    assert "there is no such file" in capfd.readouterr().err
    assert thriving("survey", "check", file, "--inbox", tmp_path / "nowhere") == 1
    assert "is not a folder" in capfd.readouterr().err


def test_template_and_list(
    clubs: Path, tmp_path: Path, thriving: Callable[..., int], capfd: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "empty.xlsx"
    assert thriving("survey", "template", "garden_clubs", "-o", target) == 0
    assert str(target) in capfd.readouterr().out
    assert thriving("survey", "check", target) == 1
    assert "a header and no rows" in capfd.readouterr().out
    before = target.read_bytes()
    assert thriving("survey", "template", "garden_clubs", "-o", target) == 1
    assert "is there already" in capfd.readouterr().err
    assert target.read_bytes() == before
    assert thriving("survey", "template", "allotments") == 1
    assert "garden_clubs" in capfd.readouterr().err
    assert thriving("survey", "list") == 0
    assert "Survey of garden clubs" in capfd.readouterr().out
    assert thriving("survey", "list", "--json") == 0
    assert json.loads(capfd.readouterr().out)[0]["questions"] == len(DECLARED["questions"])


def test_help_of_surveys(tmp_path: Path) -> None:
    done = run_thriving(tmp_path, "survey", "--help")
    assert done.returncode == 0
    for word in ("check", "template", "list"):
        assert word in done.stdout
    assert run_thriving(tmp_path, "survey").returncode == 2


def test_starting_the_command_line_imports_nothing_heavy() -> None:
    """The command must answer at once when nothing has changed."""
    code = (
        "import sys, pipelines.cli; print([m for m in ('polars', 'pandas', 'duckdb', 'pydantic') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


MANY = 300_000
_MEASURED = """
import json, re, resource, sys
from pathlib import Path
from pipelines.assets.inspecting_surveys import inspect_survey
found = inspect_survey(Path(sys.argv[1]), Path(sys.argv[2]))
# Linux lets a new process begin with the peak of the one that started it, except in this file.
status = Path("/proc/self/status")
if status.exists():
    peak = int(re.search(r"VmHWM:\\s+(\\d+)", status.read_text())[1]) * 1024
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"counts": found.counts, "peak": peak, "faults": [str(fault) for fault in found.faults]}))
"""


def test_three_hundred_thousand_rows_by_sixty_questions(
    clubs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read and checked whole, in less than 2 GB; how long it takes is for the benchmarks."""
    import numpy as np
    import polars as pl

    question = {"text": "How is it?", "scale": {"first": 0, "last": 10, "low": "Bad", "high": "Good"}}
    names = [f"q{n:02d}" for n in range(60)]
    wide = {**DECLARED, "title": "A wide survey", "questions": dict.fromkeys(names, question), "indicators": {}}
    indicators = paths.indicators_folder() / "instruments"
    (indicators / "wide.yaml").write_text(yaml.safe_dump(wide, sort_keys=False))
    draw = np.random.default_rng(7)
    answers = draw.integers(0, 11, (MANY, len(names)), dtype=np.int8)
    answers[17, 5] = 77
    postcodes = np.array(list(POSTCODES))
    columns = {
        "person_id": [f"P{n:07d}" for n in range(MANY)],
        "wave": np.full(MANY, "2023"),
        "day": np.full(MANY, "2023-05-04"),
        "weight": draw.uniform(0.2, 4, MANY).round(4).astype(str),
        "stratum": (np.arange(MANY) % 33).astype(str),
        "club": (np.arange(MANY) % 330).astype(str),
        "postcode": postcodes[np.arange(MANY) % len(postcodes)],
        "name": [f"Somebody Number{n}" for n in range(MANY)],
        **{name: answers[:, place] for place, name in enumerate(names)},
    }
    file = tmp_path / "many.csv"
    pl.DataFrame(columns).write_csv(file)
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, file, clubs], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["counts"]["responses"] == found["counts"]["used"] == MANY
    assert len(found["faults"]) == 1
    assert "row 19, column q05: found 77" in found["faults"][0]
    assert found["peak"] < 2_000_000_000
