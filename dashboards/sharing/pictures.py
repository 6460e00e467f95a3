"""The picture that `thriving chart` writes: one indicator, one area, as a file for a report.

Belongs here: finding what is asked for, choosing trend, bars or map, what the picture says of itself.
Does not belong here: drawing (`charts/`, `maps/`), the sheet around it (`standalone.py`), file formats (`raster.py`).
"""

from __future__ import annotations

import dataclasses
import difflib
import pathlib
from collections.abc import Iterable
from typing import TypeVar

from markupsafe import Markup

from dashboards.charts.bars import ranked_bars
from dashboards.charts.svg import element, joined
from dashboards.charts.trend import Line, trend
from dashboards.errors import PictureError
from dashboards.maps.draw import LegendEntry
from dashboards.release.reading import read_release
from dashboards.release.release import Release
from dashboards.release.rows import Area, Indicator, Observation
from dashboards.sharing.standalone import Sheet, standalone
from dashboards.shown.figures import area_map
from dashboards.site import Site, make_site, read_maps
from dashboards.words.periods import period_words
from dashboards.words.sentences import area_sentence, change_sentence, city_sentence
from dashboards.words.states import LEVEL_LABELS, LEVEL_NOUNS, state_words

KINDS = ("map", "trend", "bars")
_NEAR = 5
_ENOUGH = 2
# Units that every figure of a picture carries, or that are none.
_UNITS_IN_FIGURES = ("percent", "count", "£ million", "ratio", "index", "")
_Kind = TypeVar("_Kind")


@dataclasses.dataclass(frozen=True)
class _Asked:
    """What is drawn, and the areas it stands among: those of its own level, of the city its wards."""

    site: Site
    indicator: Indicator
    area: Area

    @property
    def release(self) -> Release:
        return self.site.release

    @property
    def level(self) -> str:
        if self.area.level != "city":
            return self.area.level
        return next((level for level in ("ward", "committee") if self._valued(level)), "ward")

    def _valued(self, level: str) -> bool:
        return any(row.has_value for row in self.release.at(self.indicator.indicator, level).values())

    @property
    def series(self) -> tuple[Observation, ...]:
        return self.release.series(self.indicator.indicator, self.area.code)


def _found(asked: str, known: Iterable[tuple[tuple[str, ...], _Kind]], what: str, listing: str) -> _Kind:
    """Return what one of its names calls exactly, whatever the case.

    Raises:
        PictureError: Nothing is called so, or several are.
    """
    wanted = asked.strip().casefold()
    entries = list(known)
    exact = [entry for names, entry in entries if wanted in (name.casefold() for name in names)]
    if len(exact) == 1:
        return exact[0]
    if exact:
        codes = ", ".join(names[0] for names, entry in entries if entry in exact)
        raise PictureError(f"Several are called {asked!r}: {codes}. Give the code.")
    spelt = {name.casefold(): names[0] for names, _ in entries for name in names if name}
    near = dict.fromkeys(spelt[name] for name in difflib.get_close_matches(wanted, spelt, n=_NEAR, cutoff=0.5))
    near |= dict.fromkeys(first for name, first in spelt.items() if wanted in name)
    hint = f" Did you mean {', '.join(list(near)[:_NEAR])}?" if near else ""
    raise PictureError(f"This release has no {what} {asked!r}.{hint} `{listing}` lists them.")


def _asked(site: Site, indicator: str, area: str) -> _Asked:
    release = site.release
    found = _found(
        indicator, (((i.indicator, i.code, i.name), i) for i in release.indicators), "indicator", "thriving indicators"
    )
    code = area or release.place_code
    place = _found(code, (((a.code, a.name), a) for a in release.areas), "area", "thriving areas")
    return _Asked(site, found, place)


def _nothing(asked: _Asked, kind: str, why: str) -> PictureError:
    """Say why there is nothing to draw: the state of the area's latest figure, else what is missing."""
    row = asked.release.latest(asked.indicator.indicator, asked.area)
    told = why if row is None or row.has_value else state_words(row.status, row.note)
    return PictureError(f"Nothing to draw as {kind}: {asked.indicator.name}, {asked.area.name}: {told.rstrip('.')}.")


def _description(asked: _Asked) -> str:
    indicator, release = asked.indicator, asked.release
    row = release.latest(indicator.indicator, asked.area)
    if asked.area.level == "city" or row is None:
        first = city_sentence(indicator, row, release.place_name)
    else:
        first = area_sentence(
            indicator, row, release.place_name, release.analysis.trend(indicator.indicator, asked.area.code)
        )
    return f"{first} {change_sentence(indicator, asked.series)}".strip()


def _trend(asked: _Asked) -> tuple[Markup, Sheet]:
    release, name = asked.release, asked.indicator.indicator
    lines = [Line(release.place_name, "city", release.city_series(name))]
    if asked.area.level == "city":
        lines.append(Line(release.country_name, "country", release.country_series(name)))
    else:
        lines.append(Line(asked.area.name, "own", asked.series))
    shown = [line for line in lines if any(row.has_value for row in line.rows)]
    if sum(row.has_value for row in asked.series) < _ENOUGH:
        raise _nothing(asked, "a trend", "there are not two periods with a figure")
    title = f"{asked.indicator.name} over time"
    drawn = trend(
        "picture", asked.indicator, shown, title=title, description=_description(asked),
        synthetic=release.synthetic,
    )  # fmt: skip
    bands = any(row.has_interval for line in shown for row in line.rows)
    beside = [line.name for line in shown if line.name != asked.area.name]
    return drawn, _sheet(
        asked,
        " and ".join([asked.area.name, *beside]),
        notes=("The bands are 95% intervals.",) if bands else (),
    )


def _bars(asked: _Asked) -> tuple[Markup, Sheet]:
    release = asked.release
    rows = list(release.at(asked.indicator.indicator, asked.level).values())
    if not any(row.has_value for row in rows):
        raise _nothing(asked, "bars", f"no {LEVEL_NOUNS[asked.level]} has a figure")
    period = rows[0].period
    drawn = ranked_bars(
        "picture", asked.indicator, rows, release.city_in(asked.indicator.indicator, period),
        title=asked.indicator.name, description=_description(asked), synthetic=release.synthetic,
        chosen=asked.area.code,
    )  # fmt: skip
    notes = [f"The dashed line is {release.place_name}."]
    if any(row.has_interval for row in rows):
        notes.insert(0, "The thin lines are 95% intervals.")
    if any(row.status == "caution" for row in rows):
        notes.append("An exclamation mark: to be used with caution.")
    return drawn, _sheet(asked, f"{_areas(asked)}, {period_words(period)}", notes=(" ".join(notes),))


def _areas(asked: _Asked) -> str:
    among = f"{LEVEL_LABELS[asked.level][1]} of {asked.release.place_name}"
    return among if asked.area.level == "city" else f"{asked.area.name} among {among[0].lower()}{among[1:]}"


def _map(asked: _Asked) -> tuple[Markup, Sheet]:
    site, level = asked.site, asked.level
    layout = site.maps.get(level) or (site.maps.get("hex") if level == "ward" else None)
    if layout is None:
        raise _nothing(asked, "a map", f"the release has no boundaries of {LEVEL_NOUNS[level]}s")
    rows = asked.release.at(asked.indicator.indicator, level)
    if not any(row.has_value for row in rows.values()):
        raise _nothing(asked, "a map", f"no {LEVEL_NOUNS[level]} has a figure")
    drawn, colouring = area_map(site, asked.indicator, layout, rows, "picture", level=level, tooltips=False)
    own = [shape.path for shape in layout.shapes if shape.code == asked.area.code]
    over = joined(element("path", d=path, class_="selected") for path in own)
    period = period_words(asked.release.latest_period(asked.indicator.indicator, level))
    return drawn, _sheet(
        asked, f"{_areas(asked)}, {period}", key=colouring.legend, over=over,
        notes=(f"The thick outline is {asked.area.name}.",) if over else (),
    )  # fmt: skip


def _sheet(
    asked: _Asked,
    subtitle: str,
    *,
    notes: tuple[str, ...],
    key: tuple[LegendEntry, ...] = (),
    over: Markup | None = None,
) -> Sheet:
    release = asked.release
    used = [source for source in release.sources if source.source in asked.indicator.sources]
    credits = dict.fromkeys(source.attribution.rstrip(".") for source in used if source.attribution)
    licences = dict.fromkeys(source.licence for source in used if source.licence)
    licence = "; ".join([*credits, f"Licence: {', '.join(licences)}"]) if licences else "Licence: see the Data page"
    unit = asked.indicator.unit
    told = subtitle if unit in _UNITS_IN_FIGURES else f"{subtitle}, {unit}"
    return Sheet(
        asked.indicator.name, told, release.citation, f"{licence}.", release.synthetic,
        key=key, noun=LEVEL_NOUNS.get(asked.level, "area"), notes=notes, over=over,
    )  # fmt: skip


def chart(folder: pathlib.Path, indicator: str, area: str = "", kind: str = "") -> str:
    """Return one picture as a standalone SVG.

    Args:
        folder: A release folder.
        indicator: Id, code or exact name.
        area: Code or exact name; the city without it.
        kind: `map`, `trend` or `bars`; without it a trend where the area has several periods, else bars.

    Raises:
        PictureError: Something asked for is not there, or there is nothing to draw.
        ReleaseError: The folder cannot be read.
    """
    asked = _asked(make_site(read_release(folder), read_maps(folder)), indicator, area)
    kind = kind or ("trend" if sum(row.has_value for row in asked.series) >= _ENOUGH else "bars")
    return standalone(*{"map": _map, "trend": _trend, "bars": _bars}[kind](asked))
