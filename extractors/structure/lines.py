"""What are the lines of a text? Each line that says something, where it is, and how far below the one before."""

from __future__ import annotations

from msgspec import Struct

BLANKS = " \t\r\f\v\u00a0\u2002\u2003\u3000\u200b\ufeff"
SENTENCE_ENDS = ("。", "！", "？", "；", "：", "，", "、", "!", "?", ";", ":", "”", "…")


class Line(Struct, frozen=True, gc=False):
    """A line that says something: `text` is it without the blanks around it, at `start`."""

    start: int
    text: str
    gap: int  # blank lines above it

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def ends_sentence(self) -> bool:
        return self.text.endswith(SENTENCE_ENDS)

    @property
    def ends_sentence_fully(self) -> bool:
        return self.text.endswith(("。", "！", "？", "；"))


def read_lines(text: str) -> list[Line]:
    lines: list[Line] = []
    at = gap = 0
    for raw in text.split("\n"):
        body = raw.strip(BLANKS)
        if body:
            lines.append(Line(at + raw.index(body[0]), body, gap))
            gap = 0
        else:
            gap += 1
        at += len(raw) + 1
    return lines
