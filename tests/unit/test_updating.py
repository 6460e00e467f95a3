"""Which indicators count as new, newer and gone between two releases."""

import json
from pathlib import Path

import pandas as pd
import pytest

from pipelines.faults import ReleaseError
from pipelines.release.updating import COLUMNS, updates


def indicators(**periods: str) -> pd.DataFrame:
    rows = [{"indicator": i, "name": f"The {i}", "latest_period": period} for i, period in periods.items()]
    return pd.DataFrame(rows, columns=["indicator", "name", "latest_period"])


def release(folder: Path, **periods: str) -> Path:
    """As much of a release as updates are read from."""
    (folder / "data").mkdir(parents=True)
    (folder / "release.json").write_text(json.dumps({"id": "2026-01-01-old"}))
    indicators(**periods).to_csv(folder / "data" / "indicators.csv", index=False)
    return folder


def test_new_newer_and_gone_are_told_apart(tmp_path: Path) -> None:
    old = release(
        tmp_path, same="2024-01-01/P1Y", later="2024-01-01/P1Y", empty="", fewer="2024-01-01/P1Y", lost="2020"
    )
    now = indicators(
        first="2025", fewer="2023-01-01/P1Y", later="2025-01-01/P1Y", same="2024-01-01/P1Y", empty="2021-03-21"
    )
    found = updates(old, now)
    assert list(found.columns) == list(COLUMNS)
    assert [tuple(row) for row in found.drop(columns="old_release").itertuples(index=False)] == [
        ("first", "The first", "new", "", "2025"),
        ("later", "The later", "newer", "2024-01-01/P1Y", "2025-01-01/P1Y"),
        ("empty", "The empty", "newer", "", "2021-03-21"),
        ("lost", "The lost", "gone", "2020", ""),
    ]
    assert set(found["old_release"]) == {"2026-01-01-old"}


def test_nothing_new_gives_the_columns_and_no_row(tmp_path: Path) -> None:
    found = updates(release(tmp_path, one="2024"), indicators(one="2024"))
    assert list(found.columns) == list(COLUMNS)
    assert found.empty


def test_a_folder_that_is_no_release_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match=str(tmp_path)):
        updates(tmp_path, indicators(one="2024"))
