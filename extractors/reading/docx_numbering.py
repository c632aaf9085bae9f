"""Which number does Word print before this paragraph? 一、 （一） 1. as the list styles of a document count them.

Such numbers are not in the text: numbering.xml says how each list counts, a paragraph (or its style) to which list and
level it belongs (ECMA-376-1, 17.9). Without them a report loses the headings that its structure is read from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import regex
from docx.oxml.ns import qn
from lxml.etree import _Element

VAL = qn("w:val")
DIGITS = "零一二三四五六七八九"
FORMAL = "零壹贰叁肆伍陆柒捌玖"
CIRCLED_LAST = 20  # ⑳ is the last of its row in Unicode
PLACE = regex.compile(r"%([1-9])")
TIGHT = tuple("、，．）)】》：:")  # marks that a Chinese number ends with; after others a blank keeps 1. and 2023 apart
LOOP_GUARD = 20  # styles based on one another, at most
CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "ideographDigital",
    "japaneseCounting",
    "japaneseDigitalTenThousand",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "taiwaneseDigital",
}
CHINESE_FORMAL = {"chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"}


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts."""

    start: int
    form: str
    pattern: str
    style: str | None


@dataclass(slots=True)
class Numbering:
    """The lists of one document, and how far each has counted."""

    lists: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = field(default_factory=dict)
    styles: dict[str, tuple[str | None, int | None, str | None]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)
    outline: dict[str, tuple[int | None, str | None]] = field(default_factory=dict)  # of styles: level, parent

    def label(self, paragraph: _Element) -> str:
        """The number before a paragraph, with what separates it; empty for a bullet or none. Counts on."""
        place = self.place_of(paragraph)
        if place is None:
            return ""
        list_id, depth = place
        root, levels, restarts = self.lists[list_id]
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self.counts.setdefault(root, {})
        if list_id not in self.begun:
            self.begun.add(list_id)
            for restarted, start in restarts.items():
                counts[restarted] = start - 1
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        if level.form in ("bullet", "none"):
            return ""
        text = PLACE.sub(lambda match: self.figure(levels, counts, int(match[1]) - 1), level.pattern).strip()
        return text if not text or text.endswith(TIGHT) else f"{text} "

    def heading_level(self, paragraph: _Element) -> int:
        """From 1, the level at which the paragraph or its style stands in the outline (17.3.1.20); 0 for body text."""
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return 0
        own = value_of(properties.find(qn("w:outlineLvl")))
        if own is not None:
            return outline_level(own) or 0
        current = value_of(properties.find(qn("w:pStyle")))
        for _ in range(LOOP_GUARD):
            if current is None or current not in self.outline:
                return 0
            level, parent = self.outline[current]
            if level is not None:
                return level
            current = parent
        return 0

    def figure(self, levels: dict[int, Level], counts: dict[int, int], depth: int) -> str:
        level = levels.get(depth)
        return in_form(counts.get(depth, level.start), level.form) if level else ""

    def place_of(self, paragraph: _Element) -> tuple[str, int] | None:
        """List and level of a paragraph: its own, or those of its style."""
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return None
        list_id, depth = number_properties(properties)
        style = value_of(properties.find(qn("w:pStyle")))
        if list_id is None and style is not None:
            list_id, depth = self.place_of_style(style, depth)
        if list_id is None or list_id == "0" or list_id not in self.lists:
            return None
        return list_id, depth or 0

    def place_of_style(self, style: str, depth: int | None) -> tuple[str | None, int | None]:
        current: str | None = style
        for _ in range(LOOP_GUARD):
            if current is None or current not in self.styles:
                break
            list_id, own_depth, parent = self.styles[current]
            if list_id is not None:
                levels = self.lists[list_id][1] if list_id in self.lists else {}
                linked = next((number for number, level in levels.items() if level.style == current), None)
                return list_id, next((d for d in (depth, own_depth, linked) if d is not None), None)
            current = parent
        return None, None


def read_numbering(numbering: _Element | None, styles: _Element | None) -> Numbering:
    """The lists that a document's numbering.xml and styles.xml define."""
    found = Numbering(outline=dict(read_outline(styles)))
    if numbering is None:
        return found
    roots = {element.get(qn("w:abstractNumId"), ""): element for element in numbering.iterchildren(qn("w:abstractNum"))}
    for element in numbering.iterchildren(qn("w:num")):
        root = value_of(element.find(qn("w:abstractNumId"))) or ""
        if root in roots:
            levels = dict(read_levels(roots[root]))
            restarts = {}
            for change in element.iterchildren(qn("w:lvlOverride")):
                depth = whole(change.get(qn("w:ilvl")), 0)
                levels |= dict(read_levels(change))
                start = value_of(change.find(qn("w:startOverride")))
                if start is not None:
                    restarts[depth] = whole(start, 1)
            found.lists[element.get(qn("w:numId"), "")] = (root, levels, restarts)
    for style in styles.iterchildren(qn("w:style")) if styles is not None else ():
        properties = style.find(qn("w:pPr"))
        list_id, own_depth = number_properties(properties) if properties is not None else (None, None)
        found.styles[style.get(qn("w:styleId"), "")] = (list_id, own_depth, value_of(style.find(qn("w:basedOn"))))
    return found


def read_outline(styles: _Element | None) -> Iterator[tuple[str, tuple[int | None, str | None]]]:
    """For each style its level in the outline, by property or name (heading 2), and the style that it is based on."""
    for style in styles.iterchildren(qn("w:style")) if styles is not None else ():
        properties = style.find(qn("w:pPr"))
        level = outline_level(value_of(properties.find(qn("w:outlineLvl"))) if properties is not None else None)
        named = regex.fullmatch(r"heading ([1-9])", (value_of(style.find(qn("w:name"))) or "").lower())
        if level is None and named:
            level = int(named[1])
        yield style.get(qn("w:styleId"), ""), (level, value_of(style.find(qn("w:basedOn"))))


def outline_level(value: str | None) -> int | None:
    """From 1; 0 for body text, which is level 9 in the file; None where nothing is said."""
    level = whole(value, -1)
    return None if level < 0 else level + 1 if level < 9 else 0


def read_levels(parent: _Element) -> Iterator[tuple[int, Level]]:
    for level in parent.iterchildren(qn("w:lvl")):
        yield (
            whole(level.get(qn("w:ilvl")), 0),
            Level(
                whole(value_of(level.find(qn("w:start"))), 1),
                value_of(level.find(qn("w:numFmt"))) or "decimal",
                value_of(level.find(qn("w:lvlText"))) or "",
                value_of(level.find(qn("w:pStyle"))),
            ),
        )


def number_properties(properties: _Element) -> tuple[str | None, int | None]:
    element = properties.find(qn("w:numPr"))
    if element is None:
        return None, None
    depth = value_of(element.find(qn("w:ilvl")))
    return value_of(element.find(qn("w:numId"))), whole(depth, 0) if depth is not None else None


def value_of(element: _Element | None) -> str | None:
    return element.get(VAL) if element is not None else None


def whole(text: str | None, otherwise: int) -> int:
    """A small whole number; a document may claim any."""
    return int(text) if text and regex.fullmatch(r"\d{1,6}", text) else otherwise


def in_form(number: int, form: str) -> str:
    """The number as a list writes it: 3 → 三, 叁, ③, c, iii, 3."""
    if form in CHINESE:
        return chinese(number)
    if form in CHINESE_FORMAL:
        return chinese(number, FORMAL, "拾佰仟")
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= CIRCLED_LAST:
        return chr(ord("①") + number - 1)
    if form in ("lowerLetter", "upperLetter") and 1 <= number <= 26:
        return chr(ord("a" if form == "lowerLetter" else "A") + number - 1)
    if form in ("lowerRoman", "upperRoman") and 1 <= number < 4000:
        return roman(number) if form == "upperRoman" else roman(number).lower()
    return f"{number:02d}" if form == "decimalZero" else str(number)


def chinese(number: int, digits: str = DIGITS, tens: str = "十百千") -> str:
    """A whole number below ten thousand in Chinese: 12 → 十二, 105 → 一百零五."""
    if not 0 < number < 10_000:
        return digits[0] if number == 0 else str(number)
    text, gap = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            text += (digits[0] if gap and text else "") + digits[digit] + (tens[power - 1] if power else "")
        gap = not digit
    return text[1:] if text.startswith("一十") else text


def roman(number: int) -> str:
    steps = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
    text = ""
    for value, letters in steps:
        text += letters * (number // value)
        number %= value
    return text
