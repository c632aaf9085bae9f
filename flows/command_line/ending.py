"""How does a command end? Its exit code, and what is said of an error: the user's to mend, or a defect of ours."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress

import typer

from flows.command_line.speaking import _, without_language
from flows.errors import BadUseError
from flows.terminal import said, say_error

OK, GATE_FAILED, BAD_USE, DEFECT, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 3, 130, 141
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
NO_ROOM_TOLD = ("No space left on device", "Disk quota exceeded", "database or disk is full")


def run_command(app: typer.Typer) -> None:
    """Carry out what is asked for; how it ended is the exit code."""
    try:
        code = app(args=without_language(sys.argv[1:]), standalone_mode=False)
    except typer.Abort:
        code = INTERRUPTED
    except BrokenPipeError:
        raise
    except SystemExit as ended:  # Typer ends with 1 for a closed pipe, which is the code of a failed gate
        if isinstance(ended.__context__, BrokenPipeError):
            raise BrokenPipeError from ended
        raise
    except BadUseError as error:
        say_error(_("error: {problem}", problem=said(error.problem)), said(error.remedy))
        code = BAD_USE
    except Exception as error:
        code = tell_what_ended_it(error)
    if code == INTERRUPTED:
        say_error(_("Interrupted: what is published is the state before, or the whole new one."))
    sys.exit(code or OK)


def tell_what_ended_it(error: Exception) -> int:
    """The exit code of an error that no command has seen coming."""
    if hasattr(error, "format_message"):  # of the library that reads the command line
        with suppress(Exception):
            say_error(error.ctx.get_usage())  # type: ignore[attr-defined]
        say_error(_("error: {problem}", problem=said(error.format_message())))
        return BAD_USE
    if any(is_no_room(one) for one in chain_of(error)):
        say_error(
            _("error: {problem}", problem=_("the disk is full")),
            _("make room on the output's disk, Prefect's folder's and the one for temporary files"),
        )
        return BAD_USE
    if isinstance(error, OSError):
        problem = f"{error.filename}: {said(error.strerror)}" if error.filename and error.strerror else str(error)
        say_error(_("error: {problem}", problem=problem), _("check the path, its permissions and its disk"))
        return BAD_USE
    say_error(*"".join(traceback.format_exception(error)).splitlines(), style="")
    say_error(_("A defect in the program: please report it with the lines above."), style="")
    return DEFECT


def chain_of(error: BaseException | None) -> Iterator[BaseException]:
    """The error, and those that led to it."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def is_no_room(error: BaseException) -> bool:
    """Libraries tell of a full disk by errors of their own, with the system's words in them."""
    return (isinstance(error, OSError) and error.errno in NO_ROOM) or any(told in str(error) for told in NO_ROOM_TOLD)


def nobody_listens() -> None:
    """Let what Python still has to write as it ends go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            os.dup2(nowhere, stream.fileno())
