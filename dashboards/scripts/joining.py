"""Our ES modules as one classic script for each page.

Belongs here: following imports and putting modules after each other. Does not belong here: any module's content.
A browser refuses modules to a page that was opened from a folder, so the build joins them: each module becomes a
function that returns what it exports, in the order in which they need each other. No bundler is needed, because our
modules keep to one form: `import { a, b } from "./other.js";` at the start of a line, `export` before a declaration.
"""

from __future__ import annotations

import functools
import pathlib
import re

from dashboards.errors import ReleaseError

FOLDER = pathlib.Path(__file__).parent.parent / "static" / "js"
_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([a-z-]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|let|class) (\w+))", re.MULTILINE)
_BLOCK_COMMENT = re.compile(r"^\s*/\*\*(?:(?!\*/).)*\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
_TYPE = re.compile(r"/\*\*(?:(?!\*/).)*\*/ ?")
_LEFT_OVER = re.compile(r"^(?:import|export)\b.*$", re.MULTILINE)


def _identifier(module: str) -> str:
    return "m_" + module.replace("-", "_")


def _needed(module: str, folder: pathlib.Path, order: list[str], above: tuple[str, ...]) -> None:
    """Add a module after everything it imports."""
    if module in above:
        raise ReleaseError(f"static/js/{module}.js", "imports in a circle", "imports downward only", "Cut the circle.")
    if module in order:
        return
    text = (folder / f"{module}.js").read_text(encoding="utf-8")
    for found in _IMPORT.finditer(text):
        _needed(found[2], folder, order, (*above, module))
    order.append(module)


def _without_comments(text: str) -> str:
    """Leave out what only a developer reads: comments that fill their lines, types, and indentation."""
    text = _TYPE.sub("", _BLOCK_COMMENT.sub("", text))
    lines = (line.strip() for line in text.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


@functools.cache
def _body(module: str, folder: pathlib.Path) -> str:
    text = (folder / f"{module}.js").read_text(encoding="utf-8")
    exported = [found[1] for found in _EXPORT.finditer(text)]
    text = _IMPORT.sub(lambda found: f"const {{{found[1]}}} = {_identifier(found[2])};\n", text)
    text = _EXPORT.sub("", text)
    left = _LEFT_OVER.search(text)
    if left:
        raise ReleaseError(
            f"static/js/{module}.js", repr(left[0]), "`import { a } from …` or `export` of a declaration", "Rewrite it."
        )
    text = _without_comments(text)
    return f"const {_identifier(module)} = (() => {{\n{text}return {{ {', '.join(exported)} }};\n}})();\n"


def joined_script(entry: str, folder: pathlib.Path = FOLDER) -> str:
    """Return a module with everything it imports as one script.

    Args:
        entry: Name of the module, without ending.
        folder: Where the modules lie.

    Raises:
        ReleaseError: An import or export has another form than the one allowed, or imports go in a circle.
    """
    order: list[str] = []
    _needed(entry, folder, order, ())
    body = "".join(_body(module, folder) for module in order)
    return f'(() => {{\n"use strict";\n{body}}})();\n'
