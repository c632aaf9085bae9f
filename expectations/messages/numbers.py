"""How is a figure written as its report writes it? 3.86亿元, not 386,000,000 元: in the scale that the quote has."""

from __future__ import annotations

import re
import unicodedata

from extractors.language.writing import SCALES, in_full, in_scale

#: A scale that would leave less than a ten-thousandth is that of another number in the quote: 3人（共2万人）
LEAST = 1e-4
SAME = 1e-9  # of the value, as far as floats tell numbers apart
NUMBER = re.compile(r"\d++(?:\.\d++)?")


def as_written(value: float, quote: str | None) -> str:
    """The number in the scale in which its digits stand in the quote, which the scale may not be in: of 24.8 below a
    head 万亩 it is 24.8万. Else in the scale that the quote names, or that suits the number: 8千余亩 is 8,000."""
    digits = digits_in(quote or "")
    for word, scale in (("", 1.0), *SCALES):
        if any(abs(digit * scale - abs(value)) <= SAME * abs(value) for digit in digits):
            return in_full(value / scale) + word
    for word, scale in SCALES:
        if quote and word in quote and abs(value) / scale >= LEAST:
            return in_full(value / scale) + word
    return in_scale(value)


def digits_in(quote: str) -> list[float]:
    """The numbers in digits, without commas and in their usual width; nought says nothing of a scale."""
    plain = unicodedata.normalize("NFKC", quote).replace(",", "")
    return [number for found in NUMBER.findall(plain) if (number := float(found))]
