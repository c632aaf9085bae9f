"""What does a figure look like beside its sentence? HTML of one claim: value, marked sentence, place, ways on."""

from __future__ import annotations

import math
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from expectations.messages.catalogue import CHINESE
from expectations.pages.words import OR, told_once, word_for
from flows.dashboard.highlight import marked, marked_sentence
from flows.dashboard.language import _, spoken
from flows.dashboard.numbers import MINUS, as_reported, missing, scale_for, stated
from flows.dashboard.printed import strip
from flows.dashboard.terms import term, unit_name
from flows.site.links import claim_url, report_path

SITE = "/site/"  # where serve.py puts output/site


def card(output: Path, row: dict[str, Any], around: tuple[str, str, str]) -> str:
    """Each claim with its sentence, the quote marked, where it stands, and the text around it."""
    before, quote, after = around
    where = [row[name] for name in ("report_title", "issuer", "source_path") if isinstance(row[name], str)]
    in_its_text = _("In its text")
    context = (
        f"<details><summary>{escape(in_its_text)}</summary><p lang='zh'>…{marked(before, quote, after)}…</p></details>"
        if quote
        else ""
    )
    sure = _("confidence {share}", share=f"{row['confidence']:.2f}")
    ways = [way for way in (evidence_link(output, row), review_link(row)) if way]
    return (
        f"<article class='claim'><header><b lang='zh'>{escape(row['metric'])}</b> "
        f"<span class='value'>{escape(value_of(row))}</span> "
        + "".join(f"<span class='tag'>{escape(tag)}</span> " for tag in tags_of(row))
        + f"</header><p lang='zh'>{marked_sentence(row['sentence'], row['quote'], before)}</p>"
        f"<footer><span lang='zh'>{escape(' · '.join(where))}</span> · {escape(place_of(row))} · "
        f"{' · '.join(ways)} · {escape(sure)}{strip(output, row, SITE)}{context}</footer></article>"
    )


def tags_of(row: dict[str, Any]) -> list[str]:
    """What is to be known of a figure before it is quoted."""
    tags = [term(row["status"])] if row["status"] != "actual" else []
    tags += [year_of(row)] if year_of(row) else []
    tags += [term("masked")] if row["masked"] else []
    tags += [change_of(row)] if row["direction"] != "none" else []
    tags += [term(row["review"])] if isinstance(row.get("review"), str) else []
    return [*tags, *map(flag_text, told_once(row["flags"]))]


def change_of(row: dict[str, Any]) -> str:
    """Up or down, and against what; nothing of a level."""
    against = "" if row["comparison"] == "none" else term(row["comparison"])
    move = "" if row["direction"] == "none" else term(row["direction"])
    return f"{against}{'' if spoken() == CHINESE else ' '}{move}".strip()


def flag_text(flag: str) -> str:
    """A warning in words, with what is told of the figure: 各部分之和与总数不符：6 + 8 = 14 ≠ 15."""
    name, _colon, told = flag.partition(":")
    word = _(word_for("flag_names", name))
    told = told.strip().replace(OR, _(OR))
    return _("{warning}: {told}", warning=word, told=told) if told else word


def year_of(row: dict[str, Any]) -> str:
    """The year that the figure is for, which is not always the report's."""
    end = row.get("period_end")
    return "" if end is None or pd.isna(end) else f"{pd.Timestamp(end):%Y}"


def place_of(row: dict[str, Any]) -> str:
    start, end = f"{row['char_start']:,}", f"{row['char_end']:,}"
    if pd.isna(row["page"]):
        return _("characters {start}–{end}", start=start, end=end)
    return _("page {page}, characters {start}–{end}", page=f"{row['page']:.0f}", start=start, end=end)


def evidence_link(output: Path, row: dict[str, Any], words: str | None = None) -> str:
    """To the claim on the page of its report, where there is one."""
    if not (output / "site" / report_path(row["batch"], row["report_id"])).exists():
        return ""
    url = claim_url(row["batch"], row["report_id"], row["claim_id"])
    name = words or _("Evidence page")
    return f"<a href='{SITE}{escape(url)}' target='_blank' rel='noopener'>{escape(name)}</a>"


def review_link(row: dict[str, Any]) -> str:
    """To the claim on the screen where it can be judged."""
    about = urlencode({"of": row["batch"], "claim": row["claim_id"], "lang": spoken()})
    name = _("Review")
    return f"<a href='/review?{escape(about)}' target='_self'>{escape(name)}</a>"


def value_of(row: dict[str, Any]) -> str:
    """As it was written, and what that is in the standard unit: 8000亩 ≈ 533.33万 m²."""
    written = stated(row)
    value, standard = row["value_standard"], row["unit_standard"]
    if row["unit"] == standard or missing(value):
        return written
    if standard == "CNY":
        return written if row["unit"] == "元" else f"{written} = {as_reported(value, standard)}"
    return f"{written} {in_standard(value, standard)}"


def in_standard(value: float, unit: str) -> str:
    """In the standard unit, without a row of zeros: 1.39万亿斤 = 6,950亿 kg, 8000亩 ≈ 533.33万 m²."""
    name = unit_name(unit)
    scale = scale_for([value], "", name if name[:1] > "\u2e80" else f" {name}")
    number = scale.number(value)
    shown = float(number.replace(",", "").replace(MINUS, "-")) * scale.factor
    return f"{'=' if math.isclose(shown, value, rel_tol=1e-9) else '≈'} {number}{scale.name}"


def style(dark: bool) -> str:
    line, soft, mark, figure, tag, ink, link = (
        ("#3a434d", "#a4afba", "#6b5716", "#f4f1ea", "#4a3d1c", "#f3d79a", "#8fc1ea")
        if dark
        else ("#d9e0e7", "#56646f", "#ffe9a8", "inherit", "#fdf1dc", "#7a4c00", "#1f5f9a")
    )
    return f"""<style>
.claim {{ border-top: 1px solid {line}; padding: 10px 0; font-size: 15px; line-height: 1.6; overflow-wrap: anywhere; }}
.claim p {{ margin: 4px 0; }}
.claim a {{ color: {link}; text-decoration: underline; }}
.claim mark {{ background: {mark}; color: {figure}; padding: 0 2px; border-radius: 2px; }}
.claim .value {{ margin: 0 6px; font-variant-numeric: tabular-nums; }}
.claim .tag {{ background: {tag}; color: {ink}; font-size: 12px; font-weight: 600; padding: 2px 8px; border-radius: 9px;
  display: inline-block; }}
.claim footer, .claim summary {{ color: {soft}; font-size: 13px; }}
.claim details p {{ font-size: 14px; white-space: pre-wrap; }}
.claim summary {{ cursor: pointer; }}
.claim .print a {{ display: block; position: relative; overflow: hidden; margin: 4px 0 8px; border: 1px solid {line};
  background: #fff; }}
.claim .print span {{ position: absolute; display: block; }}
.claim .print img {{ display: block; width: 100%; height: 100%; max-width: none; }}
.claim .print i {{ position: absolute; outline: 2px solid #c0271c; outline-offset: 2px;
  background: rgb(255 214 0 / .28); mix-blend-mode: multiply; }}
</style>"""
