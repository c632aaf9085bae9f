"""Is anything published ever lost? Every subset of a small batch's files is taken away, cut, locked, renamed …

After each night the claims are counted. One that was published may be missing only if its file was read anew, or is not
there though its folder can be listed, and that was asked for (prune). None is ever there twice.
"""

from __future__ import annotations

import io
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.flows.nights import Nights

NUMBERS = {"a.txt": 101, "b.txt": 102, "sub/c.txt": 103, "sub/deep/d.txt": 104}
MEMBERS = {"x/e.txt": 105, "f.txt": 106, "copy of a.txt": 101}
FILES = (*NUMBERS, "z.zip")
SUB = "sub/"


def text_of(number: int) -> bytes:
    return f"某镇{number}2023年工作总结\n培训农民{number}余人。\n".encode()


def zip_of(members: Mapping[str, int]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, number in members.items():
            archive.writestr(zipfile.ZipInfo(name), text_of(number))
    return data.getvalue()


def write_batch(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for name, number in NUMBERS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text_of(number))
    (folder / "z.zip").write_bytes(zip_of(MEMBERS))


def leave(path: Path) -> None:
    """Nothing is done to it."""


def remove(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    """In the middle: of a text the title stays, of an archive nothing that can be opened."""
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def spoil(path: Path) -> None:
    path.write_bytes(b"\x7fELF" + bytes(50))


def rename(path: Path) -> None:
    path.rename(path.with_name(f"renamed {path.name}"))


def rewrite(path: Path) -> None:
    path.write_bytes(zip_of({"x/e.txt": 205}) if path.suffix == ".zip" else text_of(200 + len(path.name)))


def dangle(path: Path) -> None:
    path.unlink()
    path.symlink_to("gone")


def lead_out(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/hostname")


def cover(path: Path) -> None:
    """A folder in its place."""
    path.unlink()
    path.mkdir()


def lock(path: Path) -> None:
    """Root may read all, so the test refuses it: see `refusing`."""


OPERATIONS = (leave, remove, empty, cut, spoil, rename, rewrite, dangle, lead_out, cover, lock)


@contextmanager
def refusing(files: set[Path], folders: set[Path]) -> Iterator[None]:
    """While it lasts the files cannot be opened, and the folders not listed."""
    real_open, real_scandir, real_path_open = os.open, os.scandir, Path.open

    def check(path: object, refused: set[Path]) -> None:
        if isinstance(path, (str, Path)) and Path(path) in refused:
            raise PermissionError(13, "Permission denied", str(path))

    def open_file(path: object, *args: object, **options: object) -> object:
        check(path, files)
        return real_open(path, *args, **options)  # type: ignore[arg-type]

    def open_path(path: Path, *args: object, **options: object) -> object:
        check(path, files)
        return real_path_open(path, *args, **options)  # type: ignore[call-overload]

    def scandir(path: object = ".") -> object:
        check(path, folders)
        return real_scandir(path)  # type: ignore[call-overload]

    with patch("os.open", open_file), patch.object(Path, "open", open_path), patch("os.scandir", scandir):
        yield


def numbers_of(nights: Nights) -> list[int]:
    """The numbers that are published, each as often as it is."""
    return sorted(int(quote.removesuffix("余人")) for quotes in nights.claims().values() for quote in quotes)


def may_be_gone(done: Mapping[str, Callable[[Path], None]], closed: bool, prune: bool) -> set[int]:
    """The numbers of the batch that need not be published any more."""
    gone = set()
    for name, operation in done.items():
        numbers = set(MEMBERS.values()) if name == "z.zip" else {NUMBERS[name]}
        seen = not (closed and name.startswith(SUB))
        is_away = operation in (remove, cover) and prune and seen  # an empty folder is no file
        is_read = seen and (operation is rewrite or (operation is cut and name != "z.zip"))
        if is_away or is_read:
            gone |= numbers
    held = {
        NUMBERS[name] for name in NUMBERS if done[name] in (leave, rename) and not (closed and name.startswith(SUB))
    }
    return gone - held


def can_be_read(done: Mapping[str, Callable[[Path], None]], closed: bool) -> set[int]:
    """The numbers that stand in files that can be read."""
    found: set[int] = set()
    for name, operation in done.items():
        if not (closed and name.startswith(SUB)) and operation in (leave, rename):
            found |= set(MEMBERS.values()) if name == "z.zip" else {NUMBERS[name]}
    return found


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    operations=st.tuples(*(st.sampled_from((leave,) * 4 + OPERATIONS) for _ in FILES)),
    closed=st.booleans(),
    prune=st.booleans(),
    reprocess=st.booleans(),
)
def test_no_subset_of_files_that_is_taken_cut_locked_or_renamed_costs_a_row(
    operations: tuple[Callable[[Path], None], ...], closed: bool, prune: bool, reprocess: bool
) -> None:
    done = dict(zip(FILES, operations, strict=True))
    with TemporaryDirectory() as place:
        inbox, nights = Path(place) / "inbox", Nights(Path(place))
        write_batch(inbox)
        nights.run(inbox)
        before = {*NUMBERS.values(), *MEMBERS.values()}
        assert numbers_of(nights) == sorted(before)

        for name, operation in done.items():
            operation(inbox / name)
        locked = {inbox / name for name, operation in done.items() if operation is lock}
        for _ in range(2):  # the second night finds what the first one has left
            with refusing(locked, {inbox / "sub"} if closed else set()):
                nights.run(inbox, prune=prune, reprocess=reprocess)
            now = numbers_of(nights)
            assert len(now) == len(set(now)), "a claim is there twice"
            assert before - set(now) <= may_be_gone(done, closed, prune), "a claim was lost"
            assert can_be_read(done, closed) <= set(now), "a claim that can be read is not there"

        write_batch(inbox)
        nights.run(inbox, prune=True)
        assert numbers_of(nights) == sorted(before)
        assert "stale" not in nights.statuses().values()
