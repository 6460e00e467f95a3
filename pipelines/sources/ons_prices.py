"""The price index that puts incomes into the prices of one year: a time series of the ONS, downloaded as CSV.

Belongs here: the two columns of such a file, and which series is used. Does not belong here: putting anything into
constant prices (`third_sector`).
"""

import csv
import io
import re
from collections.abc import Iterator
from itertools import pairwise

from pipelines.declarations.expectation import expect
from pipelines.faults import Fault
from pipelines.sources.base import Glance, Landed, Records, Source, Wanted, open_bytes

_SERIES = "L522"  # CPIH, all items
_YEAR = re.compile(r"\d{4}")
_WITHIN_A_YEAR = re.compile(r"\d{4} (Q[1-4]|[A-Z]{3})")
_AGAIN = "Download the series from the publisher again, as CSV."


def _series_of(look: Glance) -> str:
    """The identifier of the series that a file holds, or nothing."""
    rows = [row for row in look.rows if len(row) == 2]
    told = {row[0]: row[1].strip() for row in rows}
    return told.get("CDID", "") if look.kind == "text" and rows and rows[0][0] == "Title" else ""


def _recognise(look: Glance) -> str | None:
    return f"ONS time series {_SERIES} (CPIH, all items)" if _series_of(look) == _SERIES else None


def _recognise_other(look: Glance) -> str | None:
    return f"ONS time series {_series_of(look)}" if _series_of(look) else None


def _read(landed: Landed, wanted: Wanted) -> Records:
    """Yearly values; those of quarters and months are passed over."""
    import pandas as pd

    faults: list[Fault] = []
    years: list[tuple[int, float, int]] = []
    rows = list(_values(landed, faults))
    for cells, line in rows:
        label = cells[0].strip()
        if len(cells) != 2:
            faults.append(_fault(landed, f"{len(cells)} cells", "a period and its value", line))
        elif _YEAR.fullmatch(label):
            try:
                years.append((int(label), float(cells[1]), line))
            except ValueError:
                faults.append(_fault(landed, repr(cells[1][:60]), "a number", line, "2"))
        elif not _WITHIN_A_YEAR.fullmatch(label):
            faults.append(_fault(landed, repr(label[:60]), "a period such as 2015, 2015 Q1 or 2015 JAN", line, "1"))
    if not years and not faults:
        faults.append(_fault(landed, "no value of a year", "a row such as 2015 and 100.0", None))
    for (before, _, _), (year, _, line) in pairwise(years):
        if year != before + 1:
            faults.append(_fault(landed, f"{year} after {before}", f"the year {before + 1}", line, "1"))
    frame = pd.DataFrame(years, columns=["year", "index", "source_row"])
    frame = frame.astype({"year": "int64", "index": "float64", "source_row": "int64"})
    frame.insert(2, "series", pd.Series(_SERIES, index=frame.index, dtype="str"))
    frame.insert(3, "source_file", pd.Series(landed.file, index=frame.index, dtype="str"))
    return Records(frame, faults, rows_read=len(rows))


def _values(landed: Landed, faults: list[Fault]) -> Iterator[tuple[list[str], int]]:
    """The rows of values with their lines: from the first that begins with a year, below title, unit and notes."""
    try:
        with open_bytes(landed.path) as handle:
            text = handle.read().decode("utf-8-sig")
    except (UnicodeDecodeError, OSError, EOFError) as error:
        faults.append(_fault(landed, f"a damaged file ({error})", "a whole file of UTF-8 text", None))
        return
    reader = csv.reader(io.StringIO(text, newline=""))
    below = False
    for cells in reader:
        below = below or bool(cells and _YEAR.match(cells[0].strip()))
        if below and any(cells):
            yield cells, reader.line_num


def _fault(landed: Landed, found: str, expected: str, row: int | None, column: str | None = None) -> Fault:
    return Fault(landed.file, found, expected, _AGAIN, row, column, "series")


SOURCES = (
    Source(
        id="ons_prices",
        table="price_index",
        title="Consumer prices index including owner occupiers' housing costs (CPIH)",
        publisher="Office for National Statistics",
        cadence="monthly",
        recognise=_recognise,
        read=None,
        read_records=_read,
        level="record",
        key=("series", "year"),
        expectations=(expect("ExpectColumnValuesToBeBetween", column="index", min_value=0, strict_min=True),),
    ),
    Source(
        id="ons_other_series",
        table="other_series",
        title="Other time series",
        publisher="Office for National Statistics",
        cadence="monthly",
        recognise=_recognise_other,
        read=None,
        level="record",
        unused=f"money is put into constant prices with {_SERIES} (CPIH) alone",
    ),
)
