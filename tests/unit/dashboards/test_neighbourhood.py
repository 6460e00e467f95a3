"""What *Your neighbourhood* may add up: constants, reasons, and that no sum gives a hidden figure back."""

import dataclasses
import json
import math

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.release.reading import read_release
from dashboards.scripts.small_areas import exact_limits, small_area_data, split_indicators
from dashboards.site import Site, make_site, read_maps
from dashboards.words.additivity import reason_against_adding
from pipelines.methods.observations import Z95, install_macros
from tests.unit.dashboards.fixture_town import HIDDEN, SMALL, WARDS, observed, write_town
from tests.unit.dashboards.test_words import INDICATOR

HIDDEN_INDICATOR = "deprived_people_share"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The made-up town without its site."""
    folder = write_town(tmp_path_factory.mktemp("town") / "release")
    return make_site(read_release(folder), read_maps(folder))


def test_the_limits_handed_over_are_those_of_the_sql(town: Site) -> None:
    db = duckdb.connect()
    install_macros(db)
    lower, upper = exact_limits()
    for count in range(10):
        theirs = db.execute("SELECT count_lower(?, ?), count_upper(?, ?)", [float(count), Z95] * 2).fetchone()
        assert theirs is not None
        assert lower[count] == pytest.approx(theirs[0], rel=1e-12, abs=1e-12)
        assert upper[count] == pytest.approx(theirs[1], rel=1e-12)
    assert small_area_data(town)["z"] == pytest.approx(Z95, rel=1e-14)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, ""),
        ({"has_counts": False}, "without counts"),
        ({"kind": "weighted_mean"}, "without counts"),
        ({"kind": "standardised_rate"}, "Standardised by age"),
        ({"kind": "survey_share"}, "survey"),
        ({"levels": ("ward", "city")}, "for wards and larger areas only"),
        ({"levels": ("msoa21", "city")}, "for middle-layer areas (MSOA) and larger"),
        ({"levels": ("city",)}, "for the city only"),
        ({"characteristic": "ambition"}, "organisations of the city"),
    ],
)
def test_each_reason_is_named(change: dict[str, object], words: str) -> None:
    given_counts = bool(change.pop("has_counts", True))
    indicator = dataclasses.replace(INDICATOR, **{"levels": ("lsoa21", "ward"), **change})  # type: ignore[arg-type]
    reason = reason_against_adding(indicator, has_counts=given_counts)
    assert words in reason
    assert bool(reason) == bool(words)


def test_only_published_figures_are_handed_over(town: Site) -> None:
    data = small_area_data(town)
    entry = next(one for one in data["indicators"] if one["id"] == HIDDEN_INDICATOR)
    for name in ("numerator", "denominator"):
        column = data["columns"][entry[name]]
        assert [n for n, count in enumerate(column) if count is None] == sorted(HIDDEN)
    assert {int(n): data["severity"][s] for n, s in entry["states"].items() if s > 1} == HIDDEN
    assert [one.indicator.indicator for one in split_indicators(town)[1]] == ["poor_mean_share", "ward_only_share"]
    assert json.loads(json.dumps(data, allow_nan=False))["areas"] == SMALL
    assert not any(math.isnan(count) for column in data["columns"] for count in column if count is not None)


def shown_sums(frame: pd.DataFrame, members: dict[str, list[str]]) -> np.ndarray:
    """One row for each count that is shown: which small areas it adds up."""
    shown = frame[(frame.indicator == HIDDEN_INDICATOR) & frame.numerator.notna()]
    assert shown.denominator.notna().all()
    return np.array([[code in members[area] for code in SMALL] for area in shown.area_code], dtype=float)


def gives_back(sums: np.ndarray, hidden: set[int]) -> list[int]:
    """Which hidden figures some combination of the sums determines, by rank."""
    rank = np.linalg.matrix_rank(sums)
    return [n for n in hidden if np.linalg.matrix_rank(np.vstack([sums, np.eye(len(SMALL))[n]])) == rank]


_hidden = st.sets(st.integers(0, 59), min_size=1, max_size=12)
_selections = st.lists(st.sets(st.sampled_from(SMALL), min_size=1), min_size=1, max_size=25)


@settings(max_examples=10, deadline=None)
@given(hidden=_hidden, selections=_selections)
def test_no_combination_of_sums_gives_a_hidden_figure_back(hidden: set[int], selections: list[set[str]]) -> None:
    """Small areas, wards and the city as published, and any selections: a hidden figure is in none of their spans."""
    chosen = {f"S{n:07d}": sorted(codes) for n, codes in enumerate(selections)}
    # The cleverest of selections: a ward and the city without the hidden area, and with it.
    for n in hidden:
        others = [code for code in SMALL if code != SMALL[n]]
        chosen |= {f"S1{n:06d}": others, f"S2{n:06d}": [c for c in WARDS[f"X0500000{n // 10}"] if c != SMALL[n]]}
    members = {code: [code] for code in SMALL} | WARDS | {"X08000001": SMALL} | chosen
    frame = observed(chosen, dict.fromkeys(hidden, "suppressed"), own_total=False)
    sums = shown_sums(frame, members)
    assert gives_back(sums, hidden) == []
    # A selection tells nothing that the published small areas do not tell already.
    own = shown_sums(frame[frame.level == "lsoa21"], members)
    assert np.linalg.matrix_rank(sums) == np.linalg.matrix_rank(own) == len(SMALL) - len(hidden)


def test_a_total_over_a_hidden_part_would_give_it_back() -> None:
    """The rule matters: with one such total the test above would fail."""
    frame = observed({}, {3: "suppressed"}, own_total=False)
    sums = shown_sums(frame, {code: [code] for code in SMALL} | WARDS)
    assert gives_back(sums, {3}) == []
    assert gives_back(np.vstack([sums, np.ones(len(SMALL))]), {3}) == [3]
