"""Identifiers of organisations, in the form of org-id.guide."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.third_sector.identifiers import charity, company, normalise


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("225922", "GB-CHC-225922"),
        (" 1 089 464 ", "GB-CHC-1089464"),
        ("0225922", "GB-CHC-225922"),
        ("1089464-1", "GB-CHC-1089464"),
        ("sc012345", "GB-SC-SC012345"),
        ("SC 12345", "GB-SC-SC012345"),
        ("NIC100012", "GB-NIC-100012"),
        ("", None),
        ("n/a", None),
        ("exempt", None),
        ("00000000", None),
        ("12345678901", None),
        (None, None),
        (float("nan"), None),
    ],
)
def test_charity_numbers(written: object, expected: str | None) -> None:
    assert charity(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("04325234", "GB-COH-04325234"),
        ("4325234", "GB-COH-04325234"),
        ("sc 416208", "GB-COH-SC416208"),
        ("SC1234", "GB-COH-SC001234"),
        ("NI012345", "GB-COH-NI012345"),
        ("CE012345", "GB-COH-CE012345"),
        ("R0000123", "GB-COH-R0000123"),
        ("IP12345R", "GB-COH-IP12345R"),
        ("XX002802", "GB-COH-XX002802"),
        ("00000000", None),
        ("123456789", None),
        ("SC1234567", None),
        ("none", None),
        ("", None),
        (None, None),
    ],
)
def test_company_numbers(written: object, expected: str | None) -> None:
    assert company(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("GB-CHC-225922", "GB-CHC-225922"),
        ("gb-chc-0225922", "GB-CHC-225922"),
        ("GB-CHC-1089464-2", "GB-CHC-1089464"),
        ("GB - COH - 4325234", "GB-COH-04325234"),
        ("GB-COH-sc416208", "GB-COH-SC416208"),
        ("GB-SC-SC012345", "GB-SC-SC012345"),
        ("GB-SC-12345", "GB-SC-SC012345"),
        ("GB-NIC-100012", "GB-NIC-100012"),
        ("GB-MPR-30112R", "GB-MPR-30112R"),
        ("gb-lae-abc", "GB-LAE-ABC"),
        ("XI-IATI-EC", "XI-IATI-EC"),
        ("GB-CHC-SC012345", None),
        ("GB-COH-", None),
        ("GB-CHC-unknown", None),
        ("1089464", None),
        ("360G-somebody-1", None),
        ("", None),
        (None, None),
    ],
)
def test_written_identifiers(written: object, expected: str | None) -> None:
    assert normalise(written) == expected


def test_identifiers_of_a_public_look_up_are_their_own_form(real_data: object) -> None:
    # From findthatcharity.uk: what others write is what we write.
    import json
    from pathlib import Path

    for name in ("GB-CHC-225922", "GB-COH-04325234"):
        content = json.loads((Path(str(real_data)) / "api_samples" / f"findthatcharity_{name}.json").read_text())
        for written in {content["id"], *content["orgIDs"]}:
            if written.startswith(("GB-CHC", "GB-COH", "GB-SC", "GB-NIC")):
                assert normalise(written) == written


@given(st.integers(10_000, 9_999_999), st.booleans())
def test_writing_a_charity_twice_changes_nothing(number: int, zero: bool) -> None:
    first = charity(f"{'0' if zero else ''}{number}")
    assert first == f"GB-CHC-{number}"
    assert normalise(first) == normalise(str(first).lower()) == first


@given(st.text(alphabet="ABCXYZ0123456789 -/", max_size=12))
def test_no_text_gives_a_misshapen_identifier(text: str) -> None:
    for found in (company(text), normalise(f"GB-COH-{text}")):
        assert found is None or re.fullmatch(r"GB-COH-[A-Z0-9]{8}", found)
    found = charity(text)
    assert found is None or re.fullmatch(r"GB-(CHC-[1-9]\d{4,6}|SC-SC\d{6}|NIC-\d{6})", found)
