"""Do held texts become validated tables, chunk by chunk and part by part, and does a bad one cost only itself?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from expectations.validate import Evidence
from extractors import extraction
from extractors.model import SourceText
from flows.inputs.comparison import compare_files, keep_lines
from flows.inputs.discover import BatchFile, discover
from flows.inputs.plan import make_plan
from flows.inputs.reading import Begun, Held, read_and_hold, reject_copies
from flows.storage.spool import take
from flows.work import portions
from flows.work.portions import BY_SOURCE, Extracted, Rows, build_part, cut_chunks, cut_parts, extract_chunk
from tests.conftest import TEXT
from tests.formats.corpus import pdf, zipped


def hold(tmp_path: Path, files: Mapping[str, bytes]) -> list[Held]:
    folder = tmp_path / "batch"
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    listed = sorted(discover([folder]), key=lambda file: file.name)
    found = [one for file in listed for one in read_and_hold(file, 0, str(tmp_path))]
    return [one for one in found if isinstance(one, Held)]


def extract(tmp_path: Path, files: Mapping[str, bytes], lost: Mapping[int, str] = {}) -> Extracted:
    read = keep_lines(hold(tmp_path, files), str(tmp_path))
    make_plan([], [], tmp_path)
    _, repeated = compare_files(tmp_path)
    [chunk] = cut_chunks(read, repeated, str(tmp_path))
    *_, extracted = extract_chunk(chunk, lost)
    assert isinstance(extracted, Extracted)
    return extracted


def frames_of(tmp_path: Path, extracted: Extracted) -> dict[str, pd.DataFrame]:
    rows: Rows = take(str(tmp_path), extracted.frames)
    return rows.frames


def held_of(characters: int) -> Held:
    return Held(BatchFile(Path("x"), "x", 0), None, None, 0.0, characters=characters)


def extracted_of(number: int, claims: int) -> Extracted:
    return Extracted(number, "", replace(portions.facts_of([]), extracted=claims), (), has_text=True)


def test_chunks_hold_all_files_in_order_by_number_and_by_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portions, "CHUNK_FILES", 3)
    monkeypatch.setattr(portions, "CHUNK_CHARACTERS", 100)
    held = (held_of(size) for size in [1, 1, 1, 1, 99, 500, 2])
    chunks = list(cut_chunks(held, "lines", str(tmp_path)))
    assert [[held.characters for held in chunk.held.take()] for chunk in chunks] == [[1, 1, 1], [1, 99], [500], [2]]
    assert [chunk.held.count for chunk in chunks] == [3, 2, 1, 1]
    assert [chunk.number for chunk in chunks] == [0, 1, 2, 3]
    assert all(chunk.repeated == "lines" for chunk in chunks)
    assert list(cut_chunks([], None, "spool")) == []


def test_parts_hold_all_chunks_in_order_by_their_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portions, "PART_CLAIMS", 100)
    chunks = [extracted_of(number, claims) for number, claims in enumerate([60, 40, 1, 0, 500, 2])]
    cut = list(cut_parts(chunks, "run", "spool", "target", "a"))
    assert [[chunk.number for chunk in part.chunks] for part in cut] == [[0, 1], [2, 3], [4], [5]]
    assert [part.name for part in cut] == [f"part-run-{number:04}" for number in range(4)]
    assert list(cut_parts([], "run", "spool", "target", "a")) == []


def test_before_each_text_it_is_said_what_is_begun(tmp_path: Path) -> None:
    [chunk] = cut_chunks(hold(tmp_path, {"a.txt": TEXT.encode(), "b.txt": b""}), None, str(tmp_path))
    *begun, last = extract_chunk(chunk, {})
    assert [message.file.name for message in begun if isinstance(message, Begun)] == ["a.txt", "b.txt"]
    assert isinstance(last, Extracted)


def test_what_a_chunk_gives_waits_in_the_spool_and_its_counts_are_told(tmp_path: Path) -> None:
    extracted = extract(tmp_path, {"a.txt": TEXT.encode(), "b.txt": b""})
    rows: Rows = take(str(tmp_path), extracted.frames)
    frames = rows.frames
    assert frames["sources"]["status"].tolist() == ["ok", "rejected"]
    assert frames["sources"]["bytes"].tolist() == [len(TEXT.encode()), 0]
    assert frames["texts"]["text"].tolist() == [TEXT]
    facts = extracted.facts
    assert (facts.files, facts.extracted, facts.characters_in) == (2, len(frames["claims"]), len(TEXT))
    assert facts.characters_kept + facts.characters_removed == facts.characters_in
    assert [report_id for report_id, _ in rows.prints] == frames["reports"]["report_id"].tolist()
    assert extracted.has_text
    [rejected] = extracted.rejected
    assert rejected.startswith("b.txt is empty")


def test_a_file_that_cost_a_worker_is_left_out_with_its_reason(tmp_path: Path) -> None:
    files = {name: f"{name}{TEXT}".encode() for name in ("a.txt", "b.txt")}
    extracted = extract(tmp_path, files, {0: "made its reader end"})
    sources = frames_of(tmp_path, extracted)["sources"]
    assert sources["status"].tolist() == ["rejected", "ok"]
    assert extracted.rejected == ("a.txt made its reader end",)


def test_an_extractor_that_breaks_costs_one_file_and_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extract_source = extraction.extract_source

    def break_down(source: SourceText, repeated: frozenset[str]) -> object:
        if source.path == "a.txt":
            raise KeyError("no such rule")
        return extract_source(source, repeated)

    monkeypatch.setattr(extraction, "extract_source", break_down)
    extracted = extract(tmp_path, {"a.txt": TEXT.encode(), "b.txt": f"\n{TEXT}".encode()})
    assert frames_of(tmp_path, extracted)["sources"]["status"].tolist() == ["rejected", "ok"]
    assert "KeyError: 'no such rule' at test_portions.py:" in extracted.rejected[0]


def test_a_chunk_without_a_text_says_so(tmp_path: Path) -> None:
    assert not extract(tmp_path, {"a.txt": b"", "b.zip": zipped({"x.png": b"\x89PNG"})}).has_text


def test_a_chunk_of_copies_has_text_though_it_is_that_of_other_files(tmp_path: Path) -> None:
    held = hold(tmp_path, {"b.txt": TEXT.encode()})
    [chunk] = cut_chunks(reject_copies(held, {str(held[0].text): "a.txt"}), None, str(tmp_path))
    *_, extracted = extract_chunk(chunk, {})
    assert isinstance(extracted, Extracted)
    assert extracted.has_text
    assert extracted.rejected


def test_an_archive_and_its_members_each_have_a_row_and_claims_name_their_page(tmp_path: Path) -> None:
    members = {"总结.pdf": pdf(), "坏.docx": b"no", "图.png": b"\x89PNG"}
    frames = frames_of(tmp_path, extract(tmp_path, {"a.zip": zipped(members)}))
    sources = frames["sources"].set_index("source_path")
    assert sources["status"].to_dict() == {
        "a.zip/总结.pdf": "ok",
        "a.zip/坏.docx": "rejected",
        "a.zip/图.png": "rejected",
        "a.zip": "ok",
    }
    assert sources["format"].tolist() == ["pdf", "docx", "png", "zip"]
    assert sources.loc["a.zip", "characters"] == 0
    pages = frames["claims"].sort_values("char_start")["page"].tolist()
    assert pages == sorted(pages)
    assert pages[0] == 1
    assert pages[-1] > 1


def test_claims_of_a_format_without_pages_have_none(tmp_path: Path) -> None:
    frames = frames_of(tmp_path, extract(tmp_path, {"a.txt": TEXT.encode()}))
    assert frames["claims"]["page"].isna().tolist() == [True]


def test_a_sellers_line_that_many_files_carry_is_removed_only_in_a_batch(tmp_path: Path) -> None:
    footer = "青竹公文屋 精选材料 每日上新"
    files = {}
    for number, town in enumerate(("石泉镇", "松坞镇", "青禾镇", "云岭镇")):
        done = f"{town}全年新建村道{number + 3}公里，培训农民{number + 2}00人，群众满意度稳步提升，各项工作有序推进。"
        files[f"{town}.txt"] = f"{town}2023年工作总结\n{done}\n{footer}\n".encode()
    frames = frames_of(tmp_path, extract(tmp_path, files))
    removed = frames["boilerplate"]
    assert removed[removed["text"].str.contains(footer)]["source_path"].nunique() == len(files)
    assert frames["claims"]["source_path"].value_counts().tolist() == [2] * len(files)


def test_a_censored_title_is_kept_and_put_back_beside_it(tmp_path: Path) -> None:
    text = "石泉镇2023年D建工作总结\n全年发展D员12名。\n"
    reports = frames_of(tmp_path, extract(tmp_path, {"a.txt": text.encode()}))["reports"]
    assert reports["title"].tolist() == ["石泉镇2023年D建工作总结"]
    assert reports["title_plain"].tolist() == ["石泉镇2023年党建工作总结"]


def test_a_part_is_validated_and_written_as_one_file_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portions, "CHUNK_FILES", 1)
    held = hold(tmp_path, {"a.txt": TEXT.encode(), "b.txt": f"\n{TEXT}".encode(), "c.txt": b""})
    chunks: list[Extracted] = []
    for chunk in cut_chunks(held, None, str(tmp_path)):
        *_, extracted = extract_chunk(chunk, {})
        assert isinstance(extracted, Extracted)
        chunks.append(extracted)
    [part] = cut_parts(chunks, "run", str(tmp_path), str(tmp_path / "parts"), "甲")
    evidence: Evidence = take(str(tmp_path), build_part(part))
    assert all(outcome.holds for result in evidence.results for outcome in result.outcomes)
    assert (len(evidence.sources.paths), len(evidence.sources.texts)) == (3, 2)
    assert evidence.tally["claims"] == 2
    for table in ("reports", "fingerprints"):  # wait for those of the other parts
        assert (tmp_path / table / "batch=甲" / "part-run-0000.parquet").exists()
    written = {path.relative_to(tmp_path / "parts").as_posix() for path in (tmp_path / "parts").rglob("*.parquet")}
    assert written == {f"{table}/batch=甲/part-run-0000.parquet" for table in BY_SOURCE}
    sources = pq.ParquetFile(tmp_path / "parts/sources/batch=甲/part-run-0000.parquet").read()
    assert sources["source_path"].to_pylist() == ["a.txt", "b.txt", "c.txt"]
