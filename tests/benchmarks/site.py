"""Measures the site of a release against its budgets: bytes, time to ready, reactions, building, Lighthouse.

Run it with `make bench-site`. It prints what was measured beside its budget and never fails on a number. The release is
the current one of the data folder, or the one that is named.
"""

import argparse
import contextlib
import gc
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from dashboards import build  # noqa: E402 - found by the line above
from dashboards.printing.browser import find_browser  # noqa: E402
from dashboards.printing.papers import print_pages, printed_pages  # noqa: E402
from dashboards.release.reading import read_release  # noqa: E402
from dashboards.scripts import joining  # noqa: E402
from pipelines.release.staging import find  # noqa: E402
from pipelines.serving import folder_server  # noqa: E402
from tests.benchmarks.site_browser import measured_pages, reactions  # noqa: E402

KB = 1024
SCRIPTS, STYLES, PAGE, NEIGHBOURHOOD = 15, 6, 150, 200
READY_S, RECOLOUR_MS, BUILD_RATIO, LIGHTHOUSE_SCORE = 1.0, 20.0, 2.0, 95
# It and what it needs weigh 185 MB, too much for every machine that only checks the scripts: fetched when it is run.
LIGHTHOUSE = "lighthouse@12.8.2"
ROUNDS = 9
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


class Line(NamedTuple):
    """One thing measured; a budget that a value has to reach instead of keeping under is marked `least`."""

    what: str
    value: float
    unit: str
    budget: float | None = None
    least: bool = False

    def __str__(self) -> str:
        """A line of the table."""
        if self.budget is None:
            return f"{self.what:<58} {self.value:9.2f} {self.unit:<5}"
        met = self.value >= self.budget if self.least else self.value <= self.budget
        sign = "≥" if self.least else "≤"
        verdict = "met" if met else "MISSED"
        return f"{self.what:<58} {self.value:9.2f} {self.unit:<5} {sign} {self.budget:<6g} {verdict}"


def page_types(release: Path) -> dict[str, str]:
    """One page of each kind, the largest of those that there are many of."""

    def largest(folder: str, pattern: str = "*.html") -> str:
        found = sorted((release / folder).glob(pattern), key=lambda page: page.stat().st_size)
        return found[-1].relative_to(release).as_posix() if found else ""

    named = ("ambition", "agreements", "working-together", "map", "neighbourhood", "compare", "data", "quality")
    pages = {"home": "index.html"} | {name: f"{name}.html" for name in (*named, "methods", "accessibility")}
    pages |= {"indicator": largest("indicators"), "area": largest("areas", "E05*.html"), "embed": largest("embed")}
    return {name: path for name, path in pages.items() if path and (release / path).is_file()}


def sizes(release: Path) -> Iterator[Line]:
    """Compressed bytes of what all pages share."""
    scripts = "".join(joining._body(path.stem, path.parent) for path in sorted(joining.FOLDER.glob("*.js")))
    yield Line("scripts, every module once (no page has all)", len(gzip.compress(scripts.encode())) / KB, "KB")
    for path in sorted((release / "static").glob("*.js")):
        if path.name != "plotly.min.js":
            yield Line(f"  {path.name}", len(gzip.compress(path.read_bytes())) / KB, "KB", SCRIPTS)
    yield Line("styles", len(gzip.compress((release / "static" / "site.css").read_bytes())) / KB, "KB", STYLES)
    for path in sorted((release / "static" / "data" / "shapes").glob("*.js")):
        yield Line(f"shapes, {path.stem}", len(gzip.compress(path.read_bytes())) / KB, "KB")


@contextlib.contextmanager
def served(release: Path) -> Iterator[str]:
    """The address of a local server of the release."""
    with folder_server(release, 0) as server:
        server.RequestHandlerClass.func.log_message = lambda *_: None  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def _staged(release: Path, folder: Path) -> Path:
    """A release's data in a new folder: writing over old files would take longer than a run does."""
    shutil.copytree(release / "data", folder / "data")
    shutil.copyfile(release / "release.json", folder / "release.json")
    return folder


def _seconds(work: Callable[[], object]) -> float:
    """Time work with Python's collector off, as a build has it: what is compared is measured in the same state."""
    gc.collect()
    gc.disable()
    began = time.perf_counter()
    work()
    took = time.perf_counter() - began
    gc.enable()
    return took


def _read_inputs(folder: Path) -> None:
    """Tables as rows, boundaries as plain JSON: no checksum is made, no shape checked, though the build does both."""
    _ = read_release(folder).postcodes
    for path in (folder / "data" / "boundaries").glob("*.geojson"):
        json.loads(path.read_text(encoding="utf-8"))


def _write_to_disk(contents: list[bytes], folder: Path) -> None:
    for number, content in enumerate(contents):
        with (folder / str(number)).open("wb") as file:
            file.write(content)
            os.fsync(file.fileno())


def _round(release: Path, place: Path) -> tuple[float, float, float]:
    """Seconds of building, of reading and of writing, each file flushed to the disk."""
    folder = _staged(release, place / "site")
    before = {path for path in folder.rglob("*") if path.is_file()}
    reading = _seconds(partial(_read_inputs, folder))  # first, before a build has filled the memory
    whole = _seconds(partial(build.build_site, folder))
    contents = [path.read_bytes() for path in folder.rglob("*") if path.is_file() and path not in before]
    (place / "bytes").mkdir()
    writing = _seconds(partial(_write_to_disk, contents, place / "bytes"))
    return whole, reading, writing


def building(release: Path) -> Iterator[Line]:
    """Time of building as a ratio to reading the inputs and writing the bytes: medians of rounds in this process.

    Written beside the release, where a run writes: making a file takes ten times as long in some crowded folders.
    """
    with tempfile.TemporaryDirectory(dir=release.parent.parent) as made_in:
        first = _staged(release, Path(made_in) / "first")
        build.build_site(first)  # warm: templates compiled, modules imported
        rounds = [_round(release, Path(made_in) / str(number)) for number in range(ROUNDS)]
        whole, reading, writing = (median(times) for times in zip(*rounds, strict=True))
        papers = len(printed_pages(first))
        printing = _seconds(partial(print_pages, first))
    yield Line(f"build of the site without PDFs (of {ROUNDS})", whole, "s")
    yield Line("  reading its inputs", reading, "s")
    yield Line("  writing its bytes to disk", writing, "s")
    yield Line("  ratio", median(whole / (reading + writing) for whole, reading, writing in rounds), "", BUILD_RATIO)
    yield Line(f"PDFs ({papers})", printing, "s")
    yield Line("  for one", printing / papers, "s", 0.7)


def lighthouse(address: str, pages: dict[str, str]) -> Iterator[Line]:
    """Lighthouse's four scores; without npx or a network it is left out with a word."""
    environment = os.environ | {"CHROME_PATH": find_browser()}
    flags = "--headless=new --no-sandbox --disable-gpu"
    for name in ("home", "map", "indicator", "area"):
        command = ["npx", "--yes", LIGHTHOUSE, address + pages[name], "--output=json", "--quiet"]
        command += [f"--chrome-flags={flags}", f"--only-categories={','.join(CATEGORIES)}"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.stdout.write(f"lighthouse did not run: {done.stderr.strip().splitlines()[-1:]}\n")
            return
        found = json.loads(done.stdout)
        for category in CATEGORIES:
            score = found["categories"][category]["score"] or 0.0
            yield Line(f"lighthouse {name}: {category}", score * 100, "", LIGHTHOUSE_SCORE, least=True)
            for reference in found["categories"][category]["auditRefs"]:
                audit = found["audits"][reference["id"]]
                if reference["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                    shown = re.sub(r"\s+", " ", audit.get("displayValue", ""))
                    sys.stdout.write(f"    {audit['id']}: {audit['score']:.2f} {shown}\n")


def main() -> None:
    """Measure in turn and print as it comes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--release", help="id or folder; the current one when left out")
    parser.add_argument("--parts", default="sizes,pages,reactions,building,lighthouse", help="what to measure")
    arguments = parser.parse_args()
    release, parts = find(arguments.release), arguments.parts.split(",")
    pages = page_types(release)
    with served(release) as address:
        measured: dict[str, Iterator[tuple[object, ...] | Line]] = {
            "sizes": sizes(release),
            "pages": (
                line
                for name, size, ready, slow in measured_pages(address, pages)
                for line in (
                    Line(f"{name}: transfer", size / KB, "KB", NEIGHBOURHOOD if name == "neighbourhood" else PAGE),
                    Line(f"{name}: ready", ready, "s"),
                    Line(f"{name}: ready at 1.6 Mbit/s and a quarter of the speed", slow, "s", READY_S),
                )
            ),
            "reactions": (Line(what, value, "ms", RECOLOUR_MS) for what, value in reactions(address, pages)),
            "building": building(release),
            "lighthouse": lighthouse(address, pages),
        }
        for part in parts:
            for line in measured[part]:
                sys.stdout.write(f"{line}\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
