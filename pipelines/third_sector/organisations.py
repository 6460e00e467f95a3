"""One row for each organisation, from the entries of all registers.

Belongs here: what of several entries holds for the organisation, and where it is counted. Does not belong here: finding
which entries belong together (`matching`), or what it was in past years (`years`).
"""

import pandas as pd

from pipelines.declarations.third_sector import ThirdSector
from pipelines.third_sector.incomes import known_at, size_bands
from pipelines.third_sector.matching import CHARITY, Matched, match
from pipelines.third_sector.placing import counted_by, in_full, offices
from pipelines.third_sector.standing import dormancy, dormant_at

# Published columns first; the others are what the tables made from this one need.
COLUMNS = [
    "org_id",
    "ids",
    "name",
    "legal_form",
    "registered_on",
    "removed_on",
    "removal_reason",
    "status",
    "postcode",
    "level",
    "area_code",
    "office",
    "works",
    "counted_by",
    "national",
    "latest_income",
    "latest_year_end",
    "size_band",
    "in_full",
    "moved_on",
    "continues",
    "dormant_company",
]


def identified(charities: pd.DataFrame, companies: pd.DataFrame) -> tuple[pd.DataFrame, Matched]:
    """Entries of both registers that count, each with the identifier of its organisation.

    Args:
        charities: entries of the charity register (`registers.charity_entries`).
        companies: entries of Companies House (`registers.company_entries`).

    Returns:
        The entries with org_id, ids and on_register, those that lead an organisation first; and what matching found.
    """
    parts = [part for part in (charities, companies) if len(part)]
    entries = pd.concat(parts, ignore_index=True)
    entries["on_register"] = entries["removed_on"].isna()
    matched = match(entries)
    entries["org_id"], entries["ids"] = matched.org_id, matched.ids
    entries["is_charity"] = entries["register"] == CHARITY
    order = ["org_id", "counts", "is_charity", "on_register", "registered_on", "own_id"]
    ascending = [True, False, False, False, True, True]
    return entries.sort_values(order, ascending=ascending, ignore_index=True), matched


def organisations(
    entries: pd.DataFrame,
    returns: pd.DataFrame,
    lookup: pd.DataFrame | None,
    declared: ThirdSector,
    as_of: pd.Timestamp,
) -> pd.DataFrame:
    """What each organisation is on the day of the register.

    A charity's dates go before a company's; of several charities (one removed and registered anew) the first day of
    registration counts, and the organisation is removed when all of them are. The office is the leading entry's, or the
    next one's that tells a postcode.

    Args:
        entries: as `identified` gives them.
        returns: org_id, year_end, income, expenditure of financial years.
        lookup: postcode and area_code of the place; None when there is no lookup.
        declared: size bands.
        as_of: the day of the register.

    Returns:
        The columns of `COLUMNS`, days as timestamps, ordered by org_id.
    """
    counting = entries[entries["counts"]]
    lead = counting.drop_duplicates("org_id").set_index("org_id")
    # Where a charity leads, the company's own dates say when the company began, not the charity.
    alike = counting[counting["register"] == counting["org_id"].map(lead["register"])]
    found = lead[["ids", "name", "legal_form", "works", "removal_reason", "continues"]].copy()
    found["registered_on"] = alike.groupby("org_id")["registered_on"].min()
    last_removed = counting.sort_values(["org_id", "removed_on", "own_id"]).drop_duplicates("org_id", keep="last")
    last_removed = last_removed.set_index("org_id").reindex(found.index)
    listed = counting.groupby("org_id")["on_register"].any()
    found["removed_on"] = last_removed["removed_on"].mask(listed)
    found["removal_reason"] = last_removed["removal_reason"].mask(listed, "")
    found["moved_on"] = last_removed["moved_on"].astype(bool) & ~listed
    addressed = entries[entries["postcode"] != ""].drop_duplicates("org_id").set_index("org_id")["postcode"]
    found["postcode"] = addressed.reindex(found.index).fillna("")
    found[["office", "area_code"]] = offices(found["postcode"], lookup)
    found["level"] = "lsoa21"
    found["counted_by"] = counted_by(found["office"], found["works"])
    found["in_full"] = in_full(found["office"], found["works"])
    found["national"] = found["works"] == "national"
    found["dormant_company"] = lead["dormant"].astype(bool)
    found["status"] = _status(found, entries, returns, as_of)
    known = known_at(returns, as_of).reindex(found.index)
    found["latest_income"], found["latest_year_end"] = known["income"], known["year_end"]
    found["size_band"] = size_bands(known["income"], declared.bands)
    return found.reset_index()[COLUMNS].sort_values("org_id", ignore_index=True)


def _status(found: pd.DataFrame, entries: pd.DataFrame, returns: pd.DataFrame, as_of: pd.Timestamp) -> pd.Series:
    """Removed goes before insolvent, insolvent before dormant."""
    insolvent = (
        entries[entries["on_register"]].groupby("org_id")["insolvent"].any().reindex(found.index, fill_value=False)
    )
    dormant = found["dormant_company"] | found.index.isin(list(dormant_at(dormancy(returns), as_of)))
    status = pd.Series("active", index=found.index).mask(dormant, "dormant").mask(insolvent.astype(bool), "insolvent")
    return status.mask(found["removed_on"].notna(), "removed")
