"""Series made up for tests of trend, process chart and funnel: the two views that those methods read."""

from collections.abc import Iterable, Mapping
from typing import Any

import duckdb
import pandas as pd

from pipelines.methods.observations import install_macros

DB = duckdb.connect()
install_macros(DB)

_TEXTS = ("indicator", "level", "area_code", "area_name", "period", "status")
_NUMBERS = ("value", "lower", "upper", "numerator", "denominator")
_ABOUT = {
    "kind": "proportion", "interval": "wilson", "polarity": "high_good", "overlapping": False, "breaks": "",
    "multiplier": 100.0,
}  # fmt: skip
Row = dict[str, Any]


def point(period: str, value: float | None = None, **more: Any) -> Row:
    """One observation of ward W1; without a value it is suppressed unless another status is given."""
    row: Row = {
        "indicator": "x_share", "level": "ward", "area_code": "W1", "area_name": "First", "period": period,
        "status": "ok" if value is not None else "suppressed", "value": value,
    }  # fmt: skip
    return {**row, **more}


def share(period: str, numerator: float, denominator: float, **more: Any) -> Row:
    """A proportion in percent with its counts."""
    counts = {"value": 100 * numerator / denominator, "numerator": numerator, "denominator": denominator}
    return point(period, **{**counts, **more})


def year(start: int, month: int = 1) -> str:
    """A year as a period."""
    return f"{start}-{month:02d}-01/P1Y"


def show(rows: Iterable[Row], about: Mapping[str, Mapping[str, Any]] | None = None, **changes: Any) -> None:
    """Make `observations` and `about` on `DB`.

    `about` maps an indicator to what differs from a proportion with a Wilson interval; `changes` do so for all.
    """
    given = pd.DataFrame(list(rows), columns=[*_TEXTS, *_NUMBERS])
    facts = [
        {"indicator": indicator, **_ABOUT, **changes, **(about or {}).get(indicator, {})}
        for indicator in dict.fromkeys(given["indicator"])
    ]
    DB.register("given", given.astype(dict.fromkeys(_NUMBERS, float)))
    DB.register("known", pd.DataFrame(facts, columns=["indicator", *_ABOUT]))
    numbers = ", ".join(f"CASE WHEN NOT isnan({name}) THEN {name} END AS {name}" for name in _NUMBERS)
    DB.execute(f"CREATE OR REPLACE TEMP TABLE observations AS SELECT {', '.join(_TEXTS)}, {numbers} FROM given")
    DB.execute("CREATE OR REPLACE TEMP TABLE about AS SELECT * FROM known")
    DB.unregister("given")
    DB.unregister("known")
