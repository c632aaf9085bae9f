"""Which words do tables speak in? data/tables.toml, compiled."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from msgspec import Struct

from extractors.language.knowledge import load


class Words(Struct, frozen=True):
    roles: tuple[tuple[str, re.Pattern[str]], ...]
    status: re.Pattern[str]
    changes: tuple[tuple[str, re.Pattern[str]], ...]
    change_words: re.Pattern[str]
    level: re.Pattern[str]
    cumulative: re.Pattern[str]
    aside: re.Pattern[str]
    status_only: re.Pattern[str]
    rate: re.Pattern[str]
    not_rate: re.Pattern[str]
    counted: re.Pattern[str]
    nouns: tuple[tuple[re.Pattern[str], str], ...]
    counted_topic: tuple[re.Pattern[str], str]
    measured: tuple[tuple[re.Pattern[str], str], ...]
    permille: re.Pattern[str]
    no_topic: re.Pattern[str]
    planned: re.Pattern[str]
    done: re.Pattern[str]
    places: re.Pattern[str]


def rows() -> dict[str, Any]:
    """The rows of data/tables.toml, examples included."""
    return load("tables.toml")


def _any(words: list[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


@cache
def words_of_tables() -> Words:
    data = rows()
    return Words(
        tuple((r["role"], re.compile(rf"{r.get('before', '')}(?:{_any(r['words'])})")) for r in data["label"]),
        re.compile(
            "|".join(
                f"(?P<{name}>{_any(data['status'][name])})" for name in ("of_plan", "forecast", "target", "actual")
            )
        ),
        tuple((kind, re.compile(_any(data["change"][kind]))) for kind in ("mom", "other", "yoy")),
        re.compile(_any(data["change"]["words"])),
        re.compile(_any(data["change"]["level"])),
        re.compile(data["cumulative"]["pattern"]),
        re.compile(data["aside"]["pattern"]),
        re.compile(data["status_only"]["pattern"]),
        re.compile(_any(data["rate"]["words"])),
        re.compile(_any(data["rate"]["not_words"])),
        re.compile(data["counted"]["pattern"]),
        tuple((re.compile(row["pattern"]), row["unit"]) for row in data["counted_noun"]),
        (re.compile(data["counted_topic"]["pattern"]), data["counted_topic"]["unit"]),
        tuple((re.compile(row["pattern"]), row["kind"]) for row in data["measured"]),
        re.compile(data["permille"]["pattern"]),
        re.compile(data["topic"]["refuses"]),
        re.compile(data["planned"]["pattern"]),
        re.compile(data["planned"]["done"]),
        re.compile(data["places"]["pattern"]),
    )
