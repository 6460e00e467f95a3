"""The page that sets two to four areas beside each other.

Belongs here: what its script needs: which areas can be chosen, the indicators in order, every text.
Does not belong here: figures, which the script loads for the chosen areas (`scripts/areas.py`).
"""

from __future__ import annotations

from typing import Any

from dashboards.site import Site
from dashboards.words.comparing import COMPARING_WORDS, PARTS, RULE
from dashboards.words.states import CHARACTERISTIC_LABELS, COMPARISON_SYMBOLS, LEVEL_LABELS, comparison_words
from pipelines.columns import READER_LEVELS

# From the largest to the smallest is how the lists of other pages go; most readers look for a ward.
_FIRST = "ward"


def _levels(site: Site) -> list[tuple[str, Any]]:
    """Return the areas to choose from by the name of their level, wards first."""
    order = sorted(READER_LEVELS, key=lambda level: level != _FIRST)
    found = [(LEVEL_LABELS[level][1], site.release.areas_at(level)) for level in order]
    return [(label, areas) for label, areas in found if areas]


def _content(site: Site) -> dict[str, Any]:
    """Return what the script cannot read from the data of the areas."""
    release = site.release
    return {
        "groups": [
            [CHARACTERISTIC_LABELS.get(name, name.capitalize()), [[i.indicator, i.name] for i in group]]
            for name in release.characteristics
            if (group := release.in_characteristic(name))
        ],
        "comparisons": {
            name: [symbol, comparison_words(name, release.place_name)] for name, symbol in COMPARISON_SYMBOLS.items()
        },
        "words": COMPARING_WORDS,
        "parts": PARTS,
        "synthetic": release.synthetic,
    }


def write(site: Site) -> int:
    """Write compare.html."""
    site.write("compare.html", "compare.html", levels=_levels(site), content=_content(site), rule=RULE)
    return 1
