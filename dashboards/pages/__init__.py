"""One module for each kind of page: from a release to the values its template needs.

Belongs here: choosing and ordering what a page shows. Does not belong here: markup (`templates/`),
wording (`words/`), drawing (`charts/`, `maps/`).
"""
