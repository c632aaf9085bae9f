"""What have users added to what is known? Rows of TOML and hooks, of a rules folder and of packages that are installed.

Every process finds them by itself, in the variable REPORT_METRICS_RULES and among the installed packages; their
fingerprint is part of the extractor's version, so that rows say by which rules they were read.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from importlib.resources import files
from pathlib import Path
from typing import Any

VARIABLE, GROUP = "REPORT_METRICS_RULES", "report_metrics"
HOOKS, UNITS, EXPECTATIONS, EXAMPLES = "hooks.py", "pint_units.txt", "expectations.toml", "examples.toml"
INDICATORS = "indicators.toml"
_NEW = (HOOKS, UNITS, EXPECTATIONS, EXAMPLES, INDICATORS)  # beside the names of extractors/data/


class RulesError(ValueError):
    """Rules that cannot be taken: file and reason, and what to do about it."""

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem, self.remedy = problem, remedy
        super().__init__(f"{problem}; {remedy}")


@dataclass(frozen=True, slots=True)
class Own:
    """All that was added: folders, hooks, and what tells this from other rules."""

    folders: tuple[Path, ...]
    hooks: Any  # pluggy's; None where nothing was added
    packages: tuple[str, ...]
    fingerprint: str  # "" where nothing was added


@cache
def own() -> Own:
    """What this process adds. Nothing is loaded where nothing was added."""
    named, points = os.environ.get(VARIABLE), tuple(entry_points(group=GROUP))
    if not named and not points:
        return Own((), None, (), "")
    from pluggy import PluginManager

    from extractors.language import hookspecs

    manager = PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    for point in points:
        manager.register(point.load(), name=point.name)
    folders = tuple(map(Path, manager.hook.rules_folder()))
    if named:
        folders = (*folders, Path(named))
        if (Path(named) / HOOKS).exists():
            manager.register(_module(Path(named) / HOOKS), name=str(Path(named) / HOOKS))
    for folder in folders:
        _refuse_strangers(folder)
    packages = tuple(sorted(map(_package, points)))
    return Own(folders, manager.hook, packages, _fingerprint(folders, packages))


def _package(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else point.name


def _module(path: Path) -> object:
    spec = importlib.util.spec_from_file_location("report_metrics_hooks", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise RulesError(f"{path} cannot be loaded: {type(error).__name__}: {error}", "put it right") from error
    return module


def files_of(folder: Path) -> list[Path]:
    """The files of a rules folder that count."""
    return sorted(path for path in folder.iterdir() if path.suffix in (".toml", ".txt", ".py"))


def _refuse_strangers(folder: Path) -> None:
    """A file under a name that is not known would be left out without a word."""
    if not folder.is_dir():
        raise RulesError(f"rules folder {folder} is not there", "name a folder of TOML files")
    known = {path.name for path in files("extractors").joinpath("data").iterdir()} | {*_NEW}
    for path in files_of(folder):
        if path.name not in known and path.suffix != ".py":
            raise RulesError(f"{path} is no file of rules", f"name it like one of {', '.join(sorted(known))}")


def _fingerprint(folders: Sequence[Path], packages: Sequence[str]) -> str:
    sha = hashlib.sha256("\n".join(packages).encode())
    for folder in folders:
        for path in files_of(folder):
            sha.update(f"\0{path.name}\0".encode() + path.read_bytes())
    return sha.hexdigest()[:8]


def fingerprint() -> str:
    """The same for the same rules, wherever their folder lies; "" where nothing was added."""
    return own().fingerprint


def rows_of(name: str) -> dict[str, Any]:
    """What the folders' files of this name say."""
    found: dict[str, Any] = {}
    for folder in own().folders:
        if (path := folder / name).exists():
            try:
                found = merged(found, tomllib.loads(path.read_text(encoding="utf-8")), path)
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                raise RulesError(f"{path} is no valid TOML ({error})", "put that place right") from error
    return found


def merged(known: Mapping[str, Any], added: Mapping[str, Any], where: Path | str) -> dict[str, Any]:
    """Both; of lists the added rows come first, for where rules are tried in turn the user's shall win."""
    result = dict(known)
    for key, value in added.items():
        before = result.get(key)
        if before is None:
            result[key] = value
        elif isinstance(before, list) and isinstance(value, list):
            result[key] = [*value, *before]
        elif isinstance(before, dict) and isinstance(value, dict):
            result[key] = merged(before, value, where)
        elif before != value:
            raise RulesError(f"{where}: {key} would replace what is there", "add rows of lists, change no other value")
    return result


def definitions() -> str:
    """Lines of unit definitions for Pint."""
    return "\n".join(path.read_text(encoding="utf-8") for folder in own().folders if (path := folder / UNITS).exists())


def file_formats() -> dict[str, Callable[[bytes, str], Any]]:
    """The readers that hooks add, by suffix."""
    found: dict[str, Callable[[bytes, str], Any]] = {}
    for formats in own().hooks.file_formats() if own().hooks else ():
        found |= formats
    return found


def expectations() -> list[Mapping[str, Sequence[Any]]]:
    """The checks that hooks add, by table."""
    return list(own().hooks.expectations()) if own().hooks else []


def added() -> Iterator[tuple[Path, dict[str, int]]]:
    """The files that were added, and how many rows of what each has; none where it is no table."""
    for folder in own().folders:
        for path in files_of(folder):
            rows = tomllib.loads(path.read_text(encoding="utf-8")) if path.suffix == ".toml" else {}
            yield path, {key: len(some) for key, some in rows.items() if isinstance(some, list | dict)}
