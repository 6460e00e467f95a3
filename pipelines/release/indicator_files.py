"""One indicator's figures, every level and period, as CSV and as JSON with everything a reader needs inside.

Belongs here: the layout of these files. Does not belong here: one area's figures (`extracts`) or computing any.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipelines.columns import OBSERVATION_COLUMNS
from pipelines.release.content import Content
from pipelines.release.rows import Table, csv_of, table_of
from pipelines.release.safe import harmless, harmless_frame

_SOURCE = ("publisher", "title", "licence", "attribution")
_ABOUT = ("indicator", "name", "unit", "decimals", "polarity", "kind", "definition", "method")
# Beside the figures in every row of a CSV; the JSON, indicators.csv and sources.csv say the rest once.
_TOLD = ("source", "licence", "citation", "synthetic")


def write_indicators(folder: Path, content: Content) -> int:
    """Write both files of every indicator that the release has; returns how many files.

    A cell of a CSV is made harmless for spreadsheets; JSON, which none reads as a formula, has the text as it is.
    """
    folder.mkdir(exist_ok=True)
    observed = content.observations[list(OBSERVATION_COLUMNS)]
    figures = table_of(observed).by("indicator")
    harmless_figures = table_of(harmless_frame(observed)).by("indicator")
    listed = table_of(content.sources.drop_duplicates("source")[["source", *_SOURCE]])
    sources = {row[0]: dict(zip(_SOURCE, row[1:], strict=True)) for row in listed.rows}
    indicators = table_of(content.indicators)
    for row in indicators.rows:
        indicator = dict(zip(indicators.columns, row, strict=True))
        name = indicator["indicator"]
        own = [sources[source] for source in indicator["source"].split() if source in sources]
        (folder / f"{name}.csv").write_bytes(_csv(harmless_figures[name], own, content.about))
        (folder / f"{name}.json").write_bytes(_json(figures[name], indicator, own, content.about))
    return 2 * len(indicators.rows)


def _csv(figures: Table, sources: list[dict[str, str]], about: Mapping[str, Any]) -> bytes:
    told = (
        _joined(f"{source['publisher']}: {source['title']}" for source in sources),
        _joined(source["licence"] for source in sources),
        harmless(about["citation"]),
        about["synthetic"],
    )
    return csv_of((*figures.columns, *_TOLD), ((*row, *told) for row in figures.rows))


def _joined(texts: Iterable[str]) -> str:
    return str(harmless("; ".join(dict.fromkeys(texts))))


def _json(
    figures: Table, indicator: Mapping[str, Any], sources: list[dict[str, str]], about: Mapping[str, Any]
) -> bytes:
    content = {
        **{name: indicator[name] for name in _ABOUT},
        "caveats": [caveat for caveat in indicator["caveats"].split(" | ") if caveat],
        "sources": sources,
        "citation": about["citation"],
        "synthetic": about["synthetic"],
        "columns": figures.columns,
        "rows": figures.rows,
    }
    return (json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n").encode("utf-8")
