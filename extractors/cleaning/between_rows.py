"""Which line ends go with what stood between two rows of a table? Where a line is taken out, an empty one is left, and
an empty line parts two tables: the rows below an advert, or below a page's number, would have no labels any more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

Span = tuple[int, int]
Place = tuple[int, int, str]

#: Two cells, apart by a tab, a bar or wide blanks.
ROW = re.compile(r"[\t|│┃]|\S(?:[ ]{2}|\u3000)[ \u3000]*+\S")


def with_line_ends(text: str, lines: Sequence[Span], found: Iterable[Place]) -> list[Place]:
    """Whole lines that go, their line ends included, where the nearest lines that stay are rows without a gap."""
    rules = {(start, end): rule for start, end, rule in found}
    gone = [n for n, line in enumerate(lines) if line in rules]
    ends: list[Place] = []
    for run in _runs(text, lines, gone):
        above, below = run[0] - 1, run[-1] + 1
        if above < 0 or below >= len(lines) or not (_follows(text, lines, above) and _follows(text, lines, run[-1])):
            continue
        if ROW.search(text, *_whole(text, lines[above])) and ROW.search(text, *_whole(text, lines[below])):
            ends += [(lines[n][0], text.index("\n", lines[n][1]) + 1, rules[lines[n]]) for n in run]
    return ends


def _runs(text: str, lines: Sequence[Span], gone: Iterable[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for n in gone:
        if runs and runs[-1][-1] == n - 1 and _follows(text, lines, n - 1):
            runs[-1].append(n)
        else:
            runs.append([n])
    return runs


def _follows(text: str, lines: Sequence[Span], number: int) -> bool:
    """Whether the next line stands directly below this one."""
    return text.count("\n", lines[number][1], lines[number + 1][0]) == 1


def _whole(text: str, line: Span) -> Span:
    """A line with the tabs and blanks around it."""
    end = text.find("\n", line[1])
    return text.rfind("\n", 0, line[0]) + 1, end if end >= 0 else len(text)
