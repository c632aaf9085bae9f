"""Whose is a figure that names only a measure (总投资, 支出)? Of what was named last, or of what it is spent on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from extractors.context.clauses import Setting
from extractors.context.lead_words import strip_left
from extractors.context.metric import is_generic, shorten
from extractors.language import knowledge
from extractors.language.grammar import HAN
from extractors.language.phrases import one_of
from extractors.language.tokens import Words

NAMES: dict[str, tuple[str, ...]] = {key: tuple(words) for key, words in knowledge.load("names.toml").items()}


def any_of(key: str) -> str:
    """An alternation of the words of a list, the longest first."""
    return "|".join(sorted(NAMES[key], key=len, reverse=True))


_NEWLY_OR_WELL = frozenset((*NAMES["newly"], "好"))
_NEW_ALONE = knowledge.phrase("new_alone")
_BUILT = knowledge.phrase("built")
LONGEST_AIM = 10
LONGEST_THING = 24  # characters before its last word
_NOT_IN_THING = "，。；：、（）()\n的等"
_PROJECT_WORDS, _ = one_of([("", word) for word in sorted(NAMES["project"], key=len, reverse=True)])
_PROJECT_WORD = re.compile(_PROJECT_WORDS)
_PROJECT = re.compile(
    rf"(?P<thing>[^{_NOT_IN_THING}]{{1,{LONGEST_THING}}}{_PROJECT_WORDS})(?:（[^（）]{{1,4}}期）)?"
    rf"(?![{HAN}]{{0,2}}(?:部|办公室|主任|负责人|人员|资金|经费))"
)
_ITEM = re.compile(  # 1. 一是 （一） ；: with one set of all first characters re passes over all others fast
    r"[0-9一二三四五六七八九十（(；](?:(?<=；)|(?<=[一二三四五六七八九十])是|(?<=[（(])[一二三四五六七八九十]{1,2}[）)]"
    r"|(?<=[0-9])(?<![0-9].)[0-9]?[.．、](?![0-9]))"
)
_POINTS_BACK = NAMES["points_back"]
_BEFORE_MEASURE = re.compile(rf"(?:{any_of('before_measure')})+")
OWN = NAMES["own"]  # names that stand by themselves, though they end like a measure
_OF_PROJECT, _OWN = frozenset(NAMES["of_project"]), frozenset(OWN)
_MEASURE = re.compile(rf"(?:预计|计划)?(?:{any_of('measure')})$")
_BARE = re.compile(rf"(?:{any_of('bare')})*")
_MEASURE_ENDS = frozenset(word[-1] for word in (*NAMES["of_project"], *knowledge.metric_words().generic))
_VERBAL = knowledge.phrase("verbal_measure")
_SOWN = knowledge.phrase("sown")
_SPENT = frozenset(NAMES["spent"])
_USED_FOR, _COUNTED_AIM = knowledge.phrase("used_for"), knowledge.phrase("counted_aim")
_COUNTED_FIRST, _SIZED_AIM = knowledge.phrase("counted_first"), knowledge.phrase("sized_aim")
_STOPS, _LEADS_TO_NUMBER = re.compile(r"[，。；：！？,;\n（(]"), "近约共达 "
_DONE_TO = knowledge.phrase("done_to")
_ONLY_DOES = knowledge.phrase("only_does")


_EARNED, _DEED_OF_TWO = knowledge.phrase("earned"), knowledge.phrase("deed_of_two")


class Things(Struct, frozen=True, gc=False):
    """The thing that was named last, and the one that its sentence or item begins with, which all of it is about."""

    last: str | None = None
    leading: str | None = None
    numbered: bool = False  # in an item (一是 …, 1. …), which goes on up to the next
    alone: bool = False  # the leading one stands by itself, not behind a verb: 云岭产业园，…; not 推进云岭产业园建设，…

    @property
    def topic(self) -> str | None:
        """What all figures of the sentence or the item are about; what is only built or furthered in passing is not."""
        return self.leading if self.numbered or self.alone else None


_NOTHING, _PEOPLE = Things(), ("人口", "人数", "户数")


def earns_nothing(topic: str, measure: str) -> bool:
    """Whether a sum of income, behind a sentence on what was done, is of something else: 建成桥梁2座。|税收|5.6亿元."""
    if topic.endswith(_PEOPLE) and measure.endswith("面积"):
        return True  # 库区人口1900人。全村|总面积|0.9万亩
    if not topic or not _EARNED.search(measure):
        return False
    return Words(topic).at(0)[2] == "v" or _DEED_OF_TWO.search(topic) is not None


def only_leading(things: Things) -> Things:
    """What goes on in the next sentence: what the item is about, not what was mentioned in passing."""
    return Things(things.leading, things.leading, True) if things.numbered and things.leading else _NOTHING


def find_leading(lead_in: str, before: Things) -> Things:
    """What the words between two sentences with figures leave of the thing that their item is about."""
    if not before.numbered and not _ITEM.search(lead_in):
        return _NOTHING
    return only_leading(find_lead(Words(lead_in), 0, len(lead_in), before, opens=True))


def may_name_things(text: str) -> bool:
    """Whether any stretch of a text can change what was named last."""
    return (
        "；" in text
        or _PROJECT_WORD.search(text) is not None
        or _ITEM.search(text) is not None
        or _PROJECT_HEAD.match(text) is not None
    )


def begins_item(text: str, start: int, end: int) -> bool:
    """Whether a stretch of text has the number of an item, or a ；, behind which another thing may lead."""
    return _ITEM.search(text, start, end) is not None


def find_things(words: Words, start: int, end: int, before: Things, *, opens: bool) -> Things:
    """The things that a stretch of text names; `before` go on where none is, up to the next item. `opens`: whether a
    sentence begins here."""
    text = words.text
    before, start, opens = _behind_item(text, start, end, before, opens)
    last, leading = before.last, before.leading
    for match in _projects(text, start, end):
        name = _name_of(words, match)
        if name:
            last = name
            if opens and _stands_first(text, start, match) and _leads(text, match, name):
                leading = name
    return Things(last, leading, before.numbered)


def find_lead(words: Words, start: int, end: int, before: Things, *, opens: bool) -> Things:
    """The same without what is named last, which few ask for: words need not be cut then, but at the beginning."""
    text = words.text
    before, start, opens = _behind_item(text, start, end, before, opens)
    leading, alone = before.leading, before.alone
    if opens and (head := _PROJECT_HEAD.match(text, start, end)) and head["thing"] not in _NO_HEADS:
        return Things(head["thing"], head["thing"], True, True)
    match = next(_projects(text, start, end), None) if opens else None
    if match and _stands_first(text, start, match) and (name := _name_of(words, match)) and _leads(text, match, name):
        leading, alone = name, len(name) == len(match["thing"])
    return Things(leading, leading, before.numbered, alone)


_PROJECT_HEAD, _IS_A, _NO_HEADS = *map(knowledge.phrase, ("project_head", "is_a")), frozenset(NAMES["no_heads"])


def _behind_item(text: str, start: int, end: int, before: Things, opens: bool) -> tuple[Things, int, bool]:
    """What goes on, from where and whether a sentence begins there: behind the last number of an item in a stretch."""
    items = list(_ITEM.finditer(text, start, end))
    return (Things(numbered=items[-1][0] != "；"), items[-1].end(), True) if items else (before, start, opens)


def _name_of(words: Words, match: re.Match[str]) -> str:
    """The thing's name, "" for what is too short to be one, or points back to one."""
    text, begin, end = words.text, match.start("thing"), match.end("thing")
    if is_a := _IS_A.search(text, begin, end):
        end = is_a.start()
    if match["thing"].count("“") != match["thing"].count("”") or match["thing"].endswith("为中心"):
        return ""  # 以提高效益为中心
    if dated := _DATED.match(text, begin, end):  # 2018年成立县疾控中心
        begin = dated.end()
    if text.startswith(_POINTS_BACK, begin):
        built = _BUILT.search(text, begin, end)
        if built is None:
            return ""
        begin = built.end()  # 利用闲置校舍建成|职业培训基地
    name = _behind_verbs(words, begin, end)
    least = 5 if text.endswith(("项目", "工程"), begin, end) else 4
    return text[name : end if is_a else match.end()] if end - name >= least else ""


def _stands_first(text: str, start: int, match: re.Match[str]) -> bool:
    return not text[start : match.start("thing")].strip("。！；\n \u3000，、")


def _leads(text: str, match: re.Match[str], name: str) -> bool:
    """Whether all that follows is about the thing: a verb stands before its name, or it stands alone."""
    begin, end = match.span("thing")[0], match.end()
    if _SEVERAL.match(text, end):
        return False  # 开展新技术项目26项，立项课题3项: those that are counted
    measured = (
        len(name) == end - begin
        and " " not in name
        and not name.endswith(_OF_SECTORS)
        and bool(_TOLD_OF_IT.match(text, end))
    )
    alone = (text[end : end + 1] in ("，", "：", "。") or measured) and text[begin - 1 : begin] not in ("、", "，")
    return (len(name) < end - begin or alone) and text[end : end + 1] != "、"  # 建成东岭大桥、西沟大桥…


# 东岭小学|占地30亩; the investment in 铁路 is that of a sector
_TOLD_OF_IT, _OF_SECTORS = (
    re.compile("(?:计划|总)?(?:投资|占地(?:面积)?|建筑面积)(?:约|近)?[0-9]"),
    ("项目", "工程", "铁路", "公路"),
)
_DATED = re.compile(r"(?:19|20)[0-9xX×*]{2}年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?")
_SEVERAL = re.compile("(?:共有?|总数|有|累计|约|达)?(?:[2-9]|1[0-9])")


def _projects(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """All matches of _PROJECT, each looked for from where one can begin that reaches to the next of its words."""
    while word := _PROJECT_WORD.search(text, start, end):
        last = word.start()
        start = max(start, last - LONGEST_THING)
        while last > start and text[last - 1] not in _NOT_IN_THING:
            last -= 1
        match = _PROJECT.search(text, last, end)
        if match is None:
            return
        yield match
        start = match.end()


def _behind_verbs(words: Words, start: int, end: int) -> int:
    """Where the thing's name begins: behind 加快推进, 协助创办, 用好."""
    while start < end:
        begin, stop, tag = words.at(start)
        if (
            begin < start
            or stop >= end
            or not (tag[0] in "vdpcur" or words.text[start:stop] in _NEWLY_OR_WELL or words.text[start:stop].isspace())
            or (words.text[start] == "新" and not _NEW_ALONE.match(words.text, start))  # 新|材料产业园
        ):
            return start
        start = stop
    return start


def bare_measure(name: str) -> str | None:
    """The measure in 项目计划总投资, 投产后可实现年产值; None for a name that says what is measured."""
    if name in _OWN or (name[-1] not in _MEASURE_ENDS and "占" not in name):
        return None
    if is_generic(name) or name in _OF_PROJECT:
        return name
    match = _BEFORE_MEASURE.match(name)
    rest = name[match.end() :] if match else ""
    return rest if rest and (is_generic(rest) or rest in _OF_PROJECT) else None


def only_of_project(measure: str) -> bool:
    return measure in _OF_PROJECT


def is_verbal(measure: str) -> bool:
    """投入, 办结: a deed, which does not go on from the sentence before."""
    return _VERBAL.match(measure) is not None


_STANDS_ALONE = frozenset(("规模", "期限", "总额", "金额", "余额", "产值", "收入", "利润", "税收"))


_LEVELS = ("浓度", "指数", "价格", "M2")
_OF_ANY = frozenset(("占比", "占", "比重"))


def owned(owner: str, measure: str) -> str:
    """养老保险基金收入, 支出 → 养老保险基金支出; 云岭产业园, 总投资 → 云岭产业园总投资."""
    if (owner.endswith(OWN) and measure not in _OF_ANY) or (owner.endswith("率") and measure in _STANDS_ALONE):
        return measure  # 利润总额翻番，产值增长1.5倍; 债券利率3%，规模10亿元
    if owner.endswith(_LEVELS) and (measure in _STANDS_ALONE or measure.endswith(("面积", "产量", "投资"))):
        return measure  # 颗粒物浓度下降3%。面积230平方公里
    ending = _MEASURE.search(owner)
    if ending and not ending.start() and _MEASURE.search(measure):
        return measure  # 营业收入725亿元、实现利润24亿元
    if "产" in measure and (sown := _SOWN.match(owner)):
        owner = owner[sown.end() :]  # 种植玉米9.6万亩，总产3.6万吨
    if ending and ending.start() and _MEASURE.search(measure):
        owner = owner.removesuffix(ending[0])
        if _BARE.fullmatch(owner):
            return measure
    if owner.endswith(("率", "度")) and measure.endswith(("率", "度")):
        return measure
    if measure[-1] == "率" and (deed := measure[:-1]) in owner and not owner.endswith("率"):
        owner = owner.replace("不" + deed, "").replace("未" + deed, "")  # 不合格样品，合格率
        owner = "".join(owner.removeprefix("实际").rpartition(deed)[::2])  # 实际到位资金, 到位率 → 资金到位率
    owner = owner.removesuffix("总数")  # 企业总数101户，完成产值54亿元
    if owner.endswith("项目") and measure.startswith("项目"):
        measure = measure[2:]
    if owner.endswith(measure) or len(owner) + len(measure) > 26:
        return owner if owner.endswith(measure) else measure
    return owner + measure


_TAKEN_OUT = ("拿出", "挤出", "拨出", "列支")


def says_spent(name: str) -> bool:
    """投资, 每年拿出: whether a name of a sum says only that it was spent."""
    return name in _SPENT or name.endswith(_TAKEN_OUT)


def funded(aim: str, name: str) -> str:
    """新建卫生室|投资; what was taken out for a thing is the money for it: 拿出80万元作为|奖学金."""
    return aim + name if not name.endswith(_TAKEN_OUT) else aim if aim[-1] in "金款费" else aim + "资金"


def purpose(words: Words, setting: Setting, name: str) -> str | None:
    """What a sum was spent on that has a name of SPENT: 安排13亿元用于教育, 投资3690万元，启动北山小学建设.

    Beyond LONGEST_AIM it is no name."""
    if setting.mention.unit.kind not in ("money", "count"):
        return None
    text, end = words.text, setting.right[0]
    used = _USED_FOR.match(text, end)
    if used is None:
        return None
    stop = _STOPS.search(text, used.end())
    last = stop.start() if stop else len(text)
    start = used.end()
    if used[0].endswith("对") and (done := _DONE_TO.search(text, start + 2, last)):  # 对东郡路实施绿化
        last = done.start()
    span = strip_left(words, (start, min(last, start + 24)))
    aim = _ONLY_DOES.sub("", shorten(words, span)).rstrip("工作等")
    digits = re.search(r"[0-9０-９]", aim)
    counted = _COUNTED_AIM.search(text, start, min(last, start + 40)) if digits else None
    counted = counted or _COUNTED_FIRST.match(text, start)
    if counted:  # 实施了交通、市政等54项|重点工程
        return counted["thing"]
    if digits and (sized := _SIZED_AIM.match(text, span[0])):  # 完成东岭|9.3公里|弹石公路
        return sized["of"] + sized["thing"]
    aim = aim[: digits.start()].rstrip(_LEADS_TO_NUMBER) if digits else aim
    return aim if len(aim) >= 2 and not aim.endswith(name) and not is_generic(aim) else None


_DEED = re.compile(any_of("deeds"))
_FOR = ("为", "给", "向", "对")
MAY_END_FOR = frozenset(c for c in map(chr, range(0x3001)) if c.isspace()) | {*_FOR}


def right_deed(words: Words, found: Sequence[Setting], n: int) -> str | None:
    """为120户350人发放生活补贴: those who are served stand before the deed, which names them."""
    text, setting = words.text, found[n]
    start, end = setting.left
    if not (n and found[n - 1].right == setting.left) and not (
        start < end and text[end - 1] in MAY_END_FOR and text[max(start, end - 2) : end].rstrip().endswith(_FOR)
    ):
        return None
    first = n
    while first and found[first].gap.strip() in ("", "、"):
        first -= 1
    lead = text[found[first].left[0] : found[first].left[1]].rstrip()
    if not lead.endswith(_FOR):
        return None
    last = n
    while last + 1 < len(found) and found[last + 1].gap.strip() in ("", "、", "，"):  # 对2160户，5430人给予救助
        last += 1
    start, end = found[last].right
    if start >= end or text[end - 1] == "、" or not (words.at(start)[2][0] == "v" or _DEED.match(text, start)):
        return None  # 为156户|脱贫户、|32户监测户发放补贴
    deed = text[start:end].strip(" 了")
    return deed if 2 < len(deed) <= 16 else None
