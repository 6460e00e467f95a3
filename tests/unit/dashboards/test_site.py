"""Pages: complete, linked, escaped, marked, the same every time."""

import html.parser
import json
import re
from pathlib import Path
from urllib.parse import unquote, urlparse

import plotly.graph_objects as go
import pytest

from dashboards.build import build_site
from dashboards.words.states import STATE_LABELS
from pipelines.columns import STATUSES
from tests.unit.dashboards.fixture_release import NASTY_WARD, write_release


class Links(html.parser.HTMLParser):
    """Collects what a page leads to and the ids it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the links and ids of one element."""
        for key, value in attrs:
            if value and key in ("href", "src") and tag != "base":
                self.targets.append(value)
            if value and key == "id":
                self.ids.append(value)


def pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def check_links(folder: Path) -> None:
    """Hold every link of a site to a file and an id that exist."""
    seen = {page: Links(page.read_text(encoding="utf-8")) for page in pages(folder)}
    assert len(seen) > 50
    for page, links in seen.items():
        assert len(links.ids) == len(set(links.ids)), page
        for target in links.targets:
            address = urlparse(target)
            if target == "data:,":  # the empty icon, so that no browser asks for one
                continue
            if address.scheme in ("http", "https"):
                assert "legislation" in target or "licence" in target or "license" in target, (page, target)
                continue
            assert not address.scheme or address.scheme == "mailto", (page, target)
            file = (page.parent / unquote(address.path)).resolve() if address.path else page
            if file.name == "MANIFEST.json":
                continue
            assert file.exists(), (page, target)
            if address.fragment and file in seen and "=" not in address.fragment:
                assert address.fragment in seen[file].ids, (page, target)


@pytest.mark.parametrize("which", ["shaped", "drawn", "plain"])
def test_every_link_resolves_and_none_leaves_for_assets(which: str, request: pytest.FixtureRequest) -> None:
    check_links(request.getfixturevalue(which))


def test_two_builds_are_the_same_to_the_byte(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_release(tmp_path / name, boundaries=True, synthetic=True)
        build_site(tmp_path / name)
    first = {p.relative_to(tmp_path / "one"): p.read_bytes() for p in (tmp_path / "one").rglob("*") if p.is_file()}
    second = {p.relative_to(tmp_path / "two"): p.read_bytes() for p in (tmp_path / "two").rglob("*") if p.is_file()}
    assert first == second


def test_hostile_names_are_text_everywhere(shaped: Path) -> None:
    shown = 0
    for page in pages(shaped):
        text = page.read_text(encoding="utf-8")
        assert "<script>alert" not in text, page
        shown += text.count("&lt;script&gt;alert")
        for block in re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', text, re.DOTALL):
            json.loads(block)
            assert "<" not in block
    assert shown > 5
    assert "<script>" in NASTY_WARD


def test_a_synthetic_site_says_so_on_every_page_and_picture(drawn: Path, shaped: Path) -> None:
    for page in pages(drawn):
        text = page.read_text(encoding="utf-8")
        assert "synthetic data" in text.lower().split("</title>")[0], page
        for picture in re.findall(r"<svg[^>]*role=\"img\".*?</svg>", text, re.DOTALL):
            assert "synthetic" in picture.lower(), page
    assert all('class="synthetic"' not in page.read_text(encoding="utf-8") for page in pages(shaped))


def test_interactive_figures_are_valid(shaped: Path) -> None:
    figures = 0
    for script in (shaped / "static" / "data" / "figures").glob("*.js"):
        page = (shaped / "indicators" / f"{script.stem}.html").read_text(encoding="utf-8")
        found = json.loads(script.read_text(encoding="utf-8").split("]=", 1)[1].rstrip(";\n"))
        for name, content in found.items():
            assert f'data-explore="{name}" data-figures="figures/{script.stem}"' in page
            plain = json.loads(re.sub(r'"var\(--[a-z0-9-]+\)"', '"#123456"', json.dumps(content)))
            go.Figure(data=plain["data"], layout=plain["layout"])
            figures += 1
    assert figures >= 6


def test_every_state_is_told_apart_in_table_and_key(shaped: Path) -> None:
    labels = {STATE_LABELS[status] for status in STATUSES}
    assert len(labels) == len(STATUSES)
    crime = (shaped / "indicators" / "crime_rate.html").read_text(encoding="utf-8")
    for status in ("suppressed", "not_applicable", "missing_at_source"):
        assert STATE_LABELS[status] in crime
        assert f"state-{status}" in crime
    css = (shaped / "static" / "site.css").read_text(encoding="utf-8")
    fills = dict(re.findall(r"\.state-([a-z_]+)\{fill:url\(#([a-z_-]+)\)\}", css))
    assert set(fills) == set(STATUSES) - {"ok"}
    assert len(set(fills.values())) == len(fills)
    drawn = (shaped / "map.html").read_text(encoding="utf-8")
    assert all(f'<pattern id="{fill}"' in drawn for fill in fills.values())


def test_pages_stay_within_their_budget(shaped: Path) -> None:
    """Bytes, not seconds: the design's limits for what travels to a reader."""
    import gzip

    for page in pages(shaped):
        assert len(gzip.compress(page.read_bytes())) <= 150_000, page
    static = shaped / "static"
    assert len(gzip.compress((static / "site.css").read_bytes())) <= 6_000
    for script in (path for path in static.glob("*.js") if "plotly" not in path.name):
        assert len(gzip.compress(script.read_bytes())) <= 15_000, script


def test_files_on_the_same_terms_stand_together(tmp_path: Path) -> None:
    write_release(tmp_path, boundaries=False, synthetic=False, surveys=False, analysis=False)
    table = tmp_path / "data" / "sources.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    assert "census.csv" in lines[1]
    other_terms = lines[1].replace("census.csv", "third.csv").replace("decennial", "yearly")
    lines[2:2] = [lines[1].replace("census.csv", "second.csv"), other_terms]
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    build_site(tmp_path)
    articles = (tmp_path / "data.html").read_text(encoding="utf-8").split('<article class="source"')[1:]
    assert [[name for name in ("census", "second", "third") if f">{name}.csv<" in one] for one in articles] == [
        ["census", "second"],
        ["third"],
        [],
    ]
    assert "2 files and their checksums" in articles[0]
    assert "Published: decennial." in articles[0]
    assert "1 file and its checksum" in articles[1]
