"""Is every numeral of a source accounted for, by a claim, by what was removed, or by what was passed over?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from extractors.language.grammar import NUMERAL

_NUMERALS = re.compile(NUMERAL)
_DIGIT = re.compile("[0-9０-９]")
_SPANS = ["char_start", "char_end"]


def count_unaccounted(
    texts: Mapping[str, str], tables: Iterable[pd.DataFrame], removed: pd.DataFrame
) -> pd.Series[Any]:
    """By source_id, the numerals of its text that no row of the tables covers, nor one of `removed`."""
    spans: dict[str, list[tuple[int, int]]] = {source: [] for source in texts}
    for table in (*tables, removed):
        columns = (table[name].astype(object).tolist() for name in ("source_id", *_SPANS))
        for source, start, end in zip(*columns, strict=True):
            if source in spans:
                spans[source].append((start, end))
    cut = {source: set(rows["char_start"]) | set(rows["char_end"]) for source, rows in removed.groupby("source_id")}
    return pd.Series(
        {source: _unaccounted(text, spans[source], cut.get(source, set())) for source, text in texts.items()}, dtype=int
    )


def _unaccounted(text: str, spans: Iterable[tuple[int, int]], cut: set[int]) -> int:
    covered = bytearray(len(text))
    for start, end in spans:
        covered[start:end] = b"\1" * (min(end, len(text)) - start)
    return sum(
        0 in covered[numeral.start() : numeral.end()] and not _is_cut(numeral, cut)
        for numeral in _NUMERALS.finditer(text)
    )


def _is_cut(numeral: re.Match[str], cut: set[int]) -> bool:
    """Whether what is removed ends inside of Chinese numerals: a single character that is left is no numeral."""
    return not _DIGIT.match(numeral[0]) and any(at in cut for at in range(numeral.start() + 1, numeral.end()))
