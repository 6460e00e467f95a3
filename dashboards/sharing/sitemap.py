"""What search engines ask a site for first: the list of its pages, and leave to read them.

Belongs here: sitemap.xml and robots.txt. Does not belong here: what one page says of itself (`describing/heads.py`).
"""

from __future__ import annotations

from dashboards.charts.svg import element, joined
from dashboards.site import Site


def write_sitemap(site: Site) -> None:
    """Write both where the release says where it is published: neither may hold a relative address."""
    release = site.release
    if not release.address:
        return
    found = sorted(page.relative_to(release.folder).as_posix() for page in release.folder.rglob("*.html"))
    pages = joined(
        element("url", element("loc", release.address + page), element("lastmod", release.published))
        for page in found
        if not page.startswith("embed/")
    )
    listed = element("urlset", pages, xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    told = {
        "sitemap.xml": f'<?xml version="1.0" encoding="UTF-8"?>\n{listed}\n',
        "robots.txt": f"User-agent: *\nAllow: /\nSitemap: {release.address}sitemap.xml\n",
    }
    for name, text in told.items():
        (release.folder / name).write_text(text, encoding="utf-8", newline="\n")
