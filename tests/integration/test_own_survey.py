"""A survey of an analyst's own, declared, filled, checked, run and read as CONTRIBUTING says."""

import io
import re
import shutil
from pathlib import Path

import openpyxl
import yaml

from tests.conftest import ROOT, current_release, run_thriving
from tests.integration.conftest import write_inbox

WARD = "E05011390"  # Chapel Allerton
ROWS = 40


def declared() -> str:
    """The YAML of the worked example, as it stands in CONTRIBUTING."""
    section = (ROOT / "CONTRIBUTING.md").read_text().split("## Declare a survey of your own")[1]
    block = re.search(r"```yaml\n(.*?)```", section, re.DOTALL)
    assert block
    return "\n".join(line.removeprefix("   ") for line in block[1].splitlines()) + "\n"


def fill(content: bytes) -> bytes:
    """Forty rows as a person types them: codes, or what the drop-down lists offer."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["Answers"]
    places = {cell.value: cell.column for cell in sheet[1]}
    for number in range(ROWS):
        friends = number % 4 != 0
        row = {
            "card_number": number + 1,
            "wave": 2025,
            "ward_code": WARD,
            "visits": "1 - Every week" if number % 2 else 2,
            "safe": "1 - Yes" if number % 10 else "-9 - Prefer not to say",
            "friends": "1 - Yes" if friends else "0 - No",
            "friends_count": 3 if friends else None,
            "wish": "A warmer room" if number == 3 else None,
        }
        for name, value in row.items():
            sheet.cell(number + 2, places[name], value)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_from_a_declaration_to_the_ward_page(tmp_path: Path) -> None:
    indicators, inbox, data = tmp_path / "indicators", tmp_path / "inbox", tmp_path / "data"
    shutil.copytree(ROOT / "indicators", indicators)
    (indicators / "instruments" / "youth_clubs.yaml").write_text(declared())
    assert len(yaml.safe_load(declared())["questions"]) == 5
    where = {"THRIVING_INDICATORS": str(indicators)}
    empty = tmp_path / "youth_clubs.xlsx"
    made = run_thriving(data, "survey", "template", "youth_clubs", "-o", empty, **where)
    assert made.returncode == 0, made.stderr
    inbox.mkdir()
    write_inbox(inbox)
    filled = inbox / "youth_clubs.xlsx"
    filled.write_bytes(fill(empty.read_bytes()))
    checked = run_thriving(data, "survey", "check", filled, "--inbox", inbox, **where)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "youth clubs" in checked.stdout
    assert "2025" in checked.stdout
    run = run_thriving(data, "run", "--inbox", inbox, **where)
    assert run.returncode == 0, run.stderr
    release = current_release(data)
    page = (release / "areas" / f"{WARD}.html").read_text()
    assert "Made friends at a youth club" in page
    assert "75.0" in page  # thirty of forty made friends
    export = tmp_path / "ward.csv"
    assert run_thriving(data, "export", "--area", WARD, "--format", "csv", "-o", export, **where).returncode == 0
    row = next(line for line in export.read_text().splitlines() if "youth_club_friends_share" in line)
    assert "caution" in row
    assert "A warmer room" not in run.stdout + run.stderr + checked.stdout
