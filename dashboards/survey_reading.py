"""Opening the survey files of a release; a release without surveys has none of them.

Belongs here: parsing these files into the types of `survey_model.py`.
Does not belong here: any other file of a release (`reading.py`), any choice of what to show.
"""

from __future__ import annotations

import dataclasses
import pathlib
import types
import typing
from collections.abc import Callable
from typing import Any, TypeVar

from dashboards.survey_model import (
    Concern,
    InstrumentWave,
    Model,
    ModelledEstimate,
    Question,
    RegisterEntry,
    Score,
    SurveyEstimate,
)
from dashboards.surveys import Surveys
from dashboards.tables import csv_rows, is_true, number, pairs, parts, safe_id, whole

_Kind = TypeVar("_Kind")


def _text(cell: str | None) -> str:
    return cell or ""


def _numbered(cell: str | None) -> tuple[tuple[str, float | None], ...]:
    return tuple((name, number(value)) for name, value in pairs(cell or ""))


def _reader(kind: Any) -> Callable[[str | None], Any]:
    """Return what turns a cell into a field of a type; `X | None` reads as X, with None for no number."""
    if isinstance(kind, types.UnionType):
        kind = next(part for part in typing.get_args(kind) if part is not types.NoneType)
    readers: dict[Any, Callable[[str | None], Any]] = {
        str: _text,
        float: number,
        int: whole,
        bool: is_true,
        tuple[str, ...]: lambda cell: parts(cell or ""),
        tuple[tuple[str, str], ...]: lambda cell: pairs(cell or ""),
        tuple[tuple[str, float | None], ...]: _numbered,
    }
    return readers[kind]


def _table(folder: pathlib.Path, name: str, kind: type[_Kind]) -> tuple[_Kind, ...]:
    """Fill a class from the columns that bear its fields' names; an absent column reads as empty."""
    hints = typing.get_type_hints(kind)
    fields = [field.name for field in dataclasses.fields(typing.cast(Any, kind))]
    readers = {field: _reader(hints[field]) for field in fields}
    return tuple(
        kind(**{field: read(row.get(field)) for field, read in readers.items()})
        for row in csv_rows(folder, name, required=False)
    )


def _checked(rows: tuple[_Kind, ...], name: str, field: str) -> tuple[_Kind, ...]:
    for row in rows:
        safe_id(getattr(row, field), f"data/{name}")
    return rows


def read_surveys(folder: pathlib.Path) -> Surveys:
    """Read every survey file that the release has.

    Args:
        folder: A folder laid out as docs/release-format.md says.

    Raises:
        ReleaseError: An id cannot stand in an address.
    """
    return Surveys(
        estimates=_table(folder, "survey_estimates.csv", SurveyEstimate),
        modelled=_table(folder, "modelled_estimates.csv", ModelledEstimate),
        models=_checked(_table(folder, "models.csv", Model), "models.csv", "indicator"),
        scores=_checked(_table(folder, "working_together.csv", Score), "working_together.csv", "measure"),
        concerns=_table(folder, "concerns.csv", Concern),
        entries=_table(folder, "register_entries.csv", RegisterEntry),
        instruments=_checked(_table(folder, "instruments.csv", InstrumentWave), "instruments.csv", "instrument"),
        questions=_table(folder, "questions.csv", Question),
    )
