"""The command line: `thriving`.

Belongs here: arguments, help, printing and exit codes. The top imports the standard library only, so that a run with
nothing changed answers at once. Does not belong here: doing the work.

Exit codes: 0 done; 1 something in the input or declarations must be mended; 2 the command was not understood;
3 a fault of the program itself.
"""

import argparse
import contextlib
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from pipelines.cli_release import add_release_commands, run_chart, run_diff, run_explain
from pipelines.cli_surveys import add_survey_commands, check_survey, is_survey, run_survey
from pipelines.faults import InputFaultsError, ThrivingError

_OK, _MEND, _BUG = 0, 1, 3


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="thriving",
        description="Neighbourhood evidence: from a folder of open data to a checked release.",
        epilog="Exit codes: 0 done; 1 something in the input or declarations must be mended; "
        "2 the command was not understood; 3 a fault of the program itself.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, text: str, **more: Any) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text, **more)
        command.set_defaults(name=name)
        return command

    run = add("run", "Make a release from a folder of files; without --inbox from the embedded synthetic sample.")
    run.add_argument(
        "--inbox", type=Path, metavar="DIR", help="folder of downloaded files, at any depth; only real data is used"
    )
    run.add_argument(
        "--pdf",
        action="store_true",
        help="also print pages of areas and the Partnership as PDFs (`make pdf` installs what it needs)",
    )
    run.add_argument("--json", action="store_true", help="print the outcome as JSON")
    check = add("check", "Say what a file is taken for, and list every fault of it, without changing anything.")
    check.add_argument("file", type=Path, metavar="FILE")
    check.add_argument(
        "--inbox", type=Path, metavar="DIR", help="folder that holds the lookups, to judge small-area codes by"
    )
    check.add_argument("--json", action="store_true", help="print the faults as JSON")
    ui = add("ui", "Start Dagster on this machine only: assets, checks, runs, the weekly schedule.")
    ui.add_argument("--port", type=int, default=3000)
    ui.add_argument("--inbox", type=Path, metavar="DIR", help="folder that runs started there work on")
    ui.add_argument(
        "--operate", action="store_true", help="allow starting runs and switching the schedule; otherwise only looking"
    )
    serve = add("serve", "Show a release's pages on this machine only.")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--release", metavar="RELEASE", help="id or folder; the current one when left out")
    export = add("export", "Write one neighbourhood's figures to a file.")
    export.add_argument("--area", required=True, metavar="CODE", help="an area's code; `thriving areas` lists them")
    export.add_argument("--format", required=True, choices=["csv", "xlsx", "geojson"])
    export.add_argument("-o", "--output", required=True, type=Path, metavar="FILE")
    export.add_argument("--release", metavar="RELEASE", help="id or folder; the current one when left out")
    indicators = add("indicators", "List the declared indicators.")
    indicators.add_argument("--json", action="store_true", help="print as JSON")
    indicators.add_argument("--schema", action="store_true", help="print the JSON schema of a declaration")
    areas = add("areas", "List the areas of the current release.")
    areas.add_argument("--level", metavar="LEVEL", help="only this level, for example ward")
    areas.add_argument("--json", action="store_true", help="print as JSON")
    verify = add("verify", "Compare a release with its manifest, byte for byte.")
    verify.add_argument("release", nargs="?", metavar="RELEASE", help="id or folder; the current one when left out")
    verify.add_argument("--json", action="store_true", help="print the differences as JSON")
    add_release_commands(commands)
    add_survey_commands(commands)
    return parser


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _say_json(content: Any) -> None:
    _say(json.dumps(content, indent=1, ensure_ascii=False))


def _run(arguments: argparse.Namespace) -> int:
    from pipelines.run import run

    outcome = run(arguments.inbox, pdfs=arguments.pdf)
    page = outcome.folder / "index.html"
    if arguments.json:
        _say_json({"release": str(outcome.folder), "page": str(page), "made": outcome.made})
        return _OK
    _say("\nNothing has changed; the current release stands." if not outcome.made else "\nA new release is current.")
    _say(f"Release: {outcome.folder}\nOpen:    {page.resolve().as_uri()}")
    return _OK


def _check(arguments: argparse.Namespace) -> int:
    if is_survey(arguments.file):
        return check_survey(arguments)
    from pipelines.assets.inspecting import inspect_file

    taken_for, faults, notes = inspect_file(arguments.file, arguments.inbox)
    if arguments.json:
        _say_json(
            {
                "file": str(arguments.file),
                "taken_for": taken_for,
                "notes": notes,
                "faults": [fault.__dict__ for fault in faults],
            }
        )
    else:
        _say(f"{arguments.file}: {'taken for ' + taken_for if taken_for else 'not recognised'}")
        for note in notes:
            _say(f"  note: {note}")
        for fault in faults:
            _say(f"  {'fault' if fault.blocking else 'warning'}: {fault}")
        _say(f"{len(faults)} fault(s)." if faults else "No fault found.")
    return _MEND if not taken_for or any(fault.blocking for fault in faults) else _OK


def _ui(arguments: argparse.Namespace) -> int:
    from pipelines.serving import start_dagster

    return start_dagster(arguments.port, arguments.inbox, operate=arguments.operate)


def _serve(arguments: argparse.Namespace) -> int:
    from pipelines.release.staging import find
    from pipelines.serving import serve_folder

    return serve_folder(find(arguments.release), arguments.port)


def _export(arguments: argparse.Namespace) -> int:
    from pipelines.release.reading import export_area
    from pipelines.release.staging import find

    content = export_area(find(arguments.release), arguments.area, arguments.format)
    try:
        arguments.output.write_bytes(content)
    except OSError as error:
        raise ThrivingError(f"{arguments.output} cannot be written: {error.strerror}. Choose another file.") from error
    _say(f"Wrote {arguments.output} ({len(content):,} bytes).")
    return _OK


def _indicators(arguments: argparse.Namespace) -> int:
    from pipelines.declarations.catalogue import load_indicators, schema_text

    if arguments.schema:
        sys.stdout.write(schema_text())
        return _OK
    declared = load_indicators()
    if arguments.json:
        _say_json([{"id": i.id, **i.model_dump(mode="json", by_alias=True)} for i in declared])
    else:
        for i in declared:
            _say(f"{i.code:<7} {i.characteristic:<10} {i.id:<40} {i.name}")
    return _OK


def _areas(arguments: argparse.Namespace) -> int:
    from pipelines.release.reading import read_table
    from pipelines.release.staging import find

    rows = [row for row in read_table(find(None), "areas") if arguments.level in (None, row["level"])]
    if arguments.json:
        _say_json(rows)
    else:
        for row in rows:
            _say(f"{row['level']:<14} {row['area_code']:<28} {row['area_name']}")
    return _OK


def _verify(arguments: argparse.Namespace) -> int:
    from pipelines.release.staging import find, verify

    folder = find(arguments.release)
    differences = verify(folder)
    if arguments.json:
        _say_json({"release": str(folder), "differences": differences})
    else:
        for line in differences:
            _say(f"  {line}")
        _say(
            f"{folder}: {'every file is as it was sealed' if not differences else f'{len(differences)} difference(s)'}."
        )
    return _MEND if differences else _OK


_COMMANDS = {
    "run": _run,
    "check": _check,
    "ui": _ui,
    "serve": _serve,
    "export": _export,
    "indicators": _indicators,
    "areas": _areas,
    "verify": _verify,
    "explain": run_explain,
    "diff": run_diff,
    "chart": run_chart,
    "survey": run_survey,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and give its exit code."""
    arguments = _parser().parse_args(argv)
    try:
        return _COMMANDS[arguments.command](arguments)
    except ThrivingError as error:
        if getattr(arguments, "json", False):
            faults = [fault.__dict__ for fault in error.faults] if isinstance(error, InputFaultsError) else []
            _say_json({"error": str(error), "faults": faults})
        sys.stderr.write(f"\n{error}\n")
        if arguments.command == "run":
            sys.stderr.write("\nNothing was published; the last release, if there is one, is untouched.\n")
        return _MEND
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. The last release is untouched.\n")
        return 130
    except Exception as error:  # the last line of defence: an analyst gets a sentence, a developer the trace
        import traceback

        traceback.print_exc()
        sys.stderr.write(f"\nThis is a fault of the program, not of your files: {type(error).__name__}: {error}\n")
        return _BUG


def leave() -> NoReturn:
    """Run the command line as a program of its own, and end at once.

    Everything is written, committed and flushed by then; taking the libraries apart object by object would cost more
    than a second of every run.
    """
    try:
        code = main()
    except SystemExit as end:  # how argparse ends
        code = end.code if isinstance(end.code, int) else _OK
    with contextlib.suppress(BrokenPipeError):  # a reader such as `head` has gone
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    leave()
