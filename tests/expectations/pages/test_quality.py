"""Does the page say of a batch what a person has to know, also when there is little or nothing to say?"""

from __future__ import annotations

import re
import tempfile
import time
import tomllib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from lxml import html

from expectations.engine.suite import Failure
from expectations.pages.agreement import Agreement, Misfit, Said
from expectations.pages.figures import RUNS, read_figures
from expectations.pages.quality import Evaluated, write_quality_page
from expectations.pages.words import load_words
from expectations.schema import load_tables
from extractors.cleaning.pitches import RULE
from tests.conftest import ROOT
from tests.flows.handover.published import Row, write_claims, write_table
from tests.languages import in_language, text_in

UNMET = Failure("claims", "unit_is_of_its_kind", "warning", "row", 3, "found: 亩 ≠ <money>")
GATE = Failure("reconciliation", "claims_add_up", "critical", "table", 0, "found: 627 ≠ 628")
RUN: Row = {"run_id": "now", "batch_id": "a", "status": "published", "seconds": 12.3}
STARTED = datetime(2026, 1, 1, tzinfo=UTC)


def page(tables: Path, batch: str = "a", **given: object) -> html.HtmlElement:
    folder = tables / "quality"
    write_quality_page(tables, folder, batch, **given)  # type: ignore[arg-type]
    return in_language((folder / "index.html").read_text(encoding="utf-8"))


def text_of(element: html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", str(element.text_content()))


def tiles(document: html.HtmlElement) -> dict[str, str]:
    return {
        text_of(tile).split(maxsplit=1)[1]: tile.findtext("b") for tile in document.xpath("//ul[@class='counts']/li")
    }


def run_row(number: int, **changes: object) -> Row:
    plain = {column.name: None if column.null else 0 for column in load_tables()["runs"].columns}
    told = {
        "run_id": f"run{number}",
        "versions": "{}",
        "extractor_version": "1",
        "started_at": STARTED + timedelta(number),
    }
    return plain | RUN | told | changes


def test_what_came_in_what_was_removed_and_what_came_out_is_told(tmp_path: Path) -> None:
    write_claims(tmp_path, {}, {"masked": True, "value": None}, {"kind": "area"}, {"confidence": 0.5})
    scan = {"source_path": "b.pdf", "status": "rejected", "reason": "is encrypted; leave it out", "format": "pdf"}
    read = {"source_path": "a.txt", "status": "ok", "format": "txt", "characters": 200, "kept_characters": 150}
    write_table(tmp_path, "sources", read, scan)
    write_table(tmp_path, "boilerplate", {"rule": "advert", "char_start": 0, "char_end": 50})
    document = page(tmp_path)
    assert tiles(document) == {
        "file read": "1",
        "file rejected": "1",
        "report": "1",
        "claims": "4",
        "censored 25%": "1",
        "with a warning 0%": "0",
        "less sure than 0.6 25%": "1",
        "quarantined 0%": "0",
    }
    assert "is encrypted; leave it out" in document.xpath("//span[@lang='en']/text()")
    told = (tmp_path / "quality" / "index.html").read_text(encoding="utf-8")
    assert '<span lang="zh">已加密；请不要放进来</span>' in told
    told = text_of(document)
    for part in (
        "b.pdf is encrypted; leave it out",
        "50 of 200 characters (25%)",
        "advert 50",
        "count 3 1 censored",
    ):
        assert part in told


def test_flagged_and_unsure_claims_stand_there_with_their_sentences_and_a_link_to_the_evidence(tmp_path: Path) -> None:
    flag = {"flags": ["parts_do_not_sum: 6 + 8 = 14 ≠ 15"]}
    write_claims(tmp_path, flag, {"confidence": 0.4}, {"flags": ["unknown_unit"], "unit": "囤", "quote": "740囤"})
    document = page(tmp_path, claim_link=lambda batch, report, claim: f"../site/{batch}/{report}#{claim}")
    links = {link.get("href") for link in document.xpath("//ul[@class='sentences']//a")}
    assert links == {"../site/a/r1#c1", "../site/a/r1#c2", "../site/a/r1#c3"}
    assert text_of(document.xpath("//mark")[0]) == "740人"
    told = text_of(document)
    assert "Parts do not add up to the total: 6 + 8 = 14 ≠ 15" in told
    assert "囤 740囤 1" in told


def test_of_each_warning_a_sentence_is_shown_before_a_second_of_any(tmp_path: Path) -> None:
    write_claims(tmp_path, *[{"flags": ["one"]}] * 20, {"flags": ["two"]}, {"flags": ["three"]})
    shown = page(tmp_path).xpath("//ul[@class='sentences']//span[@class='tag']")
    assert {text_of(flag) for flag in shown} == {"one", "two", "three"}


def test_quarantined_claims_and_copies_are_told(tmp_path: Path) -> None:
    write_claims(tmp_path, {})
    write_table(tmp_path, "quarantine", {"claim_id": "c9", "expectation": "value_in_range", "sentence": "<b>人</b>"})
    copy = {"report_id": "r2", "title": "副本", "duplicate_of": "r1", "duplicate_in": "2022", "similarity": 0.93}
    write_table(tmp_path, "reports", {"report_id": "r1", "title": "原件"}, copy)
    told = text_of(page(tmp_path))
    assert "value_in_range1<b>人</b>" in told  # shown, not obeyed
    assert "1 of 2 reports repeats another one. 1 of them one of another batch." in told


def numeral(text: str, place: int, quote: str, reason: str, **changes: object) -> Row:
    start = text.index(quote)
    told = {"source_path": "a.txt", "report_id": "r1", "text": quote, "reason": reason}
    return told | {"char_start": start, "char_end": start + len(quote), "source_id": f"s{place}"} | changes


MISSED = "柳溪县总结\n全年1户，接待游客37.5。\n二十年后再看"


def test_reasons_are_counted_and_what_no_rule_passed_over_is_shown_in_its_line_with_a_link(tmp_path: Path) -> None:
    write_claims(tmp_path, {})
    write_table(tmp_path, "texts", {"source_path": "a.txt", "text": MISSED})
    rows = [numeral(MISSED, 1, "37.5", "no_unit"), numeral(MISSED, 2, "二十", "span_of_years")]
    write_table(tmp_path, "passed_over", *rows)
    document = page(tmp_path, passed_link=lambda batch, report, start: f"../site/{batch}/{report}#n{start}")
    told = text_of(document)
    assert "2 numerals of the kept text are no claim. Rules say so of 1; 1 (50%) was refused by a last resort" in told
    assert "no known unit 37.5No unit follows it that is known" in told
    assert "span of time 二十It is a span of time" in told
    (shown,) = document.xpath("//section[@id='passed']//ul/li")
    assert text_of(shown).startswith("全年1户，接待游客37.5。")  # its line, and nothing of the next
    assert text_of(shown.find(".//mark")) == "37.5"
    assert shown.find(".//a").get("href") == f"../site/a/r1#n{MISSED.index('37.5')}"


def test_of_each_last_resort_a_numeral_is_shown_before_a_second_of_any_and_the_same_ones_each_time(
    tmp_path: Path,
) -> None:
    write_claims(tmp_path, {})
    text = "".join(f"{n}，" for n in range(100, 180)) + "七八五十\n"
    write_table(tmp_path, "texts", {"source_path": "a.txt", "text": text})
    rows = [numeral(text, n, str(n), "no_unit") for n in range(100, 180)]
    rows += [numeral(text, 1, "七八", "word"), numeral(text, 2, "五十", "not_counted")]
    write_table(tmp_path, "passed_over", *rows)

    def shown() -> list[str]:
        return [text_of(mark) for mark in page(tmp_path).xpath("//section[@id='passed']//mark")]

    once = shown()
    assert len(once) == 9
    assert {"七八", "五十"} < set(once)
    write_table(tmp_path, "passed_over", *reversed(rows))
    assert shown() == once


def test_a_batch_of_before_numerals_were_accounted_for_says_nothing_of_them(tmp_path: Path) -> None:
    write_claims(tmp_path, {})
    assert "passed over" not in text_of(page(tmp_path))


def test_a_warning_stands_there_with_what_it_means(tmp_path: Path) -> None:
    write_claims(tmp_path, {"flags": ["dash_or_minus: -5 or 5"]})
    document = page(tmp_path)
    assert "The sign before the number is a minus or a dash" in text_of(document)
    assert document.xpath("//span[@class='tag']/@title")[0].startswith("The sign before the number")


@pytest.mark.parametrize(
    ("failures", "state", "verdict"),
    [
        ((), "passed", "Passed: every expectation holds"),
        ((UNMET,), "remarks", "Passed, with remarks"),
        ((UNMET, GATE), "failed", "The gate failed: nothing of this batch is published"),
    ],
)
def test_the_verdict_comes_first_and_the_gravest_failure_before_the_others(
    tmp_path: Path, failures: Sequence[Failure], state: str, verdict: str
) -> None:
    write_claims(tmp_path, {})
    tested = [Evaluated("claims", 1, 31, 1), Evaluated("reconciliation", None, 6, 1)]
    document = page(tmp_path, failures=failures, tested=tested)
    (banner,) = document.xpath("//header/div")
    assert banner.get("class") == f"banner {state}"
    assert verdict in text_of(banner)
    assert f"37 expectations evaluated, {len(failures)} not met" in text_of(banner)
    consequences = {"claims_add_up": "gate fails", "unit_is_of_its_kind": "rows flagged"}
    told = [text_of(cell) for cell in document.xpath("//td[@class='then']")]
    assert told == [consequences[failure.expectation] for failure in reversed(failures)]
    named = [text_of(name) for name in document.xpath("//tr[@class='critical' or @class='warning']//b")]
    assert named == [failure.expectation for failure in reversed(failures)]


def test_what_could_not_be_read_again_is_told_with_since_when_and_why(tmp_path: Path) -> None:
    write_claims(tmp_path, {})
    since = datetime(2024, 3, 1, 2, 0, tzinfo=UTC)
    stale = {"source_path": "a.txt", "status": "ok", "stale_since": since, "stale_reason": "is empty; fetch it again"}
    write_table(tmp_path, "sources", stale, {"source_path": "b.txt", "status": "ok"})
    document = page(tmp_path)
    assert tiles(document)["file not read again"] == "1"
    told = text_of(document)
    assert "a.txt since 2024-03-01: is empty; fetch it again" in told
    assert "Every file could be read" not in told


def test_a_batch_whose_gate_failed_is_told_from_its_run(tmp_path: Path) -> None:
    run = run_row(0, status="gate_failed", files=12, files_rejected=3, reports=9, claims_extracted=628)
    document = page(tmp_path, failures=[GATE], run=run)
    assert tiles(document)["claims extracted"] == "628"
    assert "The tables hold nothing of this batch" in text_of(document)


def test_a_page_of_nothing_at_all_is_still_a_page(tmp_path: Path) -> None:
    told = text_of(page(tmp_path))
    assert "The tables hold nothing of this batch" in told
    assert "Nothing was tested" in told
    write_table(tmp_path, "claims")
    write_table(tmp_path, "reports")
    assert "0 claims about 0 metrics" in text_of(page(tmp_path))


def test_what_does_not_fit_stands_there_with_the_arithmetic_and_links_to_both_sentences(tmp_path: Path) -> None:
    write_claims(tmp_path, {})
    said = [Said("a", f"r{n}", f"c{n}", quote, f"粮食产量{quote}。", "报告") for n, quote in enumerate(("5吨", "50吨"))]
    found = Agreement(
        observations=9,
        compared=2,
        kinds=[("unit slip", 1)],
        contradictions=[Misfit("unit slip", "某市 · 粮食产量 · 2023", "50吨 ÷ 5吨 = 10", said)],
        chains=[("growth", 3, 0), ("parts", 2, 1)],
        misfits=[Misfit("parts", "某市 · 进出口 · 2023", "1 + 2 = 3, whole 4", said)],
    )
    (part,) = page(tmp_path, agreement=found, claim_link="{}/{}#{}".format).xpath("//section[@id='agreement']")
    told = text_of(part)
    for words in (
        "2 of them are stated by more than one claim",
        "50吨 ÷ 5吨 = 10",
        "1 unit slip",
        "all fit",
        "1 does not",
    ):
        assert words in told
    assert part.xpath(".//a/@href") == ["a/r0#c0", "a/r1#c1"] * 2
    assert part.xpath(".//mark/text()") == ["5吨", "50吨"] * 2


def test_a_batch_in_which_all_fits_says_so_and_one_without_figures_of_the_catalogue_says_nothing(
    tmp_path: Path,
) -> None:
    write_claims(tmp_path, {})
    told = text_of(page(tmp_path, agreement=Agreement(observations=1, compared=0)))
    assert "No claim contradicts another one." in told
    assert page(tmp_path, agreement=Agreement()).xpath("//section[@id='agreement']") == []


def test_the_runs_of_the_past_are_drawn_with_this_one_at_the_end(tmp_path: Path) -> None:
    for number in range(RUNS + 4):
        status = "gate_failed" if number == 20 else "published"
        write_table(tmp_path, "runs", run_row(number, status=status, claims_published=number), part=f"run{number}")
    document = page(tmp_path, run=run_row(99, run_id="now", claims_published=1000))
    first = document.xpath("//figure")[0]
    columns = first.xpath("./div/span")
    assert len(columns) == RUNS + 1
    assert "Claims published 1,000" in text_of(first)
    assert [column.get("class") for column in columns].count("failed") == 1
    assert [run["run_id"] for run in read_figures(tmp_path, "a").runs][-1] == f"run{RUNS + 3}"


def test_what_is_not_kept_in_memory_goes_where_the_run_can_clear_it_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_claims(tmp_path, {})
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(FileNotFoundError):
        page(tmp_path)
    assert page(tmp_path, scratch=tmp_path).xpath("//h1")


def test_the_page_leans_on_no_other_host_and_on_no_script_but_for_its_language(tmp_path: Path) -> None:
    write_claims(tmp_path, {})
    document = page(tmp_path)
    assert [script.get("src") for script in document.xpath("//script")] == ["languages.js"]
    links = [link.get("href") for link in document.xpath("//*[@href]")]
    assert not [link for link in links if "//" in link]
    assert {"style.css", "languages.js"} < {path.name for path in (tmp_path / "quality").iterdir()}


def test_without_scripts_the_page_is_in_chinese(tmp_path: Path) -> None:
    write_claims(tmp_path, {"flags": ["parts_do_not_sum: 6 + 8 = 14 ≠ 15"]})
    page(tmp_path)
    written = (tmp_path / "quality" / "index.html").read_text(encoding="utf-8")
    assert '<html lang="zh">' in written
    told = text_in(written, "zh")
    assert "各部分之和与总数不符：6 + 8 = 14 ≠ 15" in told
    assert not re.search("[a-z]{4,} [a-z]{4,}", told.partition("检查明细")[0])


def test_a_bar_is_as_wide_as_its_share_however_small(tmp_path: Path) -> None:
    rows = [
        {"rule": "advert", "char_start": 0, "char_end": 100_000},
        {"rule": "editor", "char_start": 0, "char_end": 9},
    ]
    write_claims(tmp_path, {})
    write_table(tmp_path, "boilerplate", *rows)
    widths = [bar.get("style") for bar in page(tmp_path).xpath("//td[@class='bar']/span")]
    assert "width:0.01%" in widths
    assert all(re.fullmatch(r"width:\d+\.\d\d%", width) for width in widths)


def test_an_earlier_page_that_a_hard_link_keeps_is_not_written_to(tmp_path: Path) -> None:
    write_claims(tmp_path, {})
    page(tmp_path)
    earlier = tmp_path / "earlier.html"
    earlier.hardlink_to(tmp_path / "quality" / "index.html")
    before = earlier.read_text(encoding="utf-8")
    page(tmp_path, failures=[GATE])
    assert earlier.read_text(encoding="utf-8") == before


def test_several_files_of_a_batch_are_counted_together_and_other_batches_are_not(tmp_path: Path) -> None:
    write_claims(tmp_path, {}, {}, part="part-a")
    write_claims(tmp_path, {}, part="part-b")
    write_claims(tmp_path, {}, batch="other")
    assert tiles(page(tmp_path))["claims"] == "3"


@pytest.mark.slow
def test_a_million_claims_take_a_second_or_two(tmp_path: Path) -> None:
    write_claims(tmp_path, *[{}] * 1000)
    (written,) = (tmp_path / "claims").rglob("*.parquet")
    rows = pq.ParquetFile(written).read()
    for part in range(10):
        pq.write_table(pa.concat_tables([rows] * 100), written.with_name(f"part-{part}.parquet"))
    start = time.process_time()  # of all threads
    page(tmp_path)
    assert time.process_time() - start < 3


@pytest.mark.parametrize(("explained", "named"), [("flags", "flag_names"), ("reasons", "reason_names")])
def test_what_is_explained_has_a_name_too(explained: str, named: str) -> None:
    words = load_words()
    assert words[explained].keys() <= words[named].keys()


def test_every_rule_that_removes_text_has_a_name_for_people() -> None:
    data = tomllib.loads((ROOT / "extractors/data/boilerplate.toml").read_text(encoding="utf-8"))
    found = [line["name"] for kind in ("inline", "line") for line in data[kind]]
    assert found
    assert {*found, RULE} <= load_words()["rules"].keys()


def test_nothing_has_no_bar_and_a_run_leads_to_what_it_changed(tmp_path: Path) -> None:
    write_claims(tmp_path, {"confidence": 0.95}, {"confidence": 0.65})
    (tmp_path / "quality").mkdir()
    (tmp_path / "quality" / "changes.html").touch()
    told = page(tmp_path)
    bars = {row.xpath("string(th)"): len(row.xpath("td[@class='bar']/span")) for row in told.xpath("//tr[th][td]")}
    assert (bars["0.9 – 1.0"], bars["0.8 – 0.9"], bars["0.6 – 0.7"]) == (1, 0, 1)
    assert told.xpath("//a[@href='changes.html']")
