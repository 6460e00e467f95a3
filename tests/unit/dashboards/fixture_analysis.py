"""The files of a made-up release on change, targets, inequality and scores, made from its observations.

Belongs here: rows that reach every branch of these pages: every status, marker and signal, hostile texts. Does not
belong here: how figures spread at one time (`fixture_spread.py`), the project's own methods, which these pages must not
know; what is worked out here is only as right as a picture needs. Nothing is random.
"""

from __future__ import annotations

import csv
import itertools
import pathlib
from collections.abc import Iterable
from typing import Any

from dashboards.release.periods import period_bounds
from tests.unit.dashboards.fixture_analysis_tables import AMBITIONS, CITY_ONLY, DOCUMENTS, NASTY_WHY, RULES, YEARS
from tests.unit.dashboards.fixture_spread import composites, fifths, funnels, inequalities

Row = dict[str, Any]
_BETTER = {("increasing", "high_good"), ("decreasing", "low_good")}
_SIGNALS = ("", "outside_limits", "trend_of_seven", "two_of_three", "seven_one_side")


def analysis_state(indicator: str, level: str) -> tuple[str, str] | None:
    """Return the state of a row that is not simply shown."""
    if indicator in CITY_ONLY and level in ("ward", "committee"):
        return "not_collected", "Measured for the whole place only."
    if indicator == "boards_share":
        return "missing_at_source", "Nobody sent the list."
    return None


def series_of(rows: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    """Return rows with a value by indicator and area, oldest first."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in sorted(rows, key=lambda row: row["period"]):
        if row["value"] is not None and row["level"] in ("ward", "committee", "city"):
            found.setdefault((row["indicator"], row["area_code"]), []).append(row)
    return found


def _place(row: Row) -> Row:
    return {name: row[name] for name in ("indicator", "level", "area_code", "area_name")}


def trends(rows: list[Row], polarity: dict[str, str]) -> list[Row]:
    """Return a trend for each series: tested where it has five points, every third flat, some with an unsure slope."""
    found = []
    for number, own in enumerate(series_of(rows).values()):
        first = own[0]
        base = _place(first) | {"points": len(own)}
        if len(own) < 5:
            lacking = {"method": "", "marker": "cannot_be_calculated", "judgement": "cannot_be_calculated",
                       "reason": f"{len(own)} of the five yearly points that are needed"}  # fmt: skip
            found.append(base | lacking)
            continue
        last = own[-5:]
        slope = (last[-1]["value"] - last[0]["value"]) / 4
        flat = first["level"] != "city" and number % 3 == 0
        marker = "no_change" if flat or slope == 0 else "increasing" if slope > 0 else "decreasing"
        way = polarity[first["indicator"]]
        judged = marker if marker == "no_change" or way == "no_judgement" else (
            "getting_better" if (marker, way) in _BETTER else "getting_worse"
        )  # fmt: skip
        chi = 4.2 if flat and number % 2 else 31.41 + number % 7
        slopes = [slope * factor * (-1 if flat and factor == 1.4 else 1) for factor in (0.8, 0.9, 1.0, 1.1, 1.4)]
        joined = "|".join(f"{one:.17g}" for one in slopes)
        found.append(base | {
            "method": "proportion" if first["numerator"] is not None else "interval", "points": 5,
            "first_period": last[0]["period"], "last_period": last[-1]["period"], "slope": slope, "chi_squared": chi,
            "leave_one_out": f"'{joined}" if joined.startswith("-") else joined, "marker": marker, "judgement": judged,
            "reason": "",
        })  # fmt: skip
    return found


def process_charts(rows: list[Row], polarity: dict[str, str]) -> list[Row]:
    """Return mean and limits of each series of three points, and every kind of signal along the longest of them."""
    found = []
    for own in series_of(rows).values():
        if len(own) < 3 or own[0]["level"] == "ward":
            continue
        values = [row["value"] for row in own]
        mean = sum(values) / len(values)
        moves = [abs(b - a) for a, b in itertools.pairwise(values)]
        reach = 2.66 * sum(moves) / len(moves)
        for number, row in enumerate(own):
            signal = _SIGNALS[number % 5] if len(own) > 10 else "outside_limits" if number == len(own) - 1 else ""
            high = row["value"] > mean
            good = polarity[row["indicator"]]
            variation = "common_cause" if not signal else (
                ("neutral_high" if high else "neutral_low") if good == "no_judgement"
                else "improvement" if high == (good == "high_good") else "concern"
            )  # fmt: skip
            found.append(_place(row) | {
                "period": row["period"], "value": row["value"], "mean": mean, "lower_limit": mean - reach,
                "upper_limit": mean + reach, "signal": signal, "variation": variation, "points": len(own),
                "trial": len(own) < 13,
            })  # fmt: skip
    return found


def _day(period: str) -> float:
    bounds = period_bounds(period)
    assert bounds is not None, period
    return (bounds[0].toordinal() + bounds[1].toordinal()) / 2


def progress(rows: list[Row]) -> list[Row]:
    """Return a row for each ambition; the status is declared, the numbers follow from baseline, latest and target."""
    found = []
    city = [row for row in rows if row["level"] == "city"]
    series = {name: own for (name, _), own in series_of(city).items()}
    for name, status, direction, (period, cited, source), milestone, target, standing in AMBITIONS:
        own = series.get(name, [])
        latest = own[-1] if own else None
        start = next((row for row in own if row["period"] == period), None)
        base = cited if cited is not None else start["value"] if start else None
        row: Row = {
            "indicator": name, "area_code": "X08000001", "area_name": "Exampleton",
            "owner": "" if status == "too_slow" else "A made-up owner", "standing": standing, "set_on": "2026-09-01",
            "direction": direction, "baseline_period": period, "baseline_value": base,
            "baseline_lower": start["lower"] if start and cited is None else None,
            "baseline_upper": start["upper"] if start and cited is None else None, "baseline_source": source,
            "milestone_by": "2026-12-31" if milestone is not None else "", "milestone_value": milestone,
            "target_by": "2028-12-31" if target is not None else "", "target_value": target, "status": status,
            "assurance": {"too_slow": "consistent_fail", "achieved": "consistent_pass", "wrong_way": "hit_and_miss"}
            .get(status, ""),
            "note": "The baseline is taken as fixed." if cited is not None else "",
        }  # fmt: skip
        if latest is not None:
            row |= {"latest_period": latest["period"], "latest_value": latest["value"], "latest_lower": latest["lower"],
                    "latest_upper": latest["upper"]}  # fmt: skip
        if status == "achieved" and latest is not None:
            row |= {"target_value": latest["value"] - 0.05, "latest_lower": latest["value"] - 2.5}
        if latest is not None and base is not None and target is not None:
            row |= _numbers(row, latest, own)
        found.append(row)
    return found


def _numbers(row: Row, latest: Row, own: list[Row]) -> Row:
    base, goal, value = row["baseline_value"], row["target_value"], row["latest_value"]
    start, end, now = _day(row["baseline_period"]), _day(row["target_by"]), _day(latest["period"])
    way, time = (value - base) / (goal - base), (now - start) / (end - start)
    change = value - base
    spread = abs(change) + 1 if row["status"] == "within_sampling_error" else abs(change) / 2
    unsure = latest["lower"] is not None
    return {
        "share_of_way": way, "share_of_time": time, "pace": way / time if time else None, "change": change,
        "points": 1 + sum(one["period"] > row["baseline_period"] for one in own),
        "change_lower": change - spread if unsure else None, "change_upper": change + spread if unsure else None,
        "expected_value": base + (goal - base) * time, "remaining_years": (end - now) / 365.25,
        "required_per_year": (goal - value) / ((end - now) / 365.25),
    }  # fmt: skip


def targets() -> list[Row]:
    """Return two versions for the first ambition and one for the others."""
    found = []
    for number, (name, *_, milestone, target, standing) in enumerate(AMBITIONS):
        amounts = [("milestone", "2026-12-31", milestone), ("target", "2028-12-31", target)]
        for kind, by, value in amounts:
            if value is None:
                continue
            row = {"indicator": name, "kind": kind, "by": by, "standing": standing}
            why = NASTY_WHY if number == 0 else "First version."
            if number == 0:
                old = {"set_on": "2025-05-01", "why": "From the study.", "value": value + 100, "in_force": False}
                found.append(row | old)
            found.append(row | {"set_on": "2026-09-01", "why": why, "value": value, "in_force": True})
    return found


def updates() -> list[Row]:
    """Return many indicators with newer figures, one that is new and one that is gone."""
    newer = [
        {"indicator": f"indicator_{n}", "indicator_name": f"Indicator {n}", "change": "newer", "old_period": YEARS[-2],
         "new_period": YEARS[-1]}
        for n in range(8)
    ]  # fmt: skip
    new = {"indicator": "crime_rate", "indicator_name": "Crimes", "change": "new", "new_period": YEARS[-1]}
    gone = {"indicator": "lost", "indicator_name": NASTY_WHY, "change": "gone", "old_period": YEARS[-1]}
    return [row | {"old_release": "2025-11-20-00000000"} for row in (*newer, new, gone)]


def revisions(rows: list[Row], name: str) -> list[Row]:
    """Return a revised, an added and a withdrawn figure of one indicator, and one that is suppressed by now."""
    own = [row for row in rows if row["indicator"] == name and row["level"] == "ward"][:4]
    changes = (
        ("revised", 0.04, "ok", "ok", "source revised"),
        ("added", None, "missing_at_source", "ok", "source revised; method changed"),
        ("withdrawn", None, "ok", "suppressed", "boundary changed"),
        ("revised", 1.5, "ok", "ok", NASTY_WHY),
    )
    return [
        _place(row) | {
            "period": row["period"], "change": change, "old_value": None if by is None else (row["value"] or 0.0) + by,
            "new_value": None if new == "suppressed" else row["value"] or 0.0, "old_status": old, "new_status": new,
            "reason": reason, "old_release": "2025-11-20-00000000",
        }
        for row, (change, by, old, new, reason) in zip(own, changes, strict=True)
    ]  # fmt: skip


def agreements() -> list[Row]:
    """Return a row for each document, part and indicator; an empty part has one row."""
    return [
        {"agreement": document, "agreement_title": title, "section": section, "section_title": heading, "about": about,
         "indicator": indicator}
        for document, title, parts in DOCUMENTS
        for section, heading, about, indicators in parts
        for indicator in indicators or ("",)
    ]  # fmt: skip


def _write(path: pathlib.Path, rows: list[Row], synthetic: bool) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, [*names, "synthetic"], lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows({**row, "synthetic": synthetic} for row in rows)


def write_analysis_files(data: pathlib.Path, rows: list[Row], polarity: dict[str, str], *, synthetic: bool) -> None:
    """Write every one of these files.

    Args:
        data: The release's data folder.
        rows: Its observations.
        polarity: By indicator.
        synthetic: What the last column of each file says.
    """
    groups = fifths(rows, ("claimant_share", "crime_rate", "good_health_share"))
    scores, parts = composites(
        rows, {"wellbeing": ("good_health_share", "life_expectancy_years"), "place": ("crime_rate", "claimant_share")}
    )
    tables = {
        "trends": trends(rows, polarity),
        "process_charts": process_charts(rows, polarity),
        "targets": targets(),
        "progress": progress(rows),
        "inequalities": inequalities(groups),
        "deprivation_fifths": groups,
        "funnels": funnels(rows, ("good_health_share", "claimant_share")),
        "composites": scores,
        "composite_parts": parts,
        "agreements": agreements(),
        "updates": updates(),
        "revisions": revisions(rows, "claimant_share"),
        "third_sector_rules": RULES,
    }
    for name, table in tables.items():
        _write(data / f"{name}.csv", table, synthetic)
