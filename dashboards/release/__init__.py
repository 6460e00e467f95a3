"""A release folder as typed rows, and the questions that pages ask of it.

Belongs here: opening the files, one class for each table (`*_rows.py`), finding rows. Does not belong here: words,
pictures, pages, computing any figure.
"""
