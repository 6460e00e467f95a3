"""Survey pages: complete with the files, quiet without them, modelled and withheld values told apart."""

import csv
import html
import re
from pathlib import Path

import pytest

from dashboards.build import build_site
from dashboards.errors import ReleaseError
from dashboards.words.states import CHARACTERISTIC_LABELS
from pipelines.columns import CITY_CHARACTERISTICS
from tests.unit.dashboards.fixture_release import CITY, write_release
from tests.unit.dashboards.fixture_survey_tables import FILES, HEADINGS, TOO_FEW, WAVES
from tests.unit.dashboards.test_site import check_links, pages

WARD, COMMITTEE = "X05000001", "X99000000"
SUPPRESSED_WARD = "X05000003"


def read(folder: Path, page: str) -> str:
    return (folder / page).read_text(encoding="utf-8")


def text_of(markup: str) -> str:
    """What a reader sees: no tags, no styles, one blank between words."""
    plain = re.sub(r"<(script|style|svg)\b.*?</\1>|<[^>]+>", " ", markup, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(plain))


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "data" / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def section(markup: str, heading: str) -> str:
    """The section of a page that a heading with this id opens."""
    found = re.search(rf'<section aria-labelledby="{heading}">(.*?)</section>', markup, re.DOTALL)
    assert found is not None, heading
    return found.group(1)


def test_a_release_without_surveys_says_nothing_about_them(plain: Path) -> None:
    assert not (plain / "working-together.html").exists()
    for page in pages(plain):
        markup = page.read_text(encoding="utf-8")
        assert "working-together.html" not in markup, page
        assert "How sure is this" not in markup, page
    methods = read(plain, "methods.html")
    assert 'id="modelled"' not in methods
    assert 'id="survey"' not in methods
    assert 'id="intervals"' in methods


@pytest.mark.parametrize("absent", FILES)
def test_each_file_may_be_absent(absent: str, tmp_path: Path) -> None:
    write_release(tmp_path, boundaries=False, synthetic=True)
    (tmp_path / "data" / absent).unlink()
    build_site(tmp_path)
    check_links(tmp_path)


def test_working_together_is_led_to_from_every_page(shaped: Path) -> None:
    # A page made to stand inside another site's page leads to one page only.
    for page in [page for page in pages(shaped) if page.parent.name != "embed"]:
        assert "working-together.html" in page.read_text(encoding="utf-8"), page
        assert "methods.html" in page.read_text(encoding="utf-8"), page


def test_every_score_of_the_latest_wave_is_on_the_page(shaped: Path) -> None:
    markup = read(shaped, "working-together.html")
    told = text_of(section(markup, "headings"))
    shown = [
        row
        for row in rows_of(shaped, "working_together.csv")
        if row["instrument"] == "working_together" and row["period"] == WAVES[-1] and row["statistic"] == "mean"
    ]
    assert len(shown) == 3 * (len(HEADINGS) + 1)
    for row in shown:
        if row["value"]:
            value, low, high = (f"{float(row[name]):.1f}" for name in ("value", "lower", "upper"))
            assert re.search(rf"{value} \w+ {low} to {high} \({row['organisations']}\)", told), row
    assert told.count("Suppressed") - told.count("Suppressed:") == 2
    assert TOO_FEW.rstrip(".")[1:] in told
    gaps = text_of(section(markup, "gaps"))
    for row in rows_of(shaped, "working_together.csv"):
        if (row["instrument"], row["period"], row["statistic"]) == ("working_together", WAVES[-1], "gap"):
            sign = "+" if row["value"] and float(row["value"]) > 0 else "\N{MINUS SIGN}"
            assert not row["value"] or f"{sign}{abs(float(row['value'])):.1f}" in gaps, row
    assert "No clear difference" in gaps
    assert "Nothing: it is withheld" in gaps


def test_a_withheld_score_is_never_drawn_and_never_a_zero(shaped: Path) -> None:
    markup = read(shaped, "working-together.html")
    headings = section(markup, "headings")
    picture = re.search(r'<svg id="working_together-scores-wide".*?</svg>', headings, re.DOTALL)
    assert picture is not None
    drawn = picture.group(0)
    # Six headings for two sides, one of them withheld, and one mark of each side in the key.
    assert drawn.count('class="mark public"') == 6
    assert drawn.count('class="mark third"') == 7
    assert drawn.count("state-suppressed") == 1
    assert "Public bodies: suppressed" in drawn
    inclusive = re.search(r"<tr role=\"row\"><th[^>]*>Inclusive.*?</tr>", headings, re.DOTALL)
    assert inclusive is not None
    public = re.findall(r"<td.*?</td>", inclusive.group(0), re.DOTALL)[0]
    assert not re.search(r"\d", text_of(public))


def test_what_a_member_reads_first_agrees_with_the_rows(shaped: Path) -> None:
    told = text_of(section(read(shaped, "working-together.html"), "short"))
    assert "11 public bodies and 34 third sector organisations answered in 2026." in told
    assert "on Forming by 17.0 points (8.2 to 25.8)" in told
    assert "no clear difference between the two sides on Effective and overall" in told
    assert "24 organisations" in told
    assert "risen by 1.1 points" in told
    assert "Withheld in 2026: Inclusive (public bodies)" in told
    assert "of the 4 headings shown, highest on Forming (70.0), lowest on Resourcing (54.0)" in told


def test_concerns_and_commissioning_stand_on_the_page(shaped: Path) -> None:
    told = text_of(read(shaped, "working-together.html"))
    for words in (
        "Yes: a similar concern about the same partner",
        "Suppressed: Fewer than 5 organisations raised it.",
        "23.5",
        "Social value realised of what was promised",
        "Third sector share of commissioned spend",
        "Endorsers with a named lead person",
        "Practice 1 under Forming",
        "By talking it over",
        "A made-up charity",
        "Has it named a lead person?",
    ):
        assert words in told, words
    assert "Which of these is your organisation?" not in told


def test_modelled_values_say_so_everywhere(shaped: Path) -> None:
    markup = section(read(shaped, "indicators/trust_neighbours_share.html"), "modelled")
    heads = [text_of(cell).strip() for cell in re.findall(r"<th scope=\"col\".*?</th>", markup, re.DOTALL)]
    assert heads[:2] == ["Ward", "Direct estimate"]
    assert all("Modelled" in head for head in heads[2:])
    assert markup.count("<tr>") == 34
    assert ">Modelled</text>" in markup
    released = [r for r in rows_of(shaped, "modelled_estimates.csv") if r["indicator"] == "trust_neighbours_share"]
    told = text_of(markup)
    for row in released:
        if row["period"] == WAVES[-1]:
            assert f"{float(row['modelled']):.1f}%" in told
    ward = read(shaped, f"areas/{SUPPRESSED_WARD}.html")
    assert "Modelled: 58.0% (55.5% to 60.5%)" in ward
    assert "Suppressed: Fewer than 30 respondents." in ward


def test_a_withheld_model_gives_its_reason_and_no_value(shaped: Path) -> None:
    name = "life_satisfaction_survey_mean"
    markup = section(read(shaped, f"indicators/{name}.html"), "modelled")
    assert "Withheld:" in markup
    assert "The residuals are not normal." in markup
    assert "<table" not in markup
    assert "<svg" not in markup
    ward = read(shaped, f"areas/{WARD}.html")
    line = re.search(rf"<tr role=\"row\"><th[^>]*><a href=\"\.\./indicators/{name}\.html.*?</tr>", ward, re.DOTALL)
    assert line is not None
    assert "Modelled" not in line.group(0)
    methods = read(shaped, "methods.html")
    assert f'id="model-{name}"' in methods
    assert "intercept 61.2" in methods
    assert "\N{MINUS SIGN}0.841" in methods


def test_every_survey_figure_says_on_how_many_it_rests(shaped: Path) -> None:
    sure = text_of(section(read(shaped, "indicators/trust_neighbours_share.html"), "sure"))
    estimates = [r for r in rows_of(shaped, "survey_estimates.csv") if r["indicator"] == "trust_neighbours_share"]
    for row in estimates:
        if row["period"] == WAVES[-1] and row["respondents"]:
            assert f"{int(row['respondents']):,}" in sure
            area = read(shaped, f"areas/{row['area_code']}.html")
            assert f"{int(row['respondents']):,} respondents" in area
    register = read(shaped, "indicators/compact_endorsements_count.html")
    assert "How sure is this" not in register


def test_the_official_figure_stands_beside_the_local_one(shaped: Path) -> None:
    official = text_of(section(read(shaped, "indicators/life_satisfaction_survey_mean.html"), "official"))
    assert "Life satisfaction 2024/25" in official
    assert "England" in official
    assert "Office for National Statistics" in official
    assert "life_satisfaction_survey_mean.html" in section(
        read(shaped, "indicators/life_satisfaction_mean.html"), "local"
    )


def test_the_words_asked_are_shown_where_they_are_known(shaped: Path) -> None:
    asked = text_of(section(read(shaped, "indicators/trust_neighbours_share.html"), "asked"))
    assert "How many of the people in your neighbourhood can be trusted?" in asked
    assert "1 = Many; 2 = Some; 3 = None" in asked


def test_groups_of_the_whole_city_are_left_out_of_its_parts(shaped: Path) -> None:
    for name in CITY_CHARACTERISTICS:
        caption = f"<caption>{CHARACTERISTIC_LABELS[name]}</caption>"
        assert caption in read(shaped, f"areas/{CITY}.html")
        for area in (WARD, COMMITTEE):
            assert caption not in read(shaped, f"areas/{area}.html")
        assert f'id="group-{name}"' in read(shaped, "index.html")
    map_page = read(shaped, "map.html")
    options = re.findall(r'<option value="(\w+)"', map_page)
    assert "trust_neighbours_share" in options
    assert not {"forming_gap_score", "social_value_realised_share", "life_satisfaction_mean"} & set(options)
    assert "indicators/forming_gap_score.html" in map_page


def test_an_id_that_could_leave_its_place_is_refused(tmp_path: Path) -> None:
    write_release(tmp_path, boundaries=False, synthetic=True)
    path = tmp_path / "data" / "instruments.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("working_together,", '"a"" onload=",', 1), encoding="utf-8"
    )
    with pytest.raises(ReleaseError, match=r"instruments\.csv"):
        build_site(tmp_path)
