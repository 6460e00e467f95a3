"""Means with t intervals: what surveys estimate, of equal weights, against PHEindicatormethods."""

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import t

from pipelines.surveys.estimation.design import Design
from pipelines.surveys.estimation.estimates import Asked, estimate


def test_mean_of_equal_weights_agrees_with_pheindicatormethods(method_cases: Path) -> None:
    with (method_cases / "phe" / "Mean__testdata_Mean.csv").open(newline="") as handle:
        rows = [(row["area"], float(row["values"])) for row in csv.DictReader(handle)]
    with (method_cases / "phe" / "Mean__testdata_Mean_results.csv").open(newline="") as handle:
        expected = list(csv.DictReader(handle))
    assert [row["area"] for row in expected] == ["Area1", "Area2", "No grouping"]
    for row in expected:
        values = np.array([value for area, value in rows if row["area"] in (area, "No grouping")])
        one = np.zeros(len(values), dtype=np.int64)
        design = Design(np.ones(len(values)), one, np.arange(len(values)))
        found = estimate(design, [Asked("survey_mean", values)], one, 1)[0]
        value, lower, upper, error = (float(part[0]) for part in (found.value, found.lower, found.upper, found.error))
        assert (value, lower, upper) == pytest.approx(
            tuple(float(row[column]) for column in ("value", "lower95_0cl", "upper95_0cl")), rel=1e-9
        )
        wide = t.ppf(0.999, len(values) - 1) * error
        assert (value - wide, value + wide) == pytest.approx(
            (float(row["lower99_8cl"]), float(row["upper99_8cl"])), rel=1e-9
        )
