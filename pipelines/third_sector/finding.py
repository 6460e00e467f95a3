"""Which organisation of the register a grant or payment went to.

Belongs here: finding by identifiers, and by the exact name where a row has none. Does not belong here: which entries of
the registers are one organisation (`matching`), or what follows from a match (`giving`, `spending`).
"""

from collections.abc import Callable, Sequence

import pandas as pd

from pipelines.third_sector.cells import day, text

Reader = Callable[[object], str | None]
_LIMITED = " LIMITED"


def identifiers_in(frame: pd.DataFrame, columns: Sequence[tuple[str, Reader]]) -> list[pd.Series]:
    """The org-id.guide identifiers that rows carry, a series for each column, None where a cell holds none.

    Args:
        frame: rows as published.
        columns: names of columns, each with what turns its cells into an identifier.
    """
    found = []
    for column, read in columns:
        cells = text(frame, column)
        distinct = cells.unique()
        found.append(cells.map(pd.Series([read(cell) for cell in distinct], index=distinct, dtype="object")))
    return found


def by_identifiers(carried: Sequence[pd.Series], organisations: pd.DataFrame) -> tuple[pd.Series, int]:
    """The organisation of each row by the first of its identifiers that the register knows.

    An organisation has one identifier in every register it stands in, and is found by any of them. An identifier that
    stands beside two organisations finds neither.

    Returns:
        org_id (None where none was found), and how many rows carry identifiers of two different organisations.
    """
    known = organisations[["org_id", "ids"]].assign(id=text(organisations, "ids").str.split("|")).explode("id")
    index = known.drop_duplicates(["org_id", "id"]).drop_duplicates("id", keep=False).set_index("id")["org_id"]
    index = index.astype("object")
    every = [ids.map(index) for ids in carried]
    found = every[0]
    for other in every[1:]:
        found = found.where(found.notna(), other)
    differ = pd.concat([one.notna() & (one != found) for one in every], axis=1).any(axis=1)
    return found.where(found.notna(), None), int(differ.sum())


def plain_name(names: pd.Series) -> pd.Series:
    """Names as they compare: capitals, `&` as AND, no apostrophes or full stops, other signs as blanks.

    `The` at the beginning is dropped, LTD is written LIMITED, and COMMUNITY INTEREST COMPANY as CIC. Nothing else is
    changed: names that are alike are not the same name.
    """
    plain = names.str.upper().str.replace("&", " AND ").str.replace("['’`.]", "", regex=True)
    plain = (" " + plain.str.replace("[^A-Z0-9]+", " ", regex=True).str.strip() + " ").str.replace(" LTD ", " LIMITED ")
    plain = plain.str.replace(" COMMUNITY INTEREST COMPANY ", " CIC ")
    return plain.str.strip().str.removeprefix("THE ")


def by_name(names: pd.Series, days: pd.Series, organisations: pd.DataFrame) -> pd.Series:
    """The organisation whose name a row gives exactly, if it is the only one and was on its register on the day.

    An organisation that is a company may be written with or without LIMITED at the end; any other only as its register
    writes it, because nobody but a company is limited.

    Args:
        names: names as published, `""` where none is to be looked for.
        days: the day of each row.
        organisations: org_id, ids, name, registered_on, removed_on.

    Returns:
        org_id, None where none was found.
    """
    listed = organisations.reset_index(drop=True)
    plain = plain_name(text(listed, "name"))
    company = text(listed, "ids").str.contains("GB-COH-(?!CE)", regex=True)
    base = plain.str.removesuffix(_LIMITED)
    keys = pd.concat([plain, base[company], base[company] + _LIMITED])
    known = pd.DataFrame({"name": keys, "row": keys.index}).drop_duplicates()
    index = known[known["name"] != ""].drop_duplicates("name", keep=False).set_index("name")["row"]
    row = plain_name(names).map(index).dropna().astype("int64")
    about = listed.loc[row].set_axis(row.index)
    on_day = days.reindex(row.index)
    there = (day(about, "registered_on") <= on_day) & ~(day(about, "removed_on") <= on_day)
    found = about.loc[there, "org_id"].astype("object").reindex(names.index)
    return found.where(found.notna(), None)
