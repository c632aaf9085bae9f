"""Which figures stand behind a label that gives their unit, in no table? 财政收入（万元）：356, 企业 36（个）."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.tables.grid import Place
from extractors.tables.labels import NUMERAL, is_period, read_label, spelling_of
from extractors.tables.read import TableFigure, mention_of

_LABEL = r"(?P<label>[^\s，。；：:、,;!！?？|（）()“”\d][^\s，。；：:,;!！?？|（）()“”]{0,29})"
_IN_BRACKETS = r"[（(]\s*(?:单位\s*[:：]\s*)?(?P<unit>[^（）()\s\d]{1,8})\s*[）)]"
_BEFORE = re.compile(
    rf"{_LABEL}[ \u3000]?{_IN_BRACKETS}[ \u3000]*[:：][ \u3000]*(?P<figure>[-−－]?{NUMERAL}(?:%|％)?)"
    r"(?=[\s，。；、,;]|$)"
)
_BEHIND = re.compile(rf"{_LABEL}[ \u3000]?(?<=[\u4e00-\u9fff \u3000])(?P<figure>{NUMERAL})[ \u3000]?{_IN_BRACKETS}")


def find_pairs(text: str) -> Iterator[TableFigure]:
    """The figures of such pairs, in no order."""
    if "（" not in text and "(" not in text:
        return
    for pattern in (_BEFORE, _BEHIND):
        for match in pattern.finditer(text):
            unit = spelling_of(match["unit"])
            label = read_label(match["label"])
            name = label.name or match["label"].strip()
            if unit is None or label.role in ("index", "remark") or is_period(f"{match['figure']}{match['unit']}"):
                continue
            mention = mention_of(Place(*match.span("figure"), match["figure"]), unit)
            if mention is None:
                continue
            start = text.rfind("\n", 0, match.start()) + 1
            end = text.find("\n", match.end())
            yield TableFigure(
                mention,
                name,
                None,
                (label.when,) if label.when else (),
                label.status,
                label.change or "none",
                "none",
                False,
                label.is_part,
                0,
                start,
                end if end >= 0 else len(text),
            )
