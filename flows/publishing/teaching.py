"""What do reviews give to those who better the extractor? Examples of the corpus, and texts with answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb

from expectations.engine.published import rows_in
from expectations.engine.scratch import ask
from flows.reviews.examples import write_examples
from flows.reviews.model import Row, plain
from flows.storage.parquet import part_files

#: What an answer says of a quantity, as hand-made ones do.
SAID = ("quote", "unit", "kind", "bound", "masked", "metric", "comparison", "direction")


def claims_of(tables: Path, only: str = "true") -> list[Row]:
    with duckdb.connect() as connection:
        return ask(
            connection,
            f"""SELECT * EXCLUDE (file) FROM {rows_in("claims", part_files(tables, "claims"))}
            WHERE {only} ORDER BY batch, source_path, char_start""",
        )


def examples_of(tables: Path, replace_names: bool) -> str:
    """The sentences in which something was corrected, and all was judged."""
    rows = rows_in("claims", part_files(tables, "claims"))
    said = f"SELECT DISTINCT (batch, report_id) FROM {rows} WHERE review IS NOT NULL"
    return write_examples(claims_of(tables, f"(batch, report_id) IN ({said})"), replace_names)


def write_answers(tables: Path, folder: Path) -> int:
    """texts/<report>.txt and gold/<report>-1.jsonl of each report whose claims were all judged; how many there are."""
    by_report: dict[tuple[str, str, str], list[Row]] = {}
    for claim in claims_of(tables):
        by_report.setdefault((claim["batch"], claim["source_path"], claim["report_id"]), []).append(claim)
    whole = {key: some for key, some in by_report.items() if all(claim["review"] for claim in some)}
    for name in ("texts", "gold"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for (batch, path, report_id), claims in whole.items():
        start, text = text_of_report(tables, batch, path, report_id)
        (folder / "texts" / f"{report_id}.txt").write_text(text, encoding="utf-8", newline="")
        lines = [
            json.dumps({"range": None}),
            *(
                json.dumps(answer_of(claim, text, start), ensure_ascii=False)
                for claim in claims
                if claim["review"] != "rejected"
            ),
        ]
        (folder / "gold" / f"{report_id}-1.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(whole)


def text_of_report(tables: Path, batch: str, path: str, report_id: str) -> tuple[int, str]:
    """Where a report begins in its source, and its text; it may be one of several of a file."""
    texts, reports = (rows_in(table, part_files(tables, table, batch)) for table in ("texts", "reports"))
    with duckdb.connect() as connection:
        [(text,)] = connection.execute(f"SELECT text FROM {texts} WHERE source_path = ?", [path]).fetchall()
        query = f"SELECT char_start, char_end FROM {reports} WHERE report_id = ?"
        [(start, end)] = connection.execute(query, [report_id]).fetchall()
    return start, text[start:end]


def answer_of(claim: Row, text: str, start: int) -> Row:
    answer: dict[str, Any] = {"line": text.count("\n", 0, claim["char_start"] - start) + 1}
    answer |= {name: plain(claim[name]) for name in SAID}
    answer["value"] = claim["value"] if claim["value"] is not None else ends_of(claim)
    answer["status"] = "actual" if claim["status"] == "actual" else "future"
    answer |= {"head": claim["metric"], "optional": False}
    return answer | {"year": claim["period_end"].year if claim["period_end"] else claim["report_year"]}


def ends_of(claim: Row) -> list[float] | None:
    ends = [claim["value_min"], claim["value_max"]]
    return None if claim["masked"] or None in ends else ends
