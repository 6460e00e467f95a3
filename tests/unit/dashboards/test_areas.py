"""Pages and data of areas: sparklines, absences told together, figures as the observations have them, postcodes."""

import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from dashboards.charts.spark import spark
from dashboards.release.reading import read_release
from dashboards.release.rows import Observation
from dashboards.scripts.places import outward_codes, write_place_scripts
from dashboards.site import make_site
from pipelines.columns import CITY_CHARACTERISTICS


def row(year: int, value: float | None, half: float | None = None, status: str = "ok") -> Observation:
    limits = (value - half, value + half) if value is not None and half is not None else (None, None)
    return Observation(
        "made_up_share", "ward", "W1", "Ward", f"{year}-01-01/P1Y", value, *limits, None, None,
        status, "", None, "not_compared", None, None,
    )  # fmt: skip


def data(folder: Path, name: str) -> dict[str, object]:
    text = (folder / "static" / "data" / f"{name}.js").read_text(encoding="utf-8")
    found: dict[str, object] = json.loads(text[text.index("=", text.index("[")) + 1 :].rstrip(";\n"))
    return found


def paths(picture: str) -> dict[str, str]:
    found = re.findall(r'<path (?:d="([^"]*)" class="([^"]*)"|class="([^"]*)" d="([^"]*)")', picture)
    return {look or other: d or path for d, look, other, path in found}


def test_a_sparkline_has_the_series_its_interval_and_the_city() -> None:
    own = [row(2020, 10, 1), row(2021, 12, 1), row(2022, 14, 1)]
    city = [row(2018, 99), row(2020, 12), row(2021, 12), row(2022, 12)]
    drawn = paths(spark(own, city, (), synthetic=False))
    assert set(drawn) == {"band", "city-line", "own"}
    assert drawn["own"].count("M") == 1
    # Years of the city before the area's own neither stand in it nor press its scale together.
    assert drawn["own"].startswith("M4 19")
    assert drawn["city-line"].startswith("M4 13")
    assert "synthetic" in spark(own, city, (), synthetic=True)


@pytest.mark.parametrize(
    ("rows", "breaks"),
    [
        ([row(2020, 10), row(2021, 11), row(2022, None, None, "suppressed"), row(2023, 13)], ()),
        ([row(2020, 10), row(2021, 11), row(2023, 13)], ("2022-06-01",)),
    ],
)
def test_no_line_crosses_a_gap_or_a_break(rows: list[Observation], breaks: tuple[str, ...]) -> None:
    drawn = paths(spark(rows, (), breaks, synthetic=False))
    assert drawn["own"].count("M") == 2
    assert drawn["own"].endswith("h0")
    assert "band" not in drawn


def test_one_value_or_a_flat_line_is_no_sparkline() -> None:
    assert not spark([row(2020, 10, 1)], (), (), synthetic=False)
    assert not spark([row(2020, 10), row(2021, 10)], (), (), synthetic=False)


def test_data_of_an_area_are_its_observations(shaped: Path) -> None:
    code = "X05000003"
    figures = data(shaped, f"areas/{code}")["figures"]
    assert isinstance(figures, dict)
    observations = pd.read_parquet(shaped / "data" / "observations.parquet")
    own = observations[(observations.area_code == code) & ~observations.characteristic.isin(CITY_CHARACTERISTICS)]
    assert set(figures) == set(own.indicator)
    states = 0
    for indicator, found in figures.items():
        rows = own[own.indicator == indicator]
        if "value" not in found:
            states += 1
            assert found["status"] in set(rows.status) - {"ok", "caution"}
            assert found["state"]
            assert not {"lower", "upper", "words", "interval", "comparison"} & set(found)
            continue
        match = rows[rows.value == found["value"]]
        assert len(match) >= 1, indicator
        for limit in ("lower", "upper"):
            assert found.get(limit) == (None if pd.isna(match.iloc[0][limit]) else match.iloc[0][limit])
    assert states >= 2


def test_postcodes_lead_to_their_ward(shaped: Path, tmp_path: Path) -> None:
    site = make_site(read_release(shaped), {})
    assert outward_codes(site) == [] or (shaped / "static" / "data" / "postcodes").is_dir()
    lines = (
        "postcode,lsoa21,ward_code\nEX1 1AB,X01000001,X05000003\nEX1 2CD,X01000001,X05000003\nEX10 1AB,X01,X05000004\n"
    )
    folder = shutil.copytree(shaped, tmp_path / "site")
    (folder / "data" / "postcodes.csv").write_text(lines, encoding="utf-8")
    site = make_site(read_release(folder), {})
    assert outward_codes(site) == ["EX1", "EX10"]
    write_place_scripts(site)
    half = data(folder, "postcodes/EX1")
    assert half["inward"] == {"1AB": 0, "2CD": 0}
    assert half["wards"] == ["X05000003"]
    areas = data(folder, "areas")
    assert {area.code for area in site.release.areas} <= set(areas)


def test_absences_told_together_name_every_indicator(shaped: Path) -> None:
    """No indicator of an area goes missing from its page, wherever its state stands."""
    for code in ("X05000003", "X05000011", "X99000001"):
        text = (shaped / "areas" / f"{code}.html").read_text(encoding="utf-8")
        for indicator in data(shaped, f"areas/{code}")["figures"]:  # type: ignore[attr-defined]
            assert f"indicators/{indicator}.html" in text, (code, indicator)
