"""Do the counts of a batch's parts add up to those of the batch?"""

from __future__ import annotations

import pandas as pd

from expectations.engine.tally import Tally, merge_tallies, tally_of
from tests.expectations.good import ADVERT, HARBOUR, HILLS, make_claim, make_frame, make_frames, make_parts, make_rows

HARBOUR_ID = "a" * 64


def test_what_is_there_is_counted() -> None:
    assert tally_of(make_frames(), 0) == Tally(
        {
            "files": 3,
            "rejected": 1,
            "reports": 2,
            "sections": 3,
            "claims": 6,
            "masked": 1,
            "characters": len(HARBOUR) + len(HILLS),
            "removed spans": 1,
            "passed over": 3,
            "removed characters": len(ADVERT),
            "kind area": 1,
            "kind count": 1,
            "kind length": 1,
            "kind money": 1,
            "kind percentage": 2,
        }
    )


def test_flagged_and_unsure_claims_are_counted() -> None:
    claim = make_claim(1, HARBOUR_ID, "740余人", metric="培训", flags=["unit_known"], confidence=0.4)
    tally = tally_of(make_frames() | {"claims": make_frame("claims", [claim])}, 0)
    assert (tally["claims"], tally["flagged"], tally["unsure"], tally["kind count"]) == (1, 1, 1, 1)


def test_claims_that_were_set_aside_are_counted_as_they_are_told() -> None:
    assert tally_of(make_frames(), 2)["quarantined"] == 2


def test_the_tallies_of_parts_add_up() -> None:
    frames = make_frames()
    parts = [tally_of(part, number) for number, (part, _) in enumerate(make_parts(frames))]
    assert merge_tallies(parts) == tally_of(frames, 0 + 1 + 2)
    assert merge_tallies([]) == Tally()


def test_a_frame_without_its_columns_counts_as_far_as_it_goes() -> None:
    claims = pd.DataFrame({"claim_id": [row["claim_id"] for row in make_rows()["claims"]]})
    tally = tally_of(make_frames() | {"claims": claims}, 0)
    assert tally["claims"] == 6
    assert not {"masked", "flagged", "unsure"} & tally.keys()
