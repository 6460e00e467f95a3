"""ONS Explore Local Statistics: one CSV per topic, for local authorities and larger areas.

Belongs here: the shared columns, in whatever order they come, and the status codes. Figures are the publisher's,
with its own intervals. Status `x` is missing at source; `u` is unreliable and becomes caution.
"""

import re

from pipelines.declarations.expectation import expect
from pipelines.faults import Fault
from pipelines.sources.base import Glance, Landed, Source, Tidy, Wanted
from pipelines.sources.cells import Column
from pipelines.sources.tabular import read_table

_STATUSES = {
    "": ("ok", ""),
    "x": ("missing_at_source", "Not available from the publisher."),
    "u": ("caution", "The publisher marks this figure as less reliable."),
}
_PERIOD = re.compile(r"\d{4}-\d\d-\d\d(/P\d+[YMD])?")


def _recognise(look: Glance) -> str | None:
    if look.has_header("areacd", "areanm", "indicator", "period", "observation", "lci_95", "uci_95", "status"):
        return "ONS Explore Local Statistics"
    return None


def _read(landed: Landed, wanted: Wanted) -> Tidy:
    columns = [
        Column("areacd", "area_code", "code"),
        Column("areanm", "area_name"),
        Column("indicator", "measure"),
        Column("measure", "measure_unit"),
        Column("period", "period"),
        Column("status", "publisher_status"),
        *(
            Column(header, name, "number", may_be_empty=True)
            for header, name in (("observation", "value"), ("lci_95", "lower"), ("uci_95", "upper"))
        ),
    ]
    tidy = read_table(landed, columns, frozenset({wanted.city, wanted.country}), "area_code")
    for row in tidy.rows:
        row["level"] = "city" if row["area_code"] == wanted.city else "country"
        _status(row, landed, tidy)
        if not _PERIOD.fullmatch(row["period"]):
            tidy.faults.append(
                Fault(
                    landed.file,
                    repr(row["period"]),
                    "a period such as 2024-04-01/P1Y",
                    "Download the file again.",
                    row=row["source_row"],
                    column="period",
                    kind="period",
                )
            )
    return tidy


def _status(row: dict[str, object], landed: Landed, tidy: Tidy) -> None:
    given = str(row.pop("publisher_status"))
    if given not in _STATUSES:
        tidy.faults.append(
            Fault(
                landed.file,
                repr(given),
                "nothing, x or u",
                "Read the publisher's note on the code and add it to this source.",
                row=int(str(row["source_row"])),
                column="status",
                kind="status",
            )
        )
        return
    row["status"], row["note"] = _STATUSES[given]
    if row["value"] is None and row["status"] in ("ok", "caution"):
        row["status"], row["note"] = _STATUSES["x"]
    if row["status"] == "missing_at_source":
        row["value"] = row["lower"] = row["upper"] = None


SOURCES = (
    Source(
        id="ons_local_statistics",
        table="local_statistics",
        title="Explore Local Statistics",
        publisher="Office for National Statistics",
        cadence="yearly, by topic",
        recognise=_recognise,
        read=_read,
        level="city",
        key=("measure", "area_code", "period"),
        expectations=(
            expect(
                "ExpectColumnPairValuesAToBeGreaterThanB",
                column_A="upper",
                column_B="lower",
                or_equal=True,
                ignore_row_if="either_value_is_missing",
            ),
            expect("ExpectColumnValuesToBeInSet", column="status", value_set=["ok", "caution", "missing_at_source"]),
        ),
    ),
)
