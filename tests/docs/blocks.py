"""What stands in the pages of docs/, README.md and CONTRIBUTING.md: code blocks, links, and what commands wrote?"""

from __future__ import annotations

import re
from pathlib import Path

from tests.conftest import ROOT

PAGES = [
    ROOT / "README.md",
    ROOT / "README.zh-CN.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "output" / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
]


def blocks(page: Path, language: str) -> list[str]:
    """The code blocks of one language."""
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


def table(header: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    """Rows in Markdown; figures with separators, what is null stays empty."""
    lines = [header, tuple("---" for _ in header), *(tuple(map(shown, row)) for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def shown(value: object) -> str:
    if value is None:
        return ""
    text = f"{value:,.10g}" if isinstance(value, float) else str(value)
    return text.replace("|", "\\|").replace("\n", " ")
