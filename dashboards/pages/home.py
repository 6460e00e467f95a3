"""The first page: the whole place in a dozen sentences, and the way to every neighbourhood.

Belongs here: which indicators speak for a characteristic. Does not belong here: the sentences themselves,
the answer to "are we getting there?" (`getting_there.py`).
"""

from __future__ import annotations

import dataclasses

from dashboards.pages.getting_there import getting_there
from dashboards.release.periods import period_order
from dashboards.release.rows import Indicator, Observation
from dashboards.scripts.places import outward_codes
from dashboards.shown.figures import CityLine, city_line, has_ward_values
from dashboards.site import Site
from dashboards.words.answers import gap_sentence
from dashboards.words.change import latest_verdict
from dashboards.words.revisions import revisions_sentence, updates_sentences
from dashboards.words.searching import searching_words
from dashboards.words.sentences import change_sentence, city_sentence, country_sentence
from dashboards.words.states import CHARACTERISTIC_LABELS, CHARACTERISTIC_MEANINGS
from pipelines.columns import CITY_CHARACTERISTICS

# Shared out over the characteristics that a release has.
_SENTENCES = 12


@dataclasses.dataclass(frozen=True)
class Group:
    """One characteristic."""

    id: str
    label: str
    meaning: str
    sentences: tuple[tuple[Indicator, str], ...]
    lines: tuple[CityLine, ...]
    city_only: bool

    @property
    def countries(self) -> bool:
        """Whether a published figure of the country stands beside any line."""
        return any(line.country for line in self.lines)


def _sentence(site: Site, indicator: Indicator, city: Observation) -> str:
    release = site.release
    country = release.country_in(indicator.indicator, city.period)
    parts = [
        city_sentence(indicator, city, release.place_name),
        country_sentence(indicator, city, country, release.place_name),
        gap_sentence(indicator, city),
        change_sentence(indicator, release.city_series(indicator.indicator)),
    ]
    return " ".join(part for part in parts if part)


def _spoken(site: Site, indicators: tuple[Indicator, ...]) -> list[tuple[Indicator, Observation]]:
    """Choose the indicators that are put into sentences: those with most to say, in catalogue order."""
    release = site.release
    found = []
    for place, indicator in enumerate(indicators):
        city = release.latest_city(indicator.indicator)
        if city is None or not city.has_value:
            continue
        known = latest_verdict(indicator, release.city_series(indicator.indicator)) != "unknown"
        compared = release.country_in(indicator.indicator, city.period) is not None
        found.append((-(2 * known + compared), place, indicator, city))
    each = max(_SENTENCES // max(len(release.characteristics), 1), 1)
    chosen = sorted(found, key=lambda entry: entry[:2])[:each]
    return [(indicator, city) for _, _, indicator, city in sorted(chosen, key=lambda entry: entry[1])]


def _group(site: Site, characteristic: str) -> Group:
    indicators = site.release.in_characteristic(characteristic)
    return Group(
        characteristic,
        CHARACTERISTIC_LABELS.get(characteristic, characteristic.capitalize()),
        CHARACTERISTIC_MEANINGS.get(characteristic, ""),
        tuple((indicator, _sentence(site, indicator, city)) for indicator, city in _spoken(site, indicators)),
        tuple(city_line(site, indicator) for indicator in indicators),
        characteristic in CITY_CHARACTERISTICS,
    )


def _dates(site: Site) -> tuple[str, str]:
    """Return the oldest and the newest of the latest periods."""
    latest = [row.period for i in site.release.indicators if (row := site.release.latest_city(i.indicator))]
    ordered = sorted(latest, key=period_order)
    return (ordered[0], ordered[-1]) if ordered else ("", "")


def write(site: Site) -> int:
    """Write index.html."""
    release = site.release
    committees = [(committee, site.wards_of(committee)) for committee in release.areas_at("committee")]
    housed = {ward.code for _, wards in committees for ward in wards}
    site.write(
        "index.html",
        "home.html",
        groups=[_group(site, name) for name in release.characteristics],
        progress=getting_there(site),
        committees=committees,
        loose=[ward for ward in release.areas_at("ward") if ward.code not in housed],
        named=release.areas_at("neighbourhood"),
        outward=outward_codes(site),
        search_words=searching_words(release.place_name),
        revised=revisions_sentence(release.analysis.revisions),
        updates=updates_sentences(release.analysis.updates),
        before=release.analysis.release_before,
        compared=release.has_file("data/revisions.csv"),
        oldest=_dates(site)[0],
        newest=_dates(site)[1],
        no_city=[i for i in release.indicators if not ((c := release.latest_city(i.indicator)) and c.has_value)],
        no_wards=[
            i
            for i in release.indicators
            if i.characteristic not in CITY_CHARACTERISTICS and not has_ward_values(site, i)
        ],
    )
    return 1
