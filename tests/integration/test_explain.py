"""How published numbers came about: computed again from landed files, told in order, never more than may be told."""

import csv
import json
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipelines.cli import main
from pipelines.explaining.explained_words import lines
from pipelines.explaining.explanation import explain
from pipelines.explaining.rebuilding import Rebuilding, rebuilding
from tests.conftest import current_release

NUMBERS = ("value", "lower", "upper", "numerator", "denominator")
WANTED = 200
WARD = "E05011384"
Told = dict[str, Any]


@pytest.fixture(scope="module")
def kept(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run leaves behind without its warehouse: a number can only come from landed files and kept answers."""
    data = tmp_path_factory.mktemp("kept") / "data"
    for name in ("landed", "private", "releases"):
        shutil.copytree(sample_data / name, data / name)
    return data


@pytest.fixture(scope="module")
def again(kept: Path) -> Iterator[Rebuilding]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THRIVING_DATA", str(kept))
        with rebuilding(current_release(kept)) as made:
            yield made


@pytest.fixture(scope="module")
def observations(kept: Path) -> pd.DataFrame:
    return pd.read_parquet(current_release(kept) / "data" / "observations.parquet")


@pytest.fixture
def told(again: Rebuilding, kept: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str, str], Told]:
    """Explain a number; tables that one test has had made again serve the next."""
    monkeypatch.setenv("THRIVING_DATA", str(kept))
    return lambda indicator, area, period: explain(again.release, again, indicator, area, period)


def drawn(observations: pd.DataFrame) -> list[dict[str, Any]]:
    """Numbers of every kind: for each indicator and level one at random, then one more, until there are enough."""
    shown = observations[observations["value"].notna()].sort_values(["indicator", "level", "area_code", "period"])
    chance = random.Random(20_261_122)  # noqa: S311 - a draw for a test
    groups = [group.to_dict("records") for _, group in shown.groupby(["indicator", "level"], sort=True)]
    for group in groups:
        chance.shuffle(group)
    chance.shuffle(groups)
    found: list[dict[str, Any]] = []
    while len(found) < WANTED:
        found.extend(group.pop() for group in groups if group)
    return found[:WANTED]


def same(one: float | None, other: float | None) -> bool:
    return one == other or (pd.isna(one) and pd.isna(other))


def test_two_hundred_numbers_come_out_again_to_the_last_digit(
    told: Callable[[str, str, str], Told], observations: pd.DataFrame
) -> None:
    failed: list[str] = []
    chosen = drawn(observations)
    for row in chosen:
        found = told(row["indicator"], row["area_code"], row["period"])
        second = found["recomputed"]
        equal = all(same(second.get(name), row[name]) for name in NUMBERS)
        if second["state"] != "agrees" or not equal or second["status"] != row["status"]:
            failed.append(f"{row['indicator']} {row['area_code']} {row['period']}: {second['words']}")
        assert json.loads(json.dumps(found)) == found
        assert list(lines(found))[0].endswith(f"({row['indicator']})")
    assert not failed
    assert len({row["indicator"] for row in chosen}) > 90
    assert {row["level"] for row in chosen} >= {"lsoa21", "msoa21", "ward", "committee", "city", "country"}


def test_the_rows_told_are_the_rows_of_the_file(told: Callable[[str, str, str], Told]) -> None:
    """Social renting of a ward, counted by hand from the rows that are told."""
    found = told("social_rented_share", WARD, "2021")
    (file,) = (one for one in found["files"] if one["role"] == "figures")
    landed = next(Path(found["release"]["folder"]).parents[1].glob(f"landed/*/{file['sha256'][:16]}/*.csv"))
    with landed.open(newline="", encoding="utf-8-sig") as handle:
        every = dict(enumerate(csv.reader(handle), start=1))
    header = every[1]
    rows = [dict(zip(header, every[number], strict=True)) for number in file["rows"]]
    social = sum(int(row["n"]) for row in rows if row["tenure"].startswith("Social rented"))
    assert social == found["published"]["numerator"]
    assert sum(int(row["n"]) for row in rows) == found["published"]["denominator"]
    assert {row["lsoa21_code"] for row in rows} == set(found["parts"]["areas"])
    others = [cells for number, cells in every.items() if number not in {1, *file["rows"]}]
    assert not any(cells[header.index("lsoa21_code")] in found["parts"]["areas"] for cells in others)


def test_a_query_of_its_own_is_followed_to_the_rows_that_count(told: Callable[[str, str, str], Told]) -> None:
    old = {one["file"]: one for one in told("imd_decile_1_residents_share", "Leeds", "2019")["files"] if one["rows"]}
    assert sorted(old) == ["SYNTHETIC_imd2019_lsoa11.csv", "SYNTHETIC_population2019_lsoa11.csv"]
    new = told("imd_decile_1_residents_share", WARD, "2025")
    rows = {one["file"]: len(one["rows"]) for one in new["files"] if one["rows"]}
    areas = len(new["parts"]["areas"])
    assert rows["SYNTHETIC_imd2025_lsoa21.csv"] == areas
    assert rows["SYNTHETIC_census2021_age_groups_lsoa21.csv"] % areas == 0


def test_a_year_between_two_estimates_names_both(
    told: Callable[[str, str, str], Told], observations: pd.DataFrame
) -> None:
    rows = observations[observations["note"].str.contains("interpolated") & observations["value"].notna()]
    row = rows[rows["level"] == "ward"].iloc[0]
    found = told(row["indicator"], row["area_code"], row["period"])
    assert found["population"]["interpolated"] is True
    files = [one["file"] for one in found["files"] if "population" in one["file"] and one["rows"]]
    assert len(files) == 2


def test_the_trend_is_tested_again(told: Callable[[str, str, str], Told], kept: Path) -> None:
    table = pd.read_csv(
        current_release(kept) / "data" / "trends.csv", keep_default_na=False, float_precision="round_trip"
    )
    for form in ("proportion", "interval"):
        row = table[table["method"] == form].iloc[0]
        trend = told(row["indicator"], row["area_code"], row["last_period"])["trend"]
        assert trend["again"] is True
        assert (trend["form"], trend["marker"], len(trend["points"])) == (form, row["marker"], 5)
        assert trend["chi_squared"] == float(row["chi_squared"])
        assert len(trend["leave_one_out"]) == 5
        assert trend["critical_value"] == pytest.approx(9.54953570608324)


def test_what_is_suppressed_is_not_explained_away(
    told: Callable[[str, str, str], Told], observations: pd.DataFrame
) -> None:
    hidden = observations[observations["status"] == "suppressed"].groupby(["indicator", "level"]).head(2)
    assert len(hidden) > 5
    for row in hidden.to_dict("records"):
        found = told(row["indicator"], row["area_code"], row["period"])
        assert set(found) == {
            "release", "indicator", "area", "period", "published", "suppression", "files", "recomputed"
        }  # fmt: skip
        assert [found["published"][name] for name in NUMBERS] == [None] * 5
        assert set(found["recomputed"]) == {"state", "words", "differences"}
        assert found["recomputed"]["state"] == "agrees"
        assert not any(one["rows"] for one in found["files"])
        text = "\n".join(lines(found))
        assert "No value: suppressed." in text
        assert not any(word in text for word in ("Formula", "Interval\n", "Trend", "Comparison"))


def test_no_answer_is_ever_told(told: Callable[[str, str, str], Told], observations: pd.DataFrame) -> None:
    rows = observations[observations["value"].notna() & observations["indicator"].eq("belonging_share")]
    row = rows[rows["level"] == "ward"].iloc[0]
    found = told(row["indicator"], row["area_code"], row["period"])
    behind = [one for one in found["files"] if one["role"] == "answers"]
    assert len(behind) == 1
    assert (behind[0]["state"], behind[0]["rows"]) == ("private", [])
    assert found["estimate"]["respondents"] == row["denominator"]
    assert found["tables"] == []


def test_sections_stand_in_order(
    kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("THRIVING_DATA", str(kept))
    assert main(["explain", "PL06-S", "Ardsley & Robin Hood", "2021"]) == 0
    text = capsys.readouterr().out
    titles = ["Published", "Definition", "Formula", "Interval", "Files", "Comparison with the city", "Trend", "Release",
              "Computed again"]  # fmt: skip
    places = [text.index(f"\n{title}\n") for title in titles]
    assert places == sorted(places)
    for part in ("SYNTHETIC", "100 x ", "SHA-256", "verified", "agrees to the last digit", "Wilson"):
        assert part in text


def test_json_has_one_shape(kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("THRIVING_DATA", str(kept))
    assert main(["explain", "claimant_share", "Leeds", "2020", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {
        "release", "indicator", "area", "period", "published", "files", "formula", "interval", "estimate", "parts",
        "tables", "population", "comparison", "trend", "recomputed",
    }  # fmt: skip
    assert {"role", "source", "title", "publisher", "file", "sha256", "state", "remedy", "rows"} == set(
        found["files"][0]
    )
    assert {"id", "code_version", "code_fingerprint", "changed_since"} <= set(found["release"])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("social_rent_share", "Leeds", "2021"), "social_rented_share"),
        (("PL06-S", "Ardsley", "2021"), "Ardsley & Robin Hood"),
        (("PL06-S", "Leeds", "1999"), "2021-03-21/P1D"),
    ],
)
def test_wrong_names_are_told_with_the_nearest(
    typed: tuple[str, ...], said: str, kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("THRIVING_DATA", str(kept))
    assert main(["explain", *typed]) == 1
    assert said in capsys.readouterr().err


@pytest.fixture
def damaged(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder to damage."""
    shutil.copytree(kept, tmp_path / "data")
    monkeypatch.setenv("THRIVING_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def test_a_landed_file_that_is_gone_or_differs(damaged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (landed,) = (damaged / "landed" / "ons_census_tenure").glob("*/*.csv")
    content = landed.read_bytes()
    for change, word in ((lambda: landed.write_bytes(content + b"\n"), "other content"), (landed.unlink, "is gone")):
        change()
        assert main(["explain", "PL06-S", WARD, "2021"]) == 1
        text = capsys.readouterr().out
        assert "Not possible." in text
        assert word in text
        assert "thriving run --inbox" in text
        assert "100 x" in text
    assert main(["explain", "PL01", WARD, "2025"]) == 0


def test_a_landed_file_with_another_number_is_never_taken_for_the_one_published(damaged: Path) -> None:
    """A kept copy whose content was changed is not used, however well it could be read."""
    (landed,) = (damaged / "landed" / "hoc_elections").glob("0*/*.csv")
    landed.write_text(landed.read_text().replace("3", "4"))
    with rebuilding(current_release(damaged)) as made:
        found = explain(made.release, made, "local_election_turnout_share", WARD, "2021")
    assert found["recomputed"]["state"] == "not possible"


def test_another_code_or_declaration_is_said(damaged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    release = current_release(damaged)
    path = release / "data" / "provenance.csv"
    recorded = pd.read_csv(path, dtype=str)
    recorded.assign(method="other", declaration="other").to_csv(path, index=False)
    assert main(["explain", "PL06-S", WARD, "2021"]) == 0
    text = capsys.readouterr().out
    assert "computed again with today's" in text
    assert "computed again as it is declared today" in text
    path.unlink()
    assert main(["explain", "PL06-S", WARD, "2021"]) == 0
    assert "does not record what its numbers were made by" in capsys.readouterr().out


def test_a_published_number_that_does_not_come_out_again(damaged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = current_release(damaged) / "data" / "observations.parquet"
    frame = pd.read_parquet(path)
    own = frame["indicator"].eq("social_rented_share") & frame["area_code"].eq(WARD)
    frame.loc[own, "value"] += 1e-9
    frame.to_parquet(path)
    assert main(["explain", "PL06-S", WARD, "2021"]) == 1
    text = capsys.readouterr().out
    assert "differs in value" in text
    assert "value: published" in text


def test_answers_that_were_removed_for_good(sample_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "data"
    shutil.copytree(sample_data, data, ignore=shutil.ignore_patterns(".lock", ".dagster"))
    monkeypatch.setenv("THRIVING_DATA", str(data))
    assert main(["survey", "purge", "--before", "2023-06-01"]) == 0
    with rebuilding(current_release(data)) as made:
        gone = explain(made.release, made, "belonging_share", "Leeds", "2022")["recomputed"]
        live = explain(made.release, made, "belonging_share", "Leeds", "2024")["recomputed"]
    assert gone["state"] == "not possible"
    assert "wave 2022 were removed" in gone["words"]
    assert live["state"] == "agrees"
