"""The sample's register of charities, in the format of the Charity Commission's daily extract.

Belongs here: the tables of charities, areas of operation and events. Does not belong here: annual returns
(`sample_charity_returns`), or who the charities are (`sample_organisations`).

As in the real extract, a charity that was removed has no address, income or company number left, a CIO gives no company
number, and a linked charity has a row and hardly anything in it.
"""

from collections.abc import Iterator
from datetime import date

from pipelines.sources.sample_census import Row, columns
from pipelines.sources.sample_organisation_returns import Return
from pipelines.sources.sample_organisations import EXTRACT_DAY, Organisation, organisations
from pipelines.sources.sample_people import postcodes_of
from pipelines.sources.sample_world import World

# Older extracts, kept: they still have the addresses of charities removed since.
EARLIER_DAYS = tuple(date(year, 1, 2) for year in (2016, 2018, 2020, 2021))
_REGISTER = columns(
    "date_of_extract organisation_number registered_charity_number linked_charity_number charity_name charity_type "
    "charity_registration_status date_of_registration date_of_removal charity_reporting_status "
    "latest_acc_fin_period_start_date latest_acc_fin_period_end_date latest_income latest_expenditure "
    "charity_contact_address1 charity_contact_address2 charity_contact_address3 charity_contact_address4 "
    "charity_contact_address5 charity_contact_postcode charity_contact_phone charity_contact_email "
    "charity_contact_web charity_company_registration_number charity_insolvent charity_in_administration "
    "charity_previously_excepted charity_is_cdf_or_cif charity_is_cio cio_is_dissolved date_cio_dissolution_notice "
    "charity_activities charity_gift_aid charity_has_land"
)
_AREAS = columns(
    "date_of_extract organisation_number registered_charity_number linked_charity_number geographic_area_type "
    "geographic_area_description parent_geographic_area_type parent_geographic_area_description welsh_ind"
)
_EVENTS = columns(
    "date_of_extract organisation_number registered_charity_number linked_charity_number charity_name "
    "charity_event_order event_type date_of_event reason assoc_organisation_number assoc_registered_charity_number "
    "assoc_charity_name"
)
_TYPES = {"charitable_company": "Charitable company", "cio": "CIO", "charity": "Other"}
_ELSEWHERE = "ZY9 4AX"
_MOVED_EVERY = 61  # one charity in so many has moved its office since the earlier extracts


def as_row(header: Row, values: dict[str, object]) -> Row:
    """The values in the order of a header, written as the Commission does; what is not given is empty."""
    return [_written(values[name]) if name in values else "" for name in header]


def register(world: World, day: date = EXTRACT_DAY) -> Iterator[Row]:
    """The register as it stood on a day, linked and removed charities included."""
    yield _REGISTER
    moved_from = postcodes_of(world)
    for one in organisations(world):
        if not one.charity_number or one.registered_on > day:
            continue
        removed = one.removed_on if one.removed_on and one.removed_on <= day else None
        values = _numbers(one, day) | {
            "charity_name": one.name,
            "charity_registration_status": "Removed" if removed else "Registered",
            "date_of_registration": one.registered_on,
            "date_of_removal": removed,
            "charity_insolvent": one.trouble == "insolvent" and day == EXTRACT_DAY,
            "charity_in_administration": one.trouble == "in_administration" and day == EXTRACT_DAY,
        }
        if one.main is None:
            values |= {
                "charity_type": _TYPES[one.form],
                "charity_reporting_status": "Removed" if removed else _reporting_status(one, day),
                "charity_previously_excepted": False,
                "charity_is_cio": one.form == "cio",
                "cio_is_dissolved": False,
            }
        if one.main is None and not removed:
            values |= _latest(one, day)
            values["charity_contact_address1"] = f"{one.number} Made-up Street" if one.postcode else None
            values["charity_contact_postcode"] = one.postcode
            if day < EXTRACT_DAY and one.number % _MOVED_EVERY == 0:
                here = one.number % (2 * _MOVED_EVERY) > 0
                values["charity_contact_postcode"] = moved_from[one.number % len(moved_from)][0] if here else _ELSEWHERE
            values["charity_company_registration_number"] = one.company_number if one.form != "cio" else None
        yield as_row(_REGISTER, values)


def areas(world: World) -> Iterator[Row]:
    """Where charities say that they work."""
    yield _AREAS
    for one in organisations(world):
        for name in one.areas:
            kind, parent_kind, parent = _kind_of(name, world)
            values: dict[str, object] = {
                "geographic_area_type": kind,
                "geographic_area_description": name,
                "parent_geographic_area_type": parent_kind,
                "parent_geographic_area_description": parent,
                "welsh_ind": False,
            }
            yield as_row(_AREAS, _numbers(one, EXTRACT_DAY) | values)


def events(world: World) -> Iterator[Row]:
    """Registrations, transfers of assets and removals, by charity and in order."""
    yield _EVENTS
    everybody = {one.number: one for one in organisations(world)}
    received: dict[int, list[Organisation]] = {}
    for one in everybody.values():
        if one.successor:
            received.setdefault(one.successor, []).append(one)
    for one in everybody.values():
        if not one.charity_number:
            continue
        kind = "CIO registration" if one.form == "cio" else "Standard registration"
        main = everybody[one.main] if one.main else None
        told: list[tuple[str, date | None, str, Organisation | None]] = [(kind, one.registered_on, "", main)]
        for giver in sorted(received.get(one.number, []), key=lambda giver: (giver.removed_on, giver.number)):
            told.append(("Asset transfer in", giver.removed_on, giver.removal_reason, giver))
        if one.successor:
            told.append(("Asset transfer out", one.removed_on, one.removal_reason, everybody[one.successor]))
        if one.removed_on:
            told.append(("Removed", one.removed_on, one.removal_reason, None))
        for order, (event, day, reason, other) in enumerate(told, start=1):
            values: dict[str, object] = {
                "charity_name": one.name,
                "charity_event_order": order,
                "event_type": event,
                "date_of_event": day,
                "reason": reason,
                "assoc_organisation_number": other.organisation_number if other else None,
                "assoc_registered_charity_number": other.charity_number if other else None,
                "assoc_charity_name": other.name if other else None,
            }
            yield as_row(_EVENTS, _numbers(one, EXTRACT_DAY) | values)


def _numbers(one: Organisation, day: date) -> dict[str, object]:
    """What every table says first of a charity."""
    return {
        "date_of_extract": day,
        "organisation_number": one.organisation_number,
        "registered_charity_number": one.charity_number,
        "linked_charity_number": one.linked_number,
    }


def _written(value: object) -> str:
    if isinstance(value, date):
        return f"{value.isoformat()} 00:00:00.0000000"
    return "" if value is None else str(value)


def _latest(one: Organisation, day: date) -> dict[str, object]:
    """What the last return that had come by a day tells."""
    came = [each for each in one.returns if each.received_on and each.received_on <= day]
    if not came:
        return {}
    return {
        "latest_acc_fin_period_start_date": came[-1].start,
        "latest_acc_fin_period_end_date": came[-1].end,
        "latest_income": came[-1].income,
        "latest_expenditure": came[-1].expenditure,
    }


def _reporting_status(one: Organisation, day: date) -> str:
    def missing(each: Return) -> bool:
        return each.due_on < day and (each.received_on is None or each.received_on > day)

    overdue = sum(missing(each) for each in one.returns)
    came = [each for each in one.returns if each.received_on and each.received_on <= day]
    if overdue:
        return "Submission Overdue" if overdue == 1 else "Submission Double Default"
    if not came:
        return "New"
    late = came[-1].received_on and came[-1].received_on > came[-1].due_on
    return "Submission Received Late" if late else "Submission Received"


def _kind_of(name: str, world: World) -> tuple[str, str, str]:
    """What kind of area the Commission says that this is, and in which larger one it lies."""
    if name.startswith("Throughout"):
        return "Region", "", ""
    if name in ("Scotland", "Northern Ireland"):
        return "Country", "Continent", "Europe"
    if name == f"{world.place_name} City" or name.startswith("Sample Borough"):
        return "Local Authority", "Metropolitan Counties", "Sample County"
    return "Local Authority", "", ""
