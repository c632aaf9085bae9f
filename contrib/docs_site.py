"""How do the pages of the repository become those of a site? README.md and its like come in, and links fit.

    python contrib/docs_site.py build/pages && zensical build      # what `make docs-site` does

The pages are written to be read where they lie: they link each other by relative paths, and files of the source tree
too, which a site does not have. Of these the site shows the name.
"""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
TAKEN_IN = {
    "README.md": "index.md",
    "README.zh-CN.md": "index.zh-CN.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
}
LINK = re.compile(r"(?P<picture>!?)\[(?P<text>[^\]]*)\]\((?P<path>[^)#\s:]+)(?P<place>#[^)]*)?\)")


def stage(target: Path) -> None:
    """Put the pages of the site into a folder."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(ROOT / "docs", target)
    for name, page in TAKEN_IN.items():
        shutil.copy(ROOT / name, target / page)
    for path in target.glob("*.md"):
        folder = ROOT if path.name in TAKEN_IN.values() else ROOT / "docs"
        path.write_text(fit(path.read_text(encoding="utf-8"), folder), encoding="utf-8")


def fit(markdown: str, folder: Path) -> str:
    """Links from a page's folder in the repository as links in the site."""

    def fitted(link: re.Match[str]) -> str:
        target = (folder / link["path"]).resolve()
        name = target.relative_to(ROOT).as_posix() if target.is_relative_to(ROOT) else ""
        inside = TAKEN_IN.get(name) or (name.removeprefix("docs/") if name.startswith("docs/") else None)
        if inside:
            return f"{link['picture']}[{link['text']}]({inside}{link['place'] or ''})"
        return f"`{link['text']}`" if "`" not in link["text"] else link["text"]

    return LINK.sub(fitted, markdown)


if __name__ == "__main__":
    stage(Path(sys.argv[1]))
