"""How sure a survey figure is, and what a difference between two groups says, in words.

Belongs here: respondents, modelled values and gaps as text. Does not belong here: scores of the partnership
(`partnership.py`), sentences about one value (`sentences.py`).
"""

from __future__ import annotations

from dashboards.release.rows import Indicator, Observation
from dashboards.release.survey_rows import Model, ModelledEstimate, SurveyEstimate
from dashboards.words.kinds import GAP_KINDS, basis_words
from dashboards.words.periods import period_words
from dashboards.words.values import counted, interval_words, list_words, number_words, rounded, value_words

# A number of waves is smaller than the name of one.
_FEWEST_YEAR = 100


def respondents_words(estimate: SurveyEstimate | None, indicator: Indicator) -> str:
    """Return `143 respondents`, or nothing where the number is not known or not shown."""
    return basis_words(indicator.kind, estimate.respondents) if estimate else ""


def modelled_words(row: ModelledEstimate | None, indicator: Indicator) -> str:
    """Return `Modelled: 61.2% (57.0% to 65.1%)`, or nothing without a modelled value."""
    if row is None or not row.has_value:
        return ""
    value = value_words(row.modelled, indicator.unit, indicator.decimals)
    limits = interval_words(row.lower, row.upper, indicator.unit, indicator.decimals)
    return f"Modelled: {value} ({limits})" if limits else f"Modelled: {value}"


def pooled_words(waves: str) -> str:
    """Say that a figure pools several waves: `Pooled from 3 waves.`; nothing for one wave or none.

    Args:
        waves: How many, or their names.
    """
    names = [part for part in waves.replace("|", " ").replace(",", " ").split() if part]
    if len(names) == 1 and names[0].isdigit() and 1 < int(names[0]) < _FEWEST_YEAR:
        return f"Pooled from {names[0]} waves."
    if len(names) > 1:
        return f"Pooled from the waves {list_words([period_words(name) for name in names])}."
    return ""


def basis_sentence(estimate: SurveyEstimate | None) -> str:
    """Say on how many answers a figure rests, with those who gave none or were left out."""
    if estimate is None or estimate.respondents is None:
        return ""
    parts = [f"{counted(estimate.respondents, 'respondent')} gave a valid answer"]
    if estimate.effective_respondents is not None:
        parts[0] += f", worth {number_words(estimate.effective_respondents, 0)} of a simple random sample"
    if estimate.no_answer:
        parts.append(f"{estimate.no_answer:,} more gave none")
    if estimate.excluded:
        parts.append(f"{estimate.excluded:,} {'is' if estimate.excluded == 1 else 'are'} left out by the definition")
    return f"{'; '.join(parts)}."


def gap_sentence(indicator: Indicator, row: Observation | None) -> str:
    """Say what a difference between two groups means; one whose interval holds nought is no clear difference."""
    if indicator.kind not in GAP_KINDS or row is None or not row.has_value:
        return ""
    limits = row.limits
    if limits is None:
        return "There is no interval, so no difference can be claimed."
    low, high = (rounded(limit, indicator.decimals) for limit in (limits[0], limits[2]))
    if low <= 0 <= high:
        return "The interval holds zero: there is no clear difference between the two groups."
    if indicator.kind == "organisation_gap":
        if low > 0:
            return "Public bodies score higher than third sector organisations."
        return "Third sector organisations score higher than public bodies."
    return f"The interval lies wholly {'above' if low > 0 else 'below'} zero: the difference is clear."


def verdict_words(model: Model) -> str:
    """Return `Released`, or `Withheld` with the reason."""
    if model.released:
        return "Released"
    return f"Withheld: {model.reason}" if model.reason else "Withheld"
