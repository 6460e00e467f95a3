"""Finding one published number by what a person types: an indicator, an area, a period.

Belongs here: exact matches, and the nearest candidates where there is none. Reads a release and nothing else. Does not
belong here: explaining the number (`assets.explaining`).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pipelines.faults import ReleaseError
from pipelines.release.reading import read_table
from pipelines.release.safe import harmless
from pipelines.release.staging import read_about

_SHOWN = 5
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True)
class Published:
    """One row of a release, with everything of its indicator beside it.

    `series` holds the rows of the same indicator and area, in order of time; `row` is one of them. Numbers that are not
    there are None.
    """

    release: Path
    about: dict[str, Any]
    indicator: dict[str, str]
    area: dict[str, str]
    row: dict[str, Any]
    series: tuple[dict[str, Any], ...]


class Release:
    """The tables of one release that numbers are found in, each read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.about = read_about(folder)
        self._tables: dict[str, list[dict[str, str]]] = {}
        self._series: dict[str, dict[str, list[dict[str, Any]]]] = {}

    def table(self, name: str) -> list[dict[str, str]]:
        """Rows of a CSV as text; none of one that the release does not have.

        Raises:
            ReleaseError: a table that every release has is missing.
        """
        if name not in self._tables:
            there = (self.folder / "data" / f"{name}.csv").exists()
            if not there and name in ("indicators", "areas", "sources"):
                raise ReleaseError(f"{self.folder} has no data/{name}.csv: it is not a whole release.")
            rows = read_table(self.folder, name) if there else []
            self._tables[name] = [{key: as_written(text) for key, text in row.items()} for row in rows]
        return self._tables[name]

    def series(self, indicator: str) -> dict[str, list[dict[str, Any]]]:
        """An indicator's observations by area code, in order of time."""
        if indicator not in self._series:
            import pandas as pd

            path = self.folder / "data" / "observations.parquet"
            try:
                frame = pd.read_parquet(path, filters=[("indicator", "==", indicator)])
            except OSError as error:
                raise ReleaseError(f"{self.folder} has no readable data/observations.parquet.") from error
            rows = frame.sort_values("period", kind="stable").astype(object).where(frame.notna(), None)
            found: dict[str, list[dict[str, Any]]] = {}
            for row in rows.to_dict("records"):
                plain = {str(name): value for name, value in row.items()}
                ranks = {name: None if plain[name] is None else int(plain[name]) for name in ("rank", "rank_of")}
                found.setdefault(plain["area_code"], []).append(plain | ranks)
            self._series[indicator] = found
        return self._series[indicator]

    def find(self, indicator: str, area: str, period: str) -> Published:
        """One row by indicator (id or code), area (code or exact name) and period (ISO, or the year it begins in).

        Raises:
            ReleaseError: naming the nearest candidates, when something typed matches nothing or several things.
        """
        about = self._indicator(indicator)
        place = self._area(area)
        series = self.series(about["indicator"]).get(place["area_code"], [])
        if not series:
            levels = about["levels"].replace(" ", ", ")
            of = f"{place['area_name']} ({place['level']})"
            raise ReleaseError(f"{about['indicator']} has no figure of {of}. It is given for: {levels}.")
        return Published(self.folder, self.about, about, place, _period(series, period, about, place), tuple(series))

    def _indicator(self, typed: str) -> dict[str, str]:
        rows = self.table("indicators")
        wanted = typed.strip().casefold()
        found = [row for row in rows if wanted in (row["indicator"].casefold(), row["code"].casefold())]
        if found:
            return found[0]
        names = {key.casefold(): row for row in rows for key in (row["indicator"], row["code"], row["name"])}
        nearest = {names[name]["indicator"]: names[name] for name in _nearest(wanted, names)}
        listed = "; ".join(f"{row['code']} {row['indicator']} ({row['name']})" for row in nearest.values())
        raise ReleaseError(
            f"This release has no indicator {typed!r}. Nearest: {listed or 'none'}. `thriving indicators` lists all."
        )

    def _area(self, typed: str) -> dict[str, str]:
        rows = self.table("areas")
        wanted = typed.strip().casefold()
        coded = [row for row in rows if row["area_code"].casefold() == wanted]
        named = coded or [row for row in rows if row["area_name"].casefold() == wanted]
        if len(named) == 1:
            return named[0]
        if named:
            listed = ", ".join(f"{row['area_code']} ({row['level']})" for row in named)
            raise ReleaseError(f"Several areas are called {typed!r}: {listed}. Name one by its code.")
        names = {key.casefold(): row for row in rows for key in (row["area_name"], row["area_code"])}
        nearest = {names[name]["area_code"]: names[name] for name in _nearest(wanted, names)}
        listed = "; ".join(f"{row['area_code']} {row['area_name']} ({row['level']})" for row in nearest.values())
        raise ReleaseError(
            f"This release has no area {typed!r}. Nearest: {listed or 'none'}. `thriving areas` lists all."
        )


def as_written(text: str) -> str:
    """A cell's text without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return text[1:] if text.startswith("'") and harmless(text[1:]) == text else text


def _nearest(wanted: str, names: Iterable[str]) -> list[str]:
    """Names that hold what was typed, then those spelt nearly so."""
    known = list(names)
    holding = [name for name in known if len(wanted) > 2 and wanted in name]
    return list(dict.fromkeys([*sorted(holding), *get_close_matches(wanted, known, n=_SHOWN, cutoff=0.6)]))[:_SHOWN]


def _period(
    series: list[dict[str, Any]], typed: str, about: Mapping[str, str], place: Mapping[str, str]
) -> dict[str, Any]:
    wanted = typed.strip()
    found = [row for row in series if row["period"] == wanted]
    if not found and _YEAR.fullmatch(wanted):
        found = [row for row in series if row["period"].startswith(wanted)]
    if len(found) == 1:
        return found[0]
    of = f"{about['indicator']} of {place['area_name']}"
    if found:
        listed = ", ".join(row["period"] for row in found)
        raise ReleaseError(f"Several periods of {of} begin in {wanted}: {listed}. Name one of them in full.")
    given = [row["period"] for row in series]
    year = int(wanted[:4]) if _YEAR.match(wanted) else None
    nearest = sorted(given, key=lambda one: abs(int(one[:4]) - year)) if year is not None else given[::-1]
    raise ReleaseError(f"{of} has no period {typed!r}. Nearest: {', '.join(sorted(nearest[:_SHOWN]))}.")
