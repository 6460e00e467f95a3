"""The survey indicators, headings and principles of the made-up release: names and words, nothing that computes."""

from typing import Any

NASTY_REASON = "<script>alert('reason')</script> The residuals are not normal."
WAVES = ("2024-01-01/P1Y", "2025-01-01/P1Y", "2026-01-01/P1Y")
FILES = (
    "survey_estimates.csv",
    "modelled_estimates.csv",
    "models.csv",
    "working_together.csv",
    "concerns.csv",
    "register_entries.csv",
    "instruments.csv",
    "questions.csv",
)

# The same columns as INDICATORS: id, code, characteristic, name, unit, decimals, polarity, base, step, periods, levels,
# class breaks
INDICATORS: list[tuple[Any, ...]] = [
    ("trust_neighbours_share", "CO05", "connected", "Trust people in the neighbourhood", "percent", 1, "high_good",
     42.0, 0.9, ["2025-01-01/P1Y", "2026-01-01/P1Y"], "ward committee city", "quantile"),
    ("life_satisfaction_survey_mean", "WB01-S", "wellbeing", "Life satisfaction (neighbourhood survey)", "score 0-10",
     2, "high_good", 6.7, 0.03, ["2026-01-01/P1Y"], "ward committee city", "quantile"),
    ("wellbeing_gap_mean", "WB09", "wellbeing", "Wellbeing gap between least and most deprived", "points", 2,
     "low_good", -0.32, 0.02, ["2026-01-01/P1Y"], "city", "quantile"),
    ("compact_endorsements_count", "AM20-C", "partnership", "Organisations that endorsed the Compact", "count", 0,
     "high_good", 20, 2, ["2025-01-01/P1Y", "2026-01-01/P1Y"], "city", "quantile"),
    ("compact_lead_share", "AM20-L", "partnership", "Endorsers with a named lead person", "percent", 1, "high_good",
     50, 0.8, ["2025-01-01/P1Y", "2026-01-01/P1Y"], "city", "quantile"),
    ("forming_gap_score", "CP03-F", "partnership", "Forming: public minus third sector", "points", 1, "no_judgement",
     -4, 1.0, ["2025-01-01/P1Y", "2026-01-01/P1Y"], "city", "quantile"),
    ("concerns_resolved_share", "CP06-R", "partnership", "Concerns resolved within 90 days", "percent", 1,
     "high_good", 60, 0.4, ["2026-01-01/P1Y"], "city", "quantile"),
    ("social_value_realised_share", "AM15", "ambition", "Social value realised of what was promised", "percent", 1,
     "high_good", 11, 0.1, ["2026-01-01/P1Y"], "city", "quantile"),
    ("third_sector_spend_share", "AM14-C", "ambition", "Third sector share of commissioned spend", "percent", 1,
     "high_good", 9, 0.1, ["2026-01-01/P1Y"], "city", "quantile"),
]  # fmt: skip

_SURVEY = {"kind": "survey_share", "interval": "design_logit", "instrument": "neighbourhood_survey"}
_RETURNS = {"kind": "register_ratio", "interval": "none", "instrument": "social_value_returns"}
# What these indicators' rows say instead of the fixture's usual words.
OVERRIDES: dict[str, dict[str, str]] = {
    "trust_neighbours_share": {**_SURVEY, "questions": "trust"},
    "life_satisfaction_survey_mean": {**_SURVEY, "kind": "survey_mean", "interval": "design_t",
                                      "official": "life_satisfaction_mean"},
    "wellbeing_gap_mean": {**_SURVEY, "kind": "survey_gap", "interval": "design_t"},
    "compact_endorsements_count": {"kind": "register_count", "interval": "none", "instrument": "compact_register"},
    "compact_lead_share": {"kind": "register_ratio", "interval": "none", "instrument": "compact_register"},
    "forming_gap_score": {"kind": "organisation_gap", "interval": "bootstrap", "instrument": "working_together"},
    "concerns_resolved_share": {"kind": "register_ratio", "interval": "none", "instrument": "concerns_log"},
    "social_value_realised_share": _RETURNS,
    "third_sector_spend_share": _RETURNS,
}  # fmt: skip
METHODS = {
    "design_logit": "Share of weighted answers; 95% interval on the logit scale.",
    "design_t": "Weighted mean of answers; 95% t interval.",
    "bootstrap": "Mean over organisations; 95% percentile interval of a seeded bootstrap.",
}
CITY_ONLY = {spec[0] for spec in INDICATORS if spec[10] == "city"}

HEADINGS = ("Forming", "Sustaining", "Inclusive", "Effective", "Resourcing")
PRINCIPLES = (
    "Maximising Social Impact",
    "Working Together",
    "Engaging Communities",
    "Building Resilient Communities & a Dynamic Third Sector",
    "Sharing Information",
    "Maximising the Impact of Resources",
    "Promote Volunteering",
    "Promoting Equality, Fairness, Good Community Relations & Equity of Outcomes for All",
)
TOO_FEW = "Fewer than five public bodies answered, or one could be read off."
