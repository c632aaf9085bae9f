"""How long do 100,000 reviews take on a million claims, and how much memory? Invented tables, as a run would have them.

    python -m tests.flows.reviews.bench --claims 1000000 --reviews 100000 [--moved]

`--moved`: all files came again with other bytes, so that every figure has to be found by its words.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import resource
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyarrow as pa

from expectations.schema import load_tables
from flows.publishing.reviewed import apply_reviews
from flows.publishing.said import load_said
from flows.reviews.model import FIELDS, Place, Review, plain, span_id
from flows.reviews.store import open_store
from flows.storage.parquet import conform, write_arrow

TABLES = "tables"
A_SOURCE, A_PART = 500, 50_000  # claims
BLANK: dict[str, Any] = {
    "string": "", "category": "", "int32": 0, "int64": 0, "double": 0.0, "bool": False, "list<string>": [],
    "list<int32>": [], "list<float>": [],
    "date": None, "binary": b"", "timestamp": None,
}  # fmt: skip
ROW: dict[str, Any] = {
    "issuer": "某镇人民政府", "region": "某镇", "report_year": 2023, "part": "summary", "section": "一、主要工作",
    "kind": "area", "unit": "亩", "unit_standard": "m²", "bound": "exact", "masked": False, "status": "actual",
    "comparison": "none", "direction": "none", "period_start": date(2023, 1, 1), "period_end": date(2023, 12, 31),
    "confidence": 0.9, "flags": [], "extractor_version": "bench",
}  # fmt: skip


def write_part(tables: Path, number: int, sources: int, moved: bool) -> list[dict[str, Any]]:
    """One part of all tables; some of its claims, to be reviewed."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in ("claims", "reports", "sections", "sources", "texts")}
    some: list[dict[str, Any]] = []
    for source in range(number * sources, (number + 1) * sources):
        chance = random.Random(source)
        path, title = f"{source:06}.txt", f"某镇2023年工作总结{source}"
        lines = [f"{title}\n", "（更新稿）\n" if moved else ""]
        at, claims = sum(map(len, lines)), []
        for place in range(A_SOURCE):
            value = float(chance.randrange(1, 9000))
            metric = f"新建项目{place}面积"
            sentence, quote = f"{metric}{value:.0f}亩，进展顺利。", f"{value:.0f}亩"
            start = at + len(metric)
            claims.append((metric, value, sentence, quote, start))
            lines.append(f"{sentence}\n")
            at += len(sentence) + 1
        text = "".join(lines)
        source_id = hashlib.sha256(text.encode()).hexdigest()
        own = {"source_id": source_id, "source_path": path}
        report_id, section_id = f"{source_id[:16]}-r01", f"{source_id[:16]}-r01-s001"
        end = {"char_start": 0, "char_end": len(text)}
        rows["reports"].append({**own, **end, "report_id": report_id, "title": title, "title_plain": title})
        rows["sections"].append(
            {**own, **end, "section_id": section_id, "report_id": report_id, "part": "summary", "level": 1}
        )
        rows["sources"].append({**own, "status": "ok", "format": "txt", "extractor_version": "bench"})
        rows["texts"].append({**own, "text": text})
        for metric, value, sentence, quote, start in claims:
            row = ROW | own | {
                "claim_id": span_id(source_id, start, start + len(quote)), "report_id": report_id,
                "section_id": section_id,
                "report_title": title, "sentence": sentence, "quote": quote, "metric": metric, "metric_key": metric,
                "char_start": start, "char_end": start + len(quote), "value": value, "value_standard": value * 2000 / 3,
            }  # fmt: skip
            rows["claims"].append(row)
            around = {"before": text[max(0, start - 60) : start], "after": text[start + len(quote) :][:60]}
            some.append(row | around)
    for table, found in rows.items():
        columns = load_tables()[table].columns
        filled = [{c.name: None if c.null else BLANK[c.type] for c in columns} | row for row in found]
        schema = load_tables()[table].arrow_schema()
        plain_schema = pa.schema(
            [(f.name, f.type.value_type if pa.types.is_dictionary(f.type) else f.type) for f in schema]
        )
        write_arrow(
            conform(pa.Table.from_pylist(filled, schema=plain_schema), schema),
            f"{tables}/{table}/batch=bench/part-0-{number:04}.parquet",
        )
    return some


def say(row: dict[str, Any], chance: random.Random) -> Review:
    verdict = chance.choices(["right", "corrected", "wrong", "no_claim"], [60, 20, 10, 10])[0]
    known = {name: row[name] for name in Place.__struct_fields__ if name in row}
    fields = {"value": row["value"] + 1} if verdict == "corrected" else {}
    seen = {name: plain(row.get(name)) for name in FIELDS}
    return Review(verdict=verdict, place=Place(batch="bench", **known), fields=fields, seen=seen, by="甲")


def make(folder: Path, claims: int, count: int, moved: bool) -> None:
    """Tables and reviews, in a process of its own: what making them takes is not what applying them takes."""
    chance, parts = random.Random(0), claims // A_PART
    with open_store(folder) as store:
        for number in range(parts):
            some = write_part(folder / ("before" if moved else TABLES), number, A_PART // A_SOURCE, moved=False)
            if moved:
                write_part(folder / TABLES, number, A_PART // A_SOURCE, moved=True)
            store.append(say(row, chance) for row in chance.sample(some, count // parts))


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--reviews", type=int, default=100_000)
    parser.add_argument("--moved", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with ProcessPoolExecutor(1, get_context("spawn")) as maker:
            maker.submit(make, folder, options.claims, options.reviews, options.moved).result()
        print(f"{peak():,} MB before anything is loaded", flush=True)
        for time_ in ("first", "again"):
            begun, cpu = time.perf_counter(), time.process_time()
            said = load_said(folder, folder / TABLES)
            print(f"{time_}: loaded in {time.perf_counter() - begun:.1f} s, {peak():,} MB at the most", flush=True)
            begun = time.perf_counter()
            applied = apply_reviews(folder / TABLES, said.reviews, said.samples, time_, folder)
            print(
                f"{time_}: applied to {options.claims:,} claims in {time.perf_counter() - begun:.1f} s "
                f"({time.process_time() - cpu:.1f} s of processor with loading): {dict(applied.states)}, "
                f"{len(applied.changed):,} sources changed, {peak():,} MB at the most",
                flush=True,
            )
            del said, applied


if __name__ == "__main__":
    main()
