"""What has become of a review of a claim? Applied, closed, superseded, outdated or set aside, and why."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from flows.publishing.review_rows import Told
from flows.reviews.corrections import same
from flows.reviews.model import CORRECTED, Review, Row, plain
from flows.reviews.standing import Standing


def tell_claim(
    batch: str,
    claim_id: str,
    stands: Standing,
    how: str,
    extracted: Row | None,
    now: Row | None,
    aside: Mapping[str, str],
) -> list[Told]:
    as_json = {name: plain(value) for name, value in (extracted or {}).items()}
    changed = extracted is not None and now is not None and now["review"] == CORRECTED
    row = msgspec.json.encode(as_json).decode() if changed else None
    return [
        Told(
            review,
            batch,
            claim_id,
            how,
            *state_of(review, stands, as_json, now, aside.get(claim_id)),
            {name: as_json.get(name) for name in review.fields} if extracted else {},
            row,
        )
        for review in stands.reviews
    ]


def state_of(
    review: Review, stands: Standing, extracted: Row, now: Row | None, failed: str | None
) -> tuple[str, str | None]:
    """What a review has come to, as a whole."""
    if review.verdict in ("wrong", "no_claim"):
        if stands.rejected is not review:
            return "superseded", None
        rejected = now is not None and now["review"] == "rejected"
        return ("applied", None) if rejected else ("outdated", "what was called wrong is read otherwise now")
    said = review.seen if review.verdict == "right" else review.fields
    if stands.rejected is not None and now is not None and now["review"] == "rejected":
        return "superseded", None
    if any(stands.asserted.get(name) != value for name, value in said.items()):
        return "superseded", None
    if failed:
        return "set_aside", failed
    if (
        review.verdict != "right"
        and extracted
        and all(same(extracted.get(name), value) for name, value in said.items())
    ):
        return "closed", "the extractor agrees now"
    return "applied", None
