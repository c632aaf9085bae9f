"""How is a text shown with its claims where they stand? Paragraph by paragraph, every span in an element of its own.

Positions are code points and are cut here, so that the page needs none: a browser counts UTF-16 units. Spans may nest,
overlap and run over several lines; of a span that must be interrupted only the first piece bears its id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

LINE_END = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")  # HTML has no way to write them
LINES_IN_CHUNK = 40  # drawn together, once they come near the screen
PIECE = 4000  # characters: a line of a whole book would be laid out at once


@dataclass(frozen=True, slots=True)
class Span:
    """Something to be marked; `attributes` stand in its first piece, `again` in the others."""

    start: int
    end: int
    tag: str
    attributes: str
    again: str


@dataclass(frozen=True, slots=True)
class Heading:
    """What a line heads; a line longer than `most` is a paragraph that begins with its heading."""

    level: int
    id: str
    most: int


def show_text(text: str, start: int, end: int, spans: Sequence[Span], headings: Mapping[int, Heading]) -> Iterator[str]:
    """text[start:end] as HTML, some paragraphs at a time; `spans` in the order of starts, `headings` by position."""
    shown = CONTROL.sub("\ufffd", text[start:end])
    waiting, begun = list(reversed(spans)), set[int]()
    active: list[Span] = []
    lines: list[str] = []
    before = start
    for first, last in pieces(shown, start):
        while waiting and waiting[-1].start < last:
            active.append(waiting.pop())
        active = [span for span in active if span.end > first]
        inside = mark(shown[first - start : last - start], first, active, begun)
        blank = shown.count("\n", before - start, first - start) > 1
        lines.append(paragraph(inside, last - first, blank, headings.get(first)))
        before = last
        if len(lines) == LINES_IN_CHUNK:
            yield f"<div>{''.join(lines)}</div>\n"
            lines = []
    if lines:
        yield f"<div>{''.join(lines)}</div>"


def pieces(shown: str, offset: int) -> Iterator[tuple[int, int]]:
    """Where each line begins and ends; lines of nothing but space are left out, and very long ones are cut."""
    for line in LINE.finditer(shown):
        if line.group().isspace():
            continue
        first, last = line.span()
        for at in range(first, last, PIECE):
            yield offset + at, offset + min(at + PIECE, last)


def paragraph(inside: str, length: int, blank: bool, heading: Heading | None) -> str:
    names = ["gap"] if blank else []
    if heading and length <= heading.most:
        names.append(f"h{min(heading.level, 3)}")
    identity = f' id="{heading.id}"' if heading else ""
    return f"<p{identity}{class_of(names)}>{inside}</p>"


def class_of(names: Sequence[str]) -> str:
    return f' class="{" ".join(names)}"' if names else ""


def mark(line: str, first: int, spans: Sequence[Span], begun: set[int]) -> str:
    """One line with its spans in elements; `begun` are those, by identity, whose first piece has been written."""
    if not spans:
        return escape(line, quote=False)
    last = first + len(line)
    if are_apart(spans, first, last):
        return "".join(mark_apart(line, first, spans, begun))
    cuts = sorted({first, last, *(max(s.start, first) for s in spans), *(min(s.end, last) for s in spans)})
    waiting = list(reversed(spans))
    active: list[Span] = []
    opened: list[Span] = []
    out: list[str] = []
    for left, right in pairwise(cuts):
        active = [span for span in active if span.end > left]
        while waiting and waiting[-1].start <= left:
            active.append(waiting.pop())
        kept = shared(opened, active)
        out.extend(f"</{span.tag}>" for span in reversed(opened[kept:]))
        for span in active[kept:]:
            out.append(f"<{span.tag} {span.again if id(span) in begun else span.attributes}>")
            begun.add(id(span))
        opened = active
        out.append(escape(line[left - first : right - first], quote=False))
    out.extend(f"</{span.tag}>" for span in reversed(opened))
    return "".join(out)


def are_apart(spans: Sequence[Span], first: int, last: int) -> bool:
    """Whether each begins and ends in the line, behind the one before, as almost all do; an empty one marks nothing."""
    at = first
    for span in spans:
        if span.start < at or span.end <= span.start or span.end > last:
            return False
        at = span.end
    return True


def mark_apart(line: str, first: int, spans: Sequence[Span], begun: set[int]) -> Iterator[str]:
    """The pieces of a line whose spans are apart."""
    at = 0
    for span in spans:
        start, end = span.start - first, span.end - first
        yield escape(line[at:start], quote=False)
        yield f"<{span.tag} {span.again if id(span) in begun else span.attributes}>"
        yield escape(line[start:end], quote=False)
        yield f"</{span.tag}>"
        begun.add(id(span))
        at = end
    yield escape(line[at:], quote=False)


def shared(opened: Sequence[Span], active: Sequence[Span]) -> int:
    """How many elements may stay open: up to the first that is another one."""
    kept = 0
    for ours, theirs in zip(opened, active, strict=False):
        if ours is not theirs:
            break
        kept += 1
    return kept
