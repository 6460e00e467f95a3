"""What a page says of itself to search engines and to those who link to it.

Belongs here: description, address, card and data set of each page. Does not belong here: markup (`head.html`), the
data sets themselves (`describing/dataset.py`), drawing cards.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from dashboards.describing.dataset import indicator_dataset, release_dataset
from dashboards.release.release import Release

_LONGEST = 300
_TOLD = {
    "index.html": "How {place} is doing: indicators of thriving communities for every ward, with intervals.",
    "ambition.html": "How far each ambition of the third sector in {place} has come: baseline, latest figure, target.",
    "agreements.html": "Which figures speak to which part of the documents that partners in {place} agreed.",
    "working-together.html": "How public bodies and the third sector in {place} work together, as both sides see it.",
    "map.html": "Maps of indicators for small areas, wards and committees of {place}, with the table beside them.",
    "neighbourhood.html": "Choose small areas of {place} and see their figures added up, with intervals.",
    "compare.html": "Two to four areas of {place} side by side.",
    "data.html": "Every file of the release on {place}: dictionary, licence, citation, checksum, what is missing.",
    "quality.html": "What was checked in this release on {place}, what failed, and what is missing.",
    "methods.html": "How the figures on {place} are made, each method with a worked number.",
    "accessibility.html": "How accessible this site on {place} is, how that was tested, and what does not work yet.",
}
_OTHERWISE = "Indicators of thriving communities in {place}."


@dataclasses.dataclass(frozen=True)
class Head:
    """What stands in the head of a page; addresses are empty where the release does not say where it is published."""

    description: str
    canonical: str
    card: str
    dataset: dict[str, Any] | None


def card_path(path: str) -> str:
    """Return the card of a page, both from the site's root."""
    folder, _, name = path.rpartition("/")
    return f"cards/{name.removesuffix('.html') if folder in ('areas', 'indicators') else 'site'}.png"


def page_head(release: Release, path: str, values: Mapping[str, Any]) -> Head:
    """Return what a page says of itself.

    Args:
        release: The release.
        path: The page, from the site's root.
        values: What its template asks for: its own first sentence is its description.
    """
    own = values.get("headline") or values.get("overview")
    told = str(own) if own else _TOLD.get(path, _OTHERWISE).format(place=release.place_name)
    warning = "Synthetic data: " if release.synthetic else ""
    return Head(
        f"{warning}{told}"[:_LONGEST],
        f"{release.address}{'' if path == 'index.html' else path}" if release.address else "",
        f"{release.address}{card_path(path)}" if release.address else "",
        _dataset(release, path),
    )


def _dataset(release: Release, path: str) -> dict[str, Any] | None:
    if path == "data.html":
        return release_dataset(release)
    folder, _, name = path.rpartition("/")
    indicator = release.by_indicator.get(name.removesuffix(".html")) if folder == "indicators" else None
    return indicator_dataset(release, indicator) if indicator else None
