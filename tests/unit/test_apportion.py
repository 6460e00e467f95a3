"""The worked apportionment end to end: shares of split areas, numerators and denominators, then the division."""

import csv
from pathlib import Path

import pytest

from pipelines.geography.areas import shares_of_2011_areas
from tests.unit.test_observations import indicator, observed

_WARD = {"T1": "W1", "T2": "W2", "T3": "W3"}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as handle:
        return list(csv.DictReader(handle))


def test_numerators_and_denominators_are_shared_out_and_divided_afterwards(method_cases: Path) -> None:
    """Sharing out the rate itself would give the middle target the mean of two rates."""
    folder = method_cases / "areal"
    blocks = read(folder / "apportion_oa.csv")
    rows: list[tuple[object, ...]] = []
    for source in read(folder / "apportion_source.csv"):
        residents: dict[str, int] = {}
        for block in blocks:
            if block["src"] == source["src"]:
                residents[block["tgt"]] = residents.get(block["tgt"], 0) + int(block["pop"])
        pairs = [{"lsoa11_code": source["src"], "area_code": target} for target in residents]
        for part in shares_of_2011_areas(pairs, residents)[0]:
            counts = (part["share"] * float(source[column]) for column in ("num", "den"))
            rows.append(("ward", _WARD[part["area_code"]], "2021-01-01/P1Y", "ok", "", *counts))
    found = observed(rows, indicator())
    expected = read(folder / "apportion_target_expected.csv")
    assert len(expected) == 3
    for target in expected:
        row = found.loc[_WARD[target["tgt"]]]
        assert row.numerator == pytest.approx(float(target["num"]), rel=1e-9)
        assert row.denominator == pytest.approx(float(target["den"]), rel=1e-9)
        assert row.value == pytest.approx(100 * float(target["rate"]), rel=1e-9)
