"""How one published number came about, and the number computed again from the landed files.

Belongs here: bringing a release's own words, the files, the rows and the second computation together, as plain values.
Does not belong here: formulas in words (`formulas`), files and rows (`following`), the second computation
(`recomputing`), the trend test (`retesting`), or printing (`explained_words`).

A suppressed number is never explained away: its state, its rule and its files are told, and neither figures, rows,
parts, answers nor trend.
"""

from typing import Any

from pipelines.assets.lineage import lineage
from pipelines.assets.provenance import code_fingerprint, digests
from pipelines.columns import STATUSES_WITH_VALUE
from pipelines.declarations.catalogue import load_indicators
from pipelines.declarations.indicator import Indicator
from pipelines.explaining.following import Followed, follow, without_rows
from pipelines.explaining.formulas import formula, interval
from pipelines.explaining.rebuilding import Rebuilding
from pipelines.explaining.recomputing import NOT_POSSIBLE, NUMBERS, SUPPRESSED, recomputed
from pipelines.explaining.retesting import trend_behind
from pipelines.faults import ThrivingError
from pipelines.release.finding import Published, Release

_ABOUT = (
    "indicator", "code", "name", "definition", "numerator_label", "denominator_label", "unit", "decimals", "polarity",
    "method", "caveats",
)  # fmt: skip
_ESTIMATE = (
    "respondents", "effective_respondents", "design_effect", "coefficient_of_variation", "degrees_of_freedom",
    "no_answer", "excluded", "waves",
)  # fmt: skip
_COMPARED = ("benchmark_value", "lower", "upper", "comparison", "rank", "rank_of")
_BY_ANSWERS = (
    "The disclosure rules of surveys: too few people or organisations stand behind it, or an answer could be worked "
    "out from it together with other figures."
)
_BY_SOURCE = "The source suppresses it or a part of it, and what a source suppressed stays suppressed in every sum."


def explain(release: Release, again: Rebuilding, indicator: str, area: str, period: str) -> dict[str, Any]:
    """Everything about one published number, as values that JSON can carry.

    Args:
        release: where it is published.
        again: makes the same release's tables again; what it made for one number it keeps for the next.
        indicator: id or code in the catalogue.
        area: code or exact name.
        period: ISO, or the year it begins in.

    Raises:
        ReleaseError: naming the nearest candidates, when the release has no such number.
    """
    found = release.find(indicator, area, period)
    row, about = found.row, found.indicator
    declared = next((i for i in load_indicators() if i.id == about["indicator"]), None)
    told: dict[str, Any] = {
        "release": _release(release, found, again, declared),
        "indicator": {name: about[name] for name in _ABOUT},
        "area": {name: found.area[name] for name in ("area_code", "area_name", "level")},
        "period": row["period"],
        "published": {name: row[name] for name in (*NUMBERS, "unit", "status", "note")},
    }
    if row["status"] == SUPPRESSED:
        told["suppression"] = _BY_ANSWERS if about["instrument"] else _BY_SOURCE
    followed = _followed(found, again, declared)
    told["files"] = [behind.as_json() for behind in followed.files]
    second = recomputed(found, again, declared)
    if row["status"] in STATUSES_WITH_VALUE:
        told |= _of_value(release, found, followed)
        observed = again.observed(declared) if declared is not None and second["state"] != NOT_POSSIBLE else {}
        told["trend"] = trend_behind(again.connection, release, found, observed)
    return told | {"recomputed": second}


def _followed(found: Published, again: Rebuilding, declared: Indicator | None) -> Followed:
    """Files and rows; without rows when the number cannot be computed again, which `recomputed` gives the reason of."""
    if declared is None:
        return Followed()
    try:
        return follow(found, again, declared)
    except ThrivingError:
        return without_rows(found, again, declared)


def _release(release: Release, found: Published, again: Rebuilding, declared: Indicator | None) -> dict[str, Any]:
    """The release, and what of declaration, code and places is no longer what made it."""
    about, own = found.about, found.indicator["indicator"]
    recorded = next((row for row in release.table("provenance") if row["indicator"] == own), None)
    changed: list[str] = []
    if declared is not None and recorded is not None:
        wanted = lineage(declared)
        now = digests(declared, again.intake(wanted.sources | wanted.lookups))
        changed = [name for name in ("declaration", "method", "places") if now[name] != recorded[name]]
    return {
        **{name: about[name] for name in ("id", "published", "synthetic", "code_version")},
        "folder": str(found.release),
        "code_fingerprint": about.get("code_fingerprint", ""),
        "code_fingerprint_now": code_fingerprint(),
        "changed_since": changed,
        "provenance": "recorded" if recorded is not None else "not recorded",
    }


def _of_value(release: Release, found: Published, followed: Followed) -> dict[str, Any]:
    """What is told of a number that is shown: formula, interval, parts, denominator and comparison."""
    row, about = found.row, found.indicator
    parts, estimate = followed.parts, _estimate(release, found)
    limits = interval(row, about, estimate, followed.publisher)
    population = about.get("population", "")
    return {
        "formula": formula(row, about, len(parts.codes), followed.publisher).as_json(),
        "interval": limits.as_json() if limits else None,
        "estimate": estimate or None,
        "parts": {"level": parts.level, "areas": list(parts.codes)} if len(parts.codes) > 1 else None,
        "tables": [
            {"table": one.table, "rows": one.count, "one_by_one": one.exact}
            for one in followed.taken
            if one.count and not one.files
        ],
        "population": {"how": population, "interpolated": "interpolated" in row["note"]} if population else None,
        "comparison": {"polarity": about["polarity"], **{name: row[name] for name in _COMPARED}},
    }


def _estimate(release: Release, found: Published) -> dict[str, float]:
    """How sure a survey figure is, as the release publishes it; empty for other figures."""
    if not found.indicator["instrument"]:
        return {}
    key = {name: found.row[name] for name in ("indicator", "level", "area_code", "period")}
    rows = release.table("survey_estimates")
    row = next((r for r in rows if all(r[name] == value for name, value in key.items())), {})
    return {name: float(row[name]) for name in _ESTIMATE if row.get(name)}
