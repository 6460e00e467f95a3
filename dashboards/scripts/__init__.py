"""What runs and is read in the browser: our modules as one script a page, and data as scripts that set a value.

Belongs here: whatever the pages' scripts load. Does not belong here: pages, and files for other programs (`sharing`).
Scripts are used for data too because a page opened from a folder may load a script and may not fetch a file.
"""
