"""What does a reader hand back? The content of one file, or the reason why it has none."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Content:
    """The text of one file, and where its pages begin in it, where the format has pages."""

    text: str
    encoding: str
    pages: tuple[int, ...] = ()  # offset of each page's first character; an empty page begins where the next one does


class UnreadableError(Exception):
    """A file that a reader cannot make text of: why, what its owner can do, and where in it the trouble is."""

    def __init__(self, reason: str, remedy: str, place: str = "") -> None:
        self.reason, self.remedy, self.place = reason, remedy, place
        super().__init__(reason)

    def __reduce__(self) -> tuple[type[UnreadableError], tuple[str, str, str]]:
        return type(self), (self.reason, self.remedy, self.place)  # travels between processes
