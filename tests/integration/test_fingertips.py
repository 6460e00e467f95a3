"""Life expectancy from a Local Health file beside the lookups: landed, conformed, computed."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from pipelines import warehouse
from pipelines.assets.computing import compute, table_of
from pipelines.assets.conforming import Conformed, conform
from pipelines.assets.landing import take_in
from pipelines.assets.spine import build_spine
from pipelines.declarations.catalogue import load_indicators
from pipelines.sources.catalogue import BY_ID
from tests.integration.conftest import write_inbox

LATEST = "2016-01-01/P5Y"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's lookups and its Local Health file, under names that do not say synthetic."""
    made, inbox = (tmp_path_factory.mktemp(name) for name in ("made", "inbox"))
    write_inbox(made, lean=False)
    for path in made.iterdir():
        if path.name.startswith(("lookup_lsoa", "msoa", "local_health")):
            shutil.copyfile(path, inbox / path.name)
    return inbox


@pytest.fixture(scope="module")
def made(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Conformed, pd.DataFrame]:
    """What became of the source, and the observations of both indicators."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THRIVING_DATA", str(tmp_path_factory.mktemp("data")))
        intake = take_in(folder, sample=False)
        conformed = conform(BY_ID["ohid_fingertips"], intake, build_spine(intake))
        indicators = [i for i in load_indicators() if i.code in ("WB07-F", "WB07-M")]
        computed = compute(indicators)
        assert sorted(computed.made) == sorted(i.id for i in indicators)
        return conformed, pd.concat([warehouse.read(table_of(i)) for i in indicators], ignore_index=True)


def test_the_table_passes_its_checks(made: tuple[Conformed, pd.DataFrame]) -> None:
    conformed = made[0]
    assert conformed.made
    assert conformed.faults == []
    assert conformed.rows == 2 * 2 * (33 + 2)
    assert all(verdict.success for verdict in conformed.verdicts)


def test_wards_city_and_country_have_figures(made: tuple[Conformed, pd.DataFrame]) -> None:
    observations = made[1]
    for _, shown in observations.groupby(["indicator", "period"]):
        counts = shown["level"].value_counts()
        assert [counts["ward"], counts["city"], counts["country"]] == [33, 1, 1]
    committees = observations[observations["level"] == "committee"]
    assert set(committees["status"]) == {"not_collected"}
    assert set(committees["note"]) == {"The source gives this figure for wards and the city only."}


def test_figures_and_limits_are_the_publishers(made: tuple[Conformed, pd.DataFrame], folder: Path) -> None:
    given = pd.read_csv(folder / "local_health_life_expectancy.csv", dtype={"Area Code": str})
    given = given[(given["Sex"] == "Male") & (given["Time period"] == "2016 - 20") & given["Category Type"].isna()]
    shown = made[1][(made[1]["indicator"] == "life_expectancy_male_years") & (made[1]["period"] == LATEST)]
    by_code = shown.set_index("area_code")
    known = given[given["Area Code"].isin(by_code.index) & given["Value"].notna()]
    assert len(known) == 33 + 2 - 2 - 1  # two wards under an older code, one without a value
    for ours, theirs in (("value", "Value"), ("lower", "Lower CI 95.0 limit"), ("upper", "Upper CI 95.0 limit")):
        assert by_code.loc[known["Area Code"], ours].tolist() == known[theirs].tolist()


def test_a_ward_under_an_older_code_has_its_figure(made: tuple[Conformed, pd.DataFrame]) -> None:
    wards = made[1][(made[1]["level"] == "ward") & made[1]["area_code"].isin(["E05011549", "E05013831"])]
    assert len(wards) == 2 * 2 * 2
    assert set(wards["status"]) == {"ok"}


def test_states_have_their_reasons(made: tuple[Conformed, pd.DataFrame]) -> None:
    wards = made[1][made[1]["level"] == "ward"]
    without = wards[wards["status"] != "ok"].set_index("status")
    assert sorted(without.index) == ["missing_at_source", "suppressed"]
    assert without["value"].isna().all()
    assert without["lower"].isna().all()
    assert str(without.loc["missing_at_source", "note"]).startswith("Synthetic data: ")
    assert without.loc["suppressed", "note"] == "Not shown: the publisher's 95% interval is more than 20 years wide."
    assert set(wards.loc[wards["status"] == "ok", "comparison"]) == {"better", "similar", "worse"}


def test_a_ward_without_a_figure_does_not_hide_the_citys_own(made: tuple[Conformed, pd.DataFrame]) -> None:
    """The city's figure is published by itself, not added up from wards."""
    cities = made[1][made[1]["level"] == "city"]
    assert set(cities["status"]) == {"ok"}
