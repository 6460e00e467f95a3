"""What each page says of itself to search engines and to whoever links to it.

Belongs here: descriptions, addresses, data sets as schema.org has them. Does not belong here: files beside the pages
(`sharing/`), markup (`templates/head.html`).
"""
