"""The formula of one published number and of its limits, in words and with the number's own figures put in.

Belongs here: sentences and arithmetic signs, kind by kind. Does not belong here: computing anything (`methods` does) or
finding the figures (`explanation`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipelines.methods.figures import Z95

_Z, _Z2 = f"{Z95:.4f}", f"{Z95 * Z95:.4f}"
_MORE_DECIMALS = 2
_ANSWERS = {
    "survey_share": "weighted answers that count, over all weighted answers: {k}Σ(w·y) / Σw over {n} respondents",
    "survey_mean": "weighted mean of the answers: Σ(w·y) / Σw over {n} respondents",
    "survey_gap": "weighted mean of the first group minus that of the second; the smaller has {n} respondents",
    "register_count": "entries that count, out of {n} on the list",
    "register_ratio": "{k}Σ of what is counted / Σ of what it is measured against, over {n} entries",
    "organisation_score": "mean over {n} organisations, each counting once",
    "organisation_gap": "mean of public bodies minus mean of third sector organisations, {n} together",
    "response_rate": "{k}organisations that answered / {n} organisations on the register",
}
_WORKED = {
    "survival": "Kaplan-Meier estimate over the organisations registered in the period, removals being the events",
    "net_rate": "registrations minus removals, per 100 of the stock at the start",
    "rate_ratio": "one rate / the other",
    "amount": "sum over the organisations that are counted",
    "standardised_rate": "Σ(w·x/n) / Σw over age bands, w from the European Standard Population 2013",
}
_LIMITS = {
    "dobson": "Dobson: rate + sqrt(variance / count) x (limit of the count - count), limits of the count by Byar",
    "kaplan_meier": "95% on the log-log scale, from Greenwood's variance",
    "log_normal": "ratio x exp(-/+ z·sqrt(1/a + 1/c)), a and c being the two counts",
    "design_logit": "95% on the logit scale: logit(p) -/+ t·se / (p(1 - p)), t with the area's own degrees of freedom",
    "design_t": "value -/+ t·se, t with the area's own degrees of freedom",
    "bootstrap": "95% percentiles of a seeded bootstrap over organisations",
}
_NOBODY_OR_EVERYBODY = "one exact limit (Clopper and Pearson 1934), because nobody or everybody answered so"


@dataclass(frozen=True)
class Formula:
    """How a number, or a pair of limits, comes about: in words, with its figures, and the figures by name."""

    words: str
    with_figures: str = ""
    inputs: dict[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return {"words": self.words, "with_figures": self.with_figures, "inputs": self.inputs}


def number(value: float, decimals: int | None = None) -> str:
    """A number for a reader: thousands apart; whole numbers without decimals unless some are asked for."""
    if decimals is None:
        return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.10g}"
    return f"{value:,.{decimals}f}"


def formula(row: Mapping[str, Any], about: Mapping[str, str], parts: int, publisher: str) -> Formula:
    """How a value came about.

    Args:
        row: the published observation, with a value.
        about: the indicator's row of indicators.csv.
        parts: how many areas its figures were added up from.
        publisher: who published the source.
    """
    kind = about["kind"]
    result = _rounded(row["value"], about)
    k = _multiplier(about)
    x, n = row["numerator"], row["denominator"]
    inputs = {name: float(value) for name, value in (("numerator", x), ("denominator", n)) if value is not None} | {
        "multiplier": float(about["multiplier"])
    }
    summed = f", each added up over {parts} areas" if parts > 1 else ""
    if kind in ("proportion", "rate"):
        return Formula(f"{k}numerator / denominator{summed}", f"{k}{number(x)} / {number(n)} = {result}", inputs)
    if kind == "weighted_mean":
        if parts <= 1 or n is None:
            return Formula(f"the figure of {publisher}, unchanged", result, inputs)
        return Formula(
            f"Σ(value x weight) / Σ weight over {parts} areas",
            f"{number(row['value'] * n)} / {number(n)} = {result}", inputs,
        )  # fmt: skip
    if kind == "published":
        return Formula(f"the figure of {publisher}, unchanged", result, inputs)
    template = {**_ANSWERS, **_WORKED}.get(kind, about["method"])
    words = template.replace("{k}", k).replace("{n}", number(n) if n is not None else "the")
    figures = [f"{name} {number(value)}" for name, value in (("numerator", x), ("denominator", n)) if value is not None]
    return Formula(words, ", ".join([*figures, f"value {result}"]), inputs)


def _rounded(value: float, about: Mapping[str, str]) -> str:
    """A result to two decimals, or as many as readers are shown; a count without any."""
    decimals = int(about["decimals"] or 0)
    counted = decimals == 0 and float(value).is_integer()
    return number(value) if counted else number(value, max(decimals, _MORE_DECIMALS))


def _multiplier(about: Mapping[str, str]) -> str:
    multiplier = float(about["multiplier"] or 1)
    return "" if multiplier == 1 else f"{number(multiplier)} x "


def interval(
    row: Mapping[str, Any], about: Mapping[str, str], estimate: Mapping[str, float], publisher: str
) -> Formula | None:
    """How the limits of a value came about; None where there are none.

    Args:
        row: the published observation.
        about: the indicator's row of indicators.csv.
        estimate: how sure it is by survey_estimates.csv; empty for a figure that comes from no answers.
        publisher: who published the source.
    """
    if row["lower"] is None or row["upper"] is None:
        return None
    result = f"{_rounded(row['lower'], about)} to {_rounded(row['upper'], about)}"
    x, n, k = row["numerator"], row["denominator"], _multiplier(about)
    kind = about["interval"]
    if kind == "wilson" and x is not None:
        return Formula(
            f"Wilson: {k}(2x + z² -/+ z·sqrt(z² + 4x(1 - x/n))) / (2(n + z²)), z = {_Z}",
            f"{k}({number(2 * x)} + {_Z2} -/+ {_Z}·sqrt({_Z2} + {number(4 * x)}·(1 - {number(x)}/{number(n)}))) "
            f"/ {number(2 * (n + Z95 * Z95), 4)} = {result}",
            {"x": x, "n": n, "z": Z95},
        )
    if kind == "byar" and x is not None:
        return _of_count(x, n, k, result, float(about["multiplier"]), row)
    if kind == "published":
        return Formula(f"the 95% limits of {publisher}, unchanged", result)
    if estimate:
        names = ("respondents", "degrees_of_freedom", "coefficient_of_variation", "design_effect")
        given = {name: estimate[name] for name in names if name in estimate}
        told = ", ".join(f"{name.replace('_', ' ')} {value:,.4g}" for name, value in given.items())
        words = _LIMITS.get(kind, about["method"])
        if kind == "design_logit" and row["value"] in (0, float(about["multiplier"])):
            words = _NOBODY_OR_EVERYBODY
        return Formula(words, f"{told}: {result}" if told else result, given)
    return Formula(_LIMITS.get(kind, about["method"]), result)


def _of_count(x: float, n: float, k: str, result: str, multiplier: float, row: Mapping[str, Any]) -> Formula:
    """Limits of a count over n: exact Poisson under ten, else Byar's."""
    low, high = (row[limit] * n / multiplier for limit in ("lower", "upper"))
    inputs = {"x": x, "n": n, "z": Z95, "lower_count": low, "upper_count": high}
    if x < 10:
        words = f"exact Poisson limits of a count under ten: {k}limit / n"
    else:
        words = f"Byar: {k}x(1 - 1/(9x) - z/(3·sqrt(x)))³ / n, and for the upper limit x + 1 with + z; z = {_Z}"
    return Formula(words, f"{k}{number(low, 4)} / {number(n)} to {k}{number(high, 4)} / {number(n)} = {result}", inputs)
