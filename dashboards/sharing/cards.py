"""The cards that links to the site show: one for each indicator, one for each area, one for everything else.

Belongs here: what each card says, writing them. Does not belong here: drawing (`card_drawing.py`), words (`words/`).
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator

from dashboards.release.release import Release
from dashboards.release.rows import Area, Indicator
from dashboards.sharing.card_drawing import Card, Part, card_png
from dashboards.site import Site
from dashboards.words.periods import in_period
from dashboards.words.states import LEVEL_NOUNS, STATE_LABELS
from dashboards.words.values import counted, interval_words, value_words

# What the parts of an area's card are called, their colours, and the comparisons that each counts.
_PARTS = (
    ("better", "better-ink", ("better",)),
    ("similar", "mid", ("similar",)),
    ("higher or lower", "apart-ink", ("higher", "lower")),
    ("worse", "worse-ink", ("worse",)),
)


def _card(release: Release, title: str) -> Card:
    return Card(title, release.title, release.synthetic)


def indicator_card(release: Release, indicator: Indicator) -> Card:
    """Say the city's latest value with its interval; draw the wards, and the city among them where it lies there."""
    city = release.latest_city(indicator.indicator)
    wards = release.at(indicator.indicator, "ward").values()
    bars = tuple(row.value for row in wards if row.has_value and row.value is not None)
    caption = f"{counted(len(bars), 'ward')}, highest first"
    card = dataclasses.replace(_card(release, indicator.name), bars=bars, caption=caption)
    if city is None or not city.has_value or city.value is None:
        why = STATE_LABELS[city.status].lower() if city else "not in this release"
        return dataclasses.replace(card, words=(f"{release.place_name} as a whole: {why}",))
    limits = interval_words(city.lower, city.upper, indicator.unit, indicator.decimals)
    words = f"{release.place_name} {in_period(city.period)}" + (f"; 95% interval {limits}" if limits else "")
    number, _, unit = value_words(city.value, indicator.unit, indicator.decimals).partition(" ")
    return dataclasses.replace(
        card,
        big=number,
        unit=unit,
        words=(words, "To be used with caution") if city.status == "caution" else (words,),
        line=city.value if bars and min(bars) <= city.value <= max(bars) else None,
        line_label=release.place_name,
    )


def area_card(release: Release, area: Area) -> Card:
    """Say on how many indicators an area is better, similar or worse."""
    rows = [row for one in release.indicators if (row := release.latest(one.indicator, area)) and row.has_value]
    card = _card(release, area.name)
    if area.level == "city":
        number, unit = counted(len(rows), "indicator").split(" ")
        return dataclasses.replace(card, big=number, unit=unit, words=("With intervals, for every ward",))
    counts = Counter(row.comparison for row in rows)
    parts = [Part(sum(counts[name] for name in names), label, colour) for label, colour, names in _PARTS]
    compared = sum(part.count for part in parts)
    noun = LEVEL_NOUNS.get(area.level, area.level).capitalize()
    if not compared:
        return dataclasses.replace(card, words=(f"{noun}: no figure can be compared with {release.place_name}",))
    words = f"{noun}: {counted(compared, 'indicator')} compared with {release.place_name}"
    return dataclasses.replace(card, words=(words,), parts=tuple(parts))


def site_card(release: Release) -> Card:
    """Say what the site is."""
    wards = counted(len(release.areas_at("ward")), "ward")
    number, unit = counted(len(release.indicators), "indicator").split(" ")
    words = f"For {wards}, with intervals, sources and gaps"
    return dataclasses.replace(_card(release, release.title), big=number, unit=unit, words=(words,))


def _cards(release: Release) -> Iterator[tuple[str, Card]]:
    yield "site", site_card(release)
    for indicator in release.indicators:
        yield indicator.indicator, indicator_card(release, indicator)
    for area in release.areas:
        yield area.code, area_card(release, area)


def write_cards(site: Site) -> None:
    """Write every card of a site into its folder `cards`."""
    folder = site.release.folder / "cards"
    folder.mkdir(exist_ok=True)
    for name, card in _cards(site.release):
        (folder / f"{name}.png").write_bytes(card_png(card))
