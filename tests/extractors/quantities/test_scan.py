"""What the quick first step of the search reads, or passes, is what trying all rules would have come to."""

import re

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.language import knowledge
from extractors.language.grammar import PARTS, STARTS
from extractors.language.phrases import begin_alike
from extractors.quantities import scan
from extractors.quantities.scan import (
    AT_DIGITS,
    AT_HAN_NUMERALS,
    AT_MARKS,
    AT_MASKS,
    BEGIN,
    DIGITS,
    HAN_NUMERALS,
    MARKS,
    MASKS,
    compile_unsorted,
    match_number,
)

PIECES = [
    *"0123456789０９XＸ*一二三四五六七八九十百千万亿两零几数壹伍拾年月日号个期级大是、，。（）“”《》 \n-.~",
    *"第前近余平方公里轮种元亩批起步体前倒数在柳",
    *(
        "倒数",
        "居前",
        "一批",
        "一是",
        "PM2.5",
        "5G",
        "G318",
        "AI",
        "D建",
        "年级",
        "世纪",
        "段",
        "名",
        "进一步",
        "平方米",
        "一村",
    ),
]
EXAMPLES = [text for rule in knowledge.not_claims() for text in (*rule.takes, *rule.refuses)]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.sampled_from(EXAMPLES)
NUMBERS, PASSED = compile_unsorted(), re.compile(scan.PASSED, re.VERBOSE)
FORMAL = re.compile("[壹贰叁肆伍陆柒捌玖拾佰仟]")
MAY_BEGIN = regex.compile(f"[{STARTS}]")


@settings(deadline=None, max_examples=400)
@given(TEXTS)
def test_a_whole_number_that_is_read_at_once_is_the_one_that_all_rules_leave(text: str) -> None:
    for begin in (BEGIN.match(text, start.start()) for start in MAY_BEGIN.finditer(text)):
        if begin and begin.lastgroup == "whole":
            slowly = NUMBERS.match(text, begin.start("whole"))
            assert slowly is not None
            assert slowly["low"] == begin["whole"]


@settings(deadline=None, max_examples=400)
@given(TEXTS)
def test_no_number_begins_where_something_is_passed_at_once(text: str) -> None:
    for start in (match.start() for match in MAY_BEGIN.finditer(text)):
        passed, slowly = PASSED.match(text, start), NUMBERS.match(text, start)
        if start and FORMAL.match(text[start]) and text[start - 1] in f"{FORMAL.pattern}十百千万亿零":
            continue  # the middle of a number
        if passed and slowly and not (slowly["low"] and len(slowly["low"]) == 1 and passed[0][1] in "是、"):
            assert slowly.lastgroup == "skip"
            assert slowly.span() == passed.span() or passed[0][0] in "一二三四五六七八九十"


def begins_with_one_of(characters: str, rule: knowledge.Rule) -> bool:
    """Whether a rule can begin so, whatever stands before it and behind."""
    anywhere = regex.sub(r"\(\?<[=!][^()]*\)", "", knowledge.fill(rule.pattern, PARTS))
    pattern = regex.compile(anywhere, regex.VERBOSE)
    return any(pattern.match(character, partial=True) for character in characters)


@pytest.mark.parametrize(
    ("characters", "names"),
    [(MARKS, AT_MARKS), (MASKS, AT_MASKS), (DIGITS, AT_DIGITS), (HAN_NUMERALS, AT_HAN_NUMERALS)],
)
def test_no_other_rule_begins_with_a_mark_a_mask_or_a_numeral(characters: str, names: tuple[str, ...]) -> None:
    assert tuple(rule.name for rule in knowledge.not_claims() if begins_with_one_of(characters, rule)) == names


@settings(deadline=None, max_examples=400)
@given(TEXTS)
def test_rules_that_begin_otherwise_are_not_missed(text: str) -> None:
    for start in (match.start() for match in MAY_BEGIN.finditer(text)):
        quickly, slowly = match_number(text, start), NUMBERS.match(text, start)
        assert (quickly and (quickly.span(), quickly.lastgroup)) == (slowly and (slowly.span(), slowly.lastgroup))


def test_a_guard_holds_the_first_characters_behind_a_lookbehind() -> None:
    assert begin_alike(["(?<!为)确保", "比上年", "比", "拟(?!定)", "预计?"]) == "(?=[拟比预]|[确][保])"


@pytest.mark.parametrize("unclear", ["(?:将|要)建", "[将要]建", "将?建", "将|要"])
def test_a_guard_refuses_a_pattern_that_begins_in_several_ways(unclear: str) -> None:
    with pytest.raises(ValueError, match="write its beginning out"):
        begin_alike(["确保", unclear])
