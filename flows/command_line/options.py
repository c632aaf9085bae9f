"""What do several commands take? Options with their types, checked before anything heavy is loaded."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.command_line.speaking import _
from flows.errors import BadUseError
from flows.log import FILE
from flows.terminal import said, terminal

if TYPE_CHECKING:
    from flows.storage.remote import Place

RULES = "REPORT_METRICS_RULES"
QUIET = _("Files that changed less than so long ago wait for the next run.")
Percent = {"min": 0, "max": 100}
MaxLoss = Annotated[float, typer.Option(help=_("Per cent of a batch's rows that may go in one run."), **Percent)]
MaxRejected = Annotated[
    float, typer.Option(help=_("Per cent of the files read before that may be rejected."), **Percent)
]


def named(value: Any) -> Any:
    """An empty name would be the working folder: a variable of a script that was never set."""
    if any(not str(one).strip() for one in (value if isinstance(value, list) else [value])):
        raise typer.BadParameter("is empty; name a file or folder")
    return value


def path_named(text: str | Path) -> Path:
    return Path(named(text))


def output_named(text: str | Path) -> Path:
    """An output on this machine; of one at a URL, what people look at and judge is the working copy."""
    if "://" in str(named(text)):
        from flows.publishing.mirror import default_folder

        copy = f"the folder of its runs' --work, or {default_folder(str(text).rstrip('/'))}"
        raise typer.BadParameter(f"is at a URL; name its working copy: {copy}")
    return Path(text)


Work = Annotated[
    Path | None,
    typer.Option(parser=path_named, metavar="PATH", help=_("Working copy of an output at a URL; else in the cache.")),
]
Pictures = Annotated[bool, typer.Option(help=_("Draw the pages of PDF files that have claims; 60 kB and 30 ms each."))]
JsonLog = Annotated[
    Path | None,
    typer.Option(
        "--log-json",
        envvar=FILE,
        parser=path_named,
        metavar="PATH",
        help=_("File that gets the run's log, a JSON object a line."),
    ),
]
Rules = Annotated[
    Path | None,
    typer.Option(
        "--rules",
        envvar=RULES,
        parser=path_named,
        metavar="PATH",
        help=_("Folder of units, measure words, adverts, headings, expectations and formats of your own."),
    ),
]


def use_rules(folder: Path | None) -> None:
    """Have this process and its children add a folder's rules; they are tested before anything else is done."""
    from extractors.language.own import RulesError
    from extractors.quantities.units import UnitTableError

    if folder:
        os.environ[RULES] = str(folder.absolute())
    try:
        from extractors.language.own import fingerprint

        if fingerprint():
            import expectations.validate  # noqa: F401  # looks at the user's expectations
            from extractors.rules import check_rules

            check_rules()
    except (RulesError, UnitTableError) as error:
        if isinstance(error, UnitTableError):
            raise BadUseError(str(error), "put the row right") from error
        raise BadUseError(error.problem, error.remedy) from error


def folder_of(output: Place, work: Path | None) -> Path:
    """Where a run works; of an output at a URL, once it was asked what is published there."""
    from flows.publishing.mirror import output_folder, read_current, refuse_others

    if isinstance(output, str):
        refuse_others(output)
        read_current(output)
    return output_folder(output, work)


def open_output(output: Path) -> AbstractContextManager[Path]:
    """An output that cannot be written is better known before anything heavy is loaded."""
    from flows.publishing.snapshots import open_stage

    return open_stage(output, tell_aside)


def tell_aside(message: str) -> None:
    terminal(stderr=True).print(said(message), style="yellow")
