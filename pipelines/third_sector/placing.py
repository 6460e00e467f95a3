"""Where an organisation's office is, where it works, and for which of the two it is counted here.

Belongs here: postcodes, declared areas of operation, and the rule that puts both together. Does not belong here:
reading a lookup, or any city's name: it is given.
"""

import re

import pandas as pd

from pipelines.third_sector.cells import day, plain, text
from pipelines.third_sector.rules import AUTHORITY, NATIONAL_AREAS, NATIONAL_AUTHORITIES

_POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}"
_NOT_A_NAME = re.compile(r"^(?:the )?(?:city|borough) of |(?: city| borough| district| council)+$")
_TOLD = 10
_EMPTIED = ("postcode", "charity_company_registration_number")


def plain_name(name: str) -> str:
    """An authority's name as it compares: a register may write `X City` or `City Of X`."""
    words = " ".join(name.lower().replace("&", "and").split())
    return _NOT_A_NAME.sub("", words) or words


def offices(postcodes: pd.Series, lookup: pd.DataFrame | None) -> pd.DataFrame:
    """Where offices are.

    The lookup knows the place's own postcodes. One that it does not know is elsewhere, unless it shares the sector
    (all but its last two letters) with one of the place's: then it may be new, ended or mistyped, and where it lies
    is unknown.

    Args:
        postcodes: in plain form (`AB1 2CD`), `""` where none is given.
        lookup: postcode and area_code (LSOA 2021) of the place's postcodes; None when there is no lookup.

    Returns:
        office (here, elsewhere or unknown) and area_code (None outside the place), in the order of the postcodes.
    """
    if lookup is None:
        return pd.DataFrame({"office": "unknown", "area_code": None}, index=postcodes.index)
    area = postcodes.map(lookup.drop_duplicates("postcode").set_index("postcode")["area_code"])
    formed = postcodes.str.fullmatch(_POSTCODE)
    near = postcodes.str[:-2].isin(set(lookup["postcode"].str[:-2]))
    office = pd.Series("elsewhere", index=postcodes.index).mask(~formed | near, "unknown").mask(area.notna(), "here")
    return pd.DataFrame({"office": office, "area_code": area.astype("object").where(area.notna(), None)})


def work_areas(areas: pd.DataFrame | None, city_name: str) -> pd.Series:
    """Where charities work, as they declare it.

    Args:
        areas: rows of charity_areas; None when the table is not there.
        city_name: the place's name, for example of its local authority.

    Returns:
        By organisation_number: national, here_only, here_and_elsewhere or elsewhere. A charity without a row declared
        nothing.
    """
    if areas is None or areas.empty:
        return pd.Series([], index=pd.Index([], name="organisation_number"), dtype="str")
    kind, name = plain(areas, "geographic_area_type"), plain(areas, "geographic_area_description")
    authority = kind == AUTHORITY
    here_names = {one for one in name[authority].unique() if plain_name(one) == plain_name(city_name)}
    told = pd.DataFrame(
        {
            "organisation_number": text(areas, "organisation_number"),
            "here": authority & name.isin(here_names),
            "authorities": name.where(authority),
            "national": ~authority & name.str.fullmatch(NATIONAL_AREAS),
        }
    )
    found = told.groupby("organisation_number").agg(
        rows=("here", "size"),
        here=("here", "sum"),
        authorities=("authorities", "nunique"),
        national=("national", "any"),
    )
    works = pd.Series("elsewhere", index=found.index)
    works = works.mask(found["here"] > 0, "here_and_elsewhere").mask(found["here"] == found["rows"], "here_only")
    return works.mask(found["national"] | (found["authorities"] > NATIONAL_AUTHORITIES), "national")


def counted_by(office: pd.Series, works: pd.Series) -> pd.Series:
    """Why an organisation is counted here: it works here, its office is here, or not at all.

    Args:
        office: here, elsewhere or unknown.
        works: here_only, here_and_elsewhere, national, elsewhere or not_declared.
    """
    counted = pd.Series("not_counted", index=office.index).mask(office == "here", "office")
    return counted.mask(works.isin(["here_only", "here_and_elsewhere"]), "works")


def in_full(office: pd.Series, works: pd.Series) -> pd.Series:
    """Whether all its money and people are counted here."""
    return (office == "here") | (works == "here_only")


def can_be_placed(office: pd.Series, works: pd.Series) -> pd.Series:
    """Whether what the registers still tell decides if the organisation is counted here."""
    return (office != "unknown") | works.isin(["here_only", "here_and_elsewhere", "elsewhere"])


def newest(charities: pd.DataFrame, lookup: pd.DataFrame | None) -> tuple[pd.DataFrame, list[str]]:
    """The last extract's row of each charity, with what an earlier extract still tells where the last has emptied it.

    The register empties postcode and company number of a charity that it removes.

    Args:
        charities: rows of one or more extracts, with organisation_number, postcode, date_of_extract and
            charity_company_registration_number.
        lookup: the place's postcodes.

    Returns:
        One row a charity of the last extract, and notes on offices that moved between the extracts into, out of or
        within the place, and on charities that only an earlier extract has.
    """
    key, extract = text(charities, "organisation_number"), day(charities, "date_of_extract")
    if extract.nunique() < 2:
        return charities, []
    kept = {name: text(charities, name) for name in _EMPTIED}
    ordered = charities.assign(**kept, key=key, extract=extract).sort_values(["key", "extract"], kind="stable")
    before = ordered["postcode"].mask(ordered["postcode"] == "").groupby(ordered["key"]).ffill()
    before = before.groupby(ordered["key"]).shift().fillna("")
    for name in _EMPTIED:
        told = ordered[name].mask(ordered[name] == "").groupby(ordered["key"]).ffill()
        ordered[name] = told.fillna("")
    last = ordered["extract"] == extract.max()
    notes = _moved(key=ordered.loc[last, "key"], before=before[last], now=ordered.loc[last, "postcode"], lookup=lookup)
    gone = len(set(key) - set(ordered.loc[last, "key"]))
    if gone:
        notes.append(f"{gone:,} charities of earlier extracts are not in the last and are not counted.")
    return ordered[last].drop(columns=["key", "extract"]).reset_index(drop=True), notes


def _moved(key: pd.Series, before: pd.Series, now: pd.Series, lookup: pd.DataFrame | None) -> list[str]:
    was, is_now = offices(before, lookup), offices(now, lookup)
    differs = (before != "") & (before != now)
    area_differs = was["area_code"].fillna("") != is_now["area_code"].fillna("")
    kinds = {
        "into the city": (was["office"] != "here") & (is_now["office"] == "here"),
        "out of the city": (was["office"] == "here") & (is_now["office"] != "here"),
        "to another small area of the city": (was["office"] == "here") & (is_now["office"] == "here") & area_differs,
    }
    notes = []
    for words, which in kinds.items():
        moved = sorted(key[differs & which])
        if moved:
            shown = ", ".join(moved[:_TOLD]) + (" and others" if len(moved) > _TOLD else "")
            notes.append(
                f"Between two extracts of the charity register {len(moved):,} offices moved {words}; the newer "
                f"postcode counts for every year (organisation numbers {shown})."
            )
    return notes
