"""What was right in reports that nobody had read? Verdicts without their texts: doubts, right or wrong, and how often.

The texts are other people's and stay outside the project; what the fit needs of them is here, in tests/data/judged/. A
file holds what the rules of one commit made of some reports, before anybody had looked at them; the last one is the
newest, and the later ones say which fields were wrong. `python -m tests.evaluation.judged FOLDER FILE` makes one of
annotated texts (texts/ and gold/, as EXTRA=): a text's name begins with letters and two digits, and its genre is in
FOLDER/genres.json.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.evaluation.cases import ROOT, Row, further_texts
from tests.evaluation.doubts import claims_with_doubts
from tests.evaluation.fit import UNSEEN, Example
from tests.evaluation.rules import load_rules
from tests.evaluation.tally import judge_case

JUDGED = ROOT / "tests/data/judged"
#: What a verdict counts for that is of a time when the newer doubts were not noted, nor which fields were wrong. With
#: 0.1 the rare doubts are forgotten; with 1 the newest claims are ranked worse.
EARLIER = 0.3
_NUMBER = re.compile(r"[a-z]+\d\d")


def main() -> int:
    folder, file = Path(sys.argv[1]), Path(sys.argv[2])
    genres = json.loads((folder / "genres.json").read_text(encoding="utf-8"))
    rules = load_rules(ROOT.parent / "shared")
    rows = []
    for case in further_texts(folder, [])[0]:
        found = claims_with_doubts(case.source)
        doubts = {claim["claim_id"]: noted for claim, noted in found}
        report = _NUMBER.findall(case.path.stem)[0]
        for judged in judge_case(case, [claim for claim, _ in found], rules).judged:
            rows.append(row_of(report, genres[case.path.stem], doubts[judged.claim["claim_id"]], judged.wrong))
    write_rows(file, rows)
    print(f"{len(rows)} claims of {len({row['report'] for row in rows})} reports")
    return 0


def row_of(report: str, genre: str, doubts: frozenset[str], wrong: frozenset[str]) -> Row:
    """What is kept of a judged claim: none of its words."""
    return {"report": report, "genre": genre, "doubts": sorted(doubts), "right": not wrong, "wrong": sorted(wrong)}


def write_rows(file: Path, rows: Sequence[Row]) -> None:
    """A line for all claims that are alike, with how many they are."""
    counts = Counter(json.dumps(row, ensure_ascii=False) for row in rows)
    lines = [json.dumps({**json.loads(row), "claims": n}, ensure_ascii=False) for row, n in sorted(counts.items())]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def kept_verdicts(folder: Path = JUDGED) -> list[Example]:
    """All that are kept; those of the newest file are of unseen reports, those of an older one of that one's rules."""
    files = sorted(folder.glob("*.jsonl"))
    examples: list[Example] = []
    for file in files:
        origin = UNSEEN if file == files[-1] else file.stem
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            wrong, weight = frozenset(row.get("wrong", ())), 1.0 if "wrong" in row else EARLIER
            one = Example(row["report"], frozenset(row["doubts"]), row["right"], row["genre"], origin, wrong, weight)
            examples += [one] * row["claims"]
    return examples


if __name__ == "__main__":
    sys.exit(main())
