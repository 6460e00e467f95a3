"""Whether an organisation is active, dormant, insolvent or removed, and whether its removal was an end.

Belongs here: applying the rules on standing to the registers' words, dates and returns. Does not belong here: the
numbers and words of those rules (`rules`), or where an organisation is (`placing`).
"""

import pandas as pd

from pipelines.third_sector.cells import day, months_later, number, plain, text, truth
from pipelines.third_sector.rules import (
    DISSOLVED_COMPANY,
    DORMANT_ACTIVITY,
    DORMANT_RETURNS,
    INSOLVENT_COMPANY,
    MOVED_ON,
    REMOVED_EVENT,
    SUCCESSION_MONTHS,
    TRANSFER_OUT,
)


def removals(charities: pd.DataFrame, events: pd.DataFrame | None) -> pd.DataFrame:
    """Why charities were removed, which of them moved on, and which are somebody's successor.

    Args:
        charities: rows of the register, linked charities included, one each.
        events: rows of charity_events; None when the table is not there, so that no reason is known.

    Returns:
        By organisation_number: removal_reason (`""` where none is given), moved_on (removed for a successor that was on
        the register), continues (registered to succeed another, which is no new organisation).
    """
    key = pd.Index(text(charities, "organisation_number"), name="organisation_number")
    found = pd.DataFrame({"removal_reason": "", "moved_on": False, "continues": False}, index=key)
    if events is None or events.empty:
        return found
    gone = pd.Series(day(charities, "date_of_removal").to_numpy(), index=key)
    came = pd.Series(day(charities, "date_of_registration").to_numpy(), index=key)
    kept = pd.DataFrame(
        {
            "organisation_number": text(events, "organisation_number"),
            "event": plain(events, "event_type"),
            "on": day(events, "date_of_event"),
            "order": number(events, "charity_event_order"),
            "reason": text(events, "reason"),
            "other": text(events, "assoc_organisation_number"),
        }
    ).sort_values(["organisation_number", "on", "order", "reason", "other"])
    kept["gone"] = kept["organisation_number"].map(gone)
    last = kept[(kept["event"] == REMOVED_EVENT) & kept["gone"].notna()].drop_duplicates(
        "organisation_number", keep="last"
    )
    found["removal_reason"] = last.set_index("organisation_number")["reason"].reindex(key).fillna("")
    moving = found.index[found["removal_reason"].str.lower().isin(MOVED_ON)]
    # The receiver stands beside the transfer of the assets, or beside the removal itself.
    to = kept[kept["organisation_number"].isin(moving) & kept["event"].isin([TRANSFER_OUT, REMOVED_EVENT])]
    to = to[to["other"].ne("") & to["other"].ne(to["organisation_number"])]
    left, joined, ended = to["gone"], to["other"].map(came), to["other"].map(gone)
    standing = to[joined.notna() & (joined <= left) & (ended.isna() | (ended > left))]
    found["moved_on"] = found.index.isin(standing["organisation_number"])
    recent = standing[joined[standing.index] >= months_later(left[standing.index], -SUCCESSION_MONTHS)]
    found["continues"] = found.index.isin(recent["other"])
    return found


def dormancy(returns: pd.DataFrame) -> pd.DataFrame:
    """For each reported return whether it and the one before it show neither income nor expenditure.

    Args:
        returns: org_id, year_end, income, expenditure (NaN where nothing was reported); one row for a financial year.

    Returns:
        org_id, year_end and dormant for returns with both figures, ordered by organisation and day.
    """
    told = returns[returns["income"].notna() & returns["expenditure"].notna()].sort_values(["org_id", "year_end"])
    empty = (told["income"] == 0) & (told["expenditure"] == 0)
    dormant = empty
    for step in range(1, DORMANT_RETURNS):
        dormant = dormant & empty.shift(step, fill_value=False) & (told["org_id"] == told["org_id"].shift(step))
    return told[["org_id", "year_end"]].assign(dormant=dormant)


def dormant_at(dormant: pd.DataFrame, at: pd.Timestamp) -> set[str]:
    """Organisations that were dormant on a day, by the returns whose year had ended by then."""
    last = dormant[dormant["year_end"] <= at].drop_duplicates("org_id", keep="last")
    return set(last.loc[last["dormant"], "org_id"])


def insolvent_charities(charities: pd.DataFrame) -> pd.Series:
    """Whether the charity register tells of insolvency or administration."""
    return truth(charities, "charity_insolvent") | truth(charities, "charity_in_administration")


def company_standing(companies: pd.DataFrame) -> pd.DataFrame:
    """What Companies House says of companies: insolvent, dormant, and removed_on (NaT while they are on the register).

    A company that is told as dissolved without a day counts as removed on its last known day, that of its
    incorporation.
    """
    status, removed = plain(companies, "company_status"), day(companies, "dissolved_on")
    undated = status.str.fullmatch(DISSOLVED_COMPANY) & removed.isna()
    return pd.DataFrame(
        {
            "insolvent": status.str.fullmatch(INSOLVENT_COMPANY),
            "dormant": text(companies, "sic_text").str.startswith(DORMANT_ACTIVITY),
            "removed_on": removed.mask(undated, day(companies, "incorporated_on")),
        }
    )
