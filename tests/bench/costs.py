"""What does each part of reading cost? Own time by module, put together by what a reader gets of it.

A profile sees the shares, and they are laid on the time that the same texts take without one. An earlier state is asked
in turns with this one, so that each part of what was added shows its price.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.measure import Text
from tests.bench.pairs import environment_of

# Own seconds of each file, and the best time of a pass without profile. What functions in C take counts where they are
# called: re, str, the segmenter.
PROFILER = """
import cProfile, json, pstats, sys, time
from pathlib import Path
from extractors import extract

texts = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
claims, best, own = sum(len(extract(text)) for text in texts), float("inf"), {}
for _ in range(int(sys.argv[2])):
    started = time.process_time()
    for text in texts:
        extract(text)
    best = min(best, time.process_time() - started)
    profile = cProfile.Profile(builtins=False)
    profile.enable()
    for text in texts:
        extract(text)
    profile.disable()
    for (file, _, _), (_, _, seconds, _, _) in pstats.Stats(profile).stats.items():
        own[file] = own.get(file, 0.0) + seconds
print(json.dumps([claims, best, own]))
"""

NAMES, WHOLES, CHANGES = "names of figures", "scopes, lists and wholes", "changes and their bases"
STATUS, PERIODS = "status", "periods"
DOUBTS, CHECKS = "confidence: doubts and the second look", "warnings: do the figures agree"
CLAUSES, CLAIMS, LIBRARIES = "clauses, and the chain itself", "claims and their identifiers", "libraries"

#: What the modules of extractors/context are for; other rooms are a part each.
CONTEXT = {
    **dict.fromkeys(
        (
            "all_in_one", "completed", "edges", "inherited", "labelled", "lead_words", "metric", "metric_key", "naming",
            "owned_names", "own_names", "owners", "people", "residue", "scoped", "shapes", "share_names", "thresholds",
        ),
        NAMES,
    ),
    **dict.fromkeys(
        ("budget_items", "incidents", "left_open", "lists", "members", "parts", "remarks", "sums", "whose"), WHOLES
    ),
    **dict.fromkeys(
        ("asides", "bases", "changes", "earned", "elsewhere", "origins", "pulls", "rates", "two_levels"), CHANGES
    ),
    **dict.fromkeys(("carried", "periods", "resolvers", "spans"), PERIODS),
    **dict.fromkeys(("confidence", "misfits", "second_look", "unsure"), DOUBTS),
    **dict.fromkeys(("clauses", "context", "frames"), CLAUSES),
    "status": STATUS, "turns": STATUS, "items": STATUS,
    "consistency": CHECKS,
    "claims": CLAIMS,
}  # fmt: skip
ROOMS = {
    "cleaning": "adverts and page furniture", "extraction": CLAIMS, "indicators": "indicators and places",
    "language": "words: segmenter, phrases, numerals", "model": CLAIMS, "quantities": "numbers and units",
    "structure": "reports, headings, years", "tables": "tables in text",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Costs:
    """Of one state of the project, over the same texts."""

    claims: int
    seconds: float  # of a pass
    parts: Mapping[str, float]  # seconds of a pass, by part


def part_of(file: str, root: str) -> str:
    """What a file of the project is for; all others are libraries."""
    path = Path(file)
    if not path.is_relative_to(root) or "extractors" not in path.parts:
        return LIBRARIES
    inside = path.relative_to(Path(root) / "extractors").with_suffix("").parts
    return CONTEXT.get(inside[-1], CLAUSES) if inside[0] == "context" else ROOMS.get(inside[0], CLAIMS)


def measure_costs(roots: Sequence[Path], texts: Sequence[Text], rounds: int) -> list[Costs]:
    """Of each state, one after the other, with as many passes each."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "texts.json"
        path.write_text(json.dumps([text.text for text in texts]), encoding="utf-8")
        return [_measure(root.resolve(), path, rounds) for root in roots]


def _measure(root: Path, texts: Path, rounds: int) -> Costs:
    command = [sys.executable, "-c", PROFILER, str(texts), str(rounds)]
    told = subprocess.run(command, cwd=root, env=environment_of(root), capture_output=True, text=True, check=False)
    if told.returncode:
        raise RuntimeError(f"{root} could not read the texts: {told.stderr}")
    claims, seconds, own = json.loads(told.stdout)
    whole, parts = sum(own.values()), dict[str, float]()
    for file, share in own.items():
        part = part_of(file, str(root))
        parts[part] = parts.get(part, 0.0) + seconds * share / whole
    return Costs(claims, seconds, parts)


def costs_section(now: Costs, before: Costs | None = None) -> str:
    """The dearest part first; microseconds for each claim, so that claims found since do not count against a state."""
    names = sorted(now.parts | (before.parts if before else {}), key=lambda name: -now.parts.get(name, 0.0))
    states = [before, now] if before else [now]
    rows = [[name, *(_per_claim(state, state.parts.get(name, 0.0)) for state in states)] for name in names]
    rows.append(["all", *(_per_claim(state, state.seconds) for state in states)])
    head = ["part, µs for each claim", *(["before"] if before else []), "now", "share"]
    told = [f"{now.parts.get(name, 0.0) / now.seconds:.0%}" for name in names] + ["100%"]
    lines = [
        head,
        ["---", *["---:"] * (len(states) + 1)],
        *([*row, share] for row, share in zip(rows, told, strict=True)),
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _per_claim(state: Costs, seconds: float) -> str:
    return f"{1e6 * seconds / state.claims:.1f}" if state.claims else "–"
