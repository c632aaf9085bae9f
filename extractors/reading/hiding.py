"""What of a file is not to be read: hidden, struck through, or only how a character sounds?

A reader puts marks around such text; `without_marks` takes them out again and says where it stands. So it stays in the
text that was read, positions count it, and cleaning removes it under a rule of its own.
"""

from __future__ import annotations

import regex

from extractors.reading.content import Content

# Noncharacters: no text that is interchanged has them (Unicode 16, 23.7).
HIDE, SHOW = "\ufdd0", "\ufdd1"
MARKS = regex.compile(f"[{HIDE}{SHOW}]")
HIDDEN = regex.compile(f"{HIDE}([^{HIDE}{SHOW}]*+){SHOW}")


def hide(text: str) -> str:
    """Text between marks."""
    return f"{HIDE}{without_foreign_marks(text)}{SHOW}" if text.strip() else text


def without_foreign_marks(text: str) -> str:
    """A file's own text without the characters that the marks are."""
    return MARKS.sub("", text) if HIDE in text or SHOW in text else text


def visible(text: str) -> str:
    """A line without what stands between marks."""
    return HIDDEN.sub("", text) if HIDE in text else text


def without_marks(content: Content) -> Content:
    """The content without marks; what stood between them is hidden."""
    if HIDE not in content.text:
        return content
    spans = tuple(match.span(1) for match in HIDDEN.finditer(content.text))
    return content.hiding(spans).without(MARKS)
