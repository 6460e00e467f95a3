"""What leaves the site on its own: pictures, cards, descriptions for programs and search engines."""

import csv
import hashlib
import json
import re
import struct
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from dashboards.charts.svg import SYNTHETIC_NOTE
from dashboards.errors import PictureError
from dashboards.release.reading import read_release
from dashboards.sharing import raster
from dashboards.sharing.pictures import chart
from dashboards.sharing.standalone import standalone_css
from tests.unit.dashboards.fixture_release import CITY
from tests.unit.dashboards.fixture_release import PUBLISHED_AT as ADDRESS

SHARE = "claimant_share"
WARD = "X05000012"


def html_pages(folder: Path) -> Iterator[str]:
    for page in sorted(folder.rglob("*.html")):
        path = page.relative_to(folder).as_posix()
        if not path.startswith("embed/"):
            yield path


def data_sets(folder: Path, page: str) -> list[dict[str, Any]]:
    text = (folder / page).read_text(encoding="utf-8")
    return [json.loads(found) for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)]


def test_rules_of_pictures_need_no_browser() -> None:
    css = standalone_css()
    assert not re.search(r"var\(|:not|\[", css)
    assert ".on-state-suppressed" in css


@pytest.mark.parametrize(("kind", "area"), [("trend", CITY), ("bars", CITY), ("bars", WARD), ("map", WARD)])
def test_a_picture_says_what_it_is(published: Path, kind: str, area: str) -> None:
    svg = chart(published, SHARE, area, kind)
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own file
    space = "{http://www.w3.org/2000/svg}"
    texts = " ".join("".join(text.itertext()) for text in root.iter(f"{space}text"))
    release = read_release(published)
    assert release.by_indicator[SHARE].name in texts
    assert release.id in texts
    assert "Licence" in texts
    assert texts.count(SYNTHETIC_NOTE) == 1
    assert release.by_indicator[SHARE].name in (root.findtext(f"{space}title") or "")
    assert len(root.findtext(f"{space}desc") or "") > 20
    assert "var(" not in svg
    assert svg == chart(published, SHARE, area, kind)


def test_formats_of_a_picture(published: Path) -> None:
    svg = chart(published, SHARE, WARD, "bars")
    assert raster.as_png(svg, 2.0)[:8] == b"\x89PNG\r\n\x1a\n"
    assert raster.as_pdf(svg).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("indicator", "area", "kind", "told"),
    [
        ("claimant_shere", "", "", "claimant_share"),
        (SHARE, "X0500001", "", "Did you mean"),
        ("volunteering_share", "X05000003", "trend", "Suppressed: Fewer than five people"),
        ("life_satisfaction_mean", WARD, "bars", "Not collected"),
    ],
)
def test_what_cannot_be_drawn_is_told(published: Path, indicator: str, area: str, kind: str, told: str) -> None:
    with pytest.raises(PictureError, match=told):
        chart(published, indicator, area, kind)


def test_every_page_has_its_card(published: Path) -> None:
    for path in html_pages(published):
        text = (published / path).read_text(encoding="utf-8")
        (card,) = re.findall(r'property="og:image" content="([^"]*)"', text)
        content = (published / card.removeprefix(ADDRESS)).read_bytes()
        assert struct.unpack(">IIB", content[16:25]) == (1200, 630, 4), f"{path}: at most sixteen colours"
        assert len(content) <= 20_000, path


def test_addresses_of_pages(published: Path, shaped: Path) -> None:
    root = ElementTree.parse(published / "sitemap.xml").getroot()  # noqa: S314 - our own file
    found = [place.text or "" for place in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert sorted(found) == sorted(ADDRESS + path for path in html_pages(published))
    assert f"Sitemap: {ADDRESS}sitemap.xml" in (published / "robots.txt").read_text()
    for path in html_pages(published):
        text = (published / path).read_text(encoding="utf-8")
        canonical = ADDRESS + ("" if path == "index.html" else path)
        assert f'<link rel="canonical" href="{canonical}">' in text, path
        assert text.count('name="description"') == text.count('property="og:title"') == 1, path
    assert not (shaped / "sitemap.xml").exists()
    assert "canonical" not in (shaped / "index.html").read_text()


def test_data_sets_for_search_engines(published: Path) -> None:
    release = read_release(published)
    pages = ["data.html", *(f"indicators/{indicator.indicator}.html" for indicator in release.indicators)]
    for page in pages:
        (told,) = data_sets(published, page)
        assert told["@context"] == "https://schema.org/"
        assert told["@type"] == "Dataset"
        assert {"license", "creator", "citation", "spatialCoverage", "temporalCoverage", "variableMeasured"} <= set(
            told
        )
        assert told["url"] == ADDRESS + page
        assert told["version"] == release.id
        assert told["datePublished"] == release.published
        assert "synthetic" in told["name"]
        assert SYNTHETIC_NOTE in told["description"]
        assert 50 <= len(told["description"]) <= 5000
        for file in told["distribution"]:
            assert (published / file["contentUrl"].removeprefix(ADDRESS)).is_file()
    assert not data_sets(published, "index.html")


def test_every_file_is_listed_with_its_checksum(published: Path) -> None:
    text = unquote((published / "data.html").read_text(encoding="utf-8"))
    package = json.loads((published / "datapackage.json").read_text(encoding="utf-8"))
    resources = {resource["path"]: resource for resource in package["resources"]}
    sums = dict(line.split("  ")[::-1] for line in (published / "SHA256SUMS.txt").read_text().splitlines())
    paths = [path.relative_to(published).as_posix() for path in (published / "data").rglob("*") if path.is_file()]
    assert sorted(paths) == sorted(resources)
    described = ["csvw.json", "datapackage.json", "release.json"]
    assert sorted({*paths, *described}) == sorted(path for path in sums if not path.startswith("schemas/"))
    for path, digest in sums.items():
        assert hashlib.sha256((published / path).read_bytes()).hexdigest() == digest
    for path in described:
        assert re.search(rf'href="{path}".*?>{sums[path][:8]}<', text)
    for path in paths:
        content = (published / path).read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        assert f'href="{path}"' in text
        assert sums[path] == digest
        assert resources[path]["hash"] == f"sha256:{digest}"
        assert resources[path]["bytes"] == len(content)
    assert len({resource["name"] for resource in resources.values()}) == len(resources)


def schema(folder: Path, told: dict[str, Any] | str) -> dict[str, Any]:
    """Return a schema that stands in place or in a file of its own."""
    if isinstance(told, dict):
        return told
    found: dict[str, Any] = json.loads((folder / told).read_text(encoding="utf-8"))
    return found


def test_schemas_name_the_columns_of_the_files(published: Path) -> None:
    package = json.loads((published / "datapackage.json").read_text(encoding="utf-8"))
    tables = {
        r["path"]: [f["name"] for f in schema(published, r["schema"])["fields"]]
        for r in package["resources"]
        if "schema" in r
    }
    group = json.loads((published / "csvw.json").read_text(encoding="utf-8"))
    on_the_web = {
        t["url"]: [c["name"] for c in schema(published, t["tableSchema"])["columns"]] for t in group["tables"]
    }
    assert tables == on_the_web
    assert {"data/observations.csv", f"data/areas/{WARD}.csv"} <= set(tables)
    for path, columns in tables.items():
        with (published / path).open(encoding="utf-8", newline="") as handle:
            assert set(columns) <= set(next(csv.reader(handle))), path


def test_files_that_are_alike_share_their_columns(published: Path) -> None:
    package = json.loads((published / "datapackage.json").read_text(encoding="utf-8"))
    told = [r["schema"] for r in package["resources"] if r["path"].startswith("data/areas/") and "schema" in r]
    assert len(told) > 1
    assert set(told) == {"schemas/areas.table.json"}


def test_the_statement_on_accessibility(published: Path) -> None:
    text = (published / "accessibility.html").read_text(encoding="utf-8")
    for words in ("WCAG", "partially compliant", "How we tested", "The Partnership names a contact here"):
        assert words in text
