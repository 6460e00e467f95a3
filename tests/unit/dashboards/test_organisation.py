"""An organisation's own page: self-contained, escaped, withheld averages never a number."""

import re

from dashboards.organisation import organisation_page

PROFILE = {
    "instrument_title": "Working together self-assessment",
    "organisation": "Example & <b>Sons</b>",
    "period": "2026-01-01/P1Y",
    "synthetic": True,
    "headings": [
        {"measure": "forming", "label": "Forming", "own": 70.8, "band": "established", "public": 66.0, "third": 52.1},
        {"measure": "inclusive", "label": "Inclusive", "own": None, "band": "", "public": None,
         "public_note": "Withheld: too few answered.", "third": 48.2},
    ],
    "practices": [
        {"question": "f1", "heading": "Forming", "text": "Aims <i>agreed</i>", "own": 3, "label": "Usually"},
        {"question": "f2", "heading": "Forming", "text": "Roles are clear", "own": None, "label": "Not applicable"},
        {"question": "f3", "heading": "Forming", "text": "Rules are set", "own": -8, "label": "Don't know"},
    ],
    "changes": [{"measure": "forming", "label": "Forming", "before": 60.24, "now": 70.76}],
    "relationships": [
        {"relationship": "R-12", "talk": [{"question": "f1", "text": "Aims agreed", "own": 4, "other": 1}]},
        {"relationship": "R-13", "talk": []},
    ],
}  # fmt: skip


def test_the_page_holds_scores_answers_changes_and_what_to_talk_about() -> None:
    page = organisation_page(PROFILE, {"citation": "Example Partnership (2026)."})
    for words in (
        "<b>70.8</b> <em>established</em>",
        "66.0",
        "60.2 (+10.6)",
        "Not enough answers",
        "Not applicable",
        '<span class="own">–</span><span>Rules are set <em>Don&#39;t know</em>',
        "You: 4; the other side: 1.",
        "nowhere more than one step apart",
        "3 usually",
        "Example Partnership (2026).",
        "2026",
    ):
        assert words in page, words


def test_it_needs_no_other_file_and_runs_nothing() -> None:
    page = organisation_page(PROFILE, {})
    assert "<script" not in page
    assert re.findall(r'(?:src|href)="([^"]*)"', page) == ["data:,"]
    assert "@page{size:A4" in page
    assert "&lt;b&gt;Sons" in page
    assert "<i>agreed" not in page


def test_a_withheld_average_is_words_and_no_mark() -> None:
    page = organisation_page(PROFILE, {})
    row = re.search(r"<tr><th scope=\"row\">Inclusive.*?</tr>", page, re.DOTALL)
    assert row is not None
    assert "Not shown" in row.group(0)
    assert "mark public" not in row.group(0)
    assert "mark own" not in row.group(0)
    assert "too few answered" in page
    cells = re.findall(r"<td[^>]*>(.*?)</td>", row.group(0), re.DOTALL)
    assert [cell for cell in cells if re.search(r"\d", re.sub(r"<svg.*?</svg>", "", cell, flags=re.DOTALL))] == ["48.2"]


def test_missing_lists_and_an_empty_profile_are_no_fault() -> None:
    page = organisation_page({}, {})
    assert "Your organisation" in page
    assert "<table" not in page
    some = organisation_page(
        {"organisation": "A", "headings": None, "practices": [{"text": "T"}], "synthetic": False}, {}
    )
    assert "Synthetic" not in some
    assert "No answer" in some


def test_a_synthetic_page_says_so_in_its_title_and_pictures() -> None:
    page = organisation_page(PROFILE, {})
    assert "<title>Synthetic data: " in page
    assert all("synthetic" in strip for strip in re.findall(r'<svg viewBox="0 0 220.*?</svg>', page, re.DOTALL))
