"""How does this project do on the test suites of its peers? `make suites SUITES=folder`; with WRITE=1 into the page.

The folder holds each repository's files under owner+name, with the paths that they have there. They are not part of
this project.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from extractors import extract
from tests.evaluation.report import Cells, markdown, plain, rewrite
from tests.peers.suites import duckling, recognizers, small
from tests.peers.suites.cases import Case
from tests.peers.suites.judging import Verdict, judge

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "comparison.md"
TITLE = "2023年工作总结\n"
REPOSITORIES = {
    "cn2an": "Ailln/cn2an",
    "duckling": "facebook/duckling",
    "jionlp": "dongrixinyu/JioNLP",
    "recognizers": "microsoft/Recognizers-Text",
    "wetext": "wenet-e2e/WeTextProcessing",
}
FOLDERS = {
    "cn2an": "cn2an/*_test.py",
    "duckling": "Duckling/*/ZH/Corpus.hs",
    "jionlp": "test/test_money_*.py",
    "recognizers": "Specs/Number*/Chinese/*.json",
    "wetext": "{itn,tn}/chinese/test/data/*.txt",
}


def main() -> int:
    options = read_options()
    missing = [name for name in REPOSITORIES.values() if not (options.suites / name.replace("/", "+")).is_dir()]
    if missing:
        print(f"skipped: {options.suites} holds no {', '.join(name.replace('/', '+') for name in missing)}")
        return 0
    cases = list(read(options.suites))
    verdicts = [ask(case) for case in cases if case.why_out is None]
    for verdict in [v for v in verdicts if not v.is_right][: options.errors]:
        found = ", ".join(f"{c.quote} {c.value or [c.value_min, c.value_max]} {c.unit}" for c in verdict.claims)
        print(f"{verdict.case.suite}  {verdict.case.sentence[:60]}  got {found or 'nothing'}")
    print(plain(result_cells(cases, verdicts)))
    if options.write:
        rewrite(PAGE, "suites", section(cases, verdicts))
    return 0


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suites", type=Path, help="folder with the suites")
    parser.add_argument("--errors", type=int, default=0, help="print at most so many that are wrong")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {PAGE.relative_to(ROOT)}")
    return parser.parse_args()


def read(folder: Path) -> Iterator[Case]:
    """All cases of all suites, those out of scope too."""
    for suite in (recognizers, duckling, small):
        for collection in suite.read(folder):
            yield from collection.cases


def ask(case: Case) -> Verdict:
    return judge(case, extract(TITLE + case.sentence), len(TITLE))


def family(suite: str) -> str:
    return suite.partition("-")[0]


def result_cells(cases: Iterable[Case], verdicts: Iterable[Verdict]) -> Cells:
    """One row a repository, and all of them together."""
    asked, scope, right, sure = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for case in cases:
        asked.update([family(case.suite), "all"])
    for verdict in verdicts:
        names = [family(verdict.case.suite), "all"]
        scope.update(names)
        right.update(names * verdict.is_right)
        sure.update(names * verdict.is_surely_wrong)
    header = ["suite", "sentences", "in scope", "right", "share", "wrong without a doubt or flag"]
    rows = []
    for name in [*sorted(REPOSITORIES), "all"]:
        share = f"{right[name] / max(scope[name], 1):.3f}"
        counts = (asked[name], scope[name], right[name])
        rows.append([REPOSITORIES.get(name, name), *map(str, counts), share, str(sure[name])])
    return [header, *rows]


def scope_cells(cases: Iterable[Case]) -> Cells:
    """Why sentences are out of scope, the most frequent reason first."""
    reasons = Counter(case.why_out for case in cases if case.why_out is not None)
    return [["why out of scope", "sentences"], *([why, str(count)] for why, count in reasons.most_common())]


def section(cases: list[Case], verdicts: list[Verdict]) -> str:
    folders = ", ".join(f"{REPOSITORIES[name]} (`{path}`)" for name, path in FOLDERS.items())
    return f"Read: {folders}.\n\n{markdown(result_cells(cases, verdicts))}\n\n{markdown(scope_cells(cases))}"


if __name__ == "__main__":
    sys.exit(main())
