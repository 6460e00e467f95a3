"""The register of charities in England and Wales: the Charity Commission's daily extract, one file for each table.

Belongs here: the tables, how each is known by its header, and which columns are read. Does not belong here: reading
them (`delimited`), or which charities are of the place (`third_sector`). Addresses, telephone numbers, e-mail addresses
and the names of trustees stand in the extract and are not read.
"""

from functools import partial
from typing import Any

from pipelines.declarations.expectation import expect
from pipelines.sources.base import Glance, Landed, Records, Source, Wanted
from pipelines.sources.delimited import Layout, header_of, read_delimited
from pipelines.sources.fields import Field

_DIGITS = r"^\d{1,9}$"
# Columns by which a table is known: those that it alone has. One that lost a column is known by the others and told so.
_KNOWN_BY = {
    "charity": "charity_registration_status date_of_registration charity_reporting_status charity_activities",
    "charity_annual_return_history": "reporting_due_date date_annual_return_received suppression_ind",
    "charity_annual_return_parta": "count_volunteers count_govt_grants count_govt_contracts",
    "charity_annual_return_partb": "count_employees income_legacies reserves assets_cash funds_total",
    "charity_area_of_operation": "geographic_area_type geographic_area_description welsh_ind",
    "charity_event_history": "charity_event_order event_type date_of_event assoc_organisation_number",
    "charity_classification": "classification_code classification_type classification_description",
    "charity_governing_document": "governing_document_description charitable_objects area_of_benefit",
    "charity_other_names": "charity_name_id charity_name_type",
    "charity_other_regulators": "regulator_order regulator_name regulator_web_url",
    "charity_policy": "policy_name",
    "charity_published_report": "report_name report_location date_published",
    "charity_trustee": "trustee_id trustee_name trustee_is_chair trustee_date_of_appointment",
}
_ALIKE = 0.6  # of those columns


def _table_of(look: Glance) -> str:
    """The table of the extract that a file holds, by its header; empty when it holds none."""
    header = set(header_of(look.head, "\t"))
    shares = {table: len(header & set(columns.split())) / len(columns.split()) for table, columns in _KNOWN_BY.items()}
    best = max(shares, key=lambda table: shares[table])
    return best if shares[best] >= _ALIKE else ""


def _recognise(look: Glance, *, table: str) -> str | None:
    if look.kind in ("text", "archive") and _table_of(look) == table:
        return f"Charity Commission daily extract: {table}"
    return None


def _recognise_json(look: Glance) -> str | None:
    found = look.kind in ("json", "archive") and look.head.lstrip("\ufeff [\r\n").startswith("{")
    return "Charity Commission daily extract as JSON" if found and '"registered_charity_number"' in look.head else None


def _columns(names: str, type_: str = "text") -> tuple[Field, ...]:
    return tuple(Field(name, name, type_) for name in names.split())


_ORGANISATION = Field("organisation_number", "organisation_number", required=True, pattern=_DIGITS)
_CHARITY = Field("registered_charity_number", "registered_charity_number", pattern=_DIGITS)
_LINKED = Field("linked_charity_number", "linked_charity_number", "number", required=True)
_YEAR_END = Field("fin_period_end_date", "fin_period_end_date", "date", required=True)
_CHARITIES = (
    _ORGANISATION,
    _CHARITY,
    _LINKED,
    *_columns("charity_name"),
    Field("charity_registration_status", "charity_registration_status", required=True),
    *_columns("date_of_registration date_of_removal", "date"),
    *_columns("charity_reporting_status"),
    *_columns("latest_acc_fin_period_end_date", "date"),
    *_columns("latest_income latest_expenditure", "number"),
    Field("charity_contact_postcode", "postcode", "postcode"),
    *_columns("charity_company_registration_number"),
    *_columns("charity_insolvent charity_in_administration charity_is_cio cio_is_dissolved", "boolean"),
    Field("date_of_extract", "date_of_extract", "date", required=True),
)
_RETURNS = (
    _ORGANISATION,
    _CHARITY,
    *_columns("fin_period_start_date", "date"),
    _YEAR_END,
    *_columns("ar_cycle_reference"),
    *_columns("reporting_due_date date_annual_return_received date_accounts_received", "date"),
    *_columns("total_gross_income total_gross_expenditure", "number"),
)
_AREAS = (
    _ORGANISATION,
    *_columns("geographic_area_type geographic_area_description"),
    *_columns("parent_geographic_area_type parent_geographic_area_description"),
)
_EVENTS = (
    _ORGANISATION,
    _CHARITY,
    _LINKED,
    *_columns("charity_event_order", "number"),
    *_columns("event_type"),
    *_columns("date_of_event", "date"),
    *_columns("reason assoc_organisation_number"),
)


def _read(landed: Landed, wanted: Wanted, *, fields: tuple[Field, ...]) -> Records:
    return read_delimited(landed, Layout(fields, entry="organisation_number"))


def _source(extract_table: str, title: str, **more: Any) -> Source:
    """A source for a table of the extract; tables that are not read go by their own names."""
    return Source(
        **{
            "id": f"ccew_{extract_table}",
            "table": extract_table,
            "title": f"Register of charities: {title}",
            "publisher": "Charity Commission for England and Wales",
            "cadence": "daily",
            "recognise": partial(_recognise, table=extract_table),
            "read": None,
            "level": "record",
            "key": (),
            "attribution": "Contains information from the register of charities of England and Wales, "
            "© Crown copyright.",
            "zipped": True,
            **more,
        }
    )


def _used(extract_table: str, table: str, title: str, fields: tuple[Field, ...], **more: Any) -> Source:
    # Extracts of several days may stand in the inbox side by side: what one tells as pending has come in another. Only
    # the register itself says of which day it is, so a row of another table stands for itself.
    settings = {"table": table, "key": tuple(field.name for field in fields), **more}
    return _source(extract_table, title, read_records=partial(_read, fields=fields), **settings)


SOURCES = (
    _used(
        "charity",
        "charities",
        "charities",
        _CHARITIES,
        key=("organisation_number", "date_of_extract"),
        expectations=(
            expect(
                "ExpectColumnValuesToBeInSet",
                severity="warning",
                column="charity_registration_status",
                value_set=["Registered", "Removed"],
            ),
        ),
    ),
    _used("charity_annual_return_history", "charity_returns", "annual returns", _RETURNS),
    _used(
        "charity_annual_return_parta",
        "charity_returns_a",
        "annual returns, part A",
        (_ORGANISATION, _YEAR_END, *_columns("count_volunteers", "number")),
    ),
    _used(
        "charity_annual_return_partb",
        "charity_returns_b",
        "annual returns, part B",
        (_ORGANISATION, _YEAR_END, *_columns("count_employees", "number")),
    ),
    _used("charity_area_of_operation", "charity_areas", "areas of operation", _AREAS),
    _used("charity_event_history", "charity_events", "events", _EVENTS),
    _source(
        "charity_trustee",
        "trustees",
        unused="it names people; personal names are not needed, and no copy of them is kept",
    ),
    *(
        _source(table, title, unused="no figure is made of it")
        for table, title in (
            ("charity_classification", "classification"),
            ("charity_governing_document", "governing documents"),
            ("charity_other_names", "other names"),
            ("charity_other_regulators", "other regulators"),
            ("charity_policy", "policies"),
            ("charity_published_report", "published reports"),
        )
    ),
    _source(
        "json",
        "tables as JSON",
        recognise=_recognise_json,
        unused="the same table as tab-separated text is read; download that",
    ),
)
