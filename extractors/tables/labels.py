"""What does a label of a table say? Its name, its unit, its time, and whether it is a plan, a change or a rate.

The words are in data/tables.toml (words.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from extractors.language import knowledge
from extractors.quantities import units
from extractors.tables.words import words_of_tables

SCALES = "十百千万亿"
PERCENTS = ("%", "％", "‰")
_SPELLING = rf"(?P<scale>[{SCALES}]*)(?P<unit>[^（）()\s，、；]{{1,12}})"
BRACKETED_UNIT = re.compile(rf"[（(\[〔【]\s*(?:单位\s*[:：]?\s*)?{_SPELLING}\s*[）)\]〕】]")
# 城镇化率%, 投资额万元, 接待游客万人次; 超百亿元 and 每万人 are names.
_BARE_UNIT = re.compile(
    r"(?<=[\u4e00-\u9fff])[%％‰]$|(?<=[\u4e00-\u9fff])(?<![超过达破上百十])[百千]?[万亿]元$"
    r"|(?<=[\u4e00-\u9fff]{2})(?<![十百千几数超破过每逾近约达])[万亿](?:美?元|人次?|户|吨|亩|公顷|[平立]方米|千瓦时)$"
)
#: 投资额/万元, 人口，万人: a unit behind a mark. Behind one that parts words it is no mere measure word: 街道、所.
_UNIT_BEHIND = re.compile(
    r"(?<!单位)(?<=[^\s\d])\s*(?P<mark>[/／:：，,、—–\-\s])\s*(?P<unit>[^\s，,、:：（）()]{1,12})$"
)
_SURE_MARKS = frozenset("/／:：")
_NUMBERING = re.compile(
    r"^\s*(?:[#＃*●○◆■▲△·-]\s*|(?:其中[:：]?|内[:：])\s*|[一二三四五六七八九十]{1,3}[、.．]|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]|\d{1,3}(?:\.\d{1,2}){0,3}[、.．\s](?!\d)|[①-⑳]|第[一二三四五六七八九十]+[、.])\s*"
)
OF_WHICH = re.compile(r"^\s*(?:[#＃]|其中[:：]?|内含?[:：])")
#: Marks that lead to a note below the table: 地区生产总值①, 人口[1], 产量*.
FOOTNOTE = r"[①-⑳*＊¹²³⁴-⁹]|\[\d{1,2}\]|[（(]注\s?\d{0,2}[)）]"
_FOOTNOTES = re.compile(rf"(?:{FOOTNOTE})+$")
_REMARK = re.compile(
    r"(?<=..)[（(](?=[^（()）]{8,})[^（()）]*[，,；;：:][^（()）]*[）)]$"
)  # 部分公开（区分处理的，只计这一情形）
_BRACKETED = re.compile(r"[（(〔【\[][^（()）〔〕【】\[\]]{1,14}[）)〕】\]]")
YEAR = r"(?:(?:19|20)\d\d|[12][90]\d[\dXx])"
_TWO_YEARS = re.compile(rf"{YEAR}年{YEAR}年")
_MONTH = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_TIME = re.compile(
    rf"{YEAR}\s*年\s*{_MONTH}\s*月\s*{_DAY}\s*[日号]|{YEAR}[-./]{_MONTH}[-./]{_DAY}(?!\d)|{YEAR}[-./](?:1[0-2]|0[1-9])(?!\d)"
    rf"|(?<![\d.]){_MONTH}月{_DAY}[日号]"
    rf"|(?:截至|截止到?|至)?{YEAR}\s*年?\s*(?:[-—－–~～至]\s*{YEAR}\s*年?)?(?:度|末|底|初)?"
    r"|[一二三四1-4]\s*季度|第[一二三四]季度?|[上下]半年|(?<![\d.])"
    + _MONTH
    + r"\s*月?份?\s*[-—－–~～至到]\s*"
    + _MONTH
    + r"\s*月份?(?:末|底)?"
    r"|(?:截至|截止到?|[至到])?(?<![\d.])"
    + _MONTH
    + r"\s*月份?(?:末|底)?|[一二三四五六七八九]月份?|十[一二]?月份?|前[一二三]季度?"
    r"|(?<![\u4e00-\u9fff])(?:前年|明年|来年)(?:同期|度|末|底)?"
    r"|本?报告期(?:[末初]|内)?|(?:上年|去年|上一年)度?(?:同期|同月|末|底)?|本年度?|今年|当年|全年|年末|年底|期末|[年期]初(?=余?[额数]|金额|$)|[本上]期末?|(?:[1一]\s*[至到-])?[本上当]月止?|[本当]季度?|“?十[一二三四五]五”?(?:时期|期间|末)?"
)
_AGAINST, _DATED = knowledge.phrase("share_of_before"), knowledge.phrase("year_in_bracket")
_LEANING_ONLY = knowledge.phrase("leaning_time")
#: 二〇二二年, at a label's head also 九二年; simplify has put 〇 for the zeros of other scripts.
_HAN_YEAR = re.compile(
    r"[一二][九〇零○][〇零○一二三四五六七八九]{2}(?=年|$)|^[五六七八九〇零○][〇零○一二三四五六七八九](?=年)"
)
_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_IN_WORDS = re.compile("[年月季期]")
_YEAR_TOLD = re.compile(YEAR)
_NOTED_YEAR = re.compile(rf"{YEAR}\s*年[度末底]?\s*(?:{FOOTNOTE}|[（(][^（()）]*[）)])+")  # nothing lasts 2022 years
_PLAIN_ENDS = frozenset("0123456789年月度季末底")
_PERIOD_ONLY = re.compile(rf"(?:(?:{_TIME.pattern})|[\s（()）、/—-])+")


class Label(Struct, frozen=True, gc=False):
    """What one label says."""

    name: str  # without numbering, unit, time and words of change; empty where it says only that a figure stands there
    role: str  # index / unit / remark / period / total / name
    unit: tuple[str, str] | None  # scale and spelling, where it gives one
    when: str  # its time words
    status: str | None
    change: str | None  # yoy / mom / other
    is_rate: bool
    is_part: bool  # 其中: of what stands above it


@lru_cache(maxsize=8192)
def read_label(text: str) -> Label:
    """What a label says; one of several lines is given as one."""
    words = words_of_tables()
    plain = _in_digits(re.sub(r"\s+", " ", text).strip(" *＊：:"))
    is_part = OF_WHICH.match(plain) is not None
    name, unit = _without_unit(plain)
    name = _REMARK.sub("", _FOOTNOTES.sub("", name))
    while (shorter := _NUMBERING.sub("", name, count=1)) != name:
        name = shorter
    change = next((kind for kind, pattern in words.changes if pattern.search(plain)), None)
    if words.level.search(plain):
        name, change = words.level.sub("", name), None
    of_plan = words.status.search(name)
    name = _AGAINST.sub("", name)
    status = None
    for cue in words.status.finditer(name):
        status = cue.lastgroup
    told = [inner for m in _BRACKETED.finditer(name) if is_period(inner := m[0][1:-1])]
    name = _BRACKETED.sub(_kept_bracket, name)
    changed = name
    if change:
        name = words.change_words.sub("", name).strip()
    when = " ".join(m[0].strip() for m in _TIME.finditer(name))
    if (dated := _DATED.search(plain)) and _LEANING_ONLY.fullmatch(when):
        when = f"{dated['year']}年"  # 上年度（2018年） is 2018, whatever the table's year
    elif told:
        when = _with_told(when, told)
    name = _TIME.sub("", name).strip(" ：:、，,（()）—-/的") if when else name.strip(" ：:、，,")
    if words.cumulative.fullmatch(name):
        when = f"{when} 累计".strip()
    role = next((role for role, pattern in words.roles if pattern.fullmatch(name.replace(" ", ""))), "name")
    if is_run_together(plain):
        role = "remark"
    if not name and when:
        role = "blank"
    if role == "total":
        name = "".join(name.split())
    is_rate = bool(unit and unit[1] in PERCENTS) or (
        unit is None
        and (
            (words.rate.search(changed) is not None and words.not_rate.search(changed) is None)
            or (of_plan is not None and of_plan.lastgroup == "of_plan")
        )
    )
    if status == "of_plan":
        status = "actual"
    return Label("" if role == "blank" else name, role, unit, when, status, change, is_rate, is_part)


def _in_digits(text: str) -> str:
    """The same with its years in digits: 二〇二二年末 → 2022年末."""
    return _HAN_YEAR.sub(_digits, text) if _HAN_YEAR.search(text) else text


def _digits(match: re.Match[str]) -> str:
    year = match[0].translate(_HAN_DIGITS)
    return year if len(year) > 2 else f"{'20' if year[0] == '0' else '19'}{year}"


def _with_told(when: str, told: Sequence[str]) -> str:
    """A label's time with that in its brackets: 完成数（2022年）, 2022年（1-6月）; the year comes first."""
    years = [words for words in told if _YEAR_TOLD.search(words)]
    if years and _LEANING_ONLY.fullmatch(when):
        return " ".join(told)
    return " ".join(filter(None, (*years, when, *(words for words in told if words not in years))))


def is_numbered(text: str) -> bool:
    """1.公务接待费, 其中：女性, a name that is indented by dashes: of one level among several."""
    return _NUMBERING.match(text) is not None


def _kept_bracket(match: re.Match[str]) -> str:
    """A bracket that says only when and whether is no part of a name: 债务余额（预计执行数）, 年均增速〔累计〕."""
    inner = match[0][1:-1]
    words = words_of_tables()
    return "" if words.aside.fullmatch(inner) or is_period(inner) else match[0]


def is_status_only(label: Label) -> bool:
    """预算数, 全年目标值: they say when and whether, not what."""
    return (
        label.status is not None
        and not label.is_rate
        and words_of_tables().status_only.fullmatch(label.name) is not None
    )


def _bracketed_units(text: str) -> list[tuple[tuple[str, str], re.Match[str]]]:
    return [(unit, m) for m in BRACKETED_UNIT.finditer(text) if (unit := spelling_of(m["scale"] + m["unit"]))]


def is_run_together(text: str) -> bool:
    """Whether labels of several columns ran into one, and nobody can know which is meant: 耕地（亩）投资（万元）."""
    return len({unit for unit, _ in _bracketed_units(text)}) > 1 or _TWO_YEARS.search(text) is not None


def _without_unit(text: str) -> tuple[str, tuple[str, str] | None]:
    """A label without its bracketed unit, and that unit as scale and spelling: 总产量（万吨）, 发行总额（亿）."""
    if is_run_together(text):
        return text, None
    if units_of := _bracketed_units(text):
        bracketed, match = units_of[-1]
        return (text[: match.start()] + text[match.end() :]).strip(), bracketed
    if (bare := _BARE_UNIT.search(text)) and (spelling := spelling_of(bare[0])):
        return text[: bare.start()], spelling
    if (behind := _UNIT_BEHIND.search(text)) and (unit := _unit_behind(text, behind)):
        return text[: behind.start()].rstrip(), unit
    return text, None


def _unit_behind(text: str, behind: re.Match[str]) -> tuple[str, str] | None:
    """元/吨 is a unit itself, 年/月 and 男/女 are none."""
    spelling = spelling_of(behind["unit"])
    if spelling is None or spelling_of(text) is not None:
        return None
    unit = units.look_up(spelling[1])
    is_counted = behind["mark"] in _SURE_MARKS and unit is not None and unit.kind == "count" and not unit.noun
    return spelling if is_counted or is_sure_unit(behind["unit"]) else None


@lru_cache(maxsize=4096)
def spelling_of(written: str) -> tuple[str, str] | None:
    """Scale and spelling of a unit as written, 万元 as 万 and 元; a lone scale is a sum's. None where it is no unit."""
    written = written.strip().strip("：:。")
    if not written:
        return None
    if units.look_up(written):
        return "", written
    for length in range(1, len(written)):
        if written[length - 1] not in SCALES:
            break
        if units.look_up(written[length:]):  # 万 and 千瓦, not 万千 and 瓦
            return written[:length], written[length:]
    if written in ("万", "亿", "万亿", "百万", "千万"):
        return written, ""
    return _in_currency(written)


_CURRENCIES = knowledge.quantity_words().currencies
_CURRENCY = "|".join(map(re.escape, sorted(_CURRENCIES, key=len, reverse=True)))
_OF_CURRENCY = re.compile(
    rf"(?P<word>{_CURRENCY})(?P<scale>[{SCALES}]*)元?|(?P<before>[{SCALES}]*)元?[（(]?(?P<behind>{_CURRENCY})[）)]?"
)


def _in_currency(written: str) -> tuple[str, str] | None:
    """人民币万元, ￥, US$万, 万元（人民币）: a sum's scale with the word or the sign of its currency."""
    match = _OF_CURRENCY.fullmatch(written)
    return (match["scale"] or match["before"] or "", _CURRENCIES[match["word"] or match["behind"]]) if match else None


@lru_cache(maxsize=4096)
def is_unit(text: str) -> bool:
    """A unit and nothing else; a noun that counts itself (企业) is none."""
    spelling = spelling_of(text)
    if spelling is None or not spelling[1]:
        return False
    unit = units.look_up(spelling[1])
    return unit is not None and not unit.noun


@lru_cache(maxsize=4096)
def is_sure_unit(text: str) -> bool:
    """万元, 元/吨, 亩: no measure word, which may be what is counted (户, 类别), and no time."""
    spelling = spelling_of(text) if is_unit(text) else None
    unit = units.look_up(spelling[1]) if spelling else None
    return spelling is not None and unit is not None and (bool(spelling[0]) or unit.kind not in ("count", "duration"))


@lru_cache(maxsize=8192)
def is_period(text: str) -> bool:
    """Time words alone, perhaps with a unit, a status or a mark: 2022, 1-6月, 上年同期, 2022年（吨）, 2022年*.

    2022（决算） too, but 2022（吨） is a figure.
    """
    words = _in_digits(text)
    if _NOTED_YEAR.fullmatch(words):
        return True
    words = _without_unit(words)[0] if _IN_WORDS.search(words) else words
    if words[-1:] not in _PLAIN_ENDS:
        words = _BRACKETED.sub(_kept_bracket, _FOOTNOTES.sub("", words)) or words
    return bool(words) and _PERIOD_ONLY.fullmatch(words) is not None and _TIME.search(words) is not None


@lru_cache(maxsize=4096)
def counted_unit(name: str) -> str | None:
    """The unit that a name ends in, or in which that is counted: 参保户数 → 户, 出院人次 → 人次, 班级数 → 个."""
    match = words_of_tables().counted.search(name)
    if match is None:
        return usual_unit(name) if name.endswith("数") else None
    return match["unit"] or match["bare"]


@lru_cache(maxsize=4096)
def usual_unit(name: str) -> str | None:
    """The unit in which such things are counted: 床位数 → 张."""
    return next((unit for pattern, unit in words_of_tables().nouns if pattern.search(name)), None)


@lru_cache(maxsize=1024)
def unit_of_topic(name: str) -> tuple[str, str] | None:
    """What a table counts, by what it is about: 件 below 收到和处理政府信息公开申请情况."""
    pattern, unit = words_of_tables().counted_topic
    return ("", unit) if pattern.search(name) else None


@lru_cache(maxsize=4096)
def measured_kind(name: str) -> str | None:
    """What a name measures, by its end: 农业总产值 → money."""
    return next((kind for pattern, kind in words_of_tables().measured if pattern.search(name)), None)


def is_of_kind(spelling: tuple[str, str], kind: str | None) -> bool:
    """Whether what is measured so is told in this unit: money in 万 and 元."""
    unit = units.look_up(spelling[1])
    return kind is not None and unit is not None and unit.kind == kind


@lru_cache(maxsize=4096)
def is_told_in_permille(name: str) -> bool:
    return words_of_tables().permille.search(name) is not None


@lru_cache(maxsize=4096)
def is_place(name: str) -> bool:
    return words_of_tables().places.search(name) is not None
