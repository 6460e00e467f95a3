"""What the search for a neighbourhood answers, in words.

Belongs here: its messages. Does not belong here: finding (`static/js/search.js`).
"""

from __future__ import annotations


def searching_words(place: str) -> dict[str, str]:
    """Return what the script says, by name; `{}` stands for what it fills in.

    Args:
        place: Name of the whole place.
    """
    return {
        "one": "1 place found. Press Enter to open it.",
        "many": "{} places found. Choose with the arrow keys and press Enter.",
        "postcode": "{} is in {}. Press Enter to open its page.",
        "half": "{} is the first half of a postcode and reaches into these places. Type all of it to find yours.",
        "unfinished": f"That is not a whole postcode of {place}. A postcode has two halves, such as {{}} 1AA.",
        "elsewhere": f"No postcode of {place} starts with {{}}. Only {place} is covered.",
        "misspelt": f"{{}} is not in the list of postcodes of {place}. Check its letters and digits. A new one may be "
        "missing: type the name of a ward instead.",
        "near": "Nothing is called “{}”. These names are nearest.",
        "nothing": "Nothing is called “{}”. Check the spelling, or choose from the list of wards on this page.",
        "in": " in ",
    }
