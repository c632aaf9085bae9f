"""The quality report is a site of files: nothing of it is fetched, and Chinese text stays as it is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import html

from expectations.pages.quality import write_quality_page
from expectations.validate import CHECKS, validate
from tests.conftest import ROOT
from tests.expectations.good import make_facts, make_frames

ADDRESS = re.compile(r"""(?: https?: | (?<= ["'(=] ) // )""", re.VERBOSE)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    frames = make_frames()
    frames["claims"].loc[0, "char_end"] += 1
    frames["claims"].loc[3, "value"] = 104.0
    folder = tmp_path_factory.mktemp("quality") / "staged"
    validate(frames, make_facts(), folder)
    write_quality_page(folder.parent / "tables", folder, "样例")  # the landing page, which the others lead back to
    return folder


def read_pages(site: Path) -> dict[str, str]:
    return {page.relative_to(site).as_posix(): page.read_text(encoding="utf-8") for page in site.rglob("*.html")}


def test_every_table_has_its_pages(site: Path) -> None:
    expected = {
        f"{folder}/{table}.html" for folder in ("results", "expectations") for table in CHECKS if table != "volume"
    }
    assert set(read_pages(site)) == expected | {"index.html", "review.html"}
    assert {path.name for path in site.iterdir()} == {
        "index.html",
        "review.html",
        "languages.js",
        "style.css",
        "results",
        "expectations",
    }


def test_no_page_refers_to_another_host(site: Path) -> None:
    for name, page in read_pages(site).items():
        assert not ADDRESS.search(page), name
        assert re.findall("<script[^>]*>", page) in (
            ['<script src="languages.js">'],
            ['<script src="../languages.js">'],
        ), name
    assert not ADDRESS.search((site / "style.css").read_text(encoding="utf-8"))


# What the header leads to besides, and a run writes beside the quality report
OUTSIDE = (
    "../index.html",
    "../site/index.html",
    "../dictionary.html",
    "../quality/index.html",
    "../quality/review.html",
)


def test_every_link_leads_to_a_file(site: Path) -> None:
    for name, page in read_pages(site).items():
        for link in re.findall(r'(?:href|src)="([^"#?]+)', page):
            if link.startswith("data:") or link in (*OUTSIDE, *(f"../{page}" for page in OUTSIDE)):
                continue
            assert (site / name).parent.joinpath(link).resolve().is_file(), (name, link)


def test_no_helper_column_is_named_to_readers(site: Path) -> None:
    shown = {
        str(words).strip()
        for page in read_pages(site).values()
        for words in html.document_fromstring(page).xpath("//text()[not(ancestor::script)]")
    }
    assert not {words for words in shown if re.fullmatch(r"_\w+", words)}


def test_a_failing_row_is_shown_with_its_words(site: Path) -> None:
    pages = read_pages(site)
    assert "完成水稻种植面积1.14万亩" in pages["results/claims.html"]
    assert "合格率" in pages["expectations/claims.html"]


def test_the_site_is_utf_8_where_the_locale_is_not(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.expectations.good import make_facts, make_frames\n"
        "from expectations.validate import validate\n"
        "validate(make_frames(), make_facts(), Path(sys.argv[1]))"
    )
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONPATH": str(ROOT)}
    home = {"HOME": str(tmp_path / "home"), "TMPDIR": str(tmp_path / "tmp")}
    for folder in home.values():
        Path(folder).mkdir()
    command = [sys.executable, "-c", code, str(tmp_path / "site")]
    done = subprocess.run(
        command, env=os.environ | plain | home, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert (done.stdout, done.stderr) == ("", "")
    assert "满意率" in (tmp_path / "site" / "results" / "claims.html").read_text(encoding="utf-8")
    assert [path for folder in home.values() for path in Path(folder).rglob("*") if path.is_file()] == []
    assert {path.name for path in tmp_path.iterdir()} == {"site", "home", "tmp"}


def test_telemetry_is_off_and_heavy_imports_wait() -> None:
    code = (
        "import sys; import expectations.validate\n"
        "assert 'great_expectations' not in sys.modules\n"
        "from expectations.engine import library; library.load()\n"
        "import os; assert os.environ['GX_ANALYTICS_ENABLED'] == 'false'\n"
        "assert 'altair' not in sys.modules and 'scipy.stats' not in sys.modules\n"
        "import altair, scipy.stats; assert altair.Chart and scipy.stats.norm"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_the_library_s_words_are_said_in_chinese_too_and_failing_values_are_left(site: Path) -> None:
    page = html.document_fromstring(read_pages(site)["results/claims.html"])
    told = {"".join(span.itertext()) for span in page.xpath("//body//span[@lang='zh']")}
    assert {"检查结果", "目录", "只看未满足的", "已检查", "不符合 0%"} <= told
    assert "position_not_empty [关键、逐行]：char_start 在 char_end 之前" in told
    assert any(re.fullmatch("1 行不符合，占全部 6 行的 ≈?[0-9.]+%。", one) for one in told)
    values = page.xpath("//td[contains(., '完成水稻种植面积1.14万亩')][not(descendant::td)]")
    assert values
    assert not any(value.xpath(".//span[@lang]") for value in values)
