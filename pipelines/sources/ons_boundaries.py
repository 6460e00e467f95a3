"""ONS boundaries, as GeoJSON from the Open Geography portal.

Belongs here: recognising a boundary file by the properties of its first feature. Geometry is read, checked and
repaired in `geography.boundaries`.
"""

import re
from functools import partial

from pipelines.declarations.expectation import Expectation, expect
from pipelines.sources.base import Glance, Source

_WARD = re.compile(r'"WD(\d\d)CD"')


def _recognise(property_name: str, what: str, look: Glance) -> str | None:
    return (
        what
        if look.kind == "json" and f'"{property_name}"' in look.head and '"FeatureCollection"' in look.head
        else None
    )


def _recognise_ward(look: Glance) -> str | None:
    found = _WARD.search(look.head) if look.kind == "json" else None
    return f"ONS ward boundaries, 20{found.group(1)}" if found and '"FeatureCollection"' in look.head else None


_ATTRIBUTION = (
    "Contains National Statistics data © Crown copyright and database right. "
    "Contains OS data © Crown copyright and database right."
)


def _shapes_between(smallest: float, largest: float) -> tuple[Expectation, ...]:
    """What must hold of shapes that are drawn, with limits of their size in square kilometres."""
    return (
        expect("ExpectColumnValuesToBeUnique", column="area_code"),
        expect("ExpectColumnValuesToBeInSet", column="valid", value_set=[True]),
        expect("ExpectColumnValuesToBeBetween", column="square_kilometres", min_value=smallest, max_value=largest),
    )


# The smallest LSOA of England and Wales has less than two hectares, the largest nearly 700 square kilometres.
_SMALL_AREAS = _shapes_between(0.005, 1_000)

SOURCES = (
    Source(
        id="ons_ward_boundaries",
        table="boundaries_ward",
        title="Ward boundaries, generalised and clipped to the coast",
        publisher="Office for National Statistics, Open Geography",
        cadence="yearly",
        recognise=_recognise_ward,
        read=None,
        level="ward",
        key=("area_code",),
        attribution=_ATTRIBUTION,
        expectations=_shapes_between(0.1, 5_000),
    ),
    Source(
        id="ons_lsoa21_boundaries",
        table="boundaries_lsoa21",
        title="LSOA 2021 boundaries",
        publisher="Office for National Statistics, Open Geography",
        cadence="with the Census",
        recognise=partial(_recognise, "LSOA21CD", "ONS LSOA 2021 boundaries"),
        read=None,
        key=("area_code",),
        attribution=_ATTRIBUTION,
        expectations=_SMALL_AREAS,
    ),
    Source(
        id="ons_lsoa21_boundaries_simplified",
        table="boundaries_lsoa21_simplified",
        title="LSOA 2021 boundaries, simplified",
        publisher="Office for National Statistics, Open Geography",
        cadence="with the Census",
        recognise=partial(_recognise, "lsoa21_code", "simplified LSOA 2021 boundaries"),
        read=None,
        key=("area_code",),
        attribution=_ATTRIBUTION,
        expectations=_SMALL_AREAS,
    ),
    Source(
        id="ons_lsoa11_boundaries",
        table="boundaries_lsoa11",
        title="LSOA 2011 boundaries",
        publisher="Office for National Statistics, Open Geography",
        cadence="with the Census",
        recognise=partial(_recognise, "LSOA11CD", "ONS LSOA 2011 boundaries"),
        read=None,
        attribution=_ATTRIBUTION,
        unused="2011 data is moved to 2021 areas by the lookup, not drawn",
    ),
)
