"""What does the caption above a table say? Its topic, its units, and whether its figures are planned."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec.structs import replace

from extractors.tables.labels import BRACKETED_UNIT, Label, read_label, spelling_of
from extractors.tables.words import words_of_tables

_UNIT_LINE = re.compile(r"(?:计量)?单位\s*[:：]\s*(?P<units>[^\n）)|]{1,40})")


def units_of_caption(caption: str) -> list[tuple[str, str]]:
    """The units that a caption names: 单位：万元、% → 万元 and %."""
    lines = [*_UNIT_LINE.finditer(caption)]
    if not lines:
        return [unit for m in BRACKETED_UNIT.finditer(caption) if (unit := spelling_of(m["scale"] + m["unit"]))]
    whole = spelling_of(lines[-1]["units"])
    pieces = re.split(r"[、，,；;/\s和及]+", lines[-1]["units"])
    if whole:
        return [whole]
    return [unit for piece in pieces if (unit := spelling_of(piece))]


def is_caption(text: str) -> bool:
    return _UNIT_LINE.search(text) is not None


#: A caption below its table says that it is one: 表2 …, 图表3：…; or what the figures above are measured in.
_BELOW = re.compile(r"[ \u3000]*(?:附?图?表\s?[\d一二三四五六七八九十]|(?:金额|计量)?单位\s*[:：])[^\n\t|]{0,58}")
_NAMES_TABLE = re.compile(r"表\s?[\d一二三四五六七八九十]|单位\s*[:：]|表$", re.MULTILINE)


def is_line_below(line: str) -> bool:
    return _BELOW.fullmatch(line) is not None


def with_line_below(caption: str, line: str) -> str:
    """The caption of a table together with the line below it, where that is one and none stands above."""
    return f"{caption}\n{line.strip()}" if is_line_below(line) and not _NAMES_TABLE.search(caption) else caption


def is_plan(caption: str) -> bool:
    """A caption whose figures are planned: 2024年重点项目计划表."""
    words = words_of_tables()
    lines = [line for line in caption.split("\n") if not line.endswith(("总结", "报告", "公报"))]
    return any(words.planned.search(line) for line in lines) and not any(words.done.search(line) for line in lines)


#: What stands behind or below a table's name: who made it, and its unit.
_DECLARED = re.compile(
    r"(?:(?:金额|计量)?单\s*位|部门|(?:编制|填报|预算)(?:单位|部门)|单位名称|部门名称)(?:名称)?\s*[:：].*"
)

#: The number that a form has among those to be published: 公开01表.
_FORM = re.compile(r"(?:^|\s)\s*(?:公开|部门|预算|决算|财决)+\d{1,3}-?\d?\s*表$")


@lru_cache(maxsize=1024)
def topic_of(caption: str) -> Label | None:
    """What a table is about, by the last line of its caption that names something."""
    for line in reversed(caption.split("\n")):
        name = _FORM.sub("", _DECLARED.sub("", line).rstrip())
        name = re.sub(r"^\s*(?:(?:附?表|专栏)\s*[\d一二三四五六七八九—-]*\s*[:：.、]?)", "", name)
        if words_of_tables().no_topic.search(name.strip()):
            continue
        label = read_label(name)
        name = re.sub(r"^(?:各月|各季度|分月|历年|逐月|主要年份)", "", label.name)
        name = re.sub(
            r"(?:主要(?:经济)?指标)?(?:情况|统计|明细|汇总|一览|收支|完成|预算|决算|执行)*总?表?(?:[（(][^（()）]*[）)])?$",
            "",
            name,
        )
        if 1 < len(name) <= 24:
            return replace(label, name=name)
    return None
