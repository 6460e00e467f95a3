"""What leaves the site on its own: cards for links, pictures for reports, and descriptions for search engines.

Belongs here: files and markup read by other programs. Does not belong here: pages, or what our own scripts load.
"""
