"""Does README.zh-CN.md say what README.md says? Commands, examples, figures, links and headings are the same."""

from __future__ import annotations

import re
from collections import Counter

from tests.conftest import ROOT

ENGLISH, CHINESE = (ROOT / name for name in ("README.md", "README.zh-CN.md"))
FENCED = re.compile(r"```.*?```", re.DOTALL)
COMMAND = re.compile(r"^ {4}((?:make|report-metrics|\.venv/).*?)(?: +#.*)?$", re.MULTILINE)
WRITTEN = re.compile(r"<!-- (\w+):begin -->.*?<!-- \1:end -->", re.DOTALL)
LINK = re.compile(r"\]\(([^)]+)\)")
CODE = re.compile(r"`[^`\n]+`")
FIGURE = re.compile(r"\d[\d.,]*\d|\d")
IN_WORDS = {"100": "1"}  # 100 million is 1亿


def parts(page: str) -> tuple[list[str], list[str], list[str]]:
    return FENCED.findall(page), COMMAND.findall(page), [found.group() for found in WRITTEN.finditer(page)]


def prose(page: str) -> str:
    return CODE.sub("", FENCED.sub("", WRITTEN.sub("", page)))


def test_examples_commands_and_what_commands_wrote_are_the_same() -> None:
    english, chinese = (parts(path.read_text(encoding="utf-8")) for path in (ENGLISH, CHINESE))
    assert english == chinese
    assert all(english)


def test_links_headings_and_code_in_the_prose_are_the_same() -> None:
    english, chinese = (path.read_text(encoding="utf-8") for path in (ENGLISH, CHINESE))
    links = [Counter(LINK.findall(page)) - Counter([ENGLISH.name, CHINESE.name]) for page in (english, chinese)]
    assert links[0] == links[1]
    headings = [len(re.findall("^#+ ", FENCED.sub("", page), re.MULTILINE)) for page in (english, chinese)]
    assert headings[0] == headings[1] > 5
    code = [Counter(CODE.findall(FENCED.sub("", WRITTEN.sub("", page)))) for page in (english, chinese)]
    assert code[0] == code[1]


def test_figures_in_the_prose_are_the_same() -> None:
    english, chinese = (Counter(FIGURE.findall(prose(path.read_text(encoding="utf-8")))) for path in (ENGLISH, CHINESE))
    assert Counter(IN_WORDS.get(figure, figure) for figure in english.elements()) == chinese
