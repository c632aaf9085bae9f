"""Where can a quantity stand? Spellings in other characters, and invented sentences round them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from tests.extractors.quantities import writing
from tests.extractors.quantities.spellings import Spelling

HEAD = "青禾县2023年工作总结\n全年工作扎实推进。"
BEFORE = (
    "全县共建成",
    "其中",
    "经测算为",
    "（共",
    "\n累计完成",
    "改造后，达到了",
    "截至年底，总量",
    "青禾河两岸合计",
    "",
)
BEHIND = (
    "。",
    "，超出计划。",
    "已全部到位。",
    " 待查。",
    "、其余另计。",
    "；其余待查。",
    "）。",
    "\n其他工作有序推进。",
    "",
)


def traditional(spelling: Spelling) -> Spelling:
    return replace(spelling, quote=spelling.quote.translate(writing.TRADITIONAL))


def kangxi(spelling: Spelling) -> Spelling:
    return replace(spelling, quote=spelling.quote.translate(writing.KANGXI))


@st.composite
def sentences(draw: st.DrawFn, spellings: st.SearchStrategy[Spelling]) -> tuple[str, int, Spelling]:
    """A report that holds the spelling, and where its quote begins."""
    spelling = draw(spellings)
    before = f"{HEAD}{draw(st.sampled_from(BEFORE))}{spelling.before}"
    return before + spelling.quote + spelling.behind + draw(st.sampled_from(BEHIND)), len(before), spelling
