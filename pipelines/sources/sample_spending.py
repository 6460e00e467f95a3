"""The sample's payments of two made-up public bodies, under the different titles that such files have.

Belongs here: three files of payments. Does not belong here: the organisations that are paid (`sample_organisations`).

Among the payments are corrections below nought, withheld names, third sector suppliers by charity number, by company
number and by name alone, and firms inside and outside the place. The last financial year is not over.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipelines.sources.sample_census import Row
from pipelines.sources.sample_organisations import Organisation, organisations
from pipelines.sources.sample_people import postcodes_of
from pipelines.sources.sample_world import World, stream

_FIRST, _CHANGED, _STOP = (2018, 4), (2022, 4), (2026, 1)  # year and month: the first, of new titles, after the last
_FIRMS = 60
_ELSEWHERE = "ZX1 1AA"
_PURPOSES = ("Care services", "Building works", "Advice and support", "Equipment", "Training", "Transport")


@dataclass(frozen=True)
class _Payment:
    supplier: str
    amount: float
    paid_on: date
    purpose: str
    supplier_id: str = ""
    charity: str = ""
    company: str = ""
    postcode: str = ""


def council_until_2022(world: World) -> Iterator[Row]:
    """Payments of a council under its old titles: one column of identifiers, days as 31/12/2021, brackets for minus."""
    yield [
        "Body Name",
        "Supplier(Beneficiary) Name",
        "Supplier ID",
        "Supplier Postcode",
        "Net Amount £",
        "Date Paid",
        "Purpose",
    ]
    for one in _payments(world, "council", 26):
        if (one.paid_on.year, one.paid_on.month) < _CHANGED:
            amount = f"({-one.amount:,.2f})" if one.amount < 0 else f"{one.amount:,.2f}"
            # The ledger's own number of a supplier, where it holds no public identifier.
            own = one.supplier_id or f"{sum(map(ord, one.supplier)):06d}"
            yield [_council(world), one.supplier, own, one.postcode, amount, f"{one.paid_on:%d/%m/%Y}", one.purpose]


def council_since_2022(world: World) -> Iterator[Row]:
    """Payments of the same council under its new titles: numbers of charities and companies, ISO days."""
    yield [
        "Organisation Name",
        "Payment Date",
        "Supplier Name",
        "Charity Number",
        "Company Number",
        "Postcode",
        "Amount (£)",
        "Expenditure Category",
    ]
    for one in _payments(world, "council", 26):
        if (one.paid_on.year, one.paid_on.month) >= _CHANGED:
            numbers = [one.charity, one.company, one.postcode]
            yield [
                _council(world),
                one.paid_on,
                one.supplier,
                *numbers,
                f"£{one.amount:,.2f}".replace("£-", "-£"),
                one.purpose,
            ]


def health_body(world: World) -> Iterator[Row]:
    """Payments over £25,000 of a body of the health service, which says neither numbers nor postcodes."""
    yield ["Entity", "Date", "Expense Type", "Supplier", "Amount"]
    for one in _payments(world, "health", 7):
        yield [
            f"{world.place_name} Sample Health Board",
            f"{one.paid_on:%d-%b-%Y}",
            one.purpose,
            one.supplier,
            f"{25_000 + 9 * one.amount:.2f}",
        ]


def _council(world: World) -> str:
    return f"{world.place_name} Sample Council"


def _payments(world: World, body: str, a_month: int) -> Iterator[_Payment]:
    """The payments of a body in the order of the days, the same ones every time they are asked for."""
    rng = stream(f"payments {body}")
    known = [one for one in organisations(world) if one.main is None]
    postcodes = [code for own in postcodes_of(world) for code in own]
    firms = {number: rng.choice(postcodes) if rng.random() < 0.45 else _ELSEWHERE for number in range(1, _FIRMS + 1)}
    regular = rng.sample(known, 60)
    year, month = _FIRST
    while (year, month) < _STOP:
        for day in sorted(rng.randint(1, 28) for _ in range(round(a_month * rng.uniform(0.8, 1.2)))):
            yield _payment(regular, firms, date(year, month, day), rng)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _payment(regular: list[Organisation], firms: dict[int, str], paid_on: date, rng: random.Random) -> _Payment:
    purpose, amount = rng.choice(_PURPOSES), round(500 + rng.lognormvariate(8.2, 1.1), 2)
    way = rng.random()
    if way < 0.08:
        return _Payment("REDACTED PERSONAL DATA", amount, paid_on, purpose)
    if way < 0.11:
        amount = -round(amount / 5, 2)
    supplier = rng.choice(regular)
    if rng.random() < 0.16 + 0.006 * (paid_on.year - _FIRST[0]) and supplier.active_on(paid_on):
        return _to_organisation(supplier, amount, paid_on, purpose, rng)
    number = rng.choice(list(firms))
    company = f"98{number:06d}" if number % 3 else ""
    return _Payment(f"Sample Supplies {number} Ltd", amount, paid_on, purpose, company=company, postcode=firms[number])


def _to_organisation(one: Organisation, amount: float, paid_on: date, purpose: str, rng: random.Random) -> _Payment:
    """A payment to an organisation of the registers; half of the time nothing but its name says which."""
    if rng.random() < 0.5:
        name = one.name.upper() + (" LTD." if one.company_number and rng.random() < 0.5 else "")
        return _Payment(name, amount, paid_on, purpose, postcode=one.postcode)
    return _Payment(
        one.name,
        amount,
        paid_on,
        purpose,
        one.id,
        charity=one.charity_number,
        company=one.company_number,
        postcode=one.postcode,
    )
