"""The sample's response files: for any declared instrument, one file per wave in the format that it names.

Belongs here: putting a file together and writing CSV, XLSX and SPSS with the same bytes every time. Does not belong
here: who answers (`sample_respondents`) or what (`sample_answers`). Everything follows from the declaration.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.declarations.instrument import Instrument
from pipelines.sources.sample_answers import codes_for_no_answer, draw
from pipelines.sources.sample_respondents import respondents
from pipelines.sources.sample_world import World, stream

if TYPE_CHECKING:
    import polars as pl

_MADE = datetime(2024, 1, 1, tzinfo=UTC)
# Where the header of an SPSS file holds the day and time of writing (readstat takes them from the clock).
_SAV_CLOCK = slice(92, 109)
_SAV_MADE = b"01 Jan 2400:00:00"


def survey_files(instruments: Iterable[Instrument], world: World) -> Iterator[tuple[str, bytes]]:
    """Name (without the sample's prefix) and content of every response file."""
    for instrument in instruments:
        frame = responses(instrument, world)
        write = _WRITERS[instrument.sample.file]
        for wave in instrument.sample.waves:
            own = frame.filter(frame[instrument.columns.wave] == wave)
            yield f"{instrument.id}_{wave}.{instrument.sample.file}", write(instrument, own)


def responses(instrument: Instrument, world: World) -> "pl.DataFrame":
    """Made-up responses of every wave of an instrument, in the columns of its files."""
    import numpy as np
    import polars as pl

    rng = np.random.default_rng(stream(f"survey {instrument.id}").getrandbits(64))
    who = respondents(instrument, world, rng)
    return pl.DataFrame(list(who.columns.values())).hstack(draw(instrument, who.rows, who.known, rng))


def _csv(instrument: Instrument, frame: "pl.DataFrame") -> bytes:
    return frame.write_csv().encode()


def _xlsx(instrument: Instrument, frame: "pl.DataFrame") -> bytes:
    import xlsxwriter

    content = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(content, options) as workbook:
        workbook.set_properties({"title": f"Synthetic responses: {instrument.title}", "created": _MADE})
        sheet = workbook.add_worksheet("responses")
        sheet.write_row(0, 0, frame.columns)
        for number, row in enumerate(frame.iter_rows(), start=1):
            sheet.write_row(number, 0, row)
    return content.getvalue()


def _sav(instrument: Instrument, frame: "pl.DataFrame") -> bytes:
    import pyreadstat

    labels = {
        name: q.codes | {code: q.missing[code] for code in codes_for_no_answer(q)}
        for name, q in instrument.questions.items()
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "responses.sav"
        pyreadstat.write_sav(
            frame,
            str(path),
            file_label="Synthetic responses",
            column_labels={name: q.text[:250] for name, q in instrument.questions.items()},
            variable_value_labels={name: own for name, own in labels.items() if own},
        )
        content = bytearray(path.read_bytes())
    content[_SAV_CLOCK] = _SAV_MADE
    return bytes(content)


_WRITERS: dict[str, Callable[[Instrument, "pl.DataFrame"], bytes]] = {"csv": _csv, "xlsx": _xlsx, "sav": _sav}
