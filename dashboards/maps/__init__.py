"""Maps drawn while the site is built: shapes, classes, and the SVG around them.

Belongs here: geometry and class breaks. Does not belong here: reading the observations, words.
"""
