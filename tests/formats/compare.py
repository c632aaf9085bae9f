"""Does one report give the same claims in every format, and what does a hostile file cost? Writes docs/formats.md.

Run by `make formats`. Each file goes through a worker as in a real run; the hostile ones each get a fresh worker, whose
peak memory is what is shown.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
from opencc import OpenCC

from extractors.model import Claim
from extractors.reading.files import CONTAINER_FORMATS, INVISIBLE, MAX_ARCHIVE_BYTES, MAX_BYTES, MAX_CHARACTERS, READERS
from extractors.reading.pdf_ocr import SECONDS, has_ocr
from flows.inputs.discover import BatchFile
from flows.storage.spool import take
from flows.work.frames import CLAIM_FIELDS
from flows.work.portions import Chunk, cut_chunks
from flows.work.workers import MEMORY, READ_SECONDS, Workers
from tests.formats.corpus import SAMPLES, SCAN, TABLE, Sample, plain_text
from tests.formats.hostile import FILES
from tests.formats.pictures import has_han_font

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "formats.md"
TEMPLATE = Path(__file__).parent / "formats.template.md"
FIGURES = {cell for row in TABLE[1:] for cell in row if cell.isdigit()}
SIMPLIFIED = OpenCC("t2s")
Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """How many of the claims of the plain text a file gave, how many others, and what was said of it."""

    sample: Sample
    wanted: int
    same: int
    others: int
    seconds: float
    reasons: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return self.same == self.wanted and not self.others and not self.reasons


@dataclass(frozen=True, slots=True)
class Cost:
    """What a hostile file took, and what became of it."""

    kind: str
    rows: int
    reason: str
    seconds: float
    peak: int  # MB


def key_of(claim: Claim, carries: str) -> Key:
    """What must be the same, invisible characters and the script aside; of a sheet less."""
    quote, metric, unit, section = map(plain, (claim.quote, claim.metric, claim.unit, claim.section))
    said: Key = (quote, metric, claim.kind, claim.value, unit, claim.bound, claim.status)
    if carries == "table":
        return said
    period = (claim.period_start, claim.period_end)
    return (*said, claim.comparison, claim.direction, claim.part, section, claim.report_year, *period)


def plain(text: str) -> str:
    return SIMPLIFIED.convert(INVISIBLE.sub("", text))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file, or of one inside it."""

    name: str
    reason: str | None
    claims: tuple[Claim, ...]


def claims_of(outcomes: Iterable[Outcome]) -> list[Claim]:
    return [claim for outcome in outcomes for claim in outcome.claims]


def process(workers: Workers, folder: Path, name: str, data: bytes) -> list[Outcome]:
    """One file read and extracted as in a run."""
    path = folder / name
    path.write_bytes(data)
    with TemporaryDirectory(prefix="report-metrics-") as spool:
        held = workers.read([BatchFile(path, name, len(data))], spool)
        outcomes = [outcome for chunk in cut_chunks(held, None, spool) for outcome in outcomes_of(workers, chunk)]
    path.unlink()
    return outcomes


def outcomes_of(workers: Workers, chunk: Chunk) -> list[Outcome]:
    frames = take(chunk.spool, workers.extract(chunk).frames).frames
    claims: dict[str, list[Claim]] = {}
    for row in frames["claims"].astype(object).to_dict("records"):
        known = {name: plain_value(row[name]) for name in CLAIM_FIELDS}
        claims.setdefault(row["source_path"], []).append(Claim(**known))
    rows = frames["sources"][["source_path", "reason"]].itertuples(index=False)
    return [Outcome(path, plain_value(reason), tuple(claims.get(path, ()))) for path, reason in rows]


def plain_value(cell: Any) -> Any:
    """A cell as the extractor gave it: None where nothing is known."""
    if isinstance(cell, list):
        return tuple(cell)
    return None if pd.isna(cell) else cell


def compare(workers: Workers, folder: Path, sample: Sample, claims: list[Claim]) -> Result:
    """One sample against the claims of the plain text."""
    data = sample.build()
    started = time.perf_counter()
    readings = process(workers, folder, sample.name, data)
    seconds = time.perf_counter() - started
    found = [key_of(claim, sample.carries) for claim in claims_of(readings)]
    known = [key_of(claim, sample.carries) for claim in claims if sample.carries == "all" or claim.quote in FIGURES]
    same = sum(key in found for key in known)
    reasons = tuple(reading.reason for reading in readings if reading.reason)
    return Result(sample, len(known), same, sum(key not in known for key in found), seconds, reasons)


def reference(workers: Workers, folder: Path) -> list[Claim]:
    return claims_of(process(workers, folder, "report.txt", plain_text().encode()))


def cost_of(folder: Path, kind: str) -> Cost:
    name, build = FILES[kind]
    data = build()
    with Workers(1) as workers:
        process(workers, folder, "warm.txt", plain_text().encode())  # the worker's start is not the file's doing
        started = time.perf_counter()
        readings = process(workers, folder, name, data)
        seconds = time.perf_counter() - started
        peak = max((peak_memory(worker.process.pid) for worker in workers.started), default=0)
    reasons = [reading.reason for reading in readings if reading.reason]
    claims = len(claims_of(readings))
    return Cost(kind, len(readings), reasons[-1] if reasons else f"read: {claims:,} claims", seconds, peak)


def peak_memory(pid: int | None) -> int:
    """Megabytes that a process held at most."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) // 1024
    return 0


def format_rows(results: Iterable[Result]) -> Iterator[str]:
    yield "| format | variant | same claims | others | seconds | where not the same, why |"
    yield "|---|---|---|---|---|---|"
    for result in results:
        sample = result.sample
        why = sample.why or ("; ".join(result.reasons) if not result.holds else "")
        figures = f"{result.same} of {result.wanted} | {result.others} | {result.seconds:.2f}"
        yield f"| {sample.format} | {sample.variant} | {figures} | {why} |"


def cost_rows(costs: Iterable[Cost]) -> Iterator[str]:
    yield "| file | rows in `sources` | what is said (the last reason) | seconds | peak MB |"
    yield "|---|---|---|---|---|"
    for cost in costs:
        reason = cost.reason.replace("|", "\\|")
        yield f"| {cost.kind} | {cost.rows:,} | {reason} | {cost.seconds:.1f} | {cost.peak:,} |"


def main() -> None:
    with TemporaryDirectory(prefix="report-metrics-") as name:
        folder = Path(name)
        with Workers(1) as workers:
            claims = reference(workers, folder)
            scans = [SCAN] if has_ocr() and has_han_font() else []
            results = [compare(workers, folder, sample, claims) for sample in (*SAMPLES, *scans)]
        costs = []
        for kind in FILES:
            print(kind, flush=True)
            costs.append(cost_of(folder, kind))
    text = TEMPLATE.read_text(encoding="utf-8").format(
        day=date.today().isoformat(),
        claims=len(claims),
        readers=" ".join(READERS),
        containers=" ".join(f".{kind}" for kind in sorted(CONTAINER_FORMATS)),
        largest=MAX_BYTES // 1024**2,
        largest_archive=MAX_ARCHIVE_BYTES // 1024**2,
        characters=f"{MAX_CHARACTERS:,}",
        memory=MEMORY // 1024**3,
        read_seconds=f"{READ_SECONDS:.0f}",
        ocr_seconds=f"{SECONDS:.0f}",
        formats="\n".join(format_rows(results)),
        costs="\n".join(cost_rows(costs)),
    )
    PAGE.write_text(text, encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)}: {sum(result.holds for result in results)} of {len(results)} give the same claims")


if __name__ == "__main__":
    main()
