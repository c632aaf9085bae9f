"""What is a review? What somebody said of one figure, and enough of its surroundings to find it again.

right       the row says what the text says
wrong       it does not
corrected   it does once `fields` have these values
no_claim    what is there is no quantity
missing     a quantity that was not read; `fields` say what it is
complete    no quantity of a sentence is missing beside what was read and added; `seen` has the quotes that were read
incomplete  some are missing in it, whether they were added or not
withdrawn   an earlier review, `undoes`, does not count any more
"""

from __future__ import annotations

import math
import uuid
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import msgspec

from flows.errors import BadUseError

RIGHT, WRONG, CORRECTED, NO_CLAIM, MISSING, WITHDRAWN = (
    "right",
    "wrong",
    "corrected",
    "no_claim",
    "missing",
    "withdrawn",
)
COMPLETE, INCOMPLETE = OF_SENTENCES = ("complete", "incomplete")
VERDICTS = (RIGHT, WRONG, CORRECTED, NO_CLAIM, MISSING, *OF_SENTENCES, WITHDRAWN)
QUOTES = "quotes"  # in `seen` of a sentence: what was read in it

# What the words of a report decide, and a person can judge. All else is worked out of it (corrections.py).
NUMBERS = ("value", "value_min", "value_max")
DATES = ("period_start", "period_end")
TEXTS = ("unit", "metric", "scope", "kind", "bound", "status", "comparison", "direction", "per")
FIELDS = (*NUMBERS, *TEXTS, "masked", *DATES)
NULLABLE = (*NUMBERS, *DATES, "per", "scope")
AROUND = 60  # characters of the source before and behind a quote that are kept with a review

Row = dict[str, Any]


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a figure stood when it was reviewed."""

    batch: str
    source_path: str
    source_id: str
    report_id: str
    report_title: str
    claim_id: str
    sentence: str
    quote: str
    char_start: int
    char_end: int
    before: str = ""
    after: str = ""
    twins: int = 1  # claims of its report with the same quote and sentence, itself among them


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """What one person said at one moment. `seen`: the values of FIELDS that were on the screen."""

    verdict: str
    place: Place
    fields: Row = {}
    seen: Row = {}
    note: str = ""
    by: str = ""
    at: datetime = msgspec.field(default_factory=lambda: datetime.now(UTC))
    review_id: str = msgspec.field(default_factory=lambda: uuid.uuid4().hex)
    sample: str | None = None
    undoes: str | None = None


def span_id(source_id: str, start: int, end: int) -> str:
    """The claim_id of what stands there, as extraction makes it."""
    return sha256(f"{source_id}:{start}:{end}".encode()).hexdigest()[:24]


def sentence_id(source_id: str, start: int, end: int) -> str:
    """Where a sentence stands, told by its id; no claim has such a one, though its quote be the whole sentence."""
    return f"{source_id}:{start}-{end}"


def check_review(review: Review) -> Review:
    """The review with values of the right types; BadUseError where it says what no review can say."""
    if review.verdict not in VERDICTS:
        raise BadUseError(f"{review.verdict!r} is no verdict", f"one of: {', '.join(VERDICTS)}")
    if review.verdict == WITHDRAWN and not review.undoes:
        raise BadUseError("a withdrawal does not say which review it takes back", "give its review_id in undoes")
    if review.verdict == CORRECTED and not review.fields:
        raise BadUseError("a correction corrects no field", f"give at least one of: {', '.join(FIELDS)}")
    if review.fields and review.verdict not in (CORRECTED, MISSING):
        raise BadUseError(f"the verdict {review.verdict} has corrected fields", f"make it {CORRECTED}")
    if not review.by.strip():
        raise BadUseError("a review does not say whose it is", "give a name in by")
    if not 0 <= review.place.char_start < review.place.char_end:
        raise BadUseError("a review names no place in its text", "char_start is at least 0, char_end behind it")
    place = review.place
    is_sentence = place.claim_id == sentence_id(place.source_id, place.char_start, place.char_end)
    if review.verdict in OF_SENTENCES and not is_sentence:
        raise BadUseError(
            f"only of a sentence is said that it is {review.verdict}", "take the id of one that was drawn"
        )
    if is_sentence and review.verdict not in (*OF_SENTENCES, WITHDRAWN):
        raise BadUseError(f"a sentence is not {review.verdict}", f"one of: {', '.join(OF_SENTENCES)}")
    fields = {name: typed(name, value) for name, value in review.fields.items()}
    return msgspec.structs.replace(review, fields=fields)


def typed(name: str, value: Any) -> Any:
    """A value as its column has it, from JSON or what was typed; dates stay texts, as JSON has no others."""
    if name not in FIELDS:
        raise BadUseError(f"{name!r} cannot be corrected", f"one of: {', '.join(FIELDS)}")
    if value is None or (value == "" and name in NULLABLE):
        if name in NULLABLE:
            return None
        raise BadUseError(f"{name} is never empty", "give it a value")
    try:
        if name in NUMBERS:
            number = float(str(value).replace(",", "").replace("，", ""))
            if not math.isfinite(number):
                raise ValueError
            return number
        if name in DATES:
            return date.fromisoformat(str(value)[:10]).isoformat()
    except ValueError as error:
        raise BadUseError(
            f"{value!r} is no {'number' if name in NUMBERS else 'date'}: {name}", "2024-12-31, 1234.5"
        ) from error
    if name == "masked":
        if isinstance(value, bool) or str(value).lower() in ("true", "false"):
            return value if isinstance(value, bool) else str(value).lower() == "true"
        raise BadUseError(f"{value!r} is neither true nor false: masked", "true or false")
    return str(value).strip()


def plain(value: Any) -> Any:
    """A table's value as JSON has it."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return None if isinstance(value, float) and value != value else value


def seen_of(row: Row) -> Row:
    """What is judged of a claim's row."""
    return {name: plain(row.get(name)) for name in FIELDS}
