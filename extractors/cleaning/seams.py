"""Which lines stand again and again where one report of a compilation ends and the next begins?

Sellers put the same lines behind every report of a file, as they do in every file of a batch. A seam is what stands
between two paragraphs with a report's title among it, and above the first and below the last paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from extractors.cleaning.pages import find_paragraphs
from extractors.cleaning.repetition import FEWEST_TIMES, LONGEST, SHORTEST, repeated_inside

Span = tuple[int, int]

#: A report's title by its last word; a line that begins with a dash is the second half of one.
TITLE_WORDS = ("总结", "计划", "报告", "公报", "要点", "思路", "汇报", "述职", "打算", "小结")
TITLE = re.compile(rf"(?![—–-])[^。，；：\n]{{2,58}}(?:{'|'.join(TITLE_WORDS)})(?:[（(][^（）()\n]{{1,16}}[）)])?")
TITLE_ENDS = (*TITLE_WORDS, "）", ")")
#: What may stand around a title: the mark of a heading in Markdown, and that of a footnote.
TITLE_BEGINS = re.compile(r"#{1,6}[ \u3000]")
FOOTNOTE_ENDS, FOOTNOTE = ("]", "］", "*"), re.compile(r"(?:[\[［]\d{1,2}[\]］]|\*)$")
#: “二、2024年工作计划” is a part of a report.
PART = re.compile(
    r"第?[一二三四五六七八九十]{1,3}[、，．.部章节]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,3}[、．.]"
)


def find_seams(text: str, lines: Sequence[Span], again: Collection[int]) -> list[range]:
    """The seams as ranges of line numbers; lines that come again may end like a sentence, and be no paragraph.

    A text without a paragraph, such as the labels of a chart, has none: it is not all edge.
    """
    seams: list[range] = []
    paragraphs = find_paragraphs(text, lines, again)
    if not paragraphs:
        return seams
    for above, below in zip([-1, *paragraphs], [*paragraphs, len(lines)], strict=True):
        inside = range(above + 1, below)
        edge = above < 0 or below == len(lines)
        if inside and (edge or any(is_title(text, lines[n]) for n in inside)):
            seams.append(inside)
    return seams


def is_title(text: str, line: Span) -> bool:
    start, end = line
    if text.endswith(FOOTNOTE_ENDS, start, end) and (note := FOOTNOTE.search(text, max(start, end - 4), end)):
        end = note.start()
    if not text.endswith(TITLE_ENDS, start, end):
        return False
    if begins := TITLE_BEGINS.match(text, start, end):
        start = begins.end()
    return TITLE.fullmatch(text, start, end) is not None and not PART.match(text, start, end)


def repeated_at_seams(text: str, lines: Sequence[Span]) -> list[int]:
    """The numbers of the lines that stand in at least three seams."""
    again = repeated_inside({n: text[a:b] for n, (a, b) in enumerate(lines) if SHORTEST <= b - a <= LONGEST})
    seams = find_seams(text, lines, again) if again else []
    if len(seams) < FEWEST_TIMES:
        return []
    counts = Counter(key for seam in seams for key in {again[n] for n in seam if n in again})
    inside = [n for seam in seams for n in seam if n in again]
    return [n for n in inside if counts[again[n]] >= FEWEST_TIMES and len(again[n]) >= SHORTEST]
