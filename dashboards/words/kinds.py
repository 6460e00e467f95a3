"""What kind of figure an indicator is and what kind of interval it has, in plain words.

Belongs here: one fixed text for each kind and each interval. Does not belong here: states and comparisons
(`states.py`), the sentence on method that each indicator brings along.
"""

from __future__ import annotations

from dashboards.words.values import counted

KIND_LABELS = {
    "proportion": "Share, counted",
    "rate": "Rate, counted",
    "published": "Published figure, unchanged",
    "weighted_mean": "Mean of published figures",
    "survey_share": "Share of people, estimated from a survey",
    "survey_mean": "Mean, estimated from a survey",
    "survey_gap": "Difference between two groups, estimated from a survey",
    "register_count": "Entries of a register, counted",
    "register_ratio": "One sum of returns divided by another",
    "organisation_score": "Mean score of the organisations that answered",
    "organisation_gap": "Public bodies minus third sector organisations",
    "response_rate": "Share of those on a register who answered",
    "standardised_rate": "Rate, standardised by age",
    "survival": "Share of organisations still active, estimated from their dates",
    "net_rate": "Registrations minus removals, per stock at the start",
    "rate_ratio": "One rate divided by another",
    "amount": "Sum of money or people, added up",
}

INTERVAL_LABELS = {
    "wilson": "95% Wilson score interval",
    "byar": "95% interval by Byar’s method",
    "published": "95% interval as published",
    "design_logit": "95% design-based interval on the logit scale",
    "design_t": "95% design-based t interval",
    "bootstrap": "95% bootstrap interval over organisations",
    "dobson": "95% interval by Dobson’s method",
    "kaplan_meier": "95% Kaplan-Meier interval on the log-log scale",
    "log_normal": "95% interval on the log scale",
    "none": "No interval",
}

# Complete lists have no sampling error, so two of their figures may stand beside each other without an interval.
COMPLETE_KINDS = frozenset({"register_count", "register_ratio", "amount"})
SURVEY_KINDS = frozenset({"survey_share", "survey_mean", "survey_gap"})
GAP_KINDS = frozenset({"survey_gap", "organisation_gap"})

# What a figure of a kind rests on: one of them, and many.
_BASES = {
    **dict.fromkeys(SURVEY_KINDS, ("respondent", "respondents")),
    "register_ratio": ("entry", "entries"),
    "organisation_score": ("organisation", "organisations"),
    "organisation_gap": ("organisation", "organisations"),
    "response_rate": ("organisation", "organisations"),
}


def basis_words(kind: str, count: int | None) -> str:
    """Return `143 respondents` or `45 organisations`; nothing where the number is not shown or is the value itself."""
    return counted(count, *_BASES[kind]) if count is not None and kind in _BASES else ""


def kind_words(kind: str) -> str:
    """Return the label of a kind; a kind without one says its own name."""
    return KIND_LABELS.get(kind, kind.replace("_", " "))


def interval_kind_words(interval: str) -> str:
    """Return the label of an interval; one without a label says its own name."""
    return INTERVAL_LABELS.get(interval, interval.replace("_", " "))
