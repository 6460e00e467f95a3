"""What is computed again, and what is left alone."""

import json
import shutil
from pathlib import Path

import pytest

from pipelines import paths
from pipelines.assets.computing import compute, table_of
from pipelines.declarations.catalogue import load_indicators
from pipelines.faults import DeclarationFaultsError
from pipelines.warehouse import table_path
from tests.conftest import current_release, run_thriving

NEW = """\
code: PL06-R
name: Households that own outright
characteristic: place
definition: Share of households that own their home outright at the 2021 Census.
numerator: Households owning outright
denominator: All households
unit: percent
polarity: no_judgement
kind: proportion
from: {table: conformed.census_tenure, numerator: owned_outright, denominator: households}
levels: [lsoa21, msoa21, ward, committee, city]
source: [ons_census_tenure]
"""


@pytest.fixture
def declarations(tmp_path: Path) -> Path:
    folder = tmp_path / "indicators"
    shutil.copytree(paths.INDICATORS, folder)
    return folder


def times(data: Path) -> dict[str, int]:
    return {str(p.relative_to(data)): p.stat().st_mtime_ns for p in (data / "warehouse").rglob("*.parquet")}


def test_adding_an_indicator_computes_that_one_and_the_release(
    sample_data: Path, declarations: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(sample_data, data, copy_function=shutil.copy2)
    before, old = times(data), current_release(data)
    (declarations / "thriving_community" / "place" / "own_outright_share.yaml").write_text(NEW)
    done = run_thriving(data, "run", THRIVING_INDICATORS=str(declarations))
    assert done.returncode == 0, done.stderr
    after = times(data)
    changed = {name for name, moment in after.items() if before.get(name) != moment}
    # The analysis ranks and compares all of them, so it is made again as a whole; no other indicator is.
    assert {name for name in changed if "/analysis/" not in name} == {"warehouse/indicator/own_outright_share.parquet"}
    release = current_release(data)
    assert release != old
    assert (release / "indicators" / "own_outright_share.html").exists()


def test_a_changed_formula_computes_its_indicator_only(
    sample_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, declarations: Path, fresh_modules: None
) -> None:
    data = tmp_path / "data"
    shutil.copytree(sample_data, data, copy_function=shutil.copy2)
    monkeypatch.setenv("THRIVING_DATA", str(data))
    assert compute(load_indicators()).made == []
    path = declarations / "thriving_community" / "place" / "social_rented_share.yaml"
    path.write_text(path.read_text().replace("unit: percent", "unit: percent\ndecimals: 2"))
    assert compute(load_indicators(declarations)).made == ["social_rented_share"]


def test_a_failing_check_keeps_the_last_table(
    sample_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, declarations: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(sample_data, data, copy_function=shutil.copy2)
    old = current_release(data)
    path = declarations / "thriving_community" / "place" / "social_rented_share.yaml"
    path.write_text(
        path.read_text()
        + "expect:\n  - {type: ExpectColumnValuesToBeBetween, arguments: {column: value, max_value: 1}}\n"
    )
    table = data / "warehouse" / "indicator" / "social_rented_share.parquet"
    before = table.read_bytes()
    done = run_thriving(data, "run", THRIVING_INDICATORS=str(declarations))
    assert done.returncode == 1
    for part in ("social_rented_share", "ExpectColumnValuesToBeBetween on value", "area_code", "untouched"):
        assert part in done.stderr
    assert table.read_bytes() == before
    assert current_release(data) == old


def test_every_fault_of_every_declaration_at_once(declarations: Path, fresh_modules: None) -> None:
    place = declarations / "thriving_community" / "place"
    (place / "first.yaml").write_text(
        NEW.replace("unit: percent", "unit: furlongs").replace("kind: proportion", "knd: x")
    )
    (place / "second.yaml").write_text(
        NEW.replace("PL06-R", "PL01").replace("characteristic: place", "characteristic: involved")
    )
    (place / "third.yaml").write_text("a: [1")
    (place / "orphan.sql").write_text("SELECT 1")
    with pytest.raises(DeclarationFaultsError) as caught:
        load_indicators(declarations)
    told = str(caught.value)
    for part in (
        "first.yaml: unit",
        "furlongs",
        "first.yaml: kind",
        "knd",
        "second.yaml: characteristic",
        "third.yaml",
        "orphan.sql",
    ):
        assert part in told, told


def test_misspelt_column_or_table_names_the_indicator(sample_data: Path, tmp_path: Path, declarations: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(sample_data, data, copy_function=shutil.copy2)
    (declarations / "thriving_community" / "place" / "own_outright_share.yaml").write_text(
        NEW.replace("owned_outright,", "ownd_outright,")
    )
    done = run_thriving(data, "run", THRIVING_INDICATORS=str(declarations))
    assert done.returncode == 1
    assert "own_outright_share" in done.stderr
    assert "ownd_outright" in done.stderr


def test_tables_hold_what_the_sidecar_says(sample_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pandas as pd

    monkeypatch.setenv("THRIVING_DATA", str(sample_data))
    for indicator in load_indicators():
        path = table_path(table_of(indicator))
        assert json.loads(path.with_suffix(".json").read_text())["rows"] == len(pd.read_parquet(path))
