"""Does a batch go all the way, through the real flow, the real extractor and the real Great Expectations?"""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from docx import Document

from flows.errors import BadUseError
from tests.conftest import ROOT

Ingest = Callable[..., Any]

REPORT = """某县农业局2016年工作总结

一、主要工作
全年粮食总产量达到1.2万吨，同比增长8.3%。培训农民740余人。

二、2017年工作计划
2017年，计划新建道路12公里。
"""


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
    "page.html": "<html><body><h1>某乡2016年工作总结</h1><p>新增就业35人，超额完成任务。</p></body></html>".encode(),
    "bad/empty.txt": b"",
    "bad/binary.txt": bytes(range(256)) * 20,
    "bad/encoding.txt": "Отчёт о работе за год".encode("cp1251"),
    "bad/scan.pdf": b"%PDF-1.7",
}
GOOD = {"2016/农业局.txt", "town.docx", "page.html"}


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    """A folder with good files and every kind of bad one."""
    folder = tmp_path / "批次"
    for name, data in BATCH.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    (folder / "bad" / "link.txt").symlink_to(folder / "gone.txt")
    return folder


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
    assert {path.name for path in output.iterdir()} == {"tables", "quality"}
    assert list((output / "quality").rglob("*.html"))


def test_the_same_batch_again_gives_the_same_rows(ingest: Ingest, batch: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    ingest([batch], output)
    before = table(output, "claims")
    ingest([batch], output)
    pd.testing.assert_frame_equal(table(output, "claims"), before)
    assert len(table(output, "runs")) == 2
    files = f"read_parquet('{output}/tables/claims/**/*.parquet', hive_partitioning=true)"
    assert duckdb.sql(f"SELECT count(*), any_value(batch) FROM {files}").fetchall() == [(len(before), "批次")]


def test_a_batch_in_many_chunks_gives_the_rows_of_one_chunk(
    ingest: Ingest, batch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest([batch], tmp_path / "one")
    monkeypatch.setattr("flows.reading.CHUNK_FILES", 2)
    ingest([batch], tmp_path / "many")
    for name in ("claims", "reports", "sections", "boilerplate"):
        pd.testing.assert_frame_equal(table(tmp_path / "one", name), table(tmp_path / "many", name))


def test_a_run_whose_gate_fails_publishes_nothing_but_its_record_and_the_quality_report(
    ingest: Ingest, batch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from expectations.validate import Verdict

    output = tmp_path / "output"
    ingest([batch], output)
    before = table(output, "claims")
    (batch / "more.txt").write_text("某村2016年工作总结\n修路99公里。\n", encoding="utf-8")
    monkeypatch.setattr(Verdict, "gate_failed", property(lambda verdict: True))
    assert ingest([batch], output).gate_failed
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


def test_a_batch_name_used_twice_is_noticed(ingest: Ingest, tmp_path: Path) -> None:
    for name, text in (("a.txt", REPORT), ("b.txt", "某村2016年工作总结\n修路99公里。\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert not ingest([tmp_path / "a.txt"], tmp_path / "output", "same").replaced
    assert not ingest([tmp_path / "a.txt"], tmp_path / "output", "same").replaced
    assert ingest([tmp_path / "b.txt"], tmp_path / "output", "same").replaced


def test_the_sample_batch_is_read_whole_and_passes_its_gate(ingest: Ingest, tmp_path: Path) -> None:
    summary = ingest([ROOT / "seeds"], tmp_path)
    assert not summary.gate_failed
    assert not summary.rejected
    expected = json.loads((ROOT / "tests/data/seeds/expected_structure.json").read_text(encoding="utf-8"))
    assert set(table(tmp_path, "sources")["source_path"]) == {seed["source"] for seed in expected}
