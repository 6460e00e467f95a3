"""Trends, inequality, funnels, scores and revisions on the pages: as the files have them, and no surer."""

import re
from pathlib import Path

import pytest

from tests.unit.dashboards.fixture_analysis_tables import RULES
from tests.unit.dashboards.fixture_release import CITY
from tests.unit.dashboards.test_survey_pages import read, rows_of, section, text_of

PAGE = "indicators/claimant_share.html"


def line_of(markup: str, indicator: str) -> str:
    """The row of one indicator in an area's table."""
    found = re.search(rf'<tr role="row"><th[^>]*><a href="\.\./indicators/{indicator}\.html.*?</tr>', markup, re.DOTALL)
    assert found is not None, indicator
    return text_of(found.group(0))


def test_the_trend_of_an_indicator_comes_with_its_test(shaped: Path) -> None:
    told = text_of(section(read(shaped, PAGE), "changing"))
    row = next(
        r for r in rows_of(shaped, "trends.csv") if r["indicator"] == "claimant_share" and r["area_code"] == CITY
    )
    assert row["marker"] == "increasing"
    assert "Increasing Getting worse" in told
    assert f"χ² is {float(row['chi_squared']):.2f}, above the critical 9.55" in told
    assert "whichever one of the five is left out" in told
    wards = [r for r in rows_of(shaped, "trends.csv") if r["indicator"] == "claimant_share" and r["level"] == "ward"]
    flat = sum(r["marker"] == "no_change" for r in wards)
    assert f"{flat} are without significant change" in told


def test_direction_and_judgement_are_two_things_in_every_row_of_an_area(shaped: Path) -> None:
    words = {"increasing": "Increasing", "decreasing": "Decreasing", "no_change": "No significant change",
             "cannot_be_calculated": "Cannot be calculated"}  # fmt: skip
    symbols = {"increasing": "\N{UPWARDS ARROW}", "decreasing": "\N{DOWNWARDS ARROW}",
               "no_change": "\N{RIGHTWARDS ARROW}"}  # fmt: skip
    seen = set()
    for row in rows_of(shaped, "trends.csv"):
        if row["level"] != "ward" or row["area_code"] not in ("X05000000", "X05000001", "X05000012"):
            continue
        told = line_of(read(shaped, f"areas/{row['area_code']}.html"), row["indicator"])
        assert f"{symbols.get(row['marker'], '')} {words[row['marker']]}".strip() in told
        assert ("Getting better" in told) == (row["judgement"] == "getting_better")
        assert ("Getting worse" in told) == (row["judgement"] == "getting_worse")
        seen.add(row["marker"])
    assert {"increasing", "no_change", "cannot_be_calculated"} <= seen


def test_strengths_and_needs_carry_the_trend(shaped: Path) -> None:
    told = text_of(read(shaped, "areas/X05000012.html"))
    assert "better than Exampleton (8.5%), but it is getting worse (significant over five years)." in told
    assert "worse than Exampleton (79.0 years)." in told


def test_inequality_has_its_bars_its_gap_and_its_table(shaped: Path) -> None:
    markup = section(read(shaped, PAGE), "inequality")
    told = text_of(markup)
    groups = [r for r in rows_of(shaped, "deprivation_fifths.csv") if r["indicator"] == "claimant_share"]
    assert len(groups) == 5
    for row in groups:
        assert f"{float(row['value']):.1f}%" in told
        assert f"{float(row['lower']):.1f}% to {float(row['upper']):.1f}%" in told
    wide = re.search(r'<svg id="fifths-wide".*?</svg>', markup, re.DOTALL)
    assert wide is not None
    assert wide.group(0).count('class="bar"') == 5
    assert wide.group(0).count('class="reach ink"') == 5
    assert "the most deprived fifth is lower by 2.8 points" in told
    assert "it rises by 3.4 points" in told
    equal = text_of(section(read(shaped, "indicators/good_health_share.html"), "inequality"))
    assert "no clear gap" in equal
    assert "not clearly different from 1" in equal


def test_the_funnel_names_and_lists_the_wards(shaped: Path) -> None:
    markup = section(read(shaped, PAGE), "funnel")
    points = [r for r in rows_of(shaped, "funnels.csv") if r["indicator"] == "claimant_share"]
    wide = re.search(r'<svg id="funnel-wide".*?</svg>', markup, re.DOTALL)
    assert wide is not None
    assert wide.group(0).count('class="ward') == len(points) == 33
    assert wide.group(0).count('class="funnel') == 4
    for position, kind in (("within", "within"), ("95", "near"), ("998", "far")):
        count = sum(r["position"] == position or r["position"].endswith(f"_{position}") for r in points)
        assert wide.group(0).count(f'class="ward {kind}"') == count
    assert markup.count("<tr>") == 34


def test_a_score_never_stands_without_its_parts(shaped: Path) -> None:
    scores = {(r["area_code"], r["characteristic"]): r for r in rows_of(shaped, "composites.csv")}
    for code in ("X05000001", "X05000002", "X05000008"):
        markup = read(shaped, f"areas/{code}.html")
        articles = re.findall(r'<article class="source" aria-label="Score: (.*?)">(.*?)</article>', markup, re.DOTALL)
        assert [label for label, _ in articles] == ["Wellbeing", "Place"]
        for (label, article), name in zip(articles, ("wellbeing", "place"), strict=True):
            row, told = scores[code, name], text_of(article)
            parts = [
                r for r in rows_of(shaped, "composite_parts.csv")
                if (r["area_code"], r["characteristic"]) == (code, name)
            ]  # fmt: skip
            assert article.count('scope="row"') == len(parts) == 2
            if row["status"] == "ok":
                assert f"{float(row['score']):.1f} out of 10" in told, label
                assert re.search(r"ranks \d+\w\w \(\d+\w\w to \d+\w\w\) of \d+ wards", told)
                assert article.count('class="part"') == sum(bool(r["score"]) for r in parts)
            else:
                assert "no score is shown, because fewer than 65% of the parts have a value" in told
                assert "out of 10" not in told
                assert "<svg" not in article
    assert "Score: " not in read(shaped, f"areas/{CITY}.html")


def test_a_score_without_any_part_is_not_shown(tmp_path: Path) -> None:
    from dashboards.build import build_site
    from tests.unit.dashboards.fixture_release import write_release

    write_release(tmp_path, boundaries=False, synthetic=False, surveys=False)
    (tmp_path / "data" / "composite_parts.csv").unlink()
    build_site(tmp_path)
    told = text_of(read(tmp_path, "areas/X05000001.html"))
    assert "Wellbeing: no score is shown, because its parts are not in this release." in told
    assert "scores" not in told.partition("Scores among the wards")[2].partition("Every figure")[0].replace(
        "How a score", ""
    )


@pytest.mark.parametrize("page", ["quality.html", PAGE])
def test_revisions_show_before_and_now_and_why(page: str, shaped: Path) -> None:
    told = text_of(section(read(shaped, page), "revisions"))
    assert "Ashbrook 2019 Revised 2.04% 2.00% Source revised" in told
    assert "Birchbrook 2019 Added Missing at source 4.9% Source revised; method changed" in told
    assert "Cherrybrook 2019 Withdrawn Not repeated here Suppressed Boundary changed" in told
    assert "revisions.csv" in told
    assert "quality.html#revisions" in read(shaped, "data.html")


def test_home_names_what_is_newer_new_and_gone(shaped: Path, plain: Path) -> None:
    markup = section(read(shaped, "index.html"), "changed-title")
    told = text_of(markup)
    assert "Against the release before ( 2025-11-20-00000000 ):" in told
    newer = ", ".join(f"Indicator {n} (2024)" for n in range(5))
    assert f"8 indicators with newer figures: {newer} and 3 more." in told
    assert "1 indicator new in this release: Crimes." in told
    assert "1 indicator no longer in this release: <script>alert('why')</script> The Partnership" in told
    assert "<script" not in markup
    assert "2 figures are revised, 1 figure is withdrawn and 1 figure is added." in told
    first = text_of(section(read(plain, "index.html"), "changed-title"))
    assert "There is no release before this one to compare it with." in first


def test_methods_work_an_example_of_each(shaped: Path) -> None:
    markup = read(shaped, "methods.html")
    trends = text_of(section(markup, "trends"))
    row = next(
        r for r in rows_of(shaped, "trends.csv") if r["indicator"] == "good_health_share" and r["area_code"] == CITY
    )
    assert f"χ² = {float(row['chi_squared']):.2f}" in trends
    for slope in row["leave_one_out"].split("|"):
        assert f"{float(slope):.2f}" in trends
    assert "Share of the way" in text_of(section(markup, "progress"))
    assert "mean − 2.66" in text_of(section(markup, "process"))
    assert "slope index of inequality" in text_of(section(markup, "inequality"))
    assert re.search(r"scores 5 \+ 2z = \d", text_of(section(markup, "composite")))
    assert "95% limits at that size" in text_of(section(markup, "funnel"))
    assert all(rule["rule"] in text_of(section(markup, "register")) for rule in RULES)


def test_a_list_of_slopes_that_begins_with_a_minus_is_read_whole(shaped: Path) -> None:
    from dashboards.release.reading import read_release

    release = read_release(shaped)
    found = release.analysis.trend("employees_count", CITY)
    assert found is not None
    assert len(found.leave_one_out) == 5
    assert all(slope < 0 for slope in found.leave_one_out)
    assert found.marker == "decreasing"


def test_breaks_and_population_stand_with_the_definition(shaped: Path) -> None:
    assert "From 1 January 2014 it is measured otherwise" in text_of(read(shaped, "indicators/charities_count.html"))
    assert "Mid-year population of the year." in text_of(read(shaped, "indicators/grants_per_head_rate.html"))
