"""Are two reports one text, sold twice? A report's fingerprint, and what two fingerprints have in common.

A report is a frame of words with slots in it, where numbers and place names stand; sellers censor the slots (XX万元,
XX镇). The frame, its slots emptied, is cut into overlapping shingles, and these are sketched by MinHash (A. Broder, On
the resemblance and containment of documents, 1997): XX万元 and 35万元 make no difference. But two towns, or two years
of one town, may fill the same frame; so what stands in the slots is kept too, each under the words around it, and two
reports are one text only if what both of them show agrees.

Fingerprints are kept between runs: METHOD must change whenever the same text would get another one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from typing import Any
from unicodedata import is_normalized, normalize
from zlib import crc32

import numpy as np

from extractors.language.censoring import uncensor
from extractors.language.grammar import HAN
from extractors.language.phrases import each_once
from extractors.language.script import simplify
from extractors.model import Extraction, SourceText

METHOD = "1"
PERMUTATIONS = 128  # hash values of a sketch: the standard error of the similarity is 0.044 at most, sqrt(1/4/128)
SHINGLE = 5  # characters, two or three Chinese words: reports of one genre share few that long
SLOTS_KEPT = 128  # of each sort; of more, those whose place has the least hash: the same ones in every copy
SHINGLES_AT_ONCE = 512  # times PERMUTATIONS stay in a processor's cache: half the time that 4,096 take
BEFORE, AFTER = 8, 4  # characters around a slot that make up its place

# Chosen on the generated reports of tests/duplicates; docs/duplicates.md has the figures.
LEAST_SIMILAR = 0.35  # where enough numbers agree: what is left of a frame of which half was cut or rewritten
SIMILAR = 0.45  # where a few do
VERY_SIMILAR = 0.7  # where the numbers cannot tell, because there are none or they are censored
ENOUGH_NUMBERS, FEW_NUMBERS, ENOUGH_NAMES = 5, 2, 3  # that both reports show in the same place
AGREEING_NUMBERS, AGREEING_NAMES = 0.8, 0.5  # share of them; of less than enough numbers all

NUMBER, NAME = "0", "1"  # how a slot stands in the frame, which has no digits else
Hashes = np.ndarray[Any, np.dtype[Any]]
_SLOT = np.dtype([("place", "<u4"), ("filling", "<u4")])

# 1,200.5 *000 3X XX 二十五 and the 三 of 三万; a single 三 else is a word like others (三会一课). What a place name or
# its mask stands before: 石泉镇, XX镇, 某县, A村. And what is no word: marks. With one set of all first characters, the
# parts told by looking back at it, re passes over words fast.
_NUMERALS = "零〇一二三四五六七八九两十百千"
TOKEN = re.compile(
    rf"""
    [\x00-@\[-\u33ff\ua000-\U0010ffffX{_NUMERALS}省市县区镇乡村局街公中小医]
    (?: (?<=[\dX*\#]) (?> (?: [\dX*\#.,]* [\dX*\#] )? ) (?P<number>)
      | (?<=[{_NUMERALS}]) [{_NUMERALS}]++ (?P<numeral>)
      | (?<=[一二三四五六七八九两]) (?=[万亿]) (?P<scaled>)
      | (?: (?<=[省市县区镇乡村局]) | (?<=街)道 | (?<=公)司 | (?<=[中小])学 | (?<=医)院 ) (?P<seat>)
      | (?<=[^\u3400-\u9fffA-Z\dX*\#]) [^\u3400-\u9fffA-Z\dX*\#]*+ )
    """,
    re.VERBOSE,
)
# Always two characters are a name, since nothing tells where a longer one begins; whether they really are one hardly
# matters, for both reports are cut alike. What ends like this is none: 全镇, 我县, 农村.
_SEATED = re.compile(
    rf"(?P<mask>[A-Z]{{1,4}}+|某{{1,3}}+)$|[{HAN}](?![某全各我本该每农城乡镇村县市地园景社山辖])[{HAN}]$"
)
_MASKS = frozenset("X*#")
_BLANKS = re.compile(r"[\s\u200b\u00ad\ufeff]++")
# 一、 （二） 3. at the beginning of a line: in some formats they are not text.
_ENUMERATOR = re.compile(r"^[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)、.．]++(?!\d)")
_SENTENCE_ENDS = tuple("。；！？：，、;!?:,")
_SIGNATURE_LINES, _SIGNATURE_LENGTH = 4, 30


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is kept of a report to compare it with others; bytes are little-endian arrays."""

    signature: bytes  # MinHash of the frame, PERMUTATIONS × uint32; empty for a text of less than one shingle
    numbers: bytes  # place and filling of the slots with a number that can be read
    names: bytes  # the same of place names
    numbers_known: int
    numbers_masked: int
    characters: int  # of the frame


FIELDS = tuple(field.name for field in fields(Fingerprint))


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two reports agree."""

    similarity: float  # of the frames: share of shingles in common, estimated
    numbers_shared: int  # places where both show a number
    numbers_equal: int
    names_shared: int
    names_equal: int

    @property
    def is_one_text(self) -> bool:
        """Whether the two are copies of one text."""
        return not self.contradicts and self.similarity >= self.similarity_needed

    @property
    def contradicts(self) -> bool:
        """Whether the two show so much that differs that they must be two texts."""
        if self.names_shared >= ENOUGH_NAMES and self.names_equal < AGREEING_NAMES * self.names_shared:
            return True
        if self.numbers_shared < ENOUGH_NUMBERS:
            return self.numbers_equal < self.numbers_shared
        return self.numbers_equal < AGREEING_NUMBERS * self.numbers_shared

    @property
    def similarity_needed(self) -> float:
        """The less the numbers tell, the more alike the frames must be."""
        if self.numbers_shared >= ENOUGH_NUMBERS:
            return LEAST_SIMILAR
        return SIMILAR if self.numbers_shared >= FEW_NUMBERS else VERY_SIMILAR


def take_fingerprints(source: SourceText, extraction: Extraction) -> list[tuple[str, Fingerprint]]:
    """Each report of a source by its id, what was removed as boilerplate left out."""
    ends = [span.end for span in extraction.removed]
    found = []
    for report in extraction.reports:
        pieces, at = [], report.start
        for number in range(bisect_right(ends, report.start), len(ends)):
            span = extraction.removed[number]
            if span.start >= report.end:
                break
            pieces.append(source.text[at : max(at, span.start)])
            at = span.end
        pieces.append(source.text[at : report.end])
        found.append((report.report_id, take_fingerprint("".join(pieces), report.title)))
    return found


def take_fingerprint(text: str, title: str = "") -> Fingerprint:
    """The fingerprint of one report's text; its title and signature lines do not count."""
    frame, numbers, names, masked = _empty_slots(_plain(_body(text, title)))
    return Fingerprint(_sketch(frame), _pack(frame, numbers), _pack(frame, names), len(numbers), masked, len(frame))


def compare(one: Fingerprint, other: Fingerprint) -> Agreement:
    """What two fingerprints have in common."""
    return Agreement(similarity(one, other), *_meet(one.numbers, other.numbers), *_meet(one.names, other.names))


def similarity(one: Fingerprint, other: Fingerprint) -> float:
    """The share of shingles that two frames have in common, estimated; 0 where a text is too short for one."""
    if not one.signature or not other.signature:
        return 0.0
    return float(np.mean(hash_values(one.signature) == hash_values(other.signature)))


def hash_values(signature: bytes) -> Hashes:
    """A stored signature as the hash values it was made of."""
    return np.frombuffer(signature, dtype="<u4").astype(np.uint32, copy=False)


def _body(text: str, title: str) -> list[str]:
    """The lines between the title and the signature, without blanks and enumerators."""
    lines = [line for line in (_BLANKS.sub("", line) for line in text.splitlines()) if line]
    heading, first, last = _BLANKS.sub("", title), 0, len(lines)
    while first < last and lines[first] in heading:
        first += 1
    for _ in range(_SIGNATURE_LINES):
        if last > first and len(lines[last - 1]) <= _SIGNATURE_LENGTH and not lines[last - 1].endswith(_SENTENCE_ENDS):
            last -= 1
    return [_ENUMERATOR.sub("", line) for line in lines[first:last]]


def _plain(lines: list[str]) -> str:
    """One way of writing: full-width, traditional and censored characters brought to the plain ones."""
    return uncensor(simplify(_normal("\n".join(lines)))).text.upper()


def _normal(text: str) -> str:
    """NFKC. Character by character, which takes a fifth of the time, where no character changes with its neighbours."""
    plain = text
    for character in set(text):
        if (normal := _normal_character(character)) != character:
            plain = plain.replace(character, normal)
    return plain if is_normalized("NFKC", plain) else normalize("NFKC", text)


@lru_cache(maxsize=65536)
def _normal_character(character: str) -> str:
    return normalize("NFKC", character)


Slots = list[tuple[int, str]]


def _empty_slots(text: str) -> tuple[str, Slots, Slots, int]:
    """The frame, the numbers and names that can be read with their positions in it, and how many numbers cannot."""
    pieces: list[str] = []
    numbers: Slots = []
    names: Slots = []
    length = masked = at = 0
    masked_to = -1  # where the mask before this token ended
    for token in TOKEN.finditer(text):
        start, end = token.span()
        sort = token.lastgroup
        if sort == "seat":
            if start == masked_to:  # a masked name, not a number
                pieces[-1] = NAME
                masked -= 1
            elif start > at and (seated := _SEATED.search(text, max(at, start - 4), start)):
                words = text[at : seated.start()]
                length += len(words) + 1
                pieces += (words, NAME)
                if seated.lastgroup != "mask":
                    names.append((length - 1, seated[0]))
                at = start
            continue
        words = text[at:start]
        length += len(words)
        pieces.append(words)
        at = end
        if sort:
            pieces.append(NUMBER)
            if not _MASKS.isdisjoint(token[0]):
                masked += 1
                masked_to = end
            else:
                numbers.append((length, token[0].replace(",", "")))
            length += 1
    return "".join([*pieces, text[at:]]), numbers, names, masked


def _sketch(frame: str) -> bytes:
    shingles = _shingles(frame)
    if not shingles.size:
        return b""
    from datasketch import MinHash  # late: it imports scipy, and most of what reads reports compares none

    minhash = MinHash(PERMUTATIONS, hashfunc=int, permutations=_permutations(), scheme="affine32")
    for start in range(0, len(shingles), SHINGLES_AT_ONCE):
        minhash.update_batch(shingles[start : start + SHINGLES_AT_ONCE].tolist())
    return bytes(minhash.hashvalues.astype("<u4").tobytes())


@cache
def _permutations() -> Hashes:
    from datasketch import MinHash

    permutations: Hashes = MinHash(PERMUTATIONS, scheme="affine32").permutations
    return permutations


def _shingles(frame: str) -> Hashes:
    """The distinct shingles, each as a hash of 32 bits: the upper half of a polynomial modulo 2⁶⁴, mixed once."""
    codes = np.frombuffer(frame.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    count = len(codes) - SHINGLE + 1
    if count < 1:
        return np.empty(0, np.uint64)
    hashes = np.zeros(count, np.uint64)
    for offset in range(SHINGLE):
        hashes = hashes * np.uint64(0x9E3779B97F4A7C15) + codes[offset : offset + count]
    hashes = (hashes ^ (hashes >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return each_once(hashes >> np.uint64(32))


def _pack(frame: str, slots: Slots) -> bytes:
    """Slots whose place occurs once in the report, sorted by place."""
    placed = list(_places(frame, slots))
    often = Counter(place for place, _ in placed)
    once = sorted((place, filling) for place, filling in placed if often[place] == 1)[:SLOTS_KEPT]
    return np.array(once, dtype=_SLOT).tobytes()


def _places(frame: str, slots: Slots) -> Iterator[tuple[int, int]]:
    for at, filling in slots:
        words = frame[max(0, at - BEFORE) : at + 1 + AFTER]
        yield crc32(words.encode("utf-8", "surrogatepass")), crc32(filling.encode("utf-8", "surrogatepass"))


def _meet(one: bytes, other: bytes) -> tuple[int, int]:
    """In how many places both have something, and in how many the same."""
    ours, theirs = np.frombuffer(one, dtype=_SLOT), np.frombuffer(other, dtype=_SLOT)
    _, at_ours, at_theirs = np.intersect1d(ours["place"], theirs["place"], assume_unique=True, return_indices=True)
    return len(at_ours), int(np.count_nonzero(ours["filling"][at_ours] == theirs["filling"][at_theirs]))
