"""The tables: one Parquet file each, swapped in whole, with the digest of what they were made from beside them.

Belongs here: reading, staging and swapping tables, and opening DuckDB over them. Does not belong here: what a
table holds, or whether it is right: a caller swaps only what has passed its checks.
"""

import contextlib
import json
import os
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines import paths

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

_TEMPORARY = ".partial"
_APART: ContextVar[Path | None] = ContextVar("apart", default=None)


@contextlib.contextmanager
def apart(folder: Path) -> Iterator[None]:
    """Work on tables in another folder for as long as the block lasts; those of the installation are not touched."""
    before = _APART.set(folder)
    try:
        yield
    finally:
        _APART.reset(before)


def _folder() -> Path:
    return _APART.get() or paths.warehouse_folder()


def table_path(table: str) -> Path:
    """Path of a table named like `conformed.census_tenure`."""
    schema, _, name = table.partition(".")
    return _folder() / schema / f"{name}.parquet"


def _sidecar(table: str) -> Path:
    return table_path(table).with_suffix(".json")


def swap_bytes(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old or the new content, whatever happens in between."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + _TEMPORARY)
    with temporary.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    temporary.replace(path)


def swap_in(table: str, frame: "pd.DataFrame", digest: str, about: dict[str, Any] | None = None) -> None:
    """Put a checked frame in place of the table's last content.

    The sidecar goes away first and comes back last: a table that a kill left between the two counts as not made.
    """
    path, sidecar = table_path(table), _sidecar(table)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + _TEMPORARY)
    frame.to_parquet(temporary, index=False)
    with temporary.open("rb") as handle:
        os.fsync(handle.fileno())
    sidecar.unlink(missing_ok=True)
    temporary.replace(path)
    swap_bytes(sidecar, json.dumps({"digest": digest, "rows": len(frame), **(about or {})}, indent=1).encode())


def about(table: str) -> dict[str, Any]:
    """The sidecar of a table: digest, rows and what its maker noted. Empty when the table is not made."""
    if not table_path(table).exists():
        return {}
    try:
        found: dict[str, Any] = json.loads(_sidecar(table).read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return found


def is_current(table: str, digest: str) -> bool:
    """Whether the table was made from exactly these inputs, declaration and code."""
    return about(table).get("digest") == digest


def drop(table: str) -> None:
    """Take a table away, for example because its source is no longer in the inbox."""
    _sidecar(table).unlink(missing_ok=True)
    table_path(table).unlink(missing_ok=True)


def tables(schema: str) -> list[str]:
    """Names of the tables of a schema that are whole, in order."""
    folder = _folder() / schema
    names = sorted(p.stem for p in folder.glob("*.parquet")) if folder.is_dir() else []
    return [f"{schema}.{name}" for name in names if about(f"{schema}.{name}")]


def read(table: str) -> "pd.DataFrame":
    """A whole table as a frame."""
    import pandas as pd

    return pd.read_parquet(table_path(table))


def sweep() -> None:
    """Remove what a killed run left half written."""
    folder = _folder()
    if folder.is_dir():
        for orphan in folder.rglob(f"*{_TEMPORARY}"):
            with contextlib.suppress(FileNotFoundError):
                orphan.unlink()


def connect() -> "duckdb.DuckDBPyConnection":
    """DuckDB in memory: one engine, one thread order, no progress bar, no reaching for extensions."""
    import duckdb

    connection = duckdb.connect(":memory:")
    connection.execute("SET enable_progress_bar = false; SET autoinstall_known_extensions = false")
    return connection


def attach(connection: "duckdb.DuckDBPyConnection", wanted: list[str]) -> None:
    """Make tables visible under their names (`conformed.census_tenure`) as views over explicit files."""
    for table in wanted:
        schema = table.partition(".")[0]
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        location = str(table_path(table)).replace("'", "''")
        connection.execute(f"CREATE OR REPLACE VIEW {table} AS SELECT * FROM read_parquet('{location}')")
