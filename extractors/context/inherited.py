"""What is a quantity called whose own clause has no name? What a clause, a bracket or a name before it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extractors.context.clauses import Setting
from extractors.context.lead_words import strip_left, trim_start
from extractors.context.lists import ASIDE, CLAUSE
from extractors.context.metric import shorten
from extractors.context.owners import NAMES
from extractors.language import knowledge
from extractors.language.grammar import HAN
from extractors.language.tokens import Words

_UNIT_ENDS = "亩元个人户次件家项吨%％里米"
_DONE = knowledge.phrase("outcome")  # 承办任务27项，已完成24项: a name of its own
_HAN = re.compile(f"[{HAN}]")
_FIGURE = re.compile(rf"[\d.,，、]+[{HAN}%％]{{0,3}}")  # one that was not read, and names none


def inherit(words: Words, setting: Setting, names: Sequence[str], topic: str) -> str:
    """A name for a quantity whose clause has none: a clause before it without quantity, else the name before it."""
    if name := before_bracket(words, setting) or clause_before(words, setting):
        return name
    owner = names[-1] if names else topic
    owner = _ROUND_STEP.sub("", owner) or owner  # 税收跨过两个“百亿元”台阶，由|90亿元|增至…
    if len(owner) > 3 and owner.endswith(_ADDED) and _LEVEL_NOW.fullmatch(words.text, *setting.left):
        owner = owner[:-2]  # 公路净增60公里|达|210公里: all of them
    if owner.endswith(_BUDGETED) and _CARRIED_OUT.fullmatch(words.text, *setting.left):
        owner = owner.removesuffix(_BUDGETED)  # 培训费支出预算2万元，|决算为|1.5万元
    if names and setting.mention.unit.unit in _PEOPLE and owner.endswith(_TROOPS):
        return owner + "人数"  # 防汛队伍12支、|260人
    done = _DONE.search(words.text, *setting.left)
    if done is not None:
        owner = _PLANNED.sub("", owner)  # 计划投资5亿元，完成|4亿元
    is_said = (
        done is None
        or (setting.mention.unit.kind == "percentage" and owner.endswith("满意度"))
        or done[0] in owner
        or words.text.endswith(_BEYOND, setting.left[0], done.start())
    )
    return owner if done is None or is_said or len(owner) >= 20 else owner + done[0]


_ADDED, _LEVEL_NOW = ("新增", "净增", "增加"), knowledge.phrase("level_now")
_BEYOND = ("超", "超额")  # 能耗下降18%，超额|完成|目标2个百分点
_BUDGETED, _CARRIED_OUT = "预算", knowledge.phrase("carried_out_alone")
_PLANNED = knowledge.phrase("planned_sum")
_PEOPLE, _TROOPS = frozenset({"人", "名"}), tuple(NAMES["troops"])
_SEEN_BY = knowledge.phrase("seen_by")
_RANK, _LIES = knowledge.phrase("rank_clause"), knowledge.phrase("lies_clause")
_BESIDE_OTHERS = re.compile("[高低快慢好优]于")  # 高于全省（6.5%）1.7个百分点，比城镇快|2.9个百分点
_BY_WHAT, _OF_GOALS = knowledge.phrase("means_clause"), knowledge.phrase("label_of_goals")
_CLOSES, _COUNTED = re.compile("[）)]"), re.compile(f"[0-9][余多万亿]*\\s?[{HAN}]{{1,2}}$")
_ON_BASIS = knowledge.phrase("on_basis")
_GROWS_AT, _BETTERS = knowledge.phrase("grows_at"), knowledge.phrase("betters")
_KEEPS_GROWING, _FOUNDED = knowledge.phrase("keeps_growing"), knowledge.phrase("founded_in_year")
_RECORD_OF = knowledge.phrase("record_of")
_ROUND_STEP = knowledge.phrase("round_step")
_STEPS, _STEP_REACHED = knowledge.phrase("steps"), knowledge.phrase("step_reached")


def clause_before(words: Words, setting: Setting) -> str:
    """What the last clause without a quantity before this one names; "" for none."""
    clauses = [
        m.span()
        for m in CLAUSE.finditer(words.text, setting.gap_start, setting.left[0])
        if not ASIDE.match(m[0])
        and not _BY_WHAT.match(m[0])
        and not _SEEN_BY.fullmatch(m[0])
        and not _RANK.match(m[0].strip())
        and not _LIES.search(m[0])
        and not _OF_GOALS.search(m[0])
        and not _BESIDE_OTHERS.match(m[0].strip())
        and not _BETTERS.match(m[0].lstrip("，、 "))
        and not (m.start() == setting.gap_start and _GROWS_AT.match(m[0]))  # 税收以每年20%|的速度增长，今年|完成520万元
    ]
    opened = max(words.text.rfind(mark, setting.gap_start, setting.left[0]) for mark in "（(")
    if opened >= 0:  # 总产值完成4亿元（统计数，未审定，下同），同比增长
        closed = _CLOSES.search(words.text, opened, setting.left[0])
        clauses = [span for span in clauses if span[1] <= opened or (closed and span[0] >= closed.end())]
    for start, end in reversed(clauses):
        told = _KEEPS_GROWING.search(words.text, start + 2, end) or _FOUNDED.search(words.text, start + 1, end)
        span = strip_left(words, (start, told.start() if told else end))  # 税收|实现翻倍增长，由…; 学校|建于1958年，…
        name = "" if words.text[start - 1 : start] in ("（", "(") else shorten(words, span)
        if len(name) > 1 and _HAN.search(name) and not _FIGURE.fullmatch(name):
            if basis := _ON_BASIS.search(name, 2):
                return name[: basis.start()]
            if record := _RECORD_OF.match(name):
                return record["what"]
            taken = _STEPS.search(name, 2) if _STEP_REACHED.search(name) else None
            return name[: taken.start()] if taken else _ROUND_STEP.sub("", name)  # 财政收入|突破千亿大关，达1330亿元
    return ""


def subject_before(words: Words, since: int, setting: Setting) -> str:
    """What a clause before this one, from `since` on, tells something of: 乡镇企业|保持旺盛势头，五年间产值增长2倍."""
    clauses = [m for m in CLAUSE.finditer(words.text, since, setting.left[0]) if not _BY_WHAT.match(m[0])]
    for start, end in reversed([m.span() for m in clauses]):
        if subject := subject_of(words, start, end):
            return subject
    return ""


def subject_of(words: Words, start: int, end: int) -> str:
    """The nouns that a clause begins with, where something is told of them behind; "" for any other clause."""
    at = start = trim_start(words, start, end)
    last = ""
    while at < end:
        _, stop, tag = words.at(at)
        if (tag[0] in "vdprmli" and tag != "vn") or tag == "ad":
            break
        at, last = stop, tag
    named = last[:1] == "n" and 2 <= at - start <= _LONGEST_SUBJECT and at < end
    return words.text[start:at] if named else ""


_LONGEST_SUBJECT = 14


@lru_cache(maxsize=1024)
def is_topic(heading: str) -> bool:
    """污水处理, 农业生产: whether a heading names what the figures below it are of; 项目建设提速 tells how it went."""
    if not 2 <= len(heading) <= _LONGEST_TOPIC:
        return False
    words, at, last = Words(heading), 0, ""
    while at < len(heading):
        begin, at, tag = words.at(at)
        if tag[0] not in _OF_TOPICS or not heading[begin:at].isalpha():
            return False
        last = heading[begin:at] if tag == "v" else ""
    return last in _DONE_TO_IT


_LONGEST_TOPIC, _OF_TOPICS = 10, "nvljb"
_DONE_TO_IT = frozenset(("", *NAMES["of_topics"]))


def before_bracket(words: Words, setting: Setting) -> str:
    """培训农机手（含女性12人）80人: the words before the bracket that stands before the number."""
    close = words.text.rfind("）", 0, setting.left[1])
    if close < 0 or words.text[close + 1 : setting.left[1]].strip("，、 共计约近"):
        return ""
    opened = words.text.rfind("（", 0, close)
    if opened < 0 or words.text[opened - 1 : opened].isspace() or words.text[opened - 1] in _UNIT_ENDS:
        return ""
    if _COUNTED.search(words.text, max(0, opened - 8), opened):  # 教师宿舍3幢（砖混2幢）共1700平方米
        return ""
    begin = max(words.text.rfind(mark, 0, opened) for mark in "，；。：") + 1
    return shorten(words, strip_left(words, (begin, opened)))


def head_of_bracket(words: Words, setting: Setting) -> str:
    """规模以上工业企业（年收入2000万元以上）|完成产值|120亿元: the words before a bracket that holds a figure, for the
    clause behind it; "" for any other clause."""
    if not _ENDS_BRACKET.match(setting.gap):
        return ""
    opened = max(words.text.rfind(mark, 0, setting.gap_start) for mark in "（(")
    begin = max(words.text.rfind(mark, 0, max(0, opened)) for mark in "，；。：") + 1
    head = shorten(words, strip_left(words, (begin, opened))) if opened > begin else ""
    return head if head.endswith(_THOSE) else ""


_ENDS_BRACKET = re.compile("(?:及?以[上下])?[）)]")
_THOSE = ("企业", "单位", "工业", "建筑业", "服务业", "商贸业", "公司", "农户", "行业", "产业", "居民", "家庭")


def last_alike(found: Sequence[Setting], n: int) -> int | None:
    """The last figure before a count that counts the same, where one of another kind stands between; None for none."""
    unit = found[n].mention.unit
    if unit.kind != "count" or found[n - 1].mention.unit.kind == "count":
        return None
    for k in range(n - 1, -1, -1):
        if found[k].mention.unit == unit:
            return k
        if "；" in found[k].gap:
            return None
    return None


def outside_brackets(words: Words, found: Sequence[Setting], n: int, names: Sequence[str]) -> Sequence[str]:
    """The names so far, without those of a bracket that has closed."""
    gap = found[n].gap
    if "）" not in gap or not names:
        return names
    opened = words.text.rfind("（", 0, found[n].gap_start)
    outer = [name for name, setting in zip(names, found, strict=False) if setting.left[1] <= opened]
    return outer or names
