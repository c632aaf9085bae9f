"""Which words of a name only say with whom, where and with what? 会同县财政局等部门|成立督查组, 对村民|提供安置用地.

The words are in data/names.toml. Nothing is cut where less than a verb and its object would be left.
"""

from __future__ import annotations

import re

from extractors.context.lead_words import trim_start
from extractors.context.owners import NAMES, any_of
from extractors.language import knowledge
from extractors.language.tokens import Words

_ADJUNCT = re.compile(any_of("adjuncts"))
_INNER = knowledge.phrase("inner_adjunct")
_MAY_BE_INNER = re.compile("利用|依托|采取|借助|中|在")  # which re finds fast, as nothing stands before the words
_DEED = re.compile(any_of("deeds"))
_OF_KIND = re.compile("^(?:领域|环节)的?")
_PREPOSITIONS = frozenset("与以由为同对向给从将把在经")
_USED_AS = knowledge.phrase("used_as")
_QUOTED = knowledge.phrase("quoted_attributes")
_WITH_OTHERS = knowledge.phrase("with_others")
_TOGETHER = ("联合", "会同", "协同", "配合")
_PLACES_ACT = knowledge.phrase("places_act")
_LISTING = knowledge.phrase("listing")
_HELPS = knowledge.phrase("helps")
_BY = knowledge.phrase("by_what")
_AND = knowledge.phrase("and_another")
SHORTEST_WITH_RESIDUE = 8  # characters of a name
_LEFT = 4  # characters: a verb and its object


def leave_residue(words: Words, name: str) -> tuple[str, str | None]:
    """The name without such words, and whose deed it is where they say so (云岭景区|利用闲置校舍|改建民宿)."""
    if len(name) < SHORTEST_WITH_RESIDUE:
        return name, None
    if "”“" in name and (quoted := _QUOTED.search(name)) and (at := words.text.find(name)) >= 0:
        is_done = quoted.start() > 0 and words.at(at + quoted.start() - 1)[2][0] == "v"
        return (name[: quoted.start()] + name[quoted.end() :] if is_done else name), None
    if "作" in name and (used := _USED_AS.match(name)):
        return used["use"], used["thing"]
    places = _PLACES_ACT.match(name) if "、" in name else None
    if places and (at := words.text.find(name)) >= 0 and words.at(at + places.start("rest"))[2] == "v":
        return places["rest"], places["who"]
    among_others = "等" in name
    if (
        among_others
        and (listing := _LISTING.match(name))
        and not _BY.search(listing["all"])
        and not listing["rest"].startswith(("方式", "形式", "措施", "原则", "部门", "单位"))
    ):
        verb, rest = _verb_of_clause(words, name), _OF_KIND.sub("", listing["rest"])
        place = _TAKES_PLACE.search(listing["all"])
        where = place["where"] if place else None
        if rest != listing["rest"] and len(rest) > 2:
            return verb + rest, where or _fields(words, listing["all"])  # 侦查社会保障、征地拆迁等领域|职务犯罪
        return (verb + listing["rest"] if verb and not listing["rest"].startswith(verb) else listing["rest"]), where
    if (among_others or "方式" in name or name.startswith(_TOGETHER)) and (with_others := _WITH_OTHERS.match(name)):
        name = with_others["rest"]
    at = words.text.find(name)
    if at < 0:  # what stands behind the number is a part of it: 对村民提供|安置用地
        at = words.text.find(name[:6])
    if at < 0 or len(name) < SHORTEST_WITH_RESIDUE:
        return name, None
    if (_ADJUNCT.match(name) and "的" not in name) or words.text[at - 1 : at] in _PREPOSITIONS:
        return _from_deed(words, name, at, 2), None
    if _MAY_BE_INNER.search(name) and (inner := _INNER.search(name)):
        deed = _from_deed(words, name, at, inner.end())
        if deed != name:
            return deed, name[: inner.start()] if inner[0] != "中" else None
    if len(name) > 14 and (helped := _HELPS.search(name)):
        return name[helped.end() :], None
    joined = _AND.search(name) if "并" in name and len(name) > 12 else None
    if joined and words.at(at + joined.end())[2][0] == "v":
        return name[joined.end() :], None
    return name, None


def _fields(words: Words, listed: str) -> str | None:
    """侦查|社会保障、征地拆迁: the fields of a list, which its verb begins; None for a long one."""
    taken_up = _PURSUED.match(listed)
    fields = listed[taken_up.end() :] if taken_up else noun_of(words, listed)
    return f"{fields}等领域" if 2 < len(fields) <= _LONGEST_FIELDS and fields.count("“") == fields.count("”") else None


_LONGEST_FIELDS, _TAKES_PLACE, _PURSUED = 20, knowledge.phrase("takes_place"), knowledge.phrase("pursued")


def leave_place(words: Words, name: str) -> tuple[str, str | None]:
    """社区|有|居民住宅楼: what there is, and where."""
    if here := _HAS_HERE.match(name):
        return name[here.end() :], None
    match = _THERE_IS.match(name)
    at = words.text.find(name) if match else -1
    if match is None or at < 0:
        return name, None
    begin, stop, _ = words.at(at + match.start("has"))
    if begin < at + match.end("place") or stop != at + match.end("has"):
        return name, None
    return match["thing"], match["place"]


_HAS_HERE = knowledge.phrase("has_here")
_THERE_IS = knowledge.phrase("there_is")


def _from_deed(words: Words, name: str, at: int, start: int) -> str:
    for deed in _DEED.finditer(name, start):
        if words.at(at + deed.start())[0] == at + deed.start() and len(name) - deed.start() >= _LEFT:
            return name[deed.start() :]
    return name


def _verb_of_clause(words: Words, name: str) -> str:
    """拨付营养餐补助、寄宿生补助等资金, of which the name was cut at 寄宿: the verb that its clause begins with."""
    at = words.text.find(name)
    clause = max(words.text.rfind(mark, 0, max(at, 0)) for mark in "，。；：,;:") + 1
    start = trim_start(words, clause, at + len(name)) if at > 0 else at
    if not 0 <= start < at:
        return _first_verb(words, name)
    begin, stop, tag = words.at(start)
    return words.text[begin:stop] if begin == start and tag == "v" and stop - begin == 2 else ""


def _first_verb(words: Words, name: str) -> str:
    """The verb that a name begins with: 配备 of 配备机房、档案室等教室."""
    at = words.text.find(name[:6])
    if at < 0:
        return ""
    if skipped := _HOW.match(name):
        at += skipped.end()  # 一审|审结抢劫、盗窃等犯罪案件
    begin, stop, tag = words.at(at)
    return words.text[begin:stop] if begin == at and tag in _VERBS and stop - begin == 2 else ""


_VERBS = frozenset(("v", "vn", "vd", "vi"))  # a vg is a piece of a name: 德援二期


_HOW = re.compile("(?:一审|二审|再审|依法)(?=审结|受理|判处|办结|查处|起诉|侦查)")


def verb_of(words: Words, name: str) -> str:
    """The deed of two characters that a name begins with, before what it was done to: 培养|技术工人."""
    at = words.text.find(name)
    newly = name[0] if name[0] in _NEWLY and at >= 0 and words.at(at)[1] == at + 1 else ""  # 新|发展|奶牛, not 新增
    name = name[len(newly) :]
    deed = _DEED.match(name)
    verb = _first_verb(words, name) or (deed[0] if deed else name[:2] if name[:2] in _HERDS else "")
    if verb and at >= 0 and len(name) == 2 * len(verb) and words.at(at + len(name) - 1)[2] == "v":
        return ""  # 分散|供养
    if deed is None and (verb in _NOUNS or (len(name) == len(verb) + 1 and verb not in _TAKES)):
        return ""  # 教育|专家; 南桥|路: the segmenter calls it a verb
    return newly + verb if verb and verb not in _NO_DEED and len(name) > len(verb) else ""


_NEWLY = frozenset("新")
_TAKES = frozenset((*NAMES["takes_things"], "种植"))
_HERDS = frozenset(("存栏", "出栏"))
_NOUNS = frozenset(knowledge.metric_words().noun) - _TAKES
_NO_DEED = frozenset(NAMES["dealt"])


def noun_of(words: Words, name: str) -> str:
    """受理|信访案件: the name without the verb that it begins with."""
    at = words.text.find(name)
    if at < 0:
        return name
    if taken := _TAKEN_UP.match(name):
        return name[taken.end() :]  # 县法院|受理|各类案件
    begin, stop, tag = words.at(at)
    if words.text[stop : stop + 1] in _RESULTS and words.at(stop)[:2] == (stop, stop + 1):
        stop += 1  # 打|掉|团伙
    return name[stop - begin :] if begin == at and tag[0] == "v" and len(name) - (stop - begin) >= 2 else name


_RESULTS = frozenset("掉")


def done_to(words: Words, name: str) -> str:
    """办理|案件: the same, where the segmenter may call the deed no verb."""
    at = words.text.find(name)
    if at >= 0 and len(name) == 4 and words.at(at + 3)[2][0] == "v":
        return name  # 收养登记
    noun = noun_of(words, name)
    deed = _DEED.match(name) if noun == name else None
    return name[deed.end() :] if deed and len(name) >= deed.end() + 2 else noun


def built(words: Words, name: str) -> str:
    """改造|水渠, 河坝|加固: what was built, without the verb on either side of it; "" where none is there."""
    noun = noun_of(words, name)
    at = words.text.find(name)
    if noun != name or at < 0:
        return "" if noun == name else noun
    last, stop, tag = words.at(at + len(name) - 1)
    return name[: last - at] if tag[0] == "v" and last - at >= 2 and stop == at + len(name) else ""


_TAKEN_UP = knowledge.phrase("taken_up")


_WHOLLY = frozenset(("基本", "全部", "全面", "正式"))


def is_bare_verb(words: Words, name: str, end: int) -> bool:
    """回复, 化解, 移送: a name that says what was done, and not to what; it ends before the number at `end`."""
    if not 2 <= len(name) <= 4:
        return False
    at = words.text.rfind(name, 0, end)
    if at < 0:
        return False
    _, stop, tag = words.at(at)
    if words.text[at:stop] in _WHOLLY and stop < at + len(name):
        _, stop, tag = words.at(stop)  # 开工1260套，|基本|建成|980套
    while stop < at + len(name) and tag[0] in "vd":
        _, stop, tag = words.at(stop)
    return tag[0] == "v" and stop >= at + len(name)
