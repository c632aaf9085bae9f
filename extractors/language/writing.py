"""How is a number written out again? In full, or in 万 and 亿 as reports write it; never as 3.27533e+12.

>>> in_full(3275330000000.0), in_full(-0.00001), in_full(1234.5)
('3,275,330,000,000', '−0.00001', '1,234.5')
>>> in_scale(1.263e10), in_scale(24800.0), in_scale(12345.0), in_scale(1.2345678e11)
('126.3亿', '2.48万', '12,345', '12,345,678万')
"""

from __future__ import annotations

from decimal import Decimal

#: The longest first: 万亿 is no 亿
SCALES = (("万亿", 1e12), ("亿", 1e8), ("万", 1e4))
DIGITS = 12  # significant ones: what a sum in binary adds to them is no figure of anybody
DECIMALS = 2  # of 万 and 亿 that can be read at a glance; of 12345人 reports make no 1.2345万人


def in_full(value: float) -> str:
    """With commas, and the sign of print: a hyphen before a number is a dash to many fonts and readers."""
    return format(Decimal(f"{value:.{DIGITS}g}"), ",f").replace("-", "−")


def in_scale(value: float) -> str:
    """In the largest scale that leaves few decimals."""
    for word, scale in SCALES:
        scaled = abs(value) / scale
        if scaled >= 1 and abs(scaled - round(scaled, DECIMALS)) <= 10**-DIGITS * scaled:
            return in_full(value / scale) + word
    return in_full(value)
