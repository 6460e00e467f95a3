"""The six states and the six comparisons, as symbols and words.

Belongs here: one fixed text for each. Does not belong here: deciding which one holds.
"""

from __future__ import annotations

STATE_LABELS = {
    "ok": "Value",
    "caution": "Use with caution",
    "suppressed": "Suppressed",
    "not_applicable": "Not applicable",
    "not_collected": "Not collected",
    "missing_at_source": "Missing at source",
}

STATE_MEANINGS = {
    "ok": "A value that can be used as it stands.",
    "caution": "A value resting on few responses or wide limits: read the interval, not the point.",
    "suppressed": "A value exists but is withheld so that nobody can be identified. It is not zero.",
    "not_applicable": "The measure has no meaning for this area.",
    "not_collected": "Nobody collects this for areas of this kind.",
    "missing_at_source": "The publisher collects this but printed no value for this area.",
}

COMPARISON_SYMBOLS = {
    "better": "+",
    "worse": "\N{MINUS SIGN}",
    "similar": "\N{ALMOST EQUAL TO}",
    "higher": "\N{UPWARDS ARROW}",
    "lower": "\N{DOWNWARDS ARROW}",
    "not_compared": "\N{WHITE CIRCLE}",
}

POLARITY_WORDS = {
    "high_good": "A higher value is better.",
    "low_good": "A lower value is better.",
    "no_judgement": "Neither a higher nor a lower value is better: this describes an area.",
}

GAP_POLARITY_WORDS = "A difference nearest to zero is best."

CONFIDENCE_WORDS = {
    "confirmed": "confirmed by published council papers",
    "probable": "probable, not yet confirmed",
    "inferred": "inferred, not yet confirmed",
}

CHARACTERISTIC_LABELS = {
    "wellbeing": "Wellbeing",
    "connected": "Connected",
    "involved": "Involved",
    "place": "Place",
    "ambition": "The third sector’s ambition",
    "partnership": "Working together",
}

CHARACTERISTIC_MEANINGS = {
    "wellbeing": "How people feel, and how healthy their lives are.",
    "connected": "Whether people know, trust and help each other.",
    "involved": "Whether people take part and have a say.",
    "place": "What it is like to live there.",
    "ambition": "Whether the third sector is as strong, resourced and influential as the Ambition Statement wants it. "
    "Figures are for the whole city.",
    "partnership": "Whether partners keep to what they agreed in the Compact and the Code of Practice. "
    "Figures are for the whole city.",
}

LEVEL_LABELS = {
    "lsoa21": ("Small area (LSOA)", "Small areas (LSOA)"),
    "msoa21": ("Middle-layer area (MSOA)", "Middle-layer areas (MSOA)"),
    "ward": ("Ward", "Wards"),
    "neighbourhood": ("Named neighbourhood", "Named neighbourhoods"),
    "committee": ("Community committee", "Community committees"),
    "city": ("City", "City"),
    "country": ("Country", "Country"),
}

# What one area of a level is called in a sentence; each takes an s where there are several.
LEVEL_NOUNS = {
    "lsoa21": "small area",
    "ward": "ward",
    "committee": "committee",
    "neighbourhood": "named neighbourhood",
}


def comparison_words(comparison: str, benchmark: str) -> str:
    """Return `Better than Leeds`, `Similar to Leeds`, `Not compared`."""
    match comparison:
        case "better" | "worse" | "higher" | "lower":
            return f"{comparison.capitalize()} than {benchmark}"
        case "similar":
            return f"Similar to {benchmark}"
        case _:
            return "Not compared"


def state_label(status: str) -> str:
    """Return what a state is called; one that only a later release knows keeps its own name."""
    return STATE_LABELS.get(status, status)


def state_words(status: str, note: str) -> str:
    """Return the label of a state with its reason, where one is given."""
    label = state_label(status)
    return f"{label}: {note}" if note else label
