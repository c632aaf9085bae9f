"""Which claims should a person look at? A page of those that carry a warning, and of those that are least sure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

import pandas as pd

from expectations.engine.doubtful import SHOWN, UNSURE, ClaimsToSee
from expectations.pages.words import explain_flag, load_flags


def write_review(to_see: ClaimsToSee, tally: Mapping[str, int], docs_dir: Path) -> None:
    """Write review.html into the folder of the quality report; the tally has the counts of all claims."""
    claims = tally["claims"]
    page = Template(files("expectations.pages").joinpath("assets", "review.html").read_text(encoding="utf-8"))
    docs_dir.joinpath("review.html").write_text(
        page.substitute(
            flagged=tally["flagged"],
            unsure=tally["unsure"],
            share=f"{tally['unsure'] / claims:.1%}" if claims else "0 %",
            threshold=UNSURE,
            shown=SHOWN,
            flagged_rows="\n".join(_rows(to_see.flagged)) or _none(),
            meanings=_meanings(to_see),
            unsure_rows="\n".join(_rows(to_see.unsure)) or _none(),
        ),
        encoding="utf-8",
    )


def _meanings(to_see: ClaimsToSee) -> str:
    """What the warnings on the page mean, each once; nothing where there are none."""
    flags = (flag for claims in (to_see.flagged, to_see.unsure) for row in claims.get("flags", ()) for flag in row)
    seen = {flag.partition(":")[0] for flag in flags}
    rows = (f"<dt>{escape(name)}</dt><dd>{escape(told)}.</dd>" for name, told in load_flags().items() if name in seen)
    told = "".join(rows)
    return f'<h2>What the warnings mean</h2><dl class="meanings">{told}</dl>' if told else ""


def _none() -> str:
    return '<tr><td colspan="5">None.</td></tr>'


def _rows(claims: pd.DataFrame) -> Iterable[str]:
    for named in claims.to_dict("records"):
        row = {str(name): value for name, value in named.items()}
        warnings = "".join(
            f'<span class="tag" title="{escape(explain_flag(flag))}">{escape(flag)}</span> ' for flag in row["flags"]
        )
        yield (
            f"<tr><td>{escape(row['metric'])}<br>{warnings}</td>"
            f'<td class="number">{escape(show_value(row))}</td>'
            f'<td class="number" data-of="confidence ">{row["confidence"]:.2f}</td>'
            f'<td lang="zh">{in_sentence(row)}</td>'
            f"<td>{escape(row['report_title'])}<br>"
            f"<small>{escape(row['source_path'])} · {row['char_start']}</small></td></tr>"
        )


def show_value(row: Mapping[str, Any]) -> str:
    """The quantity as it is counted: without digits when they are censored, both ends of a range."""
    if row["masked"]:
        return f"– {row['unit']}"
    if not pd.isna(row["value"]):
        return f"{row['value']:,.10g} {row['unit']}"
    ends = [f"{row[end]:,.10g}" for end in ("value_min", "value_max") if not pd.isna(row[end])]
    return f"{' – '.join(ends)} {row['unit']}"


def in_sentence(row: Mapping[str, Any]) -> str:
    """The sentence as HTML with the quantity marked; cut to what stands around it when it is long."""
    before, quote, after = (row["sentence"] or "").partition(row["quote"] or "\n")
    if not quote:
        return escape((row["sentence"] or "")[:160])
    return mark_between(before, quote, after)


def mark_between(before: str, quote: str, after: str) -> str:
    """As HTML; of what stands around it, what is near."""
    before = before if len(before) <= 70 else "…" + before[-70:]
    after = after if len(after) <= 50 else after[:50] + "…"
    return f"{escape(before)}<mark>{escape(quote)}</mark>{escape(after)}"
