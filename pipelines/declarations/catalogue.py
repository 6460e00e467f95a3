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
from pipelines.declarations.instrument import NAME, Instrument
from pipelines.faults import DeclarationFaultsError

AMBITION = "ambition_statement"
# The same safe loader, written in C where it is installed: five times quicker over three dozen files.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_indicators(folder: Path | None = None) -> list[Indicator]:
    """Every declared indicator, those of instruments included, ordered by characteristic and code.

    Raises:
        DeclarationFaultsError: naming each file, key, what was found and what was expected.
    """
    return list(_load(folder or paths.indicators_folder())[0])


def load_instruments(folder: Path | None = None) -> list[Instrument]:
    """Every declared instrument, ordered by id.

    Raises:
        DeclarationFaultsError: naming each file, key, what was found and what was expected.
    """
    return list(_load(folder or paths.indicators_folder())[1])


@cache
def _load(folder: Path) -> tuple[tuple[Indicator, ...], tuple[Instrument, ...]]:
    faults: list[str] = []
    found: list[Indicator] = []
    instruments: list[Instrument] = []
    for path in sorted([*(folder / "thriving_community").glob("*/*.yaml"), *(folder / AMBITION).glob("*.yaml")]):
        indicator = _read_one(path, folder, faults)
        if indicator:
            found.append(indicator)
    for path in sorted((folder / "instruments").glob("*.yaml")):
        instrument = _read_instrument(path, folder, faults)
        if instrument:
            instruments.append(instrument)
            found.extend(_derived(instrument, str(path.relative_to(folder.parent)), faults))
    known = {indicator.id for indicator in found}
    faults.extend(
        f"{i.id}: official: found {i.official!r}; expected the id of a declared indicator"
        for i in found
        if i.official and i.official not in known
    )
    faults.extend(_twice(found, "id") + _twice(found, "code"))
    faults.extend(_orphans(folder))
    if not found and not faults:
        faults.append(f"{folder}: no declaration found; expected <characteristic>/<id>.yaml under thriving_community")
    if faults:
        raise DeclarationFaultsError(faults)
    return tuple(sorted(found, key=lambda i: (i.characteristic, i.code))), tuple(instruments)


def read_yaml(path: Path, name: str, faults: list[str]) -> dict[str, Any] | None:
    """Keys and values of a YAML file; None, with the fault told, when it has none."""
    try:
        content: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - both loaders are the safe ones
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        faults.append(f"{name}: not readable as YAML: {' '.join(str(error).split())}")
        return None
    if not isinstance(content, dict):
        faults.append(f"{name}: found {type(content).__name__}; expected keys and values")
        return None
    return content


def _read_instrument(path: Path, folder: Path, faults: list[str]) -> Instrument | None:
    name = str(path.relative_to(folder.parent))
    content = read_yaml(path, name, faults)
    if content is None:
        return None
    if not NAME.fullmatch(path.stem):
        faults.append(f"{name}: the file's name is the id; expected small letters, digits and underscores")
    try:
        return Instrument.model_validate({**content, "id": path.stem})
    except ValidationError as error:
        faults.extend(f"{name}: {words(problem)}" for problem in error.errors())
        return None


def _derived(instrument: Instrument, name: str, faults: list[str]) -> list[Indicator]:
    """The indicators of an instrument that are well declared; the faults of the others are told."""
    found: list[Indicator] = []
    for own in instrument.indicators:
        try:
            found.append(instrument.indicator(own))
        except ValidationError as error:
            faults.extend(f"{name}: indicators.{own}.{words(problem)}" for problem in error.errors())
    return found


def _read_one(path: Path, folder: Path, faults: list[str]) -> Indicator | None:
    name = str(path.relative_to(folder.parent))
    content = read_yaml(path, name, faults)
    if content is None:
        return None
    query = path.with_suffix(".sql")
    sql = query.read_text(encoding="utf-8") if query.exists() else ""
    before = len(faults)
    if not path.stem.replace("_", "").isalnum() or path.stem != path.stem.lower():
        faults.append(f"{name}: the file's name is the id; expected small letters, digits and underscores")
    expected = "ambition" if path.parent.name == AMBITION else path.parent.name
    if content.get("characteristic") not in (None, expected):
        faults.append(
            f"{name}: characteristic: found {content['characteristic']!r}; expected {expected!r}, as its folder says"
        )
    if bool(sql) == ("from" in content):
        faults.append(f"{name}: expected either `from` or a file {query.name} beside it, and not both")
    try:
        indicator = Indicator.model_validate({**content, "id": path.stem, "sql": sql})
    except ValidationError as error:
        faults.extend(f"{name}: {words(problem)}" for problem in error.errors())
        return None
    return indicator if len(faults) == before else None


def words(problem: Any) -> str:
    """One of pydantic's problems as key, what was found and what was expected."""
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
        for path in sorted([*(folder / "thriving_community").glob("*/*.sql"), *(folder / AMBITION).glob("*.sql")])
        if not path.with_suffix(".yaml").exists()
    ]


def schema_text() -> str:
    """The JSON schema of an indicator's declaration, for editors; generated, and tested to be up to date."""
    return _as_text(_indicator_schema(hidden=("id", "sql", "instrument", "estimate")))


def instrument_schema_text() -> str:
    """The JSON schema of an instrument's declaration, its indicators included."""
    schema = Instrument.model_json_schema(by_alias=True)
    schema["properties"].pop("id")
    derived = _indicator_schema(hidden=("id", "sql", "instrument", "from"))
    derived["required"] = [name for name in derived["required"] if name != "source"]
    schema["$defs"].update(derived.pop("$defs"))
    schema["$defs"]["Indicator"] = derived
    schema["properties"]["indicators"]["additionalProperties"] = {"$ref": "#/$defs/Indicator"}
    return _as_text(schema)


def _indicator_schema(hidden: tuple[str, ...]) -> dict[str, Any]:
    schema = Indicator.model_json_schema(by_alias=True)
    for name in hidden:
        schema["properties"].pop(name, None)
    return schema


def _as_text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=2, sort_keys=True) + "\n"
