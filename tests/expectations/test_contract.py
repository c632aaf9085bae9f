"""Do the tables keep what was promised to their readers?"""

from __future__ import annotations

import copy
import json

import pytest

from expectations.contract import CONTRACT, broken_promises, describe_contract, load_contract
from expectations.schema import SCHEMA_VERSION, load_tables


def test_no_column_was_renamed_retyped_or_dropped() -> None:
    assert broken_promises(load_contract(), describe_contract(load_tables())) == []


def test_what_was_added_is_promised_too() -> None:
    remedy = "a column was added: raise SCHEMA_VERSION's second number and run python -m expectations.contract"
    assert load_contract() == describe_contract(load_tables()), remedy
    assert json.loads(CONTRACT.read_text(encoding="utf-8"))["schema_version"] == SCHEMA_VERSION, remedy


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"metrics": "category", "metric": None}, "claims.metric is gone"),  # renamed
        ({"value": None}, "claims.value is gone"),
        ({"value": "string?"}, "claims.value was double? and is string?"),
        ({"claim_id": "string?"}, "claims.claim_id was string and is string?"),
        ({"tonality": "string"}, "claims.tonality is new and must be null = true: files published before lack it"),
    ],
)
def test_a_change_that_breaks_a_dashboard_is_named(change: dict[str, str | None], told: str) -> None:
    present = copy.deepcopy(load_contract())
    claims = present["claims"] | change
    present["claims"] = {column: kind for column, kind in claims.items() if kind is not None}
    assert told in broken_promises(load_contract(), present)


@pytest.mark.parametrize("change", [{"currency": "category?"}, {"issuer": "category"}])
def test_more_than_was_promised_breaks_nothing(change: dict[str, str]) -> None:
    present = copy.deepcopy(load_contract())
    present["claims"].update(change)
    assert broken_promises(load_contract(), present) == []


def test_a_table_that_is_gone_is_named() -> None:
    present = {name: columns for name, columns in load_contract().items() if name != "runs"}
    assert broken_promises(load_contract(), present) == ["table runs is gone"]


def test_every_parquet_file_says_which_version_of_the_schema_it_has() -> None:
    for table in load_tables().values():
        assert table.arrow_schema().metadata[b"schema_version"] == SCHEMA_VERSION.encode()
