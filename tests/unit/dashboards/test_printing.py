"""PDFs: the same bytes each time, and a plain word where nothing can print."""

import datetime
import importlib.util
import re
from pathlib import Path

import pytest

from dashboards.errors import PrintingError
from dashboards.printing import browser
from dashboards.printing.papers import print_pages, printed_pages
from dashboards.printing.steady import steady_pdf

DAY = datetime.date(2026, 11, 22)
PDF = b"""<</CreationDate (D:%s+00'00')
/ModDate (D:%s+00'00')>>
/ID (node%s) /Headers [(node%s)] /ID (node%s)
startxref
190864"""


def test_the_clock_and_the_count_of_elements_are_taken_out_at_the_same_length() -> None:
    first = PDF % (b"20261122073448", b"20261122073448", b"00000099", b"00000100", b"00000100")
    second = PDF % (b"20270101000000", b"20270101000001", b"00007000", b"00007012", b"00007012")
    steady = steady_pdf(first, DAY)
    assert steady == steady_pdf(second, DAY)
    assert len(steady) == len(first)
    assert b"(D:20261122000000+00'00')" in steady
    assert b"/ID (node00000001) /Headers [(node00000002)] /ID (node00000002)" in steady


def test_the_order_in_which_elements_were_numbered_does_not_show() -> None:
    numbered = b"""54 0 obj /ID (node%s)
9 0 obj /ID (node%s) /Headers [(node%s)]
2 0 obj <</Limits [(node00000031) (node00000032)]
/Names [(node00000031) %s 0 R (node00000032) %s 0 R]>>"""
    first = numbered % (b"00000031", b"00000032", b"00000031", b"54", b"9")
    second = numbered % (b"00000032", b"00000031", b"00000032", b"9", b"54")
    steady = steady_pdf(first, DAY)
    assert steady == steady_pdf(second, DAY)
    assert len(steady) == len(second)
    assert b"/Limits [(node00000001) (node00000002)]\n/Names [(node00000001) 54 0 R (node00000002) 9 0 R]" in steady


def test_which_pages_become_papers(tmp_path: Path) -> None:
    (tmp_path / "areas").mkdir()
    for name in ("index.html", "working-together.html", "areas/b.html", "areas/a.html"):
        (tmp_path / name).touch()
    assert printed_pages(tmp_path) == ["working-together.html", "areas/a.html", "areas/b.html"]


def test_a_machine_that_cannot_print_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(browser, "_NAMES", ("chromium", "google-chrome"))
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: object())
    with pytest.raises(PrintingError, match=r"Install one .*apt install chromium.* or run without --pdf"):
        browser.check_printing()
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(PrintingError, match=r"Playwright.* `make pdf`.*Or run without --pdf") as told:
        browser.check_printing()
    target = re.search(r"`make (\w+) INBOX=DIR`", str(told.value))
    assert target is not None
    makefile = (Path(__file__).parents[3] / "Makefile").read_text(encoding="utf-8")
    assert f"\n{target[1]}: $(VENV)/.dev" in makefile


@pytest.mark.parametrize("command", ["/bin/true", "/nowhere/chromium"])
def test_a_browser_that_fails_is_told_and_not_waited_for(
    command: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(browser, "find_browser", lambda: command)
    (tmp_path / "release.json").write_text('{"published": "2026-11-22"}', encoding="utf-8")
    (tmp_path / "ambition.html").touch()
    with pytest.raises(PrintingError, match="Printing failed"):
        print_pages(tmp_path)
    assert not (tmp_path / "ambition.pdf").exists()
