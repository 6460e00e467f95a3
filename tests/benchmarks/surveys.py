"""Measures 300,000 respondents x 60 questions over five waves, to ward estimates of 30 indicators.

Run it with `make bench-surveys`. It prints the ratio to the time of importing the estimation libraries and reading the
files, and the memory; it never fails on a number.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl
import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
THRIVING = str(Path(sys.executable).parent / "thriving")
WAVES, ROWS, QUESTIONS, INDICATORS = (2020, 2021, 2022, 2023, 2024), 60_000, 60, 30
TARGET_RATIO, TARGET_GIB = 5.0, 2.0

READ = """
import duckdb, numpy, pandas, polars, scipy.stats, svy, svy_rs, sys
for name in sys.argv[1:]:
    polars.read_csv(name, infer_schema=False)
"""
ESTIMATE = """
import sys
from pathlib import Path
from pipelines.assets.responses import known_places
from pipelines.assets.surveying import areas_of_place
from pipelines.declarations.catalogue import load_indicators, load_instruments
from pipelines.surveys.coding.checking import check
from pipelines.surveys.files.reading import read_file
from pipelines.surveys.results import results
import resource
instrument = next(i for i in load_instruments() if i.id == "large")
own = [i for i in load_indicators() if i.instrument == "large"]
places, frames = known_places(), {}
for name in sys.argv[1:]:
    checked = check(read_file(Path(name), instrument), instrument, Path(name).name, places)
    assert not checked.blocked, checked.faults[:3]
    frames[checked.wave] = checked.frame
tables, _ = results(instrument, own, frames, areas_of_place(), {})
print(len(tables["survey_estimates"]), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def declare(folder: Path) -> None:
    """The neighbourhood survey's margins, with sixty questions and thirty shares by ward."""
    shutil.copytree(ROOT / "indicators", folder)
    known = yaml.safe_load((folder / "instruments" / "neighbourhood_survey.yaml").read_text())
    kept = {name: known["questions"][name] for name in ("age_group", "sex", "tenure")}
    asked = {
        f"q{n:02d}": {"text": f"Question {n}", "answers": {c: f"Answer {c}" for c in range(1, 6)}} for n in range(57)
    }
    indicator = known["indicators"]["belonging_share"]
    known |= {
        "questions": kept | asked,
        "small_areas": None,
        "identifiers": [],
        "indicators": {
            f"large_{n}_share": indicator
            | {
                "code": f"ZZ{n:02d}",
                "name": f"Large share {n}",
                "estimate": {"of": f"q{n:02d} <= 2"},
                "levels": ["ward"],
            }
            for n in range(INDICATORS)
        },
    }
    (folder / "instruments" / "large.yaml").write_text(yaml.safe_dump(known, sort_keys=False))


def write_files(folder: Path, data: Path) -> list[str]:
    """Five files of answers, drawn at random, at the sample's postcodes."""
    postcodes = pl.read_parquet(data / "warehouse" / "conformed" / "lookup_postcode.parquet")["postcode"].to_numpy()
    members = pl.read_parquet(data / "warehouse" / "conformed" / "membership.parquet")
    ward_of = dict(members.filter(child_level="lsoa21", level="ward").select("child_code", "area_code").iter_rows())
    places = pl.read_parquet(data / "warehouse" / "conformed" / "lookup_postcode.parquet").with_columns(
        stratum=pl.col("area_code").replace(ward_of)
    )
    names = []
    for wave in WAVES:
        rng = np.random.default_rng(wave)
        drawn = rng.integers(0, len(postcodes), ROWS)
        columns = {
            "respondent": np.arange(ROWS).astype(str),
            "wave": np.full(ROWS, wave),
            "interview_date": np.full(ROWS, f"{wave}-06-01"),
            "design_weight": rng.uniform(0.5, 2, ROWS).round(3),
            "stratum": places["stratum"].to_numpy()[drawn],
            "postcode": postcodes[drawn],
            "age_group": rng.integers(1, 6, ROWS),
            "sex": rng.integers(1, 3, ROWS),
            "tenure": rng.integers(1, 4, ROWS),
            **{f"q{n:02d}": rng.integers(1, 6, ROWS) for n in range(57)},
        }
        names.append(str(folder / f"large_{wave}.csv"))
        pl.DataFrame(columns).write_csv(names[-1])
    return names


def timed(code: str, names: list[str], environment: dict[str, str]) -> tuple[float, str]:
    """Wall-clock seconds of a Python process, and what it printed."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, *names], env=environment, check=True, capture_output=True, text=True
    )
    return time.perf_counter() - began, done.stdout


def main() -> None:
    """Make the files, measure both processes in turn, and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    folder = Path(tempfile.mkdtemp())
    clean = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment = clean | {"THRIVING_DATA": str(folder / "data")}
    subprocess.run([THRIVING, "run"], env=environment, check=True, capture_output=True)
    declare(folder / "indicators")
    environment |= {"THRIVING_INDICATORS": str(folder / "indicators"), "PYTHONPATH": str(ROOT)}
    names = write_files(folder, folder / "data")
    timed(READ, names, environment)
    reading, estimating, said = [], [], ""
    for _ in range(rounds):
        reading.append(timed(READ, names, environment)[0])
        seconds, said = timed(ESTIMATE, names, environment)
        estimating.append(seconds)
    base, whole = statistics.median(reading), statistics.median(estimating)
    rows, kibibytes = map(int, said.split())
    sys.stdout.write(f"imports of the estimation libraries and reading {len(WAVES)} files: {base:.2f} s\n")
    sys.stdout.write(
        f"checked and estimated, {rows:,} rows: {whole:.2f} s  ratio {whole / base:.2f}  (target {TARGET_RATIO})\n"
    )
    sys.stdout.write(f"memory: {kibibytes / 2**20:.2f} GiB  (target {TARGET_GIB})\n")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
