"""One neighbourhood's figures as an accessible workbook.

Belongs here: sheets, headings and column widths: a cover with citation and licences, then one real table a sheet, with
no merged cells. Does not belong here: choosing figures (see `extracts`).

Written with XlsxWriter directly: the layer above it that the design named took six times as long (docs/decisions).
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from pipelines.columns import STATUSES
from pipelines.release.dictionary import DICTIONARY
from pipelines.release.rows import Row, Table

# The workbook's order puts what a reader looks for first.
FIGURE_COLUMNS = {
    "indicator_name": "Indicator",
    "period": "Period",
    "value": "Value",
    "lower": "Lower limit (95%)",
    "upper": "Upper limit (95%)",
    "unit": "Unit",
    "benchmark_value": "City value",
    "comparison": "Compared with the city",
    "rank": "Rank (1 is highest)",
    "rank_of": "Out of",
    "status": "Status",
    "note": "Note",
    "numerator": "Numerator",
    "denominator": "Denominator",
    "indicator": "Id",
}
_ABOUT_COLUMNS = {
    "indicator_name": "Indicator",
    "definition": "Definition",
    "method": "Method",
    "caveats": "Caveats",
    "source": "Source",
}
_SOURCE_COLUMNS = {
    "title": "Title",
    "publisher": "Publisher",
    "licence": "Licence",
    "attribution": "Attribution",
    "file": "File",
    "sha256": "SHA-256",
}
_WIDEST = 60
# Text is never read as a formula or a link, whatever it begins with.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": False}


def as_workbook(figures: Table, sources: Table, about: dict[str, Any], area_name: str) -> bytes:
    """The workbook of one area.

    Args:
        figures: one area's of `extracts.all_figures`, so their text is harmless.
        sources: the release's sources table, made harmless by the caller.
        about: release.json.
        area_name: for titles.
    """
    import xlsxwriter

    meanings = DICTIONARY["areas/<area_code>.csv"]
    dictionary = [(heading, *meanings[column]) for column, heading in FIGURE_COLUMNS.items()]
    sheets: dict[str, tuple[str, Iterable[str], Sequence[Row]]] = {
        "Figures": (f"Figures for {area_name}", FIGURE_COLUMNS.values(), figures.only(FIGURE_COLUMNS)),
        "Indicators": (
            "What each indicator measures",
            _ABOUT_COLUMNS.values(),
            list(dict.fromkeys(figures.only(_ABOUT_COLUMNS))),
        ),
        "Dictionary": ("What each column means", ("Column", "Type", "Meaning"), dictionary),
        "Sources": ("Where the figures come from", _SOURCE_COLUMNS.values(), sources.only(_SOURCE_COLUMNS)),
    }
    target = BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        day = date.fromisoformat(about["published"])
        book.set_properties(
            {
                "title": f"{area_name}: {about['title']}",
                "comments": about["citation"],
                "created": datetime(day.year, day.month, day.day, tzinfo=UTC),
            }
        )
        formats = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        _write_cover(book, formats, sources, about, area_name, list(sheets))
        for name, (title, headings, rows) in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.write_string(0, 0, title, formats["title"])
            sheet.write_string(1, 0, f"This sheet holds one table. {mark(about)}")
            _write_table(sheet, name, list(headings), rows)
    return target.getvalue()


def mark(about: dict[str, Any]) -> str:
    """The sentence that says what kind of numbers these are."""
    return "Synthetic data: made-up numbers, for demonstration." if about["synthetic"] else "Not an official statistic."


def _write_cover(
    book: Any,
    formats: dict[str, Any],
    sources: Table,
    about: dict[str, Any],
    area_name: str,
    sheets: list[str],
) -> None:
    lines = [
        mark(about),
        f"Release {about['id']}, published {about['published']}.",
        f"Cite as: {about['citation']}",
        "Definitions are working definitions, to be confirmed by the Partnership.",
        f"An empty cell has no value; its status says why: {', '.join(STATUSES)}.",
        f"Sheets: {', '.join(sheets)}.",
        *dict.fromkeys(sources.column("attribution")),
        *dict.fromkeys(f"Licence: {text}" for text in sources.column("licence")),
    ]
    sheet = book.add_worksheet("Cover")
    sheet.set_column(0, 0, 100)
    sheet.write_string(0, 0, f"{area_name}: {about['title']}", formats["title"])
    for row, line in enumerate(lines, start=2):
        sheet.write_string(row, 0, line, formats["wrap"])


def _write_table(sheet: Any, name: str, headings: list[str], rows: Sequence[Row]) -> None:
    columns = [{"header": heading} for heading in headings]
    sheet.add_table(
        3,
        0,
        3 + max(len(rows), 1),
        len(columns) - 1,
        {"name": name.lower(), "columns": columns, "data": rows, "autofilter": False, "style": "Table Style Light 1"},
    )
    sheet.freeze_panes(4, 1)
    for place, heading in enumerate(headings):
        longest = max([len(heading), *(len(str(row[place])) for row in rows)])
        sheet.set_column(place, place, min(longest, _WIDEST) + 2)
