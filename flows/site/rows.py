"""What do the tables say about each source? Read with DuckDB, a handful of sources at a time.

Part files may be many or few, and a batch's tables larger than memory. The texts are streamed in the order in which
they are stored; where the other rows of a source lie is looked up in an index of files, made once, so that each part
file is opened only for the sources it holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq

from expectations.engine.doubtful import UNSURE
from expectations.engine.published import FILE, batch_of, published_files, rows_in
from expectations.engine.scratch import Database

Source = tuple[str, str]  # batch, source_path
Row = tuple[Any, ...]
Because = tuple[int, int, str]  # start, end, and the rule that removed it or passed it over

ENOUGH_CHARACTERS, ENOUGH_SOURCES = 1_000_000, 400  # of one handful
TEXTS_AT_ONCE = 16  # rows decoded together: a text can be millions of characters
PAGE_BUFFER = 1 << 20
WANTED = """CREATE TABLE wanted AS SELECT batch, source_path FROM read_parquet($file, file_row_number = true)
    WHERE file_row_number >= $start AND file_row_number < $stop"""
BY_PATH = ("claims", "reports", "boilerplate", "passed_over")
KEYS = dict.fromkeys(BY_PATH, "source_path") | {"sections": "source_id"}

# What the page of a report shows of a claim, in the order in which report.js takes it.
FIELDS = (
    "metric", "metric_key", "quote", "kind", "value", "value_min", "value_max", "unit", "unit_standard",
    "value_standard", "value_standard_min", "value_standard_max", "per", "bound", "masked", "status", "comparison",
    "direction", "scope", "basis", "base_text", "period_text", "period_start", "period_end", "part", "page",
    "confidence", "flags", "char_start", "char_end", "review", "part_of", "indicator_id",
)  # fmt: skip
SELECTED = {
    "claims": f"""report_id, claim_id, char_start, char_end, kind, status, masked, len(flags) > 0,
        confidence < {UNSURE}, review, section, page, box, json_array({", ".join(FIELDS)})""",
    "reports": """report_id, char_start, char_end, title, title_plain, issuer, region, report_year, signed_on,
        duplicate_of, duplicate_in""",
    "boilerplate": "char_start, char_end, rule",
    "passed_over": "char_start, char_end, reason",
    "sections": "report_id, char_start, level, section",
}


class ClaimRow(msgspec.Struct, frozen=True, gc=False):
    """A claim, as far as its mark needs it; `fields` is the rest, as JSON."""

    report_id: str
    claim_id: str
    start: int
    end: int
    kind: str
    status: str
    masked: bool
    flagged: bool
    unsure: bool
    review: str | None
    section: str
    page: int | None
    box: list[float] | None
    fields: str


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report, as its page's header shows it."""

    report_id: str
    start: int
    end: int
    title: str
    title_plain: str
    issuer: str | None
    region: str | None
    year: int | None
    signed_on: object
    duplicate_of: str | None
    duplicate_in: str | None


@dataclass(frozen=True, slots=True)
class SourceRows:
    """All that is published of one source, in reading order."""

    batch: str
    path: str
    source_id: str
    text: str
    encoding: str | None = None
    reports: list[ReportRow] = field(default_factory=list)
    sections: list[tuple[str, int, int, str]] = field(default_factory=list)  # report_id, start, level, heading path
    claims: list[ClaimRow] = field(default_factory=list)
    removed: list[Because] = field(default_factory=list)
    passed: list[Because] = field(default_factory=list)


class Tables:
    """The published tables below a folder, and where the rows of each source lie in them."""

    def __init__(self, folder: Path, database: Database) -> None:
        self.folder, self.db = folder, database
        self.db.execute("CREATE TABLE placed (name VARCHAR, batch VARCHAR, key VARCHAR, file VARCHAR)")
        self.db.execute("CREATE TABLE encodings (batch VARCHAR, source_path VARCHAR, encoding VARCHAR)")

    def files(self, name: str, batches: Collection[str] | None = None) -> list[str]:
        """The part files of a table, of all batches or some."""
        found = published_files(self.folder, name)
        return [str(path) for path in found if batches is None or batch_of(path) in batches]

    def query(self, name: str, sql: str, files: Collection[str], **values: object) -> list[Row]:
        """The rows that a query finds, in which `TABLE` stands for these files; none where there are none."""
        if not files:
            return []
        return self.db.execute(sql.replace("TABLE", rows_in(name, list(files))), values or None).fetchall()

    def stream(self, name: str, sql: str, files: Collection[str], at_once: int = 5000) -> Iterator[Row]:
        """The same, some rows at a time."""
        answer = self.db.execute(sql.replace("TABLE", rows_in(name, list(files))))
        while rows := answer.fetchmany(at_once):
            yield from rows

    def place(self, batches: Collection[str]) -> None:
        """Note which files hold the rows of which source, and what its encoding is."""
        for name, key in KEYS.items():
            sql = f"INSERT INTO placed SELECT DISTINCT '{name}', batch, {key}, {FILE} FROM TABLE"
            self.query(name, sql, self.files(name, batches))
        sql = "INSERT INTO encodings SELECT batch, source_path, encoding FROM TABLE"
        self.query("sources", sql, self.files("sources", batches))

    def sources(self, wanted: Path, start: int, stop: int) -> Iterator[SourceRows]:
        """The sources one by one, with all their rows: those in some rows of a Parquet file (batch, source_path)."""
        self.db.execute(WANTED, {"file": str(wanted), "start": start, "stop": stop})
        batches = {batch for (batch,) in self.db.execute("SELECT DISTINCT batch FROM wanted").fetchall()}
        self.place(batches)
        for handful in handfuls(self.texts(batches)):
            yield from self.fill(handful)

    def texts(self, batches: Collection[str]) -> Iterator[SourceRows]:
        """The texts of the sources wanted, in the order in which they are stored."""
        for file in self.files("texts", batches):
            batch = batch_of(Path(file))
            sql = "SELECT source_path FROM TABLE SEMI JOIN wanted USING (batch, source_path)"
            found = self.query("texts", sql, [file])
            if not found:
                continue
            paths = {path for (path,) in found}
            with pq.ParquetFile(file, buffer_size=PAGE_BUFFER, pre_buffer=False) as parquet:
                columns = ["source_path", "source_id", "text"]
                for rows in parquet.iter_batches(TEXTS_AT_ONCE, columns=columns, use_threads=False):
                    for path, source_id, text in zip(*(rows.column(name) for name in columns), strict=True):
                        if path.as_py() in paths:
                            yield SourceRows(batch, path.as_py(), source_id.as_py(), text.as_py())

    def fill(self, handful: list[SourceRows]) -> list[SourceRows]:
        """Give sources their reports, sections and claims, what was removed and what was passed over."""
        found: dict[str, dict[Source, list[Row]]] = {name: defaultdict(list) for name in KEYS}
        batches = sorted({source.batch for source in handful})
        for batch in batches:
            for name, key in KEYS.items():
                keys = [s.path if key == "source_path" else s.source_id for s in handful if s.batch == batch]
                for row in self.rows_of(name, key, batch, keys):
                    found[name][batch, row[0]].append(row[1:])
        encodings = self.encodings([source.path for source in handful])
        return [
            SourceRows(
                source.batch,
                source.path,
                source.source_id,
                source.text,
                encodings.get((source.batch, source.path)),
                [ReportRow(*row) for row in found["reports"][source.batch, source.path]],
                list(found["sections"][source.batch, source.source_id]),
                [ClaimRow(*row) for row in found["claims"][source.batch, source.path]],
                list(found["boilerplate"][source.batch, source.path]),
                list(found["passed_over"][source.batch, source.path]),
            )
            for source in handful
        ]

    def rows_of(self, name: str, key: str, batch: str, keys: list[str]) -> list[Row]:
        """The rows of a table that belong to some sources of a batch; the source's key stands first in each."""
        placed = (
            "SELECT DISTINCT file FROM placed WHERE name = $name AND batch = $batch AND key IN (SELECT unnest($keys))"
        )
        values = {"name": name, "batch": batch, "keys": keys}
        files = [file for (file,) in self.db.execute(placed, values).fetchall()]
        sql = f"""SELECT {key}, {SELECTED[name]} FROM TABLE
            WHERE {key} IN (SELECT unnest($keys)) ORDER BY {key}, char_start, char_end DESC"""
        return self.query(name, sql, files, keys=keys)

    def encodings(self, paths: list[str]) -> dict[Source, str]:
        sql = "SELECT batch, source_path, encoding FROM encodings WHERE source_path IN (SELECT unnest($paths))"
        return {(batch, path): name for batch, path, name in self.db.execute(sql, {"paths": paths}).fetchall()}


def handfuls(sources: Iterable[SourceRows]) -> Iterator[list[SourceRows]]:
    """Sources in groups that fit into memory together; never across two batches' worth of characters."""
    group: list[SourceRows] = []
    characters = 0
    for source in sources:
        group.append(source)
        characters += len(source.text)
        if characters >= ENOUGH_CHARACTERS or len(group) >= ENOUGH_SOURCES:
            yield group
            group, characters = [], 0
    if group:
        yield group
