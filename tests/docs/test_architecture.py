"""Do the contracts of pyproject.toml cover the code, and are the modules there that the pages name?"""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT
from tests.docs.rooms import contracts, question

PACKAGES = ("extractors", "expectations", "flows")


def rooms(package: str) -> list[str]:
    return sorted(path.parent.name for path in (ROOT / package).glob("*/__init__.py"))


@pytest.mark.parametrize("package", PACKAGES)
def test_every_room_has_its_floor(package: str) -> None:
    [contract] = [one for one in contracts() if one.get("containers") == [package]]
    assert contract["exhaustive"]
    assert set(rooms(package)) <= {room for floor in contract["layers"] for room in floor.split(" | ")}


@pytest.mark.parametrize("package", PACKAGES)
def test_every_room_says_what_it_answers_and_exports_nothing(package: str) -> None:
    for room in rooms(package):
        assert "?" in question(package, room), room
        code = (ROOT / package / room / "__init__.py").read_text(encoding="utf-8")
        assert re.fullmatch(r'""".*?"""\n', code, re.DOTALL), f"{package}/{room}/__init__.py has more than a docstring"


@pytest.mark.parametrize("page", ["docs/architecture.md", "CONTRIBUTING.md", "README.md"])
def test_modules_that_a_page_names_are_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    named = re.findall(r"`((?:[\w-]+/)*[\w-]+\.(?:py|toml|txt|sql|json|yaml))`", text)
    assert named
    known = {str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if "/." not in str(path.relative_to(ROOT))}
    for name in named:
        assert any(path == name or path.endswith(f"/{name}") for path in known), name
