"""Which entries of several registers are one organisation, by the numbers they give.

Belongs here: connected components over identifiers, and the identifier that goes first. Does not belong here: names,
which are never compared, or what follows for dates and figures (`organisations`).
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

CHARITY, COMPANY = "charity", "company"


@dataclass
class Matched:
    """`org_id` and `ids` (joined by "|") for each entry, in its order; notes for the reader."""

    org_id: pd.Series
    ids: pd.Series
    notes: list[str] = field(default_factory=list)


def match(entries: pd.DataFrame) -> Matched:
    """Find the organisations behind the entries of the registers.

    Two entries are one organisation when they share an identifier, or are joined by a chain of such entries: a
    charity that gives a company number and that company; a charity that was removed and registered anew with the same
    company. A company number that several charities give while they are on the register would make them one, and is
    most often a trustee's or a mistake: it is left unused.

    Args:
        entries: register (charity or company), own_id and other_id (org-id.guide form; other_id is the company number
        that
            a charity gives, None otherwise), on_register (bool).

    Returns:
        For each entry the identifier of its organisation (a charity's before a company's, of charities one that is on
        the register before one that is not, then the lowest number) and all its identifiers. The order of the rows
        changes nothing.
    """
    notes: list[str] = []
    other = entries["other_id"].where(~entries["other_id"].isin(_claimed_by_many(entries, notes)))
    rows = np.arange(len(entries))
    known = other.notna().to_numpy()
    pairs = pd.DataFrame(
        {
            "row": np.concatenate([rows, rows[known]]),
            "id": np.concatenate([entries["own_id"].to_numpy(object), other[known].to_numpy(object)]),
        }
    )
    codes, names = pd.factorize(pairs["id"])
    edges = coo_array(
        (np.ones(len(pairs), dtype=np.int8), (pairs["row"], codes + len(entries))),
        shape=(len(entries) + len(names),) * 2,
    )
    labels = connected_components(edges, directed=False)[1]
    pairs["label"] = labels[pairs["row"]]
    first = _preferred(entries, labels[: len(entries)])
    org_id = pd.Series(first.loc[labels[: len(entries)]].to_numpy(), index=entries.index)
    joined = _joined(pairs[["label", "id"]].drop_duplicates())
    of_charities = labels[: len(entries)][(entries["register"] == CHARITY).to_numpy()]
    of_companies = labels[: len(entries)][(entries["register"] == COMPANY).to_numpy()]
    if both := len(np.intersect1d(of_charities, of_companies)):
        notes.append(
            f"{both:,} organisations stand both in the charity register and in Companies House; each is counted once."
        )
    ids = pd.Series(joined.loc[labels[: len(entries)]].to_numpy(), index=entries.index)
    return Matched(org_id, ids, notes)


def _claimed_by_many(entries: pd.DataFrame, notes: list[str]) -> set[str]:
    """Company numbers that more than one charity on the register gives."""
    live = entries[(entries["register"] == CHARITY) & entries["on_register"] & entries["other_id"].notna()]
    claims = live.groupby("other_id")["own_id"].nunique()
    many = claims[claims > 1]
    if len(many):
        shown = ", ".join(sorted(many.index)[:5])
        notes.append(
            f"{len(many):,} company numbers are given by more than one charity on the register and identify none of "
            f"them: {shown}{' and others' if len(many) > 5 else ''}."
        )
    return set(many.index)


def _preferred(entries: pd.DataFrame, labels: np.ndarray) -> pd.Series:
    """The identifier that goes first, by component."""
    own = entries["own_id"]
    order = pd.DataFrame(
        {
            "label": labels,
            "company": (entries["register"] != CHARITY).to_numpy(),
            "gone": (~entries["on_register"]).to_numpy(),
            "length": own.str.len().to_numpy(),
            "id": own.to_numpy(),
        }
    ).sort_values(["label", "company", "gone", "length", "id"])
    first: pd.Series = order.drop_duplicates("label").set_index("label")["id"]
    return first


def _joined(pairs: pd.DataFrame) -> pd.Series:
    """All identifiers of a component in alphabetical order (charities' first), joined by "|"."""
    ordered = pairs.sort_values(["label", "id"])
    alone = ~ordered["label"].duplicated(keep=False)
    several = ordered[~alone].groupby("label")["id"].agg("|".join)
    joined: pd.Series = pd.concat([ordered[alone].set_index("label")["id"], several])
    return joined
