"""Every link of every page of a release leads somewhere, and nothing is loaded from elsewhere."""

import html.parser
import json
import os
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest

_LOADED = ("stylesheet", "icon", "preload", "modulepreload")


class Page(html.parser.HTMLParser):
    """What a page leads to, what it loads, and the ids it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.loads: set[str] = set()
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the links, loads and ids of one element."""
        found = {key: value for key, value in attrs if value}
        if "id" in found:
            self.ids.append(found["id"])
        if "src" in found:
            self.loads.add(found["src"])
        if "href" in found:
            loaded = tag == "link" and found.get("rel") in _LOADED
            (self.loads if loaded else self.links).add(found["href"])


def faults(folder: Path) -> list[str]:
    """Every link that leads nowhere, in words."""
    folder = folder.resolve()
    address = json.loads((folder / "release.json").read_text(encoding="utf-8")).get("address", "")
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.html"))}
    assert len(pages) > 50
    files = {str(path) for path in folder.rglob("*") if path.is_file()}
    wrong = []
    for path, page in pages.items():
        name = path.relative_to(folder).as_posix()
        wrong += [f"{name}: id {one} {count} times" for one, count in Counter(page.ids).items() if count > 1]
        wrong += [f"{name}: loads {one}" for one in page.loads if urlparse(one).scheme not in ("", "data")]
        for target in page.links | page.loads:
            # A link to where the site is published is one into this folder.
            own = (target.removeprefix(address) or "index.html") if address and target.startswith(address) else ""
            parts = urlparse(own or target)
            if parts.scheme in ("http", "https", "mailto", "data"):
                continue
            base = folder if own else path.parent
            file = os.path.normpath(base / unquote(parts.path)) if parts.path else str(path)
            # A fragment with a value is a state for the page's script, not a place.
            place = parts.fragment if "=" not in parts.fragment else ""
            if file not in files:
                wrong.append(f"{name}: {target}")
            elif place and Path(file) in pages and place not in pages[Path(file)].ids:
                wrong.append(f"{name}: {target} has no such place")
    return wrong


@pytest.mark.parametrize("release", ["sample_release", "real_release"])
def test_every_link_leads_somewhere(release: str, request: pytest.FixtureRequest) -> None:
    assert faults(request.getfixturevalue(release)) == []
