"""What the columns of the files on places mean: areas, postcodes, named neighbourhoods, the drawn layout.

Belongs here: file, column, type and meaning of these files. Does not belong here: other files (`dictionary`).
"""

PLACES: dict[str, dict[str, tuple[str, str]]] = {
    "areas.csv": {
        "level": ("text", "Level"),
        "area_code": ("text", "Code"),
        "area_name": ("text", "Name"),
        "vintage": ("text", "Year of the code set; the version of a named neighbourhood"),
        "ward_code": ("text", "Ward of a small area, by ONS best fit"),
        "committee_code": ("text", "Committee of a ward"),
        "membership_confidence": ("text", "How sure the committee is: confirmed, probable or inferred"),
    },
    "postcodes.csv": {
        "postcode": ("text", "Postcode, in capitals with one blank"),
        "lsoa21": ("text", "Small area (LSOA 2021) that it lies in"),
        "ward_code": ("text", "Ward of that small area by ONS best fit; the postcode may lie just across its border"),
    },
    "neighbourhoods.csv": {
        "neighbourhood_code": ("text", "Code of the named neighbourhood; the project's own"),
        "neighbourhood_name": ("text", "Name"),
        "version": ("whole number", "Version in force"),
        "agreed_on": ("text", "Day on which it was agreed"),
        "agreed_by": ("text", "Who agreed to it"),
        "lsoa21_code": ("text", "A small area (LSOA 2021) of it; neighbourhoods may share some"),
    },
    "hex.csv": {
        "area_code": ("text", "Ward"),
        "column": ("whole number", "Column; odd rows are shifted right"),
        "row": ("whole number", "Row; 0 is the north"),
    },
}
