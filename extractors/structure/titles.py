"""Where does each report of a text begin, and what is it called?

A table of contents answers it where there is one. Without one, a title is a short line that names a kind of report,
stands apart from what is above it, and is no heading inside a report: a bare 2024年工作计划 is one, unless the blank
lines above it are more than this text otherwise uses.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from msgspec import Struct

from extractors.structure.lines import Line

LONGEST_TITLE = 60
LONGEST_TOC_TITLE = 80
NUMBERED = re.compile(
    r"第?[一二三四五六七八九十百]{1,3}(?:[、，．.是]|部分|章|节)|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,3}[、．.](?!\d)|[①-⑳#*·●◆—-]"
)
ARTICLE_NUMBER = re.compile(
    r"(?:第?[一二三四五六七八九十\d]{1,3}篇|篇[一二三四五六七八九十\d]{1,3}|范文[一二三四五六七八九十\d]{1,3})[:：、.\s]*"
)
LIST_NUMBER = re.compile(r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})[、．.]\s*|[（(][一二三四五六七八九十\d]{1,3}[)）]")
#: A title without anyone who reports: years, words of time and kinds only.
BARE = re.compile(
    r"(?:[\d０-９XxＸ*＊〇○零一二三四五六七八九]{4}年度?|[\d]{1,2}月份?|上半年|下半年|全年|年度|年终|下一步|下步|明年|今后|主要|重点|工作|总结|计划|报告|打算|思路|安排|要点|谋划|情况|汇报|回顾|目标|任务|述职|暨|及|和|与|、|的|[（()）])+"
)
#: A plan on some matter, nobody's by name: more often a chapter (2024年禁渔工作计划) than a report.
PLAN_OF_A_REPORT = re.compile(r"(?:20\d\d年度?|下一步|明年)(?!.*总结).{0,12}(?:计划|打算|思路|安排)$")
SALUTATION = re.compile(r"(?:各位|尊敬的|同志们).{0,20}[:：！!]?")
#: What a speech calls itself behind its salutation: 现在，我代表县人民政府，向大会报告工作…
SPEECH = re.compile(
    r"我(?:受.{1,16}委托|代表(?P<who>.{1,16}?))[，,]?\s?[向作将](?:.{0,12}(?P<name>政府工作报告)|.{0,12}(?:报告|汇报)(?:政府)?工作)"
)
OF_GOVERNMENT = re.compile("国务院|政府")
FOOTNOTE_MARK = re.compile(r"(?:\s?(?:[\[［〔【（(]\s?(?:\d{1,2}|注\d{0,2}|[*＊])\s?[\]］〕】）)]|[①-⑳*＊]))++$")
MARKDOWN_TITLE = re.compile(r"#\s+(?=\S)")
CONTINUES = re.compile(r"[与和及暨的]|以及|并")
YEAR = re.compile(r"(?:19|20)[\dXx*]{2}年")
LONGEST_BROKEN = 40
SPEECH_LINES = 3
BODY_LENGTH = 40


class Opening(Struct, frozen=True, gc=False):
    """The line a report begins with, its title, and how many lines the title fills."""

    line: int
    title: str
    lines: int = 1


@dataclass(frozen=True, slots=True)
class TitleRules:
    kinds: re.Pattern[str]
    compilation: re.Pattern[str]

    @classmethod
    def of(cls, data: dict[str, Any]) -> TitleRules:
        kinds = "|".join(map(re.escape, data["title"]["kinds"]))
        return cls(
            re.compile(rf"{kinds}|(?:总结|计划|报告|要点|思路|公报|述职|汇报|小结)(?:[（(].{{0,12}}[)）])?$"),
            re.compile(data["compilation"]["pattern"]),
        )

    def is_title(self, text: str) -> bool:
        """Whether a line could be the title of a report, by its words alone."""
        named = clean_title(text)
        return (
            4 <= len(named) <= LONGEST_TITLE
            and not named.endswith(("。", "！", "？", "；", "：", "，", "、", ":", ";", ","))
            and "。" not in named
            and not NUMBERED.match(named)
            and bool(self.kinds.search(named))
            and not self.compilation.search(named)
        )


def clean_title(text: str) -> str:
    """A title line without what is not the title's own: 第三篇：, the # of Markdown, a footnote's mark."""
    text = ARTICLE_NUMBER.sub("", MARKDOWN_TITLE.sub("", text, count=1), count=1)
    return FOOTNOTE_MARK.sub("", text).rstrip()


def find_openings(
    lines: Sequence[Line], toc_titles: Sequence[str], after: Callable[[Line], bool], rules: TitleRules
) -> list[Opening]:
    """The openings of a text's reports; `after` tells the lines that stand below its table of contents."""
    if not lines:
        return []
    openings = _from_contents(lines, toc_titles, after, rules) or _from_signals(lines, rules)
    return [_name_speech(lines, opening) for opening in _with_start(lines, openings, rules)]


def _from_contents(
    lines: Sequence[Line], toc_titles: Sequence[str], after: Callable[[Line], bool], rules: TitleRules
) -> list[Opening]:
    listed = [(title, _without_number(title)) for title in toc_titles if _opens_report(title, rules)]
    places: dict[str, list[int]] = {_key(text): [] for texts in listed for text in texts}
    for number, line in enumerate(lines if places else ()):
        if len(line.text) <= LONGEST_TOC_TITLE:
            keys = {_key(line.text), _key(LIST_NUMBER.sub("", line.text, count=1))} & places.keys()
            if keys and after(line):
                for key in keys:
                    places[key].append(number)
    openings: list[Opening] = []
    at = -1
    for title, plain in listed:
        numbers = sorted({n for key in (_key(title), _key(plain)) for n in places[key] if n > at})
        if numbers:
            apart = [n for n in numbers if lines[n].gap or n == 0]
            at = apart[0] if apart and BARE.fullmatch(plain) else numbers[0]
            openings.append(Opening(at, FOOTNOTE_MARK.sub("", plain)))
    return openings


def _without_number(title: str) -> str:
    return ARTICLE_NUMBER.sub("", LIST_NUMBER.sub("", title, count=1), count=1)


def _opens_report(title: str, rules: TitleRules) -> bool:
    """A listed title does unless it names the collection, or a chapter: numbered, and nobody's report."""
    if rules.compilation.search(title):
        return False
    if not NUMBERED.match(title):
        return True
    plain = LIST_NUMBER.sub("", title, count=1)
    return rules.is_title(plain) and not BARE.fullmatch(plain)


def _key(text: str) -> str:
    return "".join(text.split())


def _from_signals(lines: Sequence[Line], rules: TitleRules) -> list[Opening]:
    usual_gap = _usual_gap(lines)
    bodies = _body_lines(lines)
    spoken = _first_spoken(lines)
    openings: list[Opening] = []
    for number, line in enumerate(lines):
        if len(line.text) > LONGEST_TITLE:
            continue
        title, filled = clean_title(line.text), 1
        if joined := _join_broken(lines, number, rules):
            title, filled = joined, 2
        elif not rules.is_title(line.text):
            continue
        first = not openings and not _has_body(bodies, 0, number) and number <= spoken
        if not first and not _stands_apart(lines, number, title, usual_gap, bool(ARTICLE_NUMBER.match(line.text))):
            continue
        if not openings and number > spoken and not _is_name(title):
            continue  # a heading of the speech
        if openings:
            last = openings[-1]
            same = _key(last.title) == _key(title)
            if not _has_body(bodies, last.line + 1, number):
                if same or not BARE.fullmatch(last.title):
                    continue  # a breadcrumb above its page, a subtitle below its title
                openings.pop()
            elif same and not (BARE.fullmatch(title) and line.gap > usual_gap):
                continue  # a running head, or the page's own name at its foot
        openings.append(Opening(number, title, filled))
    return openings


def _join_broken(lines: Sequence[Line], number: int, rules: TitleRules) -> str | None:
    """A title broken over two lines: 政府工作报 and 告, or a second line that cannot begin one (与2024年计划的报告)."""
    if number + 1 >= len(lines):
        return None
    line, below = lines[number], lines[number + 1]
    if below.gap or max(len(line.text), len(below.text)) > LONGEST_BROKEN or line.ends_sentence:
        return None
    if (number and not line.gap and not lines[number - 1].ends_sentence_fully) or NUMBERED.match(below.text):
        return None
    joined = line.text + below.text
    begins_anew = rules.is_title(below.text) and not CONTINUES.match(below.text) and not _names_only_a_year(line, below)
    if rules.is_title(line.text) or begins_anew or not rules.is_title(joined):
        return None
    return clean_title(joined) if _ends_with_kind(joined, rules) else None


def _names_only_a_year(line: Line, below: Line) -> bool:
    """青禾县2023年经济和社会发 above 展统计公报: the year stands above, the kind below."""
    return bool(YEAR.search(line.text)) and not YEAR.search(below.text) and not line.text.endswith(("日", "）", ")"))


def _ends_with_kind(title: str, rules: TitleRules) -> bool:
    return any(match.end() == len(title) for match in rules.kinds.finditer(clean_title(title)))


def _name_speech(lines: Sequence[Line], opening: Opening) -> Opening:
    """A salutation is no title where the first sentences say what the speech is: 我代表…，作政府工作报告."""
    if not SALUTATION.match(opening.title):
        return opening
    first = "".join(line.text for line in lines[opening.line : opening.line + SPEECH_LINES])
    speech = SPEECH.search(first)
    if speech and (speech["name"] or OF_GOVERNMENT.search(speech["who"] or "")):
        return Opening(opening.line, "政府工作报告", 0)
    return opening


def _usual_gap(lines: Sequence[Line]) -> int:
    gaps = sorted(line.gap for line in lines[1:])
    return gaps[len(gaps) * 9 // 10] if gaps and len(gaps) > 20 else (gaps[len(gaps) // 2] if gaps else 0)


def _stands_apart(lines: Sequence[Line], number: int, title: str, usual_gap: int, numbered: bool) -> bool:
    line, above = lines[number], lines[number - 1]
    follows_body = above.ends_sentence or len(above.text) <= 30
    if not follows_body or number + 1 >= len(lines):
        return False
    if numbered:
        return True
    if BARE.fullmatch(title) or PLAN_OF_A_REPORT.match(title):
        return line.gap >= 2 and line.gap > usual_gap
    if line.gap > usual_gap or (line.gap >= 1 and _is_name(title)):
        return True
    below = lines[number + 1].text
    return _is_name(title) and not title[0].isdigit() and (len(below) >= BODY_LENGTH or bool(NUMBERED.match(below)))


def _first_spoken(lines: Sequence[Line]) -> int:
    """Where a speech begins: what is short and stands below its salutation is a heading, no title."""
    return next((n for n, line in enumerate(lines) if SALUTATION.fullmatch(line.text)), len(lines))


def _is_name(title: str) -> bool:
    """A full title: someone, a year, a kind of report."""
    return bool(YEAR.search(title)) and not BARE.fullmatch(title)


def _body_lines(lines: Sequence[Line]) -> list[int]:
    return [
        n for n, line in enumerate(lines) if len(line.text) >= BODY_LENGTH and ("。" in line.text or "，" in line.text)
    ]


def _has_body(bodies: Sequence[int], first: int, last: int) -> bool:
    """Whether a paragraph stands among the lines from `first` up to `last`."""
    return bisect_left(bodies, first) < bisect_left(bodies, last)


def _with_start(lines: Sequence[Line], openings: list[Opening], rules: TitleRules) -> list[Opening]:
    """What stands above the first title is nobody's, unless it is body text: then it is a report too."""
    if openings and not _body_lines(lines[: openings[0].line]):
        return openings
    first = next(
        (
            n
            for n, line in enumerate(lines)
            if len(line.text) > LONGEST_TITLE or not rules.compilation.search(line.text)
        ),
        0,
    )
    return [Opening(first, _fallback_title(lines[first].text)), *openings]


def _fallback_title(text: str) -> str:
    return FOOTNOTE_MARK.sub("", text.lstrip("# ").strip())[:LONGEST_TITLE] or text[:LONGEST_TITLE]


def is_spoken_opening(title: str) -> bool:
    return bool(SALUTATION.match(title))


@cache
def is_bare(title: str) -> bool:
    return bool(BARE.fullmatch(title))
