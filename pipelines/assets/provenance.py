"""Digests of everything that decides an indicator's numbers, so that the next release can say why one changed.

Belongs here: one digest each for files, declaration, method and places. Does not belong here: comparing the digests of
two releases (`release.revising`).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version

import pandas as pd

from pipelines import fingerprint, paths
from pipelines.assets.landing import Intake
from pipelines.assets.lineage import Lineage, instruments_of, lineage, of_third_sector
from pipelines.declarations.indicator import Indicator
from pipelines.declarations.third_sector import load_third_sector
from pipelines.release.revising import PROVENANCE_COLUMNS
from pipelines.sources.base import Source
from pipelines.sources.catalogue import BY_ID
from pipelines.surveys import private

# Words about a number and rules of showing it; a release that only words something otherwise has revised no number.
_WORDS = {
    "code", "name", "definition", "numerator", "denominator", "decimals", "polarity", "official", "source", "owner",
    "caveats", "breaks", "overlapping", "class_breaks", "expectations", "status",
}  # fmt: skip
_PLACE_FILES = (
    "place.yaml",
    "wards.csv",
    "committees.csv",
    "ward_code_history.csv",
    "neighbourhoods/*.csv",
    "neighbourhoods/*.geojson",
)
_COMPUTING = ("pipelines/methods", "pipelines/assets/computing.py")
_READING = (
    "pipelines/geography",
    "pipelines/assets/spine.py",
    "pipelines/assets/conforming.py",
    "pipelines/assets/recording.py",
    "pipelines/assets/populating.py",
    "pipelines/assets/neighbourhoods.py",
    "pipelines/declarations/neighbourhoods.py",
)
_THIRD_SECTOR = (
    "pipelines/third_sector",
    "pipelines/declarations/third_sector.py",
    "pipelines/assets/registering.py",
)
_SURVEYS = ("pipelines/surveys", "pipelines/assets/responses.py", "pipelines/assets/surveying.py")
# Libraries whose arithmetic ends up in a number.
_LIBRARIES = ("duckdb", "numpy", "pandas", "polars", "scipy", "statsmodels", "lifelines", "svy")


def provenance(indicators: Sequence[Indicator], intake: Intake) -> pd.DataFrame:
    """The digests of every declared indicator, whether or not this run has figures of it.

    Args:
        indicators: all that are declared.
        intake: the files of the run.

    Returns:
        One row per indicator: indicator, files (landed files that feed it, through every table on the way, and files of
        answers), declaration (what of YAML and SQL decides numbers), method (code and libraries), places (lookups and
        the place's own files).
    """
    answers = _answers(synthetic=intake.synthetic)
    places = _places()
    return pd.DataFrame(
        [digests(indicator, intake, answers, places) for indicator in indicators], columns=list(PROVENANCE_COLUMNS)
    )


def digests(
    indicator: Indicator,
    intake: Intake,
    answers: Mapping[str, Sequence[tuple[int, str]]] | None = None,
    places: str | None = None,
) -> dict[str, str]:
    """One row of `provenance`.

    Args:
        indicator: the declaration.
        intake: the files of the run.
        answers: waves and digests of files of answers by instrument; looked up when left out.
        places: digest of the place's own files; looked up when left out.
    """
    found = lineage(indicator)
    known = _answers(synthetic=intake.synthetic) if answers is None else answers
    return {
        "indicator": indicator.id,
        "files": fingerprint.of_values(
            _files(found.sources, intake), [(name, known.get(name, ())) for name in sorted(found.instruments)]
        ),
        "declaration": fingerprint.of_values(declared(indicator, found)),
        "method": method(found),
        "places": fingerprint.of_values(_files(found.lookups, intake), _places() if places is None else places),
    }


def _places() -> str:
    return fingerprint.of_folder(paths.reference_folder(), _PLACE_FILES)


def declared(indicator: Indicator, found: Lineage) -> list[object]:
    """What of the declarations decides numbers: the indicator's own part, its SQL, and what stands behind it."""
    own = json.loads(indicator.model_dump_json(by_alias=False, exclude=_WORDS))
    behind = [json.loads(i.model_dump_json(exclude={"indicators"})) for i in instruments_of(indicator)]
    if of_third_sector(found):
        behind.append(json.loads(load_third_sector().model_dump_json()))
    return [own, indicator.sql, *behind]


def method(found: Lineage) -> str:
    """Digest of the code and the libraries that made an indicator's numbers."""
    parts = {*_COMPUTING, *_READING, *_shared_by_sources()}
    parts.update(_module_of(BY_ID[source]) for source in found.sources | found.lookups)
    if found.instruments:
        parts.update(_SURVEYS)
    if of_third_sector(found):
        parts.update(_THIRD_SECTOR)
    return fingerprint.of_values(fingerprint.of_code(*sorted(parts)), [(name, _version(name)) for name in _LIBRARIES])


def code_fingerprint() -> str:
    """Digest of all code and pinned libraries that can decide a number, for release.json."""
    return fingerprint.of_code("pipelines", "pyproject.toml", "requirements.lock")


def _module_of(source: Source) -> str:
    """The module that declares a source; what `functools.partial` wraps is looked through."""
    recognise = getattr(source.recognise, "func", source.recognise)
    return f"{recognise.__module__.replace('.', '/')}.py"


@cache
def _shared_by_sources() -> tuple[str, ...]:
    """The modules that sources read their files with: neither a source's own, nor those that make the sample."""
    own = {_module_of(source) for source in BY_ID.values()} | {"pipelines/sources/catalogue.py"}
    found = (f"pipelines/sources/{path.name}" for path in (paths.ROOT / "pipelines" / "sources").glob("*.py"))
    return tuple(sorted(part for part in found if part not in own and "/sample" not in part))


@cache
def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def _files(sources: Iterable[str], intake: Intake) -> list[tuple[str, list[tuple[str, str]]]]:
    """Digest of each file, and what it was taken for: some files carry their year in the name alone."""
    return [(source, sorted((f.sha256, f.taken_for) for f in intake.of(source))) for source in sorted(sources)]


def _answers(*, synthetic: bool) -> dict[str, list[tuple[int, str]]]:
    """Waves and digests of the files of answers by instrument, those whose responses were removed included."""
    found: dict[str, set[tuple[int, str]]] = {}
    for instrument in private.kept_instruments():
        for wave, kept in private.kept_waves(instrument).items():
            if kept.synthetic == synthetic:
                found.setdefault(instrument, set()).add((wave, kept.sha256))
    for gone in private.purged():
        if gone.synthetic == synthetic:
            found.setdefault(gone.instrument, set()).add((gone.wave, gone.sha256))
    return {instrument: sorted(waves) for instrument, waves in found.items()}
