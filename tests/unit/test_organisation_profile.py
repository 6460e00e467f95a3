"""What one organisation gets back, and what it does not."""

import polars as pl
import pytest

from pipelines.surveys.groups.profile import NOT_ENOUGH, NoAnswersError, band, organisation_profile
from pipelines.surveys.groups.working_together import WITHHELD, working_together
from tests.unit.made_up_panel import (
    PUBLIC,
    THIRD,
    frame,
    group,
    instrument,
    number,
    two_sides,
)


def profile_world() -> dict[int, pl.DataFrame]:
    earlier = group("t", THIRD, [4, 5, 6, 7, 8]) + group("p", PUBLIC, [9, 9, 10, 10, 11])
    later = (
        group("t", THIRD, [6, 7, 7, 9, 9])
        + group("p", PUBLIC, [9, 9, 10, 10, 12])
        + two_sides("r1", "p0", "t0", [4, 2, 2, 2], [1, 2, 3, 2])
        + two_sides("r2", "p1", "t1", [0, 2, 2, 2], [4, 2, 3, 2])
    )
    return {2023: frame(earlier), 2024: frame(later)}


def test_profile_of_an_organisation() -> None:
    waves = profile_world()
    published = working_together(waves, instrument())
    profile = organisation_profile(waves, instrument(), "t0", published)
    assert (profile["group"], profile["wave"], profile["period"]) == ("third", 2024, "2024-01-01/P1Y")
    heading = profile["headings"][0]
    assert (heading["label"], heading["score"], heading["band"]) == ("Forming", 37.5, "starting")
    assert heading["public"]["value"] == number(published, "mean", "public")
    assert heading["third"]["organisations"] == 5
    assert heading["third"]["note"] == ""
    assert profile["answers"][0]["relationship"] is None
    assert profile["answers"][0]["answers"][0] == {
        "question": "a1",
        "heading": "A",
        "text": "Practice a1",
        "code": 4,
        "answer": "Always",
    }
    assert profile["changes"]["since"] == "2023-01-01/P1Y"
    assert profile["changes"]["headings"][0] == {
        "measure": "a",
        "label": "Forming",
        "before": 25.0,
        "now": 37.5,
        "change": 12.5,
    }
    assert [change["question"] for change in profile["changes"]["answers"]] == ["a2"]
    assert profile["changes"]["answers"][0]["now"] == "Sometimes"


def test_a_profile_talks_about_its_own_relationships_only() -> None:
    waves = profile_world()
    profile = organisation_profile(waves, instrument(), "t0", [])
    (talk,) = profile["talk_about"]
    assert (talk["relationship"], talk["with"]) == ("r1", "p0")
    assert talk["questions"] == [
        {"question": "a1", "heading": "A", "text": "Practice a1", "yours": "Planned", "theirs": "Always"}
    ]
    other_side = organisation_profile(waves, instrument(), "p0", [])["talk_about"][0]
    assert (other_side["with"], other_side["questions"][0]["yours"]) == ("t0", "Always")
    assert organisation_profile(waves, instrument(), "t3", [])["talk_about"] == []


def test_a_profile_shows_no_withheld_figure_and_says_why() -> None:
    waves = {2024: frame(group("t", THIRD, [4, 5, 6, 7, 8]) + group("p", PUBLIC, [9, 9, 10, 10]))}
    profile = organisation_profile(waves, instrument(), "p0", working_together(waves, instrument()))
    public = profile["headings"][0]["public"]
    assert public == {"value": None, "lower": None, "upper": None, "organisations": None, "note": WITHHELD}
    assert profile["changes"] is None


def test_a_profile_without_enough_answers() -> None:
    waves = {2024: frame([("t0", THIRD, None, [1, 9, None, None], [4, 4, 4, 4])])}
    profile = organisation_profile(waves, instrument(), "t0", [])
    assert profile["headings"][0]["score"] is None
    assert profile["headings"][0]["note"] == NOT_ENOUGH
    assert profile["headings"][1]["band"] == "leading"
    assert profile["headings"][2]["score"] is None
    answers = [answer["answer"] for answer in profile["answers"][0]["answers"][:3]]
    assert answers == ["Planned", "Does not apply", None]


def test_a_profile_is_of_the_last_wave_that_it_answered() -> None:
    waves = profile_world()
    gone = {**waves, 2025: frame(group("t", THIRD, [4, 5, 6, 7, 8])[1:])}
    assert organisation_profile(gone, instrument(), "t0", [])["wave"] == 2024
    assert organisation_profile(gone, instrument(), "t1", [])["changes"]["since"] == "2024-01-01/P1Y"
    with pytest.raises(NoAnswersError, match="nobody"):
        organisation_profile(waves, instrument(), "nobody", [])


@pytest.mark.parametrize(
    ("score", "word"),
    [
        (0, "starting"),
        (39.9, "starting"),
        (40, "developing"),
        (60, "established"),
        (79.9, "established"),
        (80, "leading"),
    ],
)
def test_bands(score: float, word: str) -> None:
    assert band(score) == word
