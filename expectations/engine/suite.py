"""How is a list of checks run? As a Great Expectations suite over one frame, its results read with suspicion.

An expectation that raised has not passed: Great Expectations reports it with success False and the exception aside, or
with the exceptions of several metrics under their ids; both count as a critical failure of the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from threading import RLock
from typing import Any

import pandas as pd

from expectations.engine import library
from expectations.engine.check import CRITICAL, TABLE, Check

# All failing rows are needed, by their place in the frame; asking for columns of theirs takes twenty times as long.
_RESULT_FORMAT = {"result_format": "COMPLETE", "return_unexpected_index_query": False}
EXAMPLES = 5
SHOWN = 20  # failing rows that the quality report shows of one expectation
_ALONE = RLock()  # a context knows one frame at a time, under one name: threads take turns
_TELLING = ("source_path", "char_start", "quote", "metric", "title", "section", "sentence", "text")  # which row it is


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one check."""

    table: str
    check: Check
    holds: bool
    error: str  # the exception, if the expectation raised
    places: tuple[int, ...]  # the failing rows, as places in the frame
    rows: int
    examples: tuple[str, ...]

    @property
    def severity(self) -> str:
        return CRITICAL if self.error else self.check.severity

    @property
    def scope(self) -> str:
        return TABLE if self.error else self.check.scope


@dataclass(frozen=True, slots=True)
class TableResult:
    """All outcomes of one table, and Great Expectations' own result for the quality report."""

    table: str
    rows: int
    outcomes: tuple[Outcome, ...]
    result: Any


@dataclass(frozen=True, slots=True)
class Failure:
    """An expectation that does not hold."""

    table: str
    expectation: str
    severity: str  # critical or warning
    scope: str  # row or table
    rows: int
    detail: str


def failures_of(results: Iterable[TableResult]) -> tuple[Failure, ...]:
    return tuple(describe_failure(outcome) for result in results for outcome in result.outcomes if not outcome.holds)


def describe_failure(outcome: Outcome) -> Failure:
    check = outcome.check
    if outcome.error:
        detail = f"could not be evaluated: {outcome.error}"
    elif outcome.examples:
        detail = f"{check.description}; found: {', '.join(outcome.examples)}"
    else:
        detail = check.description
    return Failure(outcome.table, check.name, outcome.severity, outcome.scope, outcome.rows, detail)


class Session:
    """An ephemeral Great Expectations context: nothing on disk, no configuration read or written."""

    def __init__(self) -> None:
        gx = library.load()
        from great_expectations.data_context.types.base import (  # type: ignore[import-untyped,unused-ignore]
            DataContextConfig,
            InMemoryStoreBackendDefaults,
            ProgressBarsConfig,
        )

        self.context = gx.get_context(
            mode="ephemeral",
            project_config=DataContextConfig(
                store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
                progress_bars=ProgressBarsConfig(globally=False),
                analytics_enabled=False,
            ),
        )
        asset = self.context.data_sources.add_pandas("tables").add_dataframe_asset("frame")
        self._frames = asset.add_batch_definition_whole_dataframe("frame")

    def run(self, table: str, checks: Sequence[Check], frame: pd.DataFrame) -> TableResult:
        """Test the columns that the checks name; the library copies rows, so the others are left out.

        The index is replaced by 0, 1, 2 …, which is what `Outcome.places` are.
        """
        suite = build_suite(table, checks)
        tested = dict.fromkeys(column for check in checks for column in check.columns)
        narrow = frame[[column for column in tested if column in frame]].reset_index(drop=True)
        with _ALONE, library.remembered_configurations(), library.remembered_digests():
            batch = self._frames.get_batch(batch_parameters={"dataframe": narrow})
            result = batch.validate(suite, result_format=_RESULT_FORMAT)
        by_name = {check.name: check for check in checks}
        order = list(by_name)  # the library puts those first that raised
        result.results.sort(key=lambda single: order.index(single.expectation_config.meta["name"]))
        outcomes = tuple(
            _read_outcome(table, by_name[single.expectation_config.meta["name"]], single) for single in result.results
        )
        if len(outcomes) != len(checks):
            raise RuntimeError(f"{table}: {len(checks)} expectations, but {len(outcomes)} results")
        for single, outcome in zip(result.results, outcomes, strict=True):
            _show_failing_rows(single, outcome, frame)
        return TableResult(table, len(frame), outcomes, result)


def session() -> Session:
    """The context of this process."""
    with _ALONE:
        return _make_session()


@cache
def _make_session() -> Session:
    return Session()


def build_suite(table: str, checks: Sequence[Check]) -> Any:
    """The Great Expectations suite of a list of checks."""
    gx = library.load()
    return gx.ExpectationSuite(name=table, expectations=[_build_expectation(check) for check in checks])


def _build_expectation(check: Check) -> Any:
    gx = library.load()
    return getattr(gx.expectations, check.rule)(
        **check.arguments,
        severity=check.severity,
        description=f"{check.name} [{check.severity}, {check.scope}]: {check.description}",
        meta={"name": check.name, "severity": check.severity, "scope": check.scope, "description": check.description},
    )


def _read_outcome(table: str, check: Check, result: Any) -> Outcome:
    error = read_exception(result.exception_info)
    details = result.result or {}
    places = tuple(int(place) for place in details.get("unexpected_index_list") or ())
    unexpected = details.get("partial_unexpected_list") or ()
    examples = tuple(dict.fromkeys(_show(value, check) for value in unexpected))[:EXAMPLES]
    if not examples and not result.success and "observed_value" in details:
        examples = (f"observed {details['observed_value']}",)
    return Outcome(
        table=table,
        check=check,
        holds=bool(result.success) and not error,
        error=error,
        places=() if result.success else places,
        rows=int(details.get("unexpected_count") or len(places)),
        examples=examples,
    )


def read_exception(info: Any) -> str:
    """The message of the exception that an expectation raised, "" if it raised none."""
    if not isinstance(info, dict):
        return ""
    records = [info] if "raised_exception" in info else [record for record in info.values() if isinstance(record, dict)]
    messages = [str(record.get("exception_message")) for record in records if record.get("raised_exception")]
    return "; ".join(dict.fromkeys(messages))


def _show(value: Any, check: Check) -> str:
    if isinstance(value, (list, tuple)):
        return _in_order([_show(part, check) for part in value], check)
    text = "null" if value is None else readable(value)
    return text if len(text) <= 60 else text[:59] + "…"


def _in_order(pair: list[str], check: Check) -> str:
    """How two values do not fit: 1.036e+19 > 1e+15, where the first should not have been less."""
    if check.rule != "ExpectColumnPairValuesAToBeGreaterThanB":
        return " ≠ ".join(pair)
    return f"{pair[1]} {'>' if check.arguments['or_equal'] else '≥'} {pair[0]}"


def readable(value: Any) -> str:
    """A number without digits that say nothing: 1e+15, not 1000000000000000.0."""
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _show_failing_rows(single: Any, outcome: Outcome, frame: pd.DataFrame) -> None:
    """Give each failing value the row it stands in, and drop the lists of all of them, which no page shows."""
    details = single.result or {}
    values = list(details.get("partial_unexpected_list") or ())[:SHOWN]
    if values:
        described = [_describe_row(frame, place) for place in outcome.places[: len(values)]]
        described += [""] * (len(values) - len(described))
        details["partial_unexpected_list"] = [
            f"{_join(value, outcome.check)}   ←   {row}" if row else _join(value, outcome.check)
            for value, row in zip(values, described, strict=True)
        ]
    for name in ("partial_unexpected_counts", "unexpected_index_list", "unexpected_list"):
        details.pop(name, None)
    details.pop("partial_unexpected_index_list", None)


def _describe_row(frame: pd.DataFrame, place: int) -> str:
    columns = [frame.columns[0], *(column for column in _TELLING if column in frame and column != frame.columns[0])]
    cells = [str(frame[column].iloc[place]).strip() for column in columns]
    return " · ".join(cell if len(cell) <= 80 else cell[:79] + "…" for cell in cells if cell)


def _join(value: Any, check: Check) -> str:
    if isinstance(value, dict):  # of a compound key
        return " · ".join(_join(part, check) for part in value.values())
    if isinstance(value, (list, tuple)):
        return _in_order([_join(part, check) for part in value], check)
    return {None: "null", "": "(empty)"}.get(value, readable(value))
