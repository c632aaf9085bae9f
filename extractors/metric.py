"""What does a quantity measure? Names the metric out of the words around the number.

Reports say it in one of two orders: the name before the number (查找问题8个), or behind the unit (9个乡镇). Which words name
and which only introduce is known from data/metric.toml; word classes come from extractors.tokens.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors import knowledge
from extractors.clauses import Setting
from extractors.tokens import Token, tag_words

LONGEST = 28  # characters; a chart title must stay readable
_WORDS = knowledge.metric_words()


def _alternation(words: Sequence[str]) -> str:
    return "|".join(regex.escape(word) for word in sorted(words, key=len, reverse=True))


_PUNCTUATION = r"[\s、，；：。,.;:·\-—－~～＋+*/|　]"  # noqa: RUF001
_ENUMERATION = r"(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)]|[一二三四五六七八九十]{1,2}[、是]|第[一二三四五六七八九十]{1,2}[，、]|\d{1,2}[.．、])"
_TIME = (
    r"(?:(?:截至|截止到?|自|从|到|至)?(?:今年|去年|本年度?|当年|明年|全年|(?:19|20)\d\d年度?|[一二][九〇零]..年)?(?:(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份|底|末|初|\d{1,2}日)?|上半年|下半年|前?[一二三四]季度|以来|年底|年末|期间|以前|之前)+"
    r"|(?:19|20)\d\d\s?年(?:度|末|底|以来)?|(?:近|过去|最近|五|[一二三四]|十[二三四]五)[一二两三四五六七八九十\d]*年?(?:来|间|期间|以来)|今年以来|今年|去年|目前|截[至止]目前|每[年月天日周季]|[年月日]均(?=.{2}))"
)
_LEAD = regex.compile(rf"^(?:{_PUNCTUATION}|{_ENUMERATION}|{_TIME}|”|’|\)|）|(?:\L<words>)(?=.))", words=_WORDS.lead)
_TRAIL = regex.compile(rf"(?:{_PUNCTUATION}|[（(]$|(?<=.)(?:\L<words>))$", words=_WORDS.trail)
_CHANGE = regex.compile(rf"(?:{_PUNCTUATION}|(?:\L<words>)|了)$", words=_WORDS.change)
_CHANGE_BASE = regex.compile(r"(?:比|较|与|同|和)[^，、；]{1,12}?(?:相比|同期)?$")
_TOTAL = regex.compile(r"(?<=.)(?:\L<words>)(?=.{2})", words=_WORDS.total)
_LIGHT = regex.compile(r"(?:\L<words>)了?(?=.)", words=_WORDS.light)
_NOT_RIGHT = regex.compile(rf"(?:{_alternation(_WORDS.not_right)})")
_PREDICATE = frozenset(_WORDS.predicate)
_GENERIC = frozenset(_WORDS.generic)
_NOUN_TAGS = ("n", "vn", "an", "ng", "nr", "ns", "nt", "nz", "j", "l", "i", "eng", "b", "s", "f", "nrt", "g")


def name_metric(setting: Setting, is_change: bool) -> str:
    """The metric's name in the text's own words, "" when its clause does not name it."""
    left = strip_left(setting.left, is_change)
    if is_change:
        return shorten(left)
    right, predicate = read_right(setting.right)
    if right and _belongs_right(setting, left):
        return shorten(_compose_right(left, right, predicate))
    if not left and predicate and not right:
        return shorten(predicate)
    return shorten(left)


# -- the words before the number ---------------------------------------------------------------------------------------


def strip_left(left: str, is_change: bool = False) -> str:
    """The words before a number without what only introduces: 2023年以来，共召开安全例会 → 安全例会."""
    left = _trim_end(left, is_change)
    left = _trim_start(left)
    cut = None
    for cut in _TOTAL.finditer(left):
        pass
    if cut is not None and not left[cut.end() :].startswith(("金额", "面积", "收入", "投资", "确诊", "时长")):
        left = _trim_start(left[cut.end() :])
    light = None
    for light in _LIGHT.finditer(left):
        pass
    if light is not None and light.start() > 0 and len(left) - light.end() >= 3:
        left = _trim_start(left[light.end() :])
    return _close_brackets(left)


def _trim_start(text: str) -> str:
    while text:
        match = _LEAD.match(text)
        if not match or match.end() == 0:
            return text
        if match[0] in _WORDS.lead and _is_part_of_word(text, match.end()):
            return text
        text = text[match.end() :]
    return text


def _is_part_of_word(text: str, end: int) -> bool:
    """Whether the introducing word is only the beginning of a longer one: 对接会, 实现率, 上级."""
    token = tag_words(text[: end + 6])
    first = token[0]
    return first.end > end and first.tag[0] in "nvbajlis" and first.word not in _WORDS.lead


def _trim_end(text: str, is_change: bool) -> str:
    while text:
        match = _TRAIL.search(text)
        if match is None and is_change:
            match = _CHANGE.search(text) or _CHANGE_BASE.search(text)
        if match is None or match.start() == len(text):
            return text
        if len(match[0]) == 1 and match[0] in _WORDS.trail and _ends_word(text):
            return text
        text = text[: match.start()]
    return text


def _ends_word(text: str) -> bool:
    """Whether the last character belongs to a longer word: 会合, 总和, 行为."""
    last = tag_words(text[-6:])[-1]
    return len(last.word) > 1 and last.word not in _WORDS.trail and last.tag[0] in "nvbajlis"


def _close_brackets(text: str) -> str:
    for opening, closing in ("（）", "()", "“”", "《》", "【】"):
        if text.count(opening) < text.count(closing):
            text = text[text.rfind(closing) + 1 :] if text.rfind(closing) < len(text) - 2 else text.replace(closing, "")
        elif text.count(opening) > text.count(closing):
            text = text[: text.rfind(opening)] + text[text.rfind(opening) + 1 :]
    return text.strip(" \u3000\t")


# -- the words behind the unit -----------------------------------------------------------------------------------------


def read_right(right: str) -> tuple[str, str]:
    """The noun phrase that begins behind the unit, and what is said of it: (省级重点项目, 完成投资)."""
    text = right.removeprefix("的")
    if not text or text[0] in "、，；。：,;（()）”%％/" or (_NOT_RIGHT.match(text) and not _is_longer_noun(text)):
        return "", ""
    text = regex.split(r"[、，；。：,;（(\n]", text, maxsplit=1)[0]
    tokens = tag_words(text)
    end = 0
    for n, token in enumerate(tokens):
        if n and (token.word in _PREDICATE or token.tag in ("p", "d") or (token.tag == "c" and n == len(tokens) - 1)):
            break
        if n and token.tag == "uj" and n == len(tokens) - 1:
            break
        end = token.end
    phrase, rest = text[:end].rstrip("的"), text[end:]
    if tokens and tokens[0].word in _PREDICATE and tokens[0].tag.startswith("v"):
        return "", strip_left(text)
    return phrase, rest


def _is_longer_noun(text: str) -> bool:
    """后备干部, 中小学, 上市公司: a word that only begins like one of `not_right`."""
    first = tag_words(text[:6])[0]
    return len(first.word) > 1 and first.word not in _WORDS.not_right and first.tag[0] in "nbjlis"


def _belongs_right(setting: Setting, left: str) -> bool:
    """Whether the words behind the unit, not those before the number, say what is counted."""
    if not left or setting.right.startswith("的"):
        return True
    if setting.left.rstrip().endswith(("的", "等", "“", "各", "余", "这", "该")):
        return True
    tokens = tag_words(setting.right.removeprefix("的"))
    begins_noun = bool(tokens) and not tokens[0].tag.startswith(("v", "d", "p", "c", "r", "u"))
    return begins_noun or _is_verb(tag_words(left)[-1])


def _is_verb(token: Token) -> bool:
    return token.tag in ("v", "p", "d", "c", "vd", "vi") or token.word in _WORDS.light


def _compose_right(left: str, right: str, predicate: str) -> str:
    """提供 130亩 安置用地 → 提供安置用地; 6名 队员 荣获优秀演员奖 → 荣获优秀演员奖的队员."""
    said = strip_left(predicate)
    if left and len(left) + len(right) <= 16 and not left.endswith(("等", "中")):
        return left + right
    if len(said) >= 4 and len(said) + len(right) < LONGEST - 6 and tag_words(said)[0].tag.startswith("v"):
        return f"{said}的{right}"
    return right


# -- length ------------------------------------------------------------------------------------------------------------


def shorten(name: str) -> str:
    """At most LONGEST characters, cut from the left at a word that a name can begin with."""
    name = name.strip(" \u3000\t、，的")
    if len(name) <= LONGEST:
        return name
    tokens = tag_words(name)
    best = len(name) - LONGEST
    for n, token in enumerate(tokens):
        if token.start >= len(name) - LONGEST and (n == 0 or tokens[n - 1].tag in ("x", "v", "p", "uj", "c")):
            best = token.start
            break
    return _close_brackets(_trim_start(name[best:])) or name[-LONGEST:]


def is_generic(name: str) -> bool:
    """总面积, 投资额, 完成率: says nothing without what it belongs to."""
    return name in _GENERIC
