"""Is what a sentence misses found, kept and counted, and is no verdict on one taken for what it does not say?"""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from expectations.engine.recall import CLAIMS, NEITHER, NUMERALS
from expectations.pages.figures import read_figures
from expectations.pages.quality import write_quality_page
from expectations.pages.rightness import recall_of
from flows.dashboard.judging import added_in
from flows.errors import BadUseError
from flows.publishing.apply import apply_now
from flows.publishing.publish import tables_of
from flows.publishing.reviewed import Applied
from flows.reviews.corrections import sentence_at
from flows.reviews.exchange import read_reviews, to_csv
from flows.reviews.model import Review, check_review, sentence_id
from flows.reviews.places import draw_sample, place_in_text
from flows.reviews.samples import Drawn
from flows.reviews.sentences import (
    Marked,
    Sentence,
    draw_sentences,
    find_sentence,
    places_of_words,
    sentences_in,
    strata_of,
)
from flows.reviews.store import open_store
from tests.flows.reviews.published import TOWN, claim, publish_texts, review, rows, text_of

MISSED = "“十四五”规划开局，过半村民参加。"
LONGER = TOWN + f"{MISSED}\n我们将继续努力。\n"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    publish_texts(tmp_path / "output", {"镇.txt": LONGER})
    return tmp_path / "output"


def tables(output: Path) -> Path:
    found = tables_of(output)
    assert found is not None
    return found


def drawn_all(output: Path) -> list[Drawn]:
    drawn = draw_sentences(tables(output), "b", 1000, "s", 1)
    with open_store(output) as store:
        store.put_sample(drawn)
    return drawn


def sentence(output: Path, one: Drawn) -> Sentence:
    found = find_sentence(tables(output), one.batch, one.target)
    assert found is not None
    return found


def verdict(output: Path, one: Drawn, said: str, by: str = "甲") -> Review:
    found = sentence(output, one)
    return Review(verdict=said, place=found.place, seen=found.seen, by=by, sample=one.sample)


def missing(output: Path, quote: str, **fields: object) -> Review:
    text = text_of(output, "b", "镇.txt")
    report = rows(output, "reports")[0]
    span = (text.index(quote), text.index(quote) + len(quote))
    place = place_in_text("b", "镇.txt", report["source_id"], report["report_id"], report["title"], text, span)
    return Review(verdict="missing", place=place, fields=dict(fields), by="甲")


def say(output: Path, *said: Review) -> Applied:
    with open_store(output) as store:
        store.append(said)
    return apply_now(output)


def states(output: Path) -> list[tuple[str, str]]:
    return [(row["verdict"], row["state"]) for row in rows(output, "reviews") if row["sample_of"]]


def test_sentences_are_those_of_the_reports_without_what_was_taken_out() -> None:
    text = "上篇。广告，加我！ 第一\n\n　第二节 \t十八；……\n下篇"
    removed = [(text.index("广告"), text.index("广告") + 6)]
    marked = Marked("f", text, [(3, text.index("下篇"))], removed, [text.index("十八")], [text.index("第一")])
    spans = list(sentences_in(marked))
    assert [text[start:end] for start, end in spans] == ["第一", "第二节 \t十八；"]
    assert list(strata_of(marked)) == [
        (NUMERALS, sentence_id("f", *spans[0])),
        (CLAIMS, sentence_id("f", *spans[1])),
    ]


def test_a_sentence_of_which_a_part_was_taken_out_is_still_one() -> None:
    text = "种粮（更多范文）三亩。"
    inside = (text.index("（"), text.index("）") + 1)
    for removed, expected in (([inside], 1), ([(0, len(text))], 0), ([(0, 2), (2, len(text) - 1)], 0), ([], 1)):
        assert len(list(sentences_in(Marked("f", text, [(0, len(text))], removed, [], [])))) == expected


def test_each_sentence_of_a_batch_is_of_one_stratum_and_is_the_one_that_claims_have(output: Path) -> None:
    drawn = drawn_all(output)
    strata = {sentence(output, one).place.quote: one.stratum for one in drawn}
    assert strata["培训农民740余人。"] == CLAIMS
    assert strata[MISSED] == NUMERALS
    assert strata["我们将继续努力。"] == NEITHER
    assert {row["sentence"] for row in rows(output, "claims")} <= {
        quote for quote, stratum in strata.items() if stratum == CLAIMS
    }
    text = text_of(output, "b", "镇.txt")
    for one in drawn:
        place = sentence(output, one).place
        assert (
            text[place.char_start : place.char_end]
            == place.quote
            == sentence_at(text, place.char_start, place.char_start + 1)
        )


def test_the_same_seed_draws_the_same_sentences(output: Path) -> None:
    first, again, other = (draw_sample(tables(output), "b", 0, 0, 9, seed=seed) for seed in (1, 1, 2))
    assert [one.target for one in first] == [one.target for one in again] != [one.target for one in other]
    assert {one.what for one in first} == {"sentence"}


def test_what_is_missing_in_the_sentences_is_told_as_the_share_that_was_read(output: Path) -> None:
    drawn = drawn_all(output)
    here = {sentence(output, one).place.quote: one for one in drawn}
    say(
        output,
        *(verdict(output, one, "complete") for quote, one in here.items() if quote != MISSED),
        missing(output, "过半", value=50, unit="%", bound="over", metric="参加的村民"),
        verdict(output, here[MISSED], "incomplete"),
        verdict(output, here[MISSED], "complete"),
    )
    assert set(states(output)) == {("complete", "applied"), ("incomplete", "superseded")}
    assert all(row["sample_of"] == len(drawn) for row in rows(output, "reviews") if row["stratum"])
    assert claim(output, "过半")["review"] == "added"
    found = recall_of(read_figures(tables(output), "b").rows("looked_over"))
    assert found is not None
    extracted = len(rows(output, "claims")) - 1
    assert (found.read, found.of, found.seen) == (len(drawn), len(drawn), 1)
    assert found.low == found.share == found.high == pytest.approx(extracted / (extracted + 1))
    write_quality_page(tables(output), output / "page", "b")
    page = (output / "page" / "index.html").read_text(encoding="utf-8")
    assert f"{len(drawn)} of {len(drawn)} sentences that people looked over 1 were missing" in page


def test_a_sentence_that_misses_something_which_nobody_added_misses_one(output: Path) -> None:
    drawn = drawn_all(output)
    say(output, *(verdict(output, one, "incomplete" if one.stratum == NEITHER else "complete") for one in drawn))
    found = recall_of(read_figures(tables(output), "b").rows("looked_over"))
    assert found is not None
    assert found.seen == sum(one.stratum == NEITHER for one in drawn) > 0


def test_a_figure_that_people_rejected_was_not_rightly_read(output: Path) -> None:
    drawn = drawn_all(output)
    [one] = [one for one in drawn if "740余人" in sentence(output, one).place.quote]
    say(output, verdict(output, one, "complete"), review(output, claim(output, "740余人"), "no_claim"))
    [row] = [row for row in rows(output, "reviews") if row["verdict"] == "complete"]
    assert (row["state"], row["extracted"]) == ("applied", "[]")


def test_a_verdict_is_taken_back_and_comes_again_with_changed_bytes(output: Path) -> None:
    drawn = drawn_all(output)
    [one] = [one for one in drawn if "740余人" in sentence(output, one).place.quote]
    said = verdict(output, one, "complete")
    say(output, said)
    publish_texts(output, {"镇.txt": "前言。\n" + LONGER})
    assert [(row["state"], row["anchored"]) for row in rows(output, "reviews")] == [("applied", "text")]
    publish_texts(output, {"镇.txt": LONGER.replace("740余人", "740余人、干部25人")})
    assert {row["state"] for row in rows(output, "reviews")} == {"orphaned"}
    publish_texts(output, {"镇.txt": LONGER})
    say(output, Review(verdict="withdrawn", place=said.place, undoes=said.review_id, by="甲"))
    assert {row["state"] for row in rows(output, "reviews")} == {"withdrawn"}
    assert not read_figures(tables(output), "b").rows("looked_over")


def test_what_was_said_of_another_reading_counts_no_more(output: Path) -> None:
    drawn = drawn_all(output)
    [one] = [one for one in drawn if "740余人" in sentence(output, one).place.quote]
    said = msgspec.structs.replace(verdict(output, one, "complete"), seen={"quotes": ["740余人", "740"]})
    say(output, said)
    assert states(output) == [("complete", "outdated")]


def test_a_sentence_is_no_claim_though_its_quote_be_the_whole_of_it(tmp_path: Path) -> None:
    output = tmp_path / "output"
    publish_texts(output, {"镇.txt": TOWN + "培训\n350人\n"})
    [one] = [one for one in drawn_all(output) if sentence(output, one).place.quote == "350人"]
    say(output, verdict(output, one, "incomplete"))
    assert {row["review"] for row in rows(output, "claims")} == {None}


def test_a_sentence_travels_as_all_reviews_do(output: Path, tmp_path: Path) -> None:
    said = [verdict(output, one, "complete") for one in drawn_all(output)]
    file = tmp_path / "reviews.csv"
    file.write_text(to_csv(said), encoding="utf-8")
    assert [(r.place, r.seen, r.verdict) for r in read_reviews(file, None, "乙")] == [
        (r.place, r.seen, r.verdict) for r in said
    ]


def test_a_claim_is_not_complete_and_a_sentence_not_right(output: Path) -> None:
    with pytest.raises(BadUseError, match="only of a sentence"):
        check_review(review(output, claim(output, "350人"), "complete"))
    with pytest.raises(BadUseError, match="a sentence is not right"):
        check_review(verdict(output, drawn_all(output)[0], "right"))


def test_a_sentence_of_a_file_that_is_gone_is_not_shown(output: Path) -> None:
    one = drawn_all(output)[0]
    publish_texts(output, {"乡.txt": TOWN.replace("某镇", "某乡")}, gone={"镇.txt"})
    assert find_sentence(tables(output), one.batch, one.target) is None


def test_what_was_added_inside_a_sentence_is_told_beside_it_until_it_is_taken_back(output: Path) -> None:
    [one] = [one for one in drawn_all(output) if sentence(output, one).place.quote == MISSED]
    shown = sentence(output, one)
    [place] = places_of_words(shown, "过半")
    assert place == missing(output, "过半").place
    assert [len(places_of_words(shown, words)) for words in ("”", "。", "无此字", "")] == [1, 1, 0, 0]
    said = Review(verdict="missing", place=place, fields={"value": 50.0, "unit": "%"}, by="甲")
    with open_store(output) as store:
        store.append([said, review(output, claim(output, "350人"), "right")])
        assert [found.review_id for found in added_in(output, shown.place)] == [said.review_id]
        store.append([Review(verdict="withdrawn", place=place, undoes=said.review_id, by="甲")])
    assert added_in(output, shown.place) == []
