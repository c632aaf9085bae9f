"""What does a page say to a reader of one language? As languages.css and languages.js show it."""

from __future__ import annotations

import re

from lxml import html

#: Three words of English in a row that no name, path or command has
SENTENCE = re.compile(r"(?<![\w./=-])(?!report-metrics|pip )[A-Za-z]+ [a-z]+ [a-z]+(?![\w./-])")


def in_language(page: str, language: str = "en") -> html.HtmlElement:
    """The page without what it says in the other language."""
    document = html.document_fromstring(page)
    other = {"en": "zh", "zh": "en"}[language]
    for span in document.xpath(f"//span[@lang='{other}']"):
        span.drop_tree()
    for element in document.iter(html.etree.Element) if language == "en" else ():
        for name in [name for name in element.attrib if name.startswith("data-en-")]:
            said = element.attrib.pop(name)
            if name == "data-en-text":
                element.text = said
            else:
                element.set(name.removeprefix("data-en-"), said)
    return document


def english_in(text: str) -> list[str]:
    """What of a text for readers of Chinese is a sentence in English."""
    return SENTENCE.findall(text)


def text_in(page: str, language: str = "en") -> str:
    """Its text, with one blank between words."""
    return " ".join(str(in_language(page, language).text_content()).split())
