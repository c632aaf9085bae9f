"""Which figures stand behind a label that gives their unit, in no table? 财政收入（万元）：356, 企业 36（个）."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.tables.cells import NUMERAL, mention_of
from extractors.tables.figure import TableFigure
from extractors.tables.grid import Place
from extractors.tables.labels import is_period, read_label, spelling_of

_BRACKETED = re.compile(r"[（(]\s*(?:单位\s*[:：]\s*)?(?P<unit>[^（）()\s\d]{1,8})\s*[）)]")
_LABEL = r"(?P<label>[^\s，。；：:、,;!！?？|（）()“”\d][^\s，。；：:,;!！?？|（）()“”]{0,29}?)[ \u3000]?"
_LABEL_BEFORE = re.compile(rf"{_LABEL}$")
_FIGURE_BEHIND = re.compile(rf"[ \u3000]*[:：][ \u3000]*(?P<figure>[-−－]?{NUMERAL}(?:%|％)?)(?=[\s，。；、,;]|$)")
_FIGURE_BEFORE = re.compile(rf"{_LABEL}(?<=[\u4e00-\u9fff \u3000])(?P<figure>{NUMERAL})[ \u3000]?$")
LONGEST = 50  # characters of a label and its figure


def find_pairs(text: str) -> Iterator[TableFigure]:
    """The figures of such pairs, in order."""
    for bracket in _BRACKETED.finditer(text):
        unit = spelling_of(bracket["unit"])
        if unit is None:
            continue
        line = text.rfind("\n", 0, bracket.start()) + 1
        before = max(line, bracket.start() - LONGEST)
        behind = _FIGURE_BEHIND.match(text, bracket.end())
        match = (_LABEL_BEFORE if behind else _FIGURE_BEFORE).search(text, before, bracket.start())
        if match is None:
            continue
        figure = behind or match
        label = read_label(match["label"])
        if label.role in ("index", "remark") or is_period(f"{figure['figure']}{bracket['unit']}"):
            continue
        mention = mention_of(Place(*figure.span("figure"), figure["figure"]), unit)
        if mention is None:
            continue
        end = text.find("\n", bracket.end())
        yield TableFigure(
            mention,
            label.name or match["label"].strip(),
            None,
            (label.when,) if label.when else (),
            label.status,
            False,
            label.change or "none",
            "none",
            False,
            label.is_part,
            False,
            False,
            figure["figure"],
            0,
            line,
            end if end >= 0 else len(text),
        )
