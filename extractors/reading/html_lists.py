"""With which number does a browser show an item of a list, and which terms have figures? <ol> as HTML (4.4.5) counts.

A site's style sheet may leave the numbers out, which is not known here; so lists of links, as menus and breadcrumbs
are, get none, and neither do items that begin with a number of their own.
"""

from __future__ import annotations

import regex
from lxml.etree import _Element

from extractors.reading.docx_numbering import in_form, whole

NUMBERED = regex.compile(
    r"\s*(?:[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）、．.]|第[一二三四五六七八九十]{1,3}|[①-⑳])"
)
NO_NUMBER = regex.compile(r"list-style(?:-type)?\s*:[^;]*\b(?:none|disc|circle|square)\b", regex.IGNORECASE)
HAN_NUMBER = regex.compile(
    r"list-style(?:-type)?\s*:[^;]*\b(?:cjk-ideographic|cjk-decimal|(?:simp|trad)-chinese-(?:in)?formal)\b",
    regex.IGNORECASE,
)
FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
LARGEST = 9_999
TERMS, LONGEST_TERM = ("dt", "dd"), 30  # characters of 营业收入 or 3.2亿元; what explains a word is longer


def number_of(item: _Element, counts: dict[_Element, int]) -> str:
    """What stands before an item of a numbered list; nothing where it has no number. `counts`: of each list so far."""
    owner = item.getparent()
    if owner is None or owner.tag != "ol":
        return ""
    ordinal = counts[owner] = ordinal_of(item, owner, counts)
    styles = f"{owner.get('style') or ''};{item.get('style') or ''}"
    if not 0 < ordinal <= LARGEST or NO_NUMBER.search(styles) or is_link(item):
        return ""
    if HAN_NUMBER.search(styles):
        return f"{in_form(ordinal, 'chineseCounting')}、"
    return f"{in_form(ordinal, FORMS.get(item.get('type') or owner.get('type') or '', 'decimal'))}. "


def ordinal_of(item: _Element, owner: _Element, counts: dict[_Element, int]) -> int:
    step = -1 if owner.get("reversed") is not None else 1
    if owner in counts:
        following = counts[owner] + step
    else:
        following = whole(owner.get("start"), 1 if step > 0 else sum(1 for _ in owner.iterchildren("li")))
    return whole(item.get("value"), following)


def is_link(item: _Element) -> bool:
    """Whether all that an item says is a link."""
    words = "".join(item.itertext()).split()
    return bool(words) and words == "".join("".join(link.itertext()) for link in item.iter("a")).split()


def is_pair(item: _Element) -> bool:
    """Whether a <dt> or <dd> (HTML, 4.4.9) is one half of a label and its figure: <dt>营业收入<dd>3.2亿元."""
    term, said = (item, item.getnext()) if item.tag == "dt" else (item.getprevious(), item)
    if term is None or said is None or (term.tag, said.tag) != TERMS:
        return False
    label, figure = ("".join(half.itertext()).strip() for half in (term, said))
    short = 0 < len(label) <= LONGEST_TERM and len(figure) <= LONGEST_TERM
    return short and any(map(str.isdigit, figure)) and "，" not in figure and "。" not in figure
