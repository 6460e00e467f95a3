"""What pages, scripts and pictures show alike: one figure ready to print, one line of an area's table, a map.

Belongs here: values shared by two of them. Does not belong here: anything that one page alone needs (`pages/`).
"""
