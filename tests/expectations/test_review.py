"""The review page shows what a person should look at, and nothing else."""

from pathlib import Path

import pandas as pd

from expectations.review import SHOWN, flagged, unsure, write_review
from tests.expectations.good import make_frames


def claims(**columns: list[object]) -> pd.DataFrame:
    frame = make_frames()["claims"].reset_index(drop=True)
    for name, values in columns.items():
        frame[name] = pd.Series((values * len(frame))[: len(frame)])
    return frame


def test_a_claim_with_a_warning_is_shown_with_its_sentence_and_the_warning(tmp_path: Path) -> None:
    frame = claims(flags=[[]])
    frame.at[0, "flags"] = ["parts_do_not_sum: 6 + 8 = 14 ≠ 15"]
    write_review(frame, tmp_path)
    page = (tmp_path / "review.html").read_text(encoding="utf-8")
    assert len(flagged(frame)) == 1
    assert "6 + 8 = 14 ≠ 15" in page
    assert f"<mark>{frame['quote'][0]}</mark>" in page


def test_the_least_sure_claims_come_first_and_sure_ones_are_left_out() -> None:
    frame = claims(confidence=[0.9])
    frame.loc[1, "confidence"], frame.loc[2, "confidence"] = 0.6, 0.3
    assert list(unsure(frame)["confidence"]) == [0.3, 0.6]


def test_markup_in_a_report_stays_text(tmp_path: Path) -> None:
    frame = claims(flags=[["w"]], metric=["<script>alert(1)</script>"])
    write_review(frame, tmp_path)
    assert "<script>" not in (tmp_path / "review.html").read_text(encoding="utf-8")


def test_a_long_list_is_cut(tmp_path: Path) -> None:
    frame = pd.concat([claims(flags=[["warned"]])] * 60, ignore_index=True)
    assert len(frame) > SHOWN
    write_review(frame, tmp_path)
    page = (tmp_path / "review.html").read_text(encoding="utf-8")
    assert page.count("<mark>") <= 2 * SHOWN


def test_frames_without_the_columns_give_no_page(tmp_path: Path) -> None:
    write_review(pd.DataFrame({"claim_id": ["a"]}), tmp_path)
    assert not (tmp_path / "review.html").exists()
