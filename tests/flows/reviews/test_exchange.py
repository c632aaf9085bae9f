"""Do reviews travel whole: exported, imported, by hand, as examples and answers, and from the command line?"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner

from expectations.pages.quality import write_quality_page
from flows.errors import BadUseError
from flows.publishing.apply import apply_now
from flows.publishing.publish import tables_of
from flows.publishing.teaching import examples_of, write_answers
from flows.reviews.exchange import read_reviews, to_csv, to_jsonl
from flows.reviews.model import Review
from flows.reviews.places import draw_sample
from flows.reviews.store import open_store
from flows.reviews_cli import reviews as app
from tests.evaluation.cases import further_texts
from tests.flows.reviews.published import TOWN, claim, publish_texts, review, rows


@pytest.fixture
def output(tmp_path: Path) -> Path:
    publish_texts(tmp_path / "output", {"镇.txt": TOWN})
    return tmp_path / "output"


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_what_is_exported_is_imported_as_it_was(output: Path, tmp_path: Path, ending: str) -> None:
    said = [
        review(output, claim(output, "3650亩"), "corrected", value=3600, period_end=None),
        review(output, claim(output, "16场"), "no_claim"),
    ]
    file = tmp_path / f"reviews.{ending}"
    file.write_text(to_csv(said) if ending == "csv" else to_jsonl(said), encoding="utf-8")
    found = read_reviews(file, None, "somebody")
    assert [(r.review_id, r.fields, r.place, r.seen, r.at, r.by) for r in found] == [
        (r.review_id, r.fields, r.place, r.seen, r.at, r.by) for r in said
    ]
    with open_store(output) as store:
        assert [store.append(found), store.append(found)] == [2, 0]


def test_a_row_by_hand_needs_no_more_than_the_claim_and_what_it_should_be(output: Path, tmp_path: Path) -> None:
    row = claim(output, "3650亩")
    file = tmp_path / "mine.csv"
    file.write_text(f'claim_id,value,note\n{row["claim_id"]},"3,600",见附表\n', encoding="utf-8-sig")
    [one] = found = read_reviews(file, tables_of(output), "甲")
    assert (one.verdict, one.fields, one.place.quote, one.by) == ("corrected", {"value": 3600.0}, "3650亩", "甲")
    assert one.review_id == read_reviews(file, tables_of(output), "甲")[0].review_id
    with open_store(output) as store:
        store.append(found)
    apply_now(output)
    assert claim(output, "3650亩")["value"] == 3600


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("claim_id,verdict\nnone,right\n", "no claim none"),
        ("claim_id,verdict\n,right\n", "names no claim"),
        ("claim_id,verdict,value\nID,right,3\n", "has corrected fields"),
        ("claim_id,value\nID,many\n", "is no number"),
    ],
)
def test_what_cannot_be_imported_is_told_with_its_row(output: Path, tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(text.replace("ID", claim(output, "3650亩")["claim_id"]), encoding="utf-8")
    with pytest.raises(BadUseError, match=f"review 1: .*{told}"):
        read_reviews(file, tables_of(output), "甲")


def test_no_note_becomes_a_formula_of_a_spreadsheet(output: Path, tmp_path: Path) -> None:
    said = review(output, claim(output, "3650亩"), "wrong", by="=HYPERLINK(1)")
    file = tmp_path / "r.csv"
    file.write_text(to_csv([said]), encoding="utf-8")
    assert ",'=HYPERLINK(1)," in file.read_text(encoding="utf-8")
    assert read_reviews(file, None, "")[0].by == "=HYPERLINK(1)"


def judge_all(output: Path) -> None:
    with open_store(output) as store:
        for row in rows(output, "claims"):
            fields = {"value": 3600} if row["quote"] == "3650亩" else {}
            store.append([review(output, row, "corrected" if fields else "right", **fields)])
    apply_now(output)


def test_corrections_become_examples_of_the_corpus(output: Path) -> None:
    judge_all(output)
    tables = tables_of(output)
    assert tables is not None
    [example] = tomllib.loads(examples_of(tables, replace_names=False))["example"]
    assert example["text"] == "流转土地8千余亩，种植药材3650亩。"
    assert [(one["quote"], one["value"]) for one in example["claims"]] == [("8千余亩", 8000), ("3650亩", 3600)]


def test_reports_that_were_judged_whole_become_answers(output: Path, tmp_path: Path) -> None:
    judge_all(output)
    tables = tables_of(output)
    assert tables is not None
    assert write_answers(tables, tmp_path / "answers") == 1
    [case], missing = further_texts(tmp_path / "answers", [])
    assert not missing
    assert {answer["quote"]: answer["value"] for answer in case.gold}["3650亩"] == 3600
    assert len(case.gold) == len(rows(output, "claims"))


def test_a_sample_is_drawn_kept_and_shown_on_the_quality_page(output: Path) -> None:
    tables = tables_of(output)
    assert tables is not None
    drawn = draw_sample(tables, "b", 8, 5, 0, seed=1)
    assert {one.what for one in drawn} <= {"claim", "numeral"}
    by_id = {row["claim_id"]: row for row in rows(output, "claims")}
    with open_store(output) as store:
        store.put_sample(drawn)
        assert len(store.samples("b")) == len(drawn)
        chosen = [by_id[one.target] for one in drawn if one.what == "claim"]
        store.append([review_in_sample(output, row, drawn[0].sample) for row in chosen])
    apply_now(output)
    sampled = [row for row in rows(output, "reviews") if row["stratum"]]
    assert len(sampled) == 8
    assert all(row["stratum"].startswith(by_id[row["claim_id"]]["kind"]) for row in sampled)
    write_quality_page(tables_of(output) or tables, output / "page", "b")
    page = (output / "page" / "index.html").read_text(encoding="utf-8")
    assert f"Of your {len(by_id)} claims <b>100.0% ±" in page
    assert "(8 read)" in page
    assert "published as people said" in page


def review_in_sample(output: Path, row: dict[str, Any], sample: str) -> Review:
    return msgspec.structs.replace(review(output, row, "right"), sample=sample)


def test_the_command_line_exports_imports_tells_and_applies(output: Path, tmp_path: Path) -> None:
    run = CliRunner()
    row = claim(output, "3650亩")
    file = tmp_path / "mine.jsonl"
    file.write_text(json.dumps({"claim_id": row["claim_id"], "value": 3600}) + "\n", encoding="utf-8")
    at = ["--output", str(output)]
    assert "1 reviews added" in run.invoke(app, ["import", str(file), *at, "--by", "甲"]).output
    assert "1 not published yet" in run.invoke(app, ["status", *at]).output
    assert "applied: 1" in run.invoke(app, ["apply", *at]).output
    assert "0 not published yet" in run.invoke(app, ["status", *at]).output
    exported = run.invoke(app, ["export", *at]).output
    assert json.loads(exported)["fields"] == {"value": 3600.0}
    assert run.invoke(app, ["sample", "5", "--numerals", "0", "--sentences", "4", *at]).output.startswith(
        "b: 5 claims, 0 numerals, 4 sentences"
    )
