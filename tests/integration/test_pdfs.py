"""`thriving run --pdf`: another release than without; one that cannot be printed is not published."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboards.errors import PrintingError
from dashboards.printing import browser, papers
from pipelines.release.staging import verify
from tests.conftest import current_release


def test_without_a_browser_the_run_ends_before_it_begins(
    thriving: Callable[..., int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(browser, "_NAMES", ("no-such-browser",))
    assert thriving("run", "--pdf") == 1
    assert "Install one" in capsys.readouterr().err
    assert not (tmp_path / "data").exists()


def test_a_release_with_papers_is_another_one_and_whole(
    thriving: Callable[..., int],
    good: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    try:
        browser.find_browser()
    except PrintingError as error:
        pytest.skip(str(error))
    monkeypatch.setattr(papers, "_SINGLE", ())
    before = current_release(tmp_path / "data")
    with monkeypatch.context() as broken:
        broken.setattr(browser, "find_browser", lambda: "/bin/true")
        assert thriving("run", "--inbox", good, "--pdf") == 1
        assert "Printing failed" in capsys.readouterr().err
    assert current_release(tmp_path / "data") == before

    monkeypatch.setattr(papers, "printed_pages", lambda _: ["areas/E08000035.html"])
    assert thriving("run", "--inbox", good, "--pdf") == 0
    made = current_release(tmp_path / "data")
    assert made != before
    assert (made / "areas" / "E08000035.pdf").read_bytes().startswith(b"%PDF")
    assert verify(made) == []
    assert thriving("run", "--inbox", good, "--pdf", "--json") == 0
    assert '"made": false' in capsys.readouterr().out
    assert thriving("run", "--inbox", good, "--json") == 0
    assert '"made": true' in capsys.readouterr().out
    assert not list(current_release(tmp_path / "data").rglob("*.pdf"))
