"""Which lines stand in several files of a batch? Running heads and sellers' footers do; so do headings and signatures,
so that a repeated line is only evidence: `boilerplate.strip` weighs it together with the line's words and place.

A file's lines are summed up as hashes here; over a whole batch they are counted where that is held, in flows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
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

#: What stands at a paragraph's end: what is in brackets, or the last sentence behind others.
BRACKETED_END = re.compile(r"[（(【][^（()）【】]{2,60}[)）】]$")
SENTENCE_MARKS = "。！？"
DIGITS = re.compile(r"\d\d*")  # beginning with one, for which re passes over the rest fastest


def key_of(line: str) -> str:
    """A line without its blanks, and with its figures (pages, days) made alike."""
    return DIGITS.sub("0", "".join(line.split()))


def end_of(paragraph: str) -> str:
    """Where a seller puts a sentence of his own: the last one of several, or what stands in brackets behind all.

    What leads to a list is none, though many a report has it: 重点抓好以下工作：
    """
    if paragraph[-1] in "：:":
        return ""
    if paragraph[-1] in "）)】":
        bracketed = BRACKETED_END.search(paragraph, max(0, len(paragraph) - 64))
        return bracketed[0] if bracketed else ""
    start = max(paragraph.rfind(mark, 0, -1) for mark in SENTENCE_MARKS) + 1
    return paragraph[start:] if start else ""


@dataclass(frozen=True, slots=True)
class FileLines:
    """What one file's lines are for counting: hashes, small and the same in every process."""

    keys: Hashes  # uint64, each once
    paragraphs: Hashes  # uint64, each once


def lines_of(text: str) -> FileLines:
    paragraphs = {_hash(body) for line in text.split("\n") if len(body := line.strip()) >= BODY_LENGTH}
    return FileLines(_sorted({_hash(key_of(piece)) for piece in _pieces(text)}), _sorted(paragraphs))


def _pieces(text: str) -> Iterator[str]:
    """The lines of a text that are not too long to come again, and what stands at the ends of its paragraphs."""
    for line in text.split("\n"):
        body = line.strip()
        if SHORTEST <= len(body) <= LONGEST:
            yield body
        if len(body) >= BODY_LENGTH and SHORTEST <= len(end := end_of(body)) <= LONGEST:
            yield end


def repeated_of(text: str, repeated: Hashes) -> frozenset[str]:
    """The keys of those of a text's lines whose hashes are among these, which are in order."""
    if not len(repeated):
        return frozenset()
    keys = list(set(map(key_of, _pieces(text))))
    hashes = np.array([_hash(key) for key in keys], dtype=np.uint64)
    places = np.minimum(np.searchsorted(repeated, hashes), len(repeated) - 1)
    return frozenset(key for key, found in zip(keys, repeated[places] == hashes, strict=True) if found)


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


def _hash(line: str) -> int:
    return int.from_bytes(blake2b(line.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _sorted(hashes: set[int]) -> Hashes:
    return np.array(sorted(hashes), dtype=np.uint64)
