"""Does all that follows from a corrected value follow, as extraction would have had it?"""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import asdict

from extractors import extract
from flows.reviews.corrections import correct

Row = dict[str, Any]
APART = (
    "claim_id",
    "char_start",
    "source_id",
    "section_id",
    "report_id",
    "confidence",
    "flags",
    "sentence",
    "quote",
    "char_end",
)
TITLE = "某市2023年工作总结\n"


def row_of(sentence: str, quote: str) -> Row:
    [claim] = [claim for claim in extract(TITLE + sentence) if claim.quote == quote]
    return {name: value for name, value in asdict(claim).items() if name not in APART}


@pytest.mark.parametrize(
    ("wrong", "right", "quotes", "fields"),
    [
        ("种植药材3650亩。", "种植药材3600亩。", ("3650亩", "3600亩"), {"value": 3600}),
        ("种植药材3650亩。", "种植药材3650公顷。", ("3650亩", "3650公顷"), {"unit": "公顷"}),
        ("种植药材3650亩。", "种植药材超过3650亩。", ("3650亩", "3650亩"), {"bound": "over"}),
        ("产值增长8.3%。", "产值下降8.3%。", ("8.3%", "8.3%"), {"direction": "down"}),
        ("完成投资3.5亿元。", "完成投资3.6亿元。", ("3.5亿元", "3.6亿元"), {"value": 3.6e8}),
        ("粮油总产量12万吨。", "粮食总产量12万吨。", ("12万吨", "12万吨"), {"metric": "粮食总产量"}),
    ],
)  # fmt: skip
def test_a_corrected_row_is_that_of_a_text_that_says_so(
    wrong: str, right: str, quotes: tuple[str, str], fields: Row
) -> None:
    assert correct(row_of(wrong, quotes[0]), fields) == row_of(right, quotes[1])
