"""The statistics: DuckDB macros and thin Python around them. Pure: no disk beyond the SQL files here, no network."""
