"""What is a claim's row once it has the values that people say? With all that follows from these worked out anew."""

from __future__ import annotations

from datetime import date
from typing import Any

from extractors.context.metric_key import metric_key
from extractors.language.numerals import times
from extractors.quantities.units import Unit, resolve
from extractors.version import EXTRACTOR_VERSION
from flows.reviews.model import CORRECTED, DATES, Place, Row, seen_of, span_id
from flows.reviews.standing import ADDED, CONFIRMED, REJECTED, Standing, is_rejected

DIFFER = "reviews_differ"  # flag
_STANDARD = {"value": "value_standard", "value_min": "value_standard_min", "value_max": "value_standard_max"}
_BLANK: Row = {
    "value": None, "value_min": None, "value_max": None, "unit": "", "kind": "count", "bound": "exact", "masked": False,
    "status": "actual", "comparison": "none", "direction": "none", "per": None, "period_start": None,
    "period_end": None,
}  # fmt: skip


def apply(extracted: Row, stands: Standing) -> Row:
    """The row to publish of one as it was extracted; `review` says what was done to it."""
    asserted = {name: as_stored(name, value) for name, value in stands.asserted.items()}
    differing = {name: value for name, value in asserted.items() if not same(extracted[name], value)}
    row = correct(extracted, differing) if differing else dict(extracted)
    if stands.differ:
        row["flags"] = [*row["flags"], DIFFER]
    if is_rejected(stands, seen_of(row)):
        return dict(extracted, review=REJECTED, flags=row["flags"])
    if differing:
        return dict(row, review=CORRECTED)
    return dict(row, review=CONFIRMED if stands.asserted else None)


def correct(row: Row, fields: Row) -> Row:
    """With these values, and what follows from them; a field that is given itself is taken as it is given."""
    made = {**row, **fields}
    if "metric" in fields:
        made["metric_key"] = metric_key(made["metric"]) or made["metric"]
    if "value" in fields or "bound" in fields:
        made |= {name: end for name, end in ends_of(made).items() if name not in fields}
    if "unit" in fields:
        unit = resolve(made["unit"])
        made |= {"kind": fields.get("kind", unit.kind), "per": fields.get("per", unit.per or None)}
    if fields.keys() & {*_STANDARD, "unit", "bound"}:
        made |= in_standard(made, kept="unit" not in fields)
    if fields.keys() & {*_STANDARD, "unit", "direction"}:
        made["change"] = change_of(made)
    return made


def change_of(row: Row) -> float | None:
    """With its sign, as extraction has it: 下降8.7% and 增长-8.7% are both -8.7; None for what did not change."""
    value: float | None = row["value_standard"]
    if value is None or row["direction"] == "none":
        return None
    return -abs(value) if row["direction"] == "down" else value


def ends_of(row: Row) -> Row:
    """Of one value, the end that its bound knows; of a range, the ends that it has."""
    value, bound = row["value"], row["bound"]
    if value is None:
        return {}
    return {"value_min": value if bound == "over" else None, "value_max": value if bound == "under" else None}


def in_standard(row: Row, kept: bool = False) -> Row:
    """Values in the standard unit; `kept`: the row's unit is the one that extraction found, with words of the text."""
    unit = resolve(row["unit"])
    if kept and unit.standard != row["unit_standard"]:
        return dict.fromkeys(_STANDARD.values())  # a unit out of the words: how much it is is not known here
    return {"unit_standard": unit.standard} | {name: reckon(row[of], unit) for of, name in _STANDARD.items()}


def reckon(value: float | None, unit: Unit) -> float | None:
    """As extraction does it."""
    if value is None or unit.factor is None:
        return None
    return times(value, unit.factor) + unit.offset


def as_stored(name: str, value: Any) -> Any:
    is_date = name in DATES or name in ("base_start", "base_end")
    return date.fromisoformat(value) if is_date and isinstance(value, str) else value


def same(one: Any, other: Any) -> bool:
    """Numbers up to what JSON and a conversion may cost; anything else exactly."""
    if isinstance(one, float) and isinstance(other, (int, float)):
        return one == other or abs(one - other) <= 1e-12 * max(abs(one), abs(other))
    return bool(one == other)


def added_row(place: Place, start: int, end: int, text: str, surroundings: Row, stands: Standing) -> Row:
    """The row of a figure that was not read; `surroundings`: what report and section it stands in."""
    fields = {name: as_stored(name, value) for name, value in stands.asserted.items()}
    made = {**_BLANK, **fields}
    made |= {
        "claim_id": span_id(surroundings["source_id"], start, end),
        "quote": text[start:end],
        "sentence": sentence_at(text, start, end),
        "char_start": start,
        "char_end": end,
        "metric": fields.get("metric") or place.quote,
        "period_text": None,
        "page": None,
        "confidence": 1.0,  # a person has read it
        "flags": [DIFFER] if stands.differ else [],
        "extractor_version": EXTRACTOR_VERSION,
        "review": ADDED,
    }
    made["metric_key"] = metric_key(made["metric"]) or made["metric"]
    unit = resolve(made["unit"])
    made |= {"kind": fields.get("kind", unit.kind), "per": fields.get("per", unit.per or None)}
    made |= {name: end_ for name, end_ in ends_of(made).items() if name not in fields}
    made |= in_standard(made)
    return surroundings | made | {"change": change_of(made)}


def sentence_at(text: str, start: int, end: int) -> str:
    """From the mark before the quote to that behind it."""
    first = max(text.rfind(mark, 0, start) for mark in "。；！？\n\r") + 1
    ends = [at for mark in "。；！？\n\r" if (at := text.find(mark, end)) >= 0]
    last = min(ends, default=len(text))
    return text[first : last + (text[last : last + 1] not in ("", "\n", "\r"))].strip()
