"""The tables that instruments publish: their names and what tells two rows apart.

Belongs here: names only. Does not belong here: how any of them is made (`results`).
"""

# Every table also has the column `wave`, by which the rows of a removed wave are found again.
TABLES: dict[str, tuple[str, ...]] = {
    "survey_estimates": ("indicator", "level", "area_code", "period"),
    "modelled_estimates": ("indicator", "area_code", "period"),
    "models": ("indicator", "period"),
    "working_together": ("instrument", "measure", "statistic", "group", "period"),
    "concerns": ("instrument", "by", "theme", "period"),
    "register_entries": ("instrument", "period", "name", "question"),
}
