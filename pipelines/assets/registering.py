"""Drawing up the register of the third sector from the conformed tables: what is made again, what stays, what goes.

Belongs here: digests, checks and swaps of the third sector's tables. Does not belong here: any rule on organisations,
grants or payments (`third_sector`), or asset definitions (`assets.third_sector`).
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from pipelines import fingerprint, paths, warehouse
from pipelines.checks.verdicts import Verdict, check, stop_on_critical
from pipelines.declarations.expectation import Expectation, expect
from pipelines.declarations.place import load_place
from pipelines.declarations.third_sector import load_third_sector
from pipelines.geography.codes import WardCodes
from pipelines.progress import tell
from pipelines.third_sector.giving import grants
from pipelines.third_sector.register import GIVES, TABLES, draw_up
from pipelines.third_sector.spending import payments

_CODE = (
    "pipelines/third_sector",
    "pipelines/declarations/third_sector.py",
    "pipelines/assets/registering.py",
    "pipelines/checks",
)
_STANDING = ["active", "dormant", "insolvent", "removed"]
_LEGAL_FORMS = ["charity", "charitable_company", "cio", "cic"]
_COUNTED = ["works", "office", "not_counted"]
_KEYS: dict[str, tuple[str, ...]] = {
    "organisations": ("org_id",),
    "organisation_years": ("org_id", "year"),
    "organisation_returns": ("org_id", "year_end"),
    "charity_years": ("area_code", "period"),
    "register_flows": ("area_code", "period"),
    "register_survival": ("area_code", "period"),
    "grants": ("grant_id",),
    "payments": ("payer", "supplier_name", "paid_on"),
}
_BETWEEN = (
    expect("ExpectColumnPairValuesAToBeGreaterThanB", column_A="upper", column_B="value", or_equal=True),
    expect("ExpectColumnPairValuesAToBeGreaterThanB", column_A="value", column_B="lower", or_equal=True),
)
EXPECTED: dict[str, tuple[Expectation, ...]] = {
    "organisations": (
        expect("ExpectColumnValuesToBeUnique", column="org_id"),
        expect("ExpectColumnValuesToMatchRegex", column="org_id", regex="^GB-(CHC-[0-9]+|COH-[A-Z0-9]{8})$"),
        expect("ExpectColumnValuesToBeInSet", column="status", value_set=_STANDING),
        expect("ExpectColumnValuesToBeInSet", column="legal_form", value_set=_LEGAL_FORMS),
        expect("ExpectColumnValuesToBeInSet", column="counted_by", value_set=_COUNTED),
    ),
    "organisation_years": (
        expect("ExpectCompoundColumnsToBeUnique", column_list=["org_id", "year"]),
        expect("ExpectColumnValuesToBeInSet", column="counted_by", value_set=_COUNTED[:2]),
    ),
    "organisation_returns": (
        expect("ExpectCompoundColumnsToBeUnique", column_list=["org_id", "year_end"]),
        expect("ExpectColumnValuesToBeBetween", "warning", column="income", min_value=0),
        expect("ExpectColumnValuesToBeBetween", column="volunteers", min_value=0),
        expect("ExpectColumnValuesToBeBetween", column="employees", min_value=0),
    ),
    "charity_years": (
        expect("ExpectColumnValuesToBeUnique", column="period"),
        expect("ExpectColumnPairValuesAToBeGreaterThanB", column_A="charities", column_B="due_to_file", or_equal=True),
        expect("ExpectColumnPairValuesAToBeGreaterThanB", column_A="due_to_file", column_B="overdue", or_equal=True),
        Expectation(type="SumOfParts", arguments={"column": "charities", "parts": ["known", "unknown"]}),
    ),
    "register_flows": (
        expect("ExpectColumnValuesToBeUnique", column="period"),
        expect("ExpectColumnValuesToBeBetween", column="stock_at_start", min_value=1),
        *_BETWEEN,
    ),
    "register_survival": (
        expect("ExpectColumnValuesToBeUnique", column="period"),
        expect("ExpectColumnValuesToBeBetween", column="value", min_value=0, max_value=100),
        *_BETWEEN,
    ),
    "grants": (
        expect("ExpectColumnValuesToBeInSet", column="recipient_size", value_set=["small", "larger", "unknown"]),
        expect("ExpectColumnValuesToBeInSet", column="placed_by", value_set=["beneficiary", "recipient", "city"]),
        expect("ExpectColumnValuesToBeInSet", column="level", value_set=["lsoa21", "ward", "city"]),
        expect("ExpectColumnValuesToNotBeNull", column="area_code"),
    ),
    "payments": (
        expect("ExpectColumnValuesToBeInSet", column="matched_by", value_set=["id", "name", ""]),
        expect("ExpectColumnValuesToNotBeNull", column="amount"),
    ),
}
_ORGANISATIONS, _RETURNS, _POSTCODES = (
    "conformed.organisations",
    "conformed.organisation_returns",
    "conformed.lookup_postcode",
)
# Every table, and the conformed tables that it is made of.
MADE_OF: dict[str, tuple[str, ...]] = {
    **{name: tuple(f"conformed.{raw}" for raw in GIVES) for name in TABLES},
    "grants": (
        "conformed.grants_published",
        _ORGANISATIONS,
        _RETURNS,
        _POSTCODES,
        "conformed.membership",
        "conformed.grant_registry",
    ),
    "payments": ("conformed.payments_published", _ORGANISATIONS, _POSTCODES),
}


_WITHOUT_REGISTER = {
    "grants": "grants are not used, because no file gives the register by which their recipients are known.",
    "payments": "payments are not used, because no file gives the register by which suppliers are known.",
}


@dataclass
class Registered:
    """What became of the third sector's tables in this run."""

    made: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    verdicts: dict[str, list[Verdict]] = field(default_factory=dict)


def register_third_sector() -> Registered:
    """Bring the tables up to date; those whose registers are gone are dropped.

    Raises:
        CheckFailedError: a table breaks a blocking check; the last tables stay.
    """
    result = Registered()
    _register(result)
    _follow("grants", _grants, result)
    _follow("payments", _payments, result)
    return result


def _register(result: Registered) -> None:
    """The register's own tables: drawn up together, checked together, swapped in one after the other."""
    place, declared = load_place(paths.reference_folder()), load_third_sector()
    present = {name: f"conformed.{name}" for name in GIVES if warehouse.about(f"conformed.{name}")}
    digest = fingerprint.of_values(
        {table: warehouse.about(table).get("digest") for table in present.values()},
        json.loads(declared.model_dump_json()),
        [place.code, place.name],
        fingerprint.of_code(*_CODE),
    )
    # The table of organisations comes in last and names the others, so that a kill on the way leaves nothing current.
    first = warehouse.about(f"conformed.{TABLES[0]}")
    if first.get("digest") == digest and all(warehouse.is_current(table, digest) for table in first["with"]):
        for table in [f"conformed.{TABLES[0]}", *first["with"]]:
            result.unchanged.append(table)
            result.verdicts[table] = [Verdict(**row) for row in warehouse.about(table).get("verdicts", [])]
        return
    register = draw_up(
        {name: warehouse.read(table) for name, table in present.items()}, declared, place.code, place.name
    )
    made = {f"conformed.{name}": frame for name, frame in register.tables.items()}
    verdicts = {table: _checked(table, frame) for table, frame in made.items()}
    for table, found in verdicts.items():
        stop_on_critical(table, found)
    for name in TABLES:
        if f"conformed.{name}" not in made:
            warehouse.drop(f"conformed.{name}")
    others = sorted(set(made) - {f"conformed.{TABLES[0]}"})
    for table in [*others, *(set(made) - set(others))]:
        lead = {"with": others, "notes": register.notes} if table not in others else {"notes": []}
        rows = [v.as_row() for v in verdicts[table]]
        warehouse.swap_in(table, made[table], digest, {**lead, "verdicts": rows})
        result.made.append(table)
    result.verdicts |= verdicts


def _follow(name: str, make: Callable[[], tuple[pd.DataFrame, list[str]]], result: Registered) -> None:
    """A table that is made of the register and of one other: made again when either has changed."""
    table, published = f"conformed.{name}", MADE_OF[name][0]
    if not warehouse.about(published) or not warehouse.about(_ORGANISATIONS):
        warehouse.drop(table)
        if warehouse.about(published):
            tell(f"      warning: {_WITHOUT_REGISTER[name]}")
        return
    digest = fingerprint.of_values(
        {read: warehouse.about(read).get("digest") for read in MADE_OF[name]},
        fingerprint.of_folder(paths.reference_folder()),
        fingerprint.of_code(*_CODE),
    )
    if warehouse.is_current(table, digest):
        result.unchanged.append(table)
        result.verdicts[table] = [Verdict(**row) for row in warehouse.about(table).get("verdicts", [])]
        return
    frame, notes = make()
    if frame.empty:
        warehouse.drop(table)
        return
    result.verdicts[table] = _checked(table, frame)
    stop_on_critical(table, result.verdicts[table])
    about = {"notes": notes, "verdicts": [v.as_row() for v in result.verdicts[table]]}
    warehouse.swap_in(table, frame, digest, about)
    result.made.append(table)


def _grants() -> tuple[pd.DataFrame, list[str]]:
    place = load_place(paths.reference_folder())
    codes = WardCodes({w["ward_code"]: w["ward_name"] for w in place.wards}, place.ward_code_history)
    older = {row["ward_code"] for row in place.ward_code_history} - set(codes.current)
    return grants(
        warehouse.read("conformed.grants_published"),
        warehouse.read(_ORGANISATIONS),
        _read(_RETURNS),
        _read(_POSTCODES),
        warehouse.read("conformed.membership"),
        {code: now for code in sorted(older) if (now := codes.successor(code))},
        _read("conformed.grant_registry"),
    )


def _payments() -> tuple[pd.DataFrame, list[str]]:
    return payments(warehouse.read("conformed.payments_published"), warehouse.read(_ORGANISATIONS), _read(_POSTCODES))


def _read(table: str) -> pd.DataFrame | None:
    return warehouse.read(table) if warehouse.about(table) else None


def _checked(table: str, frame: pd.DataFrame) -> list[Verdict]:
    name = table.removeprefix("conformed.")
    return check(table, frame, EXPECTED[name], _KEYS[name])
