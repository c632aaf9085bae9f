"""Is a quantity exact, or does a word before or behind it make it a bound or an estimate?"""

from __future__ import annotations

import re

from extractors.language import knowledge
from extractors.language.phrases import begin_alike
from extractors.language.tokens import Words

_WORDS = knowledge.quantity_words()
_BOUND_BEFORE = {word: bound for bound, words in _WORDS.bounds_before.items() for word in words}
_BEFORE = re.compile(
    rf"{begin_alike(_BOUND_BEFORE)}({'|'.join(sorted(_BOUND_BEFORE, key=len, reverse=True))})"
    r"(?:增[加长]|减少|下降|提高)?[为达有占了]?[ \u3000]?$"
)
_BEFORE_VERB = re.compile(r"(至少|最多|至多|起码|最少)[^，；。、,;:：的]{1,4}$")  # 至少读书12本; not 人数最多的一所
_APART = {word: bound for bound, words in _WORDS.bounds_apart.items() for word in words}
_BEFORE_NOUN = re.compile(
    rf"({'|'.join(sorted(_APART, key=len, reverse=True))})[^，；。、,;0-9百千万亿]{{1,8}}的$"
)  # 不足设计的七成; not 不足百户发展到现在的1735户


_BEFORE_SHARE = re.compile("((?:大约|约|将近|近|接近|超过?|逾)占|接近|将近)[^，。；、,;0-9]{1,14}的$")


def _escape(word: str) -> str:
    """The pattern of a word; a lookahead at its end, 内(?=完成), is one already."""
    plain, ahead, rest = word.partition("(?=")
    return re.escape(plain) + ahead + rest


_END_ALIKE = _WORDS.end_like_bounds
_AFTER = {
    bound: re.compile("|".join(sorted(map(_escape, words), key=len, reverse=True)))
    for bound, words in _WORDS.bounds_after.items()
}
# Characters a bound word before, or behind, can touch the quantity with: most quantities need no search.
_BOUND_ENDS = frozenset(word[-1] for word in _BOUND_BEFORE) | frozenset("为达有占了加长少降高 \u3000")
_BOUND_BEGINS = frozenset(word[0] for words in _WORDS.bounds_after.values() for word in words)
_LAST = frozenset("的上过破")
_SCALES = frozenset("百千万亿")
_THROUGH, _SOLVED = frozenset(("", *"通经超")), frozenset("侦告攻打识查爆")
_GREAT = re.compile("[0-9.]+[万亿]")


def bound_of(start: int, end: int, text: str) -> str:
    """exact, approx, over or under, for the quantity that stands there."""
    lead = text[start - 8 : start] if start >= 8 else text[:start]
    last = lead[-1:]
    before = _BEFORE.search(lead) if last in _BOUND_ENDS else None
    if before is not None and _is_in_word(before, lead):
        before = None
    if before is None and ("少" in lead or "多" in lead or "码" in lead):
        before = _BEFORE_VERB.search(lead[-6:])
    if before is not None:
        return _BOUND_BEFORE[before[1]]
    if last in _LAST and (bound := _by_last(last, lead, start, text)):
        return bound
    if text[end : end + 1] == " ":  # 95 % 以上
        end += 1
    if text[end : end + 1] in _BOUND_BEGINS:
        for bound, words in _AFTER.items():
            if words.match(text, end):
                return bound
    if last == "的" and (share := _BEFORE_SHARE.search(text, max(0, start - 20), start)):
        return "over" if share[1][0] in "超逾" else "approx"  # 约占全县总人口的4.5%
    return "exact"


def _is_in_word(before: re.Match[str], lead: str) -> bool:
    """签约25个, 附近3家: whether the word for a bound is the end of another word."""
    at = before.start()
    return lead[at - 1 : at + 1] in _END_ALIKE and Words(lead[: at + 1]).at(at)[0] < at


def _by_last(last: str, lead: str, start: int, text: str) -> str:
    """What 的, 上 or 过 before the quantity makes of it; "" for nothing."""
    if last == "的" and (apart := _BEFORE_NOUN.search(text, max(0, start - 13), start)):
        return _APART[apart[1]]
    if last == "上" and text[start : start + 1] in _SCALES and lead[-2:] != "以上":
        return "over"
    if last == "过" and lead[-2:-1] not in _THROUGH and (_GREAT.match(text, start) or text[start] in _SCALES):
        return "over"  # 接待过20万人次, 收入过亿元; 培训过3次 only happened
    if last == "破" and lead[-2:-1] not in _SOLVED and text[start : start + 1] in _SCALES:
        return "over"  # 产值破千亿元; not 侦破万元盗窃案
    return ""
