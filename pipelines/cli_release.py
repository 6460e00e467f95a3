"""The command line of published numbers: `thriving explain`, `thriving diff` and `thriving chart`.

Belongs here: arguments, help and printing of these commands. The top imports the standard library only, as in `cli`.
Does not belong here: doing the work.
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipelines.faults import ThrivingError

_OK, _MEND = 0, 1
_FORMATS = ("png", "svg", "pdf")
_PNG_SCALE = 2.0  # sharp in print at the width of a page
_RELEASE = "id or folder; the current one when left out"


def add_release_commands(commands: Any) -> None:
    """Add `explain`, `diff` and `chart` to the parser of `thriving`."""
    text = "Tell how one published number came about, and compute it again from the landed files."
    explain = commands.add_parser(
        "explain",
        help=text,
        description=text,
        epilog="Exit code 0 when the number computed again agrees to the last digit, 1 when it differs, cannot be "
        "computed again, or is not there.",
    )
    explain.add_argument(
        "indicator", metavar="INDICATOR", help="id or code, such as PL01; `thriving indicators` lists them"
    )
    explain.add_argument("area", metavar="AREA", help="code or exact name; `thriving areas` lists them")
    explain.add_argument("period", metavar="PERIOD", help="such as 2024-04-01/P1Y, or the year it begins in")
    explain.add_argument("--release", metavar="RELEASE", help=_RELEASE)
    explain.add_argument("--json", action="store_true", help="print as JSON, with every row of every file")
    text = "Tell which published numbers differ between two releases, and why."
    diff = commands.add_parser("diff", help=text, description=text)
    diff.add_argument("old", metavar="RELEASE_A", help="the earlier release: id or folder")
    diff.add_argument("new", metavar="RELEASE_B", help="the later release: id or folder")
    diff.add_argument("--csv", type=Path, metavar="FILE", help="also write every changed number to a file")
    diff.add_argument("--json", action="store_true", help="print as JSON, with every changed number")
    text = "Draw one indicator as a picture for a report: title, key, source and licence are inside."
    chart = commands.add_parser("chart", help=text, description=text)
    chart.add_argument(
        "indicator", metavar="INDICATOR", help="id, code or exact name; `thriving indicators` lists them"
    )
    chart.add_argument("--area", default="", metavar="CODE", help="code or exact name; the whole city when left out")
    chart.add_argument(
        "--kind", choices=["map", "trend", "bars"], default="",
        help="when left out: a trend where the area has several periods, else ranked bars",
    )  # fmt: skip
    chart.add_argument("-o", "--output", required=True, type=Path, metavar="FILE", help="ends in .png, .svg or .pdf")
    chart.add_argument("--release", metavar="RELEASE", help=_RELEASE)


def run_explain(arguments: argparse.Namespace) -> int:
    """Print how one number came about; 1 when it does not come out again."""
    from pipelines.explaining.explained_words import lines
    from pipelines.explaining.explanation import explain
    from pipelines.explaining.rebuilding import rebuilding
    from pipelines.release.finding import Release
    from pipelines.release.staging import find

    folder = find(arguments.release)
    with rebuilding(folder) as again:
        told = explain(Release(folder), again, arguments.indicator, arguments.area, arguments.period)
    if arguments.json:
        _say(json.dumps(told, indent=1, ensure_ascii=False))
    else:
        for line in lines(told):
            _say(line)
    return _OK if told["recomputed"]["state"] == "agrees" else _MEND


def run_diff(arguments: argparse.Namespace) -> int:
    """Print what differs between two releases."""
    from pipelines.release.comparing import as_json, compare, lines
    from pipelines.release.extracts import as_csv
    from pipelines.release.safe import harmless_frame
    from pipelines.release.staging import find

    found = compare(find(arguments.old), find(arguments.new))
    if arguments.csv is not None:
        try:
            arguments.csv.write_bytes(as_csv(harmless_frame(found.revisions)))
        except OSError as error:
            raise ThrivingError(f"{arguments.csv} cannot be written: {error.strerror}. Choose another file.") from error
    if arguments.json:
        _say(json.dumps(as_json(found), indent=1, ensure_ascii=False))
    else:
        for line in lines(found):
            _say(line)
        if arguments.csv is not None:
            _say(f"Wrote {arguments.csv} ({len(found.revisions):,} rows).")
    return _OK


def run_chart(arguments: argparse.Namespace) -> int:
    """Write one picture to a file whose name says the format."""
    kind = arguments.output.suffix.lower().removeprefix(".")
    if kind not in _FORMATS:
        raise ThrivingError(f"{arguments.output} says no format: let the name end in .png, .svg or .pdf.")
    from dashboards.errors import PictureError, ReleaseError
    from dashboards.sharing.pictures import chart
    from dashboards.sharing.raster import as_pdf, as_png
    from pipelines.release.staging import find

    try:
        picture = chart(find(arguments.release), arguments.indicator, arguments.area, arguments.kind)
    except (PictureError, ReleaseError) as error:
        raise ThrivingError(str(error)) from error
    writers: dict[str, Callable[[str], bytes]] = {"pdf": as_pdf, "svg": str.encode}
    content = writers[kind](picture) if kind in writers else as_png(picture, _PNG_SCALE)
    try:
        arguments.output.write_bytes(content)
    except OSError as error:
        raise ThrivingError(f"{arguments.output} cannot be written: {error.strerror}. Choose another file.") from error
    _say(f"Wrote {arguments.output} ({len(content):,} bytes).")
    return _OK


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
