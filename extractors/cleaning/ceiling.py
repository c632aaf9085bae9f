"""How loud can lines be at most? So that of many lines only those are heard that may be loud enough for anything.

Most lines of a report are far from being adverts. Which characters a line has, and with which pairs of them n-grams
begin, tells enough of those: what voice.py says of a line is never more than what is told here, for all lines at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from typing import Any

import numpy as np

from extractors.cleaning.shapes import AT_ENDS, MANY_PIECES, NEEDS, shapes_at_ends, small
from extractors.cleaning.voice import LONGEST_GRAM, SCALE, Voice, read
from extractors.language.phrases import codes_of, each_once, hash_pairs, pairs_of

Codes = np.ndarray[Any, np.dtype[np.uint32]]

_BEYOND = 0xFFFF  # stands for all characters beyond the first plane
_BLANKS = "".join(char for char in map(chr, range(0x3001)) if char.isspace())
_NEEDS = NEEDS | {MANY_PIECES: NEEDS[MANY_PIECES] + _BLANKS}
_SURE = 1e-6  # more than what the last digits of sums can lose


class Ceiling:
    """The most that a voice can make of lines."""

    def __init__(self, voice: Voice) -> None:
        self._base, self._shapes = voice.base, voice.shapes
        self._ones = np.zeros(_BEYOND + 1)
        self._from_pair = np.zeros(_BEYOND + 1)  # all good that n-grams can say that begin with pairs of a hash
        for gram, weight in voice.grams.items():
            if len(gram) > 1:
                self._from_pair[hash_pairs(pairs_of(gram)[:1])] += max(0.0, weight)
            elif ord(gram) < _BEYOND:
                self._ones[ord(gram)] = weight
            else:
                self._ones[_BEYOND] = max(weight, self._ones[_BEYOND])
        self._needs = np.zeros(_BEYOND + 1, dtype=np.uint32)
        for bit, characters in enumerate(_NEEDS.values()):
            self._needs[_codes([characters])] |= np.uint32(1 << bit)
        self._shaped: dict[int, float] = {}

    def of(self, lines: Sequence[str]) -> list[float]:
        """For each line, none of them empty, what its score does not exceed."""
        if not lines:
            return []
        lowers = [small(line) for line in lines]
        needs = np.bitwise_or.reduceat(self._needs.take(_codes(lowers)), _starts(lowers)).tolist()
        shaped = map(self._most_shaped, needs, lowers)
        spoken = self._most_spoken([read(lower) for lower in lowers])
        return [self._base + a + b + _SURE for a, b in zip(shaped, spoken, strict=True)]

    def _most_shaped(self, needs: int, lower: str) -> float:
        """No less than what the shapes say of a line whose characters meet these needs."""
        most = self._shaped.get(needs)
        if most is None:
            met = [name for bit, name in enumerate(_NEEDS) if needs >> bit & 1 and name not in AT_ENDS]
            most = self._shaped[needs] = sum(max(0.0, self._shapes.get(name, 0.0)) for name in met)
        return most + sum(self._shapes.get(name, 0.0) for name in shapes_at_ends(lower))

    def _most_spoken(self, plains: Sequence[str]) -> list[float]:
        """No less than what the n-grams of such lines say."""
        lengths, starts = np.array([len(plain) for plain in plains]), _starts(plains)
        places = np.repeat(np.arange(len(plains), dtype=np.uint32) << 16, lengths)
        each = each_once(places | _codes(plains))  # the characters of each line
        of_line = each >> 16
        spoken = np.bincount(of_line, self._ones.take(each & _BEYOND)) + np.add.reduceat(
            self._from_pair.take(hash_pairs(pairs_of("".join(plains)))), starts
        )
        # The more n-grams a line has, the less weighs their sum: of a bad one the most that it can have are counted, of
        # a good one the fewest. With each character an n-gram of each length begins, but for the last few of a line.
        ones = np.bincount(of_line)
        fewest = np.maximum(ones, LONGEST_GRAM * ones - sum(range(LONGEST_GRAM)))
        grams = np.where(spoken < 0, ones + 3 * lengths - 6, fewest)
        return list((spoken * SCALE / np.sqrt(grams)).tolist())


def _starts(lines: Sequence[str]) -> list[int]:
    return [0, *accumulate(map(len, lines))][:-1]


def _codes(lines: Sequence[str]) -> Codes:
    return np.minimum(codes_of("".join(lines)), np.uint32(_BEYOND))


@cache
def ceiling_of(voice: Voice) -> Ceiling:
    return Ceiling(voice)
