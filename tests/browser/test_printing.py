"""PDFs as `thriving run --pdf` makes them: tagged, with an outline, marked, leading nowhere on this machine."""

import json
import re
import shutil
from pathlib import Path

import pytest

from dashboards.errors import PrintingError
from dashboards.printing.browser import check_printing, print_files
from dashboards.printing.papers import print_pages

PAGES = ("ambition", "working-together", "areas/X05000012", "areas/X08000001")


@pytest.fixture
def site(made_up_release: Path, tmp_path: Path) -> Path:
    """A few pages of the made-up release."""
    try:
        check_printing()
    except PrintingError as error:
        pytest.skip(str(error))
    (tmp_path / "areas").mkdir()
    shutil.copytree(made_up_release / "static", tmp_path / "static")
    for page in PAGES:
        shutil.copyfile(made_up_release / f"{page}.html", tmp_path / f"{page}.html")
    about = json.loads((made_up_release / "release.json").read_text(encoding="utf-8"))
    about["address"] = "https://evidence.example/leeds/"
    (tmp_path / "release.json").write_text(json.dumps(about), encoding="utf-8")
    return tmp_path


def printed(folder: Path) -> dict[str, bytes]:
    assert print_pages(folder) == len(PAGES)
    return {page: (folder / f"{page}.pdf").read_bytes() for page in PAGES}


def test_papers_are_tagged_marked_and_the_same_every_time(site: Path) -> None:
    made = printed(site)
    assert printed(site) == made
    for page, content in made.items():
        assert b"/StructTreeRoot" in content, page
        assert b"/Type /Outlines" in content, page
        assert b"/Lang (en-GB)" in content, page
        assert b"file:" not in content, page
        assert str(site).encode() not in content, page
        title = re.search(rb"/Title <FEFF([0-9A-F]+)>", content)
        assert title is not None, page
        assert "Synthetic data" in bytes.fromhex(title[1].decode()).decode("utf-16-be")
        assert int(re.findall(rb"startxref\s+(\d+)", content)[-1]) == content.rfind(b"xref\n0 ")
    assert b"(https://evidence.example/leeds/indicators/" in made["areas/X05000012"]


def test_a_page_that_is_not_there_or_crashes_is_told(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PrintingError, match="ERR_FILE_NOT_FOUND"):
        print_files({site / "absent.html": ""})
    with monkeypatch.context() as crashing:
        crashing.setattr(Path, "as_uri", lambda _: "chrome://crash")
        with pytest.raises(PrintingError, match="crash"):
            print_files({site / "ambition.html": ""})
