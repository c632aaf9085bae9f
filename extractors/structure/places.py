"""From what place is a report? The names of places that an office, a title or a first sentence begins with."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.language.grammar import HAN as HAN_RANGES

HAN = f"[{HAN_RANGES}]"
#: What a place is called, where the word does not go on: 市场, 县域, 区级, 村民 are none; 市民政局 is a bureau of a 市.
PLACE_ENDINGS = (
    r"(?:自治区|自治州|自治县|省(?!级|际|心)|市(?!场|级|值|容|辖|民(?![政宗族])|政(?![府协法]))|州(?!级)|盟(?!主)|县(?!级|域|城|际)"
    r"|区(?!级|域|块|划|间|位)|旗(?!帜|舰|下)|街道|镇(?!级|域|村|街)|乡(?!级|村|土|镇|亲|愁|贤|情)|村(?!级|民|庄|落|居|容|务|域))"
)
PLACE = re.compile(rf"(?:[XxＸ*＊×]{{1,4}}|{HAN}{{2,8}}?){PLACE_ENDINGS}")
DEEPEST_PLACE = 4  # province, prefecture, county, township
BARE_PLACE = re.compile(
    r"(?:自治区|自治州|自治县|街道|县|区|市|镇|乡|村|省)(?!域|级|场|民(?![政宗族])|村|镇|直|里|委书记)"
)
NO_PLACE = re.compile(
    r"开发区$|园区$|景区$|社区$|服务区$|片区$|小区$|都市$|超市$|联盟$|^(?:上|本|我|各|该|全)"
    r"|(?:示范|文明|卫生|森林|园林|美丽|和美|平安|法治|特色|重点|贫困|帮扶)(?:乡?村|乡|小?镇|县|市|城市|街道)$"
    r"|[及的]|迎接|创建|争创|参加|接受|配合|以来|推进|推动|加强|开展|落实|深化|促进|做好|工作|实施|助力|聚焦|打造|服务|领导|保障|提升"
)
#: Ends like a place and is none: 禾润城乡发展公司. A place of that name is short (石城乡), or its office follows.
COMMON_NOUN = re.compile(rf"{HAN}{{2,}}(?:城乡|城镇|城市|农村|乡村)$")
OFFICE_OF_PLACE = re.compile(r"(?:人民)?政府|[党D]委|人大|政协|纪委|\d|$")
#: What stands before the place in the name of an office.
BEFORE_PLACE = re.compile(
    r"^(?:关于|中共|中国共产党|中国人民政治协商会议|政协|共青团|国家税务总局|国家统计局|国网|中国|\d{4}年度?)+"
)
#: An office whose place is that of the assembly it reports to: 人民法院, 县人民检察院.
OF_SESSION = re.compile(
    r"(?:[省市州县区]|(?:高级|中级))?(?:人民)?(?:法院|检察院|代表大会常务委员会|人大常委会)|常务委员会"
)


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


def find_region(issuer: str | None, title: str, head: Sequence[str]) -> str | None:
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


def full_name(issuer: str | None, place: str | None) -> str | None:
    """市财政局 → 青禾市财政局, 自治区人民政府 → 青禾自治区人民政府: where a title or an assembly names it."""
    bare = BARE_PLACE.match(issuer or "")
    if not issuer or not place or not bare or not place.endswith(bare[0]):
        return issuer
    return place + issuer[bare.end() :]


def complete(office: str, place: str | None, head: Sequence[str]) -> str:
    """县气象局 → XX县气象局, where the first sentences say whose; 人民法院 → 青禾县人民法院, of its assembly."""
    if place and OF_SESSION.fullmatch(office):
        return place + (office[1:] if office[0] in "省市州县区" else office)
    if not BARE_PLACE.match(office):
        return office
    match = re.search(
        rf"(?:[XxＸ*＊×]{{1,4}}|(?:^|(?<=[，。、])){HAN}{{1,3}}){re.escape(office)}",
        "\n".join(head[:3])[:800],
    )
    return match[0] if match and not match[0].startswith(("全", "各", "我", "本", "该")) else office
