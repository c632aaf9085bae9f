"""Which lines can be a title, and what is the title without what is not its own?

A title names a kind of report, or is at least a line that could head a text: short, no sentence, no figure with a unit,
no row of a web page's data. What is broken over several lines is put together again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from extractors.language import knowledge
from extractors.language.grammar import HAN
from extractors.language.spacing import closed_up, squeeze
from extractors.structure.dates import read_day
from extractors.structure.lines import SENTENCE_ENDS, Line

LONGEST_TITLE = 60
NEVER_LAST = tuple(end for end in SENTENCE_ENDS if end not in "”…")
NEVER_INSIDE = tuple(end for end in NEVER_LAST if end not in "，,、")  # at the end of one of its lines
LONGEST_BROKEN = 40  # characters of one line of a title that takes several
MOST_LINES = 4
NUMBERED = re.compile(
    r"第?[一二三四五六七八九十百]{1,3}(?:[、，．.是]|部分|章|节)|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,3}[、．.](?!\d)|[①-⑳#·●◆—-]"
    rf"|\*(?!\*{{1,3}}[{HAN}]{{0,4}}[省市县区镇乡村局])"  # a mark of a list, and not the name of a town that was masked
)
ARTICLE_NUMBER = re.compile(
    r"^(?:第?[一二三四五六七八九十\d]{1,3}篇|篇[一二三四五六七八九十\d]{1,3}|范文[一二三四五六七八九十\d]{1,3})[:：、.\s]*"
)
#: A title without anyone who reports: years, words of time and kinds only.
BARE = re.compile(
    r"(?:[\d０-９XxＸ*＊〇○零一二三四五六七八九]{4}年度?|[\d]{1,2}月份?|上半年|下半年|全年|年度|年终|下一步|下步|明年|今后|主要|重点|工作|总结|计划|报告|打算|思路|安排|要点|谋划|情况|汇报|回顾|目标|任务|述职|暨|及|和|与|、|的|[（()）])+"
)
HEAD_OF_COLUMNS = knowledge.phrase("head_of_columns")
PLAN_TITLE, SUMMARY_TITLE = knowledge.phrase("plan_title"), knowledge.phrase("summary_title")
SALUTATION = re.compile(r"(?:各位|尊敬的|同志们).{0,20}[:：！!]?")
FOOTNOTE_MARK = re.compile(r"(?>(?:\s?(?:[\[［〔【（(]\s?(?:\d{1,2}|注\d{0,2}|[*＊])\s?[\]］〕】）)]|[①-⑳*＊]))+)$")
MARKDOWN_TITLE = re.compile(r"^#\s+(?=\S)")
#: 标题：, 名 称：, before the title in a web page's data.
FIELD_OF_TITLE = re.compile(r"^(?:文章|文件|信息)?(?:标\s{0,6}题|名\s{0,6}称|题\s{0,6}名)\s?[:：]\s?(?=\S)")
#: _青禾县人民政府, - 青禾县统计局: whose page it is, behind the title that a browser shows.
SITE = re.compile(rf"\s?[_|｜]+\s?[^_|｜]{{2,30}}$|\s?[-—–]{{1,2}}\s?[{HAN}]{{2,20}}(?:网|网站|门户|频道|政府|统计局)$")
#: 总结.docx, the name of the file that a page shows; 公报 2019, the year that a list of pages adds to a title.
FILE_ENDING = re.compile(r"\.(?:pdf|docx?|wps|txt|xlsx?|rtf|ofd)$", re.IGNORECASE)
YEAR_BEHIND = re.compile(r"^(?P<title>.*?(?P<year>(?:19|20)\d\d)年.*[报告结划])\s+(?P=year)$")
_ENDS_FOOTNOTE = frozenset("]］〕】）)①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳*＊\n")
_BEFORE_SITE = frozenset("_|｜-—–")
YEAR = re.compile(r"(?:19|20)[\dXx*]{2}\s?年")
YEAR_ALONE = re.compile(r"[（(]?(?:(?:19|20)[\dXx*]{2}|二[○〇零][○〇零一二三四五六七八九]{2})\s?年度?[)）]?")
SUBTITLE = re.compile(r"[—―–─-]{1,3}\s?(?=\S)")
#: A number with a unit: 1.25万亩, 95%, 12人; no day, no year, no number of a session or an issue.
FIGURE = re.compile(
    r"(?<![第\d.])\d[\d,，.．]*\s?[余多几]?\s?"
    r"(?:[%％‰万亿元亩吨户人名头台辆家起件次场处座宗批所间套项倍篇只条株]|个(?!月|季度|五年)|千|百分点|公里|公顷|公斤|平方|立方|米|岁)"
)
#: A line that cannot be the end of a title: the next one goes on with it.
OPEN_END = re.compile(r"(?:[和与及暨的、在以对]|关于|以及|[（(《“][^）)》”]*)$")
CONTINUES = re.compile(r"[与和及暨的]|以及|并")


@dataclass(frozen=True, slots=True)
class TitleRules:
    kinds: re.Pattern[str]
    compilation: re.Pattern[str]
    tails: re.Pattern[str]
    no_title: re.Pattern[str]
    office: re.Pattern[str]

    @classmethod
    def of(cls, data: dict[str, Any]) -> TitleRules:
        kinds = "|".join(map(re.escape, data["title"]["kinds"]))
        endings = "|".join(map(re.escape, sorted(data["issuer"]["endings"], key=len, reverse=True)))
        return cls(
            re.compile(
                rf"{kinds}|(?:总结|计划|报告|要点|思路|公报|述职|汇报|小结|的说明|(?:部门|单位)[预决]算)(?:[（(].{{0,12}}[)）])?$"
            ),
            re.compile(data["compilation"]["pattern"]),
            re.compile("|".join(map(re.escape, data["title"]["tails"]))),
            re.compile("|".join(f"(?:{row['pattern']})" for row in data["no_title"]), re.VERBOSE),
            re.compile(rf"[{HAN}XxＸ*＊×A-Z]{{1,24}}(?:{endings})"),
        )

    def is_title(self, text: str) -> bool:
        """Whether a line is the title of a report, by its words alone: it names a kind of report."""
        named = squeeze(clean_title(text))
        return (
            self._has_shape(named)
            and not HEAD_OF_COLUMNS.search(text)
            and bool(self.kinds.search(named))
            and not self.compilation.search(named)
            and (self._ends_with_kind(named) or not FIGURE.search(named))
        )

    def could_be(self, text: str) -> bool:
        """Whether a line could be the title of a text, of whatever kind: nothing is lost with it."""
        if self.is_title(text):
            return True
        named = squeeze(clean_title(text))
        return (
            self._has_shape(named)
            and not HEAD_OF_COLUMNS.search(text)
            and not FIGURE.search(named)
            and not self.compilation.search(named)
            and not self.office.fullmatch(named)
        )

    def _has_shape(self, named: str) -> bool:
        return (
            4 <= len(named) <= LONGEST_TITLE
            and not named.endswith(NEVER_LAST)
            and "。" not in named
            and "\t" not in named
            and not NUMBERED.match(named)
            and not self.no_title.search(named)
            and read_day(named) is None
        )

    def _ends_with_kind(self, named: str) -> bool:
        return any(match.end() == len(named) for match in self.kinds.finditer(named))

    def join(self, lines: Sequence[Line], number: int) -> tuple[str, int] | None:
        """A title broken over lines, and how many: 政府工作报 and 告, or one that begins none (与2024年计划的报告)."""
        if number and not lines[number].gap and not self._is_over(lines[number - 1]):
            return None
        found: tuple[str, int] | None = None
        for count in range(2, MOST_LINES + 1):
            piece = lines[number : number + count]
            if len(piece) < count or piece[-1].gap or max(len(line.text) for line in piece) > LONGEST_BROKEN:
                break
            if piece[-2].text.endswith(NEVER_INSIDE) or not self._goes_on(piece):
                break
            joined = clean_title("".join(line.text for line in piece))
            if self._is_whole(joined):
                found = joined, count
        return found

    def _is_over(self, above: Line) -> bool:
        """What stands above is no beginning of this line: a whole sentence, a row of data, an office, a day."""
        text = above.text
        return (
            above.ends_sentence_fully
            or bool(self.no_title.search(text))
            or bool(self.office.fullmatch(text))
            or read_day(text) is not None
        )

    def _is_whole(self, joined: str) -> bool:
        return self.is_title(joined) and self._ends_with_kind(squeeze(clean_title(joined)))

    def _goes_on(self, piece: Sequence[Line]) -> bool:
        """The last line goes on with those above it: they are no title yet, and it can be none by itself."""
        above, last = squeeze("".join(line.text for line in piece[:-1])), squeeze(piece[-1].text)
        if SUBTITLE.match(piece[-1].text):
            return len(piece) <= 3 and not self.is_title(above) and self._has_shape(above)
        if NUMBERED.match(last) or self.no_title.search(last):
            return False
        if OPEN_END.search(above) or CONTINUES.match(last):
            return True
        if self._is_whole(above):
            return False
        if above.startswith("关于") or self.tails.match(last):
            return True
        if self.office.fullmatch(above):
            return BARE.fullmatch(last) is not None and not YEAR.search(last)
        if YEAR_ALONE.fullmatch(above):
            return True
        begins_anew = self.is_title(last)
        return not begins_anew or (
            bool(YEAR.search(above)) and not YEAR.search(last) and not above.endswith(("日", "）", ")"))
        )


@lru_cache(maxsize=64)  # a line is asked for several times while its neighbours are looked at
def clean_title(text: str) -> str:
    """A title line without what is not its own: 第三篇：, the # of Markdown, a footnote's mark, a site's name."""
    text = ARTICLE_NUMBER.sub("", MARKDOWN_TITLE.sub("", text, count=1), count=1)
    text = FIELD_OF_TITLE.sub("", text.rstrip(" |"), count=1)
    if "." in text:
        text = FILE_ENDING.sub("", text)
    if text[-1:].isdigit():
        text = YEAR_BEHIND.sub(r"\g<title>", text)
    if text[-1:] in _ENDS_FOOTNOTE:
        text = FOOTNOTE_MARK.sub("", text)
    if not _BEFORE_SITE.isdisjoint(text):
        text = SITE.sub("", text)
    return closed_up(text.rstrip())


def is_spoken_opening(title: str) -> bool:
    return bool(SALUTATION.match(title))


@cache
def is_bare(title: str) -> bool:
    return bool(BARE.fullmatch(title))
