"""Which lines, and which clauses inside a line, are headings, and how do they nest?

A heading may run into its paragraph (（一）提高站位。正文…), stand alone without a number (2024年工作计划), or stand
inside a paragraph (一是疏浚河道。正文…二是…). Numbering is often wrong: a heading's depth comes from its style, not
from its value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from extractors.structure.lines import Line

NUMERAL = "[一二三四五六七八九十]{1,3}"
#: Styles of numbering from the outermost to the innermost, as official documents nest them (GB/T 9704-2012, 7.3.3:
#: 一、 then （一） then 1. then （1）); 第一部分 stands above them, 一是 below.
STYLES: tuple[tuple[str, str], ...] = (
    ("chapter", rf"第{NUMERAL}(?:部分|章|篇|节)[:：、，\s]*"),
    ("markdown", r"\#{1,6}\s+"),
    ("plain_part", r"(?!)"),
    ("ordinal", rf"第{NUMERAL}[、，,：:．.]\s*"),
    ("chinese", rf"{NUMERAL}[、．.]\s*"),
    ("chinese_brackets", rf"[（(]{NUMERAL}[)）][、，]?\s*"),
    ("arabic", r"\d{1,2}(?:[、]|[．.](?!\s?\d))\s*"),
    ("arabic_brackets", r"[（(]\d{1,2}[)）]\s*"),
    ("arabic_half_bracket", r"\d{1,2}[)）]\s*"),
    ("circled", r"[①-⑳]\s*"),
    ("plain", r"(?!)"),
    ("clause", rf"{NUMERAL}是(?!否)[:：，]?\s*"),
)
RANK = {name: rank for rank, (name, _) in enumerate(STYLES)}
MARKER = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in STYLES))
NESTED_STYLES = ("ordinal", "chinese", "chinese_brackets", "arabic", "arabic_brackets")
FIRST = re.compile(r"[（(第]*(?:一|1)[)）、．.，,：:]")
#: A line without number that is a part of the report: 2024年工作计划, 存在问题.
PLAIN_PART = re.compile(
    r"(?:[\d]{4}年度?)?(?:[上下]半年|第?[一二三四]季度|\d{1,2}月份?|下季度|下个?月)?(?:下一步|下步|下阶段|今后|明年|来年|未来)?"
    r"(?:的?主要|重点|总体|基本|年度|全年)?的?(?:工作)?(?:开展)?"
    r"(?:计划|打算|思路|安排|设想|谋划|部署|展望|总结|回顾|要点|目标|任务|情况|成效|成绩|亮点|存在的?(?:主要|突出)?(?:问题|不足|困难)(?:[和与及](?:问题|不足|困难))?)"
    r"(?:[及和与暨](?:主要|重点)?(?:工作)?(?:计划|打算|思路|安排|目标|任务|成效))?|附件\s?\d?|名词解释"
)
#: The same, longer, with a year or a five-year plan to name the part by: “十五五”时期主要目标和2026年重点工作.
DATED_PART = re.compile(
    r"(?=[^，。；：、！]*?(?:\d{4}年|“十[一二三四五六七八九]五”))[^，。；：、！]{4,40}"
    r"(?:回顾|任务|重点工作|工作|安排|目标|建议|计划|打算|总结|情况|思路|成就|部署)"
)
ATTACHMENT = re.compile(r"附件\s?\d?")
NUMERALS = "一二三四五六七八九十"
CLAUSE = re.compile(f"是(?!否)(?<=[{NUMERALS}]是)[:：，]?")  # re finds one character fastest
BEFORE_CLAUSE = ("。", "；", ";", "：", ":", "！")
SENTENCE_END, CLAUSE_END = re.compile(r"[。！？\n]"), re.compile(r"[，：；,:;]")
LONGEST_HEADING = 40
LONGEST_CLAUSE_HEADING = 30
LONGEST_PLAIN = 25
NOT_PLAIN = re.compile(r"\d|各位|^[—–―（(]|[：:，,。；、]|人民政府$|(?:省长|市长|主席|县长|区长|镇长|乡长|州长)")


class Heading(Struct, frozen=True, gc=False):
    """A heading, where its section begins, and (for a clause inside a paragraph) where it ends at the latest."""

    start: int
    text: str
    style: str
    first: bool  # its number is one
    until: int | None = None


def find_headings(lines: Sequence[Line], styled: Mapping[int, int] = MappingProxyType({})) -> list[Heading]:
    """The headings among a report's lines (its title is not among them), in order.

    `styled`: by its start, the level of each line that the document's format says is a heading.
    """
    headings: list[Heading] = []
    for number, line in enumerate(lines):
        heading = _of_line(lines, number, styled.get(line.start, 0))
        if heading and heading.style != "clause":
            headings.append(heading)
        clauses: list[Heading] = []
        if marks := _clause_marks(line.text):
            clauses = list(_clauses(line, marks, bool(heading and heading.style != "clause")))
            headings += clauses
        if heading and heading.style == "clause" and not clauses:
            following = lines[number + 1] if number + 1 < len(lines) else None
            if following and not line.ends_sentence_fully and not MARKER.match(following.text):
                headings.append(heading)
    return headings


def _of_line(lines: Sequence[Line], number: int, level: int) -> Heading | None:
    line = lines[number]
    marker = MARKER.match(line.text)
    if marker and marker.lastgroup:
        style = marker.lastgroup
        text = _heading_text(line.text[marker.end() :]) or _next_short(lines, number)
        if style == "ordinal" and len(line.text) > LONGEST_HEADING and "。" not in line.text[:LONGEST_HEADING]:
            return None
        return Heading(line.start, text or marker[0].strip(), style, bool(FIRST.match(marker[0])))
    if line.text.startswith("附件") and ATTACHMENT.fullmatch(line.text):
        following = _next_short(lines, number)
        return Heading(line.start, f"{line.text} {following}".strip(), "plain_part", False)
    if len(line.text) <= LONGEST_HEADING and DATED_PART.fullmatch(line.text) and _follows_whole_line(lines, number):
        return Heading(line.start, line.text, "plain_part", False)
    if level and len(line.text) <= LONGEST_HEADING and not line.ends_sentence_fully:
        return Heading(line.start, line.text.rstrip("：:"), "plain_part" if level == 1 else "plain", False)
    if len(line.text) > LONGEST_PLAIN:
        return None
    if PLAIN_PART.fullmatch(line.text) or PLAIN_PART.fullmatch(line.text.rstrip("。：:")):
        return Heading(line.start, line.text.rstrip("。：:"), "plain_part", False)
    return _plain(lines, number)


def _plain(lines: Sequence[Line], number: int) -> Heading | None:
    """A short line without a number that heads the paragraph below it."""
    line = lines[number]
    if number == 0 or number + 1 >= len(lines) or len(line.text) < 4 or NOT_PLAIN.search(line.text):
        return None
    whole = _follows_whole_line(lines, number)
    return Heading(line.start, line.text, "plain", False) if whole and len(lines[number + 1].text) >= 40 else None


def _follows_whole_line(lines: Sequence[Line], number: int) -> bool:
    """The line above is complete: this one is no piece of a broken sentence."""
    if number == 0 or lines[number].gap:
        return True
    above = lines[number - 1]
    return above.ends_sentence or MARKER.match(above.text) is not None or len(above.text) <= LONGEST_PLAIN


def _next_short(lines: Sequence[Line], number: int) -> str:
    """The line below a number or 附件 that stands alone, when it is its heading."""
    if number + 1 < len(lines) and len(lines[number + 1].text) <= LONGEST_HEADING:
        below = lines[number + 1].text
        return "" if MARKER.match(below) else _heading_text(below)
    return ""


def _heading_text(rest: str) -> str:
    """The heading at the start of what follows a number: the first sentence, or its first clause when that is long."""
    end = SENTENCE_END.search(rest)
    sentence = (rest[: end.start()] if end else rest).strip()
    if len(sentence) > LONGEST_HEADING:
        clause = CLAUSE_END.split(sentence, maxsplit=1)[0].strip()
        sentence = clause if 2 <= len(clause) <= LONGEST_HEADING else sentence[:LONGEST_HEADING]
    return sentence.rstrip("：:，,；;。、 ")


def _clause_marks(text: str) -> list[tuple[int, int, str]]:
    """Where 一是, 二是 … begin and end behind another clause, and their numbers."""
    marks: list[tuple[int, int, str]] = []
    if "是" not in text:
        return marks
    for match in CLAUSE.finditer(text):
        before = text[: match.start()]
        clause = before.rstrip(NUMERALS)
        number = before[len(clause) :]
        if len(number) <= 3 and (not (clause := clause.rstrip()) or clause.endswith(BEFORE_CLAUSE)):
            marks.append((len(before) - len(number), match.end(), number))
    return marks


def _clauses(line: Line, marks: Sequence[tuple[int, int, str]], headed: bool) -> Iterator[Heading]:
    """一是 二是 三是 in one paragraph, when most of them open with a short sentence of their own."""
    ends = [*(start for start, _, _ in marks[1:]), len(line.text)]
    texts = []
    for (_, begin, _), end in zip(marks, ends, strict=True):
        heading, full_stop, body = line.text[begin:end].partition("。")
        texts.append(heading if full_stop and body.strip() and 3 <= len(heading) <= LONGEST_CLAUSE_HEADING else "")
    if sum(map(bool, texts)) * 2 <= len(texts) or (len(marks) == 1 and (headed or marks[0][0])):
        return
    whole_line = len(marks) == 1
    for (start, begin, number), end, text in zip(marks, ends, texts, strict=True):
        heading = text or _heading_text(line.text[begin:end])[:LONGEST_CLAUSE_HEADING]
        until = None if whole_line else line.start + len(line.text)
        yield Heading(line.start + start, heading, "clause", number == "一", until)


def rank_styles(headings: Sequence[Heading]) -> dict[str, int]:
    """Depth of each style in this report: the usual order, unless the report itself turns two styles round."""
    order = list(NESTED_STYLES)
    seen = [heading.style for heading in headings]
    for outer in range(len(order)):
        for inner in range(outer + 1, len(order)):
            if _is_turned(headings, seen, order[outer], order[inner]):
                order[outer], order[inner] = order[inner], order[outer]
    ranks = dict(RANK)
    ranks.update(zip(order, sorted(RANK[style] for style in NESTED_STYLES), strict=True))
    return ranks


def _is_turned(headings: Sequence[Heading], seen: Sequence[str], outer: str, inner: str) -> bool:
    """The usually inner style comes first, goes on below the outer one, and never starts anew there."""
    if outer not in seen or inner not in seen or seen.index(outer) < seen.index(inner):
        return False
    below = [heading for heading in headings[seen.index(outer) :] if heading.style == inner]
    return bool(below) and not any(heading.first for heading in below)
