"""Which digits are set above or below their line? CO₂ 3.2万吨 is no 23.2万吨, 10⁸ no 108.

Word and web pages say it by a style, which plain text has not: such digits become the characters that Unicode has.
"""

from __future__ import annotations

import re

SUPERSCRIPT = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")
SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
#: By the names that Word's w:vertAlign and HTML have for them.
RAISED_BY = {"superscript": SUPERSCRIPT, "subscript": SUBSCRIPT, "sup": SUPERSCRIPT, "sub": SUBSCRIPT}
ON_LINE = {code: chr(digit) for table in (SUBSCRIPT, SUPERSCRIPT) for digit, code in table.items()}
OFF_LINE = 5  # half points from which characters are set off from their line
#: What would run into a number: 8, −8 of 10⁻⁸, and 1,2 or 1) of notes; 〔2〕 would not.
RUNS_ON = re.compile(r"[-−]?[0-9]+(?:[,，、)）][0-9]*)*")


def set_off(text: str, by: str) -> str:
    """Digits as they are set; 〔2〕 and PM₂.₅ stay as they are, as they run into no number."""
    return text.translate(RAISED_BY[by]) if RUNS_ON.fullmatch(text.strip()) else text


def moved_by(half_points: int) -> str:
    """What characters are that stand so much higher than their line; a little only straightens it."""
    return "" if abs(half_points) < OFF_LINE else "superscript" if half_points > 0 else "subscript"
