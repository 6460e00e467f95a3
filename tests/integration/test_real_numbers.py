"""Numbers from the real files against figures that others published."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from tests.conftest import shared


@pytest.fixture(scope="module")
def observations(real_release: Path) -> pd.DataFrame:
    return pd.read_parquet(real_release / "data" / "observations.parquet")


def one(frame: pd.DataFrame, indicator: str, area: str, period: str) -> pd.Series:
    found = frame[(frame.indicator == indicator) & (frame.area_code == area) & (frame.period.str.startswith(period))]
    assert len(found) == 1
    return found.iloc[0]


LEEDS = "E08000035"


def test_deprivation_deciles(observations: pd.DataFrame) -> None:
    # Official local authority summary of IoD 2025; Leeds Observatory for 2019.
    new = one(observations, "imd_decile_1_small_areas_share", LEEDS, "2025")
    assert (new.numerator, new.denominator) == (84, 488)
    assert round(new.value / 100, 4) == 0.1721
    old = one(observations, "imd_decile_1_small_areas_share", LEEDS, "2019")
    assert old.numerator == pytest.approx(114, abs=1e-9)
    assert old.denominator == pytest.approx(482, abs=1e-9)


def test_census_totals(observations: pd.DataFrame) -> None:
    # ONS: small areas of Leeds sum to 811,960 people and 341,463 households.
    assert one(observations, "residents_65_over_share", LEEDS, "2021").denominator == 811_960
    assert one(observations, "social_rented_share", LEEDS, "2021").denominator == 341_463


def test_at_least_16_indicators_of_every_characteristic(observations: pd.DataFrame) -> None:
    assert observations.indicator.nunique() >= 16
    assert set(observations.characteristic) == {"wellbeing", "connected", "involved", "place"}


def test_every_ward_is_in_every_ward_table_or_in_the_gaps(real_release: Path, observations: pd.DataFrame) -> None:
    gaps = pd.read_csv(real_release / "data" / "gaps.csv", dtype=str, keep_default_na=False)
    wards = set(observations[observations.level == "ward"].area_code)
    assert len(wards) == 33
    for (indicator, period), rows in observations[observations.level == "ward"].groupby(["indicator", "period"]):
        assert set(rows.area_code) == wards, (indicator, period)
        without = set(rows[rows.value.isna()].area_code)
        listed = set(gaps[(gaps.indicator == indicator) & (gaps.period == period)].area_code)
        assert without <= listed


def test_levels_have_the_areas_that_leeds_has(observations: pd.DataFrame) -> None:
    own = observations[observations.indicator == "social_rented_share"]
    assert own.groupby("level").area_code.nunique().to_dict() == {
        "lsoa21": 488, "msoa21": 107, "ward": 33, "committee": 10, "city": 1,
    }  # fmt: skip


@pytest.mark.parametrize("year", [2021, 2022])
def test_turnout_equals_the_publishers(observations: pd.DataFrame, year: int) -> None:
    path = shared("realdata") / "indicators" / f"hoc_local_elections_{year}_wards.csv"
    rows = list(csv.reader(path.open(encoding="utf-8", newline="")))
    header = [cell.strip() for cell in rows[1]]
    code = header.index("Ward/ED code" if year == 2021 else "Ward code")
    place, turnout = header.index("Local authority code"), header.index("Turnout (%)")
    published = {row[code]: float(row[turnout]) for row in rows[2:] if row[place] == LEEDS}
    ours = observations[(observations.indicator == "local_election_turnout_share") & (observations.level == "ward")]
    ours = ours[ours.period.str.startswith(str(year))]
    assert dict(zip(ours.area_code, ours.value, strict=True)) == published
    assert len(published) == 33


def test_published_figures_are_unchanged(observations: pd.DataFrame) -> None:
    path = shared("realdata") / "indicators" / "personal-wellbeing-estimates.csv"
    with path.open(encoding="utf-8-sig", newline="") as handle:
        source = [r for r in csv.DictReader(handle) if r["areacd"] == LEEDS and r["indicator"] == "Satisfaction"]
    for row in source:
        ours = one(observations, "life_satisfaction_mean", LEEDS, row["period"])
        assert (ours.value, ours.lower, ours.upper) == (
            float(row["observation"]), float(row["lci_95"]), float(row["uci_95"]),
        )  # fmt: skip


def test_ward_sums_equal_the_city(observations: pd.DataFrame) -> None:
    summed = observations[observations.numerator.notna() & observations.level.isin(["ward", "committee", "city"])]
    totals = summed.pivot_table(
        index=["indicator", "period"], columns="level", values=["numerator", "denominator"], aggfunc="sum"
    )
    for part in ("numerator", "denominator"):
        for level in ("ward", "committee"):
            pd.testing.assert_series_equal(totals[part][level], totals[part]["city"], check_names=False, rtol=1e-12)


def test_no_synthetic_file_or_code_slips_in(real_release: Path, observations: pd.DataFrame) -> None:
    sources = pd.read_csv(real_release / "data" / "sources.csv", dtype=str)
    assert not sources.file.str.contains("synthetic", case=False).any()
    assert (sources.synthetic == "False").all()
    assert not observations.area_code.str.match(r"E019|E029").any()
    assert "SYNTHETIC" in (real_release / "release.json").read_text()  # listed among the ignored


def test_real_boundaries_are_drawn(real_release: Path) -> None:
    import geopandas

    wards = geopandas.read_file(real_release / "data" / "boundaries" / "ward.geojson")
    assert len(wards) == 33
    assert wards.geometry.is_valid.all()
    assert wards.crs.to_epsg() == 27700
    # ONS: the area of Leeds is 551.77 square kilometres; generalised boundaries come within a thousandth.
    assert wards.area.sum() / 1e6 == pytest.approx(551.77, rel=1e-3)
    small = geopandas.read_file(real_release / "data" / "boundaries" / "lsoa21.geojson")
    assert len(small) == 488
    assert small.geometry.is_valid.all()
    assert small.area.sum() / 1e6 == pytest.approx(551.77, rel=1e-3)


def test_postcodes_of_the_city_with_the_ward_of_their_small_area(real_release: Path) -> None:
    postcodes = pd.read_csv(real_release / "data" / "postcodes.csv", dtype=str)
    assert len(postcodes) > 20_000
    assert postcodes.postcode.is_monotonic_increasing
    assert postcodes.lsoa21.nunique() == 488
    assert postcodes.ward_code.nunique() == 33
    sources = pd.read_csv(real_release / "data" / "sources.csv", dtype=str).set_index("source")
    assert "Royal Mail" in sources.loc["ons_postcodes", "attribution"]
    assert not (real_release / "data" / "neighbourhoods.csv").exists()  # the example is of the sample alone
