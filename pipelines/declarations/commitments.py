"""Reading the declarations that speak of several indicators: a place's targets and agreements, and composites.

Belongs here: files to models, and whether every indicator they name is declared; every fault at once. Does not belong
here: the models, or declarations of one indicator (`catalogue.py`).
"""

from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from pipelines import paths
from pipelines.declarations.agreements import Agreement, Agreements, Composites
from pipelines.declarations.catalogue import load_indicators, read_yaml, words
from pipelines.declarations.targets import Ambition, Targets
from pipelines.faults import DeclarationFaultsError

_Model = TypeVar("_Model", bound=BaseModel)


def load_targets(indicators: Path | None = None, place: Path | None = None) -> dict[str, Ambition]:
    """Ambitions of the place by indicator, in the order of the file; none when there is no file.

    Raises:
        DeclarationFaultsError: naming the key, what was found and what was expected.
    """
    return dict(_load(indicators or paths.indicators_folder(), place or paths.reference_folder())[0].ambitions)


def load_agreements(indicators: Path | None = None, place: Path | None = None) -> dict[str, Agreement]:
    """Documents of the place's partnership by id, in the order of the file; none when there is no file.

    Raises:
        DeclarationFaultsError: naming the key, what was found and what was expected.
    """
    return dict(_load(indicators or paths.indicators_folder(), place or paths.reference_folder())[1].agreements)


def load_composites(indicators: Path | None = None, place: Path | None = None) -> dict[str, list[str]]:
    """Parts of the composite score of each characteristic; none when there is no file.

    Raises:
        DeclarationFaultsError: naming the key, what was found and what was expected.
    """
    composites = _load(indicators or paths.indicators_folder(), place or paths.reference_folder())[2]
    return {str(name): list(own) for name, own in composites.parts.items()}


@cache
def _load(indicators: Path, place: Path) -> tuple[Targets, Agreements, Composites]:
    faults: list[str] = []
    targets = _read(place / "targets.yaml", Targets, Targets(ambitions={}), faults)
    agreements = _read(place / "agreements.yaml", Agreements, Agreements(agreements={}), faults)
    composites = _read(indicators / "composites.yaml", Composites, Composites(parts={}), faults)
    known = {indicator.id: indicator for indicator in load_indicators(indicators)}
    named = [("targets.yaml: ambitions", name) for name in targets.ambitions]
    named += [
        (f"agreements.yaml: {key}.{part}", name)
        for key, agreement in agreements.agreements.items()
        for part, section in agreement.sections.items()
        for name in section.indicators
    ]
    named += [(f"composites.yaml: {key}", name) for key, own in composites.parts.items() for name in own]
    faults += [
        f"{where}: found {name!r}; expected the id of a declared indicator"
        for where, name in named
        if name not in known
    ]
    faults += [
        f"composites.yaml: {key}: {name} is of {known[name].characteristic} and {known[name].polarity}; "
        f"expected an indicator of {key} for which high or low is good"
        for key, own in composites.parts.items()
        for name in own
        if name in known and (known[name].characteristic != key or known[name].polarity == "no_judgement")
    ]
    if faults:
        raise DeclarationFaultsError(faults)
    return targets, agreements, composites


def _read(path: Path, model: type[_Model], empty: _Model, faults: list[str]) -> _Model:
    if not path.exists():
        return empty
    name = f"{path.parent.name}/{path.name}"
    content = read_yaml(path, name, faults)
    if content is None:
        return empty
    try:
        return model.model_validate(content)
    except ValidationError as error:
        faults.extend(f"{name}: {words(problem)}" for problem in error.errors())
        return empty
