"""The figures as data scripts: one for each indicator, the catalogue of all, and the words that pages share.

Belongs here: values rounded as printed, classes, sentences. Does not belong here: numbers in words, which
`static/js/values.js` makes as `words/values.py` does, and shapes (`shapes.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dashboards.charts.svg import SYNTHETIC_NOTE
from dashboards.maps.classes import Classes
from dashboards.maps.draw import CAUTION_LABEL, class_label
from dashboards.maps.levels import MAP_LEVELS, level_classes
from dashboards.release.rows import Indicator, Observation
from dashboards.scripts.data import write_data_script
from dashboards.site import Site
from dashboards.words.answers import respondents_words
from dashboards.words.map_sentences import map_sentences
from dashboards.words.periods import period_words
from dashboards.words.states import COMPARISON_SYMBOLS, LEVEL_NOUNS, STATE_LABELS, STATE_MEANINGS, comparison_words
from dashboards.words.values import counted, rounded


def map_levels(site: Site, indicator: Indicator) -> list[str]:
    """Return the levels at which any area has a value."""
    release = site.release
    return [
        level for level in MAP_LEVELS if any(row.has_value for row in release.at(indicator.indicator, level).values())
    ]


def words_data(site: Site) -> dict[str, Any]:
    """Return the words that every page's scripts share."""
    release = site.release
    return {
        "place": release.place_name,
        "synthetic": release.synthetic,
        "note": SYNTHETIC_NOTE if release.synthetic else "",
        "states": STATE_LABELS | {"caution_on_map": CAUTION_LABEL},
        "meanings": STATE_MEANINGS,
        "comparisons": {
            name: [symbol, comparison_words(name, release.place_name)] for name, symbol in COMPARISON_SYMBOLS.items()
        },
        "levels": {level: [noun, counted(2, noun).partition(" ")[2]] for level, noun in LEVEL_NOUNS.items()},
        "layers": list(site.maps),
        "source": release.citation,
    }


def catalogue_data(site: Site) -> list[dict[str, Any]]:
    """Return what each indicator is, and the levels it has values at."""
    return [
        {
            "id": indicator.indicator,
            "name": indicator.name,
            "characteristic": indicator.characteristic,
            "unit": indicator.unit,
            "decimals": indicator.decimals,
            "polarity": indicator.polarity,
            "kind": indicator.kind,
            "levels": map_levels(site, indicator),
        }
        for indicator in site.release.indicators
    ]


class _Texts:
    """Texts that rows name by number; number 0 is no text."""

    def __init__(self) -> None:
        self._numbers = {"": 0}

    def number(self, text: str) -> int:
        return self._numbers.setdefault(text, len(self._numbers))

    def all(self) -> list[str]:
        return list(self._numbers)


def _printed(value: float | None, decimals: int) -> float | int | None:
    """Return the number as it is printed, so that the browser need not know how it was made."""
    if value is None:
        return None
    number = rounded(value, decimals)
    return float(number) if decimals else int(number)


def _row(row: Observation, decimals: int, note: int, basis: int) -> list[Any]:
    numbers = (row.value, row.lower, row.upper) if row.has_value else (None, None, None)
    return [
        row.area_code,
        *(_printed(number, decimals) for number in numbers),
        row.status,
        row.comparison if row.has_value else "",
        row.rank,
        row.rank_of,
        note,
        basis,
    ]


def _classes(classes: Classes, indicator: Indicator, place: str) -> Iterable[list[Any]]:
    for index, number in enumerate(classes.numbers):
        yield [classes.limits(index)[0], number, class_label(classes, index, indicator, place)]


def _level(site: Site, indicator: Indicator, level: str, notes: _Texts, bases: _Texts) -> dict[str, Any]:
    release = site.release
    classes = level_classes(release, indicator, level)
    surveyed = bool(indicator.instrument)
    periods = {}
    for period in release.periods(indicator.indicator, level):
        found = release.at(indicator.indicator, level, period)
        rows = []
        for code in sorted(found):
            row = found[code]
            estimate = release.surveys.estimate(row.indicator, code, period) if surveyed and row.has_value else None
            basis = bases.number(respondents_words(estimate, indicator))
            rows.append(_row(row, indicator.decimals, notes.number(row.note), basis))
        summary = " ".join(map_sentences(indicator, found, site.places[level], release.place_name))
        periods[period] = {"words": period_words(period), "summary": summary, "rows": rows}
    return {
        "latest": release.latest_period(indicator.indicator, level),
        "breaks": indicator.class_breaks,
        "classes": list(_classes(classes, indicator, release.place_name)),
        "diverging": classes.diverging,
        "periods": periods,
    }


def indicator_data(site: Site, indicator: Indicator) -> dict[str, Any]:
    """Return every level and period of an indicator that a map can show."""
    notes, bases = _Texts(), _Texts()
    levels = {level: _level(site, indicator, level, notes, bases) for level in map_levels(site, indicator)}
    return {
        "name": indicator.name,
        "unit": indicator.unit,
        "decimals": indicator.decimals,
        "polarity": indicator.polarity,
        "notes": notes.all(),
        "bases": bases.all(),
        "levels": levels,
    }


def write_indicator_scripts(site: Site) -> None:
    """Write the words, the catalogue, and one script for each indicator."""
    folder = site.release.folder
    write_data_script(folder, "words", words_data(site))
    write_data_script(folder, "catalogue", catalogue_data(site))
    for indicator in site.release.indicators:
        write_data_script(folder, f"indicators/{indicator.indicator}", indicator_data(site, indicator))
