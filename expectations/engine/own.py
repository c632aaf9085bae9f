"""What do users expect beside the project's own checks? Rows of expectations.toml in a rules folder, and hooks.

[[expectation]]
table = "claims"
name = "value_plausible"
severity = "warning"
scope = "row"
rule = "ExpectColumnValuesToBeBetween"
arguments = { column = "value_standard", max_value = 1e16 }
description = "No sum, area or count of a report is beyond 10¹⁶"
"""

from __future__ import annotations

from collections.abc import Mapping

from expectations.engine.check import CRITICAL, ROW, TABLE, WARNING, Check
from expectations.schema import load_tables
from extractors.language.own import EXPECTATIONS, RulesError, expectations, rows_of

_KEYS = {"table", "name", "severity", "scope", "rule", "arguments", "description"}


def own_checks(known: Mapping[str, tuple[Check, ...]]) -> dict[str, tuple[Check, ...]]:
    """The user's checks by table, of those tables that are tested."""
    found = [(row.get("table"), _check_of(row)) for row in rows_of(EXPECTATIONS).get("expectation", ())]
    found += [(table, check) for hook in expectations() for table, checks in hook.items() for check in checks]
    result: dict[str, tuple[Check, ...]] = {}
    for table, check in found:
        if table not in known or table not in load_tables():
            tables = ", ".join(name for name in known if name in load_tables())
            raise RulesError(f"expectation {check.name}: no table {table}", f"choose one of {tables}")
        taken = {one.name for one in (*known[table], *result.get(table, ()))}
        if check.name in taken:
            raise RulesError(f"expectation {check.name} of {table} is there already", "give it another name")
        columns = {column.name for column in load_tables()[table].columns}
        if missing := [column for column in check.columns if column not in columns]:
            raise RulesError(f"expectation {check.name}: {table} has no column {missing[0]}", "see dictionary.html")
        result[table] = (*result.get(table, ()), check)
    return result


def _check_of(row: Mapping[str, object]) -> Check:
    name = row.get("name")
    if odd := _KEYS ^ set(row):
        raise RulesError(
            f"expectation {name}: {', '.join(sorted(odd))} is missing or too much", "see expectations.toml"
        )
    if row["severity"] not in (CRITICAL, WARNING) or row["scope"] not in (ROW, TABLE):
        raise RulesError(f"expectation {name}: severity is critical or warning, scope row or table", "choose one")
    return Check(**{key: value for key, value in row.items() if key != "table"})  # type: ignore[arg-type]
