"""How do reviews travel? As JSON lines, which keep all, or as CSV, which people write by hand too.

A row by hand needs no more than claim_id and verdict, and columns of claims with what they should be; where the claim
stands is looked up in the tables. A row is the same review however often it is imported.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from flows.errors import BadUseError
from flows.reviews.model import CORRECTED, FIELDS, Place, Review, Row, check_review, typed
from flows.reviews.places import places_of

SAID = ("review_id", "at", "by", "verdict", "note", "sample", "undoes")
PLACED = Place.__struct_fields__
COLUMNS = (*SAID, *FIELDS, *PLACED, "seen")
EMPTY = "(empty)"  # a cell that says that the field is to be null
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def to_jsonl(reviews: Iterable[Review]) -> str:
    return "".join(f"{msgspec.json.encode(review).decode()}\n" for review in reviews)


def to_csv(reviews: Iterable[Review]) -> str:
    """A row a review. A text that a spreadsheet would take for a formula gets an apostrophe in front."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for review in reviews:
        row: Row = {name: getattr(review, name) for name in SAID if name != "at"}
        row |= {"at": review.at.isoformat(), "seen": msgspec.json.encode(review.seen).decode()}
        row |= {name: EMPTY if value is None else value for name, value in review.fields.items()}
        row |= msgspec.structs.asdict(review.place)
        writer.writerow({name: guarded(value) for name, value in row.items()})
    return out.getvalue()


def guarded(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def unguarded(value: str) -> str:
    return value[1:] if value.startswith("'") and value[1:].startswith(FORMULA) else value


def read_reviews(path: Path, tables: Path | None, by: str) -> list[Review]:
    """What a file says; BadUseError with its line where that cannot be. `by`: whose it is where it names nobody."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadUseError(
            f"{path} cannot be read: {error}", "give a UTF-8 file that reviews export has written"
        ) from error
    if path.suffix.lower() == ".csv":
        rows: list[Row] = [
            {str(name): unguarded(value) for name, value in row.items() if value and name}
            for row in csv.DictReader(io.StringIO(text))
        ]
    else:
        rows = [read_line(path, number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    short = [str(row["claim_id"]) for row in rows if "place" not in row and "quote" not in row and "claim_id" in row]
    known = places_of(tables, short) if tables and short else {}
    found = []
    for number, row in enumerate(rows, 1):
        try:
            found.append(check_review(review_of(row, known, by)))
        except BadUseError as error:
            raise BadUseError(f"{path}, review {number}: {error.problem}", error.remedy) from error
        except (msgspec.ValidationError, ValueError, KeyError) as error:
            raise BadUseError(f"{path}, review {number}: {error}", "look at what reviews export writes") from error
    return found


def read_line(path: Path, number: int, line: str) -> Row:
    try:
        row: Row = msgspec.json.decode(line, type=dict[str, Any])
    except msgspec.DecodeError as error:
        raise BadUseError(f"{path}, line {number} is no JSON object: {error}", "an object a line") from error
    return row


def review_of(row: Row, known: Mapping[tuple[str, str], tuple[Place, Row]], by: str) -> Review:
    if "place" in row:
        return msgspec.convert(row, Review)
    fields = {name: typed(name, None if row[name] == EMPTY else row[name]) for name in FIELDS if name in row}
    place, seen = placed(row, known)
    verdict = row.get("verdict") or (CORRECTED if fields else "")
    kept = {name: row[name] for name in ("note", "sample", "undoes") if row.get(name)}
    at = datetime.fromisoformat(row["at"]) if row.get("at") else datetime.now(UTC)
    identity = row.get("review_id") or sha256(msgspec.json.encode(sorted(map(str, row.items())))).hexdigest()[:32]
    return Review(
        verdict=verdict,
        place=place,
        fields=fields,
        seen=seen,
        by=row.get("by") or by,
        at=at,
        review_id=identity,
        **kept,
    )


def placed(row: Row, known: Mapping[tuple[str, str], tuple[Place, Row]]) -> tuple[Place, Row]:
    if "quote" in row:
        place: Row = {name: row.get(name, "") for name in PLACED}
        place |= {name: int(row.get(name) or 1) for name in ("char_start", "char_end", "twins")}
        return msgspec.convert(place, Place), msgspec.json.decode(row.get("seen") or "{}")
    claim_id = row.get("claim_id")
    if not claim_id:
        raise BadUseError("it names no claim", "give its claim_id")
    found = [value for (batch, one), value in known.items() if one == claim_id and row.get("batch") in (None, batch)]
    if not found:
        raise BadUseError(f"no claim {claim_id} is published here", "take the claim_id from the tables")
    return found[0]
