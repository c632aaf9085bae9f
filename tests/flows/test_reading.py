"""What becomes of a file that is read, and what of the others when one is bad?"""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.model import Extraction
from flows import reading
from flows.discover import BatchFile, discover
from flows.frames import make_frames
from flows.reading import chunks, extract_files, note_repeated, read_files, reject_copies
from tests.conftest import TEXT
from tests.formats.corpus import pdf, zipped


def batch(tmp_path: Path, files: dict[str, bytes]) -> list[BatchFile]:
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    return discover([tmp_path])


def test_a_bad_file_is_rejected_with_its_reason_and_the_others_are_read(
    tmp_path: Path, extraction: Extraction, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "extract_source", lambda source, repeated: extraction)
    files = batch(tmp_path, {"a.txt": TEXT.encode(), "b.txt": b"", "c.txt": bytes(99), "d.pdf": b"%PDF-"})
    sources = make_frames(extract_files(read_files(files)))["sources"]
    assert sources["status"].tolist() == ["ok", "rejected", "rejected", "rejected"]
    assert sources["reason"].isna().tolist() == [True, False, False, False]
    assert sources["bytes"].tolist() == [len(TEXT.encode()), 0, 99, 5]


def test_a_reader_that_breaks_costs_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(data: bytes, name: str) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(reading, "to_source_text", break_down)
    [rejected] = read_files(batch(tmp_path, {"a.html": b"<p>"}))
    assert "RecursionError: too deep" in str(rejected.reason)


def test_an_extractor_that_breaks_costs_one_file_and_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(source: object, repeated: frozenset[str]) -> None:
        raise KeyError("no such rule")

    monkeypatch.setattr(reading, "extract_source", break_down)
    [rejected] = extract_files(read_files(batch(tmp_path, {"a.txt": TEXT.encode()})))
    assert rejected.result is None
    assert "KeyError: 'no such rule' at test_reading.py:" in str(rejected.reason)


def test_a_copy_is_rejected_in_favour_of_the_first(tmp_path: Path) -> None:
    first, copy = reject_copies(read_files(batch(tmp_path, {"a.txt": TEXT.encode(), "b.txt": TEXT.encode()})))
    assert first.source
    assert not copy.source
    assert "is a copy of a.txt" in str(copy.reason)


def test_two_empty_files_are_both_told_that_they_are_empty(tmp_path: Path) -> None:
    reasons = [
        str(rejected.reason) for rejected in reject_copies(read_files(batch(tmp_path, {"a.txt": b"", "b.txt": b""})))
    ]
    assert all("is empty" in reason for reason in reasons)


def test_chunks_hold_all_files_in_order_by_number_and_by_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "CHUNK_FILES", 3)
    monkeypatch.setattr(reading, "CHUNK_BYTES", 100)
    files = [BatchFile(Path(str(at)), str(at), size) for at, size in enumerate([1, 1, 1, 1, 99, 500, 2])]
    assert [[file.size for file in chunk] for chunk in chunks(files)] == [[1, 1, 1], [1, 99], [500], [2]]


def test_an_archive_and_its_members_each_have_a_row_and_claims_name_their_page(tmp_path: Path) -> None:
    members = {"总结.pdf": pdf(), "坏.docx": b"no", "图.png": b"\x89PNG"}
    frames = make_frames(extract_files(read_files(batch(tmp_path, {"a.zip": zipped(members)}))))
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
    frames = make_frames(extract_files(read_files(batch(tmp_path, {"a.txt": TEXT.encode()}))))
    assert frames["claims"]["page"].isna().tolist() == [True]


def test_a_file_that_was_found_to_be_no_good_is_not_opened(tmp_path: Path) -> None:
    [rejected] = read_files([BatchFile(tmp_path / "gone", "gone", 0, "is a link that leads out")])
    assert rejected.reason == "is a link that leads out"


def test_the_same_archive_twice_is_told_as_a_copy_member_by_member(tmp_path: Path) -> None:
    data = zipped({"a.txt": TEXT.encode()})
    readings = reject_copies(read_files(batch(tmp_path, {"1.zip": data, "2.zip": data})))
    assert [(reading.file.name, bool(reading.source)) for reading in readings] == [
        ("1.zip/a.txt", True),
        ("1.zip", True),
        ("2.zip/a.txt", False),
        ("2.zip", False),
    ]


def test_a_sellers_line_that_many_files_carry_is_removed_only_in_a_batch(tmp_path: Path) -> None:
    footer = "青竹公文屋 精选材料 每日上新"
    towns = ("石泉镇", "松坞镇", "青禾镇", "云岭镇")
    for number, town in enumerate(towns):
        done = f"{town}全年新建村道{number + 3}公里，培训农民{number + 2}00人，群众满意度稳步提升，各项工作有序推进。"
        body = f"{town}2023年工作总结\n{done}\n"
        (tmp_path / f"{town}.txt").write_text(f"{body}{footer}\n", encoding="utf-8")
    readings = note_repeated(read_files(list(discover([tmp_path]))))
    extracted = extract_files(readings)
    assert all(reading.extraction and footer not in reading.extraction.kept for reading in extracted)
    assert all(reading.extraction and len(reading.extraction.claims) == 2 for reading in extracted)


def test_a_censored_title_is_kept_and_put_back_beside_it(tmp_path: Path) -> None:
    text = "石泉镇2023年D建工作总结\n全年发展D员12名。\n"
    reports = make_frames(extract_files(read_files(batch(tmp_path, {"a.txt": text.encode()}))))["reports"]
    assert reports["title"].tolist() == ["石泉镇2023年D建工作总结"]
    assert reports["title_plain"].tolist() == ["石泉镇2023年党建工作总结"]
