"""How does a text from outside stand on a page that is written in Markdown? As it is: no mark in it does anything.

Of a report, an address or a note: `![](https://…)` would make the page ask another host, and `*` would be lost.
"""

from __future__ import annotations

import re

_MARKS = re.compile(r"[!-/:-@\[-`{-~]")  # a backslash before any of ASCII's makes it a character (CommonMark 0.31, 2.4)


def literally(text: str) -> str:
    """Markdown of a text, on one line."""
    return _MARKS.sub(r"\\\g<0>", " ".join(text.split()))
