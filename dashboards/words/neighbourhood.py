"""What the page *Your neighbourhood* tells a reader who chooses, saves or reads a sum.

Belongs here: one text for each occasion; the page's script puts names and numbers in place of `{}`, in this order.
Does not belong here: texts that stand on the page from the start (its template).
"""

from __future__ import annotations

TEXTS = {
    "map": "Map of small areas",
    "map_of": "Map of small areas, {} of them chosen",
    "none": "{} No small area is chosen.",
    "one": "{} 1 small area chosen.",
    "many": "{} {} small areas chosen.",
    "added": "{} is added.",
    "removed": "{} is taken away.",
    "chosen": "{}, chosen.",
    "not_chosen": "{}, not chosen.",
    "in_ward": "{} in {}",
    "all_of": "all of {}",
    "more": "{} more of the wards",
    "in_it": "In it: {}. {}",
    "counted": "{}: {}.",
    "of": "{} of {}",
    "of_chosen": "{} of {} chosen",
    "unknown": "{} of the link’s areas are not in this release and are left out.",
    "opened": "{} is open.",
    "whole_postcode": "Type a whole postcode, such as LS1 1UR.",
    "no_postcode": "{} is not among the postcodes of this release.",
    "postcode": "{} lies in {}, which is added.",
    "copied": "The link is copied.",
    "marked": "The link is marked: copy it with Ctrl+C.",
    "saved": "{} is saved on this device.",
    "gone": "{} is no longer saved.",
    "name": "Type a name first.",
    "choose": "Choose a small area first.",
    "forbidden": "This browser does not let the page save. Copy the link instead.",
    "open": "Open",
    "remove": "Remove",
    "caution": "Some of its small areas are to be used with care.",
    "nothing": "Nothing to divide by: the denominator is zero.",
    "hidden_one": "Its figure is not published.",
    "hidden": "The figures of {} of its {} small areas are not published, so no sum is shown.",
    "range": "{} in {} of its {} small areas",
}
