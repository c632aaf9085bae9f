"""What of rich text does nobody see, or is struck through, and which digits stand above or below their line?

Rich text switches such things on and off, until the group ends in which it does (RTF 1.9.1, Character Formatting).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import regex

from extractors.reading.hiding import HIDE, SHOW
from extractors.reading.raised import moved_by, set_off

SWITCHES = regex.compile(r"\\(?:v|strike|striked1|deleted|super|sub|up\d+|dn\d+)(?![a-z\d])")
TOKEN = regex.compile(
    r"""
      \\(?P<word>(?!u-?\d)[a-z]+)(?P<value>-?\d+)?[ ]?
    | (?P<brace>[{}])
    | (?P<text>(?:\\'[0-9a-f]{2}|\\u-?\d+[ ]?|[^\\{}\r\n])++)
    | \\.
    """,
    regex.VERBOSE | regex.DOTALL,
)
HIDING = ("v", "strike", "striked", "deleted")
ALIGNED = {"super": "superscript", "sub": "subscript"}
MOVED = {"up": 1, "dn": -1}


@dataclass(frozen=True, slots=True)
class Switched:
    """What holds at a place."""

    hiding: frozenset[str] = frozenset()
    raised: str = ""
    skipped: int = 1  # characters behind one that is given by its number, for programs that do not know it
    marked: bool = False  # a mark has begun what is hidden


def with_marks(markup: str) -> str:
    """The markup with marks around what is hidden, and digits that are set off as characters that say so."""
    if not SWITCHES.search(markup):
        return markup
    now, around = Switched(), []
    pieces: list[str] = []
    end = 0
    for token in TOKEN.finditer(markup):
        pieces.append(markup[end : token.start()])
        end = token.end()
        text = token[0]
        if token["brace"] == "{":
            around.append(now)
        elif token["brace"] and around:
            outer = around.pop()
            if now.marked != outer.marked:
                text = by_number(SHOW if now.marked else HIDE, now) + text
            now = outer
        elif token["word"]:
            now = switched(now, token["word"], token["value"])
        elif token["text"]:
            text = coded(text, now)
            if now.marked != bool(now.hiding):
                now = replace(now, marked=bool(now.hiding))
                text = by_number(HIDE if now.marked else SHOW, now) + text
        pieces.append(text)
    return "".join(pieces) + markup[end:]


def switched(now: Switched, word: str, value: str | None) -> Switched:
    if word in HIDING:
        return replace(now, hiding=now.hiding - {word} if value == "0" else now.hiding | {word})
    if word in ALIGNED:
        return replace(now, raised="" if value == "0" else ALIGNED[word])
    if word in MOVED:
        return replace(now, raised=moved_by(MOVED[word] * int(value or 6)))
    if word == "plain":
        return replace(now, hiding=frozenset(), raised="")
    if word == "nosupersub":
        return replace(now, raised="")
    if word == "uc" and value is not None:
        return replace(now, skipped=int(value))
    return now


def coded(text: str, now: Switched) -> str:
    """Digits that are set off, by the numbers of their characters."""
    raised = set_off(text, now.raised) if now.raised else text
    return text if raised == text else "".join(by_number(char, now) for char in raised)


def by_number(char: str, now: Switched) -> str:
    code = ord(char)
    return f"\\u{code - 0x10000 if code >= 0x8000 else code}" + ("?" * now.skipped or " ")
