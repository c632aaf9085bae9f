"""Which digits are set above or below their line? CO₂ 3.2万吨 is no 23.2万吨, 10⁸ no 108.

Word and web pages say it by a style, which plain text has not: such digits become the characters that Unicode has.
"""

from __future__ import annotations

SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
#: By the names that Word's w:vertAlign and HTML have for them.
RAISED_BY = {"superscript": SUPERSCRIPT, "subscript": SUBSCRIPT, "sup": SUPERSCRIPT, "sub": SUBSCRIPT}


def set_off(text: str, by: str) -> str:
    """Digits as they are set; 〔2〕 and PM₂.₅ stay as they are, as they run into no number."""
    digits = text.strip()
    return text.translate(RAISED_BY[by]) if digits.isascii() and digits.isdecimal() else text
