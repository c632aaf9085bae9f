"""The review page shows what a person should look at, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from expectations.engine.doubtful import SHOWN, ClaimsToSee, claims_to_see, flagged, merge_claims_to_see, unsure
from expectations.pages.review import write_review
from tests.expectations.good import make_frames


def claims(**columns: list[object]) -> pd.DataFrame:
    frame = make_frames()["claims"].reset_index(drop=True)
    for name, values in columns.items():
        frame[name] = pd.Series((values * len(frame))[: len(frame)])
    return frame


def page_of(folder: Path, *parts: pd.DataFrame) -> str:
    """The page of a batch whose claims come in these parts."""
    tally = {
        "claims": sum(map(len, parts)),
        "flagged": sum(len(flagged(part)) for part in parts),
        "unsure": sum(len(unsure(part)) for part in parts),
    }
    write_review(merge_claims_to_see(map(claims_to_see, parts)), tally, folder)
    return (folder / "review.html").read_text(encoding="utf-8")


def test_a_claim_with_a_warning_is_shown_with_its_sentence_and_the_warning(tmp_path: Path) -> None:
    frame = claims(flags=[[]])
    frame.at[0, "flags"] = ["parts_do_not_sum: 6 + 8 = 14 ≠ 15"]
    page = page_of(tmp_path, frame)
    assert len(flagged(frame)) == 1
    assert "6 + 8 = 14 ≠ 15" in page
    assert f"<mark>{frame['quote'][0]}</mark>" in page


def test_the_warnings_that_stand_there_are_explained_once_and_no_others(tmp_path: Path) -> None:
    page = page_of(tmp_path, claims(flags=[["two_points: 14..3"]], confidence=[0.5]))
    assert page.count("<dt>two_points</dt>") == 1
    assert "<dt>product</dt>" not in page
    assert "What the warnings mean" not in page_of(tmp_path, claims(flags=[[]], confidence=[0.5]))


def test_the_least_sure_claims_come_first_and_sure_ones_are_left_out() -> None:
    frame = claims(confidence=[0.9])
    frame.loc[1, "confidence"], frame.loc[2, "confidence"] = 0.6, 0.3
    assert list(unsure(frame)["confidence"]) == [0.3, 0.6]


def test_markup_in_a_report_stays_text(tmp_path: Path) -> None:
    frame = claims(flags=[["w"]], metric=["<script>alert(1)</script>"])
    assert "<script>" not in page_of(tmp_path, frame)


def test_a_long_list_is_cut(tmp_path: Path) -> None:
    frame = pd.concat([claims(flags=[["warned"]], confidence=[0.5])] * 60, ignore_index=True)
    assert len(frame) > SHOWN
    assert page_of(tmp_path, frame).count("<mark>") == 2 * SHOWN


def test_of_several_parts_the_least_sure_of_all_come_first() -> None:
    parts = [claims(confidence=[0.5, 0.9]), claims(confidence=[0.6, 0.1]), claims(confidence=[0.9])]
    merged = merge_claims_to_see(map(claims_to_see, parts)).unsure["confidence"].tolist()
    assert merged == [0.1] * 3 + [0.5] * 3 + [0.6] * 3


def test_the_page_of_parts_shows_no_more_than_that_of_one_and_counts_all(tmp_path: Path) -> None:
    part = pd.concat([claims(flags=[["warned"]], confidence=[0.5])] * 30, ignore_index=True)
    page = page_of(tmp_path, part, part, part)
    assert page.count("<mark>") == 2 * SHOWN
    assert f"{3 * len(part)}" in page


def test_frames_without_the_columns_give_a_page_without_claims(tmp_path: Path) -> None:
    write_review(claims_to_see(pd.DataFrame({"claim_id": ["a"]})), {"claims": 1, "flagged": 0, "unsure": 0}, tmp_path)
    assert (tmp_path / "review.html").read_text(encoding="utf-8").count("None.") == 2


def test_a_batch_without_parts_has_nothing_to_see() -> None:
    seen = merge_claims_to_see([])
    assert isinstance(seen, ClaimsToSee)
    assert seen.flagged.empty
    assert seen.unsure.empty
