"""How does one page speak two languages? It holds both; the reader's language shows one of them.

    <span lang="zh">数据</span><span lang="en">Claims</span>      shown is that of <html lang>, by `languages.css`
    <a title="关闭" data-en-title="Close">                        attributes, and texts that hold no element (title,
    <option data-en-text="all">全部</option>                      option), are exchanged by `languages.js`

Without JavaScript a page is in Chinese. What the reports say, and what there is in English only, is marked with other
languages' names (`zh-Hans`, `en-GB`), so that it is always shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from markupsafe import Markup, escape

from expectations.messages.catalogue import CHINESE, fill, translate
from expectations.messages.sentences import say_in

_BOTH = Markup('<span lang="zh">{zh}</span><span lang="en">{en}</span>')


def both(message: str, /, **values: object) -> Markup:
    """A message in both languages; values may hold markup, the message does not."""
    return _spans(translate(CHINESE)(message), message, values) if values else _both_alone(message)


@lru_cache(maxsize=4096, typed=True)  # a site's pages say the same few hundred again and again
def _both_alone(message: str) -> Markup:
    return _spans(translate(CHINESE)(message), message, {})


def both_said(sentence: str) -> Markup:
    """What an error, or the reason of a file, says, in both languages."""
    zh, en = escape(say_in(CHINESE, sentence)), escape(sentence)
    return Markup(zh) if zh == en else _BOTH.format(zh=zh, en=en)


def both_of(singular: str, plural: str, count: int, /, **values: object) -> Markup:
    """A message about a count, which it shows as `{count}`."""
    values = {"count": f"{count:,}", **values}
    chinese = translate(CHINESE).unfilled(singular, plural, count)
    return _spans(chinese, singular if count == 1 else plural, values)


def _spans(chinese: str, english: str, values: dict[str, object]) -> Markup:
    # Filled as markup: what is put in is escaped, unless it is markup itself.
    zh, en = (Markup(fill(str(escape(text)), {k: escape(v) for k, v in values.items()})) for text in (chinese, english))
    return zh if zh == en else _BOTH.format(zh=zh, en=en)


def named(attribute: str, message: str, /, **values: object) -> Markup:
    """An attribute that says a message, to stand in a tag."""
    template = Markup('{name}="{zh}" data-en-{name}="{en}"')
    return template.format(name=attribute, zh=translate(CHINESE)(message, **values), en=fill(message, values))


def worded(message: str, /, **values: object) -> Markup:
    """The text of an element that can hold no other, and its tag's end: <title{{ worded("Reports") }}</title>."""
    return Markup(' data-en-text="{en}">{zh}').format(
        en=fill(message, values), zh=translate(CHINESE)(message, **values)
    )


def messages_js(messages: Iterable[str]) -> str:
    """The Chinese of the messages that scripts say, for `_` of languages.js."""
    told = {message: translate(CHINESE)(message) for message in sorted(set(messages))}
    return f"Object.assign(CHINESE, {json.dumps(told, ensure_ascii=False)});\n"


@cache
def languages_css() -> str:
    return _asset("languages.css")


@cache
def languages_js() -> str:
    """To be run in the head of a page, before anything is drawn."""
    return _asset("languages.js")


def _asset(name: str) -> str:
    return files("expectations.messages").joinpath("assets", name).read_text(encoding="utf-8")
