"""Does the code keep to the map of docs/architecture.md, and are the modules there that the pages name?"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PAGE = ROOT / "docs" / "architecture.md"
PACKAGES = ("extractors", "expectations", "flows")
ROW = re.compile(r"^\| `([\w.]+)` \|([^|]*)\|([^|]*)\|$", re.MULTILINE)
RULES = {
    package: (set(re.findall(r"`([\w.]+)`", may)), set(re.findall(r"\w+", never)))
    for package, may, never in ROW.findall(PAGE.read_text(encoding="utf-8").partition("## Who may import whom")[2])
}


def modules_of(package: str) -> Iterator[Path]:
    """The modules of a package; those of packages in it that have a rule of their own are left out."""
    folder = ROOT / package.replace(".", "/")
    others = [ROOT / name.replace(".", "/") for name in RULES if name.startswith(f"{package}.")]
    return (path for path in folder.rglob("*.py") if not any(path.is_relative_to(other) for other in others))


def imports_of(module: Path) -> set[str]:
    """All that a module imports, at its top or later, but for type checking."""
    found = set[str]()
    tree = ast.parse(module.read_text(encoding="utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_the_map_has_every_package() -> None:
    assert set(PACKAGES) <= RULES.keys()


@pytest.mark.parametrize("package", RULES)
def test_a_package_imports_only_what_the_map_allows(package: str) -> None:
    may, never = RULES[package]
    allowed = {*may, package}
    for module in modules_of(package):
        for name in imports_of(module):
            parts = name.split(".")
            assert parts[0] not in never, f"{module.relative_to(ROOT)} imports {name}"
            if parts[0] in PACKAGES:
                assert {".".join(parts[:depth]) for depth in (1, 2)} & allowed, f"{module.relative_to(ROOT)}: {name}"


def test_prefect_is_imported_where_the_map_says_only() -> None:
    [said] = re.findall(r"Prefect is imported in (.*?) only", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    found = {
        str(module.relative_to(ROOT))
        for module in (ROOT / "flows").rglob("*.py")
        if any(name.split(".")[0] in ("prefect", "prefect_dask") for name in imports_of(module))
    }
    assert found == set(re.findall(r"`(.*?)`", said))


@pytest.mark.parametrize("page", ["docs/architecture.md", "CONTRIBUTING.md", "README.md"])
def test_modules_that_a_page_names_are_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    named = re.findall(r"`((?:[\w-]+/)*[\w-]+\.(?:py|toml|txt|sql|json|yaml))`", text)
    assert named
    known = {str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if "/." not in str(path.relative_to(ROOT))}
    for name in named:
        assert any(path == name or path.endswith(f"/{name}") for path in known), name
