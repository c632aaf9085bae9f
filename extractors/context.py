"""How is a quantity meant? Status, comparison, direction and period of each quantity of a sentence, and its metric's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import regex

from extractors import knowledge, units
from extractors.clauses import Sentence, Setting, settings
from extractors.metric import is_generic, name_metric, read_right, shorten, strip_left
from extractors.numerals import parse_number
from extractors.periods import Period, Years, find_periods
from extractors.quantities import Mention
from extractors.tokens import Words, cut_words

_WORDS = knowledge.context_words()


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words around one quantity say of it."""

    mention: Mention
    metric: str
    kind: str
    status: str
    comparison: str
    direction: str
    period_text: str | None
    first: date | None
    last: date | None
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What a section says of all its sentences."""

    part: str
    year: int | None  # the year its figures speak of
    past_year: int | None  # the year its facts speak of; differs in a plan
    looks_back: bool  # its paragraph begins with 这五年, 过去一年 …
    now: int | None  # what 今年 means
    topic: str  # what the section is about, for figures whose sentence does not name it


def read_sentence(sentence: Sentence, frame: Frame, before: Reading | None) -> list[Reading]:
    """One reading for each quantity of the sentence, in order. `before` is the last reading of the section so far."""
    years = Years(frame.year or 1, frame.now or frame.year or 1)
    times = [p for p in find_periods(sentence.text, years) if frame.year or p.rule in _ABSOLUTE]
    cues = _status_cues(sentence.text)
    readings: list[Reading] = []
    found = settings(sentence)
    carried = before.comparison if before and _GOES_ON.match(sentence.text) else "none"
    changes = _read_changes(found, sentence, frame.past_year, carried, times)
    words = cut_words(sentence.text)
    names = _name_all(words, found, [c.is_change for c in changes], before.metric if before else frame.topic)
    for setting, change, name in zip(found, changes, names, strict=True):
        period = _period(setting, sentence, times)
        status = _status(setting, sentence, cues, "summary" if frame.looks_back else frame.part)
        if status != "actual" and period is not None and period.rule in _PAST and frame.past_year and period.last.year <= frame.past_year:
            status = "actual"
        year = frame.past_year if frame.part == "plan" and status == "actual" else frame.year
        if period is not None and period.rule in _WEAK:
            span: tuple[date | None, date | None] = _whole(year)
        else:
            span = (period.first, period.last) if period else _whole(year)
        readings.append(
            Reading(
                setting.mention,
                name,
                _kind(setting, sentence.text, name),
                status,
                change.comparison,
                change.direction,
                period.text if period else None,
                *span,
                setting.mention.flags,
            )
        )
    return readings


_ABSOLUTE = frozenset({"until_year", "year", "span_to_years", "five_year_plan"})
_PAST = frozenset({"last_year", "year", "five_year_plan", "span_to_years", "last_years"})
_WEAK = frozenset({"now", "each", "this_year"})


def _whole(year: int | None) -> tuple[date | None, date | None]:
    return (date(year, 1, 1), date(year, 12, 31)) if year else (None, None)


# -- status ------------------------------------------------------------------------------------------------------------


def _any(words: Sequence[str]) -> str:
    return "|".join(regex.escape(word) for word in sorted(words, key=len, reverse=True))


_STATUS = _WORDS["status"]
_CUES = (("none", "not_target"), ("forecast", "forecast"), ("target", "target"), ("actual", "actual"))
_CUE = regex.compile(
    "|".join(f"(?P<{cue}>{'|'.join(_STATUS[words])})" for cue, words in _CUES) + "|(?P<stop>；|;)"
)
_WEAK_ACTUAL = frozenset({"累计", "已", "较上年", "实际"})


def _status_cues(text: str) -> list[tuple[int, str, str]]:
    return [(m.start(), m.lastgroup or "", m[0]) for m in _CUE.finditer(text) if m.lastgroup != "none"]


def _status(setting: Setting, sentence: Sentence, cues: Sequence[tuple[int, str, str]], part: str) -> str:
    """The last cue before the number within its run of clauses (up to ；), else what the part of the report implies."""
    default = "target" if part == "plan" else "actual"
    position = setting.mention.start - sentence.start
    status = default
    for at, cue, word in cues:
        if at >= position:
            break
        if cue == "stop":
            status = default if status == "forecast" else status  # 预计 speaks of its clause, 力争 of a whole list
        elif cue == "actual" and part == "plan" and word in _WEAK_ACTUAL and not _same_clause(sentence.text, at, position):
            continue
        else:
            status = cue
    return status


def _same_clause(text: str, first: int, second: int) -> bool:
    return not regex.search("[，；。：]", text[first:second])


# -- comparison and direction ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    is_change: bool
    comparison: str
    direction: str


_DIRECTION, _COMPARISON = _WORDS["direction"], _WORDS["comparison"]
_GOES_ON = regex.compile(r"\s*(?:其中|分(?:产业|行业|地区|类别|城乡|经济|季度)?看|按)")
_FILLER = rf"(?:{_any(_DIRECTION['filler'])}|[\s（(])*+"
_MOVED = regex.compile(rf"(?:(?<!新)(?P<up>{_any(_DIRECTION['up'])})|(?P<down>{_any(_DIRECTION['down'])})){_FILLER}$")
_LEVEL = regex.compile(rf"(?:{_any((*_DIRECTION['up'], *_DIRECTION['down']))})了?(?:到|至)(?:了|约|近|超过|超)?[\s]*$")
_AMOUNT = regex.compile(rf"(?:(?P<up>{_any(_DIRECTION['amount_up'])})|(?P<down>{_any(_DIRECTION['amount_down'])})){_FILLER}$")
_BASE = regex.compile(
    rf"(?P<yoy>{_any(_COMPARISON['yoy'])})|(?P<mom>{_any(_COMPARISON['mom'])})|(?P<other>{_any(_COMPARISON['other'])})"
    r"|(?:比|较|与|同|和)(?P<year>(?:19|20|１９|２０)[0-9０-９]{2}|[一二][九〇零○][〇零○一二三四五六七八九]{2})年?"
)
_DIFFERENCE = regex.compile(rf"(?:(?:{_any(_COMPARISON['difference'])})[^，、；]{{0,12}}|(?<![占环同对成百])比(?!重|例|率)[^，、；]{{1,12}}(?<![提降])[高低快慢](?:出|了|约)*)$")
_MULTIPLE = regex.compile(r"(?:相当于|是|为)[^，；]{0,20}的$")
_CONTINUES = regex.compile(r"(?:左右|以上|以下|上下)?[、,，和及与]?(?:以及)?")


def _read_changes(found: Sequence[Setting], sentence: Sentence, year: int | None, carried: str, times: Sequence[Period]) -> list[Change]:
    """A base said once (同比) governs the growth figures that follow it in the sentence; `carried` is the one it begins with."""
    changes: list[Change] = []
    for n, setting in enumerate(found):
        base = _base(setting, times, year)
        carried = base or carried
        change = _read_change(setting, sentence.text, base, carried)
        if n and not change.is_change and changes[-1].is_change and _CONTINUES.fullmatch(setting.gap) and _same_measure(setting, found[n - 1]):
            change = changes[-1]
        changes.append(change)
    return changes


def _same_measure(setting: Setting, other: Setting) -> bool:
    shares = ("percentage", "other")
    return setting.mention.unit.kind in shares and other.mention.unit.kind in shares


def _base(setting: Setting, times: Sequence[Period], year: int | None) -> str | None:
    """What the words since the last quantity compare with. A year before that of the time words before it is 上年."""
    base = None
    for match in _BASE.finditer(setting.gap):
        if match["year"]:
            stated = [p.first.year for p in times if p.end <= setting.gap_start + match.start() and p.first.year == p.last.year]
            this = stated[-1] if stated else year
            base = "yoy" if this is not None and int(parse_number(match["year"])) == this - 1 else "other"
        else:
            base = match.lastgroup
    return base


def _read_change(setting: Setting, text: str, base: str | None, carried: str) -> Change:
    left, kind, unit = text[slice(*setting.left)], setting.mention.unit.kind, setting.mention.unit.unit
    relative = kind == "percentage" or unit in ("倍", "番")
    if _LEVEL.search(left):
        return Change(False, "none", "none")
    if relative and _DIFFERENCE.search(left) and base != "yoy":
        return Change(True, "other", "none")
    if unit == "倍" and _MULTIPLE.search(left):
        return Change(False, base or "other", "none")
    moved = _MOVED.search(left)
    if relative and moved:
        return Change(True, carried, "up" if moved["up"] else "down")
    amount = None if relative else _AMOUNT.search(left)
    if amount and (base is not None or (amount.start() > 0 and (kind in ("money", "mass", "percentage") or unit in ("人", "人次", "户")))):
        return Change(True, base or "none", "up" if amount["up"] else "down")
    return Change(False, "none", "none")


# -- metric ------------------------------------------------------------------------------------------------------------

_SEPARATOR = regex.compile(r"[、，]|以及|(?<=\p{Han})[和及与](?=\p{Han})")
_JOINED = regex.compile(r"(?:左右|以上|以下)?\s*(?:[、,，]|[和及与]|以及)?\s*(?:增长|下降|上升|提高|减少)?\s*")


def _name_all(words: Words, found: Sequence[Setting], is_change: Sequence[bool], topic: str) -> list[str]:
    names: list[str] = []
    stem = ""  # the last name of the sentence that stands by itself
    respective: dict[int, str] = {}
    for n, setting in enumerate(found):
        if n not in respective:
            respective |= _respective(words, found, n, names, is_change)
        name = respective.get(n) or _own_name(words, setting, is_change[n], found[n - 1] if n else None)
        if not name:
            name = _inherit(words, setting, names, topic)
        elif is_generic(name):
            owner = stem or topic
            if owner and owner != name and len(owner) + len(name) <= 26 and not owner.endswith(name):
                name = owner + name
            names.append(name)
            continue
        if name and not is_change[n]:
            stem = name
        names.append(name or words.text.strip()[:20])
    return names


def _own_name(words: Words, setting: Setting, is_change: bool, before: Setting | None) -> str:
    """The name in the quantity's own clause. Words that name the quantity before it (22家分馆32个流动点) are not its own."""
    if before is not None and before.right[0] == setting.left[0] and setting.left[1] == before.right[1] and not is_change:
        phrase, _ = read_right(words, before.right)
        own, _ = read_right(words, setting.right)
        if phrase and own and phrase[1] <= setting.left[1]:
            setting = replace(setting, left=(phrase[1], setting.left[1]))
    return name_metric(words, setting, is_change)


# A clause that only says how a figure was reckoned, or with what it compares.
_ASIDE = regex.compile(r"\s*(?:[按扣剔以不].*(?:计算|折算|因素|口径|计|价格)$|(?:相)?[比较与同和].{1,14}(?:相比|比较|比|期|年|平)?$)")
_CLAUSE = regex.compile(r"[^，；：。,;:（）()]+(?=[，；：。,;:（）()])")


def _inherit(words: Words, setting: Setting, names: Sequence[str], topic: str) -> str:
    """A name for a quantity whose clause has none: the clause before it when that holds no quantity, else the name before."""
    clauses = [m.span() for m in _CLAUSE.finditer(words.text, setting.gap_start, setting.left[0]) if not _ASIDE.match(m[0])]
    for start, end in reversed(clauses):
        name = shorten(words, strip_left(words, (start, end)))
        if len(name) > 1:
            return name
    return names[-1] if names else topic


def _respective(
    words: Words, found: Sequence[Setting], n: int, names: Sequence[str], is_change: Sequence[bool]
) -> dict[int, str]:
    """A、B、C分别增长1%、2%、3%: number of quantity → its own member of the list."""
    start, end = found[n].left
    mark = words.text.find("分别", start, end)
    if mark < 0 and not regex.fullmatch(r".{0,3}(?:到|至|为|达)", words.text[start:end].strip()):
        return {}
    last = n
    while last + 1 < len(found) and _JOINED.fullmatch(found[last + 1].gap):
        last += 1
    count = last - n + 1
    if count < 2:
        return {}
    if mark < 0:  # 分别从7家、4家增加到10家、6家
        parallel = n >= count and all(_JOINED.fullmatch(found[k].gap) for k in range(n - count + 1, n))
        return dict(zip(range(n, last + 1), names[n - count : n], strict=True)) if parallel else {}
    subject = strip_left(words, (start, mark), is_change=True)
    if subject[0] >= subject[1]:
        before = [m.span() for m in _CLAUSE.finditer(words.text, found[n].gap_start, start) if not _ASIDE.match(m[0])]
        subject = strip_left(words, before[-1], is_change=True) if before else subject
    if subject[0] >= subject[1]:  # 受理3件、审结2件，同比分别上升5%、6%
        levels = [names[k] for k in range(n) if not is_change[k]][-count:]
        return dict(zip(range(n, last + 1), levels, strict=True)) if len(levels) == count else {}
    members = [m for m in _SEPARATOR.split(words.text[slice(*subject)]) if m]
    if len(members) < count:
        return {k: shorten(words, subject) for k in range(n, last + 1)}
    members = members[-count:]
    tail = members[-1]
    if all(len(m) <= 2 for m in members[:-1]) and len(tail) > 2:  # 一、二、三产业增加值
        members = [m + tail[len(members[0]) :] for m in members[:-1]] + [tail]
    return {n + k: member for k, member in enumerate(members)}


# -- kind and period ---------------------------------------------------------------------------------------------------

_MONEY = regex.compile(_any(_WORDS["money"]["words"]))


def _kind(setting: Setting, text: str, name: str) -> str:
    """投资3690万: a scaled number without unit is money where its words say so."""
    if setting.mention.unit.unit == "" and (_MONEY.search(text, *setting.left) or _MONEY.search(name)):
        return "money"
    return setting.mention.unit.kind


def _period(setting: Setting, sentence: Sentence, times: Sequence[Period]) -> Period | None:
    """The nearest time words before the quantity; 目前 and 每月 give way to a date that stands before them."""
    position = setting.mention.start - sentence.start
    before = [p for p in times if p.end <= position]
    strong = [p for p in before if p.rule not in _WEAK]
    return strong[-1] if strong else (before[-1] if before else None)


def unit_for(reading: Reading) -> units.Unit:
    """The reading's unit; a sum without 元 is in CNY."""
    if reading.kind == "money" and reading.mention.unit.unit == "":
        return replace(units.resolve("元"), unit="")
    return reading.mention.unit
