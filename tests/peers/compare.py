"""How does this project compare with its peers, on the same answers and the same texts?

Run by `make compare`: installs each peer into an environment of its own, asks every variant of it, scores them, takes
the time of the best variant in turns with this project, and writes docs/comparison.md.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.peers import answers, report
from tests.peers.adapter_protocol import Mention
from tests.peers.answers import Case
from tests.peers.environments import ROOT, THIS_PROJECT, Tool, ToolError, Worker, peers, python_of, version_of
from tests.peers.matching import Judge, Score, has_value, is_exact, is_found, on_own_field, score


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts with answers, and the texts again as UTF-8 files for the adapters."""

    title: str
    cases: list[Case]
    paths: list[Path]

    @property
    def megabytes(self) -> float:
        return sum(path.stat().st_size for path in self.paths) / 1e6


@dataclass(frozen=True, slots=True)
class Variant:
    """What one way of asking a tool gave, case by case."""

    name: str
    mentions: list[list[Mention]]

    @property
    def is_lent(self) -> bool:
        """Helped with this project's vocabulary."""
        return self.name.startswith("lent")

    def score(self, corpus: Corpus, is_right: Judge, kinds: tuple[str, ...] = ()) -> Score:
        """Over all texts; with `kinds`, on that field only."""
        total = Score()
        for case, found in zip(corpus.cases, self.mentions, strict=True):
            wanted, given = list(case.answers), case.annotated(found)
            if kinds:
                wanted, given = on_own_field(wanted, given, kinds)
            total += score(wanted, given, is_right)
        return total


@dataclass(frozen=True, slots=True)
class Entrant:
    """A tool that runs."""

    tool: Tool
    version: str
    worker: Worker


def main() -> int:
    options = read_options()
    corpora, skipped = find_corpora(options.shared, options.wild_texts)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        entrants = []
        for tool in (THIS_PROJECT, *peers()):
            try:
                entrants.append(enter(tool, options.environments, stack))
            except ToolError as error:
                skipped.append(f"{tool.title}: {error}")
        for reason in skipped:
            print(f"skipped: {reason}", flush=True)
        sections = []
        for title, cases in corpora:
            print(f"comparing on: {title}", flush=True)
            corpus = Corpus(title, cases, write_texts(cases, folder / str(len(sections))))
            sections.append(compare(corpus, entrants, options.rounds, skipped))
        versions = {e.tool.title: e.version for e in entrants}
        descriptions = {e.tool.title: e.worker.variants for e in entrants}
    page = report.page(sections, versions, descriptions, skipped, options.rounds)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    if options.output.exists():
        page = report.keep_suites(page, options.output.read_text(encoding="utf-8"))
    options.output.write_text(page, encoding="utf-8")
    print(page)
    return 0


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="answers kept beside the project")
    parser.add_argument("--wild-texts", type=Path, help="folder of the government work reports, as eval/wild makes it")
    parser.add_argument("--environments", type=Path, default=ROOT / ".venv-peers")
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "comparison.md")
    parser.add_argument("--rounds", type=int, default=5, help="timed runs of each pair")
    return parser.parse_args()


def find_corpora(shared: Path, wild_texts: Path | None) -> tuple[list[tuple[str, list[Case]]], list[str]]:
    """The texts there are, by title, and why others are not."""
    corpora = [("Sample batch", answers.sample_batch(ROOT))]
    skipped = []
    for title, cases, reason in (
        ("Real compilation", answers.real_reports(shared), "its answers are kept outside the project, and not here"),
        (
            "Government work reports",
            answers.reports_of_other_origin(shared, wild_texts),
            "answers or texts are not here (`make compare WILD_TEXTS=folder`)",
        ),
    ):
        if cases:
            corpora.append((title, cases))
        else:
            skipped.append(f"{title}: {reason}")
    return corpora, skipped


def write_texts(cases: list[Case], folder: Path) -> list[Path]:
    folder.mkdir()
    paths = [folder / f"{n}.txt" for n in range(len(cases))]
    for path, case in zip(paths, cases, strict=True):
        path.write_bytes(case.text.encode("utf-8"))
    return paths


def enter(tool: Tool, environments: Path, stack: ExitStack) -> Entrant:
    print(f"{tool.title}: making ready", flush=True)
    python = python_of(tool, environments)
    return Entrant(tool, version_of(tool, python), stack.enter_context(Worker(tool, python)))


def compare(corpus: Corpus, entrants: list[Entrant], rounds: int, skipped: list[str]) -> report.Section:
    """One corpus: all variants asked and scored, each peer's plain one and its best one timed.

    A peer that ends on a text is left out, and why is added to `skipped`.
    """
    this, *others = entrants
    [own] = ask_all(this.worker, corpus)
    rows, fields, tried, speeds = [row(this.tool.title, own, corpus, is_exact)], [], [], []
    for peer in others:
        title, kinds = peer.tool.title, peer.tool.kinds
        try:
            variants = ask_all(peer.worker, corpus)
        except ToolError as error:
            skipped.append(f"{corpus.title}: {error}")
            print(f"skipped: {skipped[-1]}", flush=True)
            continue
        unaided = [v for v in variants if not v.is_lent]
        best = max(unaided, key=lambda v: v.score(corpus, is_exact).f1)
        rows.append(row(title, best, corpus, is_exact))
        if lent := [v for v in variants if v.is_lent]:
            best_lent = max(lent, key=lambda v: v.score(corpus, is_exact).f1)
            rows.append(row(f"{title} with this project's units", best_lent, corpus, is_exact))
        widest = max(variants, key=lambda v: (v.score(corpus, is_found).f1, v.score(corpus, has_value).f1))
        rows.append(row(f"{title}, unit and kind ignored", widest, corpus, has_value))
        tried += [row(title, v, corpus, is_exact) for v in variants]

        field_best = max(unaided, key=lambda v: v.score(corpus, is_exact, kinds).f1)
        fields.append(row(title, field_best, corpus, is_exact, kinds))
        fields.append(row(f"{this.tool.title} on the same kinds", own, corpus, is_exact, kinds))
        for name in dict.fromkeys((variants[0].name, best.name)):
            times = time_pairs(corpus, (this.worker, own.name), (peer.worker, name), rounds)
            speeds.append(report.Speed(title, name, *times))
    return report.Section(
        corpus.title, len(corpus.cases), rows[0].found.wanted, corpus.megabytes, rows, fields, tried, speeds
    )


def row(title: str, variant: Variant, corpus: Corpus, is_right: Judge, kinds: tuple[str, ...] = ()) -> report.Row:
    found, right = variant.score(corpus, is_found, kinds), variant.score(corpus, is_right, kinds)
    return report.Row(title, variant.name, found, right)


def ask_all(worker: Worker, corpus: Corpus) -> list[Variant]:
    return [Variant(name, [worker.ask(name, path)[0] for path in corpus.paths]) for name in worker.variants]


def time_pairs(
    corpus: Corpus, this: tuple[Worker, str], peer: tuple[Worker, str], rounds: int
) -> tuple[float, float, float]:
    """Median MB/s of this project and of the peer, and the median of their ratio, run in turns after a warm-up."""
    pairs = [(seconds(corpus, *this), seconds(corpus, *peer)) for _ in range(rounds + 1)][1:]
    size = corpus.megabytes
    return size / median(a for a, _ in pairs), size / median(b for _, b in pairs), median(a / b for a, b in pairs)


def seconds(corpus: Corpus, worker: Worker, variant: str) -> float:
    return sum(worker.ask(variant, path)[1] for path in corpus.paths)


if __name__ == "__main__":
    sys.exit(main())
