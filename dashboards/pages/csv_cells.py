"""What a table's cells say in the file that a reader makes of it: numbers as numbers, one column for each of them.

Belongs here: the `data-value` of cells, which `static/js/save.js` parts at `|`.
Does not belong here: what a page shows.
"""

from __future__ import annotations

from dashboards.release.rows import Observation
from dashboards.shown.figures import Figure
from dashboards.words.states import state_label
from dashboards.words.values import rounded


def number_cell(value: float | None, decimals: int) -> str:
    """Return a number as printed, without unit; nothing where there is none."""
    return "" if value is None else f"{rounded(value, decimals):f}"


def _text(text: str) -> str:
    """Keep a name in one column."""
    return text.replace("|", "/")


def numbers(row: Observation, decimals: int) -> tuple[str, str, str]:
    """Return value and limits as printed, without unit; nothing where there is no value."""
    if not row.has_value:
        return "", "", ""
    value, lower, upper = (number_cell(number, decimals) for number in (row.value, row.lower, row.upper))
    return value, lower, upper


def limit_cells(lower: float | None, upper: float | None, decimals: int) -> str:
    """Return two columns: both limits."""
    return f"{number_cell(lower, decimals)}|{number_cell(upper, decimals)}"


def interval_cells(figure: Figure | None, decimals: int) -> str:
    """Return four columns: value, limits, state."""
    if figure is None:
        return "|||No figure"
    return "|".join((*numbers(figure.row, decimals), state_label(figure.row.status)))


def interval_heads(name: str) -> str:
    """Return the headings of the four columns."""
    own = _text(name)
    return f"{own}|{own}: lower limit|{own}: upper limit|{own}: status"


def area_cells(row: Observation) -> str:
    """Return three columns: code, name, period."""
    return f"{row.area_code}|{_text(row.area_name)}|{row.period}"
