"""Which texts do the records of a .json or .jsonl file hold? Each record's text, with its title above it.

What is crawled or asked of an interface comes as records, one a report: {"title": …, "content": …}. The text is the
field that is called so, or else the longest one; a record without a text is written down field by field. Each is a file
of its own, as those of an archive are, named by its number and its title. Lines that are broken, as the last one is
where a crawl was cut off, cost themselves: the others are read, and the file says which were not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from extractors.reading.content import UnreadableError
from extractors.reading.decoding import decode

RESAVE = "save its texts as .txt, one a file"
TEXT_NAMES = (
    *("content", "text", "full_text", "fulltext", "body", "article", "main_text", "raw_text", "markdown"),
    *("正文", "内容", "全文", "文本", "文章内容"),
)
TITLE_NAMES = ("title", "headline", "report_title", "doc_title", "标题", "名称", "题名", "name")
ISSUER_NAMES = ("issuer", "publisher", "office", "发文机关", "发布机构", "机构")
DAY_NAMES = ("published", "publish_date", "publish_time", "pub_date", "pubdate", "date", "发布时间", "发布日期", "日期")
LISTS = ("data", "items", "records", "results", "rows", "documents", "docs", "reports", "list", "数据")
SHORTEST_TEXT = 10  # characters of a field that no name tells to be the text
LONGEST_NAME = 60
HAN = re.compile("[\u4e00-\u9fff]")
DEEPEST = 6
BROKEN = object()  # stands for a record in a line that is no JSON
TOLD = 3  # such lines, by number


def record_texts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Each record as a text file: its name, and its bytes in UTF-8."""
    text, _ = decode(data)
    value, broken = parse(text)
    if not HAN.search(text) and not HAN.search(json.dumps(value, ensure_ascii=False, default=str)):
        raise UnreadableError("holds no record with a text in Chinese", "leave it out")
    for number, record in enumerate(records_of(value), start=1):
        if record is BROKEN:
            continue
        title = one_line(named(record, TITLE_NAMES)) if isinstance(record, dict) else ""
        lines = "".join(f"{line}\n" for line in lines_of(record))
        name = " ".join(filter(None, (f"{number:04d}", title.replace("/", "／")[:LONGEST_NAME])))
        yield f"{name}.txt", lines.encode("utf-8", "replace")
    if broken:
        reason = "has 1 line that is no JSON" if len(broken) == 1 else f"has {len(broken):,} lines that are no JSON"
        where = f"line {', '.join(map(str, broken[:TOLD]))}{' …' if len(broken) > TOLD else ''}"
        raise UnreadableError(reason, "mend what is there; all else in it was read", where)


def parse(text: str) -> tuple[Any, list[int]]:
    """One value, or one a line; and the numbers of the lines that are none.

    Where these are more than the others, the file is something else: a list cut off in the middle, a log.
    """
    try:
        return json.loads(text), []
    except (ValueError, RecursionError) as error:
        values: list[Any] = []
        broken = []
        for number, line in enumerate(text.split("\n"), start=1):
            if line.strip():
                try:
                    values.append(json.loads(line))
                except (ValueError, RecursionError):
                    values.append(BROKEN)
                    broken.append(number)
        if len(broken) == len(values):
            where = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
            raise UnreadableError("is no JSON", RESAVE, where) from None
        if 2 * len(broken) > len(values):
            raise UnreadableError("is no JSON, one value a line", RESAVE, f"line {broken[0]}") from None
        return values, broken


def records_of(value: Any, depth: int = 0) -> Iterator[Any]:
    """The records of a value: the members of a list, or of the list that an object holds."""
    if isinstance(value, list):
        for member in value:
            yield from records_of(member, depth + 1) if isinstance(member, list) and depth < DEEPEST else [member]
        return
    if isinstance(value, dict) and not text_of(value):
        held = next((value[name] for name in LISTS if isinstance(value.get(name), list)), None)
        lists = [
            member for member in value.values() if isinstance(member, list) and member and isinstance(member[0], dict)
        ]
        if held is None and len(lists) == 1:
            held = lists[0]
        if held is None and isinstance(value.get("data"), dict) and depth < DEEPEST:
            held = value["data"]
        if held is not None:
            yield from records_of(held, depth + 1)
            return
    if value not in (None, "", [], {}):
        yield value


def named(record: dict[str, Any], names: tuple[str, ...]) -> str:
    small = {str(name).lower(): value for name, value in record.items()}
    found = (small[name] for name in names if isinstance(small.get(name), str | int) and str(small[name]).strip())
    return str(next(found, "")).strip()


def text_of(record: dict[str, Any]) -> str:
    """A record's text: the field that is called so, or the longest one that is no title."""
    small = {str(name).lower(): value for name, value in record.items()}
    for name in TEXT_NAMES:
        value = small.get(name)
        if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
            value = "\n".join(value)
        if isinstance(value, str) and value.strip():
            return value
    texts = [value for name, value in small.items() if isinstance(value, str) and name not in TITLE_NAMES]
    longest = max(texts, key=len, default="")
    return longest if len(longest) >= SHORTEST_TEXT and HAN.search(longest) else ""


def lines_of(record: Any) -> Iterator[str]:
    """A record's lines: its title, issuer and day above its text, where the text does not begin with them."""
    if not isinstance(record, dict):
        yield from flat(record).split("\n")
        return
    text = text_of(record)
    if not text:
        yield from (f"{name}：{flat(value)}" for name, value in record.items() if value not in (None, "", [], {}))
        return
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    title = one_line(named(record, TITLE_NAMES))
    if title and "".join(title.split()) not in "".join(text[: len(title) * 2 + 200].split()):
        yield title
    for label, names in (("发布机构", ISSUER_NAMES), ("发布时间", DAY_NAMES)):
        if value := one_line(named(record, names)):
            yield f"{label}：{value}"
    yield from text.split("\n")


def flat(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def one_line(text: str) -> str:
    return " ".join(text.split())
