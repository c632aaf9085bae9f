"""Which reports of a batch are copies of one text, and of which reports of other batches?

MinHash LSH finds those that are worth comparing; the fingerprints say whether they are one text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from extractors.fingerprints import (
    ENOUGH_NUMBERS,
    LEAST_SIMILAR,
    PERMUTATIONS,
    Agreement,
    Fingerprint,
    compare,
    hash_values,
)

# 42 bands of 3 hash values: two reports of similarity 0.35 are compared with probability 0.84, from 0.5 on with 0.996.
BANDS, BAND = 42, 3
MEMBERS_ASKED = 20  # of a group, whether a further copy contradicts them


@dataclass(frozen=True, slots=True)
class Known:
    """A report of another batch."""

    batch: str
    place: int
    report_id: str
    text_id: str
    group_repeats: str | None  # the batch that the best copy in its own batch names
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True)
class Link:
    """A report of another batch that is a copy of one of this batch."""

    other: Known
    agreement: Agreement


class Copies:
    """A batch's reports, by their places in it, and which of them are copies.

    Where enough numbers agree, two reports are of one group at once. A pair of which less is known (one is censored
    throughout) joins two groups only if nothing in them contradicts: else such a report would tie two towns together.
    """

    def __init__(self, prints: Sequence[Fingerprint]) -> None:
        from datasketch import MinHashLSH  # late: it imports scipy

        self._prints = prints
        self._buckets = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, BAND))
        self._signatures = np.zeros((len(prints), PERMUTATIONS), dtype=np.uint32)
        self._members = {place: [place] for place in range(len(prints))}
        self._group_of = list(range(len(prints)))
        doubtful: list[tuple[int, float, int, int]] = []
        for place, fingerprint in enumerate(prints):
            if not fingerprint.signature:
                continue
            for earlier in self._alike(fingerprint):
                if self._group_of[earlier] == self._group_of[place]:
                    continue
                agreement = compare(prints[earlier], fingerprint)
                if agreement.is_one_text:
                    if agreement.numbers_shared >= ENOUGH_NUMBERS:
                        self._join(earlier, place)
                    else:
                        doubtful.append((-agreement.numbers_equal, -agreement.similarity, earlier, place))
            self._signatures[place] = hash_values(fingerprint.signature)
            self._buckets.insert(place, _sketch(fingerprint), check_duplication=False)
        for _, _, earlier, place in sorted(doubtful):
            if not self._contradict(earlier, place):
                self._join(earlier, place)

    def groups(self) -> Iterator[list[int]]:
        """The reports in groups of copies, most of one."""
        return (sorted(members) for members in self._members.values())

    def find_among(self, others: Iterable[Known]) -> dict[int, list[Link]]:
        """Copies of this batch's reports among those of others, by the report's place."""
        links: dict[int, list[Link]] = {}
        for other in others:
            for place in self._alike(other.fingerprint) if other.fingerprint.signature else ():
                agreement = compare(self._prints[place], other.fingerprint)
                if agreement.is_one_text:
                    links.setdefault(place, []).append(Link(other, agreement))
        return links

    def links_of(self, group: Sequence[int], links: dict[int, list[Link]]) -> list[Known]:
        """The copies of a group in other batches, the surest first."""
        found = sorted(
            (link for place in group for link in links.get(place, ())),
            key=lambda link: (
                -link.agreement.numbers_equal,
                -link.agreement.similarity,
                link.other.batch,
                link.other.place,
            ),
        )
        members = [self._prints[place] for place in group[:MEMBERS_ASKED]]
        return [
            link.other
            for link in found
            if not any(compare(member, link.other.fingerprint).contradicts for member in members)
        ]

    def _alike(self, fingerprint: Fingerprint) -> list[int]:
        """Places of reports with a frame similar enough to be compared, in order."""
        near = np.array(sorted(self._buckets.query(_sketch(fingerprint))), dtype=np.intp)
        equal = self._signatures[near] == hash_values(fingerprint.signature)
        return [int(place) for place in near[equal.mean(axis=1) >= LEAST_SIMILAR]]

    def _contradict(self, one: int, other: int) -> bool:
        ours, theirs = (self._members[self._group_of[place]][:MEMBERS_ASKED] for place in (one, other))
        return any(compare(self._prints[a], self._prints[b]).contradicts for a in ours for b in theirs)

    def _join(self, one: int, other: int) -> None:
        kept, given_up = sorted((self._group_of[one], self._group_of[other]))
        if kept != given_up:
            moved = self._members.pop(given_up)
            self._members[kept] += moved
            for place in moved:
                self._group_of[place] = kept


def _sketch(fingerprint: Fingerprint) -> Any:
    from datasketch import LeanMinHash

    return LeanMinHash(seed=1, hashvalues=hash_values(fingerprint.signature), scheme="affine32")
