"""Is a line spaced out to fill its width, and what does it say then? 政 府 工 作 报 告"""

from __future__ import annotations

import re

from extractors.language.grammar import HAN

_BLANKS = r"[ \u3000\xa0]"
_SPACES = frozenset(" \u3000\xa0")
_SPACED = re.compile(rf"[{HAN}\d](?:{_BLANKS}{{1,4}}[{HAN}\d]){{3,40}}")
_INSIDE = re.compile(rf"{_BLANKS}(?<=[{HAN}\d]{_BLANKS}){_BLANKS}*(?=[{HAN}\d])")


def squeeze(text: str) -> str:
    """A title without blanks between its characters, by which it is compared and read."""
    return text if _SPACES.isdisjoint(text) else _INSIDE.sub("", text)


def closed_up(line: str) -> str:
    """The line without the blanks between its characters, where they stand between all of them."""
    return squeeze(line) if not _SPACES.isdisjoint(line) and _SPACED.fullmatch(line) else line
