"""What do old Office files say? LibreOffice, where it is installed, makes .docx and .xlsx of .doc, .wps and .xls.

It runs without a window, with a profile of its own in a temporary folder, and with a time limit; macros do not run
when a file is converted.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from extractors.reading.content import Content, UnreadableError
from extractors.reading.docx import docx_content
from extractors.reading.office_zip import ENCRYPTED, UNLOCK, is_encrypted_office
from extractors.reading.scratch import scratch_folder
from extractors.reading.sheet import xlsx_content

PROGRAMS = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
SECONDS = 60
MEMORY = 4 * 1024**3  # bytes of address space; LibreOffice takes one before it has read anything
INSTALL = "install LibreOffice (package libreoffice-writer) or save it as .docx"
INSTALL_CALC = "install LibreOffice (package libreoffice-calc) or save it as .xlsx"


def old_word_content(data: bytes, suffix: str) -> Content:
    """What a .doc or .wps document says."""
    return docx_content(converted(data, suffix, ".docx", INSTALL))


def old_sheet_content(data: bytes, suffix: str) -> Content:
    """The rows of an .xls or .et workbook."""
    return xlsx_content(converted(data, suffix, ".xlsx", INSTALL_CALC))


def converted(data: bytes, suffix: str, target: str, install: str) -> bytes:
    """The file in the format of today."""
    if is_encrypted_office(data):
        raise UnreadableError(ENCRYPTED, UNLOCK)
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise UnreadableError("is an old Office file, which only LibreOffice reads here", install)
    with scratch_folder() as folder:
        source = Path(folder) / f"source{suffix}"
        source.write_bytes(data)
        profile = (Path(folder) / "profile").as_uri()
        command = [program, "--headless", "--norestore", "--nologo", f"-env:UserInstallation={profile}"]
        command += ["--convert-to", target.removeprefix("."), "--outdir", folder, str(source)]
        run(command, folder)
        result = source.with_suffix(target)
        if not result.exists():
            raise UnreadableError("LibreOffice cannot read it", f"open it in Word or WPS and save it as {target}")
        return result.read_bytes()


def run(command: list[str], folder: str) -> None:
    """Run the program and all that it starts, and end them after SECONDS."""
    environment = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment | {"HOME": folder, "TMPDIR": folder},  # what it leaves goes with the folder
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        process_group=0,
    )
    limit_memory(process.pid)
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        remedy = "open it in Word or WPS and save it as .docx"
        raise UnreadableError(f"LibreOffice takes longer than {SECONDS} s over it", remedy) from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def limit_memory(pid: int) -> None:
    if sys.platform == "linux":
        import resource

        try:
            _, hard = resource.prlimit(pid, resource.RLIMIT_AS)
            resource.prlimit(pid, resource.RLIMIT_AS, (MEMORY, hard))
        except (OSError, ValueError):  # it has ended already, or may not have more
            pass
