"""The Charity Commission's extract: what is read of it, what is told of broken ones, and the sample's own."""

import csv
import datetime as dt
import io
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import warehouse
from pipelines.checks.verdicts import check
from pipelines.faults import Fault
from pipelines.sources.base import Landed, Records, Source, Wanted, glance
from pipelines.sources.catalogue import BY_ID, recognise
from pipelines.sources.fields import postcode
from pipelines.sources.ons_postcodes import plain_postcode
from pipelines.sources.sample import PREFIX, write_sample
from pipelines.sources.sample_charities import EARLIER_DAYS
from pipelines.sources.sample_organisations import EXTRACT_DAY, Organisation, organisations
from pipelines.sources.sample_world import build_world
from tests.conftest import ROOT, shared

REFERENCE = sorted((ROOT / "data" / "reference").glob("*/place.yaml"))[0].parent
ROWS = {
    "charity": 572,
    "charity_annual_return_history": 741,
    "charity_annual_return_parta": 541,
    "charity_annual_return_partb": 379,
    "charity_area_of_operation": 413,
    "charity_event_history": 951,
}
UNUSED = (
    "charity_classification",
    "charity_governing_document",
    "charity_other_names",
    "charity_other_regulators",
    "charity_policy",
    "charity_published_report",
    "charity_trustee",
)


def of_table(name: str) -> Source:
    return BY_ID[f"ccew_{name}"]


def read(path: Path, name: str = "charity") -> Records:
    source = of_table(name)
    assert source.read_records is not None
    return source.read_records(Landed(path.name, path, "", 0, "", synthetic=False), Wanted("", ""))


def packed(name: str) -> Path:
    return shared("realdata") / "third_sector" / "ccew_extract_SYNTHETIC" / f"publicextract.{name}.zip"


def text_of(name: str) -> str:
    with zipfile.ZipFile(packed(name)) as archive:
        return archive.read(archive.namelist()[0]).decode()


def as_published(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text_of(name), newline=""), delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[Callable[[list[str]], list[str]]], Path]:
    """The register of charities as text, with its lines changed."""
    lines = text_of("charity").split("\r\n")[:-1]

    def write(change: Callable[[list[str]], list[str]]) -> Path:
        path = tmp_path / "renamed.txt"
        path.write_text("\r\n".join([*change(lines.copy()), ""]), encoding="utf-8", newline="")
        return path

    return write


def with_cell(lines: list[str], row: int, column: str, value: str) -> list[str]:
    """Change one cell; rows are counted as an editor does."""
    cells = lines[row - 1].split("\t")
    cells[lines[0].split("\t").index(column)] = value
    lines[row - 1] = "\t".join(cells)
    return lines


def the_fault(records: Records) -> Fault:
    assert len(records.faults) == 1, records.faults
    return records.faults[0]


@pytest.mark.parametrize("name", ROWS)
def test_every_cell_of_a_used_table_is_read(name: str) -> None:
    records = read(packed(name), name)
    published = as_published(name)
    assert (len(records.frame), records.rows_read, records.faults) == (ROWS[name], ROWS[name], [])
    assert list(records.frame["source_row"]) == list(range(2, ROWS[name] + 2))
    for column in records.frame.columns.difference(["source_file", "source_row"]):
        theirs = [row["charity_contact_postcode" if column == "postcode" else column] for row in published]
        for mine, text in zip(records.frame[column], theirs, strict=True):
            assert written(mine, text) == text.strip(), column


def written(value: Any, text: str) -> str:
    """A value as the Commission writes it."""
    if pd.isna(value):
        return ""
    if isinstance(value, dt.date):
        return f"{value} 00:00:00.0000000"
    if isinstance(value, float):
        return f"{value:.0f}" if "." not in text else repr(value)
    return str(value)


@pytest.mark.parametrize("name", ROWS)
def test_the_key_stands_once_and_the_checks_hold(name: str) -> None:
    source, frame = of_table(name), read(packed(name), name).frame
    assert not frame.duplicated(list(source.key)).any()
    assert all(verdict.success for verdict in check(source.table, frame, source.expectations, ("source_row",)))


def test_tables_keep_their_types_in_the_warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THRIVING_DATA", str(tmp_path))
    warehouse.swap_in("conformed.charities", read(packed("charity")).frame, "digest")
    connection = warehouse.connect()
    warehouse.attach(connection, ["conformed.charities"])
    types = dict(connection.sql("SELECT column_name, column_type FROM (DESCRIBE conformed.charities)").fetchall())
    assert {types[name] for name in types if name.startswith("date_")} == {"DATE"}
    assert {types["charity_insolvent"], types["charity_is_cio"]} == {"BOOLEAN"}
    assert {types["latest_income"], types["linked_charity_number"]} == {"DOUBLE"}
    assert {types["organisation_number"], types["postcode"], types["source_file"]} == {"VARCHAR"}
    empty = "SELECT count(*) FROM conformed.charities WHERE latest_income IS NULL AND date_of_removal IS NULL"
    theirs = sum(not row["latest_income"] and not row["date_of_removal"] for row in as_published("charity"))
    assert connection.sql(empty).fetchone() == (theirs,)


def test_addresses_and_people_are_not_read() -> None:
    for name in ROWS:
        assert not [column for column in read(packed(name), name).frame if "contact" in column or "trustee" in column]
    assert "personal names" in of_table("charity_trustee").unused


@pytest.mark.parametrize("name", [*ROWS, *UNUSED])
@pytest.mark.parametrize("as_text", [False, True])
def test_every_table_is_recognised_by_its_header(name: str, as_text: bool, tmp_path: Path) -> None:
    path = tmp_path / "download (1)"
    path.write_bytes(text_of(name).encode() if as_text else packed(name).read_bytes())
    answer = recognise(glance(path, path.name))
    assert not isinstance(answer, str)
    assert answer[0] is of_table(name)
    assert bool(answer[0].unused) == (name in UNUSED)


def test_the_extract_as_json_is_recognised_and_not_used(tmp_path: Path) -> None:
    path = tmp_path / "charity.json"
    path.write_text('[{"date_of_extract":"2023-09-07T00:00:00","registered_charity_number":203460}]', encoding="utf-8")
    answer = recognise(glance(path, path.name))
    assert not isinstance(answer, str)
    assert "tab-separated" in answer[0].unused


def test_harmless_differences_change_nothing(changed: Callable[..., Path], tmp_path: Path) -> None:
    expected = read(packed("charity")).frame.drop(columns=["source_file"])

    def another_order(lines: list[str]) -> list[str]:
        return ["\t".join(reversed(line.split("\t"))) for line in lines]

    def blank_lines_at_the_end(lines: list[str]) -> list[str]:
        return [*lines, "", ""]

    for change in (another_order, blank_lines_at_the_end):
        records = read(changed(change))
        assert records.faults == []
        pd.testing.assert_frame_equal(records.frame.drop(columns=["source_file"]), expected)
    path = tmp_path / "mark.txt"
    for content in (b"\xef\xbb\xbf" + text_of("charity").encode(), text_of("charity").replace("\r\n", "\n").encode()):
        path.write_bytes(content)
        pd.testing.assert_frame_equal(read(path).frame.drop(columns=["source_file"]), expected)


def test_quotation_marks_are_signs_like_any_other(changed: Callable[..., Path]) -> None:
    records = read(changed(lambda lines: with_cell(lines, 5, "charity_name", '"The 3" Society')))
    assert (records.frame.loc[3, "charity_name"], len(records.frame)) == ('"The 3" Society', 572)


def test_a_tab_inside_a_name_leaves_out_that_row_alone(changed: Callable[..., Path]) -> None:
    records = read(changed(lambda lines: with_cell(lines, 100, "charity_name", "Friends\tof the Park")))
    number = read(packed("charity")).frame.loc[98, "organisation_number"]
    fault = the_fault(records)
    assert (fault.row, fault.found, fault.blocking) == (100, f"35 cells (organisation number {number})", False)
    assert "34, as the header has" in str(fault)
    assert "left out" in fault.remedy
    assert records.rows_read == 572
    assert list(records.frame["source_row"]) == [*range(2, 100), *range(101, 574)]
    assert number not in set(records.frame["organisation_number"])


@pytest.mark.parametrize(("broken", "blocking"), [(10, False), (11, True)])
def test_many_broken_rows_are_a_broken_file(changed: Callable[..., Path], broken: int, blocking: bool) -> None:
    def change(lines: list[str]) -> list[str]:
        return [line + "\tmore" if 50 <= row < 50 + broken else line for row, line in enumerate(lines)]

    records = read(changed(change))
    assert len(records.frame) == 572 - broken
    assert {fault.blocking for fault in records.faults} == {blocking}
    assert any("11 of 572 rows that cannot be read" in fault.found for fault in records.faults) == blocking


def test_one_row_in_a_thousand_may_be_broken_in_a_large_file(tmp_path: Path) -> None:
    """Twenty megabytes, so that rows are left out in several blocks and every other row still knows its line."""
    header, *rows = text_of("charity").split("\r\n")[:-1]
    lines = [header, *rows * 150]
    for broken, blocking in ((85, False), (86, True)):
        spots = [1 + place * (len(lines) - 2) // (broken - 1) for place in range(broken)]
        content = lines.copy()
        for spot in spots:
            content[spot] += "\tmore"
        path = tmp_path / "large.txt"
        path.write_text("\r\n".join([*content, ""]), encoding="utf-8", newline="")
        records = read(path)
        assert {fault.blocking for fault in records.faults} == {blocking}
        left = sorted(set(range(2, len(lines) + 1)) - {spot + 1 for spot in spots})
        assert list(records.frame["source_row"]) == left
        assert list(records.frame["organisation_number"]) == [lines[row - 1].split("\t")[1] for row in left]


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("date_of_removal", "31/12/2020", "a date such as 2023-09-07"),
        ("date_of_registration", "2020-02-30 00:00:00.0000000", "a date such as 2023-09-07"),
        ("latest_income", "1,000", "a number"),
        ("latest_income", "nan", "a number"),
        ("linked_charity_number", "", "a number"),
        ("charity_insolvent", "maybe", "True or False"),
        ("organisation_number", "", "digits only"),
        ("organisation_number", "12A", "digits only"),
        ("charity_registration_status", "", "text"),
    ],
)
def test_a_cell_that_cannot_be_read(changed: Callable[..., Path], column: str, value: str, expected: str) -> None:
    records = read(changed(lambda lines: with_cell(lines, 40, column, value)))
    fault = the_fault(records)
    assert (fault.row, fault.column, fault.expected, fault.blocking) == (40, column, expected, False)
    assert (repr(value) if value else "an empty cell") in fault.found
    assert 40 not in set(records.frame["source_row"])
    assert len(records.frame) == 571


def test_every_missing_column_is_named(changed: Callable[..., Path]) -> None:
    def without(lines: list[str]) -> list[str]:
        gone = {lines[0].split("\t").index(name) for name in ("organisation_number", "latest_income")}
        return ["\t".join(c for place, c in enumerate(line.split("\t")) if place not in gone) for line in lines]

    path = changed(without)
    answer = recognise(glance(path, path.name))
    assert not isinstance(answer, str)
    assert answer[0] is of_table("charity")
    records = read(path)
    assert {(fault.column, fault.blocking) for fault in records.faults} == {
        ("organisation_number", True),
        ("latest_income", True),
    }
    assert len(records.frame) == 0
    assert "date_of_removal" in records.frame


def test_a_text_that_breaks_off_stops_the_release(tmp_path: Path) -> None:
    content = text_of("charity").encode()
    path = tmp_path / "charity.txt"
    path.write_bytes(content[: len(content) // 2])
    assert [str(fault) for fault in read(path).faults if fault.blocking and "breaks off" in fault.found]
    path.write_bytes(content.rstrip(b"\r\n"))
    assert read(path).faults == [], "a last line without its end is whole"


def test_a_text_without_rows_stops_the_release(tmp_path: Path) -> None:
    path = tmp_path / "charity.txt"
    for content in (text_of("charity").split("\r\n")[0], text_of("charity").split("\r\n")[0] + "\r\n"):
        path.write_text(content, encoding="utf-8", newline="")
        fault = the_fault(read(path))
        assert (fault.found, fault.blocking) == ("a header and no rows", True)


def test_bytes_that_are_not_utf8_are_read_and_told(changed: Callable[..., Path]) -> None:
    path = changed(lambda lines: with_cell(with_cell(lines, 9, "charity_name", "Café §"), 300, "charity_name", "§ £"))
    path.write_bytes(path.read_bytes().replace("§".encode(), b"\x92"))
    records = read(path)
    assert [(fault.row, fault.blocking) for fault in records.faults] == [(9, False), (300, False)]
    assert "0x92" in records.faults[0].found
    assert list(records.frame["charity_name"][[7, 298]]) == ["Café ’", "’ £"]  # noqa: RUF001
    path.write_bytes(text_of("charity").encode("utf-16"))
    fault = the_fault(read(path))
    assert (fault.found, fault.blocking) == ("UTF-16 text", True)


@given(st.text(alphabet="abZ019 \t", max_size=12))
def test_postcodes_are_written_as_the_lookup_writes_them(text: str) -> None:
    mine = pl.DataFrame({"postcode": [text]}).select(postcode(pl.col("postcode"))).item()
    assert mine == plain_postcode(text)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder, REFERENCE)
    return folder


@pytest.fixture(scope="module")
def everybody() -> tuple[Organisation, ...]:
    return organisations(build_world(REFERENCE))


@pytest.mark.parametrize("name", ROWS)
def test_the_sample_has_every_table_without_a_fault(sample: Path, name: str) -> None:
    path = sample / f"{PREFIX}publicextract.{name}.zip"
    answer = recognise(glance(path, path.name))
    assert not isinstance(answer, str)
    assert answer[0] is of_table(name)
    records = read(path, name)
    assert records.faults == []
    assert len(records.frame) > 100
    with zipfile.ZipFile(path) as archive:
        header = archive.read(archive.namelist()[0]).decode().split("\r\n")[0]
    assert header == text_of(name).split("\r\n")[0], "the header is the publisher's"


def test_the_sample_is_the_same_every_time(sample: Path, tmp_path: Path) -> None:
    write_sample(tmp_path, REFERENCE)
    for path in tmp_path.glob("*.zip"):
        assert path.read_bytes() == (sample / path.name).read_bytes(), path.name


def test_nobody_has_the_numbers_of_the_sample(everybody: tuple[Organisation, ...]) -> None:
    assert all(9_800_000 < int(one.charity_number) < 9_900_000 for one in everybody if one.charity_number)
    assert all(one.company_number.startswith(("99", "CE9", "RS9")) for one in everybody if one.company_number)
    assert len({one.id for one in everybody if one.main is None}) == sum(one.main is None for one in everybody)
    assert all(one.name.startswith("Sample Organisation ") for one in everybody)


def test_the_sample_has_every_case_that_the_rules_know(everybody: tuple[Organisation, ...]) -> None:
    assert {one.office for one in everybody} == {"here", "elsewhere", "unknown"}
    works = {one.works for one in everybody}
    assert works == {"here_only", "here_and_elsewhere", "national", "elsewhere", "not_declared"}
    assert {one.trouble for one in everybody} == {"", "insolvent", "in_administration", "dormant"}
    assert {"Ceased to exist", "Amalgamated"} < {one.removal_reason for one in everybody}
    active = [one for one in everybody if one.active_on(EXTRACT_DAY)]
    in_both = [one for one in active if one.is_charity and one.company_number]
    assert {one.form for one in in_both} == {"charitable_company", "cio"}
    assert sum(one.form == "linked" for one in active) > 10
    assert sum(one.is_charity and not one.returns for one in active) > 5
    due = [each for one in active for each in one.returns if each.due_on < EXTRACT_DAY]
    assert any(each.received_on is None for each in due)
    assert any(each.received_on and each.received_on > each.due_on for each in due)
    assert {each.end.year for each in due} >= set(range(2015, 2025))


def test_earlier_extracts_still_have_the_addresses(sample: Path, everybody: tuple[Organisation, ...]) -> None:
    """The real register empties them when it removes a charity; some offices have moved since."""
    now = read(sample / f"{PREFIX}publicextract.charity.zip").frame.set_index("organisation_number")
    then = read(sample / f"{PREFIX}publicextract.charity_{EARLIER_DAYS[-1]}.zip").frame.set_index("organisation_number")
    removed = now.index[now["charity_registration_status"] == "Removed"]
    assert now.loc[removed, "postcode"].isna().all()
    since = [one for one in everybody if one.removed_on and one.registered_on <= EARLIER_DAYS[-1] < one.removed_on]
    kept = then.loc[[str(one.organisation_number) for one in since if one.is_charity and one.postcode], "postcode"]
    assert len(kept) > 50
    assert kept.notna().all()
    both = now.index.intersection(then.index)
    moved = now.loc[both, "postcode"].ne(then.loc[both, "postcode"]) & now.loc[both, "postcode"].notna()
    assert Counter(moved)[True] > 2
