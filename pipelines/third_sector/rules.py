"""The rules by which the register of the third sector is drawn up: numbers, words, and a sentence on each for readers.

Belongs here: what is decided, and how it is said. Does not belong here: applying it (the other modules of this
package).
"""

YEARS = 10  # whole years before the day of the extract
COMPANY_YEARS = 3  # of them, in which companies are counted from a file that leaves dissolved ones out
MONTHS_TO_FILE = 10  # in which a return is due after the end of its year
OVERDUE_MONTHS = 12
SIZE_HOLDS_MONTHS = 24
DORMANT_RETURNS = 2
NATIONAL_AUTHORITIES = 10  # a charity that declares more is a national one
SURVIVAL_YEARS = 3
SUCCESSION_MONTHS = 24  # in which a successor is registered before the charity that it succeeds is removed
LARGEST = 10
# Of the organisations on the register at a day, how many must be such that they could be placed.
PLACED_ENOUGH, PLACED_WELL = 0.9, 0.98
RESAMPLES, SEED = 10_000, 20_240_229

# Words of the registers.
MOVED_ON = frozenset({"amalgamated", "funds transferred (incor)", "incorporated", "converted to cio"})
REMOVED_EVENT, TRANSFER_OUT = "removed", "asset transfer out"
REGISTERED = "registered"
AUTHORITY = "local authority"
NATIONAL_AREAS = r"throughout (?:england|great britain|the united kingdom|the uk|uk)\b.*"
CIC, CIO, SOCIETIES = (
    "community interest company",
    "charitable incorporated organisation",
    ("registered society", "industrial and provident society"),
)
INSOLVENT_COMPANY = r"(?:liquidation|.*administration|.*receiver.*|voluntary arrangement)"
DISSOLVED_COMPANY = r"(?:dissolved|converted.*|removed.*|closed.*)"
DORMANT_ACTIVITY = "99999"  # standard industrial classification: dormant company

RULES = (
    "An organisation is a registered charity or a community interest company. Registered societies are left out, "
    "because Companies House does not say which of them benefit the community.",
    "Entries of several registers are one organisation when they give the same number; names are never compared. "
    "It is counted once, and the charity register's dates and figures go before those of Companies House.",
    "A company number that several charities on the register give identifies none of them and is not used.",
    "A charitable incorporated organisation in Companies House is a charity already; it is not counted again.",
    "A linked charity is a part of its main charity and is not counted.",
    "An organisation whose declared area of operation names the city is counted here because it works here; any "
    "other is counted here when its office, by postcode, lies in the city.",
    "A charity that works throughout England, Great Britain or the United Kingdom, or that declares more than "
    f"{NATIONAL_AUTHORITIES} authorities, is national: it is counted when its office is here, and its volunteers "
    "and staff are not.",
    "Income, volunteers and staff are counted in full when the office is here or the organisation works nowhere "
    "else; of other organisations that work here no part is counted.",
    f"An organisation is dormant when its last {DORMANT_RETURNS} returns show neither income nor expenditure, or "
    "when Companies House classes it as dormant; it is not counted as active.",
    "An organisation that is insolvent or in administration is told as such and is counted until its register "
    "removes it.",
    "A removed organisation counts until the day of its removal.",
    "A charity that was removed because it amalgamated or became incorporated has moved on when its successor is "
    "on the register: this is no closure, and a successor registered for it within the two years before is no new"
    " organisation.",
    "Income belongs to the calendar year in which the financial year ended; what has not been reported is "
    "missing, never zero.",
    f"A year's income, volunteers and staff are shown once every return of it has been due, {MONTHS_TO_FILE} "
    "months after its last day.",
    "An organisation's size is that of the last income reported for a financial year that ended in the "
    f"{SIZE_HOLDS_MONTHS} months before; otherwise its size is unknown.",
    f"Accounts are overdue when neither annual return nor accounts came within {OVERDUE_MONTHS} months after they "
    "were due.",
    "The charity register empties the address of a charity that it removes: a past year is shown when at least "
    f"{PLACED_ENOUGH:.0%} of the charities then on the register of the whole country can still be placed, with "
    f"caution below {PLACED_WELL:.0%}.",
    "Companies House leaves dissolved companies out of its file: figures that count companies are shown for the last "
    f"{COMPANY_YEARS} years, with caution for all but the last.",
)
