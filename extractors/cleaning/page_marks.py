"""Do the lines of a text begin with the numbers of its pages, put there by who sold it?

Sellers of texts set each page of a preview as one line: 1、…, 2、…, cut wherever the page was full, within words and
numbers (完成任务的14⏎3、3.8%). Such a line is no item of a list: it is long, and it ends like no sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.language import knowledge

_MARK, _ENDS = knowledge.phrase("page_number"), knowledge.phrase("page_ends")
_SHORTEST = 80  # characters of a page; the items of lists that end like no sentence are titles, and shorter
_MOST = 0.8  # of the lines that are pages, and of the pages that break off


def find_page_marks(text: str) -> Iterator[tuple[int, int, str]]:
    """The numbers of the pages, each with the break before it where that is within a sentence."""
    if "2、" not in text:
        return
    marks: list[re.Match[str]] = []
    for n, mark in enumerate(_MARK.finditer(text), start=1):
        if int(mark["number"]) != n:
            return
        marks.append(mark)
    if len(marks) < 2:
        return
    if len(marks) < _MOST * sum(1 for line in text.split("\n") if line.strip()):
        return
    broken: list[bool] = []
    for mark in marks[1:]:
        above = text[: mark.start()].rstrip()
        line = above[above.rfind("\n") + 1 :]
        broken.append(len(line) >= _SHORTEST and _ENDS.search(line) is None)
    if sum(broken) < _MOST * len(broken):
        return
    yield marks[0].start(), marks[0].end(), "page_mark"
    for mark, within in zip(marks[1:], broken, strict=True):
        start = mark.start()
        while within and text[start - 1].isspace():
            start -= 1
        yield start, mark.end(), "page_mark"
