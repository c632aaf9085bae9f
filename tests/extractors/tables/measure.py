"""How many figures of tables are read right, by kind and format? The tables of extractors/corpus/tables.toml.

python -m tests.extractors.tables.measure [--wrong]
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict

from tests.extractors.tables.formats import WRITERS
from tests.extractors.tables.test_formats import differences, examples, read


def main() -> None:
    shown = "--wrong" in sys.argv
    figures: Counter[tuple[str, str]] = Counter()
    wrong: Counter[tuple[str, str]] = Counter()
    extra: Counter[tuple[str, str]] = Counter()
    told: defaultdict[str, list[str]] = defaultdict(list)
    for number, example in enumerate(examples(), start=1):
        for suffix in WRITERS:
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
    print("| kind |" + "".join(f" {suffix} |" for suffix in WRITERS))
    print("|---|" + "--:|" * len(WRITERS))
    for kind in [*kinds, "together"]:
        cells = []
        for suffix in WRITERS:
            places = [(k, suffix) for k in (kinds if kind == "together" else [kind])]
            all_, bad, more = (sum(c[p] for p in places) for c in (figures, wrong, extra))
            cells.append(f"{all_ - bad} of {all_}{f', {more} too many' if more else ''}" if all_ else "")
        print(f"| {kind} |" + "".join(f" {cell} |" for cell in cells))
    for line, suffixes in told.items() if shown else ():
        print(line, "–", " ".join(suffixes))


if __name__ == "__main__":
    main()
