"""Which claims are the figures that people spoke of? Looked for by id, then by words, some at a time.

A hundred thousand figures may be lost at once, where all files came again with other bytes: then every claim is one
among which they are looked for, and a million of them at once took three gigabytes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from flows.publishing.review_ground import Figure, Located, Published
from flows.reviews.anchors import BY_ID, Found, Index, find_by_id

CANDIDATES = 100_000  # claims at a time


def locate(figures: Sequence[Figure], known: Published) -> None:
    """Find each figure's claims."""
    locate_by_id(figures, known)
    lost = [figure for figure in figures if figure.found is None]
    for some in portions(lost, known, CANDIDATES):
        index = Index(known.candidates(some), known.texts)
        for figure in some:
            figure.found = known.settle(index.find(figure.reviews[-1]))


def locate_by_id(figures: Sequence[Figure], known: Published) -> None:
    of_id: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        of_id[figure.place.claim_id].append(figure)
    for claim in known.with_ids(of_id):
        for figure in of_id[claim.claim_id]:
            if find_by_id(figure.place, (claim,), known.texts):
                before = figure.found.claims if figure.found else ()
                found = known.settle(Found((claim,), BY_ID))
                figure.found = Located((*before, *found.claims), BY_ID)


def portions(figures: Sequence[Figure], known: Published, most: int) -> Iterator[list[Figure]]:
    """All figures of a file together, and as many files together as have so many claims."""
    if not figures:
        return
    of_name, of_bytes = known.claims_beside(figures)
    portion: list[Figure] = []
    weight = 0
    for name, group in groupby(sorted(figures, key=file_of), key=file_of):
        own = list(group)
        more = of_name.get(name, 0) + sum(of_bytes.get(one, 0) for one in {figure.place.source_id for figure in own})
        if portion and weight + more > most:
            yield portion
            portion, weight = [], 0
        portion += own
        weight += more
    yield portion


def file_of(figure: Figure) -> tuple[str, str]:
    return figure.place.batch, figure.place.source_path
