"""What programs read before they read the files: a data package and CSV on the web.

Belongs here: datapackage.json (Data Package 2.0) and csvw.json (W3C, a table group), both made from the dictionary, and
the checksums as `sha256sum` reads them.
Does not belong here: the files under `data/`, which the pipeline writes; what search engines read (`dataset.py`).
"""

from __future__ import annotations

import json
import re
from typing import Any

from dashboards.charts.svg import SYNTHETIC_NOTE
from dashboards.model import DataFile, DictionaryEntry
from dashboards.release import Release
from dashboards.sharing.dataset import creator, media_type
from dashboards.site import Site

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
        fields = [
            {"name": entry.column, "type": _TYPES.get(entry.type, "any"), "description": entry.description}
            for entry in columns
        ]
        found |= {"type": "table", "encoding": "utf-8", "schema": {"fields": fields, "missingValues": [""]}}
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
    tables = []
    for path, columns in columns_by_file(release).items():
        if path.endswith(".csv"):
            described = [
                {
                    "name": entry.column,
                    "titles": entry.column,
                    "datatype": _TYPES.get(entry.type, "string"),
                    "dc:description": entry.description,
                }
                for entry in columns
            ]
            tables.append({"url": path, "tableSchema": {"columns": described}})
    licences = dict.fromkeys(source.licence_url for source in release.sources if source.licence_url)
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": _title(release),
        "dc:bibliographicCitation": release.citation,
        "dc:license": list(licences),
        "dc:issued": release.published,
        "tables": tables,
    }


def write_packages(site: Site) -> None:
    """Write both descriptions and the list of checksums beside the pages."""
    release = site.release
    sums = "".join(f"{digest}  {path}\n" for path, digest in release.digests.items())
    (release.folder / "SHA256SUMS.txt").write_text(sums, encoding="utf-8", newline="\n")
    for name, content in (("datapackage.json", data_package(release)), ("csvw.json", csv_on_the_web(release))):
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"
        (release.folder / name).write_text(text, encoding="utf-8", newline="\n")
