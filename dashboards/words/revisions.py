"""What a release changes of what was published before, in words.

Belongs here: text about a revised, withdrawn or added figure, about an indicator that is new, newer or gone.
Does not belong here: finding them.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.release.analysis_rows import Revision, Update
from dashboards.release.rows import Indicator
from dashboards.words.periods import period_words
from dashboards.words.states import state_label
from dashboards.words.values import counted, interval_words, list_words, value_words
from pipelines.columns import STATUSES_WITH_VALUE

_MOST_NAMES = 5
CHANGES = {"revised": "Revised", "withdrawn": "Withdrawn", "added": "Added"}


def _printed(
    value: float | None, lower: float | None, upper: float | None, status: str, indicator: Indicator, more: int
) -> str:
    if status not in STATUSES_WITH_VALUE:
        return state_label(status) if status else "No row"
    if value is None:
        # What is suppressed now is not printed again as it once was.
        return "Not repeated here"
    decimals = indicator.decimals + more
    limits = interval_words(lower, upper, indicator.unit, decimals)
    words = value_words(value, indicator.unit, decimals)
    return f"{words} ({limits})" if limits else words


def old_and_new(row: Revision, indicator: Indicator) -> tuple[str, str]:
    """Return the figure before and after, with as many decimals as it takes to tell them apart, up to four more."""
    for more in range(5):
        before = _printed(row.old_value, row.old_lower, row.old_upper, row.old_status, indicator, more)
        after = _printed(row.new_value, row.new_lower, row.new_upper, row.new_status, indicator, more)
        if before != after:
            break
    return before, after


def change_words(row: Revision) -> str:
    """Return `Revised`, `Withdrawn` or `Added`."""
    return CHANGES.get(row.change, row.change.capitalize())


def reason_words(row: Revision) -> str:
    """Return why: `Source revised; method changed`."""
    text = row.reason.strip()
    return f"{text[:1].upper()}{text[1:]}" if text else "Not known"


def revisions_sentence(rows: Sequence[Revision]) -> str:
    """Count the changed figures by what happened to them; nothing for none."""
    parts = []
    for change, words in CHANGES.items():
        count = sum(row.change == change for row in rows)
        if count:
            parts.append(f"{counted(count, 'figure')} {'is' if count == 1 else 'are'} {words.lower()}")
    return f"{list_words(parts)}." if parts else ""


def updates_sentences(rows: Sequence[Update]) -> list[str]:
    """Name the indicators with newer figures, those that are new and those that are gone; some where there are many."""

    def told(change: str) -> tuple[int, str]:
        own = [row for row in rows if row.change == change]
        names = [
            row.indicator_name + (f" ({period_words(row.new_period)})" if change == "newer" else "") for row in own
        ]
        if len(names) > _MOST_NAMES + 1:
            names = [*names[:_MOST_NAMES], f"{len(names) - _MOST_NAMES} more"]
        return len(own), list_words(names)

    found = {change: told(change) for change in ("newer", "new", "gone")}
    words = {"newer": "with newer figures", "new": "new in this release", "gone": "no longer in this release"}
    return [
        f"{counted(count, 'indicator')} {words[change]}: {names}." for change, (count, names) in found.items() if count
    ]
