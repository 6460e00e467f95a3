"""Tests through the real parts: Dagster, DuckDB, Great Expectations, processes."""
