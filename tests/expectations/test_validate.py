"""Each expectation holds of a good batch, and reports the one fault it guards against."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pandas as pd
import pytest
from tqdm import tqdm

from expectations.engine import library, suite
from expectations.engine.check import CRITICAL, ROW, TABLE, WARNING, Check, check_between
from expectations.engine.suite import Session, TableResult, read_exception
from expectations.schema import load_tables
from expectations.validate import (
    CHECKS,
    REQUIRED,
    Facts,
    Marked,
    TableMissingError,
    Verdict,
    conclude,
    validate,
    validate_observations,
    validate_part,
    validate_reviews,
    validate_runs,
)
from tests.expectations.good import (
    make_claim,
    make_facts,
    make_frame,
    make_frames,
    make_observation,
    make_parts,
    make_review,
    make_rows,
)

Frames = dict[str, pd.DataFrame]
Break = Callable[[Frames], None]


def put(table: str, row: int, **values: Any) -> Break:
    """A fault: some cells of one row are something else."""

    def break_frames(frames: Frames) -> None:
        rows = make_rows()[table]
        rows[row] |= values
        frames[table] = make_frame(table, rows)

    return break_frames


def append(table: str, **values: Any) -> Break:
    """A fault: the first row stands there again, with some cells changed."""

    def break_frames(frames: Frames) -> None:
        rows = make_rows()[table]
        frames[table] = make_frame(table, [*rows, rows[0] | values])

    return break_frames


def append_claim(frames: Frames) -> None:
    rows = make_rows()
    frames["claims"] = make_frame("claims", [*rows["claims"], rows["claims"][0]])
    rows["reports"][0]["claims"] += 1
    rows["sources"][0]["claims"] += 1
    frames["reports"] = make_frame("reports", rows["reports"])
    frames["sources"] = make_frame("sources", rows["sources"])


def shift_section(frames: Frames) -> None:
    """The claims stay inside, but the two sections overlap."""
    rows = make_rows()["sections"]
    rows[1]["char_start"] -= 1
    frames["sections"] = make_frame("sections", rows)


def turn_section(frames: Frames) -> None:
    """An empty section at the end, which ends before it begins."""
    rows = make_rows()
    end = rows["sections"][2]["char_end"]
    last = rows["sections"][2] | {"section_id": "s4", "char_start": end, "char_end": end - 1}
    frames["sections"] = make_frame("sections", [*rows["sections"], last])
    rows["reports"][1]["sections"] = 2
    frames["reports"] = make_frame("reports", rows["reports"])


def empty_report(frames: Frames) -> None:
    rows = make_rows()
    frames["reports"] = make_frame(
        "reports",
        [
            *rows["reports"],
            rows["reports"][0] | {"report_id": "r3", "char_start": 0, "char_end": 0, "claims": 0, "sections": 1},
        ],
    )
    section = rows["sections"][0] | {"section_id": "s4", "report_id": "r3", "char_start": 0, "char_end": 0}
    frames["sections"] = make_frame("sections", [*rows["sections"], section])
    rows["sources"][0]["reports"] = 2
    frames["sources"] = make_frame("sources", rows["sources"])


def lose_row(table: str) -> Break:
    """A fault: the first row is not there."""

    def break_frames(frames: Frames) -> None:
        frames[table] = frames[table].iloc[1:]

    return break_frames


def lose_source_path(table: str) -> Break:
    """One more row of the table, of a file that the sources table does not have."""

    def break_frames(frames: Frames) -> None:
        rows = make_rows()
        lost = {"source_path": "无.txt", "claims": 0, "sections": 1, "report_id": "r9"}
        fields = {column.name for column in load_tables()[table].columns}
        row = rows[table][-1] | {key: value for key, value in lost.items() if key in fields}
        if table in ("boilerplate", "passed_over"):
            row["char_start"] += 1
            row["text"] = row["text"][1:]
        frames[table] = make_frame(table, [*rows[table], row])
        if table == "reports":
            section = rows["sections"][2] | {"section_id": "s9", "report_id": "r9"}
            frames["sections"] = make_frame("sections", [*rows["sections"], section])

    return break_frames


def swap_columns(frames: Frames) -> None:
    columns = list(frames["claims"].columns)
    frames["claims"] = frames["claims"][[columns[1], columns[0], *columns[2:]]]


def add_column(frames: Frames) -> None:
    frames["reports"]["remark"] = "x"


def spoil_type(frames: Frames) -> None:
    frames["claims"]["extractor_version"] = 1


def quarantine_unknown(monkeypatch: pytest.MonkeyPatch, **values: Any) -> None:
    """Let the quarantine be filled with something else."""
    import expectations.validate as module

    row = {"claim_id": "c1", "source_id": "a", "source_path": "p", "expectation": "report_exists", "row": "{}"} | values

    def fill(rows: pd.DataFrame, failed: list[tuple[int, str]]) -> pd.DataFrame:
        return make_frame("quarantine", [row, row] if not values else [row])

    monkeypatch.setattr(module, "_fill_quarantine", fill)


@pytest.fixture(autouse=True)
def remember_results(monkeypatch: pytest.MonkeyPatch) -> None:
    """A suite is not run again on a frame that it has been run on: most faults leave most tables as they are."""
    run = Session.run

    def run_or_remember(self: Session, table: str, checks: Sequence[Check], frame: pd.DataFrame) -> TableResult:
        key = (table, len(checks), str(list(frame.dtypes)), frame.to_csv())
        if key not in _REMEMBERED:
            _REMEMBERED[key] = run(self, table, checks, frame)
        return _REMEMBERED[key]

    monkeypatch.setattr(Session, "run", run_or_remember)


_REMEMBERED: dict[Any, TableResult] = {}
HARBOUR = "a" * 64
INFINITE = float("inf")

# Of single claims: the expectation, which good claim, and what is wrong with it.
CLAIM_FAULTS: list[tuple[str, int, dict[str, Any]]] = [
    ("required_present", 2, {"extractor_version": None}),
    ("quote_at_position", 0, {"quote": "1.15万亩"}),
    ("position_not_empty", 0, {"quote": "", "char_start": 40, "char_end": 40}),
    ("section_exists", 0, {"section_id": "s9"}),
    ("inside_its_section", 0, {"section_id": "s2"}),
    ("box_is_rectangle", 0, {"box": [72.0, 500.0, 60.0, 512.0]}),
    ("part_known", 0, {"part": "preface"}),
    ("kind_known", 1, {"kind": "amount", "unit": ""}),
    ("bound_known", 0, {"bound": "about"}),
    ("status_known", 0, {"status": "future"}),
    ("comparison_known", 0, {"comparison": "同比"}),
    ("direction_known", 0, {"direction": "sideways"}),
    ("review_known", 0, {"review": "perhaps"}),
    ("basis_known", 5, {"basis": "deflated"}),
    ("scope_not_blank", 0, {"scope": " "}),
    ("whole_exists", 0, {"part_of": "c9"}),
    ("whole_exists", 0, {"part_of": "c1"}),
    ("whole_exists", 0, {"part_of": "c5"}),  # of another report
    ("change_has_direction", 0, {"change": 3.0}),
    ("change_has_direction", 5, {"change": 3.0, "direction": "down"}),
    ("base_ordered", 5, {"base_start": date(2023, 1, 1), "base_end": date(2022, 12, 31)}),
    ("metric_named", 0, {"metric": " "}),
    ("metric_short", 0, {"metric": "水稻" * 21}),
    ("masked_or_valued", 2, {"value": 40000.0}),
    ("masked_or_valued", 2, {"value_max": 40000.0}),
    ("masked_or_valued", 0, {"value": None}),
    ("value_finite", 0, {"value": INFINITE}),
    ("value_finite", 0, {"value_standard": INFINITE}),
    ("value_above_floor", 0, {"value": -1.0}),
    ("value_above_floor", 1, {"value": -1.0}),
    ("value_above_floor", 4, {"value_min": -3.0}),
    ("value_above_floor", 5, {"value": -1001.0}),
    ("value_below_ceiling", 0, {"value": 1e15}),
    ("value_below_ceiling", 4, {"value_max": 1e15}),
    ("range_ordered", 4, {"value_min": 5.0, "value_max": 3.0}),
    ("share_within_whole", 3, {"value": 104.0}),
    ("unit_known", 1, {"unit": "囗"}),
    ("unit_fits_kind", 0, {"kind": "length"}),
    ("confidence_in_range", 0, {"confidence": 1.2}),
    ("confidence_in_range", 0, {"confidence": -0.2}),
    ("report_year_sane", 0, {"report_year": 23}),
    ("period_start_sane", 0, {"period_start": date(1368, 1, 1)}),
    ("period_end_sane", 0, {"period_end": date(2203, 1, 1)}),
    ("period_ordered", 0, {"period_start": date(2024, 1, 1)}),
]

# Of anything else.
FAULTS: list[tuple[str, str, Break]] = [
    ("claims", "claim_id_used_once", append_claim),
    ("reports", "required_present", put("reports", 0, title=None)),
    ("reports", "source_exists", lose_source_path("reports")),
    ("reports", "position_not_empty", empty_report),
    ("reports", "title_not_blank", put("reports", 0, title=" ")),
    ("reports", "report_year_sane", put("reports", 0, report_year=20230)),
    ("reports", "signed_on_sane", put("reports", 0, signed_on=date(1024, 1, 5))),
    ("reports", "sections_counted", put("reports", 0, sections=3)),
    ("reports", "sections_reach_end", put("reports", 1, char_end=5000)),
    ("reports", "claims_counted", put("reports", 0, claims=5)),
    ("copies", "original_known", put("reports", 1, duplicate_of="r9", similarity=0.9)),
    ("copies", "original_known", put("reports", 1, duplicate_of="r2", similarity=0.9)),
    ("copies", "original_known", put("reports", 1, duplicate_in="2016")),
    ("copies", "similarity_told", put("reports", 1, duplicate_of="r1")),
    ("copies", "similarity_sane", put("reports", 1, duplicate_of="r1", similarity=1.1)),
    ("sections", "required_present", put("sections", 0, section=None)),
    ("sections", "report_exists", append("sections", section_id="s4", report_id="r9")),
    ("sections", "part_known", put("sections", 0, part="preface")),
    ("sections", "level_not_negative", put("sections", 0, level=-1)),
    ("sections", "position_ordered", turn_section),
    ("sections", "sections_tile", shift_section),
    ("sources", "required_present", put("sources", 2, seconds=None)),
    ("sources", "outcome_told", put("sources", 2, reason=None)),
    ("sources", "outcome_told", put("sources", 1, source_id=None)),
    ("sources", "outcome_told", put("sources", 2, status="lost")),
    ("sources", "seconds_not_negative", put("sources", 0, seconds=-1.0)),
    ("sources", "doubtful_pages_exist", put("sources", 0, doubtful_pages=[0, 3])),
    ("sources", "characters_accounted_for", put("sources", 0, kept_characters=1)),
    ("sources", "reports_counted", put("sources", 0, reports=2)),
    ("sources", "claims_counted", put("sources", 0, claims=3)),
    ("texts", "source_id_agrees", put("texts", 0, source_id="c" * 64)),
    ("texts", "characters_agree", put("texts", 0, text="2023年港区工作总结")),
    ("texts", "source_exists", put("texts", 0, source_path="无.txt")),
    ("fingerprints", "required_present", put("fingerprints", 0, text_id=None)),
    ("fingerprints", "text_named", put("fingerprints", 0, text_id=" ")),
    ("fingerprints", "report_exists", put("fingerprints", 0, report_id="r9")),
    ("fingerprints", "place_not_negative", put("fingerprints", 0, place=-1)),
    ("fingerprints", "numbers_known_not_negative", put("fingerprints", 0, numbers_known=-1)),
    ("fingerprints", "numbers_masked_not_negative", put("fingerprints", 0, numbers_masked=-1)),
    ("fingerprints", "characters_not_negative", put("fingerprints", 0, characters=-1)),
    ("fingerprints", "signature_whole", put("fingerprints", 0, signature=bytes(508))),
    ("fingerprints", "numbers_in_pairs", put("fingerprints", 0, numbers=bytes(12))),
    ("fingerprints", "names_in_pairs", put("fingerprints", 0, names=bytes(4))),
    ("fingerprints", "method_known", put("fingerprints", 0, method="0")),
    ("fingerprints", "key_unique", append("fingerprints")),
    ("texts", "key_unique", append("texts")),
    ("passed_over", "reason_given", put("passed_over", 0, reason="")),
    ("passed_over", "text_at_position", put("passed_over", 0, text="2022")),
    ("sources", "numerals_accounted_for", lose_row("passed_over")),
    ("passed_over", "key_unique", append("passed_over")),
    ("passed_over", "source_exists", lose_source_path("passed_over")),
    ("boilerplate", "rule_named", put("boilerplate", 0, rule="")),
    ("boilerplate", "text_at_position", put("boilerplate", 0, char_start=1)),
    ("columns", "columns_in_order", swap_columns),
    ("columns", "columns_in_order", add_column),
    ("columns", "types_as_defined", spoil_type),
]

# Faults that cannot be without another one: what else reports them.
ENTAILED: list[tuple[str, str, Break, set[str]]] = [
    ("claims", "report_exists", put("claims", 0, report_id="r9"), {"reports.claims_counted"}),
    (
        "reports",
        "key_unique",
        append("reports"),
        {"sources.reports_counted"},
    ),
    ("texts", "required_present", put("texts", 0, source_id=None), {"texts.source_id_agrees"}),
    ("sections", "key_unique", append("sections"), {"sections.sections_tile", "reports.sections_counted"}),
    (
        "sources",
        "key_unique",
        append("sources"),
        {
            f"reconciliation.{name}"
            for name in ("files_reconcile", "characters_of_sources_reconcile", "sources_differ", "texts_differ")
        },
    ),
    (
        "boilerplate",
        "key_unique",
        append("boilerplate"),
        {"sources.characters_accounted_for", "reconciliation.boilerplate_reconciles"},
    ),
    ("passed_over", "required_present", put("passed_over", 0, text=None), {"passed_over.text_at_position"}),
    ("boilerplate", "source_exists", lose_source_path("boilerplate"), {"reconciliation.boilerplate_reconciles"}),
    (
        "boilerplate",
        "position_not_empty",
        put("boilerplate", 0, char_end=0, text=""),
        {"sources.characters_accounted_for", "reconciliation.boilerplate_reconciles"},
    ),
    (
        "boilerplate",
        "required_present",
        put("boilerplate", 0, text=None),
        {"boilerplate.text_at_position", "sources.characters_accounted_for", "reconciliation.boilerplate_reconciles"},
    ),
]

FACTS: list[tuple[str, dict[str, int]]] = [
    ("claims_reconcile", {"extracted": 7}),
    ("characters_reconcile", {"characters_kept": 1}),
    ("files_reconcile", {"files": 4}),
]

RUN_FAULTS: list[tuple[str, dict[str, Any]]] = [
    ("required_present", {"extractor_version": None}),
    ("batch_named", {"batch_id": ""}),
    ("status_known", {"status": "done"}),
    ("claims_accounted_for", {"claims_extracted": 7}),
    ("rejected_within_files", {"files_rejected": 4}),
    ("versions_is_json", {"versions": "python 3.11"}),
    *(
        (check.name, {check.arguments["column"]: -1})
        for check in CHECKS["runs"]
        if check.name.endswith("_not_negative")
    ),
]

REVIEW_FAULTS: list[tuple[str, dict[str, Any]]] = [
    ("required_present", {"source_id": None}),
    ("verdict_known", {"verdict": "perhaps"}),
    ("anchored_known", {"anchored": "guessed"}),
    ("state_known", {"state": "done"}),
    ("field_known", {"field": "colour"}),
    ("person_named", {"by": " "}),
    ("position_not_empty", {"char_end": 0}),
    ("applied_to_a_claim", {"claim_id": None}),
    ("applied_to_a_claim", {"anchored": "orphaned"}),
    ("applied_to_a_claim", {"anchored": "orphaned", "state": "orphaned", "reason": "gone"}),
    ("applied_to_a_claim", {"anchored": "orphaned", "state": "orphaned", "claim_id": None}),
]

OBSERVATION_FAULTS: list[tuple[str, dict[str, Any]]] = [
    ("required_present", {"issuer_key": None}),
    ("measure_known", {"measure": "change"}),
    ("status_known", {"status": "done"}),
    ("bound_known", {"bound": "perhaps"}),
    ("basis_known", {"basis": "guessed"}),
    ("period_ordered", {"period_end": date(2022, 12, 31)}),
    ("sentence_given", {"sentence": " "}),
    ("confidence_in_range", {"confidence": 1.5}),
    ("claims_counted", {"claims": 0, "agreeing": 0}),
    ("counts_within_claims", {"differing": 1}),
    ("value_possible", {"value_standard": None}),
    ("value_possible", {"masked": True}),
    ("growth_in_per_cent", {"measure": "growth"}),
]

QUARANTINE_FAULTS: list[tuple[str, dict[str, Any]]] = [
    ("key_unique", {}),
    ("required_present", {"source_path": None}),
    ("expectation_known", {"expectation": "metric_short"}),
    ("row_is_json", {"row": "c1"}),
]


def make_facts_of_a_rejected_file() -> Facts:
    return Facts({}, extracted=0, characters_in=0, characters_removed=0, characters_kept=0, files=1)


def names(verdict: Verdict) -> set[str]:
    return {f"{failure.table}.{failure.expectation}" for failure in verdict.failures}


def test_every_expectation_holds_of_a_good_batch() -> None:
    verdict = validate(make_frames(), make_facts(), None)
    assert verdict.failures == ()
    assert not verdict.gate_failed
    assert verdict.evaluated == sum(len(checks) for table, checks in CHECKS.items() if table != "volume")
    assert verdict.frames["quarantine"].empty


def test_every_expectation_holds_of_an_empty_batch() -> None:
    frames = {table: make_frame(table, []) for table in REQUIRED}
    facts = make_facts(extracted=0, characters_in=0, characters_removed=0, characters_kept=0, files=0)
    assert validate(frames, facts, None).failures == ()


@pytest.mark.parametrize(
    ("table", "expectation", "fault"), FAULTS, ids=[f"{t}-{e}-{i}" for i, (t, e, _) in enumerate(FAULTS)]
)
def test_an_expectation_and_no_other_reports_its_fault(table: str, expectation: str, fault: Break) -> None:
    frames = make_frames()
    fault(frames)
    assert names(validate(frames, make_facts(extracted=len(frames["claims"])), None)) == {f"{table}.{expectation}"}


@pytest.mark.parametrize(
    ("table", "expectation", "fault", "others"), ENTAILED, ids=[f"{t}-{e}" for t, e, *_ in ENTAILED]
)
def test_an_expectation_reports_its_fault_with_those_it_entails(
    table: str, expectation: str, fault: Break, others: set[str]
) -> None:
    frames = make_frames()
    fault(frames)
    assert names(validate(frames, make_facts(), None)) == {f"{table}.{expectation}", *others}


@pytest.mark.parametrize(("expectation", "changes"), FACTS)
def test_counts_must_reconcile(expectation: str, changes: dict[str, int]) -> None:
    verdict = validate(make_frames(), make_facts(**changes), None)
    assert names(verdict) == {f"reconciliation.{expectation}"}
    assert verdict.gate_failed


def test_characters_read_are_those_of_the_sources() -> None:
    facts = make_facts()
    more = make_facts(characters_in=facts.characters_in + 1, characters_kept=facts.characters_kept + 1)
    assert names(validate(make_frames(), more, None)) == {"reconciliation.characters_of_sources_reconcile"}


def test_characters_removed_are_those_of_the_boilerplate() -> None:
    facts = make_facts()
    moved = make_facts(characters_removed=facts.characters_removed + 1, characters_kept=facts.characters_kept - 1)
    assert names(validate(make_frames(), moved, None)) == {"reconciliation.boilerplate_reconciles"}


def test_a_file_that_is_in_two_parts_is_noticed() -> None:
    frames = make_frames()
    rejected, _ = make_parts(frames)[2]
    found = [validate_part(frames, make_facts())[1], validate_part(rejected, make_facts_of_a_rejected_file())[1]]
    assert names(conclude(found, [Marked(frames["reports"])], None)) == {"reconciliation.sources_differ"}


def test_a_text_that_is_read_under_two_names_is_noticed() -> None:
    frames = make_frames()
    parts = make_parts(frames)
    hills, facts = parts[1]
    renamed = {table: frame.assign(source_path="又.txt") for table, frame in hills.items()}
    found = [validate_part(*part)[1] for part in [*parts, (renamed, facts)]]
    assert names(conclude(found, [Marked(frames["reports"])], None)) == {"reconciliation.texts_differ"}


def test_nothing_can_be_missing_where_nothing_was_read() -> None:
    verdict = conclude([], [Marked(make_frame("reports", []))], None)
    assert (verdict.failures, verdict.gate_failed) == ((), False)
    assert verdict.evaluated == len(CHECKS["copies"])


@pytest.mark.parametrize(("expectation", "changes"), RUN_FAULTS, ids=[name for name, _ in RUN_FAULTS])
def test_a_run_must_make_sense(expectation: str, changes: dict[str, Any]) -> None:
    entailed = (
        {"claims_accounted_for"}
        if {"claims_extracted", "claims_published", "claims_quarantined"} & {*changes}
        else set()
    )
    entailed |= {"rejected_within_files"} if "files" in changes else set()
    found = {failure.expectation for failure in validate_runs(make_frame("runs", [make_rows()["runs"][0] | changes]))}
    assert found == {expectation, *entailed}


def test_a_run_is_named_once() -> None:
    assert [failure.expectation for failure in validate_runs(make_frame("runs", make_rows()["runs"] * 2))] == [
        "key_unique"
    ]


@pytest.mark.parametrize(("expectation", "changes"), REVIEW_FAULTS)
def test_a_review_must_make_sense(expectation: str, changes: dict[str, Any]) -> None:
    found = validate_reviews(make_frame("reviews", [make_review(**changes)]))
    assert {failure.expectation for failure in found} == {expectation}


def test_what_a_review_says_of_a_field_is_said_once() -> None:
    found = validate_reviews(make_frame("reviews", [make_review()] * 2))
    assert [failure.expectation for failure in found] == ["key_unique"]


@pytest.mark.parametrize(("expectation", "changes"), OBSERVATION_FAULTS)
def test_an_observation_must_make_sense(expectation: str, changes: dict[str, Any]) -> None:
    found = validate_observations(make_frame("observations", [make_observation(**changes)]))
    assert {failure.expectation for failure in found} == {expectation}


def test_a_figure_is_observed_once() -> None:
    assert validate_observations(make_frame("observations", [make_observation()])) == ()
    found = validate_observations(make_frame("observations", [make_observation()] * 2))
    assert [failure.expectation for failure in found] == ["key_unique"]


@pytest.mark.parametrize(("expectation", "changes"), QUARANTINE_FAULTS)
def test_the_quarantine_must_make_sense(
    expectation: str, changes: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    quarantine_unknown(monkeypatch, **changes)
    assert names(validate(make_frames(), make_facts(), None)) == {f"quarantine.{expectation}"}


def test_every_expectation_is_broken_by_a_test() -> None:
    broken = {(table, expectation) for table, expectation, *_ in [*FAULTS, *ENTAILED]}
    broken |= {("claims", name) for name, *_ in CLAIM_FAULTS}
    broken |= {("runs", name) for name, _ in RUN_FAULTS} | {("runs", "key_unique")}
    broken |= {("quarantine", name) for name, _ in QUARANTINE_FAULTS}
    broken |= {("reviews", name) for name, _ in REVIEW_FAULTS} | {("reviews", "key_unique")}
    broken |= {("observations", name) for name, _ in OBSERVATION_FAULTS} | {("observations", "key_unique")}
    broken |= {("volume", check.name) for check in CHECKS["volume"]}  # engine/test_volume.py
    broken |= {("reconciliation", check.name) for check in CHECKS["reconciliation"]}  # the tests on facts and parts
    assert {(table, check.name) for table, checks in CHECKS.items() for check in checks} == broken


def test_a_claim_that_fails_a_critical_expectation_goes_to_quarantine() -> None:
    frames = make_frames()
    put("claims", 0, quote="1.15万亩", metric=" ")(frames)
    verdict = validate(frames, make_facts(), None)
    assert list(verdict.frames["claims"]["claim_id"]) == ["c2", "c3", "c4", "c5", "c6"]
    quarantine = verdict.frames["quarantine"]
    assert list(quarantine["expectation"]) == ["metric_named", "quote_at_position"]
    assert json.loads(quarantine["row"][0])["period_end"] == "2023-12-31"
    assert "1.15万亩" in quarantine["row"][0]
    assert not verdict.gate_failed
    assert {failure.rows for failure in verdict.failures} == {1}


def test_a_claim_that_fails_a_warning_is_flagged_and_published() -> None:
    frames = make_frames()
    put("claims", 3, value=104.0, flags=["parts_do_not_sum"])(frames)
    verdict = validate(frames, make_facts(), None)
    assert [list(flags) for flags in verdict.frames["claims"]["flags"]][3] == ["parts_do_not_sum", "share_within_whole"]
    assert len(verdict.frames["claims"]) == 6
    assert [failure.severity for failure in verdict.failures] == [WARNING]


def test_a_negative_sum_passes_and_a_negative_area_is_flagged() -> None:
    frames = make_frames()
    negative = {"value": -740.0, "value_min": None}
    put("claims", 1, kind="money", unit="元", **negative)(frames)
    assert validate(frames, make_facts(), None).failures == ()
    put("claims", 1, kind="area", unit="亩", **negative)(frames)
    verdict = validate(frames, make_facts(), None)
    assert names(verdict) == {"claims.value_above_floor"}
    assert not verdict.gate_failed
    assert "value_above_floor" in verdict.frames["claims"]["flags"][1]


def test_published_frames_fit_the_arrow_schemas_again() -> None:
    import pyarrow as pa

    frames = make_frames()
    put("claims", 3, value=104.0, report_year=None)(frames)
    verdict = validate(frames, make_facts(), None)
    for table, frame in verdict.frames.items():
        pa.Table.from_pandas(frame, schema=load_tables()[table].arrow_schema(), preserve_index=False).validate(
            full=True
        )


def test_a_missing_column_fails_the_gate() -> None:
    frames = make_frames()
    del frames["claims"]["metric"]
    verdict = validate(frames, make_facts(), None)
    assert verdict.gate_failed
    assert "columns.columns_in_order" in names(verdict)


def test_a_missing_table_is_an_error() -> None:
    frames = make_frames()
    del frames["sections"]
    with pytest.raises(TableMissingError, match="sections"):
        validate(frames, make_facts(), None)


def test_an_expectation_that_raises_is_a_critical_failure_of_the_table() -> None:
    check = check_between("age", WARNING, ROW, "no_such_column", (0, 1), "")
    (outcome,) = Session().run("claims", [check], make_frames()["claims"]).outcomes
    assert not outcome.holds
    assert (outcome.severity, outcome.scope) == (CRITICAL, TABLE)
    assert "no_such_column" in outcome.error


def test_exceptions_are_found_in_either_form() -> None:
    raised = {"raised_exception": True, "exception_message": "no"}
    assert read_exception(raised) == "no"
    assert read_exception({"metric-1": raised, "metric-2": raised}) == "no"
    assert read_exception({"raised_exception": False, "exception_message": None}) == ""


def test_checks_have_distinct_names_and_known_rules() -> None:
    from expectations.engine import library

    for table, checks in CHECKS.items():
        assert len({check.name for check in checks}) == len(checks)
        built = suite.build_suite(table, checks).expectations
        assert [expectation.meta["name"] for expectation in built] == [check.name for check in checks]
        assert all(hasattr(library.load().expectations, check.rule) for check in checks)


def test_make_claim_quotes_its_source() -> None:
    assert make_claim(1, HARBOUR, "740余人", metric="培训")["sentence"] == "培训740余人。财政补助XX万元。"


def test_the_library_leaves_no_lock_behind_in_a_process_that_is_ended() -> None:
    library.load()
    assert not hasattr(tqdm.get_lock(), "mp_lock")
