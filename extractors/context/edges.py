"""Which words at the edges of a name say only for whom, in what or among which, by the class of each word?

Lists of words know what they were told; a word's class is known of every word. Positions are offsets into `words.text`.
"""

from __future__ import annotations

import re

from extractors.language import knowledge
from extractors.language.tokens import Span, Words

_EAGERLY = frozenset(("积极", "主动", "及时", "多方"))
_LEFT = 4  # characters: a verb and its object
_MEASURE_ENDS = knowledge.phrase("counted_by_rate")
_INNER_TIME, _YEARS_TOLD = knowledge.phrase("inner_time"), knowledge.phrase("moved_in_years")
_DONE, _NOUNS = frozenset(("v", "c")), frozenset(knowledge.metric_words().noun)
_AMONG, _RANKED = knowledge.phrase("among"), knowledge.phrase("ranked")
_STANDS = re.compile("[位名排居列]")


def behind_served(words: Words, start: int, end: int) -> int:
    """Where the deed begins behind those for whom it was done: 为|群众|挽回经济损失; `start` for none."""
    if words.at(start - 1)[:2] != (start - 1, start):
        return start
    at, deed = start, 0
    while at < end:
        begin, stop, tag = words.at(at)
        if tag == "uj":  # 为|提供线索的群众|兑现奖励
            deed = 0
        elif not deed and begin > start and tag == "v" and words.text[begin:stop] not in _NOUNS:
            deed = begin
        elif not deed and begin > start and words.text[begin : begin + 2] in _EAGERLY:
            deed = begin + 2  # 向有关部门|积极|争取资金, of which the last two may be one word
        at = stop
    return deed if deed and end - deed >= _LEFT and words.at(deed)[1] < end else start


def behind_done(words: Words, start: int, end: int) -> int:
    """会议|表彰了集团属下|37个|先进单位: where the deed begins behind who did it; `start` where nothing says 了."""
    at = words.text.find("了", start + 3, end - 2)
    if at < 0 or words.at(at)[2] != "ul":
        return start
    deed = at
    while deed > start and (word := words.at(deed - 1))[2] in _DONE:  # 申请|到了, 废止|和|修订了
        deed = word[0]
    while deed < at and words.at(deed)[2] == "c":
        deed = words.at(deed)[1]
    return deed if start < deed < at else start


def within(words: Words, start: int, end: int) -> int:
    """Where 在 begins that a word of place at `end` ends: 粮食产量|在高基数|上|增加; `end` where none does."""
    if words.text[end : end + 1] not in _WITHIN:
        return end
    at = words.text.rfind("在", start, end)
    alone = at >= 0 and words.at(at)[:2] == (at, at + 1) and words.at(end)[:2] == (end, end + 1)
    return at if alone else end


_WITHIN = frozenset(("上", "中", "下", "内"))


def without_time(name: str) -> str:
    """重点项目|1-3月|项目完成投资, 县财政|五年|投入: without the time in it, nor what is said again behind it."""
    if told := _YEARS_TOLD.search(name):
        return name[: told.start("years")] + name[told.end("years") :]
    time = _INNER_TIME.search(name)
    if time is None:
        return name
    head, tail = name[: time.start()], name[time.end() :]
    return head + (tail[2:] if tail.startswith(head[-2:]) else tail)


def without_will(words: Words, name: str) -> str:
    """县财政局|将|安排资金, 比重|将上升到: a name without what says that it is to come, nor the move that ends it."""
    at = words.text.find(name)
    for will in _WILL.finditer(name) if at >= 0 else ():
        if words.at(at + will.start())[:2] != (at + will.start(), at + will.end()):
            continue  # 将军
        before, behind = name[: will.start()], name[will.end() :]
        if not before or words.at(at + will.start() - 1)[2][0] == "v":
            continue  # 确定|拟竣工项目
        moved = _COMES_TO.match(behind)
        if moved or _IS_DEED.match(behind) or (behind and words.at(at + will.end())[2][0] in _TO_COME):
            return before if moved and len(before) > 1 else before + behind
    return name


_IS_DEED = knowledge.phrase("deed_to_come")
_WILL, _COMES_TO, _TO_COME = knowledge.phrase("will_inside"), knowledge.phrase("comes_to_level"), frozenset("vd")


def without_measure(words: Words, phrase: Span) -> Span:
    """七类|主要刑事案件|破案率: what is counted, without the measure of the figure behind it."""
    start, end = phrase
    measure = _MEASURE_ENDS.search(words.text, start + 2, end)
    if measure is None:
        return phrase
    cut = measure.start()
    while cut > start + 2:
        begin, _, tag = words.at(cut - 1)
        if tag not in _OF_MEASURE or begin < start + 2:
            break
        cut = begin
    if (of := words.text.find("的", start + 1, cut)) > 0 and words.at(start)[2][0] in "nj":
        cut = of  # 两个|灌区|的渠道全长
    return start, cut


_OF_MEASURE = frozenset(("v", "vn", "d", "vd", "b", "a", "ad", "z"))


def among(words: Words, left: Span, phrase: Span) -> Span | None:
    """在全县|15家|卫生院|中位列第3名: those among whom something stands; None where nothing does."""
    if not _AMONG.search(words.text, *left):
        return None
    at = phrase[0]
    if words.text.startswith("中", phrase[1]) and _STANDS.match(words.text, phrase[1] + 1):
        return phrase
    while at < phrase[1]:
        begin, stop, tag = words.at(at)
        if begin > phrase[0] and words.text[begin] in "中里" and tag[0] in "fvjd":
            return phrase[0], begin
        at = stop
    if _RANKED.match(words.text, phrase[1]):  # 在全市|12个|县区|排名第3位
        return phrase[0], phrase[1] - (words.text[phrase[1] - 1] in "中里")
    return None


def without_manner(they: str) -> str:
    """对36名|被告人依法|适用缓刑: those to whom something was done, without how."""
    return they[: manner.start()] if (manner := _MANNER.search(they, 2)) else they


_MANNER = knowledge.phrase("manner_behind")
