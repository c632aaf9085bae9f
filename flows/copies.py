"""Which reports of a batch are copies of one text, and of which reports of other batches?

MinHash LSH finds those that are worth comparing; the fingerprints say whether they are one text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from extractors.fingerprints import (
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


def load() -> None:
    """Import what sketches are made with: it imports scipy, half a second, for which a thread has time before."""
    import datasketch  # noqa: F401


@dataclass(frozen=True, slots=True)
class Link:
    """A report of another batch that is like one of this batch."""

    other: Known
    agreement: Agreement


class Copies:
    """A batch's reports, by their places in it, and which of them are copies.

    The surest pairs come first, and a pair joins two groups only where more speaks for it than against: else a report
    that is censored throughout, and so like two towns' reports with the same phrases, would tie these together.
    """

    def __init__(self, prints: Sequence[Fingerprint]) -> None:
        from datasketch import MinHashLSH

        self._prints = prints
        self._buckets = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, BAND))
        self._signatures = np.zeros((len(prints), PERMUTATIONS), dtype=np.uint32)
        self._members = {place: [place] for place in range(len(prints))}
        self._group_of = list(range(len(prints)))
        pairs: list[tuple[float, int, int, Agreement]] = []
        for place, fingerprint in enumerate(prints):
            if not fingerprint.signature:
                continue
            for earlier in self._alike(fingerprint):
                if self._group_of[earlier] == self._group_of[place]:
                    continue
                if prints[earlier] == fingerprint:
                    self._join(earlier, place)
                    continue
                agreement = compare(prints[earlier], fingerprint)
                if agreement.is_one_text:
                    pairs.append((-_support(agreement), earlier, place, agreement))
            self._signatures[place] = hash_values(fingerprint.signature)
            self._buckets.insert(place, _sketch(fingerprint), check_duplication=False)
        for _, earlier, place, agreement in sorted(pairs, key=lambda pair: pair[:3]):
            ours, theirs = self._group_of[earlier], self._group_of[place]
            if ours != theirs and agreement.numbers_equal >= self._against(ours, theirs):
                self._join(earlier, place)

    def groups(self) -> Iterator[list[int]]:
        """The reports in groups of copies, most of one."""
        return (sorted(members) for members in self._members.values())

    def find_among(self, others: Iterable[Known]) -> dict[int, list[Link]]:
        """The reports of other batches that are like one of this batch, by its place."""
        links: dict[int, list[Link]] = {}
        for other in others:
            for place in self._alike(other.fingerprint) if other.fingerprint.signature else ():
                links.setdefault(place, []).append(Link(other, compare(self._prints[place], other.fingerprint)))
        return links

    def _alike(self, fingerprint: Fingerprint) -> list[int]:
        """Places of reports with a frame similar enough to be compared, in order."""
        near = np.array(sorted(self._buckets.query(_sketch(fingerprint))), dtype=np.intp)
        equal = self._signatures[near] == hash_values(fingerprint.signature)
        return [int(place) for place in near[equal.mean(axis=1) >= LEAST_SIMILAR]]

    def _against(self, one: int, other: int) -> int:
        """The most numbers that a member of one group and one of the other show differently."""
        ours, theirs = self._members[one][:MEMBERS_ASKED], self._members[other][:MEMBERS_ASKED]
        return max(_opposition(compare(self._prints[a], self._prints[b])) for a in ours for b in theirs)

    def _join(self, one: int, other: int) -> None:
        kept, given_up = sorted((self._group_of[one], self._group_of[other]))
        moved = self._members.pop(given_up)
        self._members[kept] += moved
        for place in moved:
            self._group_of[place] = kept


def copies_elsewhere(links: Iterable[Link]) -> list[Known]:
    """The reports of other batches that a group's links say are copies, the surest first, all of one text_id."""
    support: dict[str, int] = {}
    against: dict[str, int] = {}
    for link in links:
        text, agreement = link.other.text_id, link.agreement
        if agreement.is_one_text:
            support[text] = max(support.get(text, 0), agreement.numbers_equal)
        against[text] = max(against.get(text, 0), _opposition(agreement))
    found = sorted(
        (
            link
            for link in links
            if link.agreement.is_one_text and support[link.other.text_id] >= against[link.other.text_id]
        ),
        key=lambda link: (-_support(link.agreement), link.other.batch, link.other.place),
    )
    return [link.other for link in found if link.other.text_id == found[0].other.text_id]


def _support(agreement: Agreement) -> float:
    """How much speaks for a pair being copies."""
    return agreement.similarity * (1 + agreement.numbers_equal)


def _opposition(agreement: Agreement) -> int:
    """How much speaks against it: differing numbers, or names, where these are enough to contradict."""
    if not agreement.contradicts:
        return 0
    differing = agreement.numbers_shared - agreement.numbers_equal
    return max(differing, agreement.names_shared - agreement.names_equal)


def _sketch(fingerprint: Fingerprint) -> Any:
    from datasketch import LeanMinHash

    return LeanMinHash(seed=1, hashvalues=hash_values(fingerprint.signature), scheme="affine32")
