"""The accessibility statement, in the form of the model for the public sector.

Belongs here: which pages of this release it speaks of. Does not belong here: the statement's words (the template).
"""

from __future__ import annotations

from dashboards.site import Site


def write(site: Site) -> int:
    """Write accessibility.html."""
    site.write("accessibility.html", "accessibility.html", small_areas=bool(site.release.small_areas))
    return 1
