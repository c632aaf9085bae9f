"""Run by `make bench`: measures and writes docs/bench.md, and docs/bench.json for docs/sizing.md.

python -m tests.bench.bench --shared ../shared --files 1 100 10000 100000 --before ../before
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from string import Template

from flows.scheduling.server import prefect_api, prefect_home
from tests.bench import measure
from tests.bench.costs import costs_section, measure_costs
from tests.bench.measure import FlowRun, Speed, Text
from tests.bench.pairs import commit_of, pair_extraction, pair_flows, section

ROOT = Path(__file__).parents[2]
COMPILATION = "real compilation"
GENERATED = "generated reports"
SHARED_REPORTS = 2000  # between two processes: a few seconds' work
FEW = 100  # files


def main() -> None:
    asked = read_options()
    texts = [Text(GENERATED, "\n".join(measure.generate(40)))]
    if real := sorted((asked.shared / "seeds").glob("*.txt")):
        texts.insert(0, Text(COMPILATION, decoded(real[0])))
    with ProcessPoolExecutor(1, get_context("spawn")) as alone:  # with nothing loaded besides
        speeds = alone.submit(measure.measure_extraction, texts, asked.rounds).result()
    show(speeds)
    one, two = measure.measure_two_processes(list(measure.generate(SHARED_REPORTS)))
    print(f"two processes: {one / two:.2f} times one", flush=True)
    roots = [ROOT, asked.before] if asked.before else [ROOT]
    runs, *before = zip(*(run_flow(files, roots) for files in asked.files), strict=True)
    pairs = [*pair_extraction(asked.before, ROOT, texts, asked.rounds), *pair_flows(before[0], runs)] if before else []
    costs = measure_costs(roots, texts, max(1, asked.rounds // 4))
    page = Template((Path(__file__).parent / "bench.template.md").read_text(encoding="utf-8")).substitute(
        machine=f"Python {platform.python_version()}, {os.cpu_count()} processors; {date.today().isoformat()}",
        texts="\n".join(f"- {text.name}: {text.megabytes:.2f} MB of UTF-8" for text in texts),
        speeds="\n".join(speed_rows(speeds)),
        peers="\n".join(measure.peers_rows(asked.environments, texts[0])),
        shared=f"{SHARED_REPORTS:,}",
        one=f"{one:.1f}",
        two=f"{two:.1f}",
        ratio=f"{one / two:.2f}",
        costs=costs_section(*costs),
        runs="\n".join(map(run_row, runs)),
        stages="\n".join(stage_rows(runs)),
        command="".join([f' FILES="{" ".join(map(str, asked.files))}"', " BEFORE=folder" if before else ""]),
        pairs=section(commit_of(asked.before) if before else "", pairs),
    )
    (ROOT / "docs" / "bench.md").write_text(page, encoding="utf-8")
    figures = json.dumps(for_sizing(speeds, runs, one / two), indent=2)
    (ROOT / "docs" / "bench.json").write_text(figures + "\n", encoding="utf-8")
    print(page)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="where the real compilation is")
    parser.add_argument(
        "--environments", type=Path, default=ROOT / ".venv-peers", help="peers, as `make compare` makes"
    )
    parser.add_argument("--files", type=int, nargs="+", default=[1, 100, 10_000])
    parser.add_argument("--rounds", type=int, default=measure.ROUNDS)
    parser.add_argument(
        "--before", type=Path, help="a clone of an earlier state, to be measured in turns with this one"
    )
    asked = parser.parse_args()
    if asked.before:
        asked.before = asked.before.absolute()
        if not (asked.before / "flows" / "cli.py").is_file():
            parser.error(f"--before: {asked.before} holds no state of this project")
    if len(asked.files) < 2:
        parser.error(
            "--files: give two numbers or more, for docs/sizing.md scales from what one run takes more than another"
        )
    return asked


def decoded(path: Path) -> str:
    from extractors.reading.files import read_source

    return read_source(path, path.name).text


def run_flow(files: int, roots: Sequence[Path]) -> list[FlowRun]:
    """The whole flow on that many generated reports, its database being there as after `make ingest`; by each state.

    Of a short run the best of three, taken in turns.
    """
    with tempfile.TemporaryDirectory() as folder:
        inbox, rounds = Path(folder) / "inbox", range(3 if files <= FEW else 1)
        os.environ["PREFECT_HOME"] = str(prefect_home(ROOT / "output"))
        with prefect_api(prefect_home(ROOT / "output")) as server:
            server.wait_until_ready()
        megabytes = measure.write_reports(inbox, measure.generate(files))
        taken = [
            [
                measure.measure_flow(inbox, megabytes, Path(folder) / f"output{n}-{m}", root)
                for m, root in enumerate(roots)
            ]
            for n in rounds
        ]
        runs = [min(of_state, key=lambda run: run.seconds) for of_state in zip(*taken, strict=True)]
        print(*runs, sep="\n", flush=True)
        return runs


def show(speeds: dict[str, dict[str, Speed]]) -> None:
    for row in speed_rows(speeds):
        print(row, flush=True)


def speed_rows(speeds: dict[str, dict[str, Speed]]) -> list[str]:
    return [
        f"| {text} | {name} | {speed.megabytes_per_second:,.2f} | {speed.claims_per_second:,.0f} | "
        f"{per_text['one regex'].megabytes_per_second / speed.megabytes_per_second:.0f} |"
        for text, per_text in speeds.items()
        for name, speed in per_text.items()
    ]


def run_row(run: FlowRun) -> str:
    return (
        f"| {run.files:,} | {run.megabytes:.1f} | {run.claims:,} | {run.seconds:.1f} | "
        f"{run.peak_megabytes:,.0f} | {run.parquet_megabytes:.1f} |"
    )


def stage_rows(runs: Sequence[FlowRun]) -> list[str]:
    names = list(dict.fromkeys(name for run in runs for name in run.stages))
    rows = [f"| {name} | " + " | ".join(f"{run.stages.get(name, 0):.1f}" for run in runs) + " |" for name in names]
    other = [run.seconds - sum(run.stages.values()) for run in runs]
    rows.append("| else | " + " | ".join(f"{seconds:.1f}" for seconds in other) + " |")
    head = "| stage, s | " + " | ".join(f"{run.files:,} files" for run in runs) + " |"
    return [head, "|---|" + "---:|" * len(runs), *rows]


def for_sizing(speeds: dict[str, dict[str, Speed]], runs: Sequence[FlowRun], ratio: float) -> dict[str, float]:
    """What docs/sizing.md scales from: the largest run, and what memory it took more than the one before."""
    extract = speeds[GENERATED]["extract"]
    *_, smaller, run = runs
    grown = (run.peak_megabytes - smaller.peak_megabytes) / (run.files - smaller.files)
    return {
        "extract_mb_per_s": round(extract.megabytes_per_second, 3),
        "claims_per_s": round(extract.claims_per_second),
        "two_processes_ratio": round(ratio, 2),
        "reports": run.files,
        "megabytes": round(run.megabytes, 1),
        "claims": run.claims,
        "seconds": round(run.seconds, 1),
        "peak_mb": round(run.peak_megabytes),
        "peak_kb_per_report": round(1e3 * max(grown, 0.0), 2),
        "parquet_bytes_per_report": round(run.parquet_megabytes * 1e6 / run.files),
        **{f"{name}_seconds": seconds for name, seconds in run.stages.items()},
    }


if __name__ == "__main__":
    main()
