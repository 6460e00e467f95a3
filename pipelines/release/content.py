"""What a release holds before it is written: tables and the facts about the release itself.

Belongs here: the shape and the citation. Does not belong here: where the tables come from, their columns
(`dictionary`), or files.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


@dataclass
class Content:
    """Everything of one release, in memory.

    `about` becomes release.json. `places` holds postcodes and named neighbourhoods, `surveys` the tables that
    instruments publish, `analysis` those on trend, target, inequality, composite scores, updates and revisions, by
    file name without ending. `boundaries` holds GeoDataFrames by level, empty when the inbox had none.
    """

    about: dict[str, Any]
    observations: "pd.DataFrame"
    indicators: "pd.DataFrame"
    areas: "pd.DataFrame"
    sources: "pd.DataFrame"
    checks: "pd.DataFrame"
    gaps: "pd.DataFrame"
    hexes: "pd.DataFrame"
    places: "dict[str, pd.DataFrame]" = field(default_factory=dict)
    surveys: "dict[str, pd.DataFrame]" = field(default_factory=dict)
    analysis: "dict[str, pd.DataFrame]" = field(default_factory=dict)
    boundaries: dict[str, Any] = field(default_factory=dict)


def citation(publisher: str, title: str, release_id: str, published: str, *, synthetic: bool) -> str:
    """One sentence to paste into a bid or a paper."""
    mark = " Synthetic data: made-up numbers, for demonstration." if synthetic else ""
    return f"{publisher.rstrip('.')}. {title}, release {release_id}, published {published}.{mark}"
