"""How does one part of the tables get the values that people say? Its claims and quarantine are written anew.

A row is brought back to what was extracted, gets its values, and is tested by Great Expectations as all rows are: one
that fails goes to quarantine, as it would have done at first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from expectations.engine.published import rows_in
from expectations.engine.scratch import open_scratch
from expectations.schema import load_tables
from expectations.validate import validate_claims
from flows.publishing.review_rows import Told
from flows.publishing.review_states import tell_claim
from flows.reviews.corrections import DIFFER, added_row, apply, as_stored
from flows.reviews.model import CORRECTED, Place, Review, Row
from flows.reviews.standing import ADDED, Standing, fold
from flows.storage.parquet import arrow_table, conform, part_files, write_arrow
from flows.work.frames import make_frame
from flows.work.portions import BY_SOURCE

TESTED = (CORRECTED, ADDED)  # claims.review of rows with other values than those tested already


@dataclass(frozen=True, slots=True)
class Addition:
    """A figure to be added to a part."""

    path: str
    source_id: str
    span: tuple[int, int]
    text: str
    stands: Standing
    place: Place
    how: str


@dataclass(slots=True)
class Work:
    """What people say of the claims of one file."""

    file: Path
    batch: str
    said: dict[str, tuple[Standing, str]] = field(default_factory=dict)  # claim_id → what stands, how it was found
    added: list[Addition] = field(default_factory=list)
    put_back: dict[str, Row] = field(default_factory=dict)  # set aside before for what people said
    originals: Mapping[str, Row] = field(default_factory=dict)

    def say(self, claim_id: str, stands: Standing, how: str) -> None:
        if claim_id in self.said:
            before, found = self.said[claim_id]
            stands, how = joined([*before.reviews, *stands.reviews]), min(found, how)  # id before text
        self.said[claim_id] = (stands, how)


@dataclass(frozen=True, slots=True)
class Outcome:
    changed: set[tuple[str, str]]  # batch, source_path
    told: list[Told]


def joined(reviews: Sequence[Review]) -> Standing:
    """Of several figures that are one claim now, all that was said, in its order."""
    return fold(sorted({review.review_id: review for review in reviews}.values(), key=lambda review: review.at))


def change_part(tables: Path, work: Work, name: str) -> Outcome:
    """Write the files of a part anew under a name, if anything is to change in them."""
    schema = load_tables()["claims"].arrow_schema()
    rows = completed(pq.ParquetFile(work.file).read(), schema) if work.file.exists() else schema.empty_table()
    touched = pc.or_(
        pc.is_valid(rows["review"]), pc.is_in(rows["claim_id"], value_set=pa.array(list(work.said), pa.string()))
    )
    before = rows.filter(touched).to_pylist()
    extracted = [restored(row, work.originals) for row in before if row["review"] != ADDED]
    extracted += [typed_row(row) for claim_id, row in work.put_back.items()]
    now, unsure = [], []
    for row in extracted:
        stands, _ = work.said.get(row["claim_id"], (Standing(), ""))
        now.append(apply(row, stands))
    now += added_rows(tables, work)
    was = by_id(before)
    kept = []
    for row in now:
        published = was.get(row["claim_id"])
        if row["review"] not in TESTED:
            kept.append(row)
        elif published is not None and same_but_flags(published, row):
            kept.append(dict(row, flags=published["flags"]))  # tested when it was published so
        else:
            unsure.append(row)
    wholes = {row["part_of"] for row in unsure} - by_id(unsure).keys() - {None}
    untouched = rows.filter(pc.invert(touched))
    beside = [row for row in kept if row["claim_id"] in wholes]
    beside += untouched.filter(pc.is_in(untouched["claim_id"], value_set=pa.array(wholes, pa.string()))).to_pylist()
    tested, aside = hold_to_checks(tables, work, unsure, beside)
    kept += tested
    told = tell(work, extracted, now, {row["claim_id"]: row["expectation"] for row in aside})
    set_aside = {row["claim_id"] for row in aside}
    will_be = by_id(kept)
    if will_be == was and set_aside == work.put_back.keys():
        return Outcome(set(), told)
    differing = {
        (work.batch, row["source_path"])
        for row in (*kept, *before)
        if will_be.get(row["claim_id"]) != was.get(row["claim_id"])
    }
    write_part(tables, work, name, untouched, kept, aside)
    return Outcome(differing, told)


def by_id(rows: Sequence[Row]) -> dict[str, Row]:
    return {row["claim_id"]: row for row in rows}


def completed(rows: pa.Table, schema: pa.Schema) -> pa.Table:
    """With all columns, in plain types: those that an earlier version did not have are null."""
    there = set(rows.column_names)
    columns = []
    for wanted in schema:
        kind = wanted.type.value_type if pa.types.is_dictionary(wanted.type) else wanted.type
        columns.append(rows[wanted.name].cast(kind) if wanted.name in there else pa.nulls(len(rows), kind))
    return pa.table(columns, names=schema.names)


def restored(row: Row, originals: Mapping[str, Row]) -> Row:
    """The row as it was extracted."""
    if row["review"] == CORRECTED and row["claim_id"] in originals:
        return typed_row(originals[row["claim_id"]])
    if row["review"] is None:
        return row
    return dict(row, review=None, flags=[flag for flag in row["flags"] if flag != DIFFER])


def typed_row(row: Row) -> Row:
    """A row out of JSON; a column that came later is null."""
    names = [column.name for column in load_tables()["claims"].columns]
    return {name: as_stored(name, row.get(name)) for name in names}


def same_but_flags(one: Row, other: Row) -> bool:
    return {**one, "flags": None} == {**other, "flags": None}


def added_rows(tables: Path, work: Work) -> list[Row]:
    """The rows of figures that were not read, with the report and section that they stand in."""
    made = []
    for one in work.added:
        found = surroundings(tables, work.batch, one)
        if found is not None:
            names = [column.name for column in load_tables()["claims"].columns]
            row = added_row(one.place, *one.span, one.text, found, one.stands)
            made.append({name: row.get(name) for name in names})
    return made


def surroundings(tables: Path, batch: str, one: Addition) -> Row | None:
    """What a claim takes from its report and section; None outside of any."""
    reports, sections = (rows_in(table, part_files(tables, table, batch)) for table in ("reports", "sections"))
    with open_scratch() as database:
        answer = database.execute(
            f"""SELECT s.source_id, s.source_path, r.report_id, r.title AS report_title, r.issuer, r.region,
              r.report_year, r.area_code, s.part, s.section_id, s.section
            FROM {sections} s JOIN {reports} r USING (report_id)
            WHERE s.source_path = ? AND s.char_start <= ? AND s.char_end >= ? ORDER BY s.level DESC LIMIT 1""",
            [one.path, one.span[0], one.span[1]],
        )
        names = [column[0] for column in answer.description or ()]
        rows = answer.fetchall()
    return dict(zip(names, rows[0], strict=True)) if rows else None


def hold_to_checks(tables: Path, work: Work, rows: Sequence[Row], beside: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Those that hold, and the rows of quarantine of those that do not; `beside`: the wholes that they are parts of."""
    if not rows:
        return [], []
    frames = {"claims": make_frame(load_tables()["claims"], [*rows, *beside])}
    wanted = {
        column: sorted({row[column] for row in (*rows, *beside)})
        for column in ("section_id", "report_id", "source_path")
    }
    texts: dict[str, str] = {}
    with open_scratch() as database:
        for table, column in (("sections", "section_id"), ("reports", "report_id")):
            found = rows_in(table, part_files(tables, table, work.batch))
            query = f"SELECT * FROM {found} WHERE {column} IN (SELECT unnest(?))"
            frames[table] = database.execute(query, [wanted[column]]).df()
        query = f"SELECT source_id, text FROM {rows_in('texts', part_files(tables, 'texts', work.batch))}"
        query += " WHERE source_path IN (SELECT unnest(?))"
        texts |= dict(database.execute(query, [wanted["source_path"]]).fetchall())
    tested = validate_claims(frames, texts)
    claims = arrow_table(load_tables()["claims"], tested["claims"]).to_pylist() if len(tested["claims"]) else []
    aside = [{str(name): value for name, value in row.items()} for row in tested["quarantine"].to_dict("records")]
    own = by_id(rows)
    return [row for row in claims if row["claim_id"] in own], [row for row in aside if row["claim_id"] in own]


def write_part(
    tables: Path, work: Work, name: str, others: pa.Table, kept: Sequence[Row], aside: Sequence[Row]
) -> None:
    """The part's files under a new name; claims and quarantine with other rows."""
    claims, quarantine = (load_tables()[table] for table in ("claims", "quarantine"))
    plain_kept = pa.Table.from_pylist(list(kept), schema=others.schema)
    rows = pa.concat_tables([others, plain_kept]).sort_by(
        [("source_path", "ascending"), ("source_id", "ascending"), ("char_start", "ascending")]
    )
    folder = work.file.parent.name
    for table in BY_SOURCE:
        old = tables / table / folder / work.file.name
        new = old.with_name(f"{name}.parquet")
        if table == "claims":
            write_arrow(conform(rows, claims.arrow_schema()), str(new))
            old.unlink(missing_ok=True)
        elif table == "quarantine":
            there = completed(pq.ParquetFile(old).read(), quarantine.arrow_schema()) if old.exists() else None
            gone = pa.array([*work.put_back, *(row["claim_id"] for row in kept)], pa.string())
            parts = [] if there is None else [there.filter(pc.invert(pc.is_in(there["claim_id"], value_set=gone)))]
            if aside:
                parts.append(completed(arrow_table(quarantine, pd.DataFrame(list(aside))), quarantine.arrow_schema()))
            if parts:
                write_arrow(conform(pa.concat_tables(parts), quarantine.arrow_schema()), str(new))
            old.unlink(missing_ok=True)
        elif old.exists():
            old.rename(new)


def tell(work: Work, extracted: Sequence[Row], now: Sequence[Row], aside: Mapping[str, str]) -> list[Told]:
    """What became of each review of the part's claims."""
    was, is_now = by_id(extracted), by_id(now)
    told = []
    for claim_id, (stands, how) in work.said.items():
        told += tell_claim(work.batch, claim_id, stands, how, was.get(claim_id), is_now.get(claim_id), aside)
    for one in work.added:
        row = next(
            (row for row in now if (row["char_start"], row["char_end"]) == one.span and row["review"] == ADDED), None
        )
        if row is None:
            why = "its words stand in no report"
            told += [
                Told(review, work.batch, None, "orphaned", "orphaned", why, {}, None) for review in one.stands.reviews
            ]
        else:
            told += tell_claim(work.batch, row["claim_id"], one.stands, one.how, None, row, aside)
    return told
