"""Does the gate notice that rows or files go, and what is unusual, and nothing else?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from expectations.engine.check import CRITICAL, TABLE, WARNING
from expectations.engine.suite import failures_of, session
from expectations.engine.volume import LIMITS, Counts, Limits, Volume, describe_volume
from expectations.suites.volume import CHECKS

RUN: Counts = {
    "files": 40, "files_unchanged": 20, "files_rejected": 1, "characters_in": 20_000, "characters_removed": 1000,
    "claims_extracted": 190, "claims_quarantined": 2,
}  # fmt: skip


def volume(claims: tuple[int, int] = (0, 0), files: tuple[int, int] = (0, 0), **changes: Any) -> Volume:
    run, past = changes.get("run", RUN), changes.get("past", [RUN] * 6)
    return Volume({"claims": claims, "reports": (9, 9)}, *files, run, past)


def found(volume: Volume, limits: Limits = LIMITS) -> list[tuple[str, str, str]]:
    failures = failures_of([session().run("volume", CHECKS, describe_volume(volume, limits))])
    return [(failure.expectation, failure.severity, failure.detail.partition("; found: ")[2]) for failure in failures]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (198, 2, "2 claims left of 198"),
        (1000, 0, "0 claims left of 1,000"),
        (100, 49, "49 claims left of 100"),
        (100, 50, ""),
        (100, 99, ""),
        (18, 9, ""),  # half, and few
        (9, 0, ""),
        (0, 500, ""),
        (500, 900, ""),
    ],
)
def test_more_than_half_of_the_rows_do_not_go(before: int, after: int, told: str) -> None:
    expected = [("rows_kept", CRITICAL, told)] if told else []
    assert found(volume(claims=(before, after))) == expected


@pytest.mark.parametrize(
    ("files", "rejected", "told"),
    [(99, 98, "98 of 99 files rejected"), (100, 26, "26 of 100 files rejected"), (100, 25, ""), (2, 2, ""), (0, 0, "")],
)
def test_many_files_that_are_not_read_any_more_are_noticed(files: int, rejected: int, told: str) -> None:
    expected = [("files_still_read", CRITICAL, told)] if told else []
    assert found(volume(files=(files, rejected))) == expected


def test_the_limits_are_parameters_and_allowing_everything_is_one() -> None:
    lost = volume(claims=(100, 80), files=(100, 20))
    assert found(lost) == []
    assert [name for name, *_ in found(lost, Limits(loss=10, rejected=10))] == ["rows_kept", "files_still_read"]
    assert found(volume(claims=(100, 0), files=(100, 100)), Limits(100, 100)) == []


def test_the_message_names_the_option_that_allows_it_once() -> None:
    [failure] = failures_of([session().run("volume", CHECKS, describe_volume(volume((99, 0)), LIMITS))])
    assert (failure.scope, "--allow-loss" in failure.detail) == (TABLE, True)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"claims_extracted": 19, "claims_quarantined": 0}, "claims a file: 1.0, else 5.0 to 15.0"),
        ({"files_rejected": 5}, "rejected: 25%, else 0% to 10%"),
        ({"claims_quarantined": 60}, "quarantined: 32%, else 0% to 6%"),
        ({"characters_removed": 5000}, "removed: 25%, else 0% to 10%"),
        ({"claims_extracted": 250}, ""),
        ({"files_rejected": 2}, ""),
        ({"files": 29, "files_rejected": 9}, ""),  # too few files were read to tell
    ],
)
def test_what_is_far_from_past_runs_is_a_warning(changes: Counts, told: str) -> None:
    unusual = found(volume(run={**RUN, **changes}))
    assert unusual == ([("as_in_past_runs", WARNING, told)] if told else [])


@pytest.mark.parametrize("past", [[], [RUN] * 4, [{**RUN, "files": 21}] * 9])
def test_a_few_runs_do_not_tell_what_is_usual(past: Sequence[Counts]) -> None:
    assert found(volume(run={**RUN, "claims_extracted": 1}, past=past)) == []
