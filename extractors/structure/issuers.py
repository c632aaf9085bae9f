"""Who reports, from what place, and signed when?

In the order of trust: the signature, the lines under the title, the title, the first sentences.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from extractors.language import knowledge
from extractors.language.grammar import HAN as HAN_RANGES
from extractors.language.spacing import squeeze
from extractors.structure import dates
from extractors.structure.lines import Line
from extractors.structure.places import (
    BARE_PLACE,
    NO_PLACE,
    PLACE_ENDINGS,
    complete,
    find_region,
    full_name,
    read_place,
)
from extractors.structure.titles import is_bare, is_spoken_opening
from extractors.structure.told_on import find_told_on
from extractors.structure.years import find_year, year_of_file

HAN = f"[{HAN_RANGES}]"
NAME = rf"[{HAN_RANGES}XxＸ*＊×A-Z]"
SESSION = re.compile(
    rf"[在于](?:中?国?人民政治协商会议|政协)?(?P<place>{HAN}{{2,9}}?{PLACE_ENDINGS})第?[一二三四五六七八九十\d]{{1,3}}届"
)
NATIONAL_SESSION = re.compile(r"全国人民代表大会|全国人大")
FOR_WHOM = re.compile(
    rf"(?:我?代表|[我现]受)(?:中华人民共和国)?(?P<who>国务院|中央人民政府|(?:{HAN}{{0,8}}(?:省|市|州|县|区|自治区|镇|乡|旗))?人民政府)"
)
#: What a government reports on to an assembly, whoever speaks.
OF_GOVERNMENT = re.compile(r"政府工作|预算|决算|计划")
GOVERNMENT_OF = re.compile(rf"(?P<who>{HAN}{{2,9}}?(?:省|市|自治区|州|县|区|旗|镇|乡))(?:人民)?政府工作报告")
#: What may stand before the office in a title: 关于2024年上半年|青禾县水务局工作情况的报告.
#: Marks and numbers too (【转载】, 附件1：, ★), and that somebody passes on, hears or examines it: 转发|青禾县水务局….
BEFORE_OFFICE = re.compile(
    r"^(?:关于|报送|上报|呈报|转报|转发|批转|印发|下发|听取|审议|[对在](?=[^，。：]{2,30}(?:审[查计核]|评[估价议]|会))"
    r"|[★☆●■◆▲◎#《“]+|【[^【】]{1,12}】|\[[^\[\]]{1,12}\]|附件?[一二三四五六七八九十\d]{0,2}[：:]|\d{1,2}[、．.](?!\d)"
    r"|年初(?:以来)?|今年以来|中共(?!中央)|中国共产党|(?:19|20)\d\d\s?年度?|[〇○零一二三四五六七八九]{4}年度?|[上下]半年|前?第?[一二三四]季度|全年|年度|年终|年"
    r"|\d{1,2}(?:\s?[-—–至]\s?\d{1,2})?月份?|[（(][^（()）]{2,12}[)）]|“?十[一二三四五六七八九]五”?(?:时期|期间)?|[—–―─-]+)+"
)
#: What stands behind it: 青禾县气象局|2023年工作总结, |工作总结, |关于…的报告.
BEHIND_OFFICE = (
    r"(?=$|\d|[XxＸ*]{2,4}年|[（(《“”—_\s〇○零]|关于|工作|的|年|[上下]半年|半年|全年|第?[一二三四]季度|述职|述廉|履职|部门|本级"
    r"|总结|计划|报告|汇报|公报|二[〇○零]|[一二]九|开展|落实|贯彻|推进|加强|深化|领导班子|班子|党组|预算|决算|财政)"
)
WORDS_OF_TIME = re.compile(r"^(?:今年以来|以来|来|年)")
OWN_REPORT = re.compile("(?<!政府)工作报告")
#: Words that no office has in its name: 优化布局, 全市及市. In running text more of them end one.
NO_OFFICE = re.compile(
    r"[的是等及]|^(?:欢迎|迎接|创建|争创|参加|接受|配合)|(?<=.)在|[关对由]于|[受授]权|播发|印发|转发|批转|^(?:全(?!国)|[各本我该])|(?:示范|文明|卫生|帮扶|贫困|重点)[村镇乡]$|(?:布|格|全|大|开|新|结|破|定|僵|时|战|棋)局$|(?<=[局委院厅办府])[和与]"
)
NO_OFFICE_IN_TEXT = re.compile(
    r"[在和与对于为的是及等]|^[全各本我该撤]|[举主承开查督协兴创]办$|(?:城|郊|灾|库|山|景|小)区$|[设并]村$"
)
#: 青禾县财政局局长 林一, 县长 周小禾: who speaks, under the title of a speech.
SPEAKER = re.compile(
    rf"[（(]?(?P<who>{NAME}{{2,30}}?)(?:[党D]组书记|[党D]委书记|主要负责人|代理|[、，及兼代副])*"
    r"(?P<post>局长|主任|院长|检察长|委员长|主席|厅长|所长|站长|校长|总经理|经理|董事长|行长|部长|会长|[省市县区镇乡州盟旗]长)"
    rf"(?:[\s　]*[:：])?[\s　]*[{HAN_RANGES}·]{{1,4}}(?:[\s　][{HAN_RANGES}]{{1,2}})?[)）]?"
)
#: Who a budget or its table is of: 预算单位：青禾市司法局, 部门： 青禾市司法局 单位：万元.
STATED = re.compile(rf"{knowledge.phrase('budget_of').pattern}(?P<who>{NAME}{{4,30}}?)(?=$|[\s　（(]|目\s?录)")
STATED_LINES = 3  # below the title
PUBLISHER = re.compile(
    rf"{knowledge.phrase('published_by').pattern}(?P<who>{NAME}{{4,30}}?)(?=$|[\s　（(])", re.MULTILINE
)
#: 青禾市级预算, 青禾市本级决算: of whom the budget is.
OF_LEVEL = re.compile(rf"(?P<place>{HAN}{{2,7}}?[省市州县区旗])本?级")
HEAD_LINES, TAIL_LINES, LINES_BELOW_TITLE, MOST_SIGNERS = 12, 6, 6, 3
LONGEST_SIGNATURE, LONGEST_BYLINE = 45, 60
SUBTITLE = re.compile(r"[—―─]{1,2}")
SEVERAL = re.compile(r"[\s　、，]+")


class Identity(Struct, frozen=True, gc=False):
    issuer: str | None
    region: str | None
    year: int | None
    signed_on: date | None
    year_of_publication: bool = False
    year_is_guessed: bool = False
    year_in_passing: bool = False
    now: int | None = None
    told_on: date | None = None
    year_of_file_name: bool = False


class IssuerRules:
    def __init__(self, data: dict[str, Any]) -> None:
        endings = sorted(data["issuer"]["endings"], key=len, reverse=True)
        ending = "|".join(map(re.escape, endings))
        self.office = re.compile(rf"{NAME}{{0,24}}(?:{ending})")
        self.office_in_title = re.compile(rf"{NAME}{{0,24}}(?:{ending}){BEHIND_OFFICE}")
        sure = "|".join(map(re.escape, sorted(data["issuer"]["sure"], key=len, reverse=True)))
        self.sure_office = re.compile(rf"{NAME}{{2,24}}?(?:{sure})")
        self.signature = re.compile(rf"(?P<who>{NAME}{{0,30}}(?:{ending}))[\s　]*(?P<day>.{{0,16}})")
        self.opening = re.compile(
            rf"(?:^|[，。；、])(?:今年以来|一年来|年初以来|\d{{4}}年(?:以来)?)?[，]?(?P<who>{NAME}{{0,12}}(?:{ending}))(?={data['issuer']['verbs']})"
        )
        self.nobody = frozenset(data["issuer"]["nobody"])

    def identify(
        self,
        title: str,
        lines: Sequence[Line],
        headings: Sequence[str],
        above: str = "",
        around: str = "",
        file_name: str = "",
    ) -> Identity:
        """`lines` are the report's below its title, headings those of its text; `above`: the line above its title,
        `around`: what was cut off around the report. A text without a title has an empty one."""
        title = squeeze(title)
        head = [line.text for line in lines[:HEAD_LINES]]
        signer, signed_on = self._signature(lines)
        session = any(SESSION.search(t) or NATIONAL_SESSION.search(t) for t in [title, *head[:6]])
        speaks = _speaks_for("\n".join([title, *head[:8]]))
        of_government = OF_GOVERNMENT.search(title) is not None
        government = "政府工作报告" in title or (session + of_government + (speaks is not None) > 1)
        if is_spoken_opening(title) or not title:
            government = government or bool(speaks)
        place = _session_place(title, head) if session else None
        speaker, dated = self._below_title(lines)
        named, stated = self._in_title(title, place, head), self._stated(head)
        publisher = self._publisher("\n".join([around, above, *head]))
        is_place = named is not None and (read_place(named) == named or BARE_PLACE.fullmatch(named) is not None)
        if (stated or publisher) and is_place and not government:
            named = stated or publisher  # 青禾市2026年单位预算, and below it, or in the page's data, whose
        issuer = (
            signer
            or (named if named and read_place(named) != named and OWN_REPORT.search(title) else None)
            or speaker
            or (self._government(title, head, place, speaks) if government else None)
            or named
            or (above if self._is_office(above) else None)
            or stated
            or publisher
            or self._in_opening(head)
            or next(filter(None, (read_place(BEFORE_OFFICE.sub("", text)) for text in SUBTITLE.split(title))), None)
        )
        issuer = full_name(issuer, place or read_place(BEFORE_OFFICE.sub("", title)) or _level(title))
        signed_on = signed_on or (None if government else dated)
        region = find_region(issuer, BEFORE_OFFICE.sub("", title), head) or place
        year = find_year(title, lines, headings, signed_on, government, around)
        if year.year is None and file_name:
            year = year_of_file(squeeze(file_name), lines, headings, signed_on)
        told_on = find_told_on(title, year.year, lines, signed_on)
        now = told_on.year if told_on else year.now
        flags = year.of_publication, year.is_guessed, year.in_passing
        return Identity(issuer, region, year.year, signed_on, *flags, now, told_on, year.of_file)

    def _signature(self, lines: Sequence[Line]) -> tuple[str | None, date | None]:
        tail = lines[-TAIL_LINES:]
        for number in range(len(tail) - 1, -1, -1):
            text = tail[number].text
            if len(text) > LONGEST_SIGNATURE:
                continue
            signed_on = dates.read_day(text)
            if signed_on:
                signers = [self._first_office(line.text) for line in tail[max(0, number - MOST_SIGNERS) : number]]
                first = next((n for n in range(len(signers), 0, -1) if not signers[n - 1]), 0)
                return (signers[first] if first < len(signers) else None), signed_on
            match = self.signature.fullmatch(text)
            if match and (signed_on := dates.read_day(match["day"])):
                return match["who"], signed_on
        if len(tail) > 1 and tail[-2].ends_sentence_fully:  # else it is one of a page's links
            return self._first_office(tail[-1].text), None
        return None, None

    def _first_office(self, text: str) -> str | None:
        """The office that a line consists of, or the first of several."""
        offices = [text] if self._is_office(text) else SEVERAL.split(text)
        return offices[0] if all(map(self._is_office, offices)) else None

    def _below_title(self, lines: Sequence[Line]) -> tuple[str | None, date | None]:
        """The office and the day that stand alone between the title and the text, or the office of who speaks."""
        office: str | None = None
        for line in lines[:LINES_BELOW_TITLE]:
            text = line.text
            if len(text) > LONGEST_BYLINE or line.ends_sentence_fully or is_spoken_opening(text):
                break
            day = dates.read_day(text) if "年" in text else None
            match = self.signature.fullmatch(text)
            if day or (match and (day := dates.read_day(match["day"]))):
                return (office or (match["who"] if match else None)), day
            if office is None and not is_bare(text):
                office = self._first_office(text) or self._of_speaker(text)
        return office, None

    def _of_speaker(self, text: str) -> str | None:
        match = SPEAKER.fullmatch(text)
        if not match:
            return None
        who, post = match["who"], match["post"]
        if post.endswith("长") and who.endswith(post[0]) and read_place(who) == who:
            return f"{who}人民政府"
        return who if self._is_office(who) else None

    def _is_office(self, text: str) -> bool:
        return 4 <= len(text) <= 30 and self.office.fullmatch(text) is not None and not NO_OFFICE.search(text)

    def _government(
        self, title: str, head: Sequence[str], place: str | None, match: re.Match[str] | None
    ) -> str | None:
        named = GOVERNMENT_OF.search(BEFORE_OFFICE.sub("", title))
        place = place or (named["who"] if named and read_place(named["who"]) else None)
        if match and match["who"] in ("国务院", "中央人民政府"):
            return match["who"]
        if place:
            return f"{place}人民政府"
        if any(NATIONAL_SESSION.search(text) for text in head):
            return "国务院"
        return match["who"] if match else None

    def _in_title(self, title: str, place: str | None, head: Sequence[str]) -> str | None:
        """The office that a title begins with, behind its years."""
        if not title or is_bare(title):
            return None
        for text in reversed(SUBTITLE.split(title)):  # 凝心聚力开新局——青禾镇2023年工作总结
            named = BEFORE_OFFICE.sub("", text)
            for pattern in (self.office_in_title, self.sure_office):
                match = pattern.match(named)
                if match and match[0] not in self.nobody and not NO_OFFICE.search(match[0]):
                    return complete(match[0], place, head)
        return None

    def _stated(self, head: Sequence[str]) -> str | None:
        """The office that a line below the title names as whose this is."""
        for text in head[:STATED_LINES]:
            match = STATED.match(text)
            if match and self._is_office(who := BEFORE_OFFICE.sub("", match["who"])):
                return who
        return None

    def _publisher(self, text: str) -> str | None:
        """The office that a page's data name as who published it."""
        match = PUBLISHER.search(text)
        who = match["who"] if match else ""
        return who if self._is_office(who) and read_place(who) and not who.endswith("办公室") else None

    def _in_opening(self, head: Sequence[str]) -> str | None:
        for text in head[:3]:
            for match in self.opening.finditer(text[:400]):
                who = WORDS_OF_TIME.sub("", match["who"])
                if who not in self.nobody and not NO_OFFICE_IN_TEXT.search(who) and len(who) >= 2:
                    return str(who)
        return None


def _level(title: str) -> str | None:
    match = OF_LEVEL.match(BEFORE_OFFICE.sub("", title))
    return match["place"] if match and not NO_PLACE.search(match["place"]) else None


def _speaks_for(text: str) -> re.Match[str] | None:
    """Where somebody says for whom they report; a look for its words costs little beside the search."""
    return FOR_WHOM.search(text) if "代表" in text or "受" in text else None


def _session_place(title: str, head: Sequence[str]) -> str | None:
    match = SESSION.search("\n".join([title, *head[:5]]))
    return match["place"] if match else None
