"""What does a quantity measure? Names the metric out of the words around the number.

Reports say it in one of two orders: the name before the number (查找问题8个), or behind the unit (9个乡镇). Which
words name and which only introduce is known from data/metric.toml; word classes come from extractors.tokens. Spans are
offsets into `words.text`, the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from extractors import knowledge
from extractors.grammar import HAN
from extractors.phrases import begin_fast
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
_MARKS = frozenset(" \u3000\xa0\t\n\r、，；：。,.;:·-—－–~～＋+*/|")  # dropped one by one
_YEAR = r"(?:(?:19|20|１９|２０)\d\d|[一二][九〇零○][〇零○一二三四五六七八九]{2})年(?:底|末|度)?的?"


def _any(words: Collection[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def _lengths(words: Collection[str], at: int) -> dict[str, list[int]]:
    """How long the words with a certain first (at 0) or last (at -1) character are, the longest first."""
    found: dict[str, set[int]] = {}
    for word in words:
        found.setdefault(word[at], set()).add(len(word))
    return {character: sorted(lengths, reverse=True) for character, lengths in found.items()}


# What introduces a name: one of these marks, a phrase, or one of the words of data/metric.toml.
_MARKS_BEFORE = _MARKS | frozenset("”’）)")
_PHRASE_BEFORE = re.compile(
    rf"{_FOOTNOTE}|{_ENUMERATION}|{_TIME}|对(?![俄美日欧韩英法德东非台港外华内口应])", re.VERBOSE
)
_PHRASE_BEGINS = frozenset(
    "[［（(0123456789０１２３４５６７８９一二两三四五六七八九十第截自从到至今去本当明全上下前近过最每年月日以期目对"
)
_LEAD_LENGTHS = _lengths(_LEADS, 0)
_LEAD_BEGINS = _MARKS_BEFORE | _PHRASE_BEGINS | _LEAD_LENGTHS.keys()

# What only leads over to the number, likewise.
_MARKS_BEHIND = _MARKS | frozenset("（(")
_PHRASE_BEHIND = re.compile(
    rf"(?=[\[［今去12１２一二三五])(?:{_FOOTNOTE}|(?:今年|去年|{_YEAR})的?|(?<=.{{3}})[三五]年)$"
)
_PHRASE_ENDS = frozenset("]］年底末度的")
_TRAIL_WORDS = _TRAILS | {moved + over for moved in _WORDS.moved for over in ("到", "至", "为", "了到", "了至", "了为")}
_TRAIL_LENGTHS = _lengths(_TRAIL_WORDS, -1)
_TRAIL_ENDS = _PHRASE_ENDS | _TRAIL_LENGTHS.keys()
_CHANGE = re.compile(
    rf"(?:{_PUNCTUATION}|(?P<word>{_any(_WORDS.change)})|了|(?<![同环占])(?:比|较)[^，、；]{{1,12}}?(?:相比|同期)?"
    r"|(?:与|同|和)[^，、；]{1,12}?(?:相比|相较|比较|同期))$"
)

_TOTAL, _LIGHT = re.compile(_any(_WORDS.total)), re.compile(_any(_WORDS.light))
_TOTAL_OR_LIGHT = re.compile(begin_fast(_any((*_WORDS.total, *_WORDS.light))))
_AFTER_TOTAL = ("金额", "面积", "收入", "投资", "时长", "人数", "数")
_NOT_RIGHT = frozenset((*_WORDS.not_right, *(word for word in _WORDS.change if len(word) > 1)))
_NOT_RIGHT_LENGTHS = _lengths(_NOT_RIGHT, 0)
_BREAKS = frozenset("、，；。：,;（()）”%％/\n\t |")
_QUALIFIER = re.compile(rf"(?:以上|左右|以下|以内|之内|上下)的?(?=[{HAN}]{{2}})")
_ASIDE = re.compile(r"[（(][^（）()，。；]{1,8}[）)]")
_LISTED = re.compile(rf"[^，；。：等]{{1,24}}、[^，；。：等]{{1,40}}等(?:[各多]?[类种项个]+)?(?=[{HAN}]{{2}})")
_RIGHT_END = re.compile(r"[、，；。：,;（(\n]")
_ENDS_PHRASE, _ENDS_PHRASE_LAST = frozenset(("p", "d")), frozenset(("c", "uj"))
_BEFORE_A_NAME = frozenset(("x", "v", "p", "uj", "c"))

_HALF = re.compile("[（）()“”《》【】]")

Span = tuple[int, int]


def name_metric(words: Words, left: Span, right: Span) -> str:
    """The metric's name in the text's own words, "" when its clause does not name it."""
    name = strip_left(words, left)
    phrase, said = read_right(words, right)
    if phrase and _belongs_right(words, left, right[0], name, phrase):
        return _compose_right(words, name, phrase, said)
    if said and not phrase and name[0] == name[1]:
        return shorten(words, strip_left(words, said))
    return shorten(words, name)


def name_change(words: Words, left: Span) -> str:
    """The name of what grew or fell, "" when the clause does not say it."""
    return shorten(words, strip_left(words, left, is_change=True))


# -- the words before the number ---------------------------------------------------------------------------------------


def strip_left(words: Words, span: Span, is_change: bool = False) -> Span:
    """The span without what only introduces: 2023年以来，共召开安全例会 → 安全例会."""
    start, end = _trim_end(words, span, is_change)
    start = _trim_start(words, start, end)
    text = words.text
    if not _TOTAL_OR_LIGHT.search(text, start, end):
        return start, end
    for cut in _TOTAL.finditer(text, start + 1, end):
        if (
            end - cut.end() >= 2
            and words.at(cut.start())[0] == cut.start()
            and not text.startswith(_AFTER_TOTAL, cut.end())
            and text[cut.end() : end] not in _GENERIC
        ):
            start = _trim_start(words, cut.end(), end)
    for light in _LIGHT.finditer(text, start, end):
        if (
            end - light.end() >= 3
            and text[light.end() : end] not in _GENERIC
            and light.start() > start
            and words.at(light.start())[0] == light.start()
        ):
            start = _trim_start(words, light.end(), end)
    return start, end


def _trim_start(words: Words, start: int, end: int) -> int:
    text = words.text
    while start < end and (first := text[start]) in _LEAD_BEGINS:
        if first in _MARKS_BEFORE:
            start += 1
        elif first in _PHRASE_BEGINS and (phrase := _PHRASE_BEFORE.match(text, start, end)):
            start = phrase.end()
        else:
            stop = _end_of_word(text, start, end, _LEAD_LENGTHS.get(first, ()), _LEADS)
            if not stop or _is_part_of_word(words, start, stop) or (end - stop < 3 and text[start:stop] in _LIGHTS):
                return start
            start = stop
    return start


def _end_of_word(text: str, start: int, end: int, lengths: Collection[int], among: Collection[str]) -> int:
    """Where the longest of the words ends that begin at `start`; 0 for none."""
    for length in lengths:
        if text[start : start + length] in among and start + length <= end:
            return start + length
    return 0


def _is_part_of_word(words: Words, start: int, stop: int) -> bool:
    """Whether the introducing word is only the beginning of a longer one: 对接会, 实现率, 上级."""
    begin, end, tag = words.at(start)
    if end <= stop or words.text[begin:end] in _LEADS:
        return False
    return stop - start == 1 or tag[0] in _NOMINAL


def _trim_end(words: Words, span: Span, is_change: bool) -> Span:
    start, end = span
    text = words.text
    while start < end:
        last = text[end - 1]
        if last in _MARKS_BEHIND:
            end -= 1
            continue
        cut = _start_of_trail(text, start, end, last) if last in _TRAIL_ENDS else end
        # A verb of reaching directly before the number is no part of a noun: 营收|超 5亿元.
        part = cut == end - 1 and not (end == span[1] and last in _REACHING) and _inside_word(words, cut)
        if is_change and (part or cut == end):
            match = _CHANGE.search(text, max(start, end - 18), end)
            if match is None:
                return start, end
            cut = match.start()
            part = cut == end - 1 and match["word"] is not None and _inside_word(words, cut)
        if part or cut == end:
            return start, end
        end = cut
    return start, end


def _start_of_trail(text: str, start: int, end: int, last: str) -> int:
    """Where the phrase or the longest of the words begins that ends at `end`; `end` for none."""
    if last in _PHRASE_ENDS and (phrase := _PHRASE_BEHIND.search(text, max(start, end - 8), end)):
        return phrase.start()
    for length in _TRAIL_LENGTHS.get(last, ()):
        if text[end - length : end] in _TRAIL_WORDS and length <= end - start:
            return end - length
    return end


def _inside_word(words: Words, position: int) -> bool:
    """Whether the single trailing character belongs to a longer word: 会合, 总和, 行为."""
    begin, end, tag = words.at(position)
    return begin < position and tag[0] in _NOMINAL and words.text[begin:end] not in _TRAILS


# -- the words behind the unit -----------------------------------------------------------------------------------------


def read_right(words: Words, span: Span) -> tuple[Span | None, Span | None]:
    """The noun phrase that begins behind the unit, and what is said of it: (省级重点项目, 完成投资)."""
    start, end = span
    text = words.text
    if start < end and text[start] == "的":
        start += 1
    if start >= end or text[start] in _BREAKS:
        return None, None
    if qualifier := _QUALIFIER.match(text, start, end):  # 100家以上特色企业
        start = qualifier.end()
    if (lengths := _NOT_RIGHT_LENGTHS.get(text[start])) and not text.startswith(("和美", "和谐", "和平"), start, end):
        stop = _end_of_word(text, start, end, lengths, _NOT_RIGHT)
        if stop and not _is_longer_noun(words, start, stop):
            return None, None
    if text.find("等", start, end) > 0 and (listed := _LISTED.match(text, start, end)):  # 30名失能、独居等困难老人
        start = listed.end()
    cut = _RIGHT_END.search(text, start, end)
    while cut and cut[0] in "（(" and (aside := _ASIDE.match(text, cut.start(), end)):  # 9个县（市、区）
        cut = _RIGHT_END.search(text, aside.end(), end)
    end = cut.start() if cut else end
    begin, stop, tag = words.at(start)
    if tag[0] == "v" and text[begin:stop] in _PREDICATES:
        return None, (start, end)
    while stop < end:
        begin, behind, tag = words.at(stop)
        if tag in _ENDS_PHRASE or text[begin:behind] in _PREDICATES or (behind >= end and tag in _ENDS_PHRASE_LAST):
            break
        stop = behind
    said = (stop, end) if stop < end else None
    stop = min(stop, end)
    while start < stop and text[stop - 1] in "的 ”":
        stop -= 1
    return (start, stop) if start < stop else None, said


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
    begins_noun = words.at(behind)[2][0] not in "vdpcru"
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
    if before and len(before) + len(name) <= 22 and not text[left[1] :].startswith(("等", "中")):
        return _balance(before + name)
    said = strip_left(words, said) if said else None
    if (
        said
        and said[1] - said[0] >= 4
        and said[1] - said[0] + len(name) < LONGEST - 6
        and words.at(said[0])[2][0] == "v"
    ):
        return _balance(f"{text[slice(*said)]}的{name}")
    return shorten(words, phrase)


# -- length ------------------------------------------------------------------------------------------------------------


def shorten(words: Words, span: Span) -> str:
    """At most LONGEST characters, cut from the left at a word that a name can begin with."""
    start, end = span
    if end - start > LONGEST:
        floor = end - LONGEST
        _, cut, tag = words.at(floor - 1)
        while cut < end - 1 and tag not in _BEFORE_A_NAME:
            _, cut, tag = words.at(cut)
        start = _trim_start(words, cut if cut < end - 1 else floor, end)
    name = words.text[start:end].strip(" \u3000\t、，的")
    return _balance(name) if _HALF.search(name) else name


def _balance(name: str) -> str:
    """Without brackets and quotation marks whose other half was cut off."""
    for opening, closing in ("（）", "()", "“”", "《》", "【】"):
        if name.count(opening) < name.count(closing):
            name = name[name.rfind(closing) + 1 :] if name.rfind(closing) < len(name) - 2 else name.replace(closing, "")
        elif name.count(opening) > name.count(closing):
            name = name[: name.rfind(opening)] + name[name.rfind(opening) + 1 :]
    return name.strip(" \u3000\t")


def is_generic(name: str) -> bool:
    """总面积, 投资额, 完成率: says nothing without what it belongs to."""
    return name[0] == "占" or name in _GENERIC
