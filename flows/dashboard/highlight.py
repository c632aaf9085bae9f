"""Where in a sentence does the quote stand? HTML with the quantity marked."""

from __future__ import annotations

from html import escape


def place_in_sentence(sentence: str, quote: str, before: str) -> int | None:
    """Where the quote begins; where it occurs several times, the one before which the source reads like the sentence.

    >>> place_in_sentence("甲镇培训20人，乙镇培训20人。", "20人", "…人，乙镇培训")
    13
    """
    places = [start for start in range(len(sentence)) if sentence.startswith(quote, start)]
    return max(places, key=lambda start: common_ending(sentence[:start], before), default=None)


def common_ending(one: str, other: str) -> int:
    """How many characters two texts have in common at their ends."""
    length = 0
    for a, b in zip(reversed(one), reversed(other), strict=False):
        if a != b:
            break
        length += 1
    return length


def marked_sentence(sentence: str, quote: str, before: str) -> str:
    start = place_in_sentence(sentence, quote, before) if quote else None
    if start is None:
        return escape(sentence)
    return marked(sentence[:start], quote, sentence[start + len(quote) :])


def marked(before: str, quote: str, after: str) -> str:
    return f"{escape(before)}<mark>{escape(quote)}</mark>{escape(after)}"
