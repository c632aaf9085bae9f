"""What do the sample reports look like after a seller had them? Decorated texts, and whose each character is.

The styles are those of sellers.toml; the reports are the sample batch without its own boilerplate, and difficult*.txt,
reports that speak of everything that adverts speak of.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import cycle
from pathlib import Path

import regex

from extractors.cleaning.boilerplate import strip
from extractors.reading.files import read_source

HERE = Path(__file__).resolve().parent
SEEDS = HERE.parents[1] / "seeds"
INLINE_EVERY, SENTENCE_EVERY, MARKER_EVERY = 4, 5, 3  # paragraphs
CLAUSE = regex.compile(r"(?<=\p{Han})，(?=\p{Han})")


@dataclass(frozen=True, slots=True)
class Seller:
    name: str
    style: str
    header: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    inline: tuple[str, ...] = ()
    sentence: tuple[str, ...] = ()
    marker: tuple[str, ...] = ()
    unseen: bool = False


@dataclass(frozen=True, slots=True)
class Decorated:
    """A text as sold; `advert` are the positions of the characters that the seller added."""

    text: str
    advert: frozenset[int]


def read_sellers() -> tuple[Seller, ...]:
    rows = tomllib.loads((HERE / "sellers.toml").read_text(encoding="utf-8"))["seller"]
    return tuple(Seller(**{key: tuple(v) if isinstance(v, list) else v for key, v in row.items()}) for row in rows)


def read_list(name: str) -> list[str]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("# ")]


@cache
def clean_reports() -> dict[str, str]:
    """The reports that sellers get: name → text without boilerplate."""
    texts = {path.stem: strip(read_source(path).text).kept for path in sorted(SEEDS.iterdir())}
    texts |= {path.stem: path.read_text(encoding="utf-8") for path in sorted(HERE.glob("difficult*.txt"))}
    return {name: regex.sub(r"\n{3,}", "\n\n", text.strip("\n")) + "\n" for name, text in texts.items()}


def decorate(text: str, seller: Seller) -> Decorated:
    """The text with all that the seller adds."""
    pieces: list[tuple[str, bool]] = [(f"{line}\n", True) for line in seller.header]
    inline, sentence, marker = cycle(seller.inline), cycle(seller.sentence), cycle(seller.marker)
    paragraphs = 0
    for line in text.splitlines(keepends=True):
        if len(line) < 40 or not line.rstrip().endswith("。"):
            pieces.append((line, False))
            continue
        paragraphs += 1
        body, end = line.rstrip(), line[len(line.rstrip()) :]
        comma = CLAUSE.search(body, len(body) // 3)
        if seller.marker and paragraphs % MARKER_EVERY == 1 and comma:
            pieces += [(body[: comma.start()], False), (next(marker), True), (body[comma.start() :], False)]
        else:
            pieces.append((body, False))
        if seller.sentence and paragraphs % SENTENCE_EVERY == 2:
            pieces.append((next(sentence), True))
        pieces.append((end, False))
        if seller.inline and paragraphs % INLINE_EVERY == 1:
            pieces.append((f"{next(inline)}\n", True))
    pieces += [(f"{line}\n", True) for line in seller.footer]
    added: list[int] = []
    at = 0
    for piece, is_advert in pieces:
        if is_advert:
            added += range(at, at + len(piece))
        at += len(piece)
    return Decorated("".join(piece for piece, _ in pieces), frozenset(added))
