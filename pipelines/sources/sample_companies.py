"""The sample's register of companies and its price index, in the formats of Companies House and the ONS.

Belongs here: those two files. Does not belong here: who the companies are (`sample_organisations`).

As in the real product, companies that were dissolved are left out.
"""

from collections.abc import Iterator
from datetime import date

from pipelines.sources.sample_census import Row
from pipelines.sources.sample_organisations import EXTRACT_DAY, Organisation, organisations
from pipelines.sources.sample_people import postcodes_of
from pipelines.sources.sample_world import NOTE, World, stream

# As published, the blanks before some titles included.
_HEADER = (
    "CompanyName, CompanyNumber,RegAddress.CareOf,RegAddress.POBox,RegAddress.AddressLine1, RegAddress.AddressLine2,"
    "RegAddress.PostTown,RegAddress.County,RegAddress.Country,RegAddress.PostCode,CompanyCategory,CompanyStatus,"
    "CountryOfOrigin,DissolutionDate,IncorporationDate,Accounts.AccountRefDay,Accounts.AccountRefMonth,"
    "Accounts.NextDueDate,Accounts.LastMadeUpDate,Accounts.AccountCategory,Returns.NextDueDate,Returns.LastMadeUpDate,"
    "Mortgages.NumMortCharges,Mortgages.NumMortOutstanding,Mortgages.NumMortPartSatisfied,Mortgages.NumMortSatisfied,"
    "SICCode.SicText_1,SICCode.SicText_2,SICCode.SicText_3,SICCode.SicText_4,LimitedPartnerships.NumGenPartners,"
    "LimitedPartnerships.NumLimPartners,URI,"
    + ",".join(f"PreviousName_{one}.CONDATE, PreviousName_{one}.CompanyName" for one in range(1, 11))
    + ",ConfStmtNextDueDate, ConfStmtLastMadeUpDate"
).split(",")
_CATEGORIES = {
    "charitable_company": "PRI/LBG/NSC (Private, Limited by guarantee, no share capital, use of 'Limited' exemption)",
    "company": "PRI/LTD BY GUAR/NSC (Private, limited by guarantee, no share capital)",
    "cio": "Charitable Incorporated Organisation",
    "cic": "Community Interest Company",
    "society": "Registered Society",
}
_PRIVATE_COMPANIES = 60  # of no interest here, as are most in the real product
_FIRST_PRIVATE_NUMBER = 98_000_001
_YEARS = range(2005, 2026)
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def companies(world: World) -> Iterator[Row]:
    """Companies on the register: those of the third sector, and some that are not."""
    yield list(_HEADER)
    for one in organisations(world):
        if one.company_number and one.active_on(EXTRACT_DAY):
            yield _row(_entry(one))
    rng = stream("private companies")
    postcodes = [postcode for own in postcodes_of(world) for postcode in own]
    for number in range(1, _PRIVATE_COMPANIES + 1):
        yield _row(
            {
                "CompanyName": f"SAMPLE TRADING {number:03d} LIMITED",
                "CompanyNumber": str(_FIRST_PRIVATE_NUMBER + number),
                "RegAddress.PostCode": rng.choice(postcodes),
                "CompanyCategory": "Private Limited Company",
                "CompanyStatus": "Active",
                "IncorporationDate": f"01/02/{rng.randint(1990, 2024)}",
                "SICCode.SicText_1": "47190 - Other retail sale in non-specialised stores",
            }
        )


def prices(world: World) -> Iterator[Row]:
    """A made-up price index of years, quarters and months, as a time series of the ONS downloads."""
    rng = stream("prices")
    yield ["Title", "CPIH INDEX 00: ALL ITEMS 2015=100"]
    yield ["CDID", "L522"]
    yield ["Source dataset ID", "MM23"]
    yield ["PreUnit", ""]
    yield ["Unit", "Index, base year = 100"]
    yield ["Release date", "17-12-2025"]
    yield ["Next release", "21 January 2026"]
    yield ["Important notes", NOTE]
    level, yearly = 80.0, {}
    for year in _YEARS:
        yearly[year] = level
        level *= 1 + (rng.uniform(0.055, 0.085) if year in (2021, 2022) else rng.uniform(0.012, 0.032))
    base = yearly[2015] / 100
    for year in _YEARS:
        yield [str(year), f"{yearly[year] / base:.1f}"]
    for year in _YEARS:
        for quarter in range(1, 5):
            yield [f"{year} Q{quarter}", f"{yearly[year] / base * (0.985 + 0.006 * quarter):.1f}"]
    for year in _YEARS:
        for number, month in enumerate(_MONTHS):
            yield [f"{year} {month}", f"{yearly[year] / base * (0.989 + 0.002 * number):.1f}"]


def _entry(one: Organisation) -> dict[str, str]:
    """An organisation as Companies House has it: in capitals, with days of its own kind."""
    files_accounts = one.form not in ("cio", "society")
    status = {"insolvent": "Liquidation", "in_administration": "In Administration"}.get(one.trouble, "Active")
    if one.form == "cic" and status == "Active" and one.number % 37 == 0:
        status = "Active - Proposal to Strike off"
    new = one.registered_on.year >= EXTRACT_DAY.year - 1
    behind = 2 if one.number % 19 == 0 else 0  # years of accounts that have not come
    made_up = date(EXTRACT_DAY.year - 1 - behind, 3, 31)
    has_address = one.form != "cio"
    activity = "94990 - Activities of other membership organizations n.e.c."
    return {
        "CompanyName": one.name.upper() + (" LIMITED" if one.form in ("company", "society") else ""),
        "CompanyNumber": one.company_number,
        "RegAddress.AddressLine1": f"{one.number} MADE-UP STREET" if has_address else "",
        "RegAddress.PostCode": one.postcode if has_address else "",
        "CompanyCategory": _CATEGORIES[one.form],
        "CompanyStatus": status,
        "IncorporationDate": _day(one.registered_on),
        "Accounts.NextDueDate": _day(date(made_up.year + 1, 12, 31)) if files_accounts else "",
        "Accounts.LastMadeUpDate": _day(made_up) if files_accounts and not new else "",
        "Accounts.AccountCategory": "NO ACCOUNTS FILED" if new or not files_accounts else _accounts(one),
        "SICCode.SicText_1": "99999 - Dormant Company" if one.trouble == "dormant" else activity,
        "SICCode.SicText_2": "88990 - Other social work activities without accommodation n.e.c."
        if one.number % 5 == 0 and one.trouble != "dormant"
        else "",
    }


def _accounts(one: Organisation) -> str:
    return "DORMANT" if one.trouble == "dormant" else "MICRO ENTITY"


def _row(values: dict[str, str]) -> Row:
    values |= {"CountryOfOrigin": "United Kingdom", "DissolutionDate": ""}
    return [values.get(title.strip(), "") for title in _HEADER]


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")
