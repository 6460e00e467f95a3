"""To be written."""

from __future__ import annotations

from dashboards.site import Site


def write_cards(site: Site) -> None:
    """Write nothing yet."""
