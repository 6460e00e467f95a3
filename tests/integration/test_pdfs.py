"""`thriving run --pdf`: another release than without; one that cannot be printed is not published."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboards.errors import PrintingError
from dashboards.printing import browser, papers
from pipelines import asked, fingerprint
from pipelines.assets import published
from pipelines.faults import ThrivingError
from pipelines.release.staging import verify
from tests.conftest import current_release


@pytest.mark.parametrize(("lacking", "remedy"), [("_NAMES", "Install one"), ("importlib", "make pdf")])
def test_a_run_that_could_not_print_ends_before_it_begins(
    lacking: str,
    remedy: str,
    thriving: Callable[..., int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if lacking == "_NAMES":
        monkeypatch.setattr(browser, "_NAMES", ("no-such-browser",))
    else:
        monkeypatch.setattr(browser.importlib.util, "find_spec", lambda _: None)
    assert thriving("run", "--pdf") == 1
    assert remedy in capsys.readouterr().err
    assert not (tmp_path / "data").exists()


def test_a_release_with_papers_is_another_one_and_whole(
    thriving: Callable[..., int],
    good: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    try:
        browser.check_printing()
    except PrintingError as error:
        pytest.skip(str(error))
    before = current_release(tmp_path / "data")
    monkeypatch.setattr(papers, "printed_pages", lambda _: ["areas/E08000035.html"])
    assert thriving("run", "--inbox", good, "--pdf") == 0
    made = current_release(tmp_path / "data")
    assert made != before
    assert (made / "areas" / "E08000035.pdf").read_bytes().startswith(b"%PDF")
    assert verify(made) == []
    assert thriving("run", "--inbox", good, "--pdf", "--json") == 0
    assert '"made": false' in capsys.readouterr().out
    asked.ask_for_pdfs(False)
    with_papers = json.loads((made / "release.json").read_text(encoding="utf-8"))["fingerprint"]
    assert fingerprint.of_release(fingerprint.of_folder(good)) != with_papers


def test_a_stage_that_cannot_print_fails_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """What becomes current depends on it, so that the last release stands."""

    def fail(_: Path) -> int:
        raise PrintingError("Printing failed: the browser ended.")

    monkeypatch.setattr(papers, "print_pages", fail)
    assert published.site.key in published.current.asset_deps[published.current.key]
    with pytest.raises(ThrivingError, match="Printing failed"):
        published._print()
