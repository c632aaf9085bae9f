"""Which kinds of context went wrong once, and what is read of them now? Run by `make kinds`; writes docs/context.md.

The examples are those of extractors/corpus/kinds.toml, which the tests of the corpus run.
"""

from __future__ import annotations

import sys
from collections import defaultdict

from extractors.model import Claim
from tests.conftest import ROOT
from tests.extractors.test_corpus import CORPUS, Example, differences, read, read_corpus

PAGE = ROOT / "docs" / "context.md"
KINDS = {
    "c1": "Names and subjects that carry over",
    "c2": "Change, base, direction",
    "c3": "Status",
    "c4": "Period",
    "c5": "Wholes and scopes",
    "c6": "What a change starts from",
}
HEAD = """# Context: kinds that went wrong, and what is read of them

    make kinds

What a figure is called, of what it is a part, against what it is stated, whether it is done or planned, and of
when it is. Each sentence is an example of a kind that was read wrongly once. The first 97 were invented, with what is
right, before the code was asked, and 54 of them were right at first sight; of those that came later each was wrong when
its kind was found in real reports. The table says what is read of them now, and a test holds it against the code; they
stand in `extractors/corpus/kinds.toml`.

A claim is shown as *quote* → name [scope], and what is not plain of it: its whole (⊂), its status where it is not
actual, its change with its base, its period where it is not the year of the report, its flags.
"""


def main() -> int:
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)} was written")
    return 0


def page() -> str:
    examples = read_corpus(CORPUS / "kinds.toml")
    grouped: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        grouped[example.phenomenon[:2]].append(example)
    rights = {kind: sum(is_right(example) for example in grouped[kind]) for kind in KINDS}
    summary = ["| kind | examples | right |", "| --- | --: | --: |"]
    summary += [f"| {title} | {len(grouped[kind])} | {rights[kind]} |" for kind, title in KINDS.items()]
    parts = [HEAD, "\n".join(summary)]
    for kind, title in KINDS.items():
        rows = [f"| {shown(example.text)} | {'<br>'.join(claims_of(example))} |" for example in grouped[kind]]
        parts.append(f"## {title}\n\n| sentence | claims |\n| --- | --- |\n" + "\n".join(rows))
    return "\n\n".join(part.strip() for part in parts) + "\n"


def shown(text: str) -> str:
    return text.replace("\n", "⏎").replace("|", "\\|")


def is_right(example: Example) -> bool:
    claims = read(example)
    return len(claims) == len(example.claims) and not any(
        differences(wanted, claim, claims) for wanted, claim in zip(example.claims, claims, strict=True)
    )


def claims_of(example: Example) -> list[str]:
    claims = read(example)
    told = [describe(claim, claims) for claim in claims]
    return told if is_right(example) else [*told, f"**wrong**: {example.fails or 'not as the corpus says'}"]


def describe(claim: Claim, claims: list[Claim]) -> str:
    """What is read of one figure, in a line."""
    scope = f" [{claim.scope}]" if claim.scope else ""
    whole = next((f" ⊂ {other.quote}" for other in claims if other.claim_id == claim.part_of), "")
    said = [claim.status] if claim.status != "actual" else []
    if claim.comparison != "none" or claim.direction != "none":
        said.append(" ".join(filter(None, (claim.comparison, claim.direction, claim.base_text, claim.basis))))
    if claim.period_start is None or claim.period_end is None:
        said.append("no period")
    elif (claim.period_start.year, claim.period_end.year) != (claim.report_year, claim.report_year) or (
        (claim.period_end - claim.period_start).days < 364
    ):
        said.append(f"{claim.period_start} – {claim.period_end}")
    said += [flag.partition(":")[0] for flag in claim.flags]
    return f"*{claim.quote}* → {claim.metric}{scope}{whole}" + (f" ({'; '.join(said)})" if said else "")


if __name__ == "__main__":
    sys.exit(main())
