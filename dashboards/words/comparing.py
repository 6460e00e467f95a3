"""What may be said of two areas beside each other, in words.

Belongs here: the texts of the page that compares areas. Does not belong here: deciding which one holds, which needs the
areas a reader chose (`static/js/compare-rows.js`, by the rule that RULE states).
"""

from __future__ import annotations

# The rule, told to readers; the script follows it and a test holds the two against each other.
RULE = (
    "An area is called higher or lower than another only where their 95% intervals do not touch. Where the intervals "
    "overlap there may still be a difference, but these figures do not show it clearly."
)


# What the script prints, by name; `{}` stands for what it fills in.
COMPARING_WORDS = {
    "higher": "{} is higher than {}",
    "unclear": "No clear difference",
    "otherwise": "No other clear difference",
    "no_interval": "No interval, so no difference can be claimed",
    "few": "Fewer than two values",
    "periods": "The periods differ, so they are not compared",
    "no_row": "No figure for this kind of area",
    "levels": "These are areas of different kinds, and some may be much larger than others. Small areas differ "
    "more from each other and have wider intervals.",
    "within": "{} lies within {}, so the same people are counted in both.",
    "choose": "Choose two to four different areas.",
    "comparing": "Comparing {}.",
    "unknown": "The address names an area that is not in this release: {}.",
    "indicator": "Indicator and period",
    "between": "Between them",
}

# The columns of the file for each area, in the order in which the script fills them.
PARTS = ("value", "lower limit", "upper limit", "state", "comparison", "period")
