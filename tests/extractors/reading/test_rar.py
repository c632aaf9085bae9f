"""Is a .rar archive read where libarchive is installed, and refused with a remedy where it is not?"""

from __future__ import annotations

import sys

import pytest

from extractors.reading.archives import Budget
from extractors.reading.members import parts
from tests.formats.rar import rar

FILES = {"2023/工作总结.txt": "青禾镇2023年工作总结\n造林12万亩。".encode(), "空.txt": b""}


@pytest.fixture
def libarchive() -> None:
    try:
        import libarchive  # noqa: F401
    except (ImportError, AttributeError, TypeError, OSError):
        pytest.skip("libarchive is not installed")


@pytest.mark.usefixtures("libarchive")
def test_its_members_are_read() -> None:
    *members, whole = parts(rar(FILES), "a.rar")
    assert {part.name: part.data for part in members} == {f"a.rar/{name}": data for name, data in FILES.items()}
    assert (whole.is_archive, whole.problem) == (True, None)


@pytest.mark.usefixtures("libarchive")
def test_a_damaged_one_gives_what_can_be_had_and_the_reason() -> None:
    first, *_, whole = parts(rar(FILES | {"长.txt": bytes(200)})[:-100], "a.rar")
    assert first.data == FILES["2023/工作总结.txt"]
    assert whole.problem is not None
    assert whole.problem.reason == "is a damaged archive"


@pytest.mark.usefixtures("libarchive")
def test_what_it_unpacks_to_is_counted() -> None:
    (whole,) = parts(rar({"a.txt": bytes(2000)}), "a.rar", Budget(bytes=1000))
    assert whole.problem is not None
    assert "unpacks to more than" in whole.problem.reason


def test_without_libarchive_the_reason_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "libarchive", None)
    (whole,) = parts(rar(FILES), "a.rar")
    assert whole.problem is not None
    assert "libarchive13" in whole.problem.remedy
