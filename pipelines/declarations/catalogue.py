"""Reading the folder of declarations, with every fault of every file told at once.

Belongs here: files to models, and the JSON schema that completes an editor. Does not belong here: the model.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from pipelines import paths
from pipelines.declarations.indicator import Indicator
from pipelines.faults import DeclarationFaultsError

# The same safe loader, written in C where it is installed: five times quicker over three dozen files.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_indicators(folder: Path | None = None) -> list[Indicator]:
    """Every declared indicator, ordered by characteristic and code.

    Raises:
        DeclarationFaultsError: naming each file, key, what was found and what was expected.
    """
    return list(_load(folder or paths.indicators_folder()))


@cache
def _load(folder: Path) -> tuple[Indicator, ...]:
    faults: list[str] = []
    found: list[Indicator] = []
    for path in sorted((folder / "thriving_community").glob("*/*.yaml")):
        indicator = _read_one(path, folder, faults)
        if indicator:
            found.append(indicator)
    faults.extend(_twice(found, "id") + _twice(found, "code"))
    faults.extend(_orphans(folder))
    if not found and not faults:
        faults.append(f"{folder}: no declaration found; expected <characteristic>/<id>.yaml under thriving_community")
    if faults:
        raise DeclarationFaultsError(faults)
    return tuple(sorted(found, key=lambda i: (i.characteristic, i.code)))


def _read_one(path: Path, folder: Path, faults: list[str]) -> Indicator | None:
    name = str(path.relative_to(folder.parent))
    try:
        content: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - both loaders are the safe ones
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        faults.append(f"{name}: not readable as YAML: {' '.join(str(error).split())}")
        return None
    if not isinstance(content, dict):
        faults.append(f"{name}: found {type(content).__name__}; expected keys and values")
        return None
    query = path.with_suffix(".sql")
    sql = query.read_text(encoding="utf-8") if query.exists() else ""
    before = len(faults)
    if not path.stem.replace("_", "").isalnum() or path.stem != path.stem.lower():
        faults.append(f"{name}: the file's name is the id; expected small letters, digits and underscores")
    if content.get("characteristic") not in (None, path.parent.name):
        faults.append(
            f"{name}: characteristic: found {content['characteristic']!r}; "
            f"expected {path.parent.name!r}, as its folder says"
        )
    if bool(sql) == ("from" in content):
        faults.append(f"{name}: expected either `from` or a file {query.name} beside it, and not both")
    try:
        indicator = Indicator.model_validate({**content, "id": path.stem, "sql": sql})
    except ValidationError as error:
        faults.extend(f"{name}: {_words(problem)}" for problem in error.errors())
        return None
    return indicator if len(faults) == before else None


def _words(problem: Any) -> str:
    where = ".".join(str(part) for part in problem["loc"]) or "the whole file"
    found = problem.get("input")
    shown = f"found {found!r}; " if not isinstance(found, dict) and problem["type"] != "missing" else ""
    return f"{where}: {shown}{problem['msg'].removeprefix('Value error, ')}"


def _twice(found: list[Indicator], attribute: str) -> list[str]:
    values = [getattr(indicator, attribute) for indicator in found]
    return [
        f"{attribute} {value} is declared {values.count(value)} times; expected once"
        for value in sorted({v for v in values if values.count(v) > 1})
    ]


def _orphans(folder: Path) -> list[str]:
    return [
        f"{path.relative_to(folder.parent)}: an SQL file without a declaration {path.stem}.yaml beside it"
        for path in sorted((folder / "thriving_community").glob("*/*.sql"))
        if not path.with_suffix(".yaml").exists()
    ]


def schema_text() -> str:
    """The JSON schema of a declaration, for editors; generated, and tested to be up to date."""
    schema = Indicator.model_json_schema(by_alias=True)
    for hidden in ("id", "sql"):
        schema["properties"].pop(hidden, None)
    return json.dumps(schema, indent=2, sort_keys=True) + "\n"
