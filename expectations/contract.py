"""What was promised to those who read the tables? contract.json; `python -m expectations.contract` adds what is new.

A dashboard names columns. So these may be added, and nothing else: whatever breaks a promise of contract.json is told
by `broken_promises`, and a test fails on it (docs/schema.md).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from expectations.schema import SCHEMA_VERSION, Table, load_tables

CONTRACT = Path(__file__).with_name("contract.json")
Columns = Mapping[str, str]  # name → type; a question mark after it where the column may be null


def describe_contract(tables: Mapping[str, Table]) -> dict[str, dict[str, str]]:
    """The tables as a contract has them."""
    return {
        name: {column.name: f"{column.type}{'?' if column.null else ''}" for column in table.stored_columns}
        for name, table in tables.items()
    }


def broken_promises(promised: Mapping[str, Columns], present: Mapping[str, Columns]) -> list[str]:
    """What a reader of the promised tables would stumble over in the present ones."""
    broken = []
    for table, columns in promised.items():
        if table not in present:
            broken.append(f"table {table} is gone")
            continue
        for column, promise in columns.items():
            now = present[table].get(column)
            if now is None:
                broken.append(f"{table}.{column} is gone")
            elif now not in (promise, promise.rstrip("?")):  # never null is more than was promised
                broken.append(f"{table}.{column} was {promise} and is {now}")
        for column in present[table].keys() - columns.keys():
            if not present[table][column].endswith("?"):
                broken.append(f"{table}.{column} is new and must be null = true: files published before lack it")
    return broken


def load_contract() -> dict[str, dict[str, str]]:
    """What was promised, by table and column."""
    contract: dict[str, dict[str, str]] = json.loads(CONTRACT.read_text(encoding="utf-8"))["tables"]
    return contract


def main() -> None:
    present = describe_contract(load_tables())
    broken = broken_promises(load_contract(), present) if CONTRACT.exists() else []
    if broken:
        sys.exit("readers rely on what would be gone; add a column instead (docs/schema.md):\n" + "\n".join(broken))
    text = json.dumps({"schema_version": SCHEMA_VERSION, "tables": present}, ensure_ascii=False, indent=2)
    CONTRACT.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
