"""The cards that links to the site show: one for each indicator, one for each area, one for everything else.

Belongs here: what each card says, having them written beside the pages. Does not belong here: drawing
(`card_drawing.py`), words (`words/`).
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import pathlib
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator

from dashboards.errors import PictureError
from dashboards.model import Area, Indicator
from dashboards.release import Release
from dashboards.sharing import raster
from dashboards.sharing.card_drawing import Card, card_svg
from dashboards.site import Site
from dashboards.words.periods import in_period
from dashboards.words.sentences import area_overview
from dashboards.words.states import STATE_LABELS
from dashboards.words.values import counted, interval_words, value_words

_MOST_WRITERS = 4
_COLOURS = (
    ("better", "better-ink"),
    ("similar", "mid"),
    ("higher", "apart-ink"),
    ("lower", "apart-ink"),
    ("worse", "worse-ink"),
)


def _foot(release: Release) -> str:
    return f"{release.title}, release of {release.published}"


def indicator_card(release: Release, indicator: Indicator) -> Card:
    """Say the city's latest value with its interval; draw the wards."""
    city = release.latest_city(indicator.indicator)
    wards = release.at(indicator.indicator, "ward").values()
    values = tuple(row.value for row in wards if row.has_value and row.value is not None)
    card = Card(indicator.name, "", "", _foot(release), release.synthetic, bars=values)
    if city is None or not city.has_value:
        why = STATE_LABELS[city.status].lower() if city else "not in this release"
        return dataclasses.replace(card, words=f"{release.place_name} as a whole: {why}.")
    limits = interval_words(city.lower, city.upper, indicator.unit, indicator.decimals)
    words = f"{release.place_name} {in_period(city.period)}" + (f"; 95% interval {limits}" if limits else "")
    if values:
        words += ". Bars: wards"
    return dataclasses.replace(
        card,
        big=value_words(city.value, indicator.unit, indicator.decimals),
        words=words + (", to be used with caution" if city.status == "caution" else ""),
        line=city.value if values else None,
    )


def area_card(release: Release, area: Area) -> Card:
    """Say in one sentence on how many indicators an area is better, similar or worse."""
    found = [release.latest(indicator.indicator, area) for indicator in release.indicators]
    rows = [row for row in found if row is not None]
    if area.level == "city":
        words = f"{counted(sum(row.has_value for row in rows), 'indicator')} with their intervals, for every ward."
        return Card(area.name, "", words, _foot(release), release.synthetic)
    counts = Counter(row.comparison for row in rows if row.has_value)
    parts = tuple((counts[name], colour) for name, colour in _COLOURS)
    words = area_overview(area, rows, release.place_name)
    return Card(area.name, "", words, _foot(release), release.synthetic, parts=parts if any(counts.values()) else ())


def site_card(release: Release) -> Card:
    """Say what the site is."""
    areas = len(release.areas_at("ward"))
    indicators = counted(len(release.indicators), "indicator")
    words = f"{indicators} for {counted(areas, 'ward')}, with intervals, sources and gaps."
    return Card(release.title, "", words, _foot(release), release.synthetic)


def _cards(release: Release) -> Iterator[tuple[str, Card]]:
    yield "site", site_card(release)
    for indicator in release.indicators:
        yield indicator.indicator, indicator_card(release, indicator)
    for area in release.areas:
        yield area.code, area_card(release, area)


def _start(jobs: list[str]) -> subprocess.Popen[str]:
    """Start a process that writes cards; it reads them from a file, so that nobody waits for anybody."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as listed:
        listed.writelines(jobs)
        listed.seek(0)
        return subprocess.Popen(  # noqa: S603 - a module of ours, and no text of a reader
            [sys.executable, "-P", str(pathlib.Path(raster.__file__))],
            stdin=listed, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip


@contextlib.contextmanager
def writing_cards(site: Site) -> Iterator[None]:
    """Write every card of a site in other processes, while this one writes the pages.

    Args:
        site: The site; cards go into its folder `cards`.

    Raises:
        PictureError: A card could not be drawn.
    """
    folder = site.release.folder / "cards"
    folder.mkdir(exist_ok=True)
    jobs = [
        json.dumps({"path": str(folder / f"{name}.png"), "svg": card_svg(card)}) + "\n"
        for name, card in _cards(site.release)
    ]
    count = min(_MOST_WRITERS, max((os.cpu_count() or 1) - 1, 1))
    writers = [_start(jobs[number::count]) for number in range(count)]
    try:
        yield
    finally:
        told = [writer.communicate()[1] for writer in writers]
    if any(writer.returncode for writer in writers):
        raise PictureError("The cards for links could not be drawn: " + " ".join(told).strip())
