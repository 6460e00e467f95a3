"""What a release says of where things are: postcodes, and the small areas of named neighbourhoods.

Belongs here: joining tables that other stages made. Does not belong here: shapes (`drawing`) or the areas themselves.
"""

import pandas as pd

from pipelines import warehouse


def places_content() -> dict[str, pd.DataFrame]:
    """Tables by file name without ending, each where this run has something for it.

    A postcode's ward is the ward of its small area by best fit, as for every figure: a postcode just across a ward's
    border may therefore stand under the neighbour.
    """
    found: dict[str, pd.DataFrame] = {}
    if warehouse.about("conformed.lookup_postcode"):
        areas = warehouse.read("conformed.areas")
        ward_of = areas[areas["level"] == "lsoa21"].set_index("area_code")["ward_code"]
        own = warehouse.read("conformed.lookup_postcode")[["postcode", "area_code"]].sort_values("postcode")
        found["postcodes"] = pd.DataFrame(
            {"postcode": own["postcode"], "lsoa21": own["area_code"], "ward_code": own["area_code"].map(ward_of)}
        )
    named = warehouse.read("conformed.neighbourhoods")
    if len(named):
        found["neighbourhoods"] = named
    return found
