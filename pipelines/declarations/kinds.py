"""The words that an indicator's declaration may use, and what follows from each of them.

Belongs here: kinds, units, intervals and levels, with bounds, multipliers and a sentence on the method. Does not belong
here: the declaration (`indicator.py`).
"""

from typing import Literal, get_args

Unit = Literal[
    "percent",
    "per 100",
    "per 1,000",
    "per 10,000",
    "per 100,000",
    "years",
    "score 0-10",
    "score 0-100",
    "points",
    "count",
    "people",
    "ratio",
    "index",
    "£ per head",
    "£ million",
]
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
# Kinds whose value and limits a module of ours works out for each level by itself, in a table of its own.
WorkedKind = Literal["survival", "net_rate", "rate_ratio", "amount"]
Kind = Literal["proportion", "rate", "standardised_rate", "published", "weighted_mean"] | WorkedKind | SurveyKind
Interval = Literal[
    "wilson",
    "byar",
    "dobson",
    "published",
    "design_logit",
    "design_t",
    "bootstrap",
    "kaplan_meier",
    "log_normal",
    "none",
]
Characteristic = Literal["wellbeing", "connected", "involved", "place", "ambition", "partnership"]

MULTIPLIERS: dict[str, float] = {
    "percent": 100.0,
    "per 100": 100.0,
    "per 1,000": 1_000.0,
    "per 10,000": 10_000.0,
    "per 100,000": 100_000.0,
}
# Where values of a unit can lie; a value outside stops the table.
UNIT_BOUNDS: dict[str, tuple[float | None, float | None]] = {
    "percent": (0, 100),
    # The one rate that may be negative: more organisations removed than registered.
    "per 100": (-100, None),
    "per 1,000": (0, None),
    "per 10,000": (0, None),
    "per 100,000": (0, None),
    "years": (0, 130),
    "score 0-10": (0, 10),
    "score 0-100": (0, 100),
    "points": (-100, 100),
    "count": (0, None),
    "people": (0, None),
    "ratio": (0, None),
    "index": (0, None),
    "£ per head": (0, None),
    "£ million": (0, None),
}
DEFAULT_INTERVAL: dict[str, Interval] = {
    "proportion": "wilson",
    "rate": "byar",
    "standardised_rate": "dobson",
    "published": "published",
    "weighted_mean": "none",
    "survival": "kaplan_meier",
    "net_rate": "bootstrap",
    "rate_ratio": "log_normal",
    "amount": "none",
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
WORKED_KINDS = frozenset(get_args(WorkedKind))
# Kinds that are taken as they stand at each level and never added up. A standardised rate is worked out at each level
# from the counts of its ages before it gets here.
UNADDED_KINDS = SURVEY_KINDS | WORKED_KINDS | {"published", "standardised_rate"}
METHODS: dict[str, str] = {
    "wilson": "Numerator divided by denominator; 95% Wilson score interval.",
    "byar": "Numerator divided by denominator; 95% interval by Byar's method, "
    "exact Poisson when the numerator is below 10.",
    "dobson": "Directly standardised to the European Standard Population 2013; 95% interval by Dobson's method. No "
    "rate when fewer than 10 are counted.",
    "published": "The publisher's own figure and 95% interval, unchanged.",
    "kaplan_meier": "Kaplan-Meier estimate from dates of registration and removal; 95% interval on the log-log scale "
    "by Greenwood's variance.",
    "log_normal": "One rate divided by another; 95% interval on the log scale from the two Poisson counts.",
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
    "net_rate": "Registrations minus removals, divided by the stock at the start; 95% percentile interval of a seeded "
    "bootstrap over organisations.",
    "amount": "Summed over the organisations that are counted. No interval: it is a complete list.",
    "organisation_gap": "Mean of public bodies minus mean of third sector organisations; 95% percentile interval of a "
    "seeded bootstrap over organisations.",
}
NEEDED: dict[str, tuple[str, ...]] = {
    "proportion": ("numerator", "denominator"),
    "rate": ("numerator", "denominator"),
    "standardised_rate": ("numerator", "denominator", "age_band"),
    "published": ("value",),
    "weighted_mean": ("value", "weight"),
    "survival": ("value",),
    "net_rate": ("value",),
    "rate_ratio": ("value",),
    "amount": ("value",),
}
