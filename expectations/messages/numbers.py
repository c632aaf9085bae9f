"""How is a figure written as its report writes it? 3.86亿元, not 386,000,000 元: in the scale that the quote has."""

from __future__ import annotations

#: The longest first: 万亿 is no 亿
SCALES = (("万亿", 1e12), ("亿", 1e8), ("万", 1e4))
#: A scale that would leave less than a ten-thousandth is that of another number in the quote: 3人（共2万人）
LEAST = 1e-4


def as_written(value: float, quote: str | None) -> str:
    """The number in the scale of the quote; with commas, where that has none: 8千余亩 is 8,000."""
    for word, scale in SCALES:
        if quote and word in quote and abs(value) / scale >= LEAST:
            return f"{value / scale:,.12g}{word}"
    return f"{value:,.12g}"
