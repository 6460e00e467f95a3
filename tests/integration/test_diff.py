"""What changed between two releases: a source, a declaration, a method, a lookup; told alike by release and `diff`."""

import csv
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pipelines import paths
from pipelines.cli import main
from pipelines.explaining.explanation import explain
from pipelines.explaining.rebuilding import rebuilding
from tests.conftest import current_release, made_once, run_thriving

WARD = "E05011384"
KEY = ["indicator", "level", "area_code", "period"]


@dataclass(frozen=True)
class Releases:
    """Four releases, each made from the one before, and the inbox of the last.

    `second`: one count of the Partnership's figures is another, and one declaration takes another column. `third`: one
    small area lies in another ward. `fourth`: the files of elections are gone.
    """

    first: Path
    second: Path
    third: Path
    fourth: Path


def edit(path: Path, change: Callable[[list[dict[str, str]]], None]) -> None:
    """Change a CSV's rows in place."""
    with path.open(newline="", encoding="utf-8-sig") as handle:
        rows = list(csv.DictReader(handle))
    change(rows)
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def one_more_group(rows: list[dict[str, str]]) -> None:
    row = next(r for r in rows if r["measure"] == "community_groups" and r["area_code"] == WARD)
    row["numerator"] = str(int(float(row["numerator"])) + 7)


def another_ward(rows: list[dict[str, str]]) -> None:
    moved = next(r for r in rows if r["ward24_code"] == WARD)
    other = next(r for r in rows if r["ward24_code"] != WARD)
    moved["ward24_code"], moved["ward24_name"] = other["ward24_code"], other["ward24_name"]


@pytest.fixture(scope="session")
def releases(published: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Releases:
    def make(folder: Path) -> None:
        inbox, data, declared = folder / "inbox", folder / "data", folder / "indicators"
        shutil.copytree(published[0], inbox)
        shutil.copytree(published[1], data, ignore=shutil.ignore_patterns(".lock"))
        shutil.copytree(paths.INDICATORS, declared)
        names = [current_release(data).name]

        def run() -> None:
            done = run_thriving(data, "run", "--inbox", inbox, THRIVING_INDICATORS=str(declared))
            assert done.returncode == 0, done.stderr
            names.append(current_release(data).name)

        edit(next(inbox.glob("partnership*.csv")), one_more_group)
        path = declared / "thriving_community" / "connected" / "residents_65_over_share.yaml"
        path.write_text(path.read_text().replace("numerator: aged_65_over", "numerator: aged_65_over + aged_50_64"))
        run()
        edit(next(inbox.glob("lookup_lsoa21_ward24*.csv")), another_ward)
        run()
        for file in inbox.glob("local_elections*.csv"):
            file.unlink()
        run()
        (folder / "names.json").write_text(json.dumps(names))

    folder = made_once(tmp_path_factory, "revised", make)
    names = json.loads((folder / "names.json").read_text())
    assert len(set(names)) == 4
    return Releases(*(folder / "data" / "releases" / name for name in names))


def revised(release: Path) -> pd.DataFrame:
    return pd.read_csv(release / "data" / "revisions.csv", float_precision="round_trip")


def observed(release: Path) -> pd.DataFrame:
    return pd.read_parquet(release / "data" / "observations.parquet").set_index(KEY).sort_index()


def diff(capsys: pytest.CaptureFixture[str], *arguments: Any) -> dict[str, Any]:
    assert main(["diff", *map(str, arguments), "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_the_release_names_the_indicators_that_are_gone(releases: Releases) -> None:
    nothing, gone = (pd.read_csv(r / "data" / "updates.csv") for r in (releases.second, releases.fourth))
    assert nothing.empty
    assert set(gone["change"]) == {"gone"}
    before, now = (
        set(pd.read_csv(r / "data" / "indicators.csv")["indicator"]) for r in (releases.third, releases.fourth)
    )
    assert set(gone["indicator"]) == before - now
    assert "turnout" in " ".join(gone["indicator"])
    home = (releases.fourth / "index.html").read_text(encoding="utf-8")
    assert f"{len(gone)} indicator{'s' if len(gone) > 1 else ''} no longer in this release: " in home
    assert not (releases.first / "data" / "updates.csv").exists()


@pytest.mark.parametrize(("old", "new"), [("first", "second"), ("second", "third"), ("third", "fourth")])
def test_the_release_and_diff_say_the_same(
    old: str, new: str, releases: Releases, capsys: pytest.CaptureFixture[str]
) -> None:
    before, after = getattr(releases, old), getattr(releases, new)
    listed = revised(after).drop(columns="synthetic")
    told = pd.DataFrame(diff(capsys, before, after)["revisions"])
    assert len(listed) > 0
    pd.testing.assert_frame_equal(listed, told[listed.columns], check_dtype=False, check_exact=True)


@pytest.mark.parametrize(("old", "new"), [("first", "second"), ("second", "third"), ("third", "fourth")])
def test_every_number_that_is_another_is_listed_and_no_other(old: str, new: str, releases: Releases) -> None:
    """The same question asked of the two tables of observations, in another way."""
    before, after = observed(getattr(releases, old)), observed(getattr(releases, new))
    both = before.index.intersection(after.index)
    parts = ["value", "lower", "upper"]
    one, other = before.loc[both, parts].astype(float), after.loc[both, parts].astype(float)
    same = np.isclose(one, other, rtol=1e-12, atol=0, equal_nan=True).all(axis=1)
    moved = set(both[~same | (before.loc[both, "status"] != after.loc[both, "status"]).to_numpy()])
    gone = set(before.index[before["value"].notna()].difference(after.index))
    listed = revised(getattr(releases, new))
    found = {change: set(map(tuple, rows[KEY].to_numpy())) for change, rows in listed.groupby("change")}
    assert set().union(*found.values()) >= moved | gone
    assert found.get("revised", set()) <= moved
    assert found.get("withdrawn", set()) <= moved | gone


def test_a_source_that_was_revised(releases: Releases) -> None:
    rows = revised(releases.second).query("indicator == 'community_groups_rate'")
    assert set(rows["reason"]) == {"source revised"}
    assert set(rows["change"]) == {"revised"}
    ward = rows[rows["area_code"] == WARD].iloc[0]
    old = observed(releases.first).loc[("community_groups_rate", "ward", WARD, ward["period"])]
    assert ward["old_value"] == old["value"]
    assert ward["new_value"] == pytest.approx(10_000 * (old["numerator"] + 7) / old["denominator"], rel=1e-12)
    assert {"ward", "committee", "city"} == set(rows["level"])
    assert set(rows["period"]) == {ward["period"]}
    assert set(rows["old_release"]) == {releases.first.name}


def test_a_declaration_that_changed(releases: Releases) -> None:
    rows = revised(releases.second).query("indicator == 'residents_65_over_share'")
    assert set(rows["reason"]) == {"declaration changed"}
    assert (rows["new_value"] > rows["old_value"]).all()
    assert set(revised(releases.second)["indicator"]) == {"residents_65_over_share", "community_groups_rate"}


def test_a_boundary_that_changed(releases: Releases) -> None:
    rows = revised(releases.third)
    assert set(rows["reason"]) == {"boundary changed"}
    assert not (set(rows["level"]) & {"lsoa21", "city"})
    assert WARD in set(rows["area_code"])


def test_a_method_that_changed(releases: Releases, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "old"
    shutil.copytree(releases.first, copy)
    path = copy / "data" / "provenance.csv"
    recorded = pd.read_csv(path, dtype=str)
    recorded.assign(method="of another day").to_csv(path, index=False)
    reasons = {one["indicator"]: one["reason"] for one in diff(capsys, copy, releases.second)["indicators"]}
    assert reasons["community_groups_rate"] == "source revised; method changed"
    assert reasons["residents_65_over_share"] == "declaration changed; method changed"
    path.unlink()
    reasons = {one["indicator"]: one["reason"] for one in diff(capsys, copy, releases.second)["indicators"]}
    assert set(reasons.values()) == {"not recorded"}


def test_what_is_gone_is_withdrawn_and_named(releases: Releases, capsys: pytest.CaptureFixture[str]) -> None:
    rows = revised(releases.fourth).query("indicator == 'local_election_turnout_share'")
    assert set(rows["change"]) == {"withdrawn"}
    assert set(rows["reason"]) == {"source revised"}
    assert rows["new_value"].isna().all()
    found = diff(capsys, releases.third, releases.fourth)
    assert any(name.startswith("local_election_turnout_share") for name in found["went"]["indicators"])
    found = diff(capsys, releases.fourth, releases.third)
    assert any(name.startswith("local_election_turnout_share") for name in found["came"]["indicators"])
    assert "local_election_turnout_share" not in {one["indicator"] for one in found["indicators"]}


def test_diff_in_words_and_as_a_file(releases: Releases, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "changed.csv"
    assert main(["diff", str(releases.first), str(releases.second), "--csv", str(out)]) == 0
    text = capsys.readouterr().out
    rows = revised(releases.second)
    ward = rows[(rows["indicator"] == "community_groups_rate") & (rows["area_code"] == WARD)].iloc[0]
    for part in (
        f"From {releases.first.name} to {releases.second.name}",
        "IN08 community_groups_rate: 3 revised. Why: source revised",
        f"{float(ward['old_value'])!r} -> {float(ward['new_value'])!r} per 10,000",
    ):
        assert part in text
    written = pd.read_csv(out, float_precision="round_trip")
    pd.testing.assert_frame_equal(written, rows.drop(columns="synthetic"), check_exact=True)


def test_a_release_does_not_differ_from_itself(releases: Releases, capsys: pytest.CaptureFixture[str]) -> None:
    found = diff(capsys, releases.second, releases.second)
    assert found["revisions"] == found["indicators"] == found["targets"] == []
    assert not any([*found["came"].values(), *found["went"].values()])


def test_an_earlier_release_is_computed_again_from_its_own_files(
    releases: Releases, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files and lookups are those of the release, whatever came later; the declaration is today's, and that is said."""
    monkeypatch.setenv("THRIVING_DATA", str(releases.first.parents[1]))
    for release, declared in ((releases.first, "agrees"), (releases.second, "differs"), (releases.third, "differs")):
        with rebuilding(release) as again:
            counted = explain(again.release, again, "IN08", WARD, "2024")
            aged = explain(again.release, again, "residents_65_over_share", WARD, "2021")
        assert counted["recomputed"]["state"] == "agrees"
        assert aged["recomputed"]["state"] == declared
        assert aged["release"]["changed_since"] == ([] if declared == "agrees" else ["declaration"])


def test_a_target_that_moved(releases: Releases, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "old"
    shutil.copytree(releases.first, copy)
    path = copy / "data" / "targets.csv"
    targets = pd.read_csv(path)
    first = targets[targets["in_force"] & targets["kind"].eq("target")].iloc[0]
    targets.loc[targets["indicator"].eq(first["indicator"]) & targets["kind"].eq("target"), "value"] += 5
    targets.to_csv(path, index=False)
    (moved,) = diff(capsys, copy, releases.first)["targets"]
    assert (moved["indicator"], moved["kind"]) == (first["indicator"], "target")
    assert float(moved["old_value"]) == float(moved["new_value"]) + 5
    assert moved["why"] == first["why"]
    assert main(["diff", str(copy), str(releases.first)]) == 0
    assert f"Target of {first['indicator']}: " in capsys.readouterr().out


@pytest.mark.parametrize("content", [None, "{}", '{"id": "x"}'])
def test_a_folder_that_is_no_release_is_said(
    content: str | None, releases: Releases, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (tmp_path / "release.json").write_text(content)
    for pair in ((releases.first, tmp_path), (tmp_path, releases.first)):
        assert main(["diff", *map(str, pair)]) == 1
        assert str(tmp_path) in capsys.readouterr().err
