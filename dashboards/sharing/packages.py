"""What programs read before they read the files: a data package and CSV on the web.

Belongs here: datapackage.json (Data Package 2.0) and csvw.json (W3C, a table group), both made from the dictionary, the
columns of files that are alike, which both refer to (`schemas/`), and the checksums as `sha256sum` reads them.
Does not belong here: the files under `data/`, which the pipeline writes; what search engines read (`describing/`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from dashboards.charts.svg import SYNTHETIC_NOTE
from dashboards.describing.dataset import creator, media_type
from dashboards.json_text import json_text
from dashboards.release.release import Release
from dashboards.release.rows import DataFile, DictionaryEntry
from dashboards.site import Site

_WEB = "http://www.w3.org/ns/csvw"
_TYPES = {"text": "string", "number": "number", "whole number": "integer", "true or false": "boolean"}


def columns_by_file(release: Release) -> dict[str, list[DictionaryEntry]]:
    """Return the columns of every file that has any; the dictionary describes files that are alike under one name."""
    known: dict[str, list[DictionaryEntry]] = {}
    for entry in release.dictionary:
        known.setdefault(entry.file, []).append(entry)
    alike = {_folder(name): own for name, own in known.items() if "<" in name}
    names = {file.path: file.path.removeprefix("data/") for file in release.files}
    found = {path: known.get(name) or alike.get(_folder(name)) for path, name in names.items()}
    return {path: columns for path, columns in found.items() if columns}


def _folder(name: str) -> tuple[str, str]:
    """Return what files that are alike have in common: folder and ending."""
    folder, slash, file = name.rpartition("/")
    return folder + slash, file.rpartition(".")[2] if slash else file


def _shared(columns: Sequence[DictionaryEntry], kind: str) -> str:
    """Return the file that tells the columns of files that are alike, or nothing for a file of its own kind."""
    folder, _, name = columns[0].file.rpartition("/")
    return f"schemas/{folder}.{kind}.json" if "<" in name else ""


def _table_schema(columns: Sequence[DictionaryEntry]) -> dict[str, Any]:
    """Return columns as Data Package has them."""
    fields = [
        {"name": entry.column, "type": _TYPES.get(entry.type, "any"), "description": entry.description}
        for entry in columns
    ]
    return {"fields": fields, "missingValues": [""]}


def _web_schema(columns: Sequence[DictionaryEntry]) -> dict[str, Any]:
    """Return columns as CSV on the Web has them."""
    described = [
        {
            "name": entry.column,
            "titles": entry.column,
            "datatype": _TYPES.get(entry.type, "string"),
            "dc:description": entry.description,
        }
        for entry in columns
    ]
    return {"columns": described}


def _title(release: Release) -> str:
    return f"{release.title} (synthetic data)" if release.synthetic else release.title


def _resource(release: Release, file: DataFile, columns: list[DictionaryEntry]) -> dict[str, Any]:
    name = file.path.removeprefix("data/")
    ending = name.rpartition(".")[2]
    found: dict[str, Any] = {
        "name": re.sub(r"[^a-z0-9._/-]", "-", name.lower()),
        "path": file.path,
        "format": ending,
        "mediatype": media_type(name),
        "bytes": file.bytes,
        "hash": f"sha256:{release.digests[file.path]}",
    }
    if ending == "csv" and columns:
        schema = _shared(columns, "table") or _table_schema(columns)
        found |= {"type": "table", "encoding": "utf-8", "schema": schema}
    return found


def data_package(release: Release) -> dict[str, Any]:
    """Return the release as a Data Package, version 2.0."""
    columns = columns_by_file(release)
    licences = dict.fromkeys((source.licence, source.licence_url) for source in release.sources if source.licence)
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"neighbourhood-evidence-{release.id.lower()}",
        "id": release.id,
        "title": _title(release),
        "description": f"{release.citation}{f' {SYNTHETIC_NOTE}.' if release.synthetic else ''}",
        "version": release.id,
        "created": f"{release.published}T00:00:00Z",
        **({"homepage": release.address} if release.address else {}),
        "contributors": [{"title": creator(release), "roles": ["publisher"]}],
        "licenses": [{"title": title, **({"path": path} if path else {})} for title, path in licences],
        "sources": [{"title": title} for title in dict.fromkeys(f"{s.publisher}: {s.title}" for s in release.sources)],
        "resources": [_resource(release, file, columns.get(file.path, [])) for file in release.files],
    }


def csv_on_the_web(release: Release) -> dict[str, Any]:
    """Return every CSV of the release as a table group of CSV on the Web."""
    tables = [
        {"url": path, "tableSchema": _shared(columns, "csvw") or _web_schema(columns)}
        for path, columns in columns_by_file(release).items()
        if path.endswith(".csv")
    ]
    licences = dict.fromkeys(source.licence_url for source in release.sources if source.licence_url)
    return {
        "@context": [_WEB, {"@language": "en"}],
        "dc:title": _title(release),
        "dc:bibliographicCitation": release.citation,
        "dc:license": list(licences),
        "dc:issued": release.published,
        "tables": tables,
    }


def _shared_schemas(release: Release) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, columns in columns_by_file(release).items():
        if path.endswith(".csv") and _shared(columns, "table"):
            yield _shared(columns, "table"), _table_schema(columns)
            yield _shared(columns, "csvw"), {"@context": _WEB, **_web_schema(columns)}


def write_packages(site: Site) -> None:
    """Write both descriptions, the columns that they share and the list of checksums beside the pages."""
    release = site.release
    (release.folder / "schemas").mkdir(exist_ok=True)
    told = {"datapackage.json": data_package(release), "csvw.json": csv_on_the_web(release)}
    told |= dict(_shared_schemas(release))
    for name, content in told.items():
        (release.folder / name).write_text(json_text(content) + "\n", encoding="utf-8", newline="\n")
    digests = release.digests | {path: release.digest(path) for path in ("release.json", *told)}
    sums = "".join(f"{digest}  {path}\n" for path, digest in digests.items())
    (release.folder / "SHA256SUMS.txt").write_text(sums, encoding="utf-8", newline="\n")
