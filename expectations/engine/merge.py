"""How do the results of many parts of a table become the result of the table?

The counts add up, and what failed anywhere has failed. A table is validated part by part, so that memory does not grow
with it; no key crosses parts, for all rows of a source are in one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from expectations.engine.suite import EXAMPLES, SHOWN, Outcome, TableResult

_ADDED = ("element_count", "missing_count", "unexpected_count")


def merge_results(parts: Iterable[Sequence[TableResult]]) -> list[TableResult]:
    """One result a table, in the order of the first part's; of the parts, no more than one is held at a time."""
    by_table: dict[str, TableResult] = {}
    for results in parts:
        for result in results:
            known = by_table.get(result.table)
            by_table[result.table] = _merge((known, result)) if known else result
    return list(by_table.values())


def _merge(results: tuple[TableResult, TableResult]) -> TableResult:
    """Into the first of them."""
    first, _ = results
    outcomes = tuple(_merge_outcomes(same) for same in zip(*(result.outcomes for result in results), strict=True))
    for same in zip(*(result.result.results for result in results), strict=True):
        _add_up(same)
    held = sum(bool(single.success) for single in first.result.results)
    first.result.success = held == len(outcomes)
    first.result.statistics |= {
        "successful_expectations": held,
        "unsuccessful_expectations": len(outcomes) - held,
        "success_percent": 100.0 * held / len(outcomes) if outcomes else None,
    }
    return TableResult(first.table, sum(result.rows for result in results), outcomes, first.result)


def _merge_outcomes(same: Sequence[Outcome]) -> Outcome:
    """`places` are of frames that are gone; they have served."""
    return replace(
        same[0],
        holds=all(outcome.holds for outcome in same),
        error="; ".join(dict.fromkeys(outcome.error for outcome in same if outcome.error)),
        places=(),
        rows=sum(outcome.rows for outcome in same),
        examples=tuple(dict.fromkeys(example for outcome in same for example in outcome.examples))[:EXAMPLES],
    )


def _add_up(same: Sequence[Any]) -> None:
    """The library's results of one expectation, into the first of them."""
    first, details = same[0], same[0].result
    given = [single.result for single in same if single.result]
    for name in _ADDED:
        if any(name in result for result in given):
            details[name] = sum(result.get(name) or 0 for result in given)
    shown = [value for result in given for value in result.get("partial_unexpected_list") or ()]
    if shown or "partial_unexpected_list" in details:
        details["partial_unexpected_list"] = shown[:SHOWN]
    tested = details.get("element_count") or 0
    known = tested - (details.get("missing_count") or 0)
    failed = details.get("unexpected_count") or 0
    for name, whole in (
        ("unexpected_percent", known),
        ("unexpected_percent_total", tested),
        ("missing_percent", tested),
    ):
        if name in details:
            part = details.get("missing_count") or 0 if name == "missing_percent" else failed
            details[name] = 100.0 * part / whole if whole else 0.0
    if "unexpected_percent_nonmissing" in details:
        details["unexpected_percent_nonmissing"] = details.get("unexpected_percent", 0.0)
    first.success = all(single.success for single in same)
    if not first.success:
        first.exception_info = next((single.exception_info for single in same if _raised(single)), first.exception_info)


def _raised(single: Any) -> bool:
    from expectations.engine.suite import read_exception

    return bool(read_exception(single.exception_info))
