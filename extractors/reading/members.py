"""Which files are in this file? An archive's members, a letter's attachments, records, and what is inside those.

Each gets a name of its own below its container's: batch.zip/2016/a.docx, letter.eml/annex.pdf, a.zip/b.zip/c.txt.
A container follows its members, with what was wrong with it as a whole.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.reading.archives import KINDS, Budget, archive_members
from extractors.reading.content import UnreadableError
from extractors.reading.files import MAX_BYTES, format_of
from extractors.reading.mail import attachments
from extractors.reading.records import record_texts

MAX_DEPTH = 4  # containers inside one another
MAX_FOLDERS = 64  # of a member's name; what people pack has ten
MAX_NAME = 1_000  # characters, of a member's name with its folders; Windows takes 260
LETTERS = ("eml",)
RECORDS = ("json", "jsonl", "ndjson")
TOO_LONG = (
    f"has a name of more than {MAX_FOLDERS} folders or {MAX_NAME:,} characters",
    "unpack it and give it another name",
)
LEFT_LYING = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")  # what systems put into archives


@dataclass(frozen=True, slots=True)
class Part:
    """A file inside a file, or the container itself when its members are through."""

    name: str  # from the outermost container on
    data: bytes | None
    size: int
    is_archive: bool = False  # its text is that of its members
    problem: UnreadableError | None = None


def is_container(name: str) -> bool:
    return format_of(name) in (*KINDS, *LETTERS, *RECORDS)


def parts(data: bytes, name: str, budget: Budget | None = None, depth: int = 1) -> Iterator[Part]:
    """Members first, each file and then its container; a file that is no container is its only part."""
    kind = format_of(name)
    if not is_container(name):
        yield Part(name, data, len(data))
        return
    if depth > MAX_DEPTH:
        too_deep = UnreadableError(f"is a container inside {MAX_DEPTH} others", "unpack it and give what is in it")
        yield Part(name, data, len(data), True, too_deep)
        return
    budget = budget or Budget()
    used: dict[str, int] = {}
    trouble: UnreadableError | None = None
    try:
        for inner, content, problem, size in members(data, kind, name, budget):
            if inner.startswith(LEFT_LYING) or inner.rsplit("/", 1)[-1].startswith((*LEFT_LYING, "._", "~$")):
                continue
            path, leads_out, too_long = path_inside(name, inner, used)
            if too_long:
                yield Part(path, None, size, False, UnreadableError(*TOO_LONG))
            elif leads_out:
                reason = f"has a name that leads out of its archive: {printable(inner)[:100]}"
                yield Part(path, None, size, False, UnreadableError(reason, "unpack it and give it another name"))
            elif problem or content is None:
                yield Part(path, None, size, False, problem)
            else:
                yield from parts(content, path, budget, depth + 1)
    except UnreadableError as error:
        if budget.bytes < 0 and depth > 1:
            yield Part(name, data, len(data), True, error)
            raise  # nothing more of the outer ones either
        trouble = error
    if not used and not trouble and kind not in LETTERS:
        trouble = UnreadableError("holds no file", "leave it out")
    yield Part(name, data, len(data), kind not in LETTERS, trouble)


def members(
    data: bytes, kind: str, name: str, budget: Budget
) -> Iterator[tuple[str, bytes | None, UnreadableError | None, int]]:
    """Name, bytes, problem and size of what stands in a container."""
    if kind in LETTERS or kind in RECORDS:
        for inner, content in attachments(data) if kind in LETTERS else record_texts(data):
            budget.count_member()
            budget.count_bytes(len(content))
            yield inner, content, None, len(content)
    else:
        own = name.rsplit("/", 1)[-1].rsplit(".", 1)[0]  # report.txt.gz holds report.txt
        for member in archive_members(data, kind, budget, MAX_BYTES):
            yield member.name or own, member.data, member.problem, member.size


def path_inside(container: str, inner: str, used: dict[str, int]) -> tuple[str, bool, bool]:
    """The member's name below its container, in letters that can be printed, used once.

    And whether it led out, and whether it was too long: then only its beginning and its end are left. `used`: by a
    name, the number of the last one like it.
    """
    pieces = inner.replace("\\", "/").split("/")
    leads_out = ".." in pieces or inner.startswith(("/", "\\")) or pieces[0].endswith(":")
    clean = [printable(piece) for piece in pieces if piece not in ("", ".", "..")]
    too_long = len(clean) > MAX_FOLDERS or sum(map(len, clean)) + len(clean) > MAX_NAME
    if too_long:
        clean = [clean[0], "…", clean[-1]]
    path = first = f"{container}/{'/'.join(clean) or 'unnamed'}"
    stem, dot, suffix = path.rpartition(".")
    number = used.get(first, 0)
    while path in used:
        number += 1
        path = f"{stem} ({number}){dot}{suffix}" if dot and "/" not in suffix else f"{first} ({number})"
    used[first] = max(number, 1)
    used.setdefault(path, 1)
    return path, leads_out, too_long


def printable(text: str) -> str:
    """Control characters and halves of characters become ?"""
    return "".join("?" if unicodedata.category(char) in ("Cc", "Cs") else char for char in text[:255])
