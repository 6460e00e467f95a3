"""The thresholds below which nothing is shown, or only with a warning. From methods.md.

Belongs here: numbers only. Does not belong here: applying them (`estimation`, `groups`).
"""

# "Small areas in a survey": respondents, and the coefficient of variation from which an estimate is unsteady.
SHOWN_FROM = 30
STEADY_FROM = 100
CAUTION_VARIATION = 0.20
# "Working together": organisations behind a figure. Whoever is one of five and learns of two more still does not know
# the other two.
FEWEST_ORGANISATIONS = 5
