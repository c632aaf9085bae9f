"""Which words did a seller leave inside a text's sentences? The names its adverts give: brands, accounts, sites."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from extractors.cleaning.pages import SHORT_PARAGRAPH
from extractors.language import knowledge
from extractors.language.grammar import HAN
from extractors.language.knowledge import fill


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(fill(pattern, {"han": HAN}))


BRAND_IN_BRACKETS = re.compile(r"【([^【】\n]{2,10})】")
ACCOUNT_NAME = _compile(
    r"(?:公众号|微信|客服|vx|VX)(?:号|名称)?\s?[:：]\s?[“\"「]?([{han}A-Za-z0-9_-]{2,20})"
    r"|(?:公众号|关注|加入|认准)\s?[“\"「【]([{han}A-Za-z0-9_-]{2,12})[”\"」】]"
    r"|@([{han}\w-]{3,10})|不代表([{han}]{3,8}?)(?:的?立场|的?观点)|请在([{han}]{3,8}?)(?:上|中)?搜索"
    r"|(?:首发于|来自)(?:微信)?公众号[“\"「【:：]?([{han}\w-]{3,10})|([{han}]{3,8}?)(?:[VvWw][Xx]|微信|客服)[:：]"
    r"|(?:请访问|请收藏|请关注|欢迎访问)([{han}]{3,8})|(?:本文|本文档|本资料|本材料|资料|文档)(?:由|来自|来源于|出自)\s?[“\"「【]?([{han}]{2,8}?)[”\"」】]?(?:整理|分享|收集|提供|发布|上传|，|。|$)"
)
SITE = re.compile(r"(?:https?://)?(?:www\.)[A-Za-z0-9-]{3,30}+\.(?:com|cn|net|org|cc|vip|top)(?:\.cn)?", re.IGNORECASE)
ACCOUNT_ID = re.compile(r"(?=[\w-]*[A-Za-z])[A-Za-z0-9_-]{5,20}")
#: How sellers call themselves: a made-up name with such an ending is no word of a report.
SELLER_ENDING = re.compile(
    r"(?:君|哥|姐|叔|库|网|铺|坊|阁|斋|社|苑|匣|超市|书房|工坊|小站|笔记|秘书|文秘|代笔|代写|文案|小店|课堂|公文|写作)$"
)
COMMON_WORD = re.compile(
    r"材料|公文|写作|党建|机关|办公|政府|工作|人民|资料|信息|服务|中心|清廉|发布|文明|法院|客服|公众号|网络|互联|用户|会员"
)
#: An address without a blank before or behind it: nobody writes a sentence like that.
SITE_INSIDE = _compile(
    r"(?:(?<=[{han}，。；、])|(?<=[{han}，。；、][（(\[]))(?:https?://)?www\.(?![A-Za-z0-9.-]*\.(?:gov|edu|mil)\.cn)"
    r"[A-Za-z0-9-]{3,30}+\.(?:com|cn|net|org|cc|vip|top)(?:\.cn)?(?=[{han}，。；、]|[）)\]][{han}，。；、])"
)
#: What an advert's line begins with: 砚石社 编辑整理, 砚石超市（2群）共享.
HEAD_NAME = _compile(r"\s*[【（(「]?([{han}A-Za-z0-9]{3,8})(?=[ \u3000（(【】」:：）)|｜])")
GROUP = knowledge.phrase("seller_group")
BREAK = re.compile(rf"(?:{GROUP.pattern})?(?:[，。；、！：]|$)", re.MULTILINE)
FEWEST_INSIDE = 2
OPENING, CLOSING = frozenset("（(["), frozenset("）)]")
BRACKETS = {"（": "）", "(": ")", "【": "】", "[": "]"}
GAPS = frozenset(" \u3000·")
MOST_BRANDS = 20  # of one file; the text is searched once for each
#: A name of one of these words alone is nobody's.
NOBODY = re.compile(
    r"(?:公文|材料|机关|办公|党政|政府|工作|网络|互联|微信|百度|免费|精品|文档|资料)*(?:网|库|文库|文秘|秘书|公文|写作|社|课堂|文案|网站|笔记|云盘|网盘)"
)
#: Before or after a name that the report itself mentions: “青禾君”, 青禾君公众号.
NAMED_BEFORE = re.compile(r"(?:[“‘\"'《「【]|公众号|微信号?|平台|小程序|栏目|品牌)\s?[:：]?$")
NAMED_AFTER = re.compile(r"\s?[”’\"'》」】]?\s?(?:公众号|微信|视频号|平台|小程序|APP|栏目|品牌|有限|公司|工作室)")


def learn_brands(adverts: Iterable[str]) -> set[str]:
    """Names the adverts of this very document give: brands in brackets, accounts, sites."""
    brands = Counter[str]()
    for advert in adverts:
        names = [m[1] for m in BRAND_IN_BRACKETS.finditer(advert)]
        names += [name for m in ACCOUNT_NAME.finditer(advert) for name in m.groups() if name]
        brands.update(name for name in names if _can_be_watermark(name))
        brands.update(m[0] for m in SITE.finditer(advert))
    return {brand for brand, _ in brands.most_common(MOST_BRANDS)}


def learn_sites(text: str) -> set[str]:
    """Addresses that stand between the words of sentences, again and again; offices' own are left alone."""
    counts = Counter(m[0] for m in SITE_INSIDE.finditer(text)) if "www." in text else Counter[str]()
    return {site for site, count in counts.most_common(MOST_BRANDS) if count >= FEWEST_INSIDE}


def learn_heads(text: str, adverts: Iterable[tuple[int, int]]) -> set[str]:
    """Names that an advert's line begins with, and that stand nowhere else but where somebody dropped them.

    That is at the end of several clauses, each time behind something else, or alone in brackets. A name that a report
    uses stands amid a clause too.
    """
    spans = sorted(adverts)
    names = {m[1] for start, end in spans if (m := HEAD_NAME.match(text, start, end))}
    found = set[str]()
    for name in filter(_can_be_watermark, names):
        inside = [
            m.span()
            for m in re.finditer(re.escape(name), text)
            if not any(start <= m.start() < end for start, end in spans)
        ]
        before = {text[start - 1 : start] for start, _ in inside}
        if (
            len(inside) >= FEWEST_INSIDE
            and len(before) >= FEWEST_INSIDE
            and all(_is_dropped(text, *at) for at in inside)
        ):
            found.add(name)
    return found


def _is_dropped(text: str, start: int, end: int) -> bool:
    """Whether it stands in a paragraph, directly behind a word and before a mark, or alone in brackets."""
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    if (last if last >= 0 else len(text)) - first < SHORT_PARAGRAPH:
        return False
    if text[start - 1 : start] in BRACKETS:
        return text[end : end + 1] == BRACKETS[text[start - 1]]
    return text[start - 1].isalnum() and BREAK.match(text, end) is not None


def _can_be_watermark(name: str) -> bool:
    if ACCOUNT_ID.fullmatch(name):
        return True
    if not 3 <= len(name) <= 8 or name.isdigit() or NOBODY.fullmatch(name):
        return False
    return bool(SELLER_ENDING.search(name)) or not COMMON_WORD.search(name)


def find_watermarks(text: str, brands: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Brand words inside sentences; a name that the report itself quotes or introduces is left alone."""
    for brand in sorted(brands):
        for start, end in _spellings(brand, text):
            if group := GROUP.match(text, end):
                end = group.end()
            if text[start - 1 : start] in OPENING and text[end : end + 1] in CLOSING:
                start, end = start - 1, end + 1
            before = text[max(0, start - 6) : start]
            latin = text[start].isascii() and before[-1:].isalnum() and before[-1:].isascii()
            if not latin and not NAMED_BEFORE.search(before) and not NAMED_AFTER.match(text, end):
                yield start, end, "watermark"


def _spellings(brand: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a brand stands, its letters set apart or not. A pattern for it would take longer to make than to use."""
    start = text.find(brand[0])
    while start >= 0:
        end = _end_of(brand, text, start)
        if end:
            yield start, end
        start = text.find(brand[0], end or start + 1)


def _end_of(brand: str, text: str, at: int) -> int | None:
    for letter in brand:
        if not text.startswith(letter, at):
            at += 1
            if text[at - 1 : at] not in GAPS or not text.startswith(letter, at):
                return None
        at += 1
    return at
