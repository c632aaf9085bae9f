"""What was right and what was wrong? Claims judged by the answers, counted, and the errors by class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tests.evaluation.cases import Case, Row
from tests.evaluation.rules import FIELDS, Rules, same_name, year_of

CLASSES = ("missed", "spurious", *FIELDS)
EXACT = ("value", "unit", "kind")


@dataclass(frozen=True, slots=True)
class Error:
    """One thing that is wrong."""

    sort: str  # one of CLASSES
    text: str  # the name of the text
    line: int
    quote: str
    wanted: str
    got: str


@dataclass(frozen=True, slots=True)
class Judged:
    """One claim that counts: not that of an optional answer."""

    claim: Row
    report: str
    right: bool  # every field; a spurious claim is wrong
    named: bool = True  # the name is what a reader would write, too
    wrong: frozenset[str] = frozenset()  # the fields that are not right, `name`, or `spurious`


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts, which add up over texts."""

    gold: int = 0
    predicted: int = 0
    matched: int = 0
    exact: int = 0
    whole: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    errors: tuple[Error, ...] = ()
    judged: tuple[Judged, ...] = ()

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.gold + other.gold,
            self.predicted + other.predicted,
            self.matched + other.matched,
            self.exact + other.exact,
            self.whole + other.whole,
            self.fields + other.fields,
            self.errors + other.errors,
            self.judged + other.judged,
        )

    @property
    def precision(self) -> float:
        return share(self.matched, self.predicted)

    @property
    def recall(self) -> float:
        return share(self.matched, self.gold)

    def f1(self, hits: int) -> float:
        return share(2 * hits, self.predicted + self.gold)

    def field_share(self, name: str) -> float:
        """Of the claims that were found."""
        return share(self.fields[name], self.matched)


def share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def judge_case(case: Case, claims: Iterable[Row], rules: Rules) -> Tally:
    """The claims of one text, judged."""
    preds = case.annotated(claims)
    pairs = rules.match(case.gold, preds)
    matched = {j: case.gold[i] for i, j in pairs}
    verdicts = {j: rules.judge(gold, preds[j]) for j, gold in matched.items() if not gold["optional"]}
    errors = []
    found = {i for i, _ in pairs}
    for i, gold in enumerate(case.gold):
        if i not in found and not gold["optional"]:
            errors.append(Error("missed", case.path.stem, gold["line"], gold["quote"], gold["metric"], ""))
    judged = []
    for j, claim in enumerate(preds):
        if j in matched and matched[j]["optional"]:
            continue
        wrong = find_wrong(verdicts[j], matched[j], claim) if j in verdicts else {"spurious"}
        named = j in matched and same_name(matched[j], claim)
        fields = frozenset(wrong if named else {*wrong, "name"})
        judged.append(Judged(claim, report_of(case, claim), not wrong, named, fields))
        if j not in matched:
            line = case.source.text.count("\n", 0, claim["char_start"]) + 1
            errors.append(Error("spurious", case.path.stem, line, claim["quote"], "", claim["metric"]))
    for j, verdict in verdicts.items():
        errors += [field_error(case, matched[j], preds[j], name) for name in FIELDS if not verdict[name]]
    return Tally(
        gold=sum(not gold["optional"] for gold in case.gold),
        predicted=len(judged),
        matched=len(verdicts),
        exact=sum(all(verdict[name] for name in EXACT) for verdict in verdicts.values()),
        whole=sum(all(verdict.values()) for verdict in verdicts.values()),
        fields=Counter(name for verdict in verdicts.values() for name in FIELDS if verdict[name]),
        errors=tuple(errors),
        judged=tuple(judged),
    )


def find_wrong(verdict: dict[str, bool], gold: Row, claim: Row) -> set[str]:
    """The wrong fields; of a span of years (五年来) the answers give the last one, which is as right as the first."""
    last = claim.get("period_end")
    ends_then = last is not None and last.year == gold["year"]
    return {name for name, ok in verdict.items() if not ok and not (name == "year" and ends_then)}


def report_of(case: Case, claim: Row) -> str:
    return f"{case.corpus}/{case.report_at(claim['char_start'])}"


def field_error(case: Case, gold: Row, claim: Row, name: str) -> Error:
    wanted, got = gold.get(name), year_of(claim) if name == "year" else claim.get(name)
    if name == "value" and got is None:
        got = [claim.get("value_min"), claim.get("value_max")]
    return Error(name, case.path.stem, gold["line"], gold["quote"], str(wanted), str(got))


def by_class(errors: Sequence[Error]) -> dict[str, list[Error]]:
    """The errors under their class, classes in a fixed order, each class's errors in reading order."""
    return {sort: sorted((e for e in errors if e.sort == sort), key=lambda e: (e.text, e.line)) for sort in CLASSES}
