"""To be written."""

from __future__ import annotations

from dashboards.site import Site


def write_place_scripts(site: Site) -> None:
    """Write nothing yet."""
