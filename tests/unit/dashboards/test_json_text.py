"""JSON as the site writes it: what the standard library reads back is what was given."""

from __future__ import annotations

import json
import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.json_text import json_text

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(plain)
def test_what_is_read_back_is_what_was_given(content: object) -> None:
    assert json.loads(json_text(content)) == content


def test_what_is_no_number_is_a_missing_value() -> None:
    assert json_text([math.nan, math.inf, 1.5]) == "[null,null,1.5]"


def test_a_decimal_number_is_a_number() -> None:
    assert json_text({"low": Decimal("12.50")}) == '{"low":12.50}'


def test_what_is_not_of_python_is_refused() -> None:
    with pytest.raises(TypeError, match="numpy"):
        json_text({"value": np.float64(1)})
