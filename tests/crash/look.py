"""Does what a reader is told at one moment belong together? One question about three tables, again and again.

    python -m tests.crash.look parquet|database OUTPUT UNTIL FINDINGS

Every report of the batch has one figure, so the numbers of sources, reports and claims are the same in every state.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

import duckdb

TABLES = ("sources", "reports", "claims")


def ask_parquet(output: Path) -> tuple[int, ...]:
    tables = (output / ".current").resolve() / "tables"
    with duckdb.connect() as con:
        return counts(con, [f"read_parquet('{tables}/{name}/*/*.parquet')" for name in TABLES])


def ask_database(output: Path) -> tuple[int, ...]:
    with duckdb.connect(output / "metrics.duckdb", read_only=True) as con:
        return counts(con, TABLES)


def counts(con: duckdb.DuckDBPyConnection, tables: list[str] | tuple[str, ...]) -> tuple[int, ...]:
    return con.execute("SELECT " + ", ".join(f"(SELECT count(*) FROM {table})" for table in tables)).fetchone() or ()


def look(way: str, output: Path, until: Path, findings: Path) -> None:
    """Ask until a file appears; write down how many answers were whole, mixed or errors."""
    seen: Counter[str] = Counter()
    asked = {"parquet": ask_parquet, "database": ask_database}[way]
    while not until.exists():
        time.sleep(0.1)
        if not (output / ".current").exists():
            continue
        try:
            answer = asked(output)
            seen["whole" if len(set(answer)) == 1 else f"mixed {answer}"] += 1
        except Exception as error:
            seen[f"error {type(error).__name__}"] += 1
    findings.write_text("\n".join(f"{count} {told}" for told, count in seen.items()), encoding="utf-8")


if __name__ == "__main__":
    look(sys.argv[1], *map(Path, sys.argv[2:5]))
