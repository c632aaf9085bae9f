"""Which lines are a table of contents?

A table of contents announces itself (目录) or its titles come again below; its page numbers never fall. A table of
figures set with tabs does neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

Span = tuple[int, int]

HEADER = re.compile(r"目\s*录|目\s*次|[Cc]ontents|CONTENTS")
ENTRY = re.compile(
    r"(?P<title>\S(?:[^\t\n]{0,118}[^\t\n.…·．\s])?)"
    r"(?:[ 　]*(?:\t[\t ]*|[.…·．。]{3,}[\t 　.…·．。]*|[.…·．][ 　](?:[.…·．][ 　]?){2,}|[ 　]{3,}))"
    r"[-—（(]?(?P<page>\d{1,4})[-—）)]?"
)
#: Under 目录 one blank may stand before the page, and a number before the title.
PAGE_BEHIND, NUMBER_BEFORE = re.compile(r"[ 　]+\d{1,4}$"), re.compile(r"^\d{1,3}[.、．]\s*")
ENDS_SENTENCE = ("。", "！", "；", "，", "：", "、", "？")
FEWEST_ENTRIES = 3
FEWEST_UNDER_HEADER = 2
LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Contents:
    """A table of contents: its lines and the titles it lists."""

    lines: tuple[Span, ...]
    titles: tuple[str, ...]


def find(text: str, lines: list[Span]) -> list[Contents]:
    """Tables of contents among the stripped, non-blank lines of a text."""
    entries = {}
    for number, (start, end) in enumerate(lines):
        if 3 <= end - start <= 130 and text[end - 1] in "0123456789)）-—":
            match = ENTRY.fullmatch(text, start, end)
            if match:
                entries[number] = (match["title"].strip(), int(match["page"]))
    headers = [n for n, (a, b) in enumerate(lines) if b - a <= 10 and HEADER.fullmatch(text, a, b)]
    if not entries and not headers:
        return []
    where: dict[str, int] = {}
    for number, (start, end) in enumerate(lines):
        if end - start <= LONGEST_TITLE:
            where[_squeeze(text[start:end])] = number  # the last place wins
    paged = [
        contents
        for run in _runs(entries, set(headers))
        if (contents := _paged(run, entries, set(headers), lines, where))
    ]
    taken = {span for contents in paged for span in contents.lines}
    plain = [contents for n in headers if lines[n] not in taken and (contents := _plain(text, n, lines, where))]
    return paged + plain


def _runs(entries: dict[int, tuple[str, int]], headers: set[int]) -> list[list[int]]:
    """Neighbouring entry lines whose page numbers do not fall, with the header line above them."""
    runs: list[list[int]] = []
    for number in sorted(entries):
        last = runs[-1] if runs else None
        if last and number == last[-1] + 1 and entries[number][1] >= entries[last[-1]][1]:
            last.append(number)
        else:
            runs.append([number])
    return [[run[0] - 1, *run] if run[0] - 1 in headers else run for run in runs]


def _paged(
    run: list[int],
    entries: dict[int, tuple[str, int]],
    headers: set[int],
    lines: list[Span],
    where: dict[str, int],
) -> Contents | None:
    listed = [n for n in run if n in entries]
    titles = [entries[n][0] for n in listed]
    has_header = run[0] in headers or any(HEADER.fullmatch(title) for title in titles)
    come_again = sum(where.get(_squeeze(title), -1) > run[-1] for title in titles)
    if not has_header and not (len(listed) >= FEWEST_ENTRIES and come_again * 2 >= len(listed)):
        return None
    if len(listed) < FEWEST_UNDER_HEADER:
        return None
    return Contents(tuple(lines[n] for n in run), tuple(t for t in titles if not HEADER.fullmatch(t)))


def _plain(text: str, header: int, lines: list[Span], where: dict[str, int]) -> Contents | None:
    """A table of contents without plain page numbers: under 目录, short lines that all come again below."""
    titles: dict[str, str] = {}
    number = header + 1
    while number < len(lines):
        start, end = lines[number]
        title = PAGE_BEHIND.sub("", text[start:end])
        key = next((key for key in _keys(text[start:end]) if where.get(key, -1) > number), None)
        if end - start > LONGEST_TITLE or title.endswith(ENDS_SENTENCE) or key is None or key in titles:
            break
        titles[key] = title
        number += 1
    if len(titles) < FEWEST_UNDER_HEADER:
        return None
    return Contents(tuple(lines[n] for n in range(header, number)), tuple(titles.values()))


def _keys(line: str) -> Iterator[str]:
    """How the line that an entry points to may be written: as it is, without its page, without its number too."""
    yield _squeeze(line)
    title = PAGE_BEHIND.sub("", line)
    yield _squeeze(title)
    yield _squeeze(NUMBER_BEFORE.sub("", title))


def _squeeze(title: str) -> str:
    return "".join(title.split())
