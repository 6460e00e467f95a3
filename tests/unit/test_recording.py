"""Registers as published: repeats used once, the same entry with other content told."""

from pathlib import Path

import pandas as pd
import pytest

from pipelines import warehouse
from pipelines.assets.landing import Intake
from pipelines.assets.recording import conform_records
from pipelines.declarations.expectation import expect
from pipelines.faults import CheckFailedError
from pipelines.sources.base import Landed, Records, Source, Wanted

WANTED = Wanted("C", "N", city_name="City")


def read(landed: Landed, wanted: Wanted) -> Records:
    frame = pd.read_csv(landed.path, dtype={"name": str})
    frame["source_file"], frame["source_row"] = landed.file, range(2, len(frame) + 2)
    return Records(frame, rows_read=len(frame))


SOURCE = Source(
    id="made_up_register",
    table="made_up_register",
    title="Made-up register",
    publisher="Nobody",
    cadence="never",
    recognise=lambda look: None,
    read=None,
    read_records=read,
    level="record",
    key=("number",),
    expectations=(expect("ExpectColumnValuesToBeBetween", column="income", min_value=0),),
)


def intake(folder: Path, **files: str) -> Intake:
    landed = []
    for name, text in files.items():
        path = folder / f"{name}.csv"
        path.write_text(text)
        landed.append(Landed(path.name, path, text, len(text), "made-up register", synthetic=False))
    return Intake(synthetic=False, inbox_digest="", files={SOURCE.id: landed} if landed else {})


@pytest.fixture(autouse=True)
def _own_warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THRIVING_DATA", str(tmp_path / "data"))


def test_a_row_that_two_files_repeat_is_used_once_and_said(tmp_path: Path) -> None:
    both = intake(
        tmp_path, old="number,name,income\n1,One,5\n2,Two,6\n", new="number,name,income\n2,Two,6\n3,Three,7\n"
    )
    result = conform_records(SOURCE, both, WANTED)
    assert (result.rows, result.made, result.faults) == (3, True, [])
    about = warehouse.about("conformed.made_up_register")
    assert about["per_file"] == {"old.csv": [2, 2], "new.csv": [2, 1]}
    assert "1 rows repeat others" in " ".join(about["notes"])
    assert conform_records(SOURCE, both, WANTED).made is False


def test_the_same_entry_with_other_content_is_told_with_both_rows(tmp_path: Path) -> None:
    both = intake(tmp_path, old="number,name,income\n1,One,5\n2,Two,6\n", new="number,name,income\n2,Two,9\n")
    fault = conform_records(SOURCE, both, WANTED).faults[0]
    assert fault.blocking
    assert (fault.file, fault.row, fault.column) == ("new.csv", 2, "income")
    assert "old.csv, row 3 has 6" in fault.found
    assert not warehouse.about("conformed.made_up_register")


def test_a_broken_expectation_keeps_the_last_table(tmp_path: Path) -> None:
    conform_records(SOURCE, intake(tmp_path, good="number,name,income\n1,One,5\n"), WANTED)
    with pytest.raises(CheckFailedError):
        conform_records(SOURCE, intake(tmp_path, bad="number,name,income\n1,One,-5\n"), WANTED)
    assert warehouse.read("conformed.made_up_register")["income"].tolist() == [5]


def test_a_register_that_is_gone_has_no_table(tmp_path: Path) -> None:
    conform_records(SOURCE, intake(tmp_path, good="number,name,income\n1,One,5\n"), WANTED)
    conform_records(SOURCE, intake(tmp_path), WANTED)
    assert not warehouse.about("conformed.made_up_register")
