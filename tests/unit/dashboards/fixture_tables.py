"""The indicators, sources and checks of the made-up release: rows as they are written, nothing that computes."""

from typing import Any

from tests.unit.dashboards import fixture_analysis_tables, fixture_survey_tables

# id, code, characteristic, name, unit, decimals, polarity, base, step, periods, levels, class breaks
INDICATORS: list[tuple[Any, ...]] = [
    (
        "life_satisfaction_mean",
        "WB01",
        "wellbeing",
        "Life satisfaction",
        "score 0-10",
        1,
        "high_good",
        6.9,
        0.03,
        ["2022-04-01/P1Y", "2023-04-01/P1Y", "2024-04-01/P1Y"],
        "city",
        "quantile",
    ),
    (
        "life_expectancy_years",
        "WB07",
        "wellbeing",
        "Life expectancy at birth",
        "years",
        1,
        "high_good",
        74.0,
        0.31,
        ["2020-01-01/P3Y"],
        "ward committee city",
        "natural",
    ),
    (
        "crime_rate",
        "PL07",
        "place",
        "Recorded crime",
        "per 1,000",
        1,
        "low_good",
        31.0,
        3.7,
        ["2021-04-01/P1Y", "2022-04-01/P1Y", "2023-04-01/P1Y", "2024-04-01/P1Y"],
        "ward committee city",
        "equal",
    ),
    (
        "volunteering_share",
        "IN01",
        "involved",
        "Formal volunteering at least once a month",
        "percent",
        1,
        "high_good",
        9.0,
        0.52,
        ["2021-03-21/P1D"],
        "ward committee city",
        "quantile",
    ),
    (
        "social_rented_share",
        "PL01",
        "place",
        "Households renting from a council or housing association",
        "percent",
        1,
        "no_judgement",
        4.0,
        1.1,
        ["2021-03-21/P1D"],
        "ward committee city",
        "quantile",
    ),
    (
        "group_count",
        "CO09",
        "connected",
        "Community groups on the register",
        "count",
        0,
        "no_judgement",
        12,
        37,
        ["2025-01-01/P1M"],
        "ward committee city",
        "natural",
    ),
]

SOURCES = [
    {
        "source": "census_2021",
        "title": "Census 2021, table of tenure",
        "publisher": "Office for National Statistics",
        "licence": "Open Government Licence v3.0",
        "licence_url": "https://example.org/licence",
        "attribution": "Contains National Statistics data © Crown copyright and database right 2021",
        "cadence": "decennial",
        "file": "census.csv",
        "sha256": "a" * 64,
        "bytes": "120034",
        "rows_read": "488",
        "rows_used": "488",
        "taken_for": "census_2021",
        "synthetic": "true",
    },
    {
        "source": "police_2024",
        "title": "Street-level crime",
        "publisher": "Home Office",
        "licence": "Open Government Licence v3.0",
        "licence_url": "javascript:alert(1)",
        "attribution": "Contains public sector information",
        "cadence": "monthly",
        "file": "<b>crime</b>.csv",
        "sha256": "b" * 64,
        "bytes": "9001",
        "rows_read": "900",
        "rows_used": "899",
        "taken_for": "police_2024",
        "synthetic": "true",
    },
]


def indicator_rows(specs: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Return the rows of indicators.csv."""
    rows: list[dict[str, Any]] = [
        {
            "indicator": i,
            "code": code,
            "name": name,
            "characteristic": characteristic,
            "definition": f"{name}, as a made-up publisher defines it.",
            "unit": unit,
            "decimals": decimals,
            "multiplier": {"percent": 100, "per 1,000": 1000}.get(unit, 1),
            "polarity": polarity,
            "kind": "proportion",
            "interval": "none" if unit == "count" else "wilson",
            "levels": levels,
            "source": "police_2024" if i == "crime_rate" else "census_2021",
            "owner": "Partnership",
            "status": "working_definition",
            "caveats": "Students make some wards look different. | Read with the interval.",
            "method": "The numerator is divided by the denominator.",
            "numerator_label": "People counted",
            "denominator_label": "All people",
            "latest_period": periods[-1],
            "class_breaks": breaks,
            "overlapping": "false",
            "instrument": "",
            "official": "",
            "questions": "",
            "breaks": "",
            "population": "",
            "section": "",
        }
        for i, code, characteristic, name, unit, decimals, polarity, _, _, periods, levels, breaks in specs
    ]
    for row in rows:
        own = (fixture_survey_tables.OVERRIDES | fixture_analysis_tables.OVERRIDES).get(row["indicator"], {})
        row |= own | {"method": fixture_survey_tables.METHODS.get(own.get("interval", ""), row["method"])}
    return rows


def checks() -> list[dict[str, Any]]:
    """Return the rows of checks.csv, one of them failed."""
    return [
        {
            "table": f"indicator/{spec[0]}",
            "indicator": spec[0],
            "expectation": expectation,
            "column": "value",
            "severity": "warning" if expectation == "within_range" else "error",
            "success": "false" if (spec[0], expectation) == ("crime_rate", "within_range") else "true",
            "rows_checked": 43,
            "rows_failed": 2 if spec[0] == "crime_rate" else 0,
            "detail": "Two values <b>above</b> the range." if spec[0] == "crime_rate" else "",
        }
        for spec in INDICATORS
        for expectation in ("not_null", "within_range")
    ]
