"""A made-up town of sixty small areas, observed by the pipeline's own SQL, with hidden figures among them.

Belongs here: its figures, selections of its small areas observed as if they were wards, its release folder.
Does not belong here: real figures, and what is asserted of them.
"""

from __future__ import annotations

import functools
import json
import pathlib
import random
from collections.abc import Mapping

import duckdb
import pandas as pd

from pipelines.declarations.indicator import Indicator
from pipelines.methods.observations import install_macros, observe_all
from tests.unit.dashboards.fixture_release import CITY

SMALL = [f"X010000{n:02d}" for n in range(60)]
WARDS = {f"X0500000{w}": SMALL[w * 10 : w * 10 + 10] for w in range(6)}
HIDDEN = {
    3: "suppressed",
    17: "suppressed",
    31: "suppressed",
    22: "missing_at_source",
    44: "not_collected",
    58: "not_applicable",
}
CAUTION = (5, 6, 40)
PERIOD = "2021-03-21/P1D"
_EVERY = ["lsoa21", "ward", "city"]


def _indicator(name: str, **change: object) -> Indicator:
    base = {
        "id": name, "code": f"PL{len(name):02d}", "name": f"Made-up {name.replace('_', ' ')}", "source": ["made_up"],
        "characteristic": "place", "definition": "A figure of a made-up town, for tests.", "kind": "proportion",
        "numerator": "People counted", "denominator": "All people", "unit": "percent", "polarity": "no_judgement",
        "from": {"table": "conformed.t", "where": f"measure = '{name}'", "numerator": "n", "denominator": "d"},
        "levels": _EVERY,
    }  # fmt: skip
    return Indicator.model_validate({**base, **change})


INDICATORS = [
    _indicator("deprived_people_share", polarity="low_good"),
    _indicator("renting_share"),
    _indicator("group_rate", kind="rate", unit="per 1,000", polarity="high_good"),
    _indicator("divided_rate", kind="rate", unit="per 10,000", polarity="low_good"),
    _indicator("unsure_share", interval="none"),
    _indicator(
        "poor_mean_share",
        kind="weighted_mean",
        **{"from": {"table": "conformed.t", "where": "measure = 'poor'", "value": "n", "weight": "d"}},
    ),
    _indicator("ward_only_share", levels=["ward", "city"]),
]


def _counts(measure: str, n: int, chance: random.Random) -> tuple[float, float]:
    people = chance.randint(800, 2400)
    match measure:
        case "group_rate":
            return chance.choice((0, 0, 0, 1, 2, 5)), people
        case "divided_rate":
            return chance.randint(0, 90) / 7, people + 1 / 3
        case "renting_share":
            return {0: 0, 1: people}.get(n, chance.randint(0, people)), people
        case "poor":
            return chance.randint(1, 400) / 10, people
        case _:
            return chance.randint(0, people // 3), people


def _figures(hidden: Mapping[int, str], *, own_total: bool) -> pd.DataFrame:
    chance = random.Random(5)  # noqa: S311 - made-up figures
    rows: list[tuple[object, ...]] = []
    for measure in ("deprived_people_share", "renting_share", "group_rate", "divided_rate", "unsure_share", "poor"):
        for n, code in enumerate(SMALL):
            status = hidden.get(n, "caution" if n in CAUTION else "ok") if measure == "deprived_people_share" else "ok"
            counts = (None, None) if n in hidden and status != "ok" else _counts(measure, n, chance)
            rows.append(("lsoa21", code, PERIOD, status, "Made up." if status != "ok" else "", measure, *counts))
    # A total that the source gives itself, so that there is something to compare with in spite of hidden parts.
    if own_total:
        rows.append(("city", CITY, PERIOD, "ok", "", "deprived_people_share", 14_000, 96_000))
    rows += [("ward", ward, PERIOD, "ok", "", "ward_only_share", 30, 100) for ward in WARDS]
    return pd.DataFrame(rows, columns=["level", "area_code", "period", "status", "note", "measure", "n", "d"])


def observed(
    selections: Mapping[str, list[str]], hidden: Mapping[int, str] = HIDDEN, *, own_total: bool = True
) -> pd.DataFrame:
    """Return the pipeline's observations of the town.

    Args:
        selections: Small areas by made-up code; each selection is observed as if it were a ward.
        hidden: State of the small areas without a figure of deprivation, by their place in `SMALL`.
        own_total: Whether the source gives the town's deprivation itself; else it is added up.
    """
    db = duckdb.connect()
    install_macros(db)
    upper = WARDS | dict(selections)
    areas = [("lsoa21", code, f"Exampleton {code[-2:]}") for code in SMALL]
    areas += [("ward", code, f"Ward {code[-1]}") for code in upper] + [("city", CITY, "Exampleton")]
    members = [(level, code, level, code) for level, code, _ in areas]
    members += [("lsoa21", code, "city", CITY) for code in SMALL] + [("ward", ward, "city", CITY) for ward in WARDS]
    members += [("lsoa21", code, "ward", ward) for ward, codes in upper.items() for code in codes]
    tables = {
        "areas": pd.DataFrame(areas, columns=["level", "area_code", "area_name"]),
        "membership": pd.DataFrame(members, columns=["child_level", "child_code", "level", "area_code"]),
        "t": _figures(hidden, own_total=own_total),
    }
    db.execute("CREATE SCHEMA conformed")
    for name, table in tables.items():
        db.register("given", table)
        db.execute(f"CREATE TABLE conformed.{name} AS SELECT * FROM given")
        db.unregister("given")
    return observe_all(db, INDICATORS)


def random_selections(count: int) -> dict[str, list[str]]:
    """Return selections of every size by made-up codes, the same each time; the first are single small areas."""
    chance = random.Random(29)  # noqa: S311 - made-up selections
    sizes = [1] * 60 + [chance.choice((2, 3, 4, 5, 8, 13, 25, 45, 60)) for _ in range(count - 60)]
    return {
        f"S{n:07d}": [SMALL[n]] if n < len(SMALL) else sorted(chance.sample(SMALL, size))
        for n, size in enumerate(sizes)
    }


@functools.cache
def town_rows() -> pd.DataFrame:
    """Return the observations of the town alone."""
    return observed({})


def _shapes(folder: pathlib.Path) -> None:
    import geopandas
    import shapely

    folder.mkdir(parents=True)
    boxes = {
        code: shapely.box(430000 + n % 10 * 500, 430000 + n // 10 * 500, 430500 + n % 10 * 500, 430500 + n // 10 * 500)
        for n, code in enumerate(SMALL)
    }
    wards = {ward: shapely.union_all([boxes[code] for code in codes]) for ward, codes in WARDS.items()}
    for level, shapes in (("lsoa21", boxes), ("ward", wards)):
        frame = geopandas.GeoDataFrame(
            {"area_code": list(shapes), "area_name": list(shapes)}, geometry=list(shapes.values()), crs=27700
        )
        frame.to_file(folder / f"{level}.geojson", driver="GeoJSON")


def _about_indicator(indicator: Indicator) -> dict[str, object]:
    same = ("code", "name", "characteristic", "definition", "unit", "decimals", "multiplier", "polarity", "kind")
    return {
        "indicator": indicator.id,
        **{name: getattr(indicator, name) for name in same},
        "interval": indicator.interval_kind,
        "levels": " ".join(indicator.levels),
        "source": "made_up",
        "numerator_label": indicator.numerator,
        "denominator_label": indicator.denominator,
        "latest_period": PERIOD,
    }


def write_town(folder: pathlib.Path, *, boundaries: bool = True) -> pathlib.Path:
    """Write the town's release folder without its site.

    Args:
        folder: A missing folder.
        boundaries: Whether there are shapes of small areas and wards.
    """
    data = folder / "data"
    data.mkdir(parents=True)
    town_rows().to_parquet(data / "observations.parquet", index=False)
    town_rows().to_csv(data / "observations.csv", index=False)
    pd.DataFrame([_about_indicator(indicator) for indicator in INDICATORS]).to_csv(data / "indicators.csv", index=False)
    places: list[dict[str, str]] = [{"level": "city", "area_code": CITY, "area_name": "Exampleton"}]
    for n, (ward, codes) in enumerate(WARDS.items()):
        places.append({"level": "ward", "area_code": ward, "area_name": f"Ward {'ABCDEF'[n]}"})
        places += [
            {"level": "lsoa21", "area_code": code, "area_name": f"Exampleton {code[-2:]}", "ward_code": ward}
            for code in codes
        ]
    pd.DataFrame(places).to_csv(data / "areas.csv", index=False)
    for name, columns in (("sources", "source,licence,attribution"), ("checks", "table"), ("gaps", "indicator")):
        (data / f"{name}.csv").write_text(f"{columns}\n", encoding="utf-8")
    if boundaries:
        _shapes(data / "boundaries")
    about = {
        "id": "2026-11-21-0a1b2c3d",
        "place": {"code": CITY, "name": "Exampleton"},
        "published": "2026-11-21",
        "synthetic": True,
        "title": "Neighbourhood evidence for Exampleton",
        "citation": "Example Partnership (2026), Neighbourhood evidence for Exampleton, release 2026-11-21-0a1b2c3d.",
    }
    (folder / "release.json").write_text(json.dumps(about), encoding="utf-8")
    return folder
