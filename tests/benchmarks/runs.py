"""Measures the three runs as ratios to the import time of the libraries, in this order on this machine.

Run it with `make bench`. It prints medians over several rounds and never fails on a number: a slow machine is not
a defect, a ratio above the target is a reason to look.
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

ROOT = Path(__file__).resolve().parent.parent.parent
REAL = ROOT.parent / "shared" / "realdata"
THRIVING = str(Path(sys.executable).parent / "thriving")
IMPORTS = [sys.executable, "-c", "import dagster, great_expectations, geopandas, svy"]
TARGETS = {"sample from nothing": 3.0, "real files from nothing": 4.0, "nothing changed": 0.15}


def seconds(command: list[str], data: Path) -> float:
    """Wall-clock seconds of a command with its own data folder."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {"THRIVING_DATA": str(data)}
    began = time.perf_counter()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return time.perf_counter() - began


def main() -> None:
    """Time the imports and the runs in turn, and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    folder = Path(tempfile.mkdtemp())
    seconds(IMPORTS, folder)  # warm: bytecode compiled, files in memory
    times: dict[str, list[float]] = {"imports": []}
    for number in range(rounds):
        times["imports"].append(seconds(IMPORTS, folder))
        sample = folder / f"sample{number}"
        times.setdefault("sample from nothing", []).append(seconds([THRIVING, "run"], sample))
        times.setdefault("nothing changed", []).append(seconds([THRIVING, "run"], sample))
        if REAL.is_dir():
            run = [THRIVING, "run", "--inbox", str(REAL)]
            times.setdefault("real files from nothing", []).append(seconds(run, folder / f"real{number}"))
    base = statistics.median(times["imports"])
    sys.stdout.write(f"imports of dagster, great_expectations, geopandas and svy: {base:.2f} s (median of {rounds})\n")
    for name, target in TARGETS.items():
        if name in times:
            median = statistics.median(times[name])
            sys.stdout.write(f"{name:<26} {median:6.2f} s  ratio {median / base:5.2f}  (target {target})\n")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
