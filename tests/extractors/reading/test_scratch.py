"""Do the folders of a run that was killed go at the next start?"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import pytest

from extractors.reading.scratch import OLD, PREFIX, remove_left_folders, scratch_folder


def test_what_is_old_goes_and_what_is_in_use_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left, foreign = tmp_path / f"{PREFIX}left", tmp_path / "somebody-elses"
    for folder in (left, foreign):
        (folder / "profile").mkdir(parents=True)
        past = time.time() - OLD - 1
        os.utime(folder, (past, past))
    with scratch_folder() as used:
        assert remove_left_folders() == 1
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted([Path(used).name, foreign.name])
    assert not Path(used).exists()


def test_a_link_of_that_name_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    (tmp_path / "kept").mkdir()
    (tmp_path / "tmp" / f"{PREFIX}link").symlink_to(tmp_path / "kept")
    assert remove_left_folders() == 0
    assert (tmp_path / "kept").is_dir()
