"""Measures every method over a city, 60 indicators, ten years, 639 areas, as a ratio to reading and writing.

Run it with `make bench-methods`. The base is the time in which DuckDB reads and writes the tables that the methods read
and write, one file each: figures in, observations out, observations in, analysis out. It prints the ratio and never
fails on a number.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from pipelines import warehouse  # noqa: E402 - found by the line above
from pipelines.assets.analysing import analysis_tables  # noqa: E402
from pipelines.declarations.indicator import Indicator  # noqa: E402
from pipelines.methods.figures import tables_needed  # noqa: E402
from pipelines.methods.observations import install_macros, observe_all  # noqa: E402

INDICATORS, YEARS, BLOCK = 60, range(2015, 2025), 15
TARGET = 3.0
Tables = dict[str, pd.DataFrame]
SMALL, MIDDLE, WARDS, COMMITTEES = (
    [f"{letter}{number:06d}" for number in range(count)]
    for letter, count in (("E01", 488), ("E02", 107), ("E05", 33), ("K", 10))
)


def areas() -> tuple[pd.DataFrame, pd.DataFrame]:
    """A city of the size of Leeds: its areas, and which lies in which."""
    levels = {"lsoa21": SMALL, "msoa21": MIDDLE, "ward": WARDS, "committee": COMMITTEES, "city": ["E08000035"]}
    rows = [(level, code, code) for level, codes in levels.items() for code in codes]
    members = [("lsoa21", c, "lsoa21", c) for c in SMALL]
    for n, code in enumerate(SMALL):
        ward = n % len(WARDS)
        above = {
            "msoa21": MIDDLE[n % len(MIDDLE)],
            "ward": WARDS[ward],
            "committee": COMMITTEES[ward % len(COMMITTEES)],
        }
        members += [("lsoa21", code, level, area) for level, area in {**above, "city": "E08000035"}.items()]
    return (
        pd.DataFrame(rows, columns=["level", "area_code", "area_name"]),
        pd.DataFrame(members, columns=["child_level", "child_code", "level", "area_code"]),
    )


def declared(number: int) -> Indicator:
    """Proportions and rates in turn, half of them low is good."""
    kind, unit = (("proportion", "percent"), ("rate", "per 1,000"))[number % 2]
    return Indicator.model_validate(
        {
            "id": f"made_up_{number}",
            "code": "PL01",
            "name": f"Made-up indicator {number}",
            "characteristic": "place",
            "definition": "A made-up indicator, to measure the methods by.",
            "numerator": "Counted",
            "denominator": "All",
            "unit": unit,
            "polarity": "low_good" if number % 4 < 2 else "high_good",
            "kind": kind,
            "from": {"table": f"conformed.made_up_{number}", "numerator": "counted", "denominator": "people"},
            "levels": ["lsoa21", "msoa21", "ward", "committee", "city"],
            "source": ["made_up"],
        }
    )


def write_inputs(indicators: list[Indicator]) -> None:
    """Tables of figures of small areas, with a trend and noise, and the ranking by deprivation."""
    rng = np.random.default_rng(1)
    for name, frame in zip(("areas", "membership"), areas(), strict=True):
        warehouse.swap_in(f"conformed.{name}", frame, "made up")
    warehouse.swap_in(
        "conformed.imd_2025",
        pd.DataFrame({"area_code": SMALL, "imd_rank": rng.permutation(len(SMALL)) + 1}),
        "made up",
    )
    for number, indicator in enumerate(indicators):
        people = rng.integers(900, 2500, (len(YEARS), len(SMALL)))
        share = 0.2 + 0.004 * (number % 5 - 2) * np.arange(len(YEARS))[:, None] + rng.normal(0, 0.03, people.shape)
        frame = pd.DataFrame(
            {
                "level": "lsoa21",
                "area_code": np.tile(SMALL, len(YEARS)),
                "period": np.repeat([f"{year}-01-01/P1Y" for year in YEARS], len(SMALL)),
                "status": "ok",
                "note": "",
                "counted": rng.binomial(people, np.clip(share, 0.01, 0.9)).ravel(),
                "people": people.ravel(),
            }
        )
        warehouse.swap_in(f"conformed.{indicator.id}", frame, "made up")


def observe_blocks(indicators: list[Indicator]) -> dict[str, pd.DataFrame]:
    """Observations of all, in blocks as the assets compute them."""
    found: dict[str, pd.DataFrame] = {}
    for start in range(0, len(indicators), BLOCK):
        block = indicators[start : start + BLOCK]
        with warehouse.connect() as connection:
            install_macros(connection)
            warehouse.attach(connection, sorted({t for i in block for t in tables_needed(i)}))
            frame = observe_all(connection, block)
        found |= {str(name): own for name, own in frame.groupby("indicator", sort=False)}
    return found


def read_and_write(figures: list[Path], observed: Tables, analysed: Tables, folder: Path) -> float:
    """Seconds in which DuckDB reads and writes what the methods read and write, one file each."""
    with warehouse.connect() as connection:
        for name, frame in (observed | analysed).items():
            connection.register("frame", frame)
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM frame")
        began = time.perf_counter()
        for path in figures:
            connection.execute(f"CREATE OR REPLACE TEMP TABLE taken AS SELECT * FROM read_parquet('{path}')")
        for name in observed:
            connection.execute(f"COPY {name} TO '{folder / name}.parquet'")
        files = [str(folder / f"{name}.parquet") for name in observed]
        connection.execute("CREATE OR REPLACE TEMP TABLE taken AS SELECT * FROM read_parquet(?)", [files])
        for name in analysed:
            connection.execute(f"COPY {name} TO '{folder / name}.parquet'")
        return time.perf_counter() - began


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds and result of some work."""
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def main() -> None:
    """Time the methods and the base in turn, and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    indicators = [declared(number) for number in range(INDICATORS)]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["THRIVING_DATA"] = folder
        write_inputs(indicators)
        parts = {f"score {n}": [i.id for i in indicators[n::4]] for n in range(4)}
        times: dict[str, list[float]] = {"observations": [], "analysis": [], "reading and writing": []}
        for _ in range(rounds):
            seconds, observed = timed(lambda: observe_blocks(indicators))
            times["observations"].append(seconds)
            for name, frame in observed.items():
                warehouse.swap_in(f"indicator.{name}", frame, "made up")
            with warehouse.connect() as connection:
                seconds, analysed = timed(lambda c=connection: analysis_tables(c, indicators, {}, parts))
            times["analysis"].append(seconds)
            inputs = [warehouse.table_path(f"conformed.{i.id}") for i in indicators]
            times["reading and writing"].append(read_and_write(inputs, observed, analysed, Path(folder)))
    medians = {name: statistics.median(found) for name, found in times.items()}
    rows = sum(len(frame) for frame in observed.values())
    sys.stdout.write(f"{INDICATORS} indicators, {len(YEARS)} years, {rows:,} observations (medians of {rounds})\n")
    for name, median in medians.items():
        sys.stdout.write(f"{name:<22} {median:6.2f} s\n")
    ratio = (medians["observations"] + medians["analysis"]) / medians["reading and writing"]
    sys.stdout.write(f"ratio                  {ratio:6.2f}    (target {TARGET})\n")


if __name__ == "__main__":
    main()
