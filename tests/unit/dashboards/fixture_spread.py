"""How made-up figures spread over fifths, wards and scores, for the files of a made-up release.

Belongs here: rows of fifths, inequalities, funnels and scores, some of them not shown. Does not belong here: rows along
time (`fixture_analysis.py`). What is worked out here is only as right as a picture needs.
"""

from __future__ import annotations

import math
from typing import Any

Row = dict[str, Any]
_PLACE = ("indicator", "level", "area_code", "area_name")


def _period(row: Row) -> str:
    return str(row["period"])


def fifths(rows: list[Row], names: tuple[str, ...]) -> list[Row]:
    """Return five groups around the city's latest value; the last indicator's groups do not differ."""
    found = []
    for name in names:
        last = max((row for row in rows if row["indicator"] == name and row["level"] == "city"), key=_period)
        step = 0.0 if name == names[-1] else last["value"] / 12
        for number in range(1, 6):
            value = last["value"] + step * (number - 3)
            found.append({
                "indicator": name, "area_code": last["area_code"], "period": last["period"], "fifth": number,
                "areas": 97 + number % 2,
                "numerator": round(value * 1600), "denominator": 160000, "value": value,
                "lower": value - last["value"] / 30, "upper": value + last["value"] / 30,
            })  # fmt: skip
    return found


def inequalities(groups: list[Row]) -> list[Row]:
    """Return gap, slope and ratio of each indicator's groups, as most deprived against least deprived."""
    found = []
    for name in dict.fromkeys(row["indicator"] for row in groups):
        own = [row for row in groups if row["indicator"] == name]
        gap = own[0]["value"] - own[-1]["value"]
        width = own[0]["value"] / 20
        for measure, value, half in (
            ("gap", gap, width),
            ("slope_index", gap * 1.2, width * 1.3),
            ("relative_index", own[0]["value"] / own[-1]["value"], 0.05),
        ):
            found.append({
                "indicator": name, "area_code": own[0]["area_code"], "area_name": "Exampleton",
                "period": own[0]["period"], "measure": measure, "value": value, "lower": value - half,
                "upper": value + half, "groups": 5, "areas": 488, "note": "",
            })  # fmt: skip
    return found


def funnels(rows: list[Row], names: tuple[str, ...]) -> list[Row]:
    """Return the wards of the latest period with limits around the city's value and their own denominators."""
    found = []
    for name in names:
        latest = max(row["period"] for row in rows if row["indicator"] == name)
        key = (name, "ward", latest)
        wards = [row for row in rows if (row["indicator"], row["level"], row["period"]) == key]
        for number, row in enumerate(row for row in wards if row["value"] is not None):
            size = row["denominator"] * (0.4 + (number * 7 % 33) / 20)
            city = row["benchmark_value"]
            error = math.sqrt(city * abs(100 - city) / size) * 4
            position = "within"
            for label, z in (("95", 1.96), ("998", 3.09)):
                if abs(row["value"] - city) > z * error:
                    position = f"{'above' if row['value'] > city else 'below'}_{label}"
            found.append({field: row[field] for field in _PLACE} | {
                "period": latest, "value": row["value"], "denominator": size, "benchmark_value": city,
                "lower_95": city - 1.96 * error, "upper_95": city + 1.96 * error, "lower_998": city - 3.09 * error,
                "upper_998": city + 3.09 * error, "position": position,
            })  # fmt: skip
    return found


def composites(rows: list[Row], parts_by: dict[str, tuple[str, ...]]) -> tuple[list[Row], list[Row]]:
    """Return scores of wards and their parts; every ninth ward has too few parts for a score."""
    scores, parts = [], []
    latest: dict[str, str] = {}
    for row in rows:
        if row["level"] == "ward" and row["value"] is not None:
            latest[row["indicator"]] = max(latest.get(row["indicator"], ""), row["period"])
    wards = [row for row in rows if row["level"] == "ward"]
    for characteristic, names in parts_by.items():
        own: list[Row] = []
        for number, code in enumerate(dict.fromkeys(row["area_code"] for row in wards)):
            found = {row["indicator"]: row for row in wards
                     if row["area_code"] == code and row["period"] == latest.get(row["indicator"])}  # fmt: skip
            points = []
            for place, name in enumerate(names):
                row = found[name]
                z = ((number * 14 + place * 5) % 33 - 16) / 8
                score = min(max(5 + 2 * z, 0.0), 10.0) if row["value"] is not None else None
                points += [score] if score is not None else []
                parts.append({
                    "characteristic": characteristic, "area_code": code, "indicator": name, "period": row["period"],
                    "value": row["value"], "z": z if score is not None else None, "score": score,
                    "winsorised": number == 2 and place == 0, "note": "" if score is not None else row["note"],
                })  # fmt: skip
            ok = number % 9 != 8 and bool(points)
            score = sum(points) / len(points) if ok else None
            own.append({
                "characteristic": characteristic, "level": "ward", "area_code": code,
                "area_name": next(row["area_name"] for row in wards if row["area_code"] == code), "score": score,
                "band": None if score is None else 1 + sum(score >= edge for edge in (3.5, 4.5, 5.5, 6.5)),
                "parts": len(points), "parts_declared": len(names), "status": "ok" if ok else "not_applicable",
                "note": "" if ok else "Fewer than 65% of the parts have a value.",
            })  # fmt: skip
        shown = [row for row in own if row["score"] is not None]
        for row in shown:
            row["rank"] = 1 + sum(other["score"] > row["score"] for other in shown)
            row |= {"rank_of": len(shown), "rank_lower": max(row["rank"] - 3, 1),
                    "rank_upper": min(row["rank"] + 5, len(shown))}  # fmt: skip
        scores += own
    return scores, parts
