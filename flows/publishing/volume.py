"""How much would be in the batch after this run, and how much is in it now? Counted in the files of both."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pyarrow as pa

from expectations.engine.published import rows_in
from expectations.engine.scratch import Database, open_scratch
from expectations.engine.volume import Volume
from flows.storage.parquet import part_files

COUNTED = ("claims", "reports", "texts")
PAST_RUNS = 30
COUNTS = (
    "files", "files_unchanged", "files_rejected", "characters_in", "characters_removed", "claims_extracted",
    "claims_quarantined",
)  # fmt: skip

_ROWS = """
SELECT (SELECT count(*) FROM {published}), (SELECT count(*) FROM {published} SEMI JOIN dropped USING (source_path)),
    (SELECT count(*) FROM {new})
"""
_FILES = """
SELECT count(*), count(*) FILTER (new.status = 'rejected')
FROM {published} before LEFT JOIN {new} new USING (source_path) WHERE before.status = 'ok'
"""
_RUN = """
SELECT count(*), 0, count(*) FILTER (status = 'rejected'), coalesce(sum(characters), 0),
    coalesce(sum(characters - kept_characters), 0), coalesce(sum(claims), 0),
    (SELECT count(DISTINCT claim_id) FROM {quarantine})
FROM {sources}
"""
_PAST = f"""
SELECT {", ".join(COUNTS)} FROM {{runs}} WHERE status = 'published' ORDER BY started_at DESC LIMIT {PAST_RUNS}
"""


def measure_volume(base: Path | None, stage: Path, batch_id: str, dropped: Collection[str]) -> Volume:
    """`dropped`: the sources whose rows go of what is published in `base`; the stage has the rows that come."""
    parts, spool = stage / "parts", stage / "spool"
    with open_scratch(stage) as database:
        database.register("dropped", pa.table({"source_path": pa.array(list(dropped), pa.string())}))

        def ask(query: str, table: str, found: Path = parts) -> tuple[int, ...]:
            published = rows_in(table, part_files(base, table, batch_id))
            if table == "claims":  # what people have added does not come with the files, and is added again
                published = f"(SELECT * FROM {published} WHERE review IS DISTINCT FROM 'added')"
            new = rows_in(table, part_files(found, table, batch_id))
            return ask_one(database, query.format(published=published, new=new))

        rows = {}
        for table in COUNTED:
            before, gone, new = ask(_ROWS, table, spool if table == "reports" else parts)
            rows[table] = (before, before - gone + new)
        files, rejected = ask(_FILES, "sources")
        read = {table: rows_in(table, part_files(parts, table, batch_id)) for table in ("sources", "quarantine")}
        run = ask_one(database, _RUN.format(**read))
        past = database.execute(_PAST.format(runs=rows_in("runs", part_files(base, "runs", batch_id)))).fetchall()
    return Volume(
        rows,
        files,
        rejected,
        dict(zip(COUNTS, run, strict=True)),
        [dict(zip(COUNTS, (count or 0 for count in counts), strict=True)) for counts in past],
    )


def ask_one(database: Database, query: str) -> tuple[int, ...]:
    [found] = database.execute(query).fetchall()
    return tuple(map(int, found))
