"""What weight has each doubt? Run by `make calibrate`: fits data/confidence.toml to all hand-made answers there are.

How well the weights hold is tried on reports of other origin (tests/data/judged/): a twentieth of them in turn is left
out, and gets its confidence from the others' weights. That table goes into docs/evaluation.md.
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
from tests.evaluation.judged import kept_verdicts
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
    kept = kept_verdicts()
    examples = [*kept, *judge_all(cases, load_rules(options.shared))]
    doubts = known_doubts()
    model = fit.fit(examples, doubts)
    asked = [example for example in kept if example.origin == fit.UNSEEN]
    given = fit.cross_validate(examples, doubts, asked)
    in_sight = [example for example in examples if example.origin == fit.IN_SIGHT]
    theirs = fit.cross_validate(examples, doubts, in_sight)
    unseen = reliability(given, [e.right for e in asked])
    but_for_names = reliability(given, [e.right_but_for_name for e in asked])
    command = command_of("calibrate", options.wild, options.extra)
    WEIGHTS.write_text(write_weights(model, examples, doubts, command), encoding="utf-8")
    report.rewrite(
        PAGE,
        "calibration",
        calibration_section(unseen, but_for_names, asked, given, in_sight, theirs, examples, command),
    )
    print(WEIGHTS.read_text(encoding="utf-8"))
    print(f"Left out in turn: a twentieth of {count_reports(asked)} reports")
    print(f"{report.plain(report.reliability_cells(unseen))}\n{report.reliability_summary(unseen)}")
    print(f"Names not counted: {report.reliability_summary(but_for_names)}")
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
    """Every claim of answers that were in sight that counts, with its doubts; a spurious one is wrong."""
    examples = []
    for case in cases:
        found = claims_with_doubts(case.source)
        doubts = {claim["claim_id"]: noted for claim, noted in found}
        for judged in judge_case(case, [claim for claim, _ in found], rules).judged:
            noted, wrong = doubts[judged.claim["claim_id"]], judged.wrong
            examples.append(Example(judged.report, noted, not wrong, case.corpus, fit.IN_SIGHT, wrong))
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
        "# The base is that of reports of other origin as today's rules read them; only a good sign (SIGNS) raises it.",
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


def calibration_section(
    unseen: Reliability,
    but_for_names: Reliability,
    asked: Sequence[Example],
    given: Sequence[float],
    in_sight: Sequence[Example],
    theirs: Sequence[float],
    examples: Sequence[Example],
    command: str,
) -> str:
    genres = report.markdown([*genre_cells(asked, given), *genre_cells(in_sight, theirs)[1:]])
    others = report.markdown(corpus_cells([e for e in examples if e.origin not in (fit.UNSEEN, fit.IN_SIGHT)]))
    return (
        f"Made by `{command}`: {count_reports(asked)} reports of other origin, a twentieth left out in turn.\n\n"
        f"{report.markdown(report.reliability_cells(unseen))}\n\n{report.reliability_summary(unseen)}.\n\n"
        f"{rows_summary(unseen, but_for_names)}\n\n"
        "By genre, and below them the answers that were in sight. *Surer*: in so many of the pairs of a right and a "
        "wrong claim the right one is surer. *Lowest tenth*: so many of the wrong claims are in the tenth with the "
        f"least confidence, and so many there could be at most. *Rows*: the share right where the name does not "
        f"count.\n\n{genres}\n\n"
        f"What else the weights are fitted to, with a level of its own each, as the answers in sight have:\n\n{others}"
    )


def rows_summary(named: Reliability, rows: Reliability) -> str:
    """How well the confidence tells the wrong rows, where the name does not count."""
    return (
        f"Where the name does not count, {rows.right:.3f} of the rows are right. The confidence is that of row and "
        f"name; a right row has more of it than a wrong one in {rows.ranking:.3f} of the pairs, and the tenth "
        f"with the least holds {rows.lowest_tenth:.3f} of the wrong rows. It could hold {at_most(rows):.3f} of them "
        f"at most, and {at_most(named):.3f} of what is wrong when the name counts."
    )


def genre_cells(asked: Sequence[Example], given: Sequence[float]) -> list[list[str]]:
    """How much of each genre is right, how much of it confidence says is, and how well it tells the wrong ones."""
    cells = [["", "reports", "claims", "mean confidence", "share right", "surer", "lowest tenth", "at most", "rows"]]
    for genre in sorted({example.corpus for example in asked}):
        own = [(e, c) for e, c in zip(asked, given, strict=True) if e.corpus == genre]
        reports = str(count_reports([e for e, _ in own]))
        right = [e.right for e, _ in own]
        found = reliability([c for _, c in own], right)
        wrong = right.count(False)
        told = [found.ranking, found.lowest_tenth, at_most(found)] if wrong else []
        mean_of = [mean([c for _, c in own]), mean(right), *told]
        figures = [*(f"{share:.3f}" for share in mean_of), *["–"] * (3 - len(told))]
        cells.append([genre, reports, str(len(own)), *figures, f"{mean([e.right_but_for_name for e, _ in own]):.3f}"])
    return cells


def at_most(table: Reliability) -> float:
    """Of the wrong ones, how many the lowest tenth could hold: all, or as many as it has room for."""
    wrong = (1 - table.right) * table.rows
    return min(1.0, 0.1 * table.rows / wrong) if wrong else 1.0


def corpus_cells(examples: Sequence[Example]) -> list[list[str]]:
    """How much of each corpus is right, whatever its confidence."""
    cells = [["", "reports", "claims", "share right"]]
    for name in dict.fromkeys(name_of(example) for example in examples):
        own = [example for example in examples if name_of(example) == name]
        cells.append([name, str(count_reports(own)), str(len(own)), f"{mean([e.right for e in own]):.3f}"])
    return cells


def name_of(example: Example) -> str:
    return example.corpus if example.origin == fit.IN_SIGHT else example.origin


if __name__ == "__main__":
    sys.exit(main())
