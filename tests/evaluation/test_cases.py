"""Answers stand where they say, and only what was annotated is judged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.evaluation.cases import by_text, gather, read_case, sample_batch
from tests.peers.answers import AnswerError

TEXT = "甲县2016年工作总结\n培训农民30人，走访30人。\n植树2万株。\n"


def make_answer(**changes: Any) -> dict[str, Any]:
    return {"line": 2, "quote": "30人", "metric": "培训农民", "optional": False} | changes


def write_case(folder: Path, *rows: dict[str, Any]) -> tuple[Path, Path]:
    text, answers = folder / "甲县.txt", folder / "甲县-2.jsonl"
    text.write_text(TEXT, encoding="utf-8", newline="")
    answers.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return text, answers


def test_equal_quotes_of_a_line_are_found_in_order(tmp_path: Path) -> None:
    text, answers = write_case(tmp_path, {"range": [2, 3]}, make_answer(), make_answer())
    case = read_case("c", text, [answers])
    assert [TEXT[row["start"] : row["end"]] for row in case.gold] == ["30人", "30人"]
    assert case.gold[0]["start"] < case.gold[1]["start"]
    assert [row["line"] for row in case.gold] == [2, 2]


def test_a_piece_of_a_sentence_stands_in_the_place_of_a_line(tmp_path: Path) -> None:
    row = {"sentence_has": "走访30人", "quote": "30人", "metric": "走访"}
    (gold,) = read_case("c", *_paths(write_case(tmp_path, {"range": None}, row))).gold
    assert TEXT[gold["start"] - 2 : gold["end"]] == "走访30人"
    assert gold["line"] == 2


def test_an_answer_that_is_not_in_the_text_is_an_error(tmp_path: Path) -> None:
    text, answers = write_case(tmp_path, {"range": [2, 3]}, make_answer(quote="31人"))
    with pytest.raises(AnswerError, match="31人"):
        read_case("c", text, [answers])


def test_claims_outside_the_annotated_lines_are_not_judged(tmp_path: Path) -> None:
    text, answers = write_case(tmp_path, {"range": [2, 2]}, make_answer())
    case = read_case("c", text, [answers])
    inside, outside = {"char_start": TEXT.index("30人")}, {"char_start": TEXT.index("2万株")}
    assert case.annotated([inside, outside]) == [inside]


def test_without_a_range_the_lines_from_first_to_last_answer_count(tmp_path: Path) -> None:
    text, answers = write_case(tmp_path, make_answer(), make_answer(line=3, quote="2万株"))
    (span,) = read_case("c", text, [answers]).spans
    assert TEXT[span.start : span.end] == TEXT[TEXT.index("培训") :]


def test_answer_files_are_grouped_by_text_and_missing_texts_named(tmp_path: Path) -> None:
    text, answers = write_case(tmp_path)
    found, missing = by_text([answers, tmp_path / "甲县-9.jsonl", tmp_path / "乙县-1.jsonl"], [tmp_path])
    assert found == [(text, [answers, tmp_path / "甲县-9.jsonl"])]
    assert missing == ["乙县"]


def test_the_answers_of_the_sample_batch_stand_in_its_texts() -> None:
    cases = sample_batch()
    assert len(cases) == 5
    for case in cases:
        assert all(case.source.text[row["start"] : row["end"]] == row["quote"] for row in case.gold)


def test_without_answers_beside_the_project_only_the_sample_batch_is_evaluated(tmp_path: Path) -> None:
    cases, skipped = gather(tmp_path, None, None)
    assert {case.corpus for case in cases} == {"sample batch"}
    assert len(skipped) == 2
    assert "only the sample batch" in skipped[0]


def _paths(written: tuple[Path, Path]) -> tuple[Path, list[Path]]:
    return written[0], [written[1]]
