"""What weight has each doubt? Run by `make calibrate`: fits data/confidence.toml to all hand-made answers there are.

How well the weights hold is tried on reports that they were not fitted to: each report in turn is left out, and gets
its confidence from the others' weights. That table goes into docs/evaluation.md.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.evaluation import fit, report
from tests.evaluation.cases import ROOT, Case, command_of, gather
from tests.evaluation.doubts import claims_with_doubts, known_doubts
from tests.evaluation.fit import Example, Model
from tests.evaluation.reliability import Reliability, mean, reliability
from tests.evaluation.rules import Rules, load_rules
from tests.evaluation.tally import judge_case

WEIGHTS = ROOT / "extractors/data/confidence.toml"
PAGE = ROOT / "docs/evaluation.md"


def main() -> int:
    options = read_options()
    cases, skipped = gather(options.shared, options.wild, options.extra, options.reviews)
    for reason in skipped:
        print(f"skipped: {reason}")
    examples = judge_all(cases, load_rules(options.shared))
    doubts = known_doubts()
    model = fit.fit(examples, doubts)
    unseen = reliability(fit.cross_validate(examples, doubts), [e.right for e in examples])
    command = command_of("calibrate", options.wild, options.extra)
    WEIGHTS.write_text(write_weights(model, examples, doubts, command), encoding="utf-8")
    report.rewrite(PAGE, "calibration", calibration_section(unseen, examples, command))
    print(WEIGHTS.read_text(encoding="utf-8"))
    print(f"Left out in turn: each of {count_reports(examples)} reports")
    print(f"{report.plain(report.reliability_cells(unseen))}\n{report.reliability_summary(unseen)}")
    return 0


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--shared", type=Path, required=True, help="the folder beside the project with eval/ and seeds/"
    )
    parser.add_argument("--wild", type=Path, help="folder with the rebuilt texts of eval/wild")
    parser.add_argument("--extra", type=Path, help="folder with more annotated texts: texts/ and gold/")
    parser.add_argument("--reviews", type=Path, help="folder that report-metrics reviews export --answers has written")
    return parser.parse_args()


def judge_all(cases: Sequence[Case], rules: Rules) -> list[Example]:
    """Every claim that counts, with its doubts; a spurious one is wrong."""
    examples = []
    for case in cases:
        found = claims_with_doubts(case.source)
        doubts = {claim["claim_id"]: noted for claim, noted in found}
        for judged in judge_case(case, [claim for claim, _ in found], rules).judged:
            examples.append(Example(judged.report, doubts[judged.claim["claim_id"]], judged.right, case.corpus))
    return examples


def count_reports(examples: Sequence[Example]) -> int:
    return len({example.report for example in examples})


def write_weights(model: Model, examples: Sequence[Example], doubts: Sequence[str], command: str) -> str:
    """The text of data/confidence.toml, the most damaging doubt first."""
    wrong = sum(not example.right for example in examples)
    lines = [
        "# Log-odds that a claim's row is right: the base, and what each doubt adds.",
        f"# Fitted by `{command}` to {len(examples)} hand-judged claims of {count_reports(examples)} reports, "
        f"{wrong} of them wrong in some field.",
        "# Behind each weight: how many claims had the doubt, and how many of those were right.",
        "# The base is at most what held of reports that nobody had read: SUREST in tests/evaluation/fit.py.",
        f"base = {model.base:.2f}",
        "",
        "[weights]",
    ]
    rare = [doubt for doubt in doubts if fit.occurrences(examples, doubt) < fit.ENOUGH]
    for doubt in sorted(set(doubts) - set(rare), key=lambda doubt: (model.weights[doubt], doubt)):
        lines.append(weight_line(doubt, model, examples))
    if rare:
        lines.append(
            f"# Seen fewer than {fit.ENOUGH} times: not fitted, but a cautious weight that they share, "
            "or an even chance where there are two readings."
        )
        lines += [weight_line(doubt, model, examples) for doubt in rare]
    return "\n".join(lines) + "\n"


def weight_line(doubt: str, model: Model, examples: Sequence[Example]) -> str:
    outcomes = [example.right for example in examples if doubt in example.doubts]
    weight = round(model.weights[doubt], 2) + 0.0  # no -0.0
    return f"{doubt} = {weight:.2f}  # {len(outcomes)}, {sum(outcomes)} right"


def calibration_section(unseen: Reliability, examples: Sequence[Example], command: str) -> str:
    return (
        f"Made by `{command}`: {count_reports(examples)} reports, each left out in turn.\n\n"
        f"{report.markdown(report.reliability_cells(unseen))}\n\n{report.reliability_summary(unseen)}.\n\n"
        f"What these claims are:\n\n{report.markdown(corpus_cells(examples))}"
    )


def corpus_cells(examples: Sequence[Example]) -> list[list[str]]:
    """How much of each corpus is right, whatever its confidence."""
    cells = [["", "reports", "claims", "share right"]]
    for corpus in dict.fromkeys(example.corpus for example in examples):
        own = [example for example in examples if example.corpus == corpus]
        cells.append([corpus, str(count_reports(own)), str(len(own)), f"{mean([e.right for e in own]):.3f}"])
    return cells


if __name__ == "__main__":
    sys.exit(main())
