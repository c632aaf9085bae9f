"""Which lines stand in several files of a batch? Running heads and sellers' footers do; so do headings and signatures,
so that a repeated line is only evidence: `boilerplate.strip` weighs it together with the line's words and place.

Copies of one report share every line: files that are mostly the same count as one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from zlib import crc32

FEWEST_FILES = 3
FEWEST_TIMES = 3  # inside one file
LONGEST = 200
SHORTEST = 4
BODY_LENGTH = 40
#: Two files that share this part of the shorter one's paragraphs are copies of one report.
COPIES_SHARE = 0.5
#: A paragraph in more files than this is nobody's report, and its pairs would be too many to count.
MOST_COPIES = 20

DIGITS = re.compile(r"\d+")


def key_of(line: str) -> str:
    """A line without its blanks, and with its figures (pages, days) made alike."""
    return DIGITS.sub("0", "".join(line.split()))


@dataclass(frozen=True, slots=True)
class FileLines:
    """What one file's lines are for counting; small, and the same in every process."""

    keys: frozenset[str]
    paragraphs: frozenset[int]


def repeated_lines(texts: Iterable[str]) -> frozenset[str]:
    """The keys of the lines that stand in at least three different files; pass it to `boilerplate.strip`."""
    return count_repeated(map(lines_of, texts))


def lines_of(text: str) -> FileLines:
    keys, paragraphs = set[str](), set[int]()
    for line in text.split("\n"):
        body = line.strip()
        if len(body) >= BODY_LENGTH:
            paragraphs.add(crc32(body.encode("utf-8", "surrogatepass")))
        if SHORTEST <= len(body) <= LONGEST:
            keys.add(key_of(body))
    return FileLines(frozenset(keys), frozenset(paragraphs))


def count_repeated(files: Iterable[FileLines]) -> frozenset[str]:
    """`repeated_lines` for files that were summed up one by one, in several processes if need be."""
    summed = list(files)
    group = _groups_of_copies([file.paragraphs for file in summed])
    holders: dict[str, set[int]] = defaultdict(set)
    for number, file in enumerate(summed):
        for key in file.keys:
            if len(holders[key]) < FEWEST_FILES:
                holders[key].add(group[number])
    return frozenset(key for key, groups in holders.items() if len(groups) >= FEWEST_FILES)


def repeated_inside(keys: Iterable[str]) -> frozenset[str]:
    """Of one file's lines, by their keys, those that come again and again: the running heads of its pages."""
    return frozenset(key for key, count in Counter(keys).items() if count >= FEWEST_TIMES)


def _groups_of_copies(paragraphs: Sequence[frozenset[int]]) -> list[int]:
    """For each file the number of its group: files that are mostly the same are one."""
    holders: dict[int, list[int]] = defaultdict(list)
    for number, own in enumerate(paragraphs):
        for paragraph in own:
            if len(holders[paragraph]) <= MOST_COPIES:
                holders[paragraph].append(number)
    shared = Counter(
        pair for files in holders.values() if 1 < len(files) <= MOST_COPIES for pair in combinations(files, 2)
    )
    group = list(range(len(paragraphs)))

    def find(number: int) -> int:
        while group[number] != number:
            group[number] = group[group[number]]
            number = group[number]
        return number

    for (a, b), count in shared.items():
        if count >= COPIES_SHARE * min(len(paragraphs[a]), len(paragraphs[b])):
            group[find(a)] = find(b)
    return [find(number) for number in range(len(paragraphs))]
