"""Each way a file can be wrong: a message with file, row, column and remedy, and the last good release untouched."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.release.staging import verify
from tests.conftest import current_release

Edit = Callable[[Path], None]
AGE, VOTES, OWN = "census2021_age_groups_lsoa21.csv", "local_elections_2022_wards.csv", "partnership_figures.csv"


def edit_text(file: str, change: Callable[[str], str]) -> Edit:
    def edit(inbox: Path) -> None:
        path = inbox / file
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")

    return edit


def edit_line(file: str, line: int, change: Callable[[str], str]) -> Edit:
    def change_text(text: str) -> str:
        lines = text.split("\n")
        lines[line - 1] = change(lines[line - 1])
        return "\n".join(lines)

    return edit_text(file, change_text)


def write_bytes(file: str, change: Callable[[bytes], bytes]) -> Edit:
    def edit(inbox: Path) -> None:
        path = inbox / file
        path.write_bytes(change(path.read_bytes()))

    return edit


def swap_code_and_name(text: str) -> str:
    rows = [line.split(",") for line in text.strip().split("\n")]
    return "\n".join([",".join(rows[0]), *(",".join([r[1], r[0], *r[2:]]) for r in rows[1:])]) + "\n"


def replace_nth_cell(cell: int, new: str) -> Callable[[str], str]:
    def change(line: str) -> str:
        cells = re.findall(r'(?:"[^"]*"|[^,])*(?:,|$)', line)
        cells[cell] = new + ("," if cells[cell].endswith(",") else "")
        return "".join(cells)

    return change


# What to do to the inbox, and what the message must hold.
CASES: dict[str, tuple[Edit, list[str]]] = {
    "wrong encoding": (
        write_bytes(AGE, lambda b: b.replace(b"Leeds 001A", b"Le\xe9ds 001A", 1)),
        [AGE, "row 2", "0xe9", "CSV UTF-8"],
    ),
    "utf-16": (write_bytes(AGE, lambda b: b.decode().encode("utf-16")), [AGE, "UTF-16", "CSV UTF-8"]),
    "header without a column": (
        edit_text(VOTES, lambda t: t.replace("Electorate", "Voters", 1)),
        [VOTES, "no known source has such a header"],
    ),
    "code and name swapped": (edit_text(AGE, swap_code_and_name), [AGE, "row 2", "lsoa21_code", "swapped"]),
    "negative denominator": (
        edit_line(OWN, 2, replace_nth_cell(6, "-5")),
        [OWN, "row 2", "column denominator", "-5", "0 or more"],
    ),
    "text in a number column": (
        edit_line(AGE, 3, replace_nth_cell(3, "many")),
        [AGE, "row 3", "column usual_residents", "'many'", "a number"],
    ),
    "several faults at once": (
        edit_text(
            AGE, lambda t: t.replace(",Aged 16 to 24 years,", ",Aged sixteen,", 2).replace("E01900003", "E0190003", 1)
        ),
        [AGE, "'Aged sixteen'", "'E0190003'", "row 3", "row 9"],
    ),
    "unknown ward code": (
        edit_text(VOTES, lambda t: t.replace("E05011414", "E05099999")),
        [VOTES, "E05099999", "column area_code", "ward_code_history.csv"],
    ),
    "ward code of redrawn boundaries": (
        edit_text(VOTES, lambda t: t.replace("E05011414", "E05001443")),
        [VOTES, "E05001443", "redrawn", "small-area figures"],
    ),
    "right code beside the wrong name": (
        edit_text(VOTES, lambda t: t.replace("Wetherby", "Armley")),
        [VOTES, "'Armley' beside E05011414", "'Wetherby'", "contradict"],
    ),
    "same key, other figures": (
        edit_text(OWN, lambda t: t + t.split("\n")[1].replace(",ok,", ",ok,").rsplit(",", 4)[0] + ",1,2,ok,\n"),
        [OWN, "one figure for each area and period"],
    ),
    "truncated file": (write_bytes(AGE, lambda b: b[: len(b) // 2 - 7]), [AGE, "cut short"]),
    "damaged archive": (
        lambda inbox: (
            (inbox / f"{AGE}.gz").write_bytes(gzip.compress((inbox / AGE).read_bytes())[:-2000]),
            (inbox / AGE).unlink(),
        )[1],
        [AGE, "damaged", "Download it again"],
    ),
    "no lookup": (
        lambda inbox: [path.unlink() for path in inbox.glob("lookup*")][0],
        ["no lookup to place them", "Open Geography portal"],
    ),
    "ward file without the place": (
        edit_text(VOTES, lambda t: t.replace("E08000035", "E08000032")),
        [VOTES, "no row of Leeds"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_fault_is_told_and_the_last_release_stays(
    name: str, good: Path, thriving: Callable[..., int], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    edit, expected = CASES[name]
    blocking = name not in ("header without a column", "ward file without the place")
    before = current_release(tmp_path / "data")
    edit(good)
    code = thriving("run", "--inbox", good)
    told = capfd.readouterr().err
    for part in expected:
        assert part in told, told[-3000:]
    assert (code != 0) == blocking, told[-2000:]
    assert verify(before) == []
    if blocking:
        assert current_release(tmp_path / "data") == before
        assert "Traceback" not in told


@pytest.mark.parametrize(
    ("file", "content", "reason"),
    [
        ("imd.csv", b"", "empty"),
        ("imd.csv", b"\n\n  \n", "empty"),
        ("imd.csv", b"PK\x03\x04" + b"\x00" * 50, "save the sheet with the data as 'CSV UTF-8'"),
        ("imd.csv", b"a\x00b", "not text"),
        ("notes.csv", b"a,b\n1,2\n", "no known source"),
        ("deep.csv.gz", b"not a gzip", "damaged"),
    ],
)
def test_nothing_usable_is_an_error_that_says_why(
    file: str,
    content: bytes,
    reason: str,
    tmp_path: Path,
    thriving: Callable[..., int],
    capfd: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / file).write_bytes(content)
    assert thriving("run", "--inbox", folder) == 1
    told = capfd.readouterr().err
    assert file in told
    assert reason in told


def test_an_unusable_file_beside_good_ones_is_listed_and_does_not_stop_the_run(
    inbox: Path, thriving: Callable[..., int], tmp_path: Path
) -> None:
    import json

    (inbox / "imd.csv").write_bytes(b"PK\x03\x04workbook")
    assert thriving("run", "--inbox", inbox) == 0
    about = json.loads((current_release(tmp_path / "data") / "release.json").read_text())
    assert any(entry["file"] == "imd.csv" and "workbook" in entry["reason"] for entry in about["ignored"])


def test_harmless_differences_change_nothing(good: Path, thriving: Callable[..., int], tmp_path: Path) -> None:
    """A byte-order mark, another column order and repeated rows give the same numbers."""
    import pandas as pd

    inbox = good
    before = pd.read_parquet(current_release(tmp_path / "data") / "data" / "observations.parquet")
    rows = [line.split(",") for line in (inbox / AGE).read_text().strip().split("\n")]
    reordered = "\n".join(",".join([r[3], r[0], r[2], r[1]]) for r in [*rows, *rows[1:40]]) + "\n"
    (inbox / AGE).write_bytes(b"\xef\xbb\xbf" + reordered.encode())
    (inbox / OWN).write_bytes(b"\xef\xbb\xbf" + (inbox / OWN).read_bytes().replace(b"\n", b"\r\n"))
    assert thriving("run", "--inbox", inbox) == 0
    release = current_release(tmp_path / "data")
    pd.testing.assert_frame_equal(before, pd.read_parquet(release / "data" / "observations.parquet"))


def test_an_old_code_with_a_successor_is_translated_and_said(
    inbox: Path, thriving: Callable[..., int], tmp_path: Path
) -> None:
    assert thriving("run", "--inbox", inbox) == 0
    notes = (current_release(tmp_path / "data") / "release.json").read_text()
    assert notes.count("was translated to") == 2


def test_a_zero_denominator_is_a_state_not_an_error(inbox: Path, thriving: Callable[..., int], tmp_path: Path) -> None:
    import pandas as pd

    lines = (inbox / OWN).read_text().split("\n")
    place = next(i for i, line in enumerate(lines) if "2024-01-01/P1Y,fuel_poor_households" in line)
    cells = lines[place].split(",")
    lines[place] = ",".join([*cells[:5], "0", "0", "ok", ""])
    (inbox / OWN).write_text("\n".join(lines))
    assert thriving("run", "--inbox", inbox) == 0
    frame = pd.read_parquet(current_release(tmp_path / "data") / "data" / "observations.parquet")
    own = frame[(frame.area_code == cells[0]) & (frame.indicator == "fuel_poor_households_share")]
    row = own[own.period == "2024-01-01/P1Y"].iloc[0]
    assert row["status"] == "not_applicable"
    assert pd.isna(row["value"])
    assert "denominator is zero" in row["note"]


def test_formulas_and_scripts_in_names_are_harmless(inbox: Path, thriving: Callable[..., int], tmp_path: Path) -> None:
    """The one text that a file can bring into a release is a name or a note."""
    import openpyxl
    import pandas as pd

    formula, script = '=HYPERLINK(""http://example.org"",""x"")', "<script>alert(1)</script>"
    lines = (inbox / OWN).read_text().split("\n")
    hits = [i for i, line in enumerate(lines) if ",suppressed," in line or ",missing_at_source," in line]
    for place, text in zip(hits, (formula, script), strict=False):
        lines[place] = ",".join(lines[place].split(",")[:8]) + f',"{text}"'
    (inbox / OWN).write_text("\n".join(lines))
    assert thriving("run", "--inbox", inbox) == 0
    release = current_release(tmp_path / "data")
    for path in [*release.rglob("*.html"), *release.rglob("*.svg")]:
        assert "<script>alert" not in path.read_text(encoding="utf-8"), path
    found = 0
    for path in release.rglob("*.csv"):
        for column in pd.read_csv(path, dtype=str, keep_default_na=False).items():
            text = column[1].astype(str)
            numbers = pd.to_numeric(text, errors="coerce").notna()
            assert not text[~numbers].str.startswith(("=", "+", "-", "@", "\t", "\r")).any(), (path, column[0])
            found += int(text.str.startswith("'=HYPERLINK").sum())
    assert found > 0
    for path in list((release / "data" / "areas").glob("*.xlsx"))[:5]:
        for sheet in openpyxl.load_workbook(path):
            assert all(cell.data_type != "f" for row in sheet for cell in row), path


def test_a_large_file_is_read_in_little_memory(inbox: Path, thriving: Callable[..., int], tmp_path: Path) -> None:
    """200 MB of other places' rows are passed over while streaming."""
    import tracemalloc

    from pipelines.sources.base import Landed, Wanted
    from pipelines.sources.catalogue import BY_ID

    path = inbox / AGE
    others = b"E01000001,Elsewhere 001A,Aged 15 years and under,10\n" * 100_000
    with path.open("ab") as handle:
        while handle.tell() < 200_000_000:
            handle.write(others)
    source = BY_ID["ons_census_age"]
    assert source.read is not None
    tracemalloc.start()
    tidy = source.read(
        Landed(AGE, path, "", path.stat().st_size, "", synthetic=False),
        Wanted("E08000035", "E92000001", lsoa21=frozenset(f"E019{n:05d}" for n in range(200))),
    )
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(tidy.rows) == 143
    assert tidy.faults == []
    assert peak < 20_000_000
