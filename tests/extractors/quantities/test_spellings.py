"""Does any value come back from any spelling of it? One claim, the exact value, its unit, its place, its bound."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors import Claim, extract
from extractors.quantities import units
from tests.extractors.quantities import spans
from tests.extractors.quantities import spellings as written
from tests.extractors.quantities.numerals import ARABIC
from tests.extractors.quantities.sentences import HEAD, kangxi, sentences, traditional
from tests.extractors.quantities.spellings import Spelling

STRATEGIES = {
    "a number in any numeral": written.amounts(),
    "digits with any unit of the table": written.table_amounts(),
    "a sign": written.signed(),
    "a share": written.shares(),
    "a range": spans.ranges(),
    "a range of uneven ends": spans.uneven_ranges(),
    "a range of two quantities": spans.ranges_of_two_quantities(),
    "a range of shares": spans.ranges_of_shares(),
    "a range of temperatures": spans.ranges_of_temperatures(),
    "a pair": spans.pairs(),
    "a bound": written.bounded(),
    "a vague number": written.vague(),
    "a fraction": written.fractions(),
    "a discount": written.discounts(),
    "a letter for a scale": written.letters(),
    "a sum in any currency": written.sums(),
    "a sum and a letter for what it is times": written.magnitudes(),
    "a power of ten": written.powers(),
    "a formal sum": written.formal_sums(),
    "words directly before and behind": written.among_words(),
    "units in a row": written.chained(),
    "blanks inside": written.blanks(),
    "traditional characters": written.amounts().map(traditional),
    "Kangxi characters": written.amounts().map(kangxi),
}


#: The same examples each time.
quickly = settings(
    deadline=None, max_examples=200, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


def ends(claim: Claim) -> tuple[float | None, float | None]:
    """Both ends of a range, or the value twice."""
    return (claim.value_min, claim.value_max) if claim.value is None else (claim.value, claim.value)


def complaint(text: str, start: int, spelling: Spelling) -> str | None:
    """What is wrong with what is read of a text that holds the spelling there; None where nothing is."""
    claims = extract(text)
    if len(claims) != 1:
        return f"{len(claims)} claims: {[(c.quote, c.value) for c in claims]}"
    claim = claims[0]
    unit = units.resolve(spelling.unit)
    kind = spelling.kind or unit.kind
    if ends(claim) != (float(spelling.low), float(spelling.high)):
        return f"value {claim.value, claim.value_min, claim.value_max} for {spelling.low, spelling.high}"
    if claim.unit != unit.unit or claim.kind != kind or claim.unit_standard != unit.standard:
        return f"unit {claim.unit} {claim.kind} {claim.unit_standard} for {unit.unit} {kind} {unit.standard}"
    if claim.quote != spelling.quote or claim.char_start != start or text[start : claim.char_end] != claim.quote:
        return f"quote {claim.quote!r} at {claim.char_start} for {spelling.quote!r} at {start}"
    if claim.bound != spelling.bound:
        return f"bound {claim.bound} for {spelling.bound}"
    if claim.value_standard is not None and unit.factor is not None:
        expected = Decimal(repr(claim.value)) * Decimal(repr(unit.factor)) + Decimal(repr(unit.offset))
        if claim.value_standard != pytest.approx(float(expected), rel=1e-12):
            return f"value_standard {claim.value_standard} for {expected}"
    return None


def check(name: str, how: settings) -> None:
    @how
    @given(sentences(STRATEGIES[name]))
    def read_back(sentence: tuple[str, int, Spelling]) -> None:
        assert complaint(*sentence) is None

    read_back()


@pytest.mark.parametrize("name", STRATEGIES)
def test_a_value_comes_back_from_its_spelling(name: str) -> None:
    check(name, quickly)


@pytest.mark.slow
@pytest.mark.parametrize("name", STRATEGIES)
def test_a_value_comes_back_from_many_more_spellings(name: str) -> None:
    check(name, settings(quickly, max_examples=2000, derandomize=False))


ANY = st.one_of(*STRATEGIES.values())
CHARACTERS = "0123456789０.．,，-－—~至到、 零一二两三五十百千万亿几余多负近约%％元亩人户个米斤角分之半折倍"


@quickly
@given(st.lists(st.tuples(st.sampled_from(["投入", "其中县级", "受益", "新增"]), ANY), min_size=2, max_size=4))
def test_quantities_side_by_side_do_not_disturb_each_other(parts: list[tuple[str, Spelling]]) -> None:
    text = HEAD + "；".join(f"{word}{s.written}" for word, s in parts) + "。"
    claims = {claim.quote: claim for claim in extract(text)}
    for _, spelling in parts:
        assert spelling.quote in claims
    for claim in claims.values():
        assert any(ends(claim) == (float(s.low), float(s.high)) for _, s in parts)


@quickly
@given(st.text(alphabet=CHARACTERS, max_size=24))
def test_whatever_stands_there_a_range_has_its_ends_in_order_and_a_quote_its_place(jumble: str) -> None:
    text = f"{HEAD}共{jumble}。"
    for claim in extract(text):
        assert text[claim.char_start : claim.char_end] == claim.quote
        if claim.value_min is not None and claim.value_max is not None:
            assert claim.value_min <= claim.value_max


@quickly
@given(written.amounts(ARABIC), st.text(alphabet="在全县共计约近为达到了推进项目建设的和与，、：（“", max_size=8))
def test_no_words_before_it_make_a_number_another_one(spelling: Spelling, words: str) -> None:
    for claim in extract(f"{HEAD}{words}{spelling.quote}。"):
        assert claim.quote != spelling.quote or claim.value == float(spelling.low)
