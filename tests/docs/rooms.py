"""Which rooms are there, what does each answer, who may import whom? The contracts of pyproject.toml as a page."""

from __future__ import annotations

import ast
import tomllib
from typing import Any

from tests.conftest import ROOT
from tests.docs.blocks import table


def contracts() -> list[dict[str, Any]]:
    """The contracts that `lint-imports` holds the code against."""
    found: list[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
    return found


def rooms_of(package: str) -> str:
    """The floors of a package, the ground at the bottom, with what each room or file answers."""
    [contract] = [one for one in contracts() if one.get("containers") == [package]]
    rows = [
        (f"`{shown(package, room)}`", question(package, room))
        for floor in contract["layers"]
        for room in floor.split(" | ")
    ]
    return table((package, "answers"), rows)


def arrows() -> str:
    """All floors in words, the highest on the left."""
    [packages] = [one for one in contracts() if one["id"] == "packages"]
    lines = ["    " + " → ".join(f"{package}/" for package in packages["layers"]), ""]
    for package in packages["layers"]:
        [contract] = [one for one in contracts() if one.get("containers") == [package]]
        lines.append(f"    {package + '/':15}" + " → ".join(contract["layers"]))
    return "\n".join(lines)


def forbidden() -> str:
    """What is never imported, and by whom."""
    return table(
        ("in", "never imported"),
        [
            (names(one["source_modules"]), names(one["forbidden_modules"]))
            for one in contracts()
            if one["type"] == "forbidden"
        ],
    )


def names(modules: list[str]) -> str:
    return ", ".join(f"`{module}`" for module in modules)


def shown(package: str, room: str) -> str:
    return f"{room}/" if (ROOT / package / room).is_dir() else f"{room}.py"


def question(package: str, room: str) -> str:
    """The first line of its docstring."""
    folder = ROOT / package / room
    file = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    said = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    assert said, f"{file} says nothing"
    return said.partition("\n")[0]
