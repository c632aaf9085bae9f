"""What was right in reports that nobody had read? Verdicts without their texts: doubts, right or wrong, and how often.

The texts are other people's and stay outside the project; what the fit needs of them is here, in tests/data/judged/. A
file holds what the rules of one commit made of some reports, before anybody had looked at them; the last one is the
newest. `python -m tests.evaluation.judged FOLDER FILE` makes one of annotated texts (texts/ and gold/, as EXTRA=): a
text's name begins with letters and two digits, and its genre is in FOLDER/genres.json.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

from tests.evaluation.cases import ROOT, further_texts
from tests.evaluation.doubts import claims_with_doubts
from tests.evaluation.fit import UNSEEN, Example
from tests.evaluation.rules import load_rules
from tests.evaluation.tally import judge_case

JUDGED = ROOT / "tests/data/judged"
_NUMBER = re.compile(r"[a-z]+\d\d")


def main() -> int:
    folder, file = Path(sys.argv[1]), Path(sys.argv[2])
    genres = json.loads((folder / "genres.json").read_text(encoding="utf-8"))
    rules = load_rules(ROOT.parent / "shared")
    counts: Counter[tuple[str, str, tuple[str, ...], bool]] = Counter()
    for case in further_texts(folder, [])[0]:
        found = claims_with_doubts(case.source)
        doubts = {claim["claim_id"]: noted for claim, noted in found}
        report = _NUMBER.findall(case.path.stem)[0]
        for judged in judge_case(case, [claim for claim, _ in found], rules).judged:
            noted = tuple(sorted(doubts[judged.claim["claim_id"]]))
            counts[report, genres[case.path.stem], noted, judged.right and judged.named] += 1
    lines = [
        json.dumps({"report": r, "genre": g, "doubts": noted, "right": right, "claims": n}, ensure_ascii=False)
        for (r, g, noted, right), n in sorted(counts.items())
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{sum(counts.values())} claims of {len({r for r, *_ in counts})} reports")
    return 0


def kept_verdicts(folder: Path = JUDGED) -> list[Example]:
    """All that are kept; those of the newest file are of unseen reports, those of an older one of that one's rules."""
    files = sorted(folder.glob("*.jsonl"))
    examples: list[Example] = []
    for file in files:
        origin = UNSEEN if file == files[-1] else file.stem
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            one = Example(row["report"], frozenset(row["doubts"]), row["right"], row["genre"], origin)
            examples += [one] * row["claims"]
    return examples


if __name__ == "__main__":
    sys.exit(main())
