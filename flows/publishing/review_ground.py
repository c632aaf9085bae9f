"""What do the tables say of the claims and texts that people spoke of? Asked as it is needed: there may be millions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec
import pyarrow as pa

from expectations.engine.published import batch_folder, batch_of, rows_in
from expectations.engine.scratch import Database, insert
from flows.reviews.anchors import Found, Present
from flows.reviews.model import Place, Review, Row
from flows.reviews.standing import Standing
from flows.storage.parquet import part_files

Claim = tuple[str, str]  # batch and claim_id
path_of = lru_cache(maxsize=1 << 12)(Path)
IN_FILES = """(source_id IN (SELECT source_id FROM lost)
    OR (batch, source_path) IN (SELECT (batch, source_path) FROM lost))"""
PRESENT = """batch, source_path, source_id, report_title, claim_id, sentence, quote, char_start, char_end, metric_key,
    coalesce(period_start::VARCHAR, 'None') || '/' || coalesce(period_end::VARCHAR, 'None')"""


class Located(msgspec.Struct, frozen=True):
    """Which claims a figure is now, one in each batch that has its file; or none, and why."""

    claims: tuple[Claim, ...]
    how: str  # id, text, orphaned or added
    why: str = ""


class Figure(msgspec.Struct):
    """One figure as it was reviewed, with all that counts of what was said of it."""

    place: Place
    reviews: list[Review]
    stands: Standing
    found: Located | None = None


class Published:
    """What the tables say of claims and texts, asked as they are needed."""

    def __init__(self, tables: Path, database: Database) -> None:
        self.tables, self.database = tables, database
        self.claims = rows_in("claims", part_files(tables, "claims"))
        self.files: dict[Claim, Path] = {}  # of the claims that were found
        self._nearby: dict[Claim, Path] = {}  # of those among which is looked for some now
        self._texts: dict[tuple[str, str], str] = {}
        self._originals: dict[str, dict[str, Row]] = {}
        self.batches = {batch_of(path) for path in part_files(tables, "claims")}
        self._restore()

    def _restore(self) -> None:
        """The rows that were set aside for what people said, and the originals of those that have their values."""
        rows = rows_in("reviews", part_files(self.tables, "reviews"))
        self.database.execute(
            f"CREATE TABLE originals AS SELECT DISTINCT batch, claim_id, row FROM {rows} WHERE row IS NOT NULL"
        )
        quarantine = rows_in("quarantine", part_files(self.tables, "quarantine"))
        found = self.database.execute(
            f"""SELECT DISTINCT batch, claim_id, row, file FROM (
                SELECT DISTINCT q.batch, q.claim_id, q.file, said.row
                FROM {quarantine} q JOIN (SELECT * FROM {rows} WHERE state = 'set_aside' AND row IS NOT NULL) said
                  ON q.batch = said.batch AND q.claim_id = said.claim_id
            ) ANTI JOIN (SELECT batch, claim_id FROM {self.claims}) USING (batch, claim_id)"""
        ).fetchall()
        self.set_aside: dict[Path, dict[str, Row]] = defaultdict(dict)
        self.put_back: list[Present] = []
        for batch, claim_id, row, file in found:
            path = self.tables / "claims" / batch_folder(batch) / Path(file).name
            extracted = msgspec.json.decode(row)
            self.set_aside[path][claim_id] = extracted
            self.files[batch, claim_id] = path
            period = f"{extracted['period_start']}/{extracted['period_end']}"
            names = Present.__struct_fields__[1:-1]
            known = {name: extracted[name] for name in names}
            self.put_back.append(Present(batch=batch, period=period, **known))

    def with_ids(self, ids: Collection[str]) -> Iterator[Present]:
        """The claims with the ids that were reviewed."""
        self.database.execute("CREATE OR REPLACE TABLE ids (claim_id VARCHAR)")
        insert(self.database, "ids", pa.table({"claim_id": pa.array(ids, pa.string())}))
        self._nearby = {}
        yield from self._ask("SEMI JOIN ids USING (claim_id) WHERE review IS DISTINCT FROM 'added'")
        yield from (claim for claim in self.put_back if claim.claim_id in ids)

    def claims_beside(self, figures: Sequence[Figure]) -> tuple[dict[tuple[str, str], int], dict[str, int]]:
        """How many claims the files have that figures stood in: by batch and path, and by their bytes."""
        self._put_places(figures)
        counted = self.database.execute(
            f"SELECT batch, source_path, source_id, count(*) FROM {self.claims} WHERE {IN_FILES} GROUP BY ALL"
        ).fetchall()
        of_name, of_bytes = Counter[tuple[str, str]](), Counter[str]()
        for batch, path, source_id, count in counted:
            of_name[batch, path] += count
            of_bytes[source_id] += count
        return of_name, of_bytes

    def _put_places(self, figures: Sequence[Figure]) -> None:
        names = ("source_id", "batch", "source_path", "report_title", "quote")
        self.database.execute(f"CREATE OR REPLACE TABLE lost ({', '.join(f'{name} VARCHAR' for name in names)})")
        places = [figure.place for figure in figures]
        columns = {name: pa.array([getattr(place, name) for place in places], pa.string()) for name in names}
        insert(self.database, "lost", pa.table(columns))

    def candidates(self, figures: Sequence[Figure]) -> list[Present]:
        """The claims of the same bytes, of the same file, or of a report of the same title with the same quote."""
        self._put_places(figures)
        self._nearby = {}
        named = "(report_title, quote) IN (SELECT (report_title, quote) FROM lost)"
        where = f"WHERE review IS DISTINCT FROM 'added' AND ({IN_FILES} OR {named})"
        return [*self._ask(where), *self.put_back]

    def _ask(self, which: str) -> Iterator[Present]:
        """On a cursor of its own: whoever takes a claim may ask for its text before the next one."""
        with self.database.cursor() as cursor:
            answer = cursor.execute(f"SELECT {PRESENT}, file FROM {self.claims} {which}")
            while rows := answer.fetchmany(10_000):
                for *values, file in rows:
                    claim = Present(*values)
                    self._nearby[claim.batch, claim.claim_id] = path_of(file)
                    yield claim

    def settle(self, found: Found) -> Located:
        """Of what was found what is needed from then on: a million claims with their sentences are a gigabyte."""
        claims = tuple((claim.batch, claim.claim_id) for claim in found.claims)
        self.files |= {claim: self._nearby[claim] for claim in claims if claim in self._nearby}
        return Located(claims, found.how, found.why)

    def changed_files(self) -> dict[Path, str]:
        """The files that hold rows about which people had said something, and their batches."""
        found = self.database.execute(
            f"SELECT DISTINCT file, batch FROM {self.claims} WHERE review IS NOT NULL"
        ).fetchall()
        return {Path(file): batch for file, batch in found} | {path: batch_of(path) for path in self.set_aside}

    def original(self, batch: str) -> dict[str, Row]:
        """The rows as extracted of those that have other values in a batch."""
        if batch not in self._originals:
            found = self.database.execute("SELECT claim_id, row FROM originals WHERE batch = ?", [batch]).fetchall()
            self._originals = {batch: {claim_id: msgspec.json.decode(row) for claim_id, row in found}}
        return self._originals[batch]

    def texts(self, batch: str, path: str) -> str:
        """The text of a source; "" where there is none."""
        if (batch, path) not in self._texts:
            if len(self._texts) > 500:
                self._texts.clear()
            files = part_files(self.tables, "texts", batch)
            found = self.database.execute(
                f"SELECT text FROM {rows_in('texts', files)} WHERE source_path = ? LIMIT 1", [path]
            ).fetchall()
            self._texts[batch, path] = found[0][0] if found else ""
        return self._texts[batch, path]

    def at(self, batch: str, path: str, span: tuple[int, int]) -> list[tuple[str, str]]:
        """The claims that overlap a span of a source: id and quote."""
        found = self.database.execute(
            f"""SELECT claim_id, quote, file FROM {self.claims} WHERE batch = ? AND source_path = ?
            AND char_start < ? AND char_end > ? AND review IS DISTINCT FROM 'added'""",
            [batch, path, span[1], span[0]],
        ).fetchall()
        self.files |= {(batch, claim_id): Path(file) for claim_id, _, file in found}
        return [(claim_id, quote) for claim_id, quote, _ in found]

    def sources(self, figure: Figure) -> list[tuple[str, str, str]]:
        """Batch, path and source_id of the files that may hold a figure: the same bytes, else the same name."""
        place = figure.place
        files = rows_in("texts", part_files(self.tables, "texts"))
        found = self.database.execute(
            f"SELECT batch, source_path, source_id FROM {files} WHERE source_id = ? OR (batch = ? AND source_path = ?)",
            [place.source_id, place.batch, place.source_path],
        ).fetchall()
        same = [one for one in found if one[2] == place.source_id]
        return same or found
