"""Which lines stand in several files of a batch? Running heads and sellers' footers do; so do headings and signatures,
so that a repeated line is only evidence: `boilerplate.strip` weighs it together with the line's words and place.

Copies of one report share every line: files that are mostly the same count as one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations
from typing import Any

import numpy as np

Hashes = np.ndarray[Any, np.dtype[np.uint64]]

FEWEST_FILES = 3
FEWEST_TIMES = 3  # inside one file
LONGEST = 200
SHORTEST = 4
BODY_LENGTH = 40
#: Two files that share this part of the shorter one's paragraphs are copies of one report.
COPIES_SHARE = 0.5
#: A paragraph in more files than this is nobody's report, and its pairs would be too many to count.
MOST_COPIES = 20

DIGITS = re.compile(r"\d\d*")  # beginning with one, for which re passes over the rest fastest


def key_of(line: str) -> str:
    """A line without its blanks, and with its figures (pages, days) made alike."""
    return DIGITS.sub("0", "".join(line.split()))


@dataclass(frozen=True, slots=True)
class FileLines:
    """What one file's lines are for counting: hashes, small and the same in every process."""

    keys: Hashes  # uint64, each once
    paragraphs: Hashes  # uint64, each once


def repeated_lines(texts: Iterable[str]) -> frozenset[str]:
    """The keys of the lines that stand in at least three different files; pass it to `boilerplate.strip`."""
    listed = list(texts)
    repeated = count_repeated(map(lines_of, listed))
    return frozenset(key for text in listed for key in repeated_of(text, repeated))


def lines_of(text: str) -> FileLines:
    keys, paragraphs = set[int](), set[int]()
    for line in text.split("\n"):
        body = line.strip()
        if len(body) >= BODY_LENGTH:
            paragraphs.add(_hash(body))
        if SHORTEST <= len(body) <= LONGEST:
            keys.add(_hash(key_of(body)))
    return FileLines(_sorted(keys), _sorted(paragraphs))


def repeated_of(text: str, repeated: Set[int]) -> frozenset[str]:
    """The keys of those of a text's lines that `count_repeated` found."""
    if not repeated:
        return frozenset()
    bodies = (line.strip() for line in text.split("\n"))
    keys = {key_of(body) for body in bodies if SHORTEST <= len(body) <= LONGEST}
    return frozenset(key for key in keys if _hash(key) in repeated)


def count_repeated(files: Iterable[FileLines]) -> frozenset[int]:
    """The hashes of the lines that stand in at least three files, whichever process summed these up."""
    summed = list(files)
    if not summed:
        return frozenset()
    group = np.array(_groups_of_copies([file.paragraphs for file in summed]), dtype=np.uint64)
    keys = np.concatenate([file.keys for file in summed])
    holders = np.repeat(group, [len(file.keys) for file in summed])
    order = np.lexsort((holders, keys))
    keys, holders = keys[order], holders[order]
    is_new = np.ones(len(keys), dtype=bool)  # a key's first line in a group; the others are copies of it
    is_new[1:] = (keys[1:] != keys[:-1]) | (holders[1:] != holders[:-1])
    found, groups = np.unique(keys[is_new], return_counts=True)
    return frozenset(found[groups >= FEWEST_FILES].tolist())


def repeated_inside(lines: Mapping[int, str]) -> dict[int, str]:
    """Of one file's lines those that come again and again, with their keys: the running heads of its pages."""
    outlines = {number: _outline(line) for number, line in lines.items()}
    alike = Counter(outlines.values())
    keys = {number: key_of(lines[number]) for number, outline in outlines.items() if alike[outline] >= FEWEST_TIMES}
    counts = Counter(keys.values())
    return {number: key for number, key in keys.items() if counts[key] >= FEWEST_TIMES}


def _outline(line: str) -> tuple[str, str, int, int]:
    """What lines of the same key have in common and few others do; a key costs ten times as much."""
    body = line.strip()
    first, last = body[:1], body[-1:]
    if first.isdecimal():
        first = "0"
    if last.isdecimal():
        last = "0"
    return first, last, body.count("，"), body.count("的")


def _groups_of_copies(paragraphs: Sequence[Hashes]) -> list[int]:
    """For each file the number of its group: files that are mostly the same are one."""
    values = np.concatenate(paragraphs)
    owners = np.repeat(np.arange(len(paragraphs)), [len(own) for own in paragraphs])
    order = np.argsort(values, kind="stable")
    values, owners = values[order], owners[order]
    starts = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]])) if len(values) else np.array([], int)
    sizes = np.diff(np.append(starts, len(values)))
    shared: Counter[tuple[int, int]] = Counter()
    for start, size in zip(starts[sizes > 1].tolist(), sizes[sizes > 1].tolist(), strict=True):
        if size <= MOST_COPIES:
            shared.update(combinations(owners[start : start + size].tolist(), 2))
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


def _hash(line: str) -> int:
    return int.from_bytes(blake2b(line.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _sorted(hashes: set[int]) -> Hashes:
    return np.array(sorted(hashes), dtype=np.uint64)
