"""What goes wrong for a reason that the user can mend? Exit code 2, a message, no traceback."""

from __future__ import annotations


class BadUseError(Exception):
    """The run cannot do what was asked: a source that is not there, an output that cannot be written."""

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem, self.remedy = problem, remedy
        super().__init__(f"{problem}; {remedy}")


class NothingToReadError(BadUseError):
    """The sources are there, and there is no file in them."""
