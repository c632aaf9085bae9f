"""Who reports, from what place, on what year, and signed when?

In the order of trust: the signature, the lines under the title, the title, the first sentences.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from extractors.language.grammar import HAN as HAN_RANGES
from extractors.structure import dates
from extractors.structure.lines import Line
from extractors.structure.titles import is_bare, is_spoken_opening

HAN = f"[{HAN_RANGES}]"
NAME = rf"[{HAN_RANGES}XxＸ*＊×A-Z]"
PLACE = re.compile(rf"(?:[XxＸ*＊×]{{1,4}}|{HAN}{{2,8}}?)(?:自治区|自治州|自治县|省|市|州|盟|县|区|旗|街道|镇|乡|村)")
DEEPEST_PLACE = 4  # province, prefecture, county, township
BARE_PLACE = re.compile(r"(?:街道|县|区|市|镇|乡|村|省)")
NO_PLACE = re.compile(
    r"开发区$|园区$|景区$|社区$|服务区$|片区$|小区$|都市$|超市$|联盟$|全[省市县区镇乡]$|^(?:上|本|我|各|该)"
)
#: Ends like a place and is none: 禾润城乡发展公司. A place of that name is short (石城乡), or its office follows.
COMMON_NOUN = re.compile(rf"{HAN}{{2,}}(?:城乡|城镇|城市|农村|乡村)$")
OFFICE_OF_PLACE = re.compile(r"(?:人民)?政府|[党D]委|人大|政协|纪委|\d|$")
SESSION = re.compile(rf"[在于](?P<place>{HAN}{{2,9}}?(?:省|市|自治区|州|县|区|旗))第?[一二三四五六七八九十\d]{{1,3}}届")
NATIONAL_SESSION = re.compile(r"全国人民代表大会")
FOR_WHOM = re.compile(
    rf"我?代表(?P<who>国务院|中央人民政府|(?:{HAN}{{0,8}}(?:省|市|州|县|区|自治区|镇|乡|旗))?人民政府)"
)
SUMMING_UP = re.compile(r"总结|回顾|述职|汇报|情况|报告|公报|小结")
LOOKING_BACK = re.compile(r"回顾|总结|工作情况|工作开展情况|成效|成绩")
LOOKING_AHEAD = re.compile(r"部署|计划|安排|打算|思路|目标|任务|重点工作|总体要求|工作部署")
GOVERNMENT_OF = re.compile(rf"(?P<who>{HAN}{{2,9}}?(?:省|市|自治区|州|县|区|旗|镇|乡))(?:人民)?政府工作报告")
#: In a title, what stands behind the office: 青禾县气象局|2023年工作总结.
BEHIND_OFFICE = re.compile(
    r"(?:19|20|[XxＸ*]{2})[\dXxＸ*]{2}年|上半年|下半年|年度|工作(?:总结|报告|计划|汇报|要点|思路)|述职"
)
YEAR_AT_FIRST = re.compile(r"^\d{4}年(?:度)?")
WORDS_OF_TIME = re.compile(r"^(?:今年以来|以来|来|年)")
BEFORE_PLACE = re.compile(r"^(?:关于|中共|\d{4}年度?)")
#: Words that no office has in its name.
NO_OFFICE = re.compile(r"[在和与对于为的是及等]|^[全各]")
DELIVERED = re.compile(r"工作报告[（(](?P<year>(?:19|20)\d\d)年(?P<month>\d{1,2})月")
PART_OF_YEAR = re.compile(r"[上下]半年|季度|\d\s?[-—至]\s?\d{1,2}月")
REPORTED = re.compile(r"(?:报告|汇报|现将)[^。，]{0,16}(?P<year>(?:19|20)\d\d)年度?[^。]{0,30}(?:情况|工作|报告)")
HEAD_LINES, TAIL_LINES, LINES_BELOW_TITLE = 12, 6, 2


class Identity(Struct, frozen=True, gc=False):
    issuer: str | None
    region: str | None
    year: int | None
    signed_on: date | None


class IssuerRules:
    def __init__(self, data: dict[str, Any]) -> None:
        endings = sorted(data["issuer"]["endings"], key=len, reverse=True)
        ending = "|".join(map(re.escape, endings))
        self.office = re.compile(rf"{NAME}{{0,24}}(?:{ending})")
        self.signature = re.compile(rf"(?P<who>{NAME}{{0,30}}(?:{ending}))[\s　]*(?P<day>.{{0,16}})")
        self.opening = re.compile(
            rf"(?:^|[，。；、])(?:今年以来|一年来|年初以来|\d{{4}}年(?:以来)?)?[，]?(?P<who>{NAME}{{0,12}}(?:{ending}))(?={data['issuer']['verbs']})"
        )
        self.nobody = frozenset(data["issuer"]["nobody"])

    def identify(self, title: str, lines: Sequence[Line], headings: Sequence[str]) -> Identity:
        """`lines` are the report's, title line first; `headings` the texts of its headings."""
        head = [line.text for line in lines[1:HEAD_LINES]]
        signer, signed_on = self._signature(lines)
        government = "政府工作报告" in title or any(
            SESSION.search(t) or NATIONAL_SESSION.search(t) for t in [title, *head[:5]]
        )
        if is_spoken_opening(title):
            government = government or bool(FOR_WHOM.search("".join(head[:8])))
        place = _session_place(title, head) if government else None
        below, dated = (None, None) if government else self._below_title(lines)
        issuer = (
            signer
            or self._government(title, lines[0].text, head, place, government)
            or below
            or self._in_title(title, head)
            or self._in_opening(head)
        )
        signed_on = signed_on or dated
        region = _find_region(issuer, title, head) or place
        return Identity(issuer, region, find_year(title, lines, headings, signed_on, government), signed_on)

    def _signature(self, lines: Sequence[Line]) -> tuple[str | None, date | None]:
        tail = lines[1:][-TAIL_LINES:]
        for number in range(len(tail) - 1, -1, -1):
            text = tail[number].text
            if len(text) > 45:
                continue
            signed_on = dates.read_day(text)
            if signed_on:
                above = tail[number - 1].text if number else ""
                return (above if self._is_office(above) else None), signed_on
            match = self.signature.fullmatch(text)
            if match and (signed_on := dates.read_day(match["day"])):
                return match["who"], signed_on
        last = tail[-1].text if tail else ""
        return (last if self._is_office(last) and tail[-1].gap + len(tail) > 1 else None), None

    def _below_title(self, lines: Sequence[Line]) -> tuple[str | None, date | None]:
        """The office and the day that stand alone between the title and the text."""
        office: str | None = None
        for line in lines[1 : 1 + LINES_BELOW_TITLE]:
            day = dates.read_day(line.text) if "年" in line.text else None
            match = self.signature.fullmatch(line.text)
            if day or (match and (day := dates.read_day(match["day"]))):
                return (office or (match["who"] if match else None)), day
            if office or not self._is_office(line.text) or is_bare(line.text):
                break
            office = line.text
        return office, None

    def _is_office(self, text: str) -> bool:
        return 4 <= len(text) <= 30 and bool(self.office.fullmatch(text))

    def _government(
        self, title: str, opening: str, head: Sequence[str], place: str | None, government: bool
    ) -> str | None:
        if not government:
            return None
        match = FOR_WHOM.search("".join([opening, *head[:8]])) or FOR_WHOM.search(title)
        named = GOVERNMENT_OF.search(title)
        place = place or (named["who"].lstrip("年") if named else None)
        if match and match["who"] in ("国务院", "中央人民政府"):
            return match["who"]
        if place:
            return f"{place}人民政府"
        if any(NATIONAL_SESSION.search(text) for text in head):
            return "国务院"
        return match["who"] if match else None

    def _in_title(self, title: str, head: Sequence[str]) -> str | None:
        if is_bare(title):
            return None
        named = title.removeprefix("关于") if title.startswith("关于") else title.removeprefix("中共")
        years = dates.find_years(named)
        before = BEHIND_OFFICE.split(named, maxsplit=1)[0]
        candidates = [before] if before else []
        if years and not before:
            candidates.append(YEAR_AT_FIRST.sub("", named))
        for text in candidates:
            match = self.office.match(text)
            if match and match[0] not in self.nobody:
                return self._complete(match[0], head)
        return None

    def _complete(self, office: str, head: Sequence[str]) -> str:
        """县气象局 → XX县气象局, where the first sentences say whose."""
        if not BARE_PLACE.match(office):
            return office
        match = re.search(
            rf"(?:[XxＸ*＊×]{{1,4}}|(?:^|(?<=[，。、])){HAN}{{1,3}}){re.escape(office)}",
            "\n".join(head[:3])[:800],
        )
        return match[0] if match and not match[0].startswith(("全", "各", "我", "本", "该")) else office

    def _in_opening(self, head: Sequence[str]) -> str | None:
        for text in head[:3]:
            for match in self.opening.finditer(text[:400]):
                who = WORDS_OF_TIME.sub("", match["who"])
                if who not in self.nobody and not NO_OFFICE.search(who) and len(who) >= 2:
                    return str(who)
        return None


def _session_place(title: str, head: Sequence[str]) -> str | None:
    match = SESSION.search("".join([title, *head[:5]]))
    return match["place"] if match else None


def _find_region(issuer: str | None, title: str, head: Sequence[str]) -> str | None:
    for text in (issuer or "", title):
        text = BEFORE_PLACE.sub("", text)
        if place := read_place(text):
            return place
        bare = BARE_PLACE.match(text)
        if bare and (full := re.search(rf"[XxＸ*＊×]{{1,4}}{bare[0]}", "\n".join(head[:3]))):
            return full[0]
        if bare:
            return bare[0]
    return None


def read_place(text: str) -> str | None:
    """The places a text begins with, from the outer to the inner: 青禾市白鹭镇."""
    end = 0
    for _ in range(DEEPEST_PLACE):
        match = PLACE.match(text, end)
        if not match or NO_PLACE.search(match[0]):
            break
        if COMMON_NOUN.search(match[0]) and not OFFICE_OF_PLACE.match(text, match.end()):
            break
        end = match.end()
    return text[:end] or None


def find_year(
    title: str, lines: Sequence[Line], headings: Sequence[str], signed_on: date | None, government: bool
) -> int | None:
    """The year a report sums up; a plan's own year where it sums up nothing."""
    years = dates.find_years(title)
    if not years and dates.is_masked_year(title):
        return None
    delivered = DELIVERED.search(title)
    if delivered and int(delivered["month"]) <= 4:
        return int(delivered["year"]) - 1
    if years and (not government or PART_OF_YEAR.search(title)):
        return _title_year(title, years)
    for pattern, back in ((LOOKING_BACK, 0), (LOOKING_AHEAD, 1)):
        for heading in headings:
            if pattern.search(heading) and (named := dates.find_years(heading)):
                return named[0][1] - back
    head = [line.text for line in lines[: HEAD_LINES + 1]]
    reported = next((m for text in head[:7] if (m := REPORTED.search(text))), None)
    if reported:
        return int(reported["year"])
    given = next((day for text in head if len(text) <= 60 and (day := dates.find_day(text))), None) or signed_on
    if given:
        return given.year - 1 if given.month <= 4 else given.year
    if years:
        return years[0][1] - 1
    if any(dates.is_masked_year(text) for text in head[:4]):
        return None
    return _body_year(lines, government)


def _title_year(title: str, years: Sequence[tuple[int, int]]) -> int:
    """Of several years, the one its summing-up word follows; of a range, the last."""
    summing = SUMMING_UP.search(title)
    if len(years) == 1 or not summing:
        return years[0][1]
    before = [year for at, year in years if at < summing.start()]
    return before[-1] if before else years[0][1]


def _body_year(lines: Sequence[Line], government: bool) -> int | None:
    """The first year the opening names; for a government report, the one it names most (of neighbours, the first)."""
    if not government:
        for line in lines[:6]:
            if years := dates.find_years(line.text[:300]):
                return years[0][1]
        return None
    counts: dict[int, int] = {}
    for line in lines:
        for _, year in dates.find_years(line.text):
            counts[year] = counts.get(year, 0) + 1
    most = max(counts.values(), default=0)
    modes = [year for year in sorted(counts) if counts[year] == most]
    firsts = [year for year in modes if year - 1 not in modes]
    return firsts[-1] if firsts else None
