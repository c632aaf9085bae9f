"""What does a quantity measure? Names the metric out of the words around the number.

Reports say it in one of two orders: the name before the number (查找问题8个), or behind the unit (9个乡镇). Which
words name is known from data/metric.toml, which only introduce from extractors.context.lead_words, word classes from
extractors.language.tokens. Spans are offsets into `words.text`, the sentence.
"""

from __future__ import annotations

import re

from extractors.context.lead_words import Span, end_of_word, lengths_by, strip_left, trim_start
from extractors.language import knowledge
from extractors.language.grammar import HAN
from extractors.language.tokens import Right, Words

LONGEST = 28  # characters; a chart title must stay readable
_WORDS = knowledge.metric_words()
_PREDICATES, _GENERIC, _LIGHTS = frozenset(_WORDS.predicate), frozenset(_WORDS.generic), frozenset(_WORDS.light)

_COMES_TO = (moved + over for moved in _WORDS.moved for over in "到至为")  # 由9亿元|调整为|8亿元
_NOT_RIGHT = frozenset((*_WORDS.not_right, *(word for word in _WORDS.change if len(word) > 1), *_COMES_TO))
_NOT_RIGHT_LENGTHS = lengths_by(_NOT_RIGHT, 0)
_BREAKS = frozenset("、，；。：,.;（()）”%％/\n\t |")
_NEVER_NAMES = _BREAKS - {*"（("}  # behind a bracket with an aside a name may go on
_QUALIFIER = re.compile(rf"(?:以上|左右|以下|以内|之内|上下)的?(?=[{HAN}]{{2}})")
_HAS_AMONG = knowledge.phrase("has_among")
_ASIDE = re.compile(r"[（(][^（）()，。；]{1,8}[）)]")
_SHORT_ASIDE = re.compile(rf"[（(][{HAN}]{{1,2}}[）)](?=[{HAN}]{{2}})")
_GOES_TO, _LIGHT_WORDS = knowledge.phrase("goes_to"), tuple(_LIGHTS)
_GETS_ON = knowledge.phrase("gets_on")
_PER = frozenset("人户亩生地校")  # 亩|均税收
_IS_STATE = re.compile("不(?:安全|稳定|合格|达标|规范|健康|平衡)(?:状态|问题|因素|项目|产品|人员|户)")
_SPENT_ON = knowledge.phrase("spent_on")
_ATTRIBUTIVE = frozenset(knowledge.load("names.toml")["attributive"])
_TO_COME = frozenset(("拟", "待"))
_NO_NAME = frozenset(_WORDS.no_name)
_OF_ALL_HERE, _PLACE_ENDS = knowledge.phrase("of_all_here"), frozenset("市县区旗州镇乡村道校院局统")
_INCLUDES, _WENT_WELL, _RANKED = map(knowledge.phrase, ("includes", "went_well", "ranked"))
_SHARED_RIGHT = knowledge.phrase("shared_right")
_PASSES, _HAVING = knowledge.phrase("passes"), knowledge.phrase("having")
_COMPRISES = knowledge.phrase("comprises")
_LONG_ASIDE = re.compile(r"(?<=.{2})[（(](?:[^（）()]{9,}[）)](?=.)|[^（）()、]*、[^（）()、]*、[^（）()]*[）)]$)")
_ABBREVIATION = re.compile(rf"(?<=[{HAN}]{{2}})[（(][A-Za-z&]{{2,7}}[）)]")  # 地区生产总值（GDP）
_OF_ALL_BELOW = re.compile(r"(?<=.{2})[（(][^（）()]*下同[）)]")  # 地区生产总值（GDP，下同）
_NOTES = frozenset("[［〔①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳¹²³⁴⁵⁶⁷⁸⁹")
_NOTE = re.compile(r"(?:[\[［〔]\d{1,2}[\]］〕]|[①-⑳]|[¹²³⁰⁴-⁹]{1,2})")
_LISTED = re.compile(rf"[^，；。：等]{{1,24}}、[^，；。：等]{{1,40}}等(?:[各多]?[类种项个]+)?(?=[{HAN}]{{2}})")
_MONEY_GIVEN, _STATE_OF_COUNTED = knowledge.phrase("money_given"), knowledge.phrase("state_of_counted")
_LISTED_DEEDS = knowledge.phrase("listed_deeds")
_PLACES_LISTED = re.compile(
    "(?:乡|镇|街道|场|办事处|社区|村|省|县|市|区|旗)"
    "(?:、(?:乡|镇|街道|场|办事处|社区|村|省|县|市|区|旗|州|盟|自治区|直辖市|自治州|自治县))+"
)
_EACH_TIME = re.compile("(?<!每[人户名家])每[年月周天日季]")  # 15个委员会|每月分析; not 为85名人员|每人每月发放
_RIGHT_END = re.compile(r"[、，；。：,.;（(\n]")
_ENDS_PHRASE, _ENDS_PHRASE_LAST = frozenset(("p", "d")), frozenset(("c", "uj"))
_EAGERLY = frozenset(("积极", "主动", "踊跃", "自愿"))
_COMES_ABOUT, _OF_SHARE = ("实现", "开展", "完成", "达到"), re.compile("[%％](?:以上|左右|以下)?的?$")
_CIRCUMSTANCE = knowledge.phrase("circumstance")
_RIGHT_AFTER_ALL, _IN_STATE = _WORDS.right_after_all, knowledge.phrase("in_state")
_BUILDS, _LEADS_ON = (
    ("新建", "改建", "扩建", "新增", "硬化", "发展", "养殖", "流转", "亮化", "绿化"),
    frozenset("为至到成或和及与的"),
)
_DOING, _NUMERALS = frozenset(knowledge.load("names.toml")["doing"]), frozenset("0123456789一二两三四五六七八九十")
_AFTER_PREDICATE = frozenset(("r", "ul", "ug"))  # 23家企业|入驻该项目, 建立了
_BEFORE_A_NAME = frozenset(("x", "v", "p", "uj", "c"))

_HALVES = frozenset("（）()“”《》【】")
_MARKS_OR_NONE = frozenset(("", "，", "。", "、", "；"))


def name_metric(words: Words, left: Span, behind: int, phrase: Span | None, said: Span | None) -> str:
    """The metric's name in the text's own words, "" when its clause does not name it; `phrase` and `said` are what was
    read `behind` the unit."""
    name = strip_left(words, left)
    if phrase and _belongs_right(words, left, behind, name, phrase):
        return _compose_right(words, name, phrase, said)
    if said and not phrase and name[0] == name[1]:
        return shorten(words, strip_left(words, said))
    return shorten(words, name)


def name_change(words: Words, left: Span) -> str:
    """The name of what grew or fell, "" when the clause does not say it."""
    return shorten(words, strip_left(words, left, is_change=True))


# -- the words behind the unit -----------------------------------------------------------------------------------------


def read_right(words: Words, span: Span) -> Right:
    """The noun phrase that begins behind the unit, and what is said of it: (省级重点项目, 完成投资)."""
    start, end = span
    if start >= end or words.text[start] in _NEVER_NAMES:
        return None, None
    known = words.rights.get(span)
    if known is None:
        known = words.rights[span] = _read_right(words, start, end)
    return known


def _read_right(words: Words, start: int, end: int) -> Right:
    text = words.text
    if start < end and text[start] in _NOTES and (note := _NOTE.match(text, start, end)):  # 126.32亿元[2]
        start = note.end()
    if start < end and text[start] in "（(" and (aside := _SHORT_ASIDE.match(text, start, end)):  # 7万套（间）住房
        start = aside.end()
    if text.startswith("口", start) and text[start - 1] == "人" and text[start - 2 : start - 1] not in _MARKS_OR_NONE:
        return (start - 1, start + 1), None  # 80万人|口
    if start < end and text[start] == "的":
        start += 1
    if start >= end or text[start] in _BREAKS:
        return None, None
    if qualifier := _QUALIFIER.match(text, start, end):  # 100家以上特色企业
        start = qualifier.end()
    having = _HAVING.match(text, start, end) if text[start] == "有" else None
    lengths = () if having else _NOT_RIGHT_LENGTHS.get(text[start], ())
    if lengths and not text.startswith(_RIGHT_AFTER_ALL, start, end) and not _IN_STATE.match(text, start, end):
        stop = end_of_word(text, start, end, lengths, _NOT_RIGHT)
        if stop and not _is_longer_noun(words, start, stop):
            return None, None
    listed = _LISTED.match(text, start, end) if text.find("等", start, end) > 0 and not having else None
    if listed and not _LISTED_DEEDS.search(text, start, listed.end()):  # 30名失能、独居等困难老人
        start = listed.end()
    if text[start - 1] == "元" and _SPENT_ON.match(text, start, end):
        return None, (start, end)  # 筹资70万元|资助学生
    if text[start - 1] == "元" and (given := _MONEY_GIVEN.match(text, start, end)):
        return given.span("money"), (given.end(), end)
    if text.find("情况", start, end) > 0 and (looked_at := _STATE_OF_COUNTED.match(text, start, end)):
        return looked_at.span("those"), None
    places = _PLACES_LISTED.match(text, start, end)
    whole = places or (_SHARED_RIGHT.match(text, start, end) if text.find("、", start, end) > 0 else None)
    cut = _RIGHT_END.search(text, whole.end() if whole else start, end)
    while cut and cut[0] in "（(" and (aside := _ASIDE.match(text, cut.start(), end)):  # 9个县（市、区）
        cut = _RIGHT_END.search(text, aside.end(), end)
    end = cut.start() if cut else end
    begin, stop, tag = words.at(having.end() if having else start)
    named = text[begin:stop] in _ATTRIBUTIVE and stop < end == words.at(stop)[1] and words.at(stop)[2] == "n"
    if tag[0] in "vd" and text[begin:stop] in _PREDICATES and not (having or named):
        return None, (start, end)
    eager = text[begin:stop] in _EAGERLY and stop < end and words.text[stop : words.at(stop)[1]] in _PREDICATES
    if eager:
        return None, (start, end)  # 58人|积极报名参加
    stop = end if named else stop
    if text[begin:stop] in _TO_COME and stop < end:  # 8个|拟|竣工投产项目
        while stop < end and words.at(stop)[2][0] == "v":
            stop = words.at(stop)[1]
    while stop < end:
        begin, behind, tag = words.at(stop)
        if text[begin:behind] == "均" and text[begin - 1] in _PER:
            stop = behind
            continue
        if (
            (tag in _ENDS_PHRASE and not _IS_STATE.match(text, begin))  # 处于饮水|不|安全状态
            or (text[begin] == "每" and _EACH_TIME.match(text, begin))
            or text[begin:behind] in _PREDICATES
            or text.startswith("全覆盖", begin)
            or (text[begin] == "各" and words.at(begin + 1)[2][0] == "v")  # 六个帮扶村|各建成1座
            or (behind >= end and tag in _ENDS_PHRASE_LAST)
        ):
            break
        if tag == "v" and behind < end and words.at(behind)[2] in _AFTER_PREDICATE:
            break
        if (
            text[start:stop] in _DOING
            and (tag == "v" or text.startswith(_BUILDS, stop))
            and behind < end
            and text[end : end + 1] in _NUMERALS
            and text[end - 1] not in _LEADS_ON
        ):
            break  # 3个|乡镇|修建桥梁12座
        if tag == "c" and behind < end and (words.at(behind)[2] == "m" or _is_joined(words, text, behind, end)):
            end = stop  # 两个村|和一个社区合并而成, 东西向6条道路|和南北向9条道路
            break
        has = stop if begin == stop and text[begin] in "中里上内" else behind - 1 if tag == "s" else 0
        if has and (_HAS_AMONG.match(text, has, end) or _is_among(words, text, start, has, end)):
            stop = end = has  # 46所学校|中有寄宿制学校12所, 15家企业|中选出4家
            break
        if behind >= end and text[begin:behind] == "有":
            break  # 12个乡镇|有|9个乡镇建立
        stop = behind
    said = (stop, end) if stop < end else None
    stop = min(stop, end)
    if text[start:stop].strip("的") in _NO_NAME:
        return None, None
    if text[start:stop].endswith(("工作", "任务")) and (of := text.find("的", start + 2, stop)) > 0:
        stop = of  # 三个展厅|的展陈提升工作
    if text.find("的", start + 1, stop) > 0 and (under := _CIRCUMSTANCE.search(text, start + 1, stop)):
        stop = under.start()  # 在3个支部|的基础上
    if (more := text.find("及", start + 3, stop - 3)) > 0 and words.at(more)[2] == "c":
        stop = words.at(more)[0]  # 28个二级指标|及政府建设, 1个居委会|以及自然村
    if text[stop : stop + 1] == "的" and text[stop - 1] in "中里内" and stop - start > 2:
        stop -= 1
    if text[stop - 1] in "中里" and stop - start > 2 and stop == end and words.at(stop - 1)[0] == stop - 1:
        stop -= 1  # 在85家公募基金会|中，
    while start < stop and text[stop - 1] in "的 ”":
        stop -= 1
    return (start, stop) if start < stop else None, said


def _is_among(words: Words, text: str, start: int, has: int, end: int) -> bool:
    """15家企业|中|选出4家, 在76个废物箱|上|设置: whether a word of place ends the noun."""
    if has + 1 >= end or words.at(has)[2][0] != "f":
        return False
    said = text[max(0, start - _REACH) : start].rpartition("，")[2]
    return text[has] == "中" or ("在" in said and words.at(has - 1)[2][0] in "nq")


_REACH = 16


def _is_joined(words: Words, text: str, behind: int, end: int) -> bool:
    """6条|道路和南北向|9条: whether what is behind 和 belongs to the next figure."""
    of_next = text[end : end + 1].isdigit() and end - behind >= 3
    return of_next and words.at(behind - 2)[2][0] == "n" and not text.startswith(_ONE_WITH, behind)


_ONE_WITH = ("地区", "自治区", "美乡村")  # 国家和地区


def _is_longer_noun(words: Words, start: int, stop: int) -> bool:
    """后备干部, 中小学, 上市公司: a word that only begins like one of `not_right`."""
    begin, end, tag = words.at(start)
    return end > stop and begin == start and tag not in ("c", "p", "d", "uj", "ul", "u", "r")


def _belongs_right(words: Words, left: Span, behind: int, name: Span, phrase: Span) -> bool:
    """Whether the words `behind` the unit, not the `name` before the number, say what is counted."""
    text, (start, end) = words.text, left
    if name[0] >= name[1] or text.startswith("的", behind):
        return True
    if name[1] - name[0] <= 2 and phrase[1] - phrase[0] >= 3 and end - start == name[1] - name[0]:
        return True  # 选派7名驻村干部
    if text[start:end].rstrip().endswith(("的", "等", "“", "各", "余", "这", "该")):
        return True
    if text[end - 1] == "了" and words.at(end - 1)[2] == "ul":
        return True  # 布置了|12个|试验点: what stands before 了 was done, whatever the dictionary calls it
    begins_noun = words.at(behind)[2][0] not in "vdpcru" or _IN_STATE.match(text, behind) is not None
    clause = "的" in text[slice(*phrase)]  # 11部反映时代精神的作品
    return (
        begins_noun or clause or _ends_in_verb(words, name[1]) or _ends_in_verb(words, _before_bound(text, start, end))
    )


def _before_bound(text: str, start: int, end: int) -> int:
    """The end of the words before a number without the bound word next to it: 开展|近."""
    while end > start + 1 and text[end - 1] in "近约超逾达共了 ":
        end -= 1
    return end


def _ends_in_verb(words: Words, end: int) -> bool:
    begin, behind, tag = words.at(end - 1)
    return tag in ("v", "p", "d", "c", "vd", "vi") or words.text[begin:behind] in _LIGHTS


def _compose_right(words: Words, left: Span, phrase: Span, said: Span | None) -> str:
    """提供 130亩 安置用地 → 提供安置用地; 6名 队员 荣获优秀选手奖 → 荣获优秀选手奖的队员."""
    text = words.text
    name, before = text[slice(*phrase)], text[slice(*left)]
    if before and before[-1] in _PLACE_ENDS and (place := _OF_ALL_HERE.search(before)):
        before = before[: place.start()]  # 检查全县|36所|学校
        before = "" if before in _LIGHTS else before
    if text.startswith(_LIGHT_WORDS, left[1]) and _GOES_TO.search(text, 0, left[0]):
        return name
    if "、" in before and _OFFICES_LISTED.fullmatch(before):
        return name  # 东湾村、西岭村、南坡村|3个|村, 医务科、护理部|10个|科室
    if before and len(before) + len(name) <= 22 and not text[left[1] :].startswith(("等", "中")):
        return _balance(before + name)
    if said and (_WENT_WELL.match(text, *said) or (text[phrase[0] - 1] == "的" and _RANKED.match(text, *said))):
        return shorten(words, phrase)  # 以95%的|合格率|名列全市第一, 18项|长期任务|取得阶段性成效
    if said and _GETS_ON.match(text, said[0]):
        return shorten(words, phrase)  # 58个|续建项目|进展顺利
    whole = said
    said = strip_left(words, said) if said else None
    if whole and said and text[said[0] : said[0] + 1] == "“":
        said = whole  # 学校|实现了“班班通”
    if whole and _PASSES.match(text, *whole):
        return _balance(f"{text[slice(*whole)]}的{name}")
    if (
        said
        and said[1] - said[0] >= 4
        and said[1] - said[0] + len(name) < LONGEST - 6
        and words.at(said[0])[2][0] == "v"
    ):
        return _balance(f"{text[slice(*said)]}的{name}")
    is_share = whole and _OF_SHARE.search(text, max(0, phrase[0] - 5), phrase[0])
    if (
        whole
        and is_share
        and text.startswith(_COMES_ABOUT, *whole)
        and 4 <= whole[1] - whole[0] < LONGEST - 6 - len(name)
    ):
        return _balance(f"{text[slice(*whole)]}的{name}")  # 95%的项目|实现当年开工, 67%的企业|开展了数字化改造
    return shorten(words, phrase)


_OFFICES_LISTED = knowledge.phrase("offices_listed")

# -- length ------------------------------------------------------------------------------------------------------------


def shorten(words: Words, span: Span) -> str:
    """At most LONGEST characters, cut from the left at a word that a name can begin with."""
    start, end = span
    if end - start > LONGEST:
        floor = end - LONGEST
        _, cut, tag = words.at(floor - 1)
        while cut < end - 1 and tag not in _BEFORE_A_NAME:
            _, cut, tag = words.at(cut)
        start = trim_start(words, cut if cut < end - 1 else floor, end)
    name = words.text[start:end].strip(" \u3000\t、，的")
    if "含" in name or "包" in name or "涵" in name:
        name = _COMPRISES.sub("", _INCLUDES.sub("", name).lstrip("、，") or name)
        name = (
            name[1:] if name[0] == "含" and words.text[start - 1 : start] in ("（", "(") else name
        )  # （含新制定|5件|）
    if "”" in name and "“" not in words.text:
        name = name.replace("”", "")  # a page that has lost its opening marks
    return (
        name
        if _HALVES.isdisjoint(name)
        else _balance(_ABBREVIATION.sub("", _LONG_ASIDE.sub("", _OF_ALL_BELOW.sub("", name))))
    )


def _balance(name: str) -> str:
    """Without brackets and quotation marks whose other half was cut off."""
    for opening, closing in ("（）", "()", "“”", "《》", "【】"):
        if opening not in name and closing not in name:
            continue
        if name.count(opening) < name.count(closing):
            name = name[name.rfind(closing) + 1 :] if name.rfind(closing) < len(name) - 2 else name.replace(closing, "")
        elif name.count(opening) > name.count(closing):
            name = name[: name.rfind(opening)] + name[name.rfind(opening) + 1 :]
    return name.strip(" \u3000\t")


def is_generic(name: str) -> bool:
    """总面积, 投资额, 完成率: says nothing without what it belongs to."""
    return name[0] == "占" or name in _GENERIC
