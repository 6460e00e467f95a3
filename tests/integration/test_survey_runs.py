"""Surveys through the real run: identifiers are found nowhere, faults stop it, purging keeps what was published."""

import csv
import io
import json
import shutil
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from tests.conftest import current_release, run_thriving
from tests.integration.conftest import write_inbox

PLANTED = {
    "name": "Quillon Ferrybridge-Planted",
    "email": "quillon.planted@example.org",
    "anything_else": "My neighbour Zebedee at the blue gate never sleeps",
}


def plant(inbox: Path) -> list[str]:
    """Put a name, an address and free text into a row of each wave; answers all that must not be found.

    The postcodes of two respondents become ones that stand in the public lookup and in no register beside it.
    """
    secrets = list(PLANTED.values())
    lookup = inbox / "postcode_lookup_lsoa21.csv"
    areas = {row["pcds"]: row["lsoa21"] for row in csv.DictReader(io.StringIO(lookup.read_text(encoding="utf-8")))}
    added = []
    for path in sorted(inbox.glob("neighbourhood_survey_*.csv")):
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
        rows[0] |= PLANTED
        for row in rows[:2]:
            own = f"ZZ9{len(added) // 10} {len(added) % 10}QQ"
            added.append(f"{own},202101,,{areas[row['postcode']]}")
            row["postcode"] = own
        secrets += [rows[0]["postcode"], rows[0]["respondent"], rows[1]["postcode"]]
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
        path.write_text(text.getvalue(), encoding="utf-8")
    with lookup.open("a", encoding="utf-8") as handle:
        handle.writelines(f"{line}\n" for line in added)
    return secrets


@pytest.fixture(scope="module")
def surveyed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, list[str], str]:
    """An inbox with planted identifiers, the data folder after a run on it, the secrets, and what the run said."""
    folder = tmp_path_factory.mktemp("surveyed")
    (folder / "inbox").mkdir()
    write_inbox(folder / "inbox", lean=False)
    secrets = plant(folder / "inbox")
    done = run_thriving(folder / "data", "run", "--inbox", folder / "inbox")
    assert done.returncode == 0, done.stderr
    return folder / "inbox", folder / "data", secrets, done.stdout + done.stderr


def texts(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file's bytes; Parquet and workbooks also unpacked."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        content = path.read_bytes()
        yield path, content
        if path.suffix == ".parquet":
            yield path, pd.read_parquet(path).to_csv().encode()
        elif path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield path, archive.read(name)


def test_planted_identifiers_are_found_nowhere(surveyed: tuple[Path, Path, list[str], str]) -> None:
    """In the release, logs, tables, Dagster's records and the private folder; a postcode stays in the public lookup."""
    inbox, data, secrets, said = surveyed
    assert not [secret for secret in secrets if secret in said]
    found = [
        (path.relative_to(data).as_posix(), secret)
        for path, content in texts(data)
        for secret in secrets
        if secret.encode() in content
    ]
    personal = set(PLANTED.values())
    # The lookup of every postcode is public: as landed, as a table, and as the release's own list of the place.
    listed = (current_release(data) / "data" / "postcodes.csv").relative_to(data).as_posix()
    public = ("landed/ons_postcodes/", "warehouse/conformed/lookup_postcode.", listed)
    with (data / listed).open(encoding="utf-8") as handle:
        assert next(csv.reader(handle)) == ["postcode", "lsoa21", "ward_code", "synthetic"]
    assert not [(path, s) for path, s in found if s in personal or not path.startswith((*public, "private/"))]
    # The private folder keeps a respondent's number, by which two waves of one file are told apart, and no postcode.
    postcodes = {s for s in secrets if " " in s and s not in personal}
    assert postcodes
    assert not [(path, s) for path, s in found if path.startswith("private/") and s in postcodes]


def test_no_copy_of_a_file_of_answers_is_kept(surveyed: tuple[Path, Path, list[str], str]) -> None:
    inbox, data, _, _ = surveyed
    assert list(inbox.glob("neighbourhood_survey_*"))
    assert not list((data / "landed").rglob("*neighbourhood_survey*"))


def test_the_private_folder_is_for_this_account_alone(surveyed: tuple[Path, Path, list[str], str]) -> None:
    _, data, _, _ = surveyed
    kept = list((data / "private").rglob("*"))
    assert any(p.suffix == ".parquet" for p in kept)
    assert stat.S_IMODE((data / "private").stat().st_mode) == 0o700
    for path in kept:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_nothing_below_the_rules_is_published(surveyed: tuple[Path, Path, list[str], str]) -> None:
    _, data, _, _ = surveyed
    tables = current_release(data) / "data"
    estimates = pd.read_csv(tables / "survey_estimates.csv")
    sampled = estimates[estimates["effective_respondents"].notna()]
    assert len(sampled) > 1000
    assert sampled["respondents"].min() >= 30
    hidden = estimates[estimates["status"] == "suppressed"]
    assert len(hidden) > 0
    numbers = [
        "respondents",
        "effective_respondents",
        "design_effect",
        "coefficient_of_variation",
        "no_answer",
        "excluded",
    ]
    assert hidden[numbers].isna().all().all()
    groups = pd.read_csv(tables / "working_together.csv")
    assert groups["organisations"].dropna().min() >= 5
    assert groups.loc[groups["status"] == "suppressed", ["value", "lower", "upper", "organisations"]].isna().all().all()


def test_purging_removes_answers_and_keeps_what_was_published(
    surveyed: tuple[Path, Path, list[str], str], tmp_path: Path
) -> None:
    inbox, data = tmp_path / "inbox", tmp_path / "data"
    shutil.copytree(surveyed[0], inbox)
    shutil.copytree(surveyed[1], data, ignore=shutil.ignore_patterns(".lock"))
    names = ("survey_estimates", "modelled_estimates", "models", "working_together", "concerns", "register_entries")
    before = {name: pd.read_csv(current_release(data) / "data" / f"{name}.csv") for name in names}
    done = run_thriving(data, "survey", "purge", "--before", "2024-01-01")
    assert done.returncode == 0, done.stderr
    assert "Neighbourhood survey 2022" in done.stdout
    left = {p.stem for p in (data / "private" / "responses" / "neighbourhood_survey").glob("*.parquet")}
    assert left == {"2023", "2024"}
    # The file still lies in the inbox; the next run does not read it again, and its estimates stand, pooled ones too.
    run = run_thriving(data, "run", "--inbox", inbox)
    assert run.returncode == 0, run.stderr
    assert "its responses were removed" in run.stdout + run.stderr
    assert not (data / "private" / "responses" / "neighbourhood_survey" / "2022.parquet").exists()
    for name, was in before.items():
        pd.testing.assert_frame_equal(was, pd.read_csv(current_release(data) / "data" / f"{name}.csv"), obj=name)
    instruments = pd.read_csv(current_release(data) / "data" / "instruments.csv")
    row = instruments[(instruments["instrument"] == "neighbourhood_survey") & (instruments["wave"] == 2022)].iloc[0]
    assert "Responses removed on" in row["note"]
    record = json.loads((data / "private" / "purged.json").read_text())
    assert {"neighbourhood_survey"} <= {entry["instrument"] for entry in record}


def test_purging_what_was_never_estimated_removes_nothing(tmp_path: Path) -> None:
    done = run_thriving(tmp_path / "data", "survey", "purge", "--before", "2024-01-01")
    assert done.returncode == 0
    assert "no responses" in done.stdout.lower()


def copied(surveyed: tuple[Path, Path, list[str], str], folder: Path) -> tuple[Path, Path]:
    """The inbox and the data folder of a good run, to be changed by one test."""
    shutil.copytree(surveyed[0], folder / "inbox")
    shutil.copytree(surveyed[1], folder / "data", ignore=shutil.ignore_patterns(".lock"))
    return folder / "inbox", folder / "data"


def test_a_margin_category_without_respondents_stops_the_run_and_loses_nothing(
    surveyed: tuple[Path, Path, list[str], str], tmp_path: Path
) -> None:
    inbox, data = copied(surveyed, tmp_path)
    before = current_release(data)
    path = inbox / "neighbourhood_survey_2024.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    kept = [row for row in rows if (row["age_group"], row["sex"]) != ("5", "2")]
    assert 0 < len(kept) < len(rows)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0].keys())
    writer.writeheader()
    writer.writerows(kept)
    path.write_text(text.getvalue(), encoding="utf-8")
    for arguments in (("survey", "check", path), ("run", "--inbox", inbox)):
        done = run_thriving(data, *arguments)
        said = done.stdout + done.stderr
        assert done.returncode == 1, said
        assert "no respondent in the category" in said
        assert "column age_by_sex" in said
        assert "merge the category" in said
    assert current_release(data) == before
    assert (before / "index.html").exists()


def test_only_new_answers_are_read_and_a_wave_that_is_gone_is_told(
    surveyed: tuple[Path, Path, list[str], str], tmp_path: Path
) -> None:
    inbox, data = copied(surveyed, tmp_path)
    (inbox / "social_value_returns_2022.csv").unlink()
    done = run_thriving(data, "run", "--inbox", inbox)
    assert done.returncode == 0, done.stderr
    said = done.stdout + done.stderr
    assert "0 read; 1 instruments estimated, 7 unchanged" in said
    assert "Social Value Charter returns 2022: its file is no longer in the inbox" in said
    estimates = pd.read_csv(current_release(data) / "data" / "survey_estimates.csv")
    own = estimates[estimates["indicator"] == "social_value_realised_share"]
    assert sorted(own["period"].str[:4]) == ["2023", "2024"]


def test_answers_that_cannot_be_weighted_are_told_and_no_older_estimate_stands_for_them(
    surveyed: tuple[Path, Path, list[str], str], tmp_path: Path
) -> None:
    inbox, data = copied(surveyed, tmp_path)
    (inbox / "census2021_age_sex_lsoa21.csv").unlink()
    done = run_thriving(data, "run", "--inbox", inbox)
    assert done.returncode == 0, done.stderr
    said = "not estimated, because no file gives Census 2021: Usual residents by sex and age group."
    assert said in done.stdout + done.stderr
    tables = current_release(data) / "data"
    assert "belonging_share" not in set(pd.read_csv(tables / "survey_estimates.csv")["indicator"])
    gaps = pd.read_csv(tables / "gaps.csv")
    assert said in gaps[gaps["indicator"] == "belonging_share"]["reason"].item()


def test_an_organisation_gets_its_own_result_and_nobody_elses(
    surveyed: tuple[Path, Path, list[str], str], tmp_path: Path
) -> None:
    _, data, _, _ = surveyed
    done = run_thriving(data, "survey", "result", "ORG-0002", "-o", tmp_path / "own.html")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "own.html").read_text()
    assert "ORG-0002" in page
    assert "ORG-0003" not in page
    for heading in ("Forming", "Sustaining", "Inclusive", "Effective", "Resourcing"):
        assert heading in page
    unknown = run_thriving(data, "survey", "result", "ORG-9999", "-o", tmp_path / "none.html")
    assert unknown.returncode == 1
    assert not (tmp_path / "none.html").exists()


def test_official_figures_stand_beside_the_survey(surveyed: tuple[Path, Path, list[str], str]) -> None:
    release = current_release(surveyed[1])
    page = (release / "indicators" / "life_satisfaction_survey_mean.html").read_text()
    assert "Office for National Statistics" in page
    assert 'href="../indicators/life_satisfaction_mean.html"' in page or "life_satisfaction_mean.html" in page
