"""Is what people said published, kept through all that can happen to a batch, and never put on another figure?"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from expectations.engine.scratch import open_scratch
from flows.publishing import review_locating
from flows.publishing.apply import apply_now
from flows.publishing.review_ground import Published
from flows.publishing.reviewed import Applied, gather
from flows.reviews.model import Place, Review, span_id
from flows.reviews.store import FILE, open_store
from tests.flows.reviews.published import TOWN, Row, claim, place_of, publish_texts, review, rows, text_of


@pytest.fixture
def output(tmp_path: Path) -> Path:
    publish_texts(tmp_path / "output", {"镇.txt": TOWN})
    return tmp_path / "output"


def say(output: Path, *reviews: Review) -> Applied:
    with open_store(output) as store:
        store.append(reviews)
    return apply_now(output)


def states(output: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in rows(output, "reviews"):
        found.setdefault(row["quote"], set()).add(row["state"])
    return found


def without(row: Row, *names: str) -> Row:
    return {name: value for name, value in row.items() if name not in names}


def test_a_corrected_value_is_published_with_all_that_follows_from_it(output: Path) -> None:
    before = claim(output, "3650亩")
    say(output, review(output, before, "corrected", value=3600))
    after = claim(output, "3650亩")
    assert (after["value"], after["value_standard"], after["review"]) == (3600, pytest.approx(2400000), "corrected")
    changed = ("value", "value_standard", "review")
    assert without(after, *changed) == without(before, *changed)
    [said] = rows(output, "reviews")
    assert (said["field"], said["extracted"], said["corrected"], said["state"]) == (
        "value",
        "3650.0",
        "3600.0",
        "applied",
    )


@pytest.mark.slow
def test_what_people_say_of_a_figure_is_what_is_observed(tmp_path: Path) -> None:
    output = tmp_path / "output"
    publish_texts(output, {"镇.txt": "某镇2023年工作总结\n全年城镇新增就业350人。粮食产量900吨。\n"})
    say(output, review(output, claim(output, "350人"), "corrected", value=360))
    say(output, review(output, claim(output, "900吨"), "no_claim"))
    [seen] = rows(output, "observations")
    assert (seen["quote"], seen["value_standard"], seen["review"]) == ("350人", 360, "corrected")
    say(output, review(output, claim(output, "350人"), "corrected", metric="城镇失业人员再就业"))
    [seen] = rows(output, "observations")
    assert seen["indicator_id"] == claim(output, "350人")["indicator_id"] != "new_urban_jobs"


def test_a_part_keeps_its_whole_when_only_the_part_is_corrected(tmp_path: Path) -> None:
    output = tmp_path / "output"
    publish_texts(output, {"镇.txt": "某镇2023年工作总结\n新增就业350人，其中农民工120人。\n"})
    before = claim(output, "120人")
    assert before["part_of"] == claim(output, "350人")["claim_id"]
    say(output, review(output, before, "corrected", value=125))
    after = claim(output, "120人")
    assert (after["value"], after["part_of"], after["flags"]) == (125, before["part_of"], [])


def test_what_is_taken_back_is_as_it_was_extracted(output: Path) -> None:
    before = claim(output, "3650亩")
    correction = review(output, before, "corrected", value=3600, metric="种植黄精")
    say(output, correction)
    assert claim(output, "3650亩")["metric_key"] == "种植黄精"
    undo = Review(verdict="withdrawn", place=correction.place, undoes=correction.review_id, by="甲")
    say(output, undo)
    assert claim(output, "3650亩") == before
    assert {row["state"] for row in rows(output, "reviews")} == {"withdrawn"}


def test_rejected_claims_stay_in_the_table_and_leave_the_views(output: Path) -> None:
    before = len(rows(output, "claims"))
    say(output, review(output, claim(output, "16场"), "no_claim"), review(output, claim(output, "350人"), "wrong"))
    found = {row["quote"]: row["review"] for row in rows(output, "claims")}
    assert len(found) == before
    assert {quote for quote, said in found.items() if said == "rejected"} == {"16场", "350人"}


def test_a_correction_that_cannot_be_is_set_aside_as_any_other_row_and_comes_back(output: Path) -> None:
    before = claim(output, "3650亩")
    wrong = review(output, before, "corrected", value=1e200)
    say(output, wrong)
    assert "3650亩" not in {row["quote"] for row in rows(output, "claims")}
    [aside] = rows(output, "quarantine")
    assert (aside["quote"], aside["expectation"]) == ("3650亩", "value_below_ceiling")
    assert json.loads(aside["row"])["value"] == 1e200
    assert states(output)["3650亩"] == {"set_aside"}
    assert say(output).states == {"set_aside": 1}
    say(output, Review(verdict="withdrawn", place=wrong.place, undoes=wrong.review_id, by="甲"))
    assert claim(output, "3650亩") == before
    assert rows(output, "quarantine") == []


def test_nothing_is_written_anew_where_nothing_changes(output: Path) -> None:
    say(output, review(output, claim(output, "3650亩"), "corrected", value=3600))
    before = (output / "tables").resolve()
    apply_now(output)
    assert (output / "tables").resolve() == before


def test_corrections_outlive_runs_that_read_the_file_again_and_runs_that_read_others(output: Path) -> None:
    say(
        output,
        review(output, claim(output, "3650亩"), "corrected", value=3600),
        review(output, claim(output, "16场"), "no_claim"),
        review(output, claim(output, "96件"), "right"),
    )
    expected = {"3650亩": "corrected", "16场": "rejected", "96件": "confirmed"}
    for texts in ({"镇.txt": TOWN}, {"村.txt": "某村2023年工作总结\n修路99公里。\n"}, {"镇.txt": TOWN}):
        publish_texts(output, texts)
        assert {row["quote"]: row["review"] for row in rows(output, "claims") if row["review"]} == expected
        assert claim(output, "3650亩")["value_standard"] == pytest.approx(2400000)


def test_a_file_that_came_again_with_other_bytes_keeps_nine_of_ten_and_tells_the_tenth(output: Path) -> None:
    found = rows(output, "claims")[:10]
    assert len(found) == 10
    say(output, *(review(output, row, "right") for row in found[:9]), review(output, found[9], "corrected", value=7))
    lost = found[9]
    changed = "（更新稿）\n" + TOWN.replace(lost["quote"], lost["quote"].replace(lost["quote"][0], "9", 1), 1)
    applied = publish_texts(output, {"镇.txt": changed})
    said = {row["reviewed_claim_id"]: row for row in rows(output, "reviews")}
    kept = [row for row in said.values() if row["state"] == "applied"]
    assert len(kept) == 9
    assert {row["anchored"] for row in kept} == {"text"}
    [orphan] = [row for row in said.values() if row["state"] == "orphaned"]
    assert (orphan["quote"], orphan["corrected"], orphan["claim_id"]) == (lost["quote"], "7.0", None)
    assert [one.review.place.quote for one in applied.orphans] == [lost["quote"]]
    by_id = {row["claim_id"]: row for row in rows(output, "claims")}
    assert all(by_id[row["claim_id"]]["quote"] == row["quote"] for row in kept)
    assert sum(row["review"] is not None for row in by_id.values()) == 9


TWO = "某镇2023年工作总结\n甲村培训20人，乙村培训20人。\n丙村培训20人。\n"


def test_figures_that_are_looked_for_file_by_file_are_found_where_all_at_once_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One file came again under its name, one under another, one with bytes that another one had, one not at all."""
    texts = {f"{name}.txt": TOWN.replace("某镇", f"{name}镇") for name in "甲乙丙丁"}
    again = {
        "甲.txt": "（更新稿）\n" + texts["甲.txt"],
        "新.txt": "\n（修订）\n" + texts["乙.txt"],
        "丙.txt": texts["丁.txt"],
    }
    told = []
    for most in (review_locating.CANDIDATES, 1):
        monkeypatch.setattr(review_locating, "CANDIDATES", most)
        output = tmp_path / f"output-{most}"
        publish_texts(output, texts)
        say(output, *(review(output, row) for row in rows(output, "claims")))
        publish_texts(output, again, gone=set(texts))
        told.append({(row["reviewed_claim_id"], row["claim_id"], row["state"]) for row in rows(output, "reviews")})
    assert told[0] == told[1]
    assert Counter(state for _, _, state in told[0]) == {
        "applied": 3 * len(told[0]) // 4,
        "orphaned": len(told[0]) // 4,
    }


def test_files_are_looked_for_together_as_long_as_their_claims_are_few(output: Path) -> None:
    publish_texts(output, {f"{name}.txt": TOWN.replace("某镇", f"{name}镇") for name in "甲乙丙"})
    figures = gather(review(output, row) for row in rows(output, "claims"))
    with open_scratch() as database:
        known = Published(output / "tables", database)
        found = {most: [*review_locating.portions(figures, known, most)] for most in (1, 60, 1000)}
        assert [*review_locating.portions([], known, 1)] == []
    assert [[{figure.place.source_path for figure in some} for some in portions] for portions in found.values()] == [
        [{"丙.txt"}, {"乙.txt"}, {"甲.txt"}, {"镇.txt"}],
        [{"丙.txt", "乙.txt"}, {"甲.txt", "镇.txt"}],
        [{"丙.txt", "乙.txt", "甲.txt", "镇.txt"}],
    ]
    assert all(sum(map(len, portions)) == len(figures) for portions in found.values())


@pytest.mark.parametrize(
    ("again", "why"),
    [
        ("某镇2023年工作总结\n丙村培训20人。\n", "the sentence is gone, and another village's is there"),
        ("某镇2023年工作总结\n甲村培训30人，乙村培训20人。\n丙村培训20人。\n", "the figure is another one"),
        ("某镇2023年工作总结\n乙村培训20人，丁村培训20人。\n丙村培训20人。\n", "the village is another one"),
        ("某镇2024年工作总结\n甲村培训20人，乙村培训20人。\n丙村培训20人。\n", "the report is another one"),
        ("某镇2023年工作总结\n甲村培训20人，乙村培训20人。\n甲村培训20人，乙村培训20人。\n", "it is there twice"),
    ],
)  # fmt: skip
def test_a_verdict_is_put_on_no_other_figure(tmp_path: Path, again: str, why: str) -> None:
    output = tmp_path / "output"
    publish_texts(output, {"镇.txt": TWO})
    say(output, review(output, claim(output, "20人", 0), "corrected", value=25))
    publish_texts(output, {"镇.txt": again})
    assert [row for row in rows(output, "claims") if row["review"]] == [], why
    assert states(output) == {"20人": {"orphaned"}}


@pytest.mark.parametrize("number", [0, 1, 2])
def test_of_equal_quotes_each_verdict_finds_its_own(tmp_path: Path, number: int) -> None:
    output = tmp_path / "output"
    publish_texts(output, {"镇.txt": TWO})
    say(output, review(output, claim(output, "20人", number), "corrected", value=25))
    publish_texts(output, {"镇.txt": TWO.replace("\n", "\n\n")})
    assert [claim(output, "20人", at)["value"] for at in range(3)] == [25 if at == number else 20 for at in range(3)]


def test_what_the_extractor_reads_as_the_person_said_closes_the_review(output: Path) -> None:
    row = claim(output, "3650亩")
    said = Review(verdict="corrected", place=place_of(output, row), fields={"value": 3650}, by="甲")
    say(output, said)
    assert claim(output, "3650亩")["review"] == "confirmed"
    assert states(output)["3650亩"] == {"closed"}


def test_wrong_holds_for_the_reading_that_was_seen_only(output: Path) -> None:
    row = claim(output, "3650亩")
    say(output, review(output, dict(row, value=365.0), "wrong"))
    assert claim(output, "3650亩") == row
    assert states(output)["3650亩"] == {"outdated"}


def test_a_missing_figure_is_added_with_its_section_and_stays(output: Path) -> None:
    quote, text = "村民", text_of(output, "b", "镇.txt").replace("走访群众", "走访村民若干，群众")
    publish_texts(output, {"镇.txt": text})
    some = claim(output, "96件")
    start = text.index("若干")
    place = Place(
        batch="b", source_path="镇.txt", source_id=some["source_id"], report_id=some["report_id"],
        report_title=some["report_title"], claim_id=span_id(some["source_id"], start, start + 2), quote="若干",
        sentence="", char_start=start, char_end=start + 2, before=text[start - 40 : start], after=text[start + 2 :],
    )  # fmt: skip
    say(output, Review(verdict="missing", place=place, fields={"value": 30, "unit": "户", "metric": quote}, by="甲"))
    added = claim(output, "若干")
    assert (added["value"], added["unit_standard"], added["review"], added["section_id"]) == (
        30, "户", "added", some["section_id"],
    )  # fmt: skip
    assert added["sentence"] == "走访村民若干，群众2100户，化解矛盾96件。"
    publish_texts(output, {"镇.txt": "更新\n" + text})
    again = claim(output, "若干")
    assert (again["value"], again["review"], again["char_start"]) == (30, "added", start + 3)


def test_of_a_file_that_goes_and_comes_back_nothing_said_is_lost(output: Path) -> None:
    say(output, review(output, claim(output, "3650亩"), "corrected", value=3600))
    publish_texts(output, {"村.txt": "某村2023年工作总结\n修路99公里。\n"}, gone=["镇.txt"])
    assert states(output) == {"3650亩": {"orphaned"}}
    publish_texts(output, {"镇.txt": TOWN})
    assert claim(output, "3650亩")["value"] == 3600
    assert states(output) == {"3650亩": {"applied"}}


def test_without_its_database_nothing_is_undone(output: Path) -> None:
    say(output, review(output, claim(output, "3650亩"), "corrected", value=3600))
    for path in output.glob(f"{FILE}*"):
        path.unlink()
    publish_texts(output, {"镇.txt": TOWN})
    assert claim(output, "3650亩")["value"] == 3600
    with open_store(output) as store:
        assert store.count() == 1


def test_who_corrects_the_name_keeps_the_value_that_another_has_corrected(output: Path) -> None:
    row = claim(output, "3650亩")
    say(output, review(output, row, "corrected", "甲", value=3600))
    say(output, review(output, claim(output, "3650亩"), "corrected", "乙", metric="种植黄精"))
    after = claim(output, "3650亩")
    assert (after["value"], after["metric"], after["flags"]) == (3600, "种植黄精", [])


def test_two_who_disagree_without_having_seen_each_other_are_told_of(output: Path) -> None:
    row = claim(output, "3650亩")
    say(output, review(output, row, "corrected", "甲", value=3600), review(output, row, "corrected", "乙", value=3700))
    after = claim(output, "3650亩")
    assert (after["value"], after["flags"]) == (3700, ["reviews_differ"])
    assert sorted(row["state"] for row in rows(output, "reviews")) == ["applied", "superseded"]


def test_the_same_file_in_another_batch_has_the_same_figures(output: Path) -> None:
    say(output, review(output, claim(output, "3650亩"), "corrected", value=3600))
    publish_texts(output, {"乙/镇.txt": TOWN}, batch="c")
    assert {row["batch"]: row["value"] for row in rows(output, "claims") if row["quote"] == "3650亩"} == {
        "b": 3600, "c": 3600,
    }  # fmt: skip
