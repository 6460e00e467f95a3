"""To be written."""

from __future__ import annotations

from dashboards.site import Site


def write(site: Site) -> int:
    """Write nothing yet."""
    return 0
