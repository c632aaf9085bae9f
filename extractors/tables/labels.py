"""What does a label of a table say? Its name, its unit, its time, and whether it is a plan, a change or a rate.

The words are in data/tables.toml.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from msgspec import Struct

from extractors.language.grammar import DIGIT
from extractors.language.knowledge import load
from extractors.quantities import units

SCALES = "十百千万亿"
_SPELLING = rf"(?P<scale>[{SCALES}]*)(?P<unit>[^（）()\s，、；]{{1,12}})"
_BRACKET = re.compile(rf"[（(\[]\s*(?:单位\s*[:：]\s*)?{_SPELLING}\s*[）)\]]")
_UNIT_LINE = re.compile(r"(?:计量)?单位\s*[:：]\s*(?P<units>[^\n）)|]{1,40})")
_BARE_UNIT = re.compile(r"(?<=[\u4e00-\u9fff])(?P<unit>%|％|‰)$")
_NUMBERING = re.compile(
    r"^\s*(?:[#＃*●○◆■▲△·-]\s*|(?:其中|内)[:：]?\s*|[一二三四五六七八九十]{1,3}[、.．]|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]|\d{1,3}(?:\.\d{1,2}){0,3}[、.．\s](?!\d)|[①-⑳]|第[一二三四五六七八九十]+[、.])\s*"
)
OF_WHICH = re.compile(r"^\s*(?:[#＃]|(?:其中|内含)[:：]?)")
YEAR = r"(?:(?:19|20)\d\d|[12][90]\d[\dXx])"
_TIME = re.compile(
    rf"{YEAR}\s*年?\s*(?:[-—－–~～至]\s*{YEAR}\s*年?)?(?:度|末|底|初)?"
    r"|[一二三四1-4]\s*季度|第[一二三四]季度?|[上下]半年|(?<![\d.])(?:1[0-2]|0?[1-9])\s*[-—－–~～至]\s*(?:1[0-2]|0?[1-9])\s*月份?"
    r"|(?<![\d.])(?:1[0-2]|0?[1-9])\s*月份?(?:末|底)?|[一二三四五六七八九]月份?|十[一二]?月份?|前[一二三]季度?"
    r"|(?:上年|去年|上一年)(?:同期|末|底|度)?|本年度?|今年|当年|全年|年末|年底|期末|本期|本月|当月|“?十[一二三四五]五”?(?:时期|期间|末)?"
)
_PERIOD_ONLY = re.compile(rf"(?:(?:{_TIME.pattern})|[\s（()）、/—-])+")
_FALLS, _RISES = "下降|减少|降低|回落", "增长|增加|上升|提高"
ABOUT = "约|近|超过?|突破|≥|≤|＞|＜|>|<|大于|小于|不低于|不少于"  # read as prose reads them
_SIGN = rf"[-−－–—+＋▲△▼↓↑]|负|{_FALLS}|{_RISES}|{ABOUT}"
NUMERAL = (
    rf"(?:{DIGIT}{{1,3}}(?:[,，]{DIGIT}{{3}})+|{DIGIT}+)(?:[.．]{DIGIT}+)?(?:[eE][+-]?{DIGIT}{{1,3}})?|[.．]{DIGIT}+"
)
FIGURE = re.compile(
    rf"(?P<open>[（(])?\s*(?P<sign>{_SIGN})?\s*(?P<number>{NUMERAL})(?P<range>\s*(?:[-—－–~～]|至)\s*(?:{NUMERAL}))?"
    rf"\s*(?P<close>[）)])?\s*(?P<rest>[^\s\d（()）]{{0,8}})\s*(?P<note>[（(][^（()）]{{1,20}}[）)])?"
)


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


class _Words(Struct, frozen=True):
    roles: tuple[tuple[str, re.Pattern[str]], ...]
    status: re.Pattern[str]
    changes: tuple[tuple[str, re.Pattern[str]], ...]
    change_words: re.Pattern[str]
    rate: re.Pattern[str]
    not_rate: re.Pattern[str]
    counted: re.Pattern[str]
    nouns: tuple[tuple[re.Pattern[str], str], ...]
    places: re.Pattern[str]
    empty: re.Pattern[str]


def rows() -> dict[str, Any]:
    """The rows of data/tables.toml, examples included."""
    return load("tables.toml")


def _any(words: list[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


@cache
def _words() -> _Words:
    data = rows()
    return _Words(
        tuple((r["role"], re.compile(rf"{r.get('before', '')}(?:{_any(r['words'])})")) for r in data["label"]),
        re.compile(
            "|".join(
                f"(?P<{name}>{_any(data['status'][name])})" for name in ("of_plan", "forecast", "target", "actual")
            )
        ),
        tuple((kind, re.compile(_any(data["change"][kind]))) for kind in ("mom", "other", "yoy")),
        re.compile(_any(data["change"]["words"])),
        re.compile(_any(data["rate"]["words"])),
        re.compile(_any(data["rate"]["not_words"])),
        re.compile(data["counted"]["pattern"]),
        tuple((re.compile(row["pattern"]), row["unit"]) for row in data["counted_noun"]),
        re.compile(data["places"]["pattern"]),
        re.compile(data["empty"]["pattern"]),
    )


@lru_cache(maxsize=8192)
def read_label(text: str) -> Label:
    """What a label says; one of several lines is given as one."""
    words = _words()
    plain = re.sub(r"\s+", " ", text).strip(" *：:")
    is_part = OF_WHICH.match(plain) is not None
    name, unit = _without_unit(plain)
    while (shorter := _NUMBERING.sub("", name, count=1)) != name:
        name = shorter
    change = next((kind for kind, pattern in words.changes if pattern.search(plain)), None)
    changed = name
    if change:
        name = words.change_words.sub("", name).strip()
    when = " ".join(m[0].strip() for m in _TIME.finditer(name))
    name = _TIME.sub("", name).strip(" ：:、，,（()）—-/的") if when else name.strip(" ：:、，,")
    role = next((role for role, pattern in words.roles if pattern.fullmatch(name.replace(" ", ""))), "name")
    if not name and when:
        role = "blank"
    if role == "total":
        name = "".join(name.split())
    status = None
    for cue in words.status.finditer(name):
        status = cue.lastgroup
    of_plan = words.status.search(name)
    is_rate = bool(unit and unit[1] in ("%", "％", "‰")) or (
        unit is None
        and (
            (words.rate.search(changed) is not None and words.not_rate.search(changed) is None)
            or (of_plan is not None and of_plan.lastgroup == "of_plan")
        )
    )
    if status == "of_plan":
        status = "actual"
    return Label("" if role == "blank" else name, role, unit, when, status, change, is_rate, is_part)


def _without_unit(text: str) -> tuple[str, tuple[str, str] | None]:
    """A label without its bracketed unit, and that unit as scale and spelling: 总产量（万吨）, 发行总额（亿）."""
    for match in reversed([*_BRACKET.finditer(text)]):
        if (unit := spelling_of(match["scale"] + match["unit"])) is not None:
            return (text[: match.start()] + text[match.end() :]).strip(), unit
    if bare := _BARE_UNIT.search(text):
        return text[: bare.start()], ("", bare["unit"])
    return text, None


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
            return None
        if units.look_up(written[length:]):  # 万 and 千瓦, not 万千 and 瓦
            return written[:length], written[length:]
    return (written, "") if written in ("万", "亿", "万亿", "百万", "千万") else None


@lru_cache(maxsize=4096)
def is_unit(text: str) -> bool:
    """A unit and nothing else; a noun that counts itself (企业) is none."""
    spelling = spelling_of(text)
    if spelling is None or not spelling[1]:
        return False
    unit = units.look_up(spelling[1])
    return unit is not None and not unit.noun


def units_of_caption(caption: str) -> list[tuple[str, str]]:
    """The units that a caption names: 单位：万元、% → 万元 and %."""
    lines = [*_UNIT_LINE.finditer(caption)]
    if not lines:
        return [unit for m in _BRACKET.finditer(caption) if (unit := spelling_of(m["scale"] + m["unit"]))]
    whole = spelling_of(lines[-1]["units"])
    pieces = re.split(r"[、，,；;/\s和及]+", lines[-1]["units"])
    if whole:
        return [whole]
    return [unit for piece in pieces if (unit := spelling_of(piece))]


def is_caption(text: str) -> bool:
    return _UNIT_LINE.search(text) is not None


@lru_cache(maxsize=8192)
def is_empty(text: str) -> bool:
    """Nothing, or a mark that says that there is nothing."""
    return _words().empty.fullmatch(text) is not None


@lru_cache(maxsize=8192)
def is_period(text: str) -> bool:
    """Time words alone: 2022, 2022年, 1-6月, 一季度, 上年同期."""
    return bool(text) and _PERIOD_ONLY.fullmatch(text) is not None and _TIME.search(text) is not None


@lru_cache(maxsize=8192)
def is_figure(text: str) -> bool:
    """A number, perhaps with its sign, its unit or a note behind it. 2022 alone is one, too: see `is_period`."""
    match = FIGURE.fullmatch(text)
    if match is None or bool(match["open"]) != bool(match["close"]):
        return False
    rest = match["rest"]
    return not rest or rest in ("左右", "以上", "以下", "以内", "余", "多") or spelling_of(_bare_rest(rest)) is not None


def _bare_rest(rest: str) -> str:
    return re.sub(r"^[余多]|(?:左右|以上|以下|以内)$", "", rest)


@lru_cache(maxsize=4096)
def counted_unit(name: str) -> str | None:
    """The unit that a name ends in: 参保户数 → 户."""
    match = _words().counted.search(name)
    return match["unit"] if match else None


@lru_cache(maxsize=4096)
def usual_unit(name: str) -> str | None:
    """The unit in which such things are counted: 床位数 → 张."""
    return next((unit for pattern, unit in _words().nouns if pattern.search(name)), None)


@lru_cache(maxsize=4096)
def is_place(name: str) -> bool:
    return _words().places.search(name) is not None
