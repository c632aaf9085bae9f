"""Does the site have a page for every report that is published, and no other?"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from html import unescape
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from expectations.engine.values import load_values
from expectations.pages.words import explain_flag
from extractors.language import knowledge
from extractors.model import LAST_RESORTS
from flows import cli
from flows.inputs.outputs import MARK
from flows.publishing.history import NOTE
from flows.publishing.snapshots import open_stage, publishing
from flows.publishing.snapshots import publish as publish_snapshot
from flows.site.labels import load_labels
from flows.site.links import passed_url, report_url
from flows.site.write import write_site
from tests.flows.site.published import Published, Stated, publish
from tests.languages import in_language

TEXT = "某县2016年工作总结\n培训农民740余人。\n【稿匣】入群请加微信\n"
FARMERS = Stated("c1", 16, 21)
YEAR = (2, 6, "title")
REPORT = Published("2016/a.txt", TEXT, claims=[FARMERS], removed=[(23, 33)])
HOSTILE = "</title><script>alert(1)</script>\"'&"


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    return tmp_path / "output" / "tables"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "output" / "site"


def page(site: Path, source: Published, batch: str = "seeds") -> str:
    return (site / report_url(batch, source.report_id)).read_text(encoding="utf-8")


def changed_of(*paths: str) -> pa.Table:
    """Sources of the batch seeds."""
    schema = pa.schema({"batch": pa.string(), "source_path": pa.string()})
    return pa.table({"batch": ["seeds"] * len(paths), "source_path": list(paths)}, schema=schema)


def data_of(html: str) -> Any:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found
    return json.loads(found.group(1))


def facts_of(html: str, language: str = "en") -> list[str]:
    """Names and values in the page's header."""
    rows = in_language(html, language).xpath("//dl[@class='facts']/div")
    return [" ".join(str(part.text_content()) for part in row) for row in rows]


def test_a_report_s_page_has_its_text_its_claims_and_what_was_removed(tables: Path, site: Path) -> None:
    publish(tables, "seeds", [REPORT])
    figures = write_site(tables, site)
    assert (figures.reports, figures.claims, figures.written, figures.removed) == (1, 1, 1, 0)
    html = page(site, REPORT)
    assert '培训农民<mark id="c1" class="k-count s-actual">740余人</mark>。' in html
    assert '<del title="已清除：广告" data-rule="advert">【稿匣】入群请加微信</del>' in html
    assert "Encoding utf-8" in facts_of(html)
    assert "编码 utf-8" in facts_of(html, "zh")
    assert "Year reported on 2016" in facts_of(html)
    data = data_of(html)
    assert data["sections"] == ["主要工作"]
    [[claim_id, section, fields]] = data["claims"]
    assert (claim_id, section) == ("c1", 0)
    assert {"740余人", 740.0, "2016-01-01", "培训农民"} <= {f for f in fields if not isinstance(f, list)}


def test_a_numeral_that_was_passed_over_is_marked_with_its_reason_and_can_be_linked_to(
    tables: Path, site: Path
) -> None:
    source = Published("a.txt", TEXT, claims=[FARMERS], passed=[YEAR, (16, 18, "no_unit")])
    publish(tables, "seeds", [source])
    write_site(tables, site)
    html = page(site, source)
    assert '某县<u id="n2" data-why="title">2016</u>年工作总结' in html
    assert "Passed over 2 numerals, 1 of them by a last resort" in facts_of(html)
    assert "Numerals with dots below" in html
    assert passed_url("seeds", source.report_id, 2) == f"{report_url('seeds', source.report_id)}#n2"


def test_a_numeral_is_on_the_page_that_shows_its_place(tables: Path, site: Path) -> None:
    source = Published("a.txt", f"1\n{TEXT}2", title=None, passed=[(0, 1, "outside_reports")])
    publish(tables, "seeds", [source])
    write_site(tables, site)
    html = (site / "reports" / "seeds" / f"{source.source_id[:16]}-source.html").read_text(encoding="utf-8")
    assert '<u id="n0" data-why="outside_reports"' in html


def test_tables_of_before_numerals_were_accounted_for_give_pages_without_them(tables: Path, site: Path) -> None:
    publish(tables, "seeds", [REPORT])
    shutil.rmtree(tables / "passed_over")
    write_site(tables, site)
    html = page(site, REPORT)
    assert "培训农民" in html
    assert "Passed over" not in html
    assert "Numerals with dots below" not in html


def test_every_kind_warning_and_reason_that_is_published_has_words_on_the_pages() -> None:
    labels = load_labels()
    assert set(labels["kinds"]) == set(load_values().sets["kind"]) == set(labels["words"]["kinds"])
    rules = {rule.name for rule in knowledge.not_claims()}
    assert rules | {"title", "outside_reports", "behind_letters", "advert", *LAST_RESORTS} == set(labels["reasons"])
    hues = [kind["hue"] for kind in labels["kinds"].values()]
    assert len(set(hues)) == len(hues)


@pytest.mark.parametrize(
    "flag",
    [
        "two_readings: 132000 or 130002", "dash_or_minus: -5 or 5", "two_points: 14..3", "product: 2 × 350000",
        "range_reversed", "shared_unit", "decimal_restored", "unknown_unit", "stated_twice: 1 ≠ 2", "value_above_floor",
    ],
)  # fmt: skip
def test_a_warning_is_explained_whatever_arithmetic_it_carries(flag: str) -> None:
    assert len(explain_flag(flag)) > 20


def test_doubts_can_be_seen_in_the_text(tables: Path, site: Path) -> None:
    low, warned = {"confidence": 0.4}, {"flags": ["stated_twice: 1 ≠ 2"]}
    publish(tables, "seeds", [Published("a.txt", "3人4人", claims=[Stated("a", 0, 2, low), Stated("b", 2, 4, warned)])])
    write_site(tables, site)
    html = (site / "reports" / "seeds").glob("*.html").__next__().read_text(encoding="utf-8")
    assert '<mark id="a" class="k-count s-actual u">' in html
    assert '<mark id="b" class="k-count s-actual f">' in html


def test_hostile_titles_texts_and_paths_stay_text(tables: Path, site: Path) -> None:
    said = {"metric": HOSTILE, "section": HOSTILE, "flags": [HOSTILE]}
    source = Published(
        f"{HOSTILE.replace('/', '')}.txt", HOSTILE, HOSTILE, [Stated("c1", 1, 3, said)], report={"issuer": HOSTILE}
    )
    publish(tables, "seeds", [source])
    write_site(tables, site)
    html = page(site, source)
    assert "<script>alert" not in html
    assert html.count("<script") == 9  # labels, numerals passed over, way to the queue, page, data
    assert unescape(re.search("<h1[^>]*>(.*?)</h1>", html).group(1)) == HOSTILE  # type: ignore[union-attr]
    assert HOSTILE in data_of(html)["claims"][0][2]
    shard = (site / "index" / "reports-0.js").read_text(encoding="utf-8")
    assert HOSTILE in json.loads(shard.removeprefix("addReports(").rstrip().removesuffix(");"))[0]


def test_what_is_not_kept_in_memory_goes_where_the_run_can_clear_it_away(
    tables: Path, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tables, "seeds", [REPORT])
    monkeypatch.setattr(tempfile, "tempdir", str(tables / "gone"))
    with pytest.raises(FileNotFoundError):
        write_site(tables, site)
    assert write_site(tables, site, scratch=tables.parent).reports == 1
    assert {path.name for path in tables.parent.iterdir()} == {"tables", "site"}


def test_only_the_named_sources_are_written_and_those_that_have_no_page_yet(tables: Path, site: Path) -> None:
    other, third = Published("b.txt", TEXT + "1", claims=[FARMERS]), Published("c.txt", TEXT + "2")
    publish(tables, "seeds", [REPORT, other])
    write_site(tables, site)
    changed = Published(REPORT.path, TEXT, "另一个标题", [FARMERS])
    publish(tables, "seeds", [changed, Published(other.path, other.text, "不应出现", [FARMERS]), third])
    assert write_site(tables, site, changed_of(REPORT.path)).written == 2
    assert "另一个标题" in page(site, changed)
    assert "不应出现" not in page(site, other)
    assert page(site, third)


def test_pages_of_sources_that_are_gone_are_removed(tables: Path, site: Path) -> None:
    other = Published("b.txt", TEXT + "1")
    publish(tables, "seeds", [REPORT, other])
    publish(tables, "2016", [REPORT])
    write_site(tables, site)
    publish(tables, "seeds", [other])
    (tables / "texts" / "batch=2016" / "part-0.parquet").unlink()
    assert write_site(tables, site, changed_of()).removed == 2
    assert sorted(path.name for path in (site / "reports").rglob("*.html")) == [f"{other.report_id}.html"]
    assert not (site / "reports" / "2016").exists()


def test_files_that_an_earlier_snapshot_shares_are_not_written_into(tables: Path, site: Path, tmp_path: Path) -> None:
    publish(tables, "seeds", [REPORT])
    write_site(tables, site)
    earlier = {path: tmp_path / f"earlier-{n}" for n, path in enumerate(site.rglob("*")) if path.is_file()}
    for path, link in earlier.items():
        os.link(path, link)
    before = {link: link.read_bytes() for link in earlier.values()}
    publish(tables, "seeds", [Published(REPORT.path, TEXT, "另一个标题")])
    write_site(tables, site)
    assert {link: link.read_bytes() for link in earlier.values()} == before
    assert page(site, REPORT).encode() != before[earlier[site / report_url("seeds", REPORT.report_id)]]


def test_what_stays_the_same_is_not_written_again(tables: Path, site: Path) -> None:
    publish(tables, "seeds", [REPORT])
    write_site(tables, site)
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}
    assert write_site(tables, site).written == 0
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()} == before


def test_a_batch_in_many_part_files_and_one_named_by_a_year(tables: Path, site: Path) -> None:
    sources = [Published(f"{n}.txt", f"{TEXT}{n}", claims=[Stated(f"c{n}", 16, 21)]) for n in range(5)]
    for source in sources:
        publish(tables, "2016", [source], part=f"part-{source.path}")
    assert write_site(tables, site).claims == 5
    for number, source in enumerate(sources):
        assert f'<mark id="c{number}"' in page(site, source, "2016")


def test_tables_without_rows_and_no_tables_give_a_site_that_says_so(tables: Path, site: Path) -> None:
    assert write_site(tables, site).reports == 0
    publish(tables, "seeds", [])
    assert write_site(tables, site).reports == 0
    assert "No report is published yet" in (site / "index.html").read_text(encoding="utf-8")


def test_a_report_without_claims_has_a_page(tables: Path, site: Path) -> None:
    source = Published("a.txt", TEXT)
    publish(tables, "seeds", [source])
    write_site(tables, site)
    assert data_of(page(site, source)) == {"sections": [], "pictures": [], "claims": []}


def test_a_source_without_a_report_has_a_page(tables: Path, site: Path) -> None:
    source = Published("a.txt", TEXT, title=None)
    publish(tables, "seeds", [source])
    assert write_site(tables, site).reports == 1
    html = (site / "reports" / "seeds" / f"{source.source_id[:16]}-source.html").read_text(encoding="utf-8")
    assert "培训农民740余人" in html


def test_a_repeated_report_links_to_the_other(tables: Path, site: Path) -> None:
    source = Published("a.txt", TEXT, report={"duplicate_of": "r9", "duplicate_in": "汇编"})
    publish(tables, "seeds", [source])
    write_site(tables, site)
    assert f'<a href="../../{report_url("汇编", "r9")}">' in page(site, source)


def test_the_pages_name_nothing_outside_the_site(tables: Path, site: Path) -> None:
    publish(tables, "seeds", [REPORT])
    write_site(tables, site)
    for path in site.rglob("*"):
        if path.is_file():
            assert not re.search(r"(?:https?:)?//[a-z]|@import|url\(", strip_comments(path.read_text(encoding="utf-8")))


def strip_comments(code: str) -> str:
    return re.sub(r"(?m)^\s*//.*$|(?<=[;{}]) // .*$", "", code)


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr("sys.argv", ["report-metrics", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


def test_the_command_rebuilds_the_site(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tables: Path, site: Path
) -> None:
    with open_stage(tables.parent) as stage, publishing(tables.parent):
        publish(stage / "next" / "tables", "seeds", [REPORT])
        first = publish_snapshot(stage, stage / "next")
    assert run(monkeypatch, "site", "--output", tables.parent) == 0
    assert "(reports: 1, claims: 1)" in capsys.readouterr().out
    assert page(site, REPORT)
    assert {path.name for path in first.iterdir()} == {"tables", NOTE, MARK}  # what is published is never written into


def test_the_command_says_where_there_are_no_tables(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(monkeypatch, "site", "--output", tmp_path) == cli.BAD_USE
    assert "there are no tables" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()
