"""The survey files of the made-up release.

Belongs here: rows that reach every branch of the survey pages: shown, caution, suppressed, withheld models, gaps on
both sides of nought and around it, hostile texts. Does not belong here: observations (`fixture_release.py`).
Nothing is random: numbers come from a row's position.
"""

from __future__ import annotations

import csv
import pathlib
from typing import Any

from tests.unit.dashboards.fixture_survey_tables import (
    CITY_ONLY,
    FILES,
    HEADINGS,
    NASTY_REASON,
    OVERRIDES,
    PRINCIPLES,
    TOO_FEW,
    WAVES,
)


def survey_state(indicator: str, level: str, position: int) -> tuple[str, str] | None:
    """Return the state of a survey row that is not simply shown."""
    if indicator in CITY_ONLY and level in ("ward", "committee"):
        return "not_collected", "Measured for the whole place only."
    if indicator == "trust_neighbours_share" and level == "ward" and position in (3, 20):
        return "suppressed", "Fewer than 30 respondents."
    if indicator == "trust_neighbours_share" and level == "ward" and position % 4 == 1:
        return "caution", "Fewer than 100 respondents."
    return None


def _estimates(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for number, row in enumerate(rows):
        if OVERRIDES.get(row["indicator"], {}).get("kind", "").startswith("survey_") and row["level"] != "country":
            n = {"city": 4120, "committee": 400 + number % 60}.get(row["level"], 40 + (number * 17) % 140)
            shown = row["value"] is not None
            found.append(
                {name: row[name] for name in ("indicator", "level", "area_code", "area_name", "period")}
                | {
                    "waves": row["period"][:4],
                    "respondents": n if shown else "",
                    "effective_respondents": n / 1.42 if shown else "",
                    "design_effect": 1.42 if shown else "",
                    "coefficient_of_variation": 4.1 + number % 9 if shown else "",
                    "degrees_of_freedom": n - 9 if shown else "",
                    "no_answer": number % 7 if shown else "",
                    "excluded": number % 3 if shown else "",
                    "status": row["status"] if row["level"] == "ward" else "ok",
                    "note": row["note"],
                }
            )
    return [row for row in found if row["status"] != "not_collected"]


def _modelled(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for number, row in enumerate(row for row in rows if row["level"] == "ward"):
        if row["indicator"] not in ("trust_neighbours_share", "life_satisfaction_survey_mean"):
            continue
        spread = 1.0 if row["indicator"] == "trust_neighbours_share" else 0.05
        direct = row["value"]
        middle = 58.0 if spread == 1.0 else 7.1
        value = middle if direct is None else 0.6 * direct + 0.4 * middle
        found.append(
            {name: row[name] for name in ("indicator", "level", "area_code", "area_name", "period")}
            | {
                "direct": "" if direct is None else direct,
                "direct_lower": "" if direct is None else row["lower"],
                "direct_upper": "" if direct is None else row["upper"],
                "modelled": value,
                "lower": value - 2.5 * spread,
                "upper": value + 2.5 * spread,
                "mean_squared_error": 1.63 * spread * spread,
                "shrinkage": 0 if direct is None else 0.35 + (number % 11) / 20,
                "leverage": 0.05 + (number % 13) / 100,
                "standardised_residual": (number % 9 - 4) / 2,
                "status": "ok",
                "note": "No direct estimate: the model alone." if direct is None else "",
            }
        )
    return found


def _model(indicator: str, period: str, *, released: bool) -> dict[str, Any]:
    return {
        "indicator": indicator,
        "period": period,
        "covariates": "income_deprived|residents_65_over|social_rented",
        "coefficients": "intercept=61.2|income_deprived=-0.841|residents_65_over=0.22|social_rented=0.00031",
        "areas": 31,
        "random_effect_variance": 6.402,
        "normality_p": 0.412 if released else 0.003,
        "iterations": 7,
        "released": released,
        "reason": "" if released else NASTY_REASON,
    }


def _scores(instrument: str, labels: dict[str, str]) -> list[dict[str, Any]]:
    """Return every statistic over three waves; public bodies are withheld on one heading of the last."""
    found: list[dict[str, Any]] = []

    def add(measure: str, statistic: str, group: str, period: str, value: float | None, half: float, n: int) -> None:
        shown = value is not None
        found.append(
            {
                "instrument": instrument,
                "measure": measure,
                "label": labels[measure],
                "statistic": statistic,
                "group": group,
                "period": period,
                "value": value,
                "lower": value - half if value is not None else None,
                "upper": value + half if value is not None else None,
                "organisations": n if shown else "",
                "status": "ok" if shown else "suppressed",
                "note": "" if shown else TOO_FEW,
            }
        )

    for wave, period in enumerate(WAVES):
        for place, measure in enumerate(labels):
            hidden = place == 2 and wave == 2
            public = None if hidden else 66.0 - 4 * place + 2 * wave
            third = 52.0 - 2 * place + 0.5 * wave + (12 if place == 3 else 0)
            add(measure, "mean", "public", period, public, 7.5, 9 + wave)
            add(measure, "median", "public", period, None if hidden else (public or 0) + 1, 0, 9 + wave)
            add(measure, "mean", "third", period, third, 5.0, 32 + wave)
            add(measure, "median", "third", period, third - 1, 0, 32 + wave)
            add(measure, "mean", "all", period, None if hidden else 55.5 - place, 4.2, 41 + 2 * wave)
            add(measure, "gap", "all", period, None if public is None else public - third, 8.8, 41 + 2 * wave)
            if wave:
                for group, size in (("public", 2.0), ("third", 0.5), ("all", 1.1)):
                    value = None if hidden and group != "third" else size
                    add(measure, "change_panel", group, period, value, 0.9, 7 if group == "public" else 24)
                    add(measure, "change_all", group, period, value, 3.0, 33)
    return found


def _rate(statistic: str, measure: str, label: str, group: str, value: float) -> dict[str, Any]:
    return {
        "instrument": "working_together", "measure": measure, "label": label, "statistic": statistic, "group": group,
        "period": WAVES[-1], "value": value, "lower": value - 6, "upper": value + 6, "organisations": 44,
        "status": "ok", "note": "",
    }  # fmt: skip


def _concerns() -> list[dict[str, Any]]:
    def row(
        theme: str, label: str, raised: Any, resolved: Any, days: Any, several: Any, status: str, note: str,
        by: str = "theme",
    ) -> Any:  # fmt: skip
        return {"period": WAVES[-1], "by": by, "theme": theme, "label": label, "raised": raised, "resolved": resolved,
                "median_days": days, "several": several, "status": status, "note": note}  # fmt: skip

    return [
        row("1", "Funding and <b>contracts</b>", 14, 9, 41, True, "ok", ""),
        row("2", "Being consulted in time", 8, 8, 23.5, False, "ok", ""),
        row("3", "Sharing information", "", "", "", "", "suppressed", "Fewer than 5 organisations raised it."),
        row("4", "Meetings", 0, 0, "", False, "ok", ""),
        row("1", "By talking it over", 17, 14, 20, "", "ok", "", "route"),
        row(
            "2", "By a formal procedure", "", "", "", "", "suppressed", "Fewer than 5 organisations raised it.", "route"
        ),
    ]


def _entries() -> list[dict[str, Any]]:
    told = {"sector": ("Sector", "A third sector organisation"), "lead": ("Has it named a lead person?", "Yes")}
    return [
        {"instrument": "register", "period": WAVES[-1], "name": name, "question": question, "label": label,
         "answer": answer if name != "Nothing & <nobody>" else ""}
        for name in ("A made-up charity", "Nothing & <nobody>")
        for question, (label, answer) in told.items()
    ]  # fmt: skip


def _questions() -> list[dict[str, Any]]:
    scale = "0=Not in place|1=Planned|2=Sometimes|3=Usually|4=Always, and can show evidence"
    rows = [
        {"instrument": "working_together", "question": f"{heading[0].lower()}{n}", "heading": heading,
         "text": f"Practice {n} under {heading}: aims & <i>roles</i> have been gone over together.", "answers": scale,
         "origin": f"Code of Practice, {heading} {n}"}
        for heading in HEADINGS
        for n in range(1, 8)
    ]  # fmt: skip
    rows += [
        {"instrument": "compact_principles", "question": f"p{n}", "heading": "Principles",
         "text": f"We keep to: {name}", "answers": scale, "origin": f"Compact, principle {n}"}
        for n, name in enumerate(PRINCIPLES, 1)
    ]  # fmt: skip
    rows.append(
        {"instrument": "working_together", "question": "sector", "heading": "About your organisation",
         "text": "Which of these is your organisation?", "answers": "1=A public body|2=Third sector", "origin": ""}
    )  # fmt: skip
    rows.append(
        {"instrument": "neighbourhood_survey", "question": "trust", "heading": "Your neighbours",
         "text": "How many of the people in your neighbourhood can be trusted?", "answers": "1=Many|2=Some|3=None",
         "origin": "A national survey"}
    )  # fmt: skip
    return rows


def _instruments() -> list[dict[str, Any]]:
    named = (
        ("neighbourhood_survey", "Neighbourhood survey", "person", (4120,)),
        ("working_together", "Working together self-assessment", "organisation", (41, 43, 45)),
        ("compact_principles", "Compact principles", "organisation", (41, 43, 45)),
    )
    return [
        {"instrument": name, "title": title, "description": f"{title}, made up for tests.", "respondent": who,
         "publisher": "Example Partnership", "cadence": "yearly", "wave": period[:4], "period": period,
         "responses": count, "note": ""}
        for name, title, who, counts in named
        for period, count in zip(WAVES[-len(counts):], counts, strict=True)
    ]  # fmt: skip


def _write(path: pathlib.Path, rows: list[dict[str, Any]], synthetic: bool) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, [*rows[0], "synthetic"], lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row, "synthetic": str(synthetic).lower()} for row in rows)


def write_survey_files(data: pathlib.Path, rows: list[dict[str, Any]], *, synthetic: bool) -> None:
    """Write the seven survey files.

    Args:
        data: The release's data folder.
        rows: Its observations.
        synthetic: What the last column of each file says.
    """
    headings = {name.lower(): name for name in HEADINGS} | {"overall": "Overall"}
    scores = _scores("working_together", headings)
    scores += _scores("compact_principles", {f"p{n}": name for n, name in enumerate(PRINCIPLES, 1)})
    scores += [_rate("disagreement", name.lower(), name, "all", 10.0 + n) for n, name in enumerate(HEADINGS)]
    scores += [_rate("response_rate", "overall", "Overall", group, 61.0) for group in ("public", "third", "all")]
    tables = {
        "survey_estimates.csv": _estimates(rows),
        "modelled_estimates.csv": _modelled(rows),
        "models.csv": [
            _model("trust_neighbours_share", "2025-01-01/P1Y", released=False),
            _model("trust_neighbours_share", "2026-01-01/P1Y", released=True),
            _model("life_satisfaction_survey_mean", "2026-01-01/P1Y", released=False),
        ],
        "working_together.csv": scores,
        "concerns.csv": _concerns(),
        "register_entries.csv": _entries(),
        "instruments.csv": _instruments(),
        "questions.csv": _questions(),
    }
    assert tuple(tables) == FILES
    for name, found in tables.items():
        _write(data / name, found, synthetic)
