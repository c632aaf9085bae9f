"""What is a mention? One quantity as it stands in the text, before its context is read."""

from __future__ import annotations

from msgspec import Struct

from extractors.quantities.units import Unit


class Mention(Struct, frozen=True, gc=False):
    """One quantity as it stands in the text; offsets slice the text that was scanned back to the quote."""

    start: int
    end: int
    value: float | None
    low: float | None  # ends of a range; the known end of an over / under bound
    high: float | None
    unit: Unit
    bound: str  # exact / approx / over / under
    masked: bool
    flags: tuple[str, ...] = ()


def bounded(start: int, end: int, value: float, unit: Unit, bound: str, flags: tuple[str, ...] = ()) -> Mention:
    """A mention of one value, with the one known end of an over or under bound."""
    if bound == "exact":
        return Mention(start, end, value, None, None, unit, bound, False, flags)
    low, high = value if bound == "over" else None, value if bound == "under" else None
    return Mention(start, end, value, low, high, unit, bound, False, flags)
