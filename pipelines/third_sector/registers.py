"""From the rows of the charity register and of Companies House to one list of entries of the same shape.

Belongs here: which rows are entries in their own right, and each register's words for the same thing. Does not belong
here: which entries are one organisation (`matching`), and what that organisation then is (`organisations`).
"""

import pandas as pd

from pipelines.third_sector.cells import day, plain, text, truth
from pipelines.third_sector.identifiers import charity, company
from pipelines.third_sector.matching import CHARITY, COMPANY
from pipelines.third_sector.placing import newest, work_areas
from pipelines.third_sector.rules import CIC, CIO, SOCIETIES
from pipelines.third_sector.standing import company_standing, insolvent_charities, removals

COLUMNS = [
    "register",
    "own_id",
    "other_id",
    "organisation_number",
    "name",
    "legal_form",
    "registered_on",
    "removed_on",
    "removal_reason",
    "moved_on",
    "continues",
    "insolvent",
    "dormant",
    "postcode",
    "works",
    "counts",
]
NOT_DECLARED = "not_declared"


def charity_entries(
    charities: pd.DataFrame | None,
    events: pd.DataFrame | None,
    areas: pd.DataFrame | None,
    lookup: pd.DataFrame | None,
    city_name: str,
) -> tuple[pd.DataFrame, list[str]]:
    """Main charities, one entry each, with what the register's other tables say of them.

    Args:
        charities: charities, of one or more extracts; None when the table is not there.
        events: charity_events.
        areas: charity_areas.
        lookup: the place's postcodes, for telling which offices moved.
        city_name: the place's name.

    Returns:
        Entries with the columns of `COLUMNS`, and notes on what is left out.
    """
    if charities is None:
        return pd.DataFrame(columns=COLUMNS), []
    last, notes = newest(charities, lookup)
    ends = removals(last, events)
    linked = ~text(last, "linked_charity_number").isin(["", "0"])
    if linked.any():
        notes.append(f"{int(linked.sum()):,} linked charities are parts of others and are not counted.")
    main = last[~linked].reset_index(drop=True)
    key = text(main, "organisation_number")
    numbers, cio = text(main, "charity_company_registration_number").map(company), truth(main, "charity_is_cio")
    entries = pd.DataFrame(
        {
            "register": CHARITY,
            "own_id": text(main, "registered_charity_number").map(charity),
            "other_id": numbers.astype("object").where(numbers.notna(), None),
            "organisation_number": key,
            "name": text(main, "charity_name"),
            "legal_form": pd.Series("charity", index=main.index)
            .mask(numbers.notna(), "charitable_company")
            .mask(cio, "cio"),
            "registered_on": day(main, "date_of_registration"),
            "removed_on": day(main, "date_of_removal"),
            **{name: ends[name].reindex(key).to_numpy() for name in ends.columns},
            "insolvent": insolvent_charities(main),
            "dormant": False,
            "postcode": text(main, "postcode"),
            "works": key.map(work_areas(areas, city_name)).fillna(NOT_DECLARED),
            "counts": True,
        }
    )
    unusable = entries["own_id"].isna() | entries["registered_on"].isna()
    if unusable.any():
        notes.append(f"{int(unusable.sum()):,} charities without a number or a day of registration are not counted.")
    return entries.loc[~unusable, COLUMNS].reset_index(drop=True), notes


def company_entries(companies: pd.DataFrame | None, claimed: set[str]) -> tuple[pd.DataFrame, list[str]]:
    """Community interest companies, and the companies that charities say they are.

    Args:
        companies: companies; None when the table is not there.
        claimed: company identifiers that charities give.

    Returns:
        Entries with the columns of `COLUMNS` (`counts` for community interest companies alone), and notes on what is
        left out.
    """
    if companies is None:
        return pd.DataFrame(columns=COLUMNS), []
    # Millions of rows, whose numbers the source has put into their eight signs already.
    category, own = plain(companies, "company_category"), "GB-COH-" + text(companies, "company_number")
    cic = category == CIC
    notes = [
        f"{int(left.sum()):,} {words}"
        for left, words in (
            (
                (category == CIO) & ~own.isin(claimed),
                "charitable incorporated organisations in Companies House give no number by which to find them in "
                "the charity register; they are in it already and are not counted again.",
            ),
            (
                category.isin(SOCIETIES),
                "registered societies are left out: which of them benefit the community is not told.",
            ),
        )
        if left.any()
    ]
    kept = companies[cic | own.isin(claimed)]
    standing = company_standing(kept)
    entries = pd.DataFrame(
        {
            "register": COMPANY,
            "own_id": own[kept.index],
            "other_id": None,
            "organisation_number": "",
            "name": text(kept, "company_name"),
            "legal_form": "cic",
            "registered_on": day(kept, "incorporated_on"),
            "removed_on": standing["removed_on"],
            "removal_reason": text(kept, "company_status").where(standing["removed_on"].notna(), ""),
            "moved_on": False,
            "continues": False,
            "insolvent": standing["insolvent"],
            "dormant": standing["dormant"],
            "postcode": text(kept, "postcode"),
            "works": NOT_DECLARED,
            "counts": cic[kept.index],
        }
    )
    return entries.loc[entries["registered_on"].notna(), COLUMNS].reset_index(drop=True), notes
