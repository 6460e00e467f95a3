"""Dagster's event records in SQLite, with one open connection a file and one transaction for what a step made.

Belongs here: nothing but that. Dagster opens a new SQLAlchemy engine and a transaction or more for each of the thousand
events of a run, which took longer than computing every indicator (docs/decisions/0002). The overrides touch methods
that are not public, so Dagster is pinned and a test compares what is recorded.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from dagster import DagsterEventType, EventLogEntry
from dagster._core.storage.event_log import SqliteEventLogStorage
from sqlalchemy import create_engine
from sqlalchemy.engine import Connection
from sqlalchemy.event import listens_for
from sqlalchemy.pool import StaticPool

from pipelines import paths

_BUSY_SECONDS = 10
# What a step tells of each thing that it made: it comes in one burst, when the work is done, and a step's end follows.
_OF_A_BURST = {
    DagsterEventType.STEP_OUTPUT,
    DagsterEventType.ASSET_MATERIALIZATION,
    DagsterEventType.ASSET_CHECK_EVALUATION,
    DagsterEventType.HANDLED_OUTPUT,
}


def _open(address: str) -> Connection:
    """One connection to a file; its write-ahead log needs no disk sync at each event to stay whole."""
    engine = create_engine(
        address, poolclass=StaticPool, connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False}
    )

    @listens_for(engine, "connect")
    def _relax(connection: Any, _: object) -> None:
        connection.execute("PRAGMA synchronous = NORMAL")

    return engine.connect()


class RunRecords(SqliteEventLogStorage):
    """As Dagster's own storage, keeping each file's connection for the life of the process.

    What a run that is under way in this process made is written at the end of the step that made it. A process killed
    before that loses the records of that step, and never data: tables are swapped in without Dagster.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        self._open_files: dict[str, Connection] = {}
        self._tables: set[str] = set()
        self._gathering = False
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
            if shard not in self._open_files:
                connection = _open(self.conn_string_for_shard(shard))
                if shard not in self._initialized_dbs:
                    self._initdb(connection.engine)
                    self._initialized_dbs.add(shard)
                self._open_files[shard] = connection
            connection = self._open_files[shard]
            begun = connection.in_transaction()
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            if not (begun or self._gathering):
                connection.commit()

    def store_event(self, event: EventLogEntry) -> None:
        """Store an event; what a step made is committed with the step's end, a report outside any run at once."""
        self._gathering = event.run_id != "" and event.dagster_event_type in _OF_A_BURST
        super().store_event(event)
        if not self._gathering:
            self._commit()

    def store_event_batch(self, events: Sequence[EventLogEntry]) -> None:
        """Store events that Dagster hands over together in one transaction."""
        self._gathering = True
        for event in events:
            super().store_event(event)
        self._commit()

    def _commit(self) -> None:
        self._gathering = False
        with self._db_lock:
            for connection in self._open_files.values():
                connection.commit()

    def has_table(self, table_name: str) -> bool:
        """Whether the index has a table; one that was there once is there for good."""
        if table_name not in self._tables and super().has_table(table_name):
            self._tables.add(table_name)
        return table_name in self._tables

    def _has_asset_key_index_cols_on_connection(self, conn: Connection) -> bool:
        """The columns are there: this class made the file with the pinned version."""
        return True

    def dispose(self) -> None:
        """Close every file."""
        for connection in self._open_files.values():
            connection.close()
            connection.engine.dispose()
        self._open_files.clear()
        super().dispose()
