"""How good is what is published? Run by `make eval`: the real flow into a folder that is thrown away, then the figures.

Prints the figures of each corpus, the errors by class, and how reliable `confidence` is.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq

from tests.evaluation import report
from tests.evaluation.cases import COMPILATION, ROOT, Case, Row, command_of, gather
from tests.evaluation.reliability import reliability
from tests.evaluation.rules import load_rules
from tests.evaluation.tally import Tally, judge_case


class EvaluationError(RuntimeError):
    """The evaluation cannot be made."""


def main() -> int:
    options = read_options()
    cases, skipped = gather(options.shared, options.wild, options.extra, options.reviews)
    for reason in skipped:
        print(f"skipped: {reason}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        claims = publish([case.path for case in cases], Path(folder))
        if any(case.corpus == COMPILATION for case in cases):
            print(f"\n{options.shared}/eval/score.py:")
            print(ask_scorer(options.shared, next(c for c in cases if c.corpus == COMPILATION), Path(folder)))
    rules = load_rules(options.shared)
    tallies: dict[str, Tally] = defaultdict(Tally)
    for case in cases:
        tallies[case.corpus] += judge_case(case, claims[file_id(case.path)], rules)
    total = sum(tallies.values(), Tally())
    cells = report.figure_cells(tallies)
    print(f"\n{report.plain(cells)}\n\nErrors by class\n{report.error_list(total, options.errors)}")
    table = reliability([j.claim["confidence"] for j in total.judged], [j.right for j in total.judged])
    print(f"\nReliability of confidence\n{report.plain(report.reliability_cells(table))}")
    print(report.reliability_summary(table))
    print("Its weights were fitted to such answers; docs/evaluation.md has the table of reports that were left out.")
    if options.readme:
        command = command_of("eval README=1", options.wild, options.extra)
        for page in (ROOT / "README.md", ROOT / "README.zh-CN.md"):
            report.rewrite(page, "quality", quality_section(cells, command))
            print(f"\n{page.name}: its quality section was rewritten")
    return 0


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--shared", type=Path, required=True, help="the folder beside the project with eval/ and seeds/"
    )
    parser.add_argument("--wild", type=Path, help="folder with the rebuilt texts of eval/wild")
    parser.add_argument("--extra", type=Path, help="folder with more annotated texts: texts/ and gold/")
    parser.add_argument("--reviews", type=Path, help="folder that report-metrics reviews export --answers has written")
    parser.add_argument("--errors", type=int, help="print at most so many errors of each class")
    parser.add_argument("--readme", action="store_true", help="rewrite the quality section of README.md")
    return parser.parse_args()


def publish(paths: Sequence[Path], output: Path) -> dict[str, list[Row]]:
    """The published claims under their source's sha256, by the command that users run."""
    command = [Path(sys.executable).with_name("report-metrics"), "ingest", *paths, "--output", output]
    done = subprocess.run([*map(str, command), "--batch", "evaluation", "--timings"], check=False)
    if done.returncode:
        raise EvaluationError(f"report-metrics ingest ended with {done.returncode}; nothing was evaluated")
    claims: dict[str, list[Row]] = defaultdict(list)
    for file in sorted((output / "tables/claims").rglob("*.parquet")):
        for row in pq.ParquetFile(file).read().to_pylist():
            claims[row["source_id"]].append(row)
    return claims


def file_id(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def ask_scorer(shared: Path, case: Case, output: Path) -> str:
    """What the answers' own scorer prints of the compilation."""
    answers = sorted((shared / "eval/gold").glob("r*.jsonl"))
    command = [sys.executable, shared / "eval/score.py", "--claims", output / "tables/claims/**/*.parquet"]
    command += ["--source", case.path, "--gold", *answers]
    return subprocess.run([*map(str, command)], check=True, capture_output=True, text=True).stdout.rstrip()


def quality_section(cells: report.Cells, command: str) -> str:
    return f"Made by `{command}`:\n\n{report.markdown(cells)}"


if __name__ == "__main__":
    try:
        sys.exit(main())
    except EvaluationError as error:
        sys.exit(f"make eval: {error}")
