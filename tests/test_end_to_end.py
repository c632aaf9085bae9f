"""Does a batch go all the way, through the real flow, the real extractor and the real Great Expectations?"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import duckdb
import pandas as pd
import pytest
from docx import Document

from flows.errors import BadUseError
from flows.publishing.summary import GateFailedError
from tests.conftest import ROOT
from tests.formats.corpus import zipped

Ingest = Callable[..., Any]

REPORT = """某县农业局2016年工作总结

一、主要工作
全年粮食总产量达到1.2万吨，同比增长8.3%。培训农民740余人。

二、2017年工作计划
2017年，计划新建道路12公里。
"""


VILLAGE = "某村2016年工作总结\n修路99公里。\n"


def docx_bytes() -> bytes:
    document, buffer = Document(), BytesIO()
    for line in ("某镇2016年工作总结", "全年完成投资3.5亿元。"):
        document.add_paragraph(line)
    document.save(buffer)
    return buffer.getvalue()


BATCH: dict[str, bytes] = {
    "2016/农业局.txt": REPORT.encode("gb18030"),
    "2016/副本.txt": REPORT.encode("gb18030"),
    "town.docx": docx_bytes(),
    "page.html": "<html><body><h1>某乡2016年工作总结</h1><p>新增就业35人。代码为0357。</p></body></html>".encode(),
    "bad/empty.txt": b"",
    "bad/binary.txt": bytes(range(256)) * 20,
    "bad/encoding.txt": "Отчёт о работе за год".encode("cp1251"),
    "bad/scan.pdf": b"%PDF-1.7",
}
GOOD = {"2016/农业局.txt", "town.docx", "page.html"}
SEEN = {
    "tables",
    "quality",
    "site",
    "metrics.duckdb",
    "datapackage.json",
    "dictionary.html",
    "observations.csv",
    "index.html",
}
PUBLISHED = {"claims", "reports", "sections", "sources", "texts", "boilerplate", "quarantine", "fingerprints"}


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    """A folder with good files and every kind of bad one."""
    folder = tmp_path / "批次"
    for name, data in BATCH.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    (folder / "bad" / "link.txt").symlink_to(folder / "gone.txt")
    return folder


@pytest.fixture
def good_batch(batch: Path) -> Path:
    """The same without the bad ones."""
    for path in [path for path in batch.rglob("*") if not path.is_dir()]:
        if path.relative_to(batch).as_posix() not in GOOD:
            path.unlink()
    return batch


def table(output: Path, name: str) -> pd.DataFrame:
    return pd.read_parquet(output / "tables" / name)


def test_the_good_files_of_a_batch_are_published_and_the_bad_ones_say_why(
    ingest: Ingest, batch: Path, tmp_path: Path
) -> None:
    output = tmp_path / "output"
    summary = ingest([batch], output)
    assert not summary.gate_failed

    sources = table(output, "sources").set_index("source_path")
    assert set(sources.index) == BATCH.keys() | {"bad/link.txt"}
    assert set(sources.index[sources["status"] == "ok"]) == GOOD
    assert sources["reason"].notna().equals(sources["status"] == "rejected")

    claims = table(output, "claims")
    assert set(claims["source_path"]) == GOOD
    assert {"1.2万吨", "8.3%", "740余人", "12公里", "3.5亿元", "35人"} <= set(claims["quote"])
    text = REPORT
    for row in claims[claims["source_path"] == "2016/农业局.txt"].itertuples():
        assert text[row.char_start : row.char_end] == row.quote

    runs = table(output, "runs")
    assert runs["status"].tolist() == ["published"]
    assert runs["claims_extracted"].tolist() == (runs["claims_published"] + runs["claims_quarantined"]).tolist()
    assert json.loads(runs["versions"][0])["prefect"]
    assert {path.name for path in output.iterdir()} == SEEN | {".current", ".snapshots", ".lock", ".report-metrics"}
    assert (output / "site" / "index.html").is_file()
    links = re.findall(
        r'href="(?!data:)([^"#?]+)#?([^"]*)', (output / "quality" / "index.html").read_text(encoding="utf-8")
    )
    pages = {(output / "quality" / unquote(link), place) for link, place in links}
    assert [page for page, _ in pages if not page.exists()] == []
    linked = {(page, place) for page, place in pages if page.suffix == ".html" and place}
    assert [place for page, place in linked if f'id="{place}"' not in page.read_text(encoding="utf-8")] == []
    assert any(place.startswith("n") for _, place in linked)  # a numeral that was passed over


def rows(output: Path, name: str) -> pd.DataFrame:
    """A table in one order, without what tells of the run that wrote it."""
    frame = table(output, name).drop(columns=["seconds"], errors="ignore")
    order = [column for column in ("batch", "source_path", "char_start", "rule") if column in frame]
    order += [name_ for name_ in ("report_id", "section_id") if name_ in frame]
    plain = frame.astype(dict.fromkeys(frame.select_dtypes("category").columns, "str"))
    return plain.sort_values(order, kind="stable").reset_index(drop=True)


def assert_same_rows(one: Path, other: Path) -> None:
    for name in PUBLISHED:
        pd.testing.assert_frame_equal(rows(one, name), rows(other, name), obj=name)


def snapshot(output: Path) -> dict[str, bytes]:
    """The files of the tables, but for those of the runs."""
    tables = (output / "tables").resolve()
    found = [path for path in tables.rglob("*.parquet") if "runs" not in path.parts]
    return {path.relative_to(tables).as_posix(): path.read_bytes() for path in found}


def last_run(output: Path) -> pd.Series:
    return table(output, "runs").sort_values("started_at").iloc[-1]


def test_a_second_run_on_the_same_files_reads_and_writes_nothing_but_its_record(
    ingest: Ingest, good_batch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "output"
    ingest([good_batch], output)
    before = snapshot(output)
    monkeypatch.setattr("flows.work.workers.Workers.read", lambda *_: pytest.fail("a file was read"))
    summary = ingest([good_batch], output)
    assert (summary.gate_failed, summary.nothing_read) == (False, False)
    assert snapshot(output) == before
    assert (output / "quality" / "index.html").is_file()
    files = f"read_parquet('{output}/tables/claims/**/*.parquet', hive_partitioning=true)"
    assert duckdb.sql(f"SELECT any_value(batch), count(*) > 0 FROM {files}").fetchall() == [("批次", True)]
    run = last_run(output)
    assert (run["files"], run["files_unchanged"], run["reports"]) == (len(GOOD), len(GOOD), 0)


def test_what_changes_in_a_folder_changes_in_the_tables_and_nothing_else_does(
    ingest: Ingest, good_batch: Path, tmp_path: Path
) -> None:
    output = tmp_path / "output"
    ingest([good_batch], output)
    files = snapshot(output)
    (good_batch / "page.html").write_text("<h1>某村2016年工作总结</h1><p>全年修路99公里。</p>", encoding="utf-8")
    (good_batch / "town.docx").unlink()
    summary = ingest([good_batch], output)
    assert summary.figures["  gone, rows kept"] == "1 (--prune removes them)"
    claims = table(output, "claims").groupby("source_path", observed=True)["quote"].agg(list)
    assert set(claims.index) == GOOD
    assert claims["page.html"] == ["99公里"]

    summary = ingest([good_batch], output, prune=True)
    assert summary.figures["  pruned"] == "1"
    for name in PUBLISHED - {"fingerprints", "boilerplate", "quarantine"}:
        assert set(table(output, name)["source_path"]) == GOOD - {"town.docx"}, name
    assert len(table(output, "fingerprints")) == len(table(output, "reports"))
    assert last_run(output)["files_pruned"] == 1
    ingest([good_batch], tmp_path / "fresh")
    assert_same_rows(output, tmp_path / "fresh")
    again = {name: data for name, data in snapshot(output).items() if name in files}
    assert again.items() <= files.items()  # no name is ever used again for other contents


@pytest.mark.slow
def test_reading_everything_again_gives_equal_tables(ingest: Ingest, batch: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    ingest([batch], output)
    before, files = {name: rows(output, name) for name in PUBLISHED}, snapshot(output)
    ingest([batch], output, reprocess=True)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(rows(output, name), frame, obj=name)
    kept = snapshot(output).keys() & files.keys()
    assert all(name.startswith("observations/") for name in kept)  # a file of which the same is chosen stays
    assert last_run(output)["files_unchanged"] == 0


@pytest.mark.slow
def test_a_batch_in_many_chunks_and_parts_gives_the_rows_of_one(
    ingest: Ingest, batch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest([batch], tmp_path / "one")
    monkeypatch.setattr("flows.inputs.plan.READ_FILES", 2)
    monkeypatch.setattr("flows.work.portions.CHUNK_FILES", 1)
    monkeypatch.setattr("flows.work.portions.PART_CLAIMS", 1)
    ingest([batch], tmp_path / "many")
    assert len(list((tmp_path / "many/tables/claims/batch=批次").glob("*.parquet"))) > 2
    assert_same_rows(tmp_path / "one", tmp_path / "many")
    one, many = last_run(tmp_path / "one"), last_run(tmp_path / "many")
    told = ["run_id", "started_at", "seconds"]
    pd.testing.assert_series_equal(one.drop(told), many.drop(told), check_names=False)


@pytest.mark.slow
def test_three_nights_give_what_one_run_on_everything_gives(ingest: Ingest, batch: Path, tmp_path: Path) -> None:
    waiting = tmp_path / "waiting"
    waiting.mkdir()
    nights = [("town.docx", "bad/binary.txt"), ("page.html", "2016/副本.txt")]
    for number, names in enumerate(nights):
        for name in names:
            (batch / name).rename(waiting / f"{number}{Path(name).name}")
    ingest([batch], tmp_path / "nights")
    for number, names in enumerate(nights):
        for name in names:
            (waiting / f"{number}{Path(name).name}").rename(batch / name)
        ingest([batch], tmp_path / "nights")
    ingest([batch], tmp_path / "at once")
    assert_same_rows(tmp_path / "nights", tmp_path / "at once")


@pytest.mark.slow
def test_more_files_of_an_archive_may_be_rejected_than_were_given(ingest: Ingest, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    members = {"a.txt": REPORT.encode(), "b.png": b"\x89PNG", "c.png": b"\x89PNG2", "d.txt": b""}
    (folder / "all.zip").write_bytes(zipped(members))
    assert not ingest([folder], tmp_path / "output").gate_failed
    run = last_run(tmp_path / "output")
    assert (run["files"], run["files_rejected"]) == (5, 3)
    assert ingest([folder], tmp_path / "output").figures["files"] == "1"


def test_a_run_whose_gate_fails_publishes_nothing_but_its_record_and_the_quality_report(
    ingest: Ingest, batch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from expectations.validate import Verdict

    output = tmp_path / "output"
    ingest([batch], output)
    before = table(output, "claims")
    (batch / "more.txt").write_text(VILLAGE, encoding="utf-8")
    monkeypatch.setattr(Verdict, "gate_failed", property(lambda verdict: True))
    with pytest.raises(GateFailedError) as failed:
        ingest([batch], output)
    assert failed.value.summary.gate_failed
    pd.testing.assert_frame_equal(table(output, "claims"), before)
    assert sorted(table(output, "runs")["status"]) == ["gate_failed", "published"]


def test_a_folder_without_files_is_bad_use_and_one_without_a_readable_report_says_so(
    ingest: Ingest, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadUseError, match="no file in"):
        ingest([tmp_path / "empty"], tmp_path / "output")
    (tmp_path / "empty" / "a.txt").write_bytes(b"")
    assert ingest([tmp_path / "empty"], tmp_path / "output").nothing_read
    assert table(tmp_path / "output", "sources")["status"].tolist() == ["rejected"]
    assert table(tmp_path / "output", "claims").empty


@pytest.mark.slow
def test_a_batch_may_grow_from_several_folders(ingest: Ingest, tmp_path: Path) -> None:
    for name, text in (("a.txt", REPORT), ("b.txt", VILLAGE)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        ingest([tmp_path / name], tmp_path / "output", "same")
    assert set(table(tmp_path / "output", "claims")["source_path"]) == {"a.txt", "b.txt"}


@pytest.mark.slow
def test_the_sample_batch_is_read_whole_and_passes_its_gate(ingest: Ingest, tmp_path: Path) -> None:
    summary = ingest([ROOT / "seeds"], tmp_path)
    assert not summary.gate_failed
    assert not summary.rejected
    expected = json.loads((ROOT / "tests/data/seeds/expected_structure.json").read_text(encoding="utf-8"))
    assert set(table(tmp_path, "sources")["source_path"]) == {seed["source"] for seed in expected}


def test_the_pages_of_reports_may_be_left_out_and_come_back(ingest: Ingest, good_batch: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"

    def names() -> set[str]:
        return {path.name for path in output.iterdir() if path.is_symlink()} - {".current"}

    ingest([good_batch], output)
    assert names() == SEEN
    ingest([good_batch], output, reprocess=True, site=False)
    assert names() == SEEN - {"site"}
    assert "../site/" not in (output / "quality" / "index.html").read_text(encoding="utf-8")
    ingest([good_batch], output)
    assert len(list((output / "site" / "reports").rglob("*.html"))) == len(GOOD)
