"""Where does each tool live, and how is it asked? A virtual environment a tool, and a process in it that answers."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from tests.peers.adapter_protocol import Mention

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
READY = ".ready"  # beside the environment's packages: the requirements that were installed


class ToolError(Exception):
    """A tool cannot be installed, started or asked; the message says why, in one line."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool to compare: this project has no requirements, it runs in the present environment."""

    name: str
    title: str
    package: str
    kinds: tuple[str, ...]
    requirements: tuple[str, ...]

    @property
    def adapter(self) -> Path:
        return HERE / f"{self.name}_adapter.py"


THIS_PROJECT = Tool("report_metrics", "report-metrics", "report-metrics", (), ())


def peers() -> list[Tool]:
    """The peers of peers.toml, with the requirements of their optional groups."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    rows = tomllib.loads((HERE / "peers.toml").read_text(encoding="utf-8"))
    return [
        Tool(name, row["title"], row["package"], tuple(row["kinds"]), tuple(groups[f"peers-{name}"]))
        for name, row in rows.items()
    ]


def python_of(tool: Tool, folder: Path) -> Path:
    """The interpreter of the tool's environment, which is made and filled where it is missing or out of date."""
    if not tool.requirements:
        return Path(sys.executable)
    home = folder / tool.name
    python, ready = home / "bin" / "python", home / READY
    wanted = "\n".join(tool.requirements)
    if python.exists() and ready.exists() and ready.read_text(encoding="utf-8") == wanted:
        return python
    shutil.rmtree(home, ignore_errors=True)
    run([sys.executable, "-m", "venv", str(home)])
    run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *tool.requirements])
    ready.write_text(wanted, encoding="utf-8")
    return python


def version_of(tool: Tool, python: Path) -> str:
    code = f"from importlib.metadata import version; print(version({tool.package!r}))"
    return run([str(python), "-c", code]).strip()


def run(command: list[str]) -> str:
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout
    except subprocess.CalledProcessError as error:
        said = [line for line in error.stderr.splitlines() if line.strip()]
        reasons = [line for line in said if line.startswith("ERROR")] or said
        raise ToolError(reasons[-1] if reasons else f"exit code {error.returncode}") from error
    except OSError as error:
        raise ToolError(str(error)) from error


class Worker:
    """A tool's process: started once, so that imports and dictionaries are not timed; ended on leaving the context."""

    def __init__(self, tool: Tool, python: Path) -> None:
        self._log = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        self._process = subprocess.Popen(
            [str(python), str(tool.adapter)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            encoding="utf-8",
        )
        self._title = tool.title
        self.variants: dict[str, str] = {}

    def __enter__(self) -> Worker:
        self.variants = next(self._lines())["variants"]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
        self._log.close()

    def ask(self, variant: str, path: Path) -> tuple[list[Mention], float]:
        """The mentions of a UTF-8 text, and the seconds of CPU that finding them took."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps({"variant": variant, "path": str(path)}) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # what it said last is told below
        mentions = []
        for answer in self._lines():
            if "seconds" in answer:
                return mentions, answer["seconds"]
            mentions.append(Mention(**answer))
        raise AssertionError("lines end with an error")

    def _lines(self) -> Iterator[dict]:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            yield json.loads(line)
        self._log.seek(0)
        last = deque((line.strip() for line in self._log if line.strip()), maxlen=1)
        raise ToolError(f"{self._title} ended: {last[0] if last else 'without a word'}")
