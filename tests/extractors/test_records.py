"""Quick frozen data classes behave as frozen data classes do."""

import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from extractors.records import maker, quick


@dataclass(frozen=True, slots=True)
class Slow:
    name: str
    count: int = 3


@quick
@dataclass(frozen=True, slots=True)
class Quick:
    name: str
    count: int = 3


def test_an_object_has_the_class_the_fields_and_the_defaults_it_was_declared_with() -> None:
    made = Quick("a")
    assert type(made) is Quick
    assert (made.name, made.count) == ("a", 3)
    assert Quick("a", count=4) == replace(made, count=4)
    assert repr(made) == repr(Slow("a")).replace("Slow", "Quick")


def test_an_object_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Quick("a").count = 5  # type: ignore[misc]
    assert not hasattr(Quick("a"), "__dict__")


def test_an_object_can_be_compared_hashed_and_sent_to_another_process() -> None:
    assert len({Quick("a"), Quick("a"), Quick("b")}) == 2
    assert pickle.loads(pickle.dumps(Quick("a"))) == Quick("a")


def test_a_maker_makes_what_calling_the_class_makes() -> None:
    make = maker(Quick)
    assert (make("a"), make("a", 4), make(name="b")) == (Quick("a"), Quick("a", 4), Quick("b"))
    assert type(make("a")) is Quick
    with pytest.raises(FrozenInstanceError):
        make("a").count = 5  # type: ignore[misc]


def test_a_class_whose_fields_are_made_is_refused() -> None:
    @dataclass(frozen=True, slots=True)
    class Made:
        names: list[str] = field(default_factory=list)

    with pytest.raises(TypeError, match="leave @quick away"):
        quick(Made)
