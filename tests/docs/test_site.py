"""Is docs/ built as a site, whose pages ask no other host and whose links lead somewhere?"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import html

from tests.conftest import ROOT

ASKED = (
    "//script/@src | //link[@rel='stylesheet' or @rel='preconnect' or @rel='icon']/@href | //img/@src | //iframe/@src"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    for name in ("docs", "contrib"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md", "mkdocs.yml"):
        shutil.copy(ROOT / name, folder / name)
    subprocess.run([sys.executable, "contrib/docs_site.py", "build/pages"], cwd=folder, check=True)
    built = subprocess.run(
        [Path(sys.executable).with_name("zensical"), "build"], cwd=folder, check=True, capture_output=True, text=True
    )
    assert "No issues found" in built.stdout + built.stderr
    return folder / "build" / "site"


@pytest.mark.slow
def test_every_page_is_in_the_site_and_asks_no_other_host(site: Path) -> None:
    expected = {f"{page.stem}.html" for page in (ROOT / "docs").glob("*.md")} | {"index.html", "changelog.html"}
    assert expected <= {page.name for page in site.glob("*.html")}
    for page in site.glob("*.html"):
        asked = html.parse(str(page)).xpath(ASKED)
        assert asked
        assert not [one for one in asked if re.match(r"(https?:)?//", one)], page.name
    for sheet in site.rglob("*.css"):
        assert not re.search(r"(@import|url\()\s*['\"]?(https?:)?//", sheet.read_text(encoding="utf-8")), sheet.name


@pytest.mark.slow
def test_links_between_pages_lead_to_pages(site: Path) -> None:
    for page in site.glob("*.html"):
        if page.name == "404.html":  # of a site whose address is known
            continue
        for link in html.parse(str(page)).xpath("//article//a/@href"):
            target = unquote(link.partition("#")[0])
            if target and ":" not in target:
                assert (site / target).exists(), f"{page.name}: {link}"
