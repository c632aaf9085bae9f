"""What do the pages show of the sample batch? Run by `make docs`: reads seeds/ and writes it into README.md and docs/.

The tests hold the pages against what it would write.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

from tests.conftest import ROOT
from tests.docs.blocks import table
from tests.docs.trace import architecture
from tests.evaluation.report import replace_between

SAMPLE = """\
SELECT metric, quote, value_standard, unit_standard, status, period_end
FROM claims
WHERE report_title LIKE '松坞镇%' AND kind IN ('area', 'money')
ORDER BY char_start LIMIT 10 OFFSET 3"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "output"
        command = [Path(sys.executable).with_name("report-metrics"), "ingest", ROOT / "seeds", "--output", output]
        subprocess.run([*map(str, command)], check=True)
        for page, text in pages(output).items():
            page.write_text(text, encoding="utf-8")
            print(f"{page.relative_to(ROOT)}: written")


def pages(output: Path) -> dict[Path, str]:
    """Pages with what they show of a published sample batch."""
    readmes = [ROOT / name for name in ("README.md", "README.zh-CN.md")]
    shown = sample(output)
    return {
        **{page: replace_between(page.read_text(encoding="utf-8"), "sample", shown, page.name) for page in readmes},
        ROOT / "docs" / "architecture.md": architecture(output),
    }


def sample(output: Path) -> str:
    """A query, and what it gives."""
    with duckdb.connect(str(output / "metrics.duckdb"), read_only=True) as connection:
        found = connection.execute(SAMPLE)
        header = tuple(column[0] for column in found.description or ())
        return f"```sql\n{SAMPLE};\n```\n\n{table(header, found.fetchall())}"


if __name__ == "__main__":
    main()
