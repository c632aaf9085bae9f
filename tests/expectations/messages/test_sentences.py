"""Is all that errors and reasons say said in Chinese too, with its values?"""

from __future__ import annotations

import ast
import errno
import os
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.messages.catalogue import load_chinese
from expectations.messages.html import both_said
from expectations.messages.sentences import HOLE, SENTENCE, SYSTEM, put, say_in, say_of_file
from extractors.reading.archives import DAMAGED
from tests.expectations.messages.sentences import SINKS, Follow, found_sentences, messages_of, read_program, sunk

ERRORS = [name for name in SINKS if name.endswith(("Error", "Parameter"))]
VALUES = ("seeds/甲.zip/2023/b c.docx", "1,024", "《年报》（上）", "a; b")
# Told elsewhere, or nothing
HANDED_ON = re.compile(r"str\(error\)|error\.(problem|remedy|reason|place)|part\.filename|.*\[2\]|''")


@pytest.mark.parametrize("message", sorted(found_sentences()))
def test_every_sentence_is_known_again_with_its_values(message: str) -> None:
    chinese = load_chinese()[SENTENCE, message]
    holes = HOLE.findall(message)
    values = {name: f"〔{place}〕" for place, name in enumerate(holes)}
    said = put(message.format(**values))
    assert said is not None
    assert [value for value in values.values() if value not in said] == []
    assert said == chinese.format(**values) or holes


def test_every_error_says_something_that_is_found() -> None:
    program = read_program()
    follow = Follow(program)
    arguments = [(scope, node) for sink, scope, node in sunk(program) if sink in ERRORS]
    silent = [
        f"{scope.module.name}: {ast.unparse(node)}"
        for scope, node in arguments
        if not any(any(messages_of(one)) for one in follow.sentences(node, scope))
    ]
    assert len(arguments) > 200
    assert [one for one in silent if not HANDED_ON.fullmatch(one.partition(": ")[2])] == [
        "flows.looking_cli: f'{error.path} {error.reason}{place}'",
        "flows.reviews.model: '2024-12-31, 1234.5'",
    ]


def test_what_systems_say_of_files_and_networks_is_known() -> None:
    names = ("EACCES", "EPERM", "ENOENT", "ENOTDIR", "EISDIR", "EEXIST", "ENAMETOOLONG", "ELOOP", "EMFILE")
    others = ("ENOSPC", "EDQUOT", "EROFS", "EIO", "ESTALE", "EOPNOTSUPP")
    network = ("EADDRINUSE", "EADDRNOTAVAIL", "ECONNREFUSED")
    codes = [getattr(errno, name) for name in (*names, *others, *network)]
    assert {os.strerror(code) for code in codes} == set(SYSTEM)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("is encrypted; open it with its password and save it without one", "已加密；请用密码打开，另存为不加密的文件"),
        ("is too large: 70 MB, the limit is 64 MB; split it into parts", "太大：70 MB，上限为 64 MB；请拆分成几部分"),
        ("is binary: a PDF (byte 0); name it .pdf", "是二进制文件：PDF（第 0 字节）；请改名为 .pdf"),
        ("cannot be read: Permission denied; leave it out", "无法读取：没有权限；请不要放进来"),
        (
            "is a copy of a; b (1).txt; its claims are those of that file",
            "与 a; b (1).txt 完全相同；其中的数据以那个文件的为准",
        ),
        (
            "begins with the mark of utf-16-le but is not utf-16-le (byte 914, line 16); leave it out",
            "开头带有 utf-16-le 的标记，内容却不是 utf-16-le（第 914 字节，第 16 行）；请不要放进来",
        ),
        ("what nobody says; split it into parts", "what nobody says; split it into parts"),
    ],
)
def test_reason_place_and_remedy_are_told_in_the_readers_language(english: str, chinese: str) -> None:
    assert say_in("zh", english) == chinese
    assert say_in("en", english) == english


def test_line_about_a_file_keeps_the_files_name() -> None:
    line = f"seeds/b is c.zip {'; '.join(DAMAGED)} (what was published of it stays)"
    told = "seeds/b is c.zip 是损坏的压缩包；请重新获取；或把能解压的解压出来再导入（已发布的内容保留）"
    assert say_of_file("zh", line) == told
    assert say_of_file("en", line) == line
    assert say_of_file("zh", "甲.txt 是什么") == "甲.txt 是什么"


def test_page_says_a_sentence_in_both_languages_and_its_values_as_text() -> None:
    told = '<span lang="zh">与 &lt;b&gt; 完全相同</span><span lang="en">is a copy of &lt;b&gt;</span>'
    assert both_said("is a copy of <b>") == told
    assert both_said("nobody says this") == "nobody says this"


@given(st.lists(st.sampled_from(["; ", " (", ")", "a", "is gone", "cannot be read: ", "{x}", "：", "\n"]), max_size=12))
def test_any_text_is_told_at_once_and_whole(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert say_in("zh", text) or not text
    assert say_of_file("zh", f"a {text}")


@pytest.mark.parametrize("value", VALUES)
def test_values_are_never_changed(value: str) -> None:
    assert value in say_in("zh", f"is a copy of {value}; its claims are those of that file")
    assert value in say_in("zh", f"{value} does not exist")
