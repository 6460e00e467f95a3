"""Dagster's event records in SQLite, with one open connection a file instead of one an event.

Belongs here: nothing but that. Dagster opens a new SQLAlchemy engine for each of the few hundred events of a run,
which took about as long as computing every indicator (docs/decisions/0003). The override touches one method that is
not public, so Dagster is pinned and a test compares what is recorded.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dagster._core.storage.event_log import SqliteEventLogStorage
from sqlalchemy import create_engine
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.event import listens_for
from sqlalchemy.pool import StaticPool

from pipelines import paths

_BUSY_SECONDS = 10


def _open(address: str) -> Engine:
    """One connection to a file; its write-ahead log needs no disk sync at each event to stay whole."""
    engine = create_engine(
        address, poolclass=StaticPool, connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False}
    )

    @listens_for(engine, "connect")
    def _relax(connection: Any, _: object) -> None:
        connection.execute("PRAGMA synchronous = NORMAL")

    return engine


class RunRecords(SqliteEventLogStorage):
    """As Dagster's own storage, keeping each file's engine for the life of the process."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        self._engines: dict[str, Engine] = {}
        super().__init__(*arguments, **named)

    @classmethod
    def config_type(cls) -> dict[str, Any]:
        """Nothing to configure: records lie in Dagster's home."""
        return {}

    @classmethod
    def from_config_value(cls, inst_data: Any, config_value: Any) -> "RunRecords":
        """Make one from dagster.yaml."""
        return cls(str(paths.dagster_home() / "history" / "runs"), inst_data)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            if shard not in self._engines:
                self._engines[shard] = _open(self.conn_string_for_shard(shard))
            engine = self._engines[shard]
            if shard not in self._initialized_dbs:
                self._initdb(engine)
                self._initialized_dbs.add(shard)
            with engine.connect() as connection, connection.begin():
                yield connection

    def dispose(self) -> None:
        """Close every file."""
        for engine in self._engines.values():
            engine.dispose()
        self._engines.clear()
        super().dispose()
