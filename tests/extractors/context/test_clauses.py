"""Do clauses end where they are said to, also where it is told at once for a whole sentence?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st
from msgspec.structs import replace

from extractors.context.clauses import cut_sentences, find_marks, settings
from extractors.quantities.quantities import find_quantities

PIECES = st.sampled_from(
    [*"，；。：、！\n\t|│,:.（）()—”甲乙 5", "全市", "新建", "12.5%", "3.2万亩", "1,200人", "4个", "《", "——", "e.g"]
)


@tries(max_examples=400, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=40).map("".join))
def test_marks_that_are_sure_end_the_clauses_that_are_found_when_each_is_looked_at(text: str) -> None:
    sentences = list(cut_sentences(text, find_marks(text), 0, len(text), find_quantities(text)))
    assert [settings(s) for s in sentences] == [settings(replace(s, are_sure=False)) for s in sentences]


def test_only_a_mark_whose_neighbours_must_be_asked_is_unsure() -> None:
    text = "投资3.5亿元，增长5%；新建（改建）学校2所，比例3:1。\n"
    assert [text[at] for at in find_marks(text).unsure] == ["（", "）", ":"]
