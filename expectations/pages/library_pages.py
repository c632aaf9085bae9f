"""What does Great Expectations say on its pages, in the reader's language? Both stand there, as with `both`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from lxml import etree, html  # type: ignore[import-untyped,unused-ignore]

from expectations.messages.catalogue import CHINESE, ENGLISH, translate
from expectations.messages.sentences import S_, say_in
from expectations.pages.words import word_for

#: What the library's renderers write, by its own words (great_expectations/render/renderer)
SAID = (
    S_("Expectation Validation Result"),
    S_("Evaluates whether a batch of data matches expectations."),
    S_("Expectation Suite"),
    S_("A collection of Expectations defined for batches of data."),
    S_("Expectation Suite:"),
    S_("Expectation Suite Name"),
    S_("Actions"),
    S_("Validation Filter:"),
    S_("Show All"),
    S_("Failed Only"),
    S_("Table of Contents"),
    S_("Overview"),
    S_("Table-Level Expectations"),
    S_("Status:"),
    S_("Status"),
    S_("Succeeded"),
    S_("Failed"),
    S_("Statistics"),
    S_("Evaluated Expectations"),
    S_("Successful Expectations"),
    S_("Unsuccessful Expectations"),
    S_("Success Percent"),
    S_("Show more info..."),
    S_("Info"),
    S_("Great Expectations Version"),
    S_("Run Name"),
    S_("Run Time"),
    S_("Batch Markers"),
    S_("Batch Spec"),
    S_("Notes"),
    S_("Expectation"),
    S_("Observed Value"),
    S_("Sampled Unexpected Values"),
    S_("{a}% unexpected"),
    S_("{a} unexpected values found. {b}% of {c} total rows."),
    S_("This Expectation suite currently contains {a} total Expectations across {b} columns."),
)
#: How engine/suite.py calls a check: its name, what follows where it does not hold, and what it says
CHECK = re.compile(r"(?P<name>\w+) \[(?P<severity>\w+), (?P<scope>\w+)\]: (?P<told>.+)", re.DOTALL)


def speak_both(body: Any) -> None:
    """Put the Chinese beside whatever of the page is known in it."""
    for element in list(body.iter(etree.Element)):
        if (told := chinese_of(element.text or "")) and not is_left(element):
            words, element.text = element.text, None
            for span in reversed(spoken(told, words)):
                element.insert(0, span)
        if (told := chinese_of(element.tail or "")) and not is_left(element.getparent()):
            words, element.tail = element.tail, None
            for span in reversed(spoken(told, words)):
                element.addnext(span)


def is_left(element: Any) -> bool:
    """Whether what it says is in both languages already, or of the data: failing values are a table in a table."""
    around = [element, *element.iterancestors()][:-2]  # but for <body> and <html>, which bear a language
    return any(one.tag == "header" or one.get("lang") for one in around) or (
        element.tag == "td" and sum(one.tag == "table" for one in around) > 1
    )


@lru_cache(maxsize=1024)
def chinese_of(text: str) -> str | None:
    """None where there is no Chinese for it."""
    english = " ".join(text.split())
    if not english:
        return None
    found = CHECK.fullmatch(english)
    told = say_check(found) if found else say_in(CHINESE, english)
    return told if told != english else None


def say_check(found: re.Match[str]) -> str:
    _ = translate(CHINESE)
    kind = _(word_for("severity", found["severity"])), _(word_for("check_scope", found["scope"]))
    return f"{found['name']} [{'、'.join(kind)}]：{say_in(CHINESE, found['told'])}"


def spoken(chinese: str, english: str) -> list[Any]:
    """Two elements, of which the reader sees one."""
    spans = [html.Element("span", lang=language) for language in (CHINESE, ENGLISH)]
    for span, words in zip(spans, (chinese, english), strict=True):
        span.text = words
    return spans
