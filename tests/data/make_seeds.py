"""How are the sample batch under seeds/ and the claims expected of it made?

Each text of the batch is written once, in `tests/data/seeds/marked/`, with its quantities marked where they stand:

    种植中药材[[3650亩|种植中药材/中药材]]            quote | metric/head (the head alone where both are the same)
    较上年提高[[7个百分点|污水治理率较上年提高/污水治理率|yoy+]]   … | options, comma-separated

Options: `o` optional · `F` future · `A` actual · `~` approx · `>` over · `<` under · `yoy mom oth` comparison
· `+ -` direction (they combine: `yoy+`) · `y=2022` year · `v=9.5`, `v=3..5` value · `u=元` unit · `k=money` kind
· `t` in a table. A line (in HTML a comment) `@@ future 2024` sets status and year for what follows.
余 多 几 inside a quote make it `over`.

`python tests/data/make_seeds.py` writes the seeds and the .jsonl files; `--check` says whether they are up to date.
"""

from __future__ import annotations

import html
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

HERE = Path(__file__).resolve().parent
MARKED = HERE / "seeds" / "marked"
EXPECTED = HERE / "seeds"
SEEDS = HERE.parent.parent / "seeds"

MARK = re.compile(r"\[\[(?P<quote>[^|\]]+)\|(?P<metric>[^|\]]+)(?:\|(?P<options>[^\]]*))?\]\]")
DIRECTIVE = re.compile(r"(?:<!--)?@@ (?P<status>actual|future) (?P<year>\d{4})(?:-->)?")
SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")

DIGITS = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
HAN = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
NUMBER = re.compile(
    r"(?P<number>-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?|[零一二两三四五六七八九十百千万亿]+)"
    r"(?P<more>[余多几]?)(?P<scale>(?:千(?![瓦伏克米])|[十百万亿])*)(?P<more2>[余多几]?)"
)
MASKED = re.compile(r"[\dXx*＊]*[Xx*＊][\dXx*＊.]*(?P<more>[余多几]?)[十百千万亿]*[余多几]?")
RANGE = re.compile(r"(?<=[\d一二三四五六七八九])[-—~～至](?=[\d一二三四五六七八九])")
KINDS = {
    "percentage": "% ‰ 个百分点 成",
    "area": "亩 公顷 平方米 平方公里",
    "money": "元 美元",
    "length": "公里 米 毫米",
    "mass": "吨 公斤 微克",
    "volume": "立方米",
    "power": "千瓦 MW",
    "energy": "千瓦时",
    "duration": "天 月 年 小时 工作日 学期",
    "rate_or_score": "分",
    "other": "倍 番 岁 吨公里 千伏 ℃",
}
KIND_OF = {unit: kind for kind, units in KINDS.items() for unit in units.split()}
COMPARISONS = {"yoy": "yoy", "mom": "mom", "oth": "other"}
BOUNDS = {"~": "approx", ">": "over", "<": "under"}
STAMP = datetime(2024, 1, 8, 9, 0, 0)


class MarkError(ValueError):
    """A mark that cannot be read."""


def read_han(numeral: str) -> int:
    """A Chinese numeral's value: 一千七百八十六 → 1786."""
    total, section, digit = 0, 0, 0
    for char in numeral:
        if char in HAN:
            digit = HAN[char]
        elif SCALE[char] < 10_000:
            section, digit = section + (digit or 1) * SCALE[char], 0
        else:
            total, section, digit = (total + section + digit or 1) * SCALE[char], 0, 0
    return total + section + digit


def read_number(text: str) -> tuple[float, str, bool]:
    """Value, rest after number and scale, and whether 余 多 几 stands inside."""
    match = NUMBER.match(text)
    if not match:
        raise MarkError(f"no number at the start of {text!r}")
    raw = match["number"]
    han = raw[0] in HAN or raw[0] in SCALE
    value = float(read_han(raw)) if han else float(raw.replace(",", ""))
    for char in match["scale"]:
        value *= SCALE[char]
    return round(value, 6), text[match.end() :], bool(match["more"] or match["more2"])


def read_quote(quote: str) -> dict[str, object]:
    """Value, unit, kind, bound and masked of a quote, as far as the quote itself tells them."""
    text = quote.translate(DIGITS)
    value: float | list[float] | None
    masked = bool(re.search(r"[Xx*＊]", text))
    more = False
    if masked:
        match = MASKED.match(text)
        if not match:
            raise MarkError(f"masked digits do not start {quote!r}")
        value, unit, more = None, text[match.end() :], bool(re.search(r"[余多几]", match[0]))
    elif text.startswith("百分之"):
        value, unit, more = read_number(text.removeprefix("百分之"))
        value, unit = (100.0, "%") if text == "百分之百" else (value, "%")
    elif text.startswith("每"):
        value, unit = 1.0, text[1:]
    elif text.startswith("亿元"):
        value, unit = 1e8, "元"
    elif RANGE.search(text):
        low, high = RANGE.split(text, maxsplit=1)
        last, unit, more = read_number(high)
        value = [read_number(low)[0], last]
    else:
        value, unit, more = read_number(text.removeprefix("翻"))
    unit = re.sub(r"^个(?=批次|工作日|月)", "", unit)
    unit = "平方米" if unit == "平方" else unit
    kind = KIND_OF.get(unit) or KIND_OF.get(unit.split("/")[0], "count")
    return {"value": value, "unit": unit, "kind": kind, "bound": "over" if more else "exact", "masked": masked}


def read_options(options: str, row: dict[str, object]) -> None:
    """Write what the options say into the row; a unit given without a kind has the kind of its table."""
    for option in filter(None, options.split(",")):
        key, _, text = option.partition("=")
        compared = re.fullmatch(r"(yoy|mom|oth)?([+-])?", option)
        if option == "o":
            row["optional"] = True
        elif option == "t":
            row["table"] = True
        elif option in BOUNDS:
            row["bound"] = BOUNDS[option]
        elif option in ("F", "A"):
            row["status"] = "future" if option == "F" else "actual"
        elif compared:
            row["comparison"] = COMPARISONS.get(compared[1] or "", row["comparison"])
            row["direction"] = {"+": "up", "-": "down"}.get(compared[2] or "", row["direction"])
        elif key == "y":
            row["year"] = int(text)
        elif key == "v":
            ends = [float(end) for end in text.split("..")]
            row["value"] = ends if len(ends) == 2 else ends[0]
        elif key in ("u", "k"):
            row["unit" if key == "u" else "kind"] = text
            if key == "u" and text in KIND_OF:
                row["kind"] = KIND_OF[text]
        else:
            raise MarkError(f"unknown option {option!r}")


@dataclass
class Block:
    """One line, paragraph or table row of a text, with the claims in it."""

    text: str  # as a reader sees it
    marked: str
    line: int
    rows: list[dict[str, object]] = field(default_factory=list)


def read_blocks(lines: list[str], plain: str) -> Iterator[Block]:
    """Resolve directives and marks; `plain` is a pattern of what a reader does not see (tags, bold marks)."""
    status, year, number = "actual", 2023, 0
    for marked in lines:
        if directive := DIRECTIVE.fullmatch(marked):
            status, year = directive["status"], int(directive["year"])
            continue
        number += 1
        shown = html.unescape(re.sub(plain, "", marked)) if plain else marked
        block = Block(MARK.sub(lambda m: m["quote"], shown), marked, number)
        for mark in MARK.finditer(shown):
            metric, _, head = mark["metric"].partition("/")
            row: dict[str, object] = {"line": number, "quote": mark["quote"], **read_quote(mark["quote"])}
            row |= {"status": status, "metric": metric, "head": head or metric, "comparison": "none"}
            row |= {"direction": "none", "year": year, "optional": False}
            read_options(mark["options"] or "", row)
            block.rows.append(row)
        yield block


def unmark(marked: str) -> str:
    """The text itself, without directives and marks, its own tags kept."""
    kept = [line for line in marked.split("\n") if not DIRECTIVE.fullmatch(line)]
    return MARK.sub(lambda m: m["quote"], "\n".join(kept))


def find_window(block: Block, start: int, quote: str, whole: str) -> str:
    """The shortest piece (≥ 8 characters) of the quote's sentence that occurs once in the whole text."""
    sentence = next(m for m in SENTENCE.finditer(block.text) if m.start() <= start < m.end())
    low, high = start, start + len(quote)
    while True:
        window = block.text[low:high]
        if len(window) >= 8 and whole.count(window) == 1 and window.count(quote) == 1:
            return window
        if low > sentence.start() and not block.text[low - 1].isspace():
            low -= 1
        elif high < sentence.end():
            high += 1
        else:
            raise MarkError(f"no unique piece around {quote!r} in {sentence[0]!r}")


def place_in_sentences(blocks: list[Block], cells: bool) -> None:
    """Put `sentence_has` in the place of `line`: how lines fall is up to the reader of the format."""
    whole = "\n".join(block.text for block in blocks)
    for block in blocks:
        cursor = 0
        for row in block.rows:
            start = block.text.index(str(row["quote"]), cursor)
            cursor = start + len(str(row["quote"]))
            row.pop("line")
            if cells and block.text.startswith("‖"):
                window = block.text.split("‖")[1].strip()
            else:
                window = find_window(block, start, str(row["quote"]), whole)
            items = list(row.items())
            row.clear()
            row |= {"sentence_has": window, **dict(items)}


def make_docx(blocks: list[Block]) -> bytes:
    """The same bytes each time: dates are fixed, in the document and in its zip."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = "柳溪县卫生健康局文件"
    document.sections[0].footer.paragraphs[0].text = "第 1 页 共 5 页"
    table: list[list[str]] = []
    for block in [*blocks, Block("", "", 0)]:
        shown = MARK.sub(lambda m: m["quote"], block.marked)
        if shown.startswith("‖"):
            table.append([cell.strip() for cell in shown.split("‖")[1:]])
            continue
        if table:
            grid = document.add_table(rows=len(table), cols=len(table[0]), style="Table Grid")
            for r, cells in enumerate(table):
                for c, cell in enumerate(cells):
                    grid.cell(r, c).text = cell
            table = []
        if not shown:
            continue
        style, text = re.fullmatch(r"(#{1,3}|>>)? ?(.*)", shown).groups()  # type: ignore[union-attr]
        if style and style.startswith("#"):
            document.add_heading(text, level=len(style) - 1)
            continue
        paragraph = document.add_paragraph()
        if style:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for i, run in enumerate(text.split("**")):  # a number may be cut into runs, as Word does
            paragraph.add_run(run).bold = bool(i % 2)
    properties = document.core_properties
    properties.created = properties.modified = STAMP
    properties.author, properties.title = "柳溪县卫生健康局办公室", "柳溪县卫生健康局2023年工作总结"
    properties.comments = ""
    raw, fixed = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, STAMP.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return fixed.getvalue()


def make_seed(path: Path) -> tuple[str, bytes, list[Block], bool]:
    """Name and bytes of one seed, its blocks, and whether its claims are placed by line."""
    marked = path.read_text(encoding="utf-8")
    if path.name.endswith(".docx.txt"):
        blocks = list(read_blocks(marked.strip("\n").split("\n"), r"\*\*|^(?:#+|>>) "))
        return path.name.removesuffix(".txt"), make_docx(blocks), blocks, False
    text = unmark(marked)
    if path.suffix == ".html":
        blocks = list(read_blocks(marked.split("\n"), r"</?[a-z!][^>]*>"))
        return path.name, text.encode(), blocks, False
    blocks = list(read_blocks(marked.split("\n"), ""))
    if "汇编" in path.name:
        return path.name, text.encode("gb18030"), blocks, True
    if path.suffix == ".txt":
        return path.name, text.replace("\n", "\r\n").encode(), blocks, True
    return path.name, text.encode(), blocks, True


def make_all() -> dict[Path, bytes]:
    """Every file that this script writes."""
    files: dict[Path, bytes] = {}
    for path in sorted(MARKED.iterdir()):
        name, seed, blocks, by_line = make_seed(path)
        if not by_line:
            place_in_sentences(blocks, cells=name.endswith(".docx"))
        header = {"source": name, "range": [1, len(blocks)] if by_line else None}
        rows = [json.dumps(row, ensure_ascii=False) for block in blocks for row in block.rows]
        files[SEEDS / name] = seed
        expected = "\n".join([json.dumps(header, ensure_ascii=False), *rows]) + "\n"
        files[EXPECTED / (name.rsplit(".", 1)[0] + ".jsonl")] = expected.encode()
    return files


def main() -> None:
    stale = [path for path, data in make_all().items() if not path.exists() or path.read_bytes() != data]
    if "--check" in sys.argv[1:]:
        sys.exit(f"out of date: {[path.name for path in stale]}" if stale else 0)
    for path, data in make_all().items():
        path.write_bytes(data)
        print(f"{len(data):>8} bytes  {path.name}")


if __name__ == "__main__":
    main()
