"""Is every message there in Chinese, and is the right language chosen?"""

from __future__ import annotations

import ast
import re

import pytest

from expectations.messages.catalogue import LANGUAGES, Messages, language_here, language_named, translate
from tests.conftest import ROOT
from tests.expectations.messages.collect import (
    FILE,
    KEYWORDS,
    PACKAGES,
    found_messages,
    messages_in,
    read_catalogue,
    updated,
    written,
)

PLACEHOLDER = re.compile(r"\{[^}]*\}")


def test_every_message_has_its_chinese() -> None:
    without = [message.id for message in updated(read_catalogue()) if message.id and not any(message.string)]
    assert not without, "make messages adds them to zh.po, for their Chinese to be written there"


def test_catalogue_has_no_message_that_nobody_says() -> None:
    said = {(message[0] if isinstance(message, tuple) else message, context) for message, context in found_messages()}
    known = {(m.id[0] if isinstance(m.id, tuple) else m.id, m.context) for m in read_catalogue() if m.id}
    assert known - said == set(), "make messages takes them out"


def test_catalogue_is_as_make_messages_writes_it() -> None:
    assert FILE.read_bytes() == written(updated(read_catalogue())), "make messages"


def test_chinese_puts_in_what_english_does() -> None:
    for message in read_catalogue():
        english = message.id if isinstance(message.id, tuple) else (message.id,)
        chinese = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in chinese if message.id else ():
            wanted = set(PLACEHOLDER.findall(english[-1]))
            assert set(PLACEHOLDER.findall(text)) == wanted, message.id


def test_messages_are_found_wherever_they_are_said() -> None:
    code = b'N_("a"); _("b", n=1); _.ngettext("{count} c", "{count} cs", 2); _.pgettext("of", "d")'
    assert list(messages_in(".py", code)) == [
        ("a", None),
        ("b", None),
        (("{count} c", "{count} cs"), None),
        ("d", "of"),
    ]
    assert list(messages_in(".js", b"const a = `${_('b')}`;")) == [("b", None)]
    page = b'{{ both("a") }} {{ both_of("{count} b", "{count} bs", n) }} <i {{ named("title", "c") }}>'
    assert list(messages_in(".html", page)) == [("a", None), (("{count} b", "{count} bs"), None), ("c", None)]


@pytest.mark.parametrize("package", PACKAGES)
def test_no_message_stands_inside_an_f_string_where_it_is_not_found(package: str) -> None:
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in sorted((ROOT / package).rglob("*.py"))
        for joined in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(joined, ast.JoinedStr)
        for call in ast.walk(joined)
        if isinstance(call, ast.Call) and name_of(call.func) in KEYWORDS
        if any(isinstance(argument, ast.Constant) for argument in call.args)
    ]
    assert not hidden, "give the message a name before"


def name_of(function: ast.expr) -> str:
    return getattr(function, "id", "") or getattr(function, "attr", "")


@pytest.mark.parametrize(
    ("name", "language"),
    [("zh", "zh"), ("zh_CN.UTF-8", "zh"), ("zh-Hans-CN", "zh"), ("en-GB", "en"), ("C.UTF-8", None), ("de_DE", None)],
)
def test_locale_names_a_language_or_none(name: str, language: str | None) -> None:
    assert language_named(name) == language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"REPORT_METRICS_LANG": "zh", "LC_ALL": "en_GB.UTF-8"}, "zh"),
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_GB.UTF-8"}, "zh"),
        ({"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_terminal_speaks_what_its_locale_says(environment: dict[str, str], language: str) -> None:
    assert language_here(environment) == language


def test_values_are_put_in_behind_the_translation() -> None:
    told = {"Claims": "数据", "{count} claim": "{count}条数据", ("of a claim", "Part"): "部分"}
    zh, en = Messages("zh", told), Messages("en", {})
    assert (zh("Claims"), zh("{a} of {b}", a=1, b=2), en("Claims")) == ("数据", "1 of 2", "Claims")
    assert zh.ngettext("{count} claim", "{count} claims", 1234) == "1,234条数据"
    assert [en.ngettext("{count} claim", "{count} claims", n) for n in (1, 1234)] == ["1 claim", "1,234 claims"]
    assert (zh.pgettext("of a claim", "Part"), zh("Part")) == ("部分", "Part")


def test_language_that_there_are_no_messages_in_is_english() -> None:
    assert translate("xx").language == "en"
    assert set(LANGUAGES) == {"zh", "en"}
