"""Which claims should a person look at? A page of those that carry a warning, and of those that are least sure."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

import pandas as pd

UNSURE = 0.7  # below it a claim's row is wrong in some field more often than every third time (docs/evaluation.md)
SHOWN = 200  # claims of each sort on the page; the rest is in the table
_NEEDED = {"flags", "confidence", "sentence", "quote", "metric"}


def unsure(claims: pd.DataFrame) -> pd.DataFrame:
    """Claims below UNSURE, the least sure first."""
    low = claims[claims["confidence"] < UNSURE]
    return low.sort_values(["confidence", "source_path", "char_start"], kind="stable")


def flagged(claims: pd.DataFrame) -> pd.DataFrame:
    """Claims that carry a warning, in reading order."""
    return claims[[len(flags) > 0 for flags in claims["flags"]]]


def write_review(claims: pd.DataFrame, docs_dir: Path) -> None:
    """Write review.html into the folder of the quality report; nothing where `claims` lacks the columns."""
    if not set(claims.columns) >= _NEEDED:
        return
    warned, low = flagged(claims), unsure(claims)
    page = Template(files("expectations").joinpath("assets", "review.html").read_text(encoding="utf-8"))
    docs_dir.joinpath("review.html").write_text(
        page.substitute(
            flagged=len(warned),
            unsure=len(low),
            share=f"{len(low) / len(claims):.1%}" if len(claims) else "0 %",
            threshold=UNSURE,
            shown=SHOWN,
            flagged_rows="\n".join(_rows(warned)) or _none(),
            unsure_rows="\n".join(_rows(low)) or _none(),
        ),
        encoding="utf-8",
    )


def _none() -> str:
    return '<tr><td colspan="5">None.</td></tr>'


def _rows(claims: pd.DataFrame) -> Iterable[str]:
    for named in claims.head(SHOWN).to_dict("records"):
        row = {str(name): value for name, value in named.items()}
        warnings = "".join(f'<span class="tag">{escape(flag)}</span> ' for flag in row["flags"])
        yield (
            f"<tr><td>{escape(row['metric'])}<br>{warnings}</td>"
            f'<td class="number">{escape(_value(row))}</td><td class="number">{row["confidence"]:.2f}</td>'
            f'<td lang="zh">{_in_sentence(row)}</td>'
            f"<td>{escape(row['report_title'])}<br>"
            f"<small>{escape(row['source_path'])} · {row['char_start']}</small></td></tr>"
        )


def _value(row: dict[str, Any]) -> str:
    if row["masked"]:
        return f"– {row['unit']}"
    if not pd.isna(row["value"]):
        return f"{row['value']:,.10g} {row['unit']}"
    ends = [f"{row[end]:,.10g}" for end in ("value_min", "value_max") if not pd.isna(row[end])]
    return f"{' – '.join(ends)} {row['unit']}"


def _in_sentence(row: dict[str, Any]) -> str:
    """The sentence with the quantity marked; cut to what stands around it when it is long."""
    before, quote, after = row["sentence"].partition(row["quote"])
    if not quote:
        return escape(row["sentence"][:160])
    before = before if len(before) <= 70 else "…" + before[-70:]
    after = after if len(after) <= 50 else after[:50] + "…"
    return f"{escape(before)}<mark>{escape(quote)}</mark>{escape(after)}"
