"""Which figure holds where several reports state one? The table `observations`, chosen anew among all published claims.

A new batch, a copy that is found or a review may change what is chosen in any batch, so all are looked at in each run;
a batch of which the same is chosen as before keeps its file.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from expectations.engine.published import rows_in
from expectations.engine.scratch import Database, open_scratch, quoted
from expectations.schema import load_tables
from expectations.validate import validate_observations
from flows.handover.views import create_plain
from flows.storage.parquet import conform, part_files, part_path, with_batch

TABLE = "observations"
AT_ONCE = 25_000  # rows
_COLUMNS = tuple(column.name for column in load_tables()[TABLE].columns)


def write_observations(tables: Path, run: str, scratch: Path | None = None) -> None:
    """Bring the table below a folder that nobody reads yet up to its claims. `run`: in its files' names."""
    with open_scratch(scratch) as database:
        create_plain(database, tables, ("claims", "reports", "fingerprints"), "reports_unique", "claims_observed")
        database.execute(f"CREATE TABLE chosen AS {_choice()}")
        published = rows_in(TABLE, part_files(tables, TABLE))
        before = _digests(database, f"(SELECT *, hash(quote || sentence) AS words FROM {published})")
        now = _digests(database, "chosen")
        for batch in sorted(before.keys() | now.keys()):
            if before.get(batch) == now.get(batch):
                continue
            for path in part_files(tables, TABLE, batch):
                path.unlink()  # a link: what is published stays
            if batch in now:
                _write_batch(database, tables, batch, f"{TABLE}-{run}")


def _choice() -> str:
    return files("flows.publishing").joinpath("assets", f"{TABLE}.sql").read_text(encoding="utf-8")


def _digests(database: Database, rows: str) -> dict[str, tuple[int, int]]:
    """Of each batch how many rows, and a hash of all of them."""
    compared = ", ".join("words" if name == "quote" else name for name in _COLUMNS if name != "sentence")
    found = database.execute(
        f"SELECT batch, count(*), bit_xor(hash(row({compared}))) FROM {rows} GROUP BY batch"
    ).fetchall()
    return {batch: (count, digest) for batch, count, digest in found}


def _write_batch(database: Database, tables: Path, batch: str, name: str) -> None:
    table = load_tables()[TABLE]
    path = Path(part_path(str(tables), TABLE, batch, name))
    path.parent.mkdir(parents=True, exist_ok=True)
    with pq.ParquetWriter(path, table.stored_schema(), compression="zstd") as file:
        for rows in _read(database, batch):
            rows = conform(rows, table.arrow_schema())
            if failures := validate_observations(rows.to_pandas()):
                raise AssertionError(f"observations do not hold: {[failure.detail for failure in failures]}")
            file.write_table(with_batch(rows, TABLE, batch))


def _read(database: Database, batch: str) -> Iterator[pa.Table]:
    """The rows of a batch with their sentences, in no order: they are too wide to be sorted."""
    reader = database.sql(
        f"""SELECT {", ".join(_COLUMNS)} FROM (SELECT * FROM chosen WHERE batch = {quoted(batch)})
        JOIN (SELECT claim_id, quote, sentence FROM claims WHERE batch = {quoted(batch)}) USING (claim_id)"""
    ).to_arrow_reader(AT_ONCE)
    for some in reader:
        yield pa.Table.from_batches([some])
