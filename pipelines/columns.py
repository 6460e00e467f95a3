"""The names of the columns and states that every published table uses.

Belongs here: names that both the pipeline and the site must spell alike.
Does not belong here: anything that computes. This module imports nothing, so that
`dashboards` and `notebooks` may import it without importing the pipeline.
"""

OBSERVATION_COLUMNS = (
    "indicator",
    "code",
    "characteristic",
    "level",
    "area_code",
    "area_name",
    "period",
    "value",
    "lower",
    "upper",
    "numerator",
    "denominator",
    "unit",
    "status",
    "note",
    "benchmark_value",
    "comparison",
    "rank",
    "rank_of",
)

STATUSES = ("ok", "caution", "suppressed", "not_applicable", "not_collected", "missing_at_source")
STATUSES_WITH_VALUE = ("ok", "caution")

COMPARISONS = ("better", "similar", "worse", "higher", "lower", "not_compared")

CHARACTERISTICS = ("wellbeing", "connected", "involved", "place", "ambition", "partnership")
# About the city's organisations, so that an area within it has no row, not even one that says it has no value.
CITY_CHARACTERISTICS = ("ambition", "partnership")

# From the smallest to the largest; `country` carries only the published England figure. Named neighbourhoods are agreed
# locally and may overlap.
LEVELS = ("lsoa21", "msoa21", "neighbourhood", "ward", "committee", "city", "country")
# Every indicator of a neighbourhood has a row for each area of these levels, with a value or with a state.
READER_LEVELS = ("neighbourhood", "ward", "committee", "city")
