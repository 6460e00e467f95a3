"""Where a grant lands.

Belongs here: codes of places of benefit, recipients' postcodes and offices, and the rule that puts them together. Does
not belong here: anything else about a grant (`giving`).

A grant is placed by its places of benefit; where it names none that tells, by its recipient. It belongs to the place
when every area that it names lies in the place, or when it names none and its recipient is counted here in full. A
grant for several areas of the place, or for all of it, counts for the city and for no ward. A grant for areas here and
elsewhere cannot be divided between them: its recipient decides.
"""

from collections.abc import Mapping

import pandas as pd

from pipelines.third_sector.cells import text
from pipelines.third_sector.placing import in_full, offices

# Codes of small areas, parishes, wards and local authorities: one of these that is not of the place is of another.
# Regions, constituencies and a funder's own words tell nothing about one city.
_OF_ONE_PLACE = r"E0\d{7}|W0[0-6]\d{6}|S(?:0[0-2]|1[23])\d{6}|N(?:0[89]|2[01])\d{6}"


class Codes:
    """The codes of the place, those that were replaced included, and what a code says of where a grant lands."""

    def __init__(self, membership: pd.DataFrame, former: Mapping[str, str]) -> None:
        self.city = str(membership.loc[membership["level"] == "city", "area_code"].iloc[0])
        # An MSOA or a committee lies in the place, and in no one ward.
        wider = membership.loc[membership["level"].isin(["msoa21", "committee", "city"]), "area_code"]
        own = membership[membership["child_level"].isin(["lsoa21", "ward"])]
        self._levels = dict.fromkeys(wider, "city") | dict(zip(own["child_code"], own["child_level"], strict=True))
        self._former = dict(former)

    def read(self, codes: pd.Series) -> pd.DataFrame:
        """What each code says (here, elsewhere or nothing), with level and area_code where it says here."""
        now = codes.replace(self._former)
        level = now.map(self._levels)
        says = pd.Series("nothing", index=codes.index).mask(now.str.fullmatch(_OF_ONE_PLACE), "elsewhere")
        return pd.DataFrame(
            {
                "says": says.mask(level.notna(), "here"),
                "level": level,
                "area_code": now.where(level != "city", self.city),
            }
        )


def placed(
    found: pd.DataFrame, organisations: pd.DataFrame, postcodes: pd.DataFrame | None, codes: Codes
) -> tuple[pd.DataFrame, list[str]]:
    """The grants of the place.

    Args:
        found: grants with beneficiary_code, recipient_postcode, org_id and amount.
        organisations: the register: org_id, office, works, area_code.
        postcodes: the lookup of the place's postcodes; None when there is none.
        codes: those of the place.

    Returns:
        Those that belong to the place, with level, area_code, placed_by (beneficiary, recipient or city) and
        recipient_here (whether the recipient is counted here in full); and notes on those left out.
    """
    recipient = _recipients(found, organisations, postcodes)
    here = in_full(recipient["office"], recipient["works"])
    benefit = _benefit(found, codes)
    # A recipient that works here alone and has its office elsewhere is placed in the city and no nearer.
    made = found.assign(recipient_here=here, level="city", area_code=codes.city, placed_by="city")
    by_recipient = (benefit["says"] == "nothing") & (recipient["office"] == "here")
    by_benefit = (benefit["says"] == "here") & (benefit["level"] != "city")
    for which, source, how in ((by_recipient, recipient, "recipient"), (by_benefit, benefit, "beneficiary")):
        made["level"] = made["level"].mask(which, source["level"])
        made["area_code"] = made["area_code"].mask(which, source["area_code"])
        made["placed_by"] = made["placed_by"].mask(which, how)
    away = here & (benefit["says"] == "elsewhere")
    of_place = (benefit["says"] == "here") | (here & (benefit["says"] == "nothing"))
    notes = []
    if away.any():
        notes.append(
            f"{away.sum():,} grants (£{made.loc[away, 'amount'].sum():,.0f}) to recipients in the city are for other "
            "places and are not counted."
        )
    if left_out := int((~of_place & ~away).sum()):
        notes.append(f"{left_out:,} grants of other places were left out.")
    return made[of_place].reset_index(drop=True), notes


def _recipients(found: pd.DataFrame, organisations: pd.DataFrame, postcodes: pd.DataFrame | None) -> pd.DataFrame:
    """Where each recipient was: by the postcode in the grant, else by its office in the register today."""
    own = offices(text(found, "recipient_postcode"), postcodes)
    about = organisations.set_index("org_id").reindex(found["org_id"]).set_axis(found.index)
    unknown = own["office"] == "unknown"
    return pd.DataFrame(
        {
            "level": "lsoa21",
            "office": own["office"].mask(unknown, about["office"].fillna("unknown")),
            "area_code": own["area_code"].mask(unknown, about["area_code"]),
            "works": about["works"].fillna("not_declared"),
        }
    )


def _benefit(found: pd.DataFrame, codes: Codes) -> pd.DataFrame:
    """What the codes of a grant say together (here, elsewhere or nothing), with level and area_code when here."""
    listed = text(found, "beneficiary_code").str.split("|").explode().str.strip()
    each = codes.read(listed[listed != ""])
    each = each[each["says"] != "nothing"]
    by_grant = each.groupby(level=0)
    says = by_grant["says"].min().where(by_grant["says"].min() == by_grant["says"].max(), "nothing")
    one = by_grant["area_code"].min() == by_grant["area_code"].max()
    first = by_grant[["level", "area_code"]].first()
    together = pd.DataFrame(
        {
            "says": says,
            "level": first["level"].where(one, "city"),
            "area_code": first["area_code"].where(one, codes.city),
        }
    ).reindex(found.index)
    return together.assign(says=together["says"].fillna("nothing"))
