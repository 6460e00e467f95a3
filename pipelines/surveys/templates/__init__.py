"""Empty workbooks for people to fill in: one for each instrument, with drop-down lists and its questions."""
