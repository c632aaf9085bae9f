"""How many figures of tables are read right, by kind and format? The tables of extractors/corpus/tables.toml.

python -m tests.extractors.tables.measure [--wrong] [--write]: shows what is wrong, writes docs/tables.md
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Sequence

from tests.conftest import ROOT
from tests.extractors.tables.formats import WRITERS
from tests.extractors.tables.test_formats import differences, examples, read

PAGE = ROOT / "docs" / "tables.md"
INTRODUCTION = """# Tables, by kind and format

Made by `make tables` from the invented tables of `extractors/corpus/tables.toml`, each written as a file of every
format that can carry it. A figure is right if its value, unit, name, period, status and comparison are those that the
corpus gives; whatever else is read is too many. The rows of `no figures` are tables that must give nothing: contents,
timetables, score sheets, telephone lists. The tables of the PDF are ruled; `box` is a text whose tables are drawn with
lines (│, ├, ─).

"""


def count(suffixes: Sequence[str]) -> tuple[dict[str, dict[str, str]], dict[str, list[str]]]:
    """By kind and format what is told of it, and what is wrong, with the formats in which it is."""
    figures: Counter[tuple[str, str]] = Counter()
    wrong: Counter[tuple[str, str]] = Counter()
    extra: Counter[tuple[str, str]] = Counter()
    told: defaultdict[str, list[str]] = defaultdict(list)
    for number, example in enumerate(examples(), start=1):
        for suffix in suffixes:
            if suffix in example.not_in:
                continue
            said = differences(example, read(example, suffix))
            place = example.kind, suffix
            figures[place] += len(example.claims)
            wrong[place] += len({line.split(":")[0] for line in said if "too much" not in line})
            extra[place] += sum("too much" in line for line in said)
            for line in said:
                told[f"{number} {example.kind}: {line}"].append(suffix)
    kinds = list(dict.fromkeys(kind for kind, _ in figures))
    table: dict[str, dict[str, str]] = {}
    for kind in [*kinds, "together"]:
        table[kind] = {}
        for suffix in suffixes:
            places = [(k, suffix) for k in (kinds if kind == "together" else [kind]) if (k, suffix) in figures]
            all_, bad, more = (sum(c[p] for p in places) for c in (figures, wrong, extra))
            cell = f"{all_ - bad} of {all_}{f', {more} too many' if more else ''}"
            table[kind][suffix] = cell if places else ""
    return table, told


def lines_of(table: dict[str, dict[str, str]], suffixes: Sequence[str]) -> list[str]:
    lines = ["| kind |" + "".join(f" {suffix} |" for suffix in suffixes), "|---|" + "--:|" * len(suffixes)]
    return lines + [f"| {kind} |" + "".join(f" {cells[s]} |" for s in suffixes) for kind, cells in table.items()]


def main() -> None:
    table, told = count([*WRITERS])
    lines = lines_of(table, [*WRITERS])
    if "--write" in sys.argv:
        PAGE.write_text(INTRODUCTION + "\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))
    for line, suffixes in told.items() if "--wrong" in sys.argv else ():
        print(line, "–", " ".join(suffixes))


if __name__ == "__main__":
    main()
