"""Turning templates into pages.

Belongs here: the template environment, what every page has in common, safe JSON inside a page.
Does not belong here: the content of any one kind of page (`pages/`).
"""

from __future__ import annotations

import dataclasses
import functools
import pathlib
from collections.abc import Callable, Mapping
from typing import Any

import jinja2
from markupsafe import Markup

from dashboards.describing.heads import page_head
from dashboards.json_text import json_text
from dashboards.maps.draw import patterns
from dashboards.maps.geometry import Layout, read_boundaries
from dashboards.maps.hexes import hex_layout
from dashboards.maps.levels import MAP_LEVELS, places_of
from dashboards.release.periods import period_bounds
from dashboards.release.reading import area_codes
from dashboards.release.release import Release
from dashboards.release.rows import Area
from dashboards.words.kinds import interval_kind_words, kind_words
from dashboards.words.map_sentences import Places
from dashboards.words.periods import day_words, in_period, period_words
from dashboards.words.scores import band_words, change_words, gap_words, score_interval, score_value
from dashboards.words.states import (
    COMPARISON_SYMBOLS,
    LEVEL_LABELS,
    STATE_LABELS,
    STATE_MEANINGS,
    comparison_words,
    state_label,
)
from dashboards.words.trends import SYMBOLS, judgement_words, marker_words
from dashboards.words.values import (
    amount_words,
    counted,
    interval_words,
    list_words,
    number_words,
    rank_words,
    significant_words,
    size_words,
    value_words,
)

HOME = ("index.html", "Home")
AMBITION = ("ambition.html", "Ambition")
AGREEMENTS = "agreements.html"
WORKING_TOGETHER = ("working-together.html", "Working together")
NEIGHBOURHOOD = ("neighbourhood.html", "Your neighbourhood")
_OTHERS = (("compare.html", "Compare"), ("data.html", "Data"), ("quality.html", "Quality"))


def embedded_json(value: Any) -> Markup:
    """Return JSON that can stand inside a script element: no text in it can close the element."""
    text = json_text(value)
    for sign, code in (
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("&", "\\u0026"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
    ):
        text = text.replace(sign, code)
    return Markup(text)


def safe_link(address: str) -> str:
    """Return an address only if it leads to a web page; anything else could run as a script."""
    return address if address.startswith(("https://", "http://")) else ""


def published_words(text: str) -> str:
    """Return a date in words, or the text where it is no date."""
    bounds = period_bounds(text)
    return day_words(bounds[0]) if bounds else text


def printed(value: float | None, decimals: int = 1) -> str:
    """Return a number of a table of diagnostics; a dash where there is none."""
    return "–" if value is None else number_words(value, decimals)


class _Context(jinja2.runtime.Context):
    """Variables of a template, which calls functions and macros as they are.

    Jinja looks before each call whether the function wants to know the template; none of ours does, and one that did
    would be told of an argument too few. Looking took a fiftieth of a build.
    """

    def call(self, called: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls; what Jinja adds of loops and blocks is for such functions alone."""
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        return called(*args, **kwargs)


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(pathlib.Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        # Compiling templates takes as long as filling them: the outcome is kept in the system's temporary folder.
        bytecode_cache=jinja2.FileSystemBytecodeCache(),
    )
    environment.context_class = _Context
    environment.filters.update(
        period=period_words,
        in_period=in_period,
        day=published_words,
        link=safe_link,
        size=size_words,
        amount=amount_words,
        printed=printed,
        value=value_words,
        rank=rank_words,
        comparison=comparison_words,
        state=state_label,
        significant=significant_words,
        listed=list_words,
        embedded=embedded_json,
    )
    environment.globals.update(
        interval_words=interval_words,
        counted=counted,
        symbols=COMPARISON_SYMBOLS,
        trend_symbols=SYMBOLS,
        marker_words=marker_words,
        judgement_words=judgement_words,
        state_labels=STATE_LABELS,
        state_meanings=STATE_MEANINGS,
        level_labels=LEVEL_LABELS,
        kind_words=kind_words,
        band_words=band_words,
        change_words=change_words,
        gap_words=gap_words,
        score_interval=score_interval,
        score_value=score_value,
        interval_kind_words=interval_kind_words,
        patterns=patterns(),
    )
    # A site shows a few of these some thousand times.
    environment.globals["badge"] = functools.cache(vars(environment.get_template("macros.html").module)["badge"])
    return environment


def render(template: str, **values: Any) -> str:
    """Fill a template; every text is escaped.

    Args:
        template: Name of the file under `templates/`.
        values: What it asks for.
    """
    return _environment().get_template(template).render(**values)


@dataclasses.dataclass(frozen=True)
class Site:
    """A release together with its maps: a layout for each level with boundaries, and `hex`."""

    release: Release
    maps: Mapping[str, Layout]
    pdfs: bool = False  # beside each area's and the Partnership's pages, under the same name

    @functools.cached_property
    def layouts(self) -> tuple[Layout, ...]:
        """How the wards can be drawn: real shapes first where the release has them, then the drawn hexagons."""
        return tuple(self.maps[name] for name in ("ward", "hex") if name in self.maps)

    @functools.cached_property
    def places(self) -> dict[str, Places]:
        """What the areas of each level of a map are called."""
        return {level: places_of(self.release, level) for level in MAP_LEVELS}

    @functools.cached_property
    def navigation(self) -> tuple[tuple[str, str], ...]:
        """Pages that every page leads to; one without figures is left out."""
        ambition = (AMBITION,) if self.release.analysis.ambition else ()
        together = (WORKING_TOGETHER,) if self.release.surveys.partnership else ()
        own = (NEIGHBOURHOOD,) if self.release.small_areas else ()
        return (HOME, *ambition, *together, ("map.html", "Map"), *own, *_OTHERS)

    @functools.cached_property
    def committee_names(self) -> dict[str, str]:
        """Name of the committee, by ward code."""
        by_code = self.release.by_code
        return {
            ward.code: by_code[ward.committee_code].name
            for ward in self.release.areas_at("ward")
            if ward.committee_code in by_code
        }

    def wards_of(self, committee: Area) -> tuple[Area, ...]:
        """Return the wards of a committee by name."""
        return tuple(ward for ward in self.release.areas_at("ward") if ward.committee_code == committee.code)

    @functools.cached_property
    def attributions(self) -> tuple[str, ...]:
        """The different attributions of the sources, in their order."""
        return tuple(dict.fromkeys(s.attribution for s in self.release.sources if s.attribution))

    @functools.cached_property
    def licences(self) -> tuple[tuple[str, str], ...]:
        """The different licences of the sources with their addresses."""
        return tuple(dict.fromkeys((s.licence, s.licence_url) for s in self.release.sources if s.licence))

    def write(self, path: str, template: str, **values: Any) -> None:
        """Fill a template and write the page.

        Args:
            path: Where, from the release folder.
            template: Name of the template.
            values: What the template asks for.
        """
        root = "../" * path.count("/")
        place = self.release.place_name
        head = page_head(self.release, path, values)
        text = render(template, site=self, release=self.release, place=place, root=root, path=path, head=head, **values)
        target = self.release.folder / path
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(text.encode())


def read_maps(folder: pathlib.Path) -> dict[str, Layout]:
    """Return the map of each level that a release folder has boundaries for."""
    codes = area_codes(folder)
    return read_boundaries(folder, {level: codes.get(level, frozenset()) for level in MAP_LEVELS})


def make_site(release: Release, maps: Mapping[str, Layout], *, pdfs: bool = False) -> Site:
    """Put a release, its maps (`read_maps`) and its drawn hexagons together."""
    wards = {area.code for area in release.areas_at("ward")}
    hexes = hex_layout([cell for cell in release.hexes if cell.area_code in wards])
    return Site(release, {**maps, **({"hex": hexes} if hexes else {})}, pdfs)
