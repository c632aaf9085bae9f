"""Was a text cut into lines as wide as a page, and where does a sentence go on in the next line?

Text copied out of a PDF, an old page or a mail has a line break wherever the line was full, within words and between a
number and its unit. Such lines end like no sentence, they are about alike in width, and the last line of a paragraph
does end like one. The next line goes on in them unless it is indented, numbered or a row of a table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.language import knowledge

_BEGINS, _NO_LINE = knowledge.phrase("line_begins_anew"), knowledge.phrase("no_line_of_prose")
_LONE = re.compile(r"\n\s{0,3}[0-9xX.]{1,3}[ \t]*\n")  # without which nothing is looked for
_LOWERED = knowledge.phrase("digit_set_lower")
_BLANKS = " \t\r\u3000\xa0"
_ENDS = frozenset("。！？；：!?;:…|”」）)")
_SENTENCE_ENDS = frozenset("。！？!?")
_COMMAS = frozenset("，,、；;。")
_NEVER_FIRST = frozenset("，。、；）”%％")  # what no line begins with but one that was cut by counting
_DIGITS = frozenset("0123456789")
_SHORTEST = 18  # characters of a full line; a heading, an item of a list is shorter
_FEWEST = 4  # lines that go on
_SHARE = 0.4  # of the long lines, that end like no sentence where a text is cut
_ALIKE = 0.6  # of these, that are of one width
_SLACK = 0.16  # of the width, by which full lines differ: figures and Latin letters are set narrower than they count
_ENDED = 0.6  # of the paragraphs so joined, whose last line ends like one: the items of a list would not
_MOVED = 12  # columns of a number or a Latin word that is moved to the next line whole, at most
_REST_OF_YEAR = re.compile(r"\d\d年")
_SAME = 2  # columns by which lines differ that were cut by counting, be it within a number


def find_lowered(text: str) -> Iterator[tuple[int, int, str]]:
    """The line breaks around a digit that a page sets lower or higher than its letters: 广义货币M⏎2⏎余额, 23km⏎2⏎。"""
    for match in _LOWERED.finditer(text) if _LONE.search(text) else ():
        yield *match.span("before"), "line_break"
        yield *match.span("behind"), "line_break"


def find_wraps(text: str) -> Iterator[tuple[int, int, str]]:
    """The line breaks, with the blanks around them, at which a sentence goes on."""
    lines = text.split("\n")
    long = [line.rstrip(_BLANKS) for line in lines if len(line) >= _SHORTEST and not _COMMAS.isdisjoint(line)]
    cut = [line for line in long if line[-1] not in _ENDS and _NO_LINE.search(line) is None]
    if len(cut) < _FEWEST or len(cut) < _SHARE * len(long):
        return
    widths = list(map(_columns, cut))
    page = _Page(widths)
    if page.share < _ALIKE:
        return
    found: list[tuple[int, int, str]] = []
    runs = ended = at = 0
    goes_on = False
    for above, below in pairwise([*lines, ""]):
        begins = at
        at += len(above) + 1
        went_on, goes_on = goes_on, len(above) >= _SHORTEST and page.goes_on(above, below, goes_on)
        if goes_on:
            start = begins + len(above.rstrip(_BLANKS))
            found.append((start, at + len(below) - len(below.lstrip(_BLANKS)), "line_break"))
        elif went_on:
            runs += 1
            ended += above.rstrip(_BLANKS)[-1] in _ENDS
    if len(found) >= _FEWEST and ended >= _ENDED * runs:
        yield from found


def _columns(line: str) -> int:
    """How wide a line is printed: a Han character, and a mark set as wide as one, takes two columns."""
    return len(line.encode("gbk", "replace"))


class _Page:
    """The width of full lines, told by those that end like no sentence."""

    def __init__(self, widths: Sequence[int]) -> None:
        counts = Counter(widths)

        def near(width: int) -> int:
            return sum(count for other, count in counts.items() if width * (1 - _SLACK) <= other <= width)

        self.width = max(counts, key=lambda width: (near(width), counts[width]))
        self.share = near(self.width) / len(widths)
        full = [width for width in widths if self.width * (1 - _SLACK) <= width <= self.width]
        self.is_counted = max(full) - min(full) <= _SAME

    def goes_on(self, above: str, below: str, amid: bool) -> bool:
        """`amid`: the line above goes on in another one itself, which tells more than its commas that it is prose."""
        body, rest = above.rstrip(_BLANKS), below.lstrip(_BLANKS)
        if not body or not rest or body[-1] in _SENTENCE_ENDS or (not amid and _COMMAS.isdisjoint(body)):
            return False
        if _NO_LINE.search(body) or _NO_LINE.search(rest) or _indent(below) > _indent(above) or _BEGINS.match(rest):
            return False
        if body[-1].isascii() and rest[0].isascii() and body[-1].isalnum() and rest[0].isalnum():
            both = body[-1] in _DIGITS and rest[0] in _DIGITS
            return both and (self.is_counted or _is_one_number(body, rest))
        if rest[0] in _NEVER_FIRST:
            return True
        room = self.width - _columns(body)
        slack = self.width * _SLACK
        return -2 * slack <= room <= slack + _moved(rest) and _columns(rest) <= self.width + 2 * slack


def _is_one_number(body: str, rest: str) -> bool:
    """34⏎0亿元, 20⏎16年: no number begins with 0 but a decimal one, and no year has two digits behind 19 or 20."""
    return (rest[0] == "0" and rest[1:2] not in (".", "．")) or (
        body[-2:] in ("19", "20") and not body[-3:-2].isdigit() and _REST_OF_YEAR.match(rest) is not None
    )


def _indent(line: str) -> int:
    return _columns(line[: len(line) - len(line.lstrip(_BLANKS))])


def _moved(line: str) -> int:
    length = next((n for n, char in enumerate(line) if not char.isascii() or char.isspace()), len(line))
    return min(length, _MOVED)
