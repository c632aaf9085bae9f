"""What does the table `reviews` say? Of each review a row a field, with what became of it; all that was ever said."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from expectations.engine.published import batch_of
from expectations.schema import load_tables
from expectations.validate import validate_reviews
from flows.reviews.model import CORRECTED, MISSING, QUOTES, WITHDRAWN, Review, Row
from flows.reviews.samples import SENTENCE, Drawn
from flows.reviews.standing import without_withdrawn
from flows.storage.parquet import ORDER, arrow_table, part_files, part_path, with_batch
from flows.work.frames import make_frame

WHOLE = "row"  # field
AT_ONCE = 10_000  # reviews


class Told(msgspec.Struct, frozen=True):
    """What became of a review in one batch."""

    review: Review
    batch: str
    claim_id: str | None
    anchored: str
    state: str
    reason: str | None
    extracted: Row  # of the fields that the review names
    row: str | None  # the claim as it was extracted, as JSON, where other values are published


class Stratum(msgspec.Struct, frozen=True):
    """Of what was drawn: what it was drawn from, and how many there were."""

    name: str
    of: int
    sample_of: int | None  # of all strata; only sentences are not counted anew in the tables


Line = tuple[Told, bool, Stratum | None]  # whether it is the first one that tells of its review; if it was drawn


def write_reviews(
    tables: Path,
    reviews: Sequence[Review],
    told: Sequence[Told],
    samples: Sequence[Drawn],
    run: str,
    batches: Collection[str],
) -> None:
    """Write the table anew, a file a batch; a batch of which all is told as before keeps its file."""
    strata = strata_of(samples)
    known = {one.review.review_id for one in told}
    counting = {review.review_id for review in without_withdrawn(reviews)}
    rest = [
        Told(review, review.place.batch, None, *unapplied(review, counting), {}, None)
        for review in reviews
        if review.review_id not in known
    ]
    drawn = {(one.batch, one.claim_id or one.review.place.claim_id) for one in told if one.review.sample}
    by_batch: dict[str, list[Line]] = defaultdict(list)
    seen: set[str] = set()
    for one in (*told, *rest):
        target = (one.batch, one.claim_id or one.review.place.claim_id)
        stratum = strata.get((one.batch, one.review.place.claim_id)) if target in drawn else None
        by_batch[one.batch].append((one, one.review.review_id not in seen, stratum))
        seen.add(one.review.review_id)
    for path in part_files(tables, "reviews"):
        if batch_of(path) not in by_batch:
            path.unlink()
    for batch, lines in by_batch.items():
        write_batch(tables, batch, lines, run)


def strata_of(samples: Sequence[Drawn]) -> dict[tuple[str, str], Stratum]:
    """By batch and target; of the latest sample, which comes first."""
    sizes: dict[str, dict[str, int]] = defaultdict(dict)
    for one in samples:
        if one.what == SENTENCE:
            sizes[one.sample][one.stratum] = one.of
    totals = {sample: sum(some.values()) for sample, some in sizes.items()}
    return {(one.batch, one.target): Stratum(one.stratum, one.of, totals.get(one.sample)) for one in reversed(samples)}


def unapplied(review: Review, counting: Collection[str]) -> tuple[str, str, str | None]:
    """How it is anchored, its state and why, of a review that no claim was asked about."""
    if review.verdict == WITHDRAWN or review.review_id not in counting:
        return "id", "withdrawn", None
    return "orphaned", "orphaned", "it was not found"


def rows_of(one: Told, is_first: bool, stratum: Stratum | None) -> list[Row]:
    """A row a field; the first one that tells of a review has all of it as JSON."""
    review, place = one.review, one.review.place
    said = msgspec.json.encode(review).decode() if is_first else None
    common: Row = {
        "review_id": review.review_id,
        "claim_id": one.claim_id,
        "verdict": review.verdict,
        "note": review.note or None,
        "by": review.by,
        "at": review.at,
        "anchored": one.anchored,
        "state": one.state,
        "reason": one.reason,
        "reviewed_claim_id": place.claim_id,
        "source_id": place.source_id,
        "source_path": place.source_path,
        "report_id": place.report_id,
        "report_title": place.report_title,
        "sentence": place.sentence,
        "quote": place.quote,
        "char_start": place.char_start,
        "char_end": place.char_end,
        "stratum": stratum.name if stratum else None,
        "stratum_of": stratum.of if stratum else None,
        "sample_of": stratum.sample_of if stratum else None,
        "undoes": review.undoes,
    }
    if review.verdict not in (CORRECTED, MISSING) or not review.fields:
        read = as_json(one.extracted[QUOTES]) if QUOTES in one.extracted else None
        return [common | {"field": WHOLE, "extracted": read, "corrected": None, "row": one.row, "said": said}]
    rows: list[Row] = []
    for name, value in review.fields.items():
        first = not rows
        rows.append(
            common
            | {
                "field": name,
                "extracted": as_json(one.extracted.get(name)) if one.extracted else None,
                "corrected": as_json(value),
                "row": one.row if first else None,
                "said": said if first else None,
            }
        )
    return rows


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def write_batch(tables: Path, batch: str, lines: list[Line], run: str) -> None:
    """The file of a batch, some of its rows at a time: of 100,000 reviews all at once take a gigabyte."""
    table, files = load_tables()["reviews"], part_files(tables, "reviews", batch)
    path = Path(part_path(str(tables), "reviews", batch, f"reviews-{run}"))
    path.parent.mkdir(parents=True, exist_ok=True)
    lines.sort(key=lambda line: attrgetter(*ORDER)(line[0].review.place))
    before, same = Earlier(files, table.arrow_schema()), True
    count, keys = 0, set[tuple[Any, ...]]()
    with pq.ParquetWriter(path, table.stored_schema(), compression="zstd") as writer:
        for start in range(0, len(lines), AT_ONCE):
            rows = [row for line in lines[start : start + AT_ONCE] for row in rows_of(*line)]
            frame = make_frame(table, rows)
            keys.update(zip(*(frame[name] for name in table.key), strict=True))
            count += len(rows)
            if (failures := validate_reviews(frame)) or len(keys) != count:
                raise AssertionError(f"the rows of reviews do not hold: {[failure.detail for failure in failures]}")
            made = arrow_table(table, frame)
            writer.write_table(with_batch(made, "reviews", batch))
            same = same and before.take(made.num_rows).equals(made)
    unwanted = [path] if same and before.is_through() else files
    for old in unwanted:
        old.unlink()


class Earlier:
    """The rows that are there already, as many at a time as they are asked for."""

    def __init__(self, files: Sequence[Path], schema: pa.Schema) -> None:
        self.schema = schema
        self.batches = (
            rows for path in files for rows in pq.ParquetFile(path).iter_batches(AT_ONCE, columns=schema.names)
        )
        self.left = schema.empty_table()

    def take(self, count: int) -> pa.Table:
        while len(self.left) < count and (rows := next(self.batches, None)) is not None:
            self.left = pa.concat_tables([self.left, pa.Table.from_batches([rows]).cast(self.schema)])
        taken, self.left = self.left.slice(0, count), self.left.slice(count)
        return taken

    def is_through(self) -> bool:
        return len(self.take(1)) == 0


def said_in(tables: Path | None, known: Collection[str] = ()) -> list[Review]:
    """All reviews that the table tells of, but for those that are known: what a lost database can be made again of."""
    found: dict[str, Review] = {}
    for path in part_files(tables, "reviews"):
        for rows in pq.ParquetFile(path).iter_batches(AT_ONCE, columns=["review_id", "said"]):
            for row in rows.to_pylist():
                if row["said"] and row["review_id"] not in known:
                    review = msgspec.json.decode(row["said"], type=Review)
                    found.setdefault(review.review_id, review)
    return sorted(found.values(), key=lambda review: review.at)
