"""What becomes of the records of a .json or .jsonl file?"""

from __future__ import annotations

import json
from typing import Any

import pytest

from extractors.reading.members import parts
from extractors.reading.records import text_of

TITLE, TEXT = "青禾镇2023年工作总结", "全年造林1.2万亩，新增就业420人。"
RECORD = {"id": 7, "title": TITLE, "content": TEXT, "url": "https://example.cn/1"}


def texts(data: str, name: str = "crawl.json") -> list[tuple[str, str]]:
    """Name and text of each file that is in a file."""
    found = list(parts(data.encode(), name))
    assert found[-1].is_archive
    assert found[-1].problem is None
    return [(part.name, (part.data or b"").decode()) for part in found[:-1]]


@pytest.mark.parametrize(
    "data",
    [
        json.dumps([RECORD, RECORD], ensure_ascii=False),
        json.dumps({"code": 0, "data": {"list": [RECORD, RECORD]}}),
        json.dumps({"total": 2, "报告": [RECORD, RECORD]}),
        "\n".join(json.dumps(RECORD, ensure_ascii=False) for _ in range(2)),
        "\n\n".join(json.dumps(RECORD) for _ in range(2)) + "\r\n",
    ],
)
def test_each_record_is_a_report_named_by_its_number_and_title(data: str) -> None:
    text = f"{TITLE}\n{TEXT}\n"
    assert texts(data) == [(f"crawl.json/0001 {TITLE}.txt", text), (f"crawl.json/0002 {TITLE}.txt", text)]


@pytest.mark.parametrize(
    ("record", "text"),
    [
        ({"正文": TEXT, "摘要": TEXT * 2}, TEXT),
        ({"a": "短", "b": TEXT}, TEXT),
        ({"title": TEXT, "content": ""}, ""),
        ({"paragraphs": 2, "body": [TEXT, TEXT]}, f"{TEXT}\n{TEXT}"),
        ({"url": "https://example.cn/a-very-long-address", "造林": 12}, ""),
    ],
)
def test_the_text_is_the_field_called_so_or_the_longest(record: dict[str, Any], text: str) -> None:
    assert text_of(record) == text


def test_a_title_that_the_text_begins_with_is_not_said_twice() -> None:
    record = {"title": TITLE, "content": f"{TITLE}\r\n{TEXT}", "publish_date": "2024-01-08"}
    assert texts(json.dumps(record))[0][1] == f"发布时间：2024-01-08\n{TITLE}\n{TEXT}\n"


def test_a_record_without_a_text_is_written_field_by_field() -> None:
    assert texts('{"造林面积（亩）": 120, "成活率": "95%"}')[0][1] == "造林面积（亩）：120\n成活率：95%\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("[1,", "is no JSON"),
        ('{"a": "造林"}\n{"a"\n{"b"', "one value a line"),
        ('[\n{"a": "造林"},\n{"a": "育苗"},\n{"a": "护林"}\n', "one value a line"),
        ('{"version": "1.2.3"}', "no record with a text in Chinese"),
        ("[" * 100_000, "is no JSON"),
    ],
)
def test_what_holds_no_records_is_told_so(data: str, reason: str) -> None:
    (part,) = parts(data.encode(), "a.jsonl")
    assert part.problem is not None
    assert reason in part.problem.reason


@pytest.mark.parametrize("broken", ['{"content": "育苗3亩"', "育苗3亩", '{"content": "育苗3亩"}}', "[" * 100_000])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_broken_line_costs_itself_and_is_named(broken: str, place: int) -> None:
    lines = [json.dumps({"content": f"造林{number}亩"}, ensure_ascii=False) for number in (1, 2)]
    lines.insert(place, broken)
    *read, whole = parts("\n".join(lines).encode(), "a.jsonl")
    assert [(part.name, (part.data or b"").decode()) for part in read] == [
        (f"a.jsonl/000{number}.txt", f"造林{text}亩\n")
        for number, text in zip([n for n in (1, 2, 3) if n != place + 1], (1, 2), strict=True)
    ]  # a record keeps its name when the line is mended
    assert whole.problem is not None
    assert whole.problem.reason == "has 1 line that is no JSON"
    assert whole.problem.place == f"line {place + 1}"
