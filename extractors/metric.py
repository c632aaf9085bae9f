"""What does a quantity measure? Names the metric out of the words around the number.

Reports say it in one of two orders: the name before the number (查找问题8个), or behind the unit (9个乡镇). Which
words name and which only introduce is known from data/metric.toml; word classes come from extractors.tokens. Spans are
offsets into `words.text`, the sentence.
"""

from __future__ import annotations

import re

import regex

from extractors import knowledge
from extractors.clauses import Setting
from extractors.tokens import Words

LONGEST = 28  # characters; a chart title must stay readable
_WORDS = knowledge.metric_words()
_LEADS, _TRAILS = frozenset(_WORDS.lead), frozenset(_WORDS.trail)
_PREDICATES, _GENERIC, _LIGHTS = frozenset(_WORDS.predicate), frozenset(_WORDS.generic), frozenset(_WORDS.light)
_REACHING = frozenset("超达约近至从到逾")
_NOMINAL = "nvbajlis"  # first letters of the tags of words that can be part of a name

_PUNCTUATION = r"[\s、，；：。,.;:·\-—－–~～＋+*/|　]"
_FOOTNOTE = r"[\[［]\d{1,2}[\]］]"
_TENS = "[一二三四五六七八九十]{1,2}"
_ENUMERATION = (
    rf"(?:[（(]?(?:{_TENS}|\d{{1,2}})[）)]|{_TENS}(?:是|、(?!{_TENS}[、产]))|第{_TENS}[，、]|\d{{1,2}}[.．、)])"
)
_TIME = r"""(?:
      (?:截至|截止到?|自|从|到|至)?(?:今年|去年|本年度?|当年|明年|全年|(?:19|20)\d\d年度?|[一二][九〇零]..年)?+
        (?:(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份|底|末|初|\d{1,2}日)?|上半年|下半年|前?[一二三四]季度|以来|年底|年末|期间|以前|之前)
    | (?:截至|截止到?)?(?:今年|去年|本年度?|当年|明年|全年|(?:19|20)\d\d\s?年(?:度|末|底|以来)?+|[一二][九〇零]..年)
    | [一二两三四五六七八九十\d]+年(?=平均|累计|共|$) | (?:19|20|１９|２０)\d\d年
    | (?:近|过去|最近)[一二两三四五六七八九十\d]+年(?:来|间|期间|以来)?
    | [一二两三四五六七八九十\d]+年(?:来|间|期间|以来)
    | 今年以来 | 截?[至止]?目前 | 每[年月天日周季] | [年月日]均(?=.{2})
  )"""
_LEAD = regex.compile(
    rf"(?:{_PUNCTUATION}|{_FOOTNOTE}|{_ENUMERATION}|{_TIME}|[”’）)]|对(?![俄美日欧韩英法德东非台港外华内口应])|(?P<word>\L<words>))",
    regex.VERBOSE,
    words=_WORDS.lead,
)
_YEAR = r"(?:(?:19|20|１９|２０)\d\d|[一二][九〇零○][〇零○一二三四五六七八九]{2})年(?:底|末|度)?的?"
_MOVED_TO = rf"(?:{'|'.join(_WORDS.moved)})了?(?:到|至|为)"
_TRAIL = regex.compile(
    rf"(?:{_PUNCTUATION}|[（(]|{_FOOTNOTE}|(?:今年|去年|{_YEAR})的?|(?<=.{{3}})[三五]年|{_MOVED_TO}|(?P<word>\L<words>))$",
    words=_WORDS.trail,
)
_CHANGE = regex.compile(
    rf"(?:{_PUNCTUATION}|(?P<word>\L<words>)|了|(?<![同环占])(?:比|较)[^，、；]{{1,12}}?(?:相比|同期)?|(?:与|同|和)[^，、；]{{1,12}}?(?:相比|相较|比较|同期))$",
    words=_WORDS.change,
)
# Characters that the patterns above can begin, or end, with: where there is none of them, none can match.
_SIGNS = frozenset(" \u3000\xa0\t\n\r、，；：。,.;:·-—－–~～＋+*/|（()）[]［］”’")
_LEAD_BEGINS = (
    _SIGNS
    | frozenset(
        "0123456789０１２３４５６７８９一二两三四五六七八九十第截自从到至今去本当明全上下前近过最每年月日以期目对"
    )
    | frozenset(word[0] for word in _WORDS.lead)
)
_TRAIL_ENDS = _SIGNS | frozenset("年的底末度到至为") | frozenset(word[-1] for word in _WORDS.trail)
_TOTAL = re.compile("|".join(sorted(_WORDS.total, key=len, reverse=True)))
_LIGHT = re.compile("|".join(sorted(_WORDS.light, key=len, reverse=True)))
_AFTER_TOTAL = ("金额", "面积", "收入", "投资", "时长", "人数", "数")
_NOT_RIGHT = regex.compile(
    r"(?!和[美谐平])\L<words>", words=(*_WORDS.not_right, *(word for word in _WORDS.change if len(word) > 1))
)
_QUALIFIER = regex.compile(r"(?:以上|左右|以下|以内|之内|上下)的?(?=\p{Han}{2})")
_ASIDE = re.compile(r"[（(][^（）()，。；]{1,8}[）)]")
_LISTED = regex.compile(r"[^，；。：等]{1,24}、[^，；。：等]{1,40}等(?:[各多]?[类种项个]+)?(?=\p{Han}{2})")
_RIGHT_END = re.compile(r"[、，；。：,;（(\n]")

_HALVES = frozenset("（）()“”《》【】")

Span = tuple[int, int]


def name_metric(words: Words, setting: Setting, is_change: bool) -> str:
    """The metric's name in the text's own words, "" when its clause does not name it."""
    left = strip_left(words, setting.left, is_change)
    if is_change:
        return shorten(words, left)
    phrase, predicate = read_right(words, setting.right)
    if phrase and _belongs_right(words, setting, left, phrase):
        return _compose_right(words, left, phrase, predicate)
    if predicate and not phrase and left[0] == left[1]:
        return shorten(words, predicate)
    return shorten(words, left)


# -- the words before the number ---------------------------------------------------------------------------------------


def strip_left(words: Words, span: Span, is_change: bool = False) -> Span:
    """The span without what only introduces: 2023年以来，共召开安全例会 → 安全例会."""
    start, end = _trim_end(words, span, is_change)
    start = _trim_start(words, start, end)
    text = words.text
    for cut in _TOTAL.finditer(text, start + 1, end):
        if (
            end - cut.end() >= 2
            and words.starts[words.at(cut.start())] == cut.start()
            and not text.startswith(_AFTER_TOTAL, cut.end())
            and text[cut.end() : end] not in _GENERIC
        ):
            start = _trim_start(words, cut.end(), end)
    for light in _LIGHT.finditer(text, start, end):
        if (
            end - light.end() >= 3
            and text[light.end() : end] not in _GENERIC
            and light.start() > start
            and words.starts[words.at(light.start())] == light.start()
        ):
            start = _trim_start(words, light.end(), end)
    return start, end


def _trim_start(words: Words, start: int, end: int) -> int:
    while start < end and words.text[start] in _LEAD_BEGINS:
        match = _LEAD.match(words.text, start, end)
        if not match or (
            match["word"] and (_is_part_of_word(words, match) or (match["word"] in _LIGHTS and end - match.end() < 3))
        ):
            return start
        start = match.end()
    return start


def _is_part_of_word(words: Words, match: regex.Match[str]) -> bool:
    """Whether the introducing word is only the beginning of a longer one: 对接会, 实现率, 上级."""
    n = words.at(match.start())
    if words.end(n) <= match.end() or words.starts[n] > match.start() or words.word(n) in _LEADS:
        return False
    return match.end() - match.start() == 1 or words.tags[n][0] in _NOMINAL


def _trim_end(words: Words, span: Span, is_change: bool) -> Span:
    start, end = span
    while start < end and (is_change or words.text[end - 1] in _TRAIL_ENDS):
        match = _TRAIL.search(words.text, max(start, end - 8), end)
        if (match is None or (not _at_number(match, span) and _inside_word(words, match, _TRAILS))) and is_change:
            match = _CHANGE.search(words.text, max(start, end - 18), end)
        if match is None or (match["word"] and not _at_number(match, span) and _inside_word(words, match, _TRAILS)):
            return start, end
        end = match.start()
    return start, end


def _at_number(match: regex.Match[str], span: Span) -> bool:
    """Whether a verb of reaching stands directly before the number, where it is no part of a noun: 营收|超 5亿元."""
    return match.end() == span[1] and match[0] in _REACHING


def _inside_word(words: Words, match: regex.Match[str], whole: frozenset[str]) -> bool:
    """Whether a single trailing character belongs to a longer word: 会合, 总和, 行为."""
    if match.end() - match.start() != 1:
        return False
    n = words.at(match.start())
    return words.starts[n] < match.start() and words.word(n) not in whole and words.tags[n][0] in _NOMINAL


# -- the words behind the unit -----------------------------------------------------------------------------------------


def read_right(words: Words, span: Span) -> tuple[Span | None, Span | None]:
    """The noun phrase that begins behind the unit, and what is said of it: (省级重点项目, 完成投资)."""
    start, end = span
    text = words.text
    if text.startswith("的", start, end):
        start += 1
    if start >= end or text[start] in "、，；。：,;（()）”%％/\n\t |":
        return None, None
    qualifier = _QUALIFIER.match(text, start, end)  # 100家以上特色企业
    start = qualifier.end() if qualifier else start
    stop = _NOT_RIGHT.match(text, start, end)
    if stop and not _is_longer_noun(words, start, stop.end()):
        return None, None
    listed = _LISTED.match(text, start, end)  # 30名失能、独居等困难老人
    start = listed.end() if listed else start
    cut = _RIGHT_END.search(text, start, end)
    while cut and cut[0] in "（(" and (aside := _ASIDE.match(text, cut.start(), end)):  # 9个县（市、区）
        cut = _RIGHT_END.search(text, aside.end(), end)
    end = cut.start() if cut else end
    first = words.at(start)
    if words.word(first) in _PREDICATES and words.tags[first].startswith("v"):
        return None, strip_left(words, (start, end))
    stop_at, n = end, first
    while n < len(words.tags) and words.starts[n] < end:
        if words.starts[n] > start and (
            words.word(n) in _PREDICATES
            or words.tags[n] in ("p", "d")
            or (words.tags[n] in ("c", "uj") and words.end(n) >= end)
        ):
            stop_at = words.starts[n]
            break
        n += 1
    phrase = (start, stop_at)
    while phrase[0] < phrase[1] and text[phrase[1] - 1] in "的 ”":
        phrase = (start, phrase[1] - 1)
    said = strip_left(words, (stop_at, end)) if stop_at < end else None
    return (phrase if phrase[0] < phrase[1] else None), said


def _is_longer_noun(words: Words, start: int, end: int) -> bool:
    """后备干部, 中小学, 上市公司: a word that only begins like one of `not_right`."""
    n = words.at(start)
    return (
        words.end(n) > end and words.starts[n] == start and words.tags[n] not in ("c", "p", "d", "uj", "ul", "u", "r")
    )


def _belongs_right(words: Words, setting: Setting, left: Span, phrase: Span) -> bool:
    """Whether the words behind the unit, not those before the number, say what is counted."""
    text, (start, end) = words.text, setting.left
    if left[0] >= left[1] or text.startswith("的", setting.right[0]):
        return True
    if left[1] - left[0] <= 2 and phrase[1] - phrase[0] >= 3 and end - start == left[1] - left[0]:
        return True  # 选派7名驻村干部
    if text[start:end].rstrip().endswith(("的", "等", "“", "各", "余", "这", "该")):
        return True
    first = words.tags[words.at(setting.right[0])]
    begins_noun = not first.startswith(("v", "d", "p", "c", "r", "u"))
    clause = "的" in text[slice(*phrase)]  # 11部反映时代精神的作品
    return (
        begins_noun
        or clause
        or any(_is_verb(words, words.at(at - 1)) for at in (left[1], _before_bound(text, start, end)))
    )


def _before_bound(text: str, start: int, end: int) -> int:
    """The end of the words before a number without the bound word next to it: 开展|近."""
    while end > start + 1 and text[end - 1] in "近约超逾达共了 ":
        end -= 1
    return end


def _is_verb(words: Words, n: int) -> bool:
    return words.tags[n] in ("v", "p", "d", "c", "vd", "vi") or words.word(n) in _LIGHTS


def _compose_right(words: Words, left: Span, phrase: Span, said: Span | None) -> str:
    """提供 130亩 安置用地 → 提供安置用地; 6名 队员 荣获优秀选手奖 → 荣获优秀选手奖的队员."""
    text = words.text
    name, before = text[slice(*phrase)], text[slice(*left)]
    if before and len(before) + len(name) <= 22 and not text[left[1] :].startswith(("等", "中")):
        return _balance(before + name)
    if (
        said
        and said[1] - said[0] >= 4
        and said[1] - said[0] + len(name) < LONGEST - 6
        and words.tags[words.at(said[0])].startswith("v")
    ):
        return _balance(f"{text[slice(*said)]}的{name}")
    return shorten(words, phrase)


# -- length ------------------------------------------------------------------------------------------------------------


def shorten(words: Words, span: Span) -> str:
    """At most LONGEST characters, cut from the left at a word that a name can begin with."""
    start, end = span
    if end - start > LONGEST:
        floor = end - LONGEST
        n = words.at(floor)
        while n < len(words.tags) and words.starts[n] < end:
            if words.starts[n] >= floor and words.tags[n - 1] in ("x", "v", "p", "uj", "c"):
                break
            n += 1
        start = words.starts[n] if n < len(words.tags) and words.starts[n] < end - 1 else floor
        start = _trim_start(words, start, end)
    return _balance(words.text[start:end].strip(" \u3000\t、，的"))


def _balance(name: str) -> str:
    """Without brackets and quotation marks whose other half was cut off."""
    if _HALVES.isdisjoint(name):
        return name.strip(" \u3000\t")
    for opening, closing in ("（）", "()", "“”", "《》", "【】"):
        if name.count(opening) < name.count(closing):
            name = name[name.rfind(closing) + 1 :] if name.rfind(closing) < len(name) - 2 else name.replace(closing, "")
        elif name.count(opening) > name.count(closing):
            name = name[: name.rfind(opening)] + name[name.rfind(opening) + 1 :]
    return name.strip(" \u3000\t")


def is_generic(name: str) -> bool:
    """总面积, 投资额, 完成率: says nothing without what it belongs to."""
    return name in _GENERIC or name.startswith("占")
