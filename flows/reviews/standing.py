"""What stands of a figure after all that was said of it, by whomever, in the order in which it was said?

Nothing is taken back by saying something else: who corrects the name keeps the value that another one has corrected.
“Right” holds for the values that were on the screen, “wrong” for that reading and no other: a better extractor's new
reading is not rejected for what was said of an old one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from flows.reviews.model import CORRECTED, MISSING, NO_CLAIM, RIGHT, WITHDRAWN, WRONG, Review, Row

CONFIRMED, REJECTED, ADDED = "confirmed", "rejected", "added"  # beside CORRECTED: values of claims.review


@dataclass(slots=True)
class Standing:
    """What people say a figure is. `asserted`: fields that must have these values."""

    reviews: list[Review] = field(default_factory=list)  # those that count, in their order
    asserted: Row = field(default_factory=dict)
    rejected: Review | None = None
    rejected_seen: Row = field(default_factory=dict)  # the reading that was called wrong
    confirmed: bool = False
    missing: bool = False  # it was not read, and somebody has added it
    differ: bool = False  # somebody has said otherwise without having seen what another one had said


def without_withdrawn(reviews: Iterable[Review]) -> list[Review]:
    """What counts: neither what was taken back nor the taking back itself. Who withdraws that restores what it took."""
    listed = list(reviews)
    gone: set[str] = set()
    for review in reversed(listed):
        if review.verdict == WITHDRAWN and review.undoes and review.review_id not in gone:
            gone.add(review.undoes)
    return [review for review in listed if review.verdict != WITHDRAWN and review.review_id not in gone]


def fold(reviews: Sequence[Review]) -> Standing:
    """Of reviews that count, all of one figure."""
    stands = Standing(reviews=list(reviews))
    by: dict[str, str] = {}  # who asserted a field last
    for review in reviews:
        said = review.seen if review.verdict == RIGHT else review.fields
        stands.differ |= any(
            by.get(name, review.by) != review.by and stands.asserted[name] not in (value, review.seen.get(name))
            for name, value in said.items()
        )
        by |= dict.fromkeys(said, review.by)
        if review.verdict == RIGHT:
            stands.rejected, stands.confirmed = None, True
            stands.asserted = {**stands.asserted, **said}
        elif review.verdict in (CORRECTED, MISSING):
            stands.rejected = None
            stands.missing |= review.verdict == MISSING
            stands.asserted = {**stands.asserted, **review.fields}
        elif review.verdict in (WRONG, NO_CLAIM):
            stands.rejected = review
            stands.rejected_seen = dict(review.seen)
    return stands


def is_rejected(stands: Standing, present: Row) -> bool:
    """Whether the reading that was called wrong is the present one; “no claim” holds for any reading."""
    if stands.rejected is None:
        return False
    if stands.rejected.verdict == NO_CLAIM or not stands.rejected_seen:
        return True
    return all(present.get(name) == value for name, value in stands.rejected_seen.items())
