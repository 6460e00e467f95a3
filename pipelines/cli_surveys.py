"""The command line of surveys: `thriving survey ACTION`.

Belongs here: arguments, help and printing of these actions. The top imports the standard library only, as in `cli`.
Does not belong here: doing the work. An action is a parser in `add_survey_commands` and the function that it names.
"""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.faults import ThrivingError

if TYPE_CHECKING:
    from pipelines.assets.inspecting_surveys import Inspected

_OK, _MEND = 0, 1


def add_survey_commands(commands: Any) -> None:
    """Add `survey` and its actions to the parser of `thriving`."""
    text = "Check a file of answers, write an empty one, give results back, remove old responses."
    survey = commands.add_parser("survey", help=text, description=text)
    actions = survey.add_subparsers(dest="action", required=True, metavar="ACTION")

    def add(name: str, text: str, handle: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        action: argparse.ArgumentParser = actions.add_parser(name, help=text, description=text)
        action.set_defaults(handle=handle)
        return action

    check = add("check", "Name instrument and wave of a file of answers, and list every fault of it.", check_survey)
    check.add_argument("file", type=Path, metavar="FILE", help="CSV, XLSX or SPSS .sav")
    check.add_argument(
        "--inbox", type=Path, metavar="DIR", help="folder that holds the lookups, to place responses by; "
        "those of the last run when left out"
    )  # fmt: skip
    check.add_argument("--json", action="store_true", help="print the outcome as JSON")
    template = add("template", "Write an empty workbook for an instrument, with drop-down lists.", _template)
    template.add_argument("instrument", metavar="NAME", help="id of an instrument; `thriving survey list` names them")
    template.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="file to write; NAME_template.xlsx when left out"
    )
    result = add("result", "Write an organisation's own result on one page, for it alone.", _result)
    result.add_argument("organisation", metavar="ORGANISATION", help="its id, as in the file of answers")
    result.add_argument("--instrument", metavar="NAME", default="working_together", help="default: working_together")
    result.add_argument("-o", "--output", required=True, type=Path, metavar="FILE", help="HTML file to write")
    purge = add("purge", "Remove old responses for good; what was published of them stays.", _purge)
    purge.add_argument(
        "--before", required=True, type=date.fromisoformat, metavar="DATE", help="waves that ended before this day"
    )
    listing = add("list", "List the declared instruments.", _list)
    listing.add_argument("--json", action="store_true", help="print as JSON")


def run_survey(arguments: argparse.Namespace) -> int:
    """Do what `thriving survey` was asked, and give the exit code."""
    code: int = arguments.handle(arguments)
    return code


def is_survey(file: Path) -> bool:
    """Whether a file holds answers to a declared instrument, by its header."""
    from pipelines.declarations.catalogue import load_instruments
    from pipelines.surveys.files.reading import columns_of, recognise

    return file.is_file() and recognise(columns_of(file), load_instruments()) is not None


def check_survey(arguments: argparse.Namespace) -> int:
    """Print what a file of answers is and everything wrong with it, changing nothing."""
    from pipelines.assets.inspecting_surveys import inspect_survey

    found = inspect_survey(arguments.file, arguments.inbox)
    if arguments.json:
        _say_json({"file": str(arguments.file), **found.as_json()})
    else:
        _print(arguments.file, found)
    return _MEND if found.blocking else _OK


def _print(file: Path, found: "Inspected") -> None:
    wave = f", wave {found.wave}" if found.wave else ""
    _say(f"{file}: {found.title} ({found.instrument}){wave}" if found.instrument else f"{file}: not recognised")
    if found.counts:
        others = {"outside": "of other places", "no_place": "without a ward"}
        told = [f"{found.counts[name]:,} {words}" for name, words in others.items() if found.counts[name]]
        _say("  " + ", ".join([f"{found.counts['responses']:,} responses", f"{found.counts['used']:,} used", *told]))
    for fault in [*found.blocking, *found.warnings]:
        _say(f"  {'fault' if fault.blocking else 'warning'}: {fault}")
    for note in found.notes:
        _say(f"  note: {note}")
    faults, warnings = len(found.blocking), len(found.warnings)
    _say(f"{faults} fault(s), {warnings} warning(s)." if faults or warnings else "No fault found.")


def _template(arguments: argparse.Namespace) -> int:
    from pipelines.declarations.catalogue import load_instruments
    from pipelines.surveys.templates.template import template

    known = {instrument.id: instrument for instrument in load_instruments()}
    instrument = known.get(arguments.instrument)
    if instrument is None:
        raise ThrivingError(
            f"There is no instrument {arguments.instrument}. Known are: {', '.join(known) or 'none'}. "
            "`thriving survey list` says what each is."
        )
    target = arguments.output or Path(f"{instrument.id}_template.xlsx")
    content = template(instrument)
    try:
        # Never over a file that is there: somebody may have filled it in.
        with target.open("xb") as handle:
            handle.write(content)
    except FileExistsError:
        raise ThrivingError(f"{target} is there already. Choose another file with -o.") from None
    except OSError as error:
        raise ThrivingError(f"{target} cannot be written: {error.strerror}. Choose another file.") from error
    _say(f"Wrote {target} ({len(content):,} bytes). Fill it in, then: thriving survey check {target}")
    return _OK


def _result(arguments: argparse.Namespace) -> int:
    from pipelines.assets.organisation_result import organisation_page

    content = organisation_page(arguments.organisation, arguments.instrument)
    try:
        arguments.output.write_text(content, encoding="utf-8")
    except OSError as error:
        raise ThrivingError(f"{arguments.output} cannot be written: {error.strerror}. Choose another file.") from error
    _say(f"Wrote {arguments.output}. It holds the organisation's own answers: hand it to nobody else.")
    return _OK


def _purge(arguments: argparse.Namespace) -> int:
    from pipelines.assets.purging import purge

    removed = purge(arguments.before)
    if not removed:
        _say(f"No responses of a wave that ended before {arguments.before} are kept.")
    for one in removed:
        _say(f"{one.title} {one.wave}: responses removed, {one.estimates:,} rows of estimates kept. Delete {one.file}.")
    return _OK


def _list(arguments: argparse.Namespace) -> int:
    from pipelines.declarations.catalogue import load_instruments

    rows = [
        {"id": i.id, "title": i.title, "respondent": i.respondent, "questions": len(i.questions), "cadence": i.cadence}
        for i in load_instruments()
    ]
    if arguments.json:
        _say_json(rows)
    else:
        for row in rows:
            _say(f"{row['id']:<24} {row['questions']:>3} questions  {row['respondent']:<13} {row['title']}")
    return _OK


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _say_json(content: Any) -> None:
    _say(json.dumps(content, indent=1, ensure_ascii=False))
