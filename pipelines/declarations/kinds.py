"""The words that an indicator's declaration may use, and what follows from each of them.

Belongs here: kinds, units, intervals and levels, with bounds, multipliers and a sentence on the method. Does not belong
here: the declaration (`indicator.py`).
"""

from typing import Literal, get_args

Unit = Literal["percent", "per 1,000", "per 10,000", "years", "score 0-10", "score 0-100", "points", "count", "ratio"]
Level = Literal["lsoa21", "msoa21", "ward", "committee", "city"]
# Kinds whose figures come from an instrument: `estimate` says how, and the result stands at each level by itself.
SurveyKind = Literal[
    "survey_share",
    "survey_mean",
    "survey_gap",
    "register_count",
    "register_ratio",
    "organisation_score",
    "organisation_gap",
    "response_rate",
]
Kind = Literal["proportion", "rate", "published", "weighted_mean"] | SurveyKind
Interval = Literal["wilson", "byar", "published", "design_logit", "design_t", "bootstrap", "none"]
Characteristic = Literal["wellbeing", "connected", "involved", "place", "ambition", "partnership"]

MULTIPLIERS: dict[str, float] = {"percent": 100.0, "per 1,000": 1_000.0, "per 10,000": 10_000.0}
# Where values of a unit can lie; a value outside stops the table.
UNIT_BOUNDS: dict[str, tuple[float | None, float | None]] = {
    "percent": (0, 100),
    "per 1,000": (0, None),
    "per 10,000": (0, None),
    "years": (0, 130),
    "score 0-10": (0, 10),
    "score 0-100": (0, 100),
    "points": (-100, 100),
    "count": (0, None),
    "ratio": (0, None),
}
DEFAULT_INTERVAL: dict[str, Interval] = {
    "proportion": "wilson",
    "rate": "byar",
    "published": "published",
    "weighted_mean": "none",
    "survey_share": "design_logit",
    "survey_mean": "design_t",
    "survey_gap": "design_t",
    "register_count": "none",
    "register_ratio": "none",
    "organisation_score": "bootstrap",
    "organisation_gap": "bootstrap",
    "response_rate": "wilson",
}
SURVEY_KINDS = frozenset(get_args(SurveyKind))
# Kinds that are taken as they stand at each level and never added up.
UNADDED_KINDS = SURVEY_KINDS | {"published"}
METHODS: dict[str, str] = {
    "wilson": "Numerator divided by denominator; 95% Wilson score interval.",
    "byar": "Numerator divided by denominator; 95% interval by Byar's method, "
    "exact Poisson when the numerator is below 10.",
    "published": "The publisher's own figure and 95% interval, unchanged.",
    "design_logit": "Share of weighted answers; 95% interval on the logit scale from the design-based variance "
    "(Taylor linearisation, raking reflected), with the area's own degrees of freedom.",
    "design_t": "Weighted mean of answers; 95% t interval from the design-based variance (Taylor linearisation, "
    "raking reflected), with the area's own degrees of freedom.",
    "bootstrap": "Mean over organisations, each counting once; 95% percentile interval of a seeded bootstrap over "
    "organisations.",
    "none": "No interval: the figure is a complete count, or its publisher gives none.",
}
OWN_METHODS: dict[str, str] = {
    "register_count": "Entries of the register, counted. No interval: it is a complete list.",
    "register_ratio": "Sum of the returns divided by the sum they are measured against. No interval.",
    "response_rate": "Organisations that answered divided by those on the register; 95% Wilson score interval.",
    "organisation_gap": "Mean of public bodies minus mean of third sector organisations; 95% percentile interval of a "
    "seeded bootstrap over organisations.",
}
NEEDED: dict[str, tuple[str, ...]] = {
    "proportion": ("numerator", "denominator"),
    "rate": ("numerator", "denominator"),
    "published": ("value",),
    "weighted_mean": ("value", "weight"),
}
