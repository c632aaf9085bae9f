"""Does what is read of sentences that were written blind stay as good as it was?"""

from __future__ import annotations

import pytest

from extractors import extract
from tests.extractors.context.variants import fields_of, read_variants, shares

# What was reached on 2026-11-28, less a row or two; the fields of a set of which at least a hundred answers tell.
REACHED = {
    1: {
        "found": 1.0,
        "metric": 0.98,
        "value": 1.0,
        "status": 0.99,
        "comparison": 1.0,
        "direction": 1.0,
        "period": 0.97,
    },
    2: {
        "found": 1.0,
        "metric": 0.975,
        "value": 1.0,
        "status": 0.99,
        "comparison": 0.99,
        "direction": 0.99,
        "period": 0.98,
    },
    3: {
        "found": 1.0,
        "metric": 0.975,
        "comparison": 1.0,
        "direction": 1.0,
        "change": 1.0,
        "period": 0.97,
        "part_of": 0.97,
    },
    4: {
        "found": 1.0,
        "metric": 0.965,
        "status": 0.99,
        "comparison": 1.0,
        "direction": 1.0,
        "change": 0.99,
        "period": 0.99,
        "part_of": 0.99,
    },
    5: {
        "found": 1.0,
        "metric": 0.97,
        "status": 0.995,
        "comparison": 0.995,
        "direction": 0.995,
        "change": 0.995,
        "period": 0.99,
        "scope": 0.91,
        "part_of": 0.995,
    },
}


def test_the_shares_that_were_reached_are_kept() -> None:
    now = shares()
    below = {
        (number, field): (right, count)
        for number, fields in REACHED.items()
        for field, share in fields.items()
        if (counts := now[number][field]) and (right := counts[0]) < share * (count := counts[1])
    }
    assert below == {}


def test_all_quotes_stand_in_their_texts() -> None:
    assert [a["quote"] for row in read_variants() for a in row["claims"] if a["quote"] not in row["text"]] == []


@pytest.mark.parametrize(
    ("field", "wanted", "is_right"), [("status", "target", True), ("status", "actual", False), ("change", None, True)]
)
def test_a_field_is_right_where_it_is_the_same(field: str, wanted: str | None, is_right: bool) -> None:
    claim = extract("青禾县2024年工作计划\n修建水库3座。")[0]
    assert list(fields_of({"quote": "3座", field: wanted}, claim, {})) == [(field, is_right)]
