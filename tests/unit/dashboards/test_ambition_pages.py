"""The pages on ambitions and agreements: every status in words, nothing looks agreed that is not, none left out."""

import re
from pathlib import Path

import pytest

from dashboards.build import build_site
from dashboards.words.progress import STATUS_LABELS
from tests.unit.dashboards.fixture_analysis_tables import AMBITIONS, DOCUMENTS, FILES, INDICATORS
from tests.unit.dashboards.fixture_release import write_release
from tests.unit.dashboards.test_site import check_links, pages
from tests.unit.dashboards.test_survey_pages import read, rows_of, section, text_of

KNOWN = {spec[0] for spec in INDICATORS}
NAMES = {spec[0]: spec[3] for spec in INDICATORS}
JUDGED = [row for row in AMBITIONS if row[5] is not None and row[0] in KNOWN]


def card(markup: str, indicator: str) -> str:
    """The part of the ambition page about one indicator."""
    found = re.search(rf'<article class="card" aria-labelledby="card-{indicator}">(.*?)</article>', markup, re.DOTALL)
    assert found is not None, indicator
    return found.group(1)


def test_a_release_without_these_files_says_nothing_about_them(plain: Path) -> None:
    for name in ("ambition.html", "agreements.html"):
        assert not (plain / name).exists()
    for page in pages(plain):
        markup = page.read_text(encoding="utf-8")
        assert "ambition.html" not in markup, page
        assert ">Trend</th>" not in markup, page
    told = text_of(read(plain, "index.html"))
    assert "since the period before" in told
    assert "This release holds no targets." in told
    assert 'id="trends"' not in read(plain, "methods.html")


@pytest.mark.parametrize("absent", FILES)
def test_each_file_may_be_absent(absent: str, tmp_path: Path) -> None:
    write_release(tmp_path, boundaries=False, synthetic=True, surveys=False)
    (tmp_path / "data" / absent).unlink()
    build_site(tmp_path)
    check_links(tmp_path)


def test_ambition_is_led_to_from_every_page_after_home(shaped: Path) -> None:
    # A page made to stand inside another site's page has no menu.
    for page in [page for page in pages(shaped) if page.parent.name != "embed"]:
        menu = re.search(r'<nav aria-label="Main">(.*?)</nav>', page.read_text(encoding="utf-8"), re.DOTALL)
        assert menu is not None
        assert re.findall(r">([^<]+)</a>", menu.group(1))[:2] == ["Home", "Ambition"], page


def test_the_lead_counts_every_target_and_says_who_agreed(shaped: Path) -> None:
    markup = read(shaped, "ambition.html")
    lead = re.search(r'<p class="lead">(.*?)</p>', markup, re.DOTALL)
    assert lead is not None
    told = text_of(lead.group(1))
    with_target = [row for row in AMBITIONS if row[5] is not None]
    assert f"Of the {len(with_target)} ambitions with a target" in told
    illustrative = sum(row[6] != "agreed" for row in with_target)
    assert f"{illustrative} of the {len(with_target)} targets are illustrative" in told


def test_an_ambition_without_any_figure_shows_its_baseline_and_target_and_leads_to_no_page(shaped: Path) -> None:
    markup = read(shaped, "ambition.html")
    row = re.search(r'<tr role="row"><th[^>]*>Never measured share.*?</tr>', markup, re.DOTALL)
    assert row is not None
    told = text_of(row.group(0))
    assert "10" in told
    assert "20" in told
    assert "No figure yet" in told
    assert "never_measured_share.html" not in markup


@pytest.mark.parametrize("row", JUDGED, ids=lambda row: row[0])
def test_each_ambition_has_its_facts_its_status_and_its_standing(row: tuple, shaped: Path) -> None:
    name, status, standing = row[0], row[1], row[6]
    markup = read(shaped, "ambition.html")
    told = text_of(card(markup, name))
    assert STATUS_LABELS[status] in told
    assert NAMES[name] in text_of(section(markup, "glance"))
    for fact in ("Owner", "Baseline", "Latest", "Target", "Needed from now on"):
        assert fact in told
    if standing == "agreed":
        assert "llustrative" not in told
        assert "Agreed by the Partnership" in told
    else:
        assert "Illustrative, for the Partnership to replace" in told
        assert "has not agreed it" in told
    badge = re.search(rf'href="indicators/{name}\.html".*?<span class="badge ([a-z_ ]+)">', markup, re.DOTALL)
    assert badge is not None
    assert ("illustrative" in badge.group(1)) == (standing != "agreed")


def test_every_value_of_a_chart_is_in_a_table(shaped: Path) -> None:
    markup = read(shaped, "ambition.html")
    for name in ("charities_count", "employees_count", "volunteers_index"):
        told = text_of(card(markup, name))
        rows = [r for r in rows_of(shaped, "process_charts.csv") if r["indicator"] == name and r["level"] == "city"]
        assert len(rows) >= 3
        decimals = 0 if name.endswith("count") else 1
        for row in rows:
            assert f"{float(row['value']):,.{decimals}f}" in told, row
        assert re.search(r"Mean [\d,.]+.*?; limits [\d,.]+", told)


def test_a_target_that_moved_says_so_outside_the_story(shaped: Path) -> None:
    before_story = card(read(shaped, "ambition.html"), "charities_count").partition("<details>")[0]
    assert "The target was set anew on 1 September 2026, from 2,600" in text_of(before_story)
    story = text_of(card(read(shaped, "ambition.html"), "charities_count"))
    assert "Set on 1 May 2025 (illustrative" in story
    assert "The measure changed on 1 January 2014: figures before are not comparable." in story


def test_trial_limits_say_so_and_settled_ones_do_not(shaped: Path) -> None:
    markup = read(shaped, "ambition.html")
    assert "The limits are on trial" in text_of(card(markup, "employees_count"))
    assert "on trial" not in text_of(card(markup, "charities_count"))
    assert "limit trial" in card(markup, "employees_count")


def test_signals_differ_by_shape_and_not_by_colour_alone(shaped: Path) -> None:
    drawn = card(read(shaped, "ambition.html"), "charities_count")
    wide = re.search(r'<svg id="process-charities_count-wide".*?</svg>', drawn, re.DOTALL)
    assert wide is not None
    shapes = set(re.findall(r'd="M[\d.]+ [\d.]+(m[^"]+)" class="spc', wide.group(0)))
    assert len(shapes) == 4
    for words in ("Outside the limits", "Seven rise or fall", "Two of three near a limit", "Seven on one side"):
        assert words in wide.group(0)


def test_indicators_without_a_target_have_value_and_trend(shaped: Path) -> None:
    told = text_of(section(read(shaped, "ambition.html"), "part-resources"))
    assert "Grants per head £53.57 per head 2024 \N{UPWARDS ARROW} Increasing Getting better" in told
    assert "People claiming benefits" in text_of(section(read(shaped, "ambition.html"), "part-other"))


def test_every_part_of_the_agreements_stands_on_their_page(shaped: Path) -> None:
    markup = read(shaped, "agreements.html")
    told = text_of(markup)
    for document, title, parts in DOCUMENTS[1:]:
        assert f'id="{document}"' in markup
        assert title in told
        for part, heading, _, indicators in parts:
            assert f'id="{document}-{part}"' in markup
            assert heading in told
            assert all(name not in KNOWN or f'href="indicators/{name}.html"' in markup for name in indicators)
    assert "No indicator speaks to it yet." in told
    assert "No figure in this release: Never measured share." in told
    assert "Too slow (illustrative target)" in told
    assert "On track (illustrative" not in told
    assert "agreements.html" in read(shaped, "ambition.html")
    assert "agreements.html" in read(shaped, "working-together.html")


def test_home_answers_with_targets_and_trends(shaped: Path) -> None:
    told = text_of(read(shaped, "index.html"))
    assert "Of the 10 ambitions with a target" in told
    assert "Over the last five years, 6 indicators got significantly better: People in good health" in told
    assert "got significantly worse: People claiming benefits for want of work and Paid workforce." in told
    assert "for want of unbroken years or of an interval" in told
    assert "This release holds no targets" not in told
    assert 'href="ambition.html"' in read(shaped, "index.html")


def test_hostile_reasons_are_text(shaped: Path) -> None:
    for name in ("ambition.html", "agreements.html", "quality.html", "indicators/claimant_share.html"):
        markup = read(shaped, name)
        assert "<script>alert" not in markup, name
        assert "<b>of us</b>" not in markup, name
    assert "&lt;script&gt;alert(&#39;why&#39;)" in read(shaped, "ambition.html")
