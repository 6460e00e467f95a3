"""Where a response is from: a postcode, small area or ward becomes a small area and a ward of the place.

Belongs here: the lookups as checking needs them, and placing rows by them. Does not belong here: reading lookups
(`assets`). A postcode goes in and a small area comes out; no message repeats either.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines.declarations.instrument import Instrument
from pipelines.surveys.coding.check_rows import column, rows_where
from pipelines.surveys.files.reading import RawFile
from pipelines.surveys.telling import Teller, rows_in_words

if TYPE_CHECKING:
    import polars as pl

_POSTCODE = r"^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$"
_AREA_CODE = r"^[EWSN]\d{8}$"
_WHAT = {"postcode": "postcode", "lsoa21": "small-area code (LSOA 2021)", "ward": "ward code"}
_REMEDY = {
    "postcode": "Correct the postcode, or leave the cell empty if it is not known.",
    "lsoa21": "Write the code of the small area, which begins with E01.",
    "ward": "Write the ward's code; `thriving areas --level ward` lists them.",
}
# Above this share the file is not of this place, whatever its few other rows say.
_MOST = 0.5


@dataclass(frozen=True)
class Places:
    """The lookups that checking needs.

    `postcodes` gives the small area of a postcode, written with or without its blank; `lsoa21` the ward of each small
    area of the place; `wards` the codes of its wards. `known_postcodes` is False when there is no directory of
    postcodes, so that none can be judged.
    """

    postcodes: dict[str, str] = field(default_factory=dict, repr=False)
    lsoa21: dict[str, str] = field(default_factory=dict, repr=False)
    wards: frozenset[str] = field(default=frozenset(), repr=False)
    known_postcodes: bool = False


@dataclass
class Placed:
    """Small area and ward of each row, and which rows are of another place."""

    lsoa21: "pl.Series" = field(repr=False)
    ward: "pl.Series" = field(repr=False)
    outside: "pl.Series" = field(repr=False)
    notes: list[str] = field(default_factory=list)


def place_rows(raw: RawFile, instrument: Instrument, places: Places, teller: Teller) -> Placed:
    """Find each row's small area and ward, telling rows of other places.

    A row without a place, or with a postcode that the directory has not, stays, with nulls; a row of another place is
    marked for leaving out. When most rows are of another place the file is, and that blocks.
    """
    import polars as pl

    nowhere = column(raw, "")
    never = pl.repeat(value=False, n=raw.frame.height, dtype=pl.Boolean, eager=True)
    geography = instrument.geography
    if geography is None or geography.column in raw.absent:
        return Placed(nowhere, nowhere, never)
    cells = column(raw, geography.column)
    found = _looked_up(cells, geography.carries, places)
    _tell_shape(raw, cells, found.formed, geography.column, geography.carries, teller)
    at_hand = {
        "postcode": places.known_postcodes and bool(places.lsoa21),
        "lsoa21": bool(places.lsoa21),
        "ward": bool(places.wards),
    }
    if not at_hand[geography.carries]:
        note = (
            f"{geography.column}: no lookup to place a {geography.carries} by is at hand, so places were not checked."
        )
        return Placed(found.lsoa21, found.ward, never, [note])
    outside = found.formed & ~found.ours & found.known
    _tell_outside(raw, cells, outside, geography.column, geography.carries, teller)
    unlisted = found.formed & ~found.ours & ~found.known
    if unlisted.any():
        teller.tell_once(
            (
                f"{_count(unlisted)} that the directory does not list ({rows_in_words(rows_where(raw, unlisted))})",
                "postcodes in use",
                "They count for the whole place and for no ward. Correct them, or use a newer directory.",
            ),
            geography.column,
            "postcode unlisted",
            row=rows_where(raw, unlisted)[0],
            blocking=False,
        )
    return Placed(found.lsoa21, found.ward, outside)


@dataclass
class _Found:
    """Cell by cell: well formed, small area and ward of the place, whether it is the place's, whether that is known."""

    formed: "pl.Series" = field(repr=False)
    lsoa21: "pl.Series" = field(repr=False)
    ward: "pl.Series" = field(repr=False)
    ours: "pl.Series" = field(repr=False)
    known: "pl.Series" = field(repr=False)


def _looked_up(cells: "pl.Series", carries: str, places: Places) -> _Found:
    import polars as pl

    plain = cells.str.to_uppercase().str.replace_all(r"[^\p{L}\p{N}]", "")
    formed = plain.str.contains(_POSTCODE if carries == "postcode" else _AREA_CODE).fill_null(value=False)
    plain = pl.select(pl.when(formed).then(plain)).to_series()
    nothing = pl.Series("none", [None], dtype=pl.String).new_from_index(0, len(plain))
    if carries == "ward":
        ours = plain.is_in(list(places.wards)).fill_null(value=False)
        ward = pl.select(pl.when(ours).then(plain)).to_series() if places.wards else plain
        return _Found(formed, nothing, ward, ours, formed)
    lsoa21, known = plain, formed
    if carries == "postcode":
        directory = {code.replace(" ", ""): area for code, area in places.postcodes.items()}
        lsoa21 = _mapped(plain, directory)
        # A postcode that is not listed is of another place when nobody here shares its first half.
        outward = list({code[:-3] for code in directory})
        known = lsoa21.is_not_null() | ~plain.str.head(-3).is_in(outward).fill_null(value=False)
    if not places.lsoa21:
        return _Found(formed, lsoa21, nothing, formed, known)
    ward = _mapped(lsoa21, places.lsoa21)
    ours = ward.is_not_null()
    return _Found(formed, pl.select(pl.when(ours).then(lsoa21)).to_series(), ward, ours, known)


def _mapped(keys: "pl.Series", table: dict[str, str]) -> "pl.Series":
    import polars as pl

    if not table:
        return pl.Series(keys.name, [None], dtype=pl.String).new_from_index(0, len(keys))
    old, new = pl.Series(list(table)), pl.Series(list(table.values()))
    return keys.replace_strict(old, new, default=None, return_dtype=pl.String)


def _tell_shape(raw: RawFile, cells: "pl.Series", formed: "pl.Series", name: str, carries: str, teller: Teller) -> None:
    """Tell empty cells and those that are no code at all."""
    empty, odd = cells.is_null(), cells.is_not_null() & ~formed
    if empty.any():
        teller.tell_once(
            (
                f"{_count(empty)} without a place ({rows_in_words(rows_where(raw, empty))})",
                f"a {_WHAT[carries]}",
                "They count for the whole place and for no ward.",
            ),
            name,
            "place empty",
            row=rows_where(raw, empty)[0],
            blocking=False,
        )
    lengths = cells.filter(odd).str.len_chars().head(50).to_list()
    # A mistyped postcode is a respondent's slip and costs a ward; most cells being none is a wrong column.
    most = odd.sum() > _MOST * max(len(cells) - int(empty.sum()), 1)
    teller.tell(
        rows_where(raw, odd),
        lambda place: (
            f"text of {lengths[place]} signs that is no {_WHAT[carries]}",
            f"a {_WHAT[carries]}",
            _REMEDY[carries],
        ),
        name,
        "place",
        blocking=carries != "postcode" or bool(most),
    )


def _tell_outside(
    raw: RawFile, cells: "pl.Series", outside: "pl.Series", name: str, carries: str, teller: Teller
) -> None:
    if not outside.any():
        return
    rows = rows_where(raw, outside)
    most = len(rows) > _MOST * int(cells.is_not_null().sum())
    vintage = {"postcode": "", "lsoa21": " or of another vintage", "ward": " or of wards that were redrawn"}[carries]
    found = f"{_count(outside)} with a {_WHAT[carries]} of another place{vintage} ({rows_in_words(rows)})"
    remedy = (
        "Most rows are of another place: is this the right file? If so, leave only this place's rows in it."
        if most
        else "These rows were left out of every figure and counted. Nothing needs doing unless a code is mistyped."
    )
    kind = "another place" if most else "outside the place"
    teller.tell_once((found, "rows of this place", remedy), name, kind, row=rows[0], blocking=most)


def _count(mask: "pl.Series") -> str:
    count = int(mask.sum())
    return f"{count:,} row{'s' * (count != 1)}"
