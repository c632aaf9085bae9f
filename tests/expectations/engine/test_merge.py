"""Does a batch that is validated in parts give what it gives in one?"""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from expectations.engine.check import CRITICAL, ROW, TABLE, WARNING, check_between, check_in_set
from expectations.engine.merge import merge_results
from expectations.engine.suite import EXAMPLES, SHOWN, TableResult, session
from expectations.validate import Evidence, Marked, Verdict, conclude, validate, validate_part
from tests.expectations.good import make_facts, make_frame, make_frames, make_parts, make_rows

YOUNG = check_between("young", WARNING, ROW, "age", (0, 30), "age is at most 30")
NAMED = check_in_set("named", CRITICAL, TABLE, "name", ["甲", "乙"], "name is one that we know")
Part = tuple[Sequence[int | None], Sequence[str]]


def run(ages: Sequence[int | None], known_as: Sequence[str] = ()) -> TableResult:
    names = [*known_as, *["甲"] * (len(ages) - len(known_as))]
    frame = pd.DataFrame({"name": names, "age": pd.Series(ages, dtype="float64")})
    return session().run("people", [YOUNG, NAMED], frame)


def merge(*results: TableResult) -> TableResult:
    [merged] = merge_results([result] for result in results)
    return merged


def faulty_frames() -> dict[str, pd.DataFrame]:
    """A claim for quarantine in each of the two files that are read, and one with a warning."""
    rows = make_rows()["claims"]
    rows[0]["quote"] = "1.15万亩"
    rows[3]["value"] = 104.0
    rows[4]["quote"] = "3至6公里"
    return make_frames() | {"claims": make_frame("claims", rows)}


def conclude_in_parts(frames: dict[str, pd.DataFrame], docs_dir: Path | None = None) -> Verdict:
    return conclude([validate_part(*part)[1] for part in make_parts(frames)], [Marked(frames["reports"])], docs_dir)


@pytest.mark.parametrize(
    "parts",
    [
        [([20, 40, None], []), ([25], []), ([50, 60, 70, 20], [])],
        [([20, None], []), ([None, 30], [])],
        [([20], []), ([20], [])],
        [([20, 21], ["丙", "丁"]), ([90], ["丙"])],
        [([], []), ([40, 20], [])],
    ],
)
def test_merged_results_are_those_of_the_whole(parts: list[Part]) -> None:
    merged = merge(*(run(*part) for part in parts))
    whole = run([age for ages, _ in parts for age in ages], known_as_a_whole(parts))
    assert merged.rows == whole.rows
    assert [numbers_of(single) for single in merged.result.results] == [
        numbers_of(single) for single in whole.result.results
    ]
    for ours, theirs in zip(merged.outcomes, whole.outcomes, strict=True):
        assert (ours.holds, ours.rows, ours.examples) == (theirs.holds, theirs.rows, theirs.examples)
    assert (merged.result.success, merged.result.statistics) == (whole.result.success, whole.result.statistics)


def known_as_a_whole(parts: list[Part]) -> list[str]:
    return [name for ages, named in parts for name in [*named, *["甲"] * (len(ages) - len(named))]]


def numbers_of(single: Any) -> dict[str, Any]:
    return {"success": single.success} | {
        name: pytest.approx(value) if isinstance(value, float) else value for name, value in single.result.items()
    }


def test_what_raised_in_one_part_is_a_critical_failure_of_the_table() -> None:
    lacking = session().run("people", [YOUNG, NAMED], pd.DataFrame({"age": [20.0]}))
    merged = merge(run([20, 40]), lacking, run([50]))
    young, named = merged.outcomes
    assert [outcome.check.name for outcome in lacking.outcomes] == ["young", "named"]
    assert (young.holds, young.rows, young.error, young.severity) == (False, 2, "", WARNING)
    assert (named.holds, named.severity, named.scope) == (False, CRITICAL, TABLE)
    assert "name" in named.error
    assert not merged.result.results[1].success
    assert "raised_exception" in str(merged.result.results[1].exception_info)


def test_of_many_failing_rows_as_many_are_shown_as_of_one_part() -> None:
    merged = merge(*(run(range(40 + 100 * part, 100 + 100 * part)) for part in range(3)))
    assert merged.outcomes[0].rows == 180
    assert len(merged.outcomes[0].examples) == EXAMPLES
    assert len(merged.result.results[0].result["partial_unexpected_list"]) == SHOWN


def test_parts_that_are_validated_at_once_do_not_mix() -> None:
    def rows_tested(count: int) -> tuple[int, int]:
        result = run([20] * count)
        return result.rows, result.result.results[0].result["element_count"]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(rows_tested, range(1, 25))) == [(count, count) for count in range(1, 25)]


def test_a_batch_in_three_parts_fails_and_counts_as_in_one() -> None:
    frames = faulty_frames()
    whole, merged = validate(frames, make_facts(), None), conclude_in_parts(frames)
    without_runs = [failure for failure in whole.failures if failure.table != "runs"]
    assert list(merged.failures) == without_runs
    assert {failure.expectation: failure.rows for failure in merged.failures} == {
        "quote_at_position": 2,
        "share_within_whole": 1,
    }
    assert merged.tally == +whole.tally
    assert not merged.gate_failed


def test_what_is_lost_in_one_part_fails_the_gate_of_the_batch() -> None:
    frames = make_frames()
    (harbour, facts), *others = make_parts(frames)
    harbour = harbour | {"claims": harbour["claims"].iloc[1:]}
    found = [validate_part(*part)[1] for part in [(harbour, facts), *others]]
    verdict = conclude(found, [Marked(frames["reports"])], None)
    assert verdict.gate_failed
    assert {failure.expectation for failure in verdict.failures} == {
        "claims_counted",
        "claims_reconcile",
        "numerals_accounted_for",
    }


def test_evidence_goes_between_processes_and_still_makes_the_report(tmp_path: Path) -> None:
    frames = faulty_frames()
    evidence = [validate_part(*part)[1] for part in make_parts(frames)]
    sent: list[Evidence] = [pickle.loads(pickle.dumps(part)) for part in evidence]
    verdict = conclude(sent, [Marked(frames["reports"])], tmp_path)
    assert verdict.failures == conclude_in_parts(frames).failures
    page = (tmp_path / "results" / "claims.html").read_text(encoding="utf-8")
    for path in ("港区.txt", "山区.txt"):  # the failing rows of both parts
        assert path in page
    assert (verdict.tally["files"], verdict.tally["quarantined"]) == (3, 2)
