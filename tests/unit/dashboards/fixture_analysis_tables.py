"""Ambitions, documents and statuses of the made-up release: names and words, nothing that computes."""

from typing import Any

FILES = (
    "trends.csv",
    "process_charts.csv",
    "targets.csv",
    "progress.csv",
    "inequalities.csv",
    "deprivation_fifths.csv",
    "funnels.csv",
    "composites.csv",
    "composite_parts.csv",
    "agreements.csv",
    "updates.csv",
    "revisions.csv",
    "third_sector_rules.csv",
)
NASTY_WHY = "<script>alert('why')</script> The Partnership saw new figures."
YEARS = [f"{year}-01-01/P1Y" for year in range(2017, 2025)]
MANY_YEARS = [f"{year}-01-01/P1Y" for year in range(2010, 2025)]

# The same columns as INDICATORS: id, code, characteristic, name, unit, decimals, polarity, base, step, periods, levels,
# class breaks
INDICATORS: list[tuple[Any, ...]] = [
    ("good_health_share", "WB06", "wellbeing", "People in good health", "percent", 1, "high_good", 61.0, 0.7,
     YEARS[2:], "ward committee city", "quantile"),
    ("claimant_share", "PL03", "place", "People claiming benefits for want of work", "percent", 1, "low_good", 2.0,
     0.21, YEARS[2:], "ward committee city", "quantile"),
    ("charities_count", "AM01", "ambition", "Registered charities", "count", 0, "high_good", 1180, 9, MANY_YEARS,
     "city", "quantile"),
    ("sector_income_amount", "AM03", "ambition", "Income of the sector, real terms", "£ million", 1, "high_good", 402.0,
     4.2, YEARS, "city", "quantile"),
    ("net_registration_rate", "AM05", "ambition", "Net registration", "per 100", 1, "high_good", -3.1, 0.12, YEARS[-2:],
     "city", "quantile"),
    ("survival_share", "AM06", "ambition", "Still active after three years", "percent", 1, "high_good", 70.0, 0.6,
     YEARS, "city", "quantile"),
    ("grants_per_head_rate", "AM09", "ambition", "Grants per head", "£ per head", 2, "high_good", 31.0, 0.61, YEARS,
     "city", "quantile"),
    ("grant_success_share", "AM11", "ambition", "Applications for grants that were funded", "percent", 1, "high_good",
     22.0, 0.5, YEARS[4:], "city", "quantile"),
    ("volunteers_index", "AM17", "ambition", "Volunteers, 2020 = 100", "index", 1, "high_good", 52.0, 1.5, YEARS[3:],
     "city", "quantile"),
    ("employees_count", "AM18", "ambition", "Paid workforce", "people", 0, "high_good", 12000, -41, YEARS, "city",
     "quantile"),
    ("boards_share", "AM22", "ambition", "City boards with a third sector seat filled", "percent", 1, "high_good", 40.0,
     0.4, YEARS[-1:], "city", "quantile"),
]  # fmt: skip
OVERRIDES: dict[str, dict[str, str]] = {
    "charities_count": {"kind": "register_count", "interval": "none", "breaks": "2014-01-01 2018-04-01"},
    "sector_income_amount": {"kind": "amount", "interval": "none"},
    "net_registration_rate": {"kind": "net_rate", "interval": "bootstrap"},
    "survival_share": {"kind": "survival", "interval": "kaplan_meier"},
    "grants_per_head_rate": {"kind": "rate", "interval": "none", "population": "Mid-year population of the year."},
    "volunteers_index": {"kind": "register_ratio", "interval": "none"},
    "employees_count": {"kind": "amount", "interval": "none"},
}
CITY_ONLY = {spec[0] for spec in INDICATORS if spec[10] == "city"}

# indicator, status, direction, baseline (period, value or None for our own, source), milestone, target, standing
AMBITIONS: list[tuple[Any, ...]] = [
    ("charities_count", "too_slow", "up", (MANY_YEARS[12], None, ""), 1650, 2500, "illustrative"),
    ("sector_income_amount", "on_track", "up", (YEARS[4], None, ""), 560.0, 590.0, "agreed"),
    ("net_registration_rate", "too_early", "up", (YEARS[-2], None, ""), 0.0, 1.0, "illustrative"),
    ("survival_share", "achieved", "up", (YEARS[2], 81.0, "A made-up study & its publisher"), 85.0, 92.0,
     "illustrative"),
    ("grant_success_share", "within_sampling_error", "up", ("2023-01-01/P10M", 34.0, "A newspaper"), 45.0, 55.0,
     "illustrative"),
    ("volunteers_index", "needs_to_speed_up", "up", (YEARS[5], None, ""), 100.0, 120.0, "illustrative"),
    ("employees_count", "wrong_way", "up", (YEARS[5], None, ""), 11500, 12000, "illustrative"),
    ("claimant_share", "wrong_way", "down", (YEARS[4], None, ""), 5.0, 3.0, "illustrative"),
    ("boards_share", "no_figure", "up", (YEARS[-1], 40.0, "A list"), None, 60.0, "illustrative"),
    ("grants_per_head_rate", "no_target", "", ("", None, ""), None, None, ""),
    ("never_measured_share", "no_figure", "up", (YEARS[-1], 10.0, "A list"), None, 20.0, "illustrative"),
]  # fmt: skip

# document, its title, its parts: id, title, about, indicators
DOCUMENTS: list[tuple[str, str, list[tuple[str, str, str, tuple[str, ...]]]]] = [
    ("ambition_statement", "Ambition Statement of Exampleton", [
        ("strength", "Sector strength & diversity", "The sector that is wanted.",
         ("charities_count", "net_registration_rate", "survival_share")),
        ("resources", "Resources and funding", "The sector that is wanted.",
         ("sector_income_amount", "grants_per_head_rate", "grant_success_share")),
        ("people", "People", "The sector that is wanted.", ("volunteers_index", "employees_count")),
        ("voice", "Voice", "The sector that is wanted.", ("boards_share", "never_measured_share")),
    ]),
    ("compact", "The Compact for Exampleton", [
        (f"P{number}", title, f"What principle {number} asks <b>of us</b>.", indicators)
        for number, (title, indicators) in enumerate(
            (
                ("Maximising Social Impact", ("sector_income_amount",)),
                ("Working Together", ("boards_share", "good_health_share")),
                ("Engaging Communities", ()),
                ("Building Resilient Communities", ("charities_count", "never_measured_share")),
                ("Sharing Information", ()),
                ("Maximising the Impact of Resources", ("grants_per_head_rate",)),
                ("Promote Volunteering", ("volunteers_index", "volunteering_share")),
                ("Promoting Equality", ("claimant_share",)),
            ),
            1,
        )
    ]),
    ("social_value_charter", "Social Value Charter", [("money", "Money in the city", "", ("grants_per_head_rate",))]),
    ("commissioning_code", "Commissioning Code", [("terms", "Terms", "", ("grant_success_share",))]),
]  # fmt: skip

RULES = [
    {"topic": "linked_charities", "rule": "A linked charity is part of its parent & is not counted."},
    {"topic": "", "rule": "An organisation counts where it works, where that is declared."},
]
