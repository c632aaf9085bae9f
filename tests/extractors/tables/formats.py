"""How does a table look as a file of each format? Merged cells as it merges them; where it cannot, as empty ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from io import BytesIO

import docx
from openpyxl import Workbook
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

LEFT, ABOVE = "<", "^"  # merged with the cell on the left, above
Rows = Sequence[Sequence[str]]
Block = str | Rows  # a line of text, or a table


def spans(rows: Rows) -> dict[tuple[int, int], tuple[int, int]]:
    """Each cell that is merged over others: row and column → how many of both it takes."""
    found = {}
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in (LEFT, ABOVE):
                continue
            wide = next((n for n in range(1, len(row) - c) if row[c + n] != LEFT), len(row) - c)
            high = next((n for n in range(1, len(rows) - r) if rows[r + n][c] != ABOVE), len(rows) - r)
            if wide > 1 or high > 1:
                found[r, c] = high, wide
    return found


def as_written(rows: Rows) -> list[list[str]]:
    return [["" if text in (LEFT, ABOVE) else text for text in row] for row in rows]


def as_text(blocks: Sequence[Block]) -> bytes:
    lines = []
    for block in blocks:
        lines += [block] if isinstance(block, str) else ["\t".join(row).rstrip("\t") for row in as_written(block)]
    return "".join(f"{line}\n" for line in lines).encode()


def as_markdown(blocks: Sequence[Block]) -> bytes:
    return "\n".join(f"{block}\n" if isinstance(block, str) else bars(block) for block in blocks).encode()


def bars(rows: Rows) -> str:
    lines = [f"| {' | '.join(row)} |" for row in as_written(rows)]
    lines.insert(1, "|" + " --- |" * len(rows[0]))
    return "".join(f"{line}\n" for line in lines)


def as_box(blocks: Sequence[Block]) -> bytes:
    return "".join(f"{block}\n" if isinstance(block, str) else drawn(block) for block in blocks).encode()


def drawn(rows: Rows) -> str:
    """Drawn with lines, in a text file: a Han character, and a piece of a line, takes two columns."""
    count = max(map(len, rows))
    rows = [[*row, *[""] * (count - len(row))] for row in rows]
    merged = spans(rows)
    width = [
        max(4, *(columns(row[c]) for r, row in enumerate(as_written(rows)) if (r, c) not in merged))
        for c in range(count)
    ]
    for (r, c), (_, wide) in merged.items():
        width[c + wide - 1] += max(0, columns(rows[r][c]) - sum(width[c : c + wide]) - 2 * (wide - 1))
    width = [one + one % 2 for one in width]
    lines = [rule_of(rows, 0, width)]
    for r, row in enumerate(rows):
        line = ""
        for c, text in enumerate(row):
            if text != LEFT:
                wide = next((n for n in range(c + 1, count) if row[n] != LEFT), count) - c
                room = sum(width[c : c + wide]) + 2 * (wide - 1)
                shown = "" if text == ABOVE else text
                line += "│" + shown + " " * (room - columns(shown))
        lines += [line + "│", rule_of(rows, r + 1, width)]
    return "".join(f"{line}\n" for line in lines)


def columns(text: str) -> int:
    return len(text.encode("gbk", "replace"))


def rule_of(rows: Rows, at: int, width: Sequence[int]) -> str:
    """The rule above a row; where a cell is merged with the one above it, there is none."""
    line = ""
    for c, wide in enumerate(width):
        open_ = 0 < at < len(rows) and rows[at][c] == ABOVE
        line += ("│" if open_ else "├") + ("  " if open_ else "─") * (wide // 2)
    return line + "┤"


def as_docx(blocks: Sequence[Block]) -> bytes:
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), len(block[0]))
        for r, row in enumerate(as_written(block)):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
        for (r, c), (high, wide) in spans(block).items():
            table.cell(r, c).merge(table.cell(r + high - 1, c + wide - 1)).text = block[r][c]
    return saved(document.save)


def as_xlsx(blocks: Sequence[Block]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    top = 0
    for block in blocks:
        rows: Rows = [[block]] if isinstance(block, str) else block
        for r, row in enumerate(as_written(rows), start=top + 1):
            for c, text in enumerate(row, start=1):
                shown = text if isinstance(block, str) else number_or_text(text)
                sheet.cell(r, c, shown if text else None)
        for (r, c), (high, wide) in spans(rows).items():
            sheet.merge_cells(start_row=top + r + 1, start_column=c + 1, end_row=top + r + high, end_column=c + wide)
        top += len(rows)
    return saved(book.save)


def number_or_text(text: str) -> object:
    """A sheet has numbers, which it writes without needless zeros: those stay text that it would write otherwise."""
    try:
        number = float(text)
    except ValueError:
        return text
    return number if f"{number:g}" == text else text


def as_html(blocks: Sequence[Block]) -> bytes:
    body = "".join(f"<p>{escape(block)}</p>" if isinstance(block, str) else elements(block) for block in blocks)
    return f"<html><head><meta charset=utf-8></head><body>{body}</body></html>".encode()


def elements(rows: Rows) -> str:
    merged = spans(rows)
    body = "<table>"
    for r, row in enumerate(rows):
        body += "<tr>"
        for c, text in enumerate(row):
            if text not in (LEFT, ABOVE):
                high, wide = merged.get((r, c), (1, 1))
                body += f'<td rowspan="{high}" colspan="{wide}">{escape(text)}</td>'
        body += "</tr>"
    return f"{body}</table>"


def as_pdf(blocks: Sequence[Block]) -> bytes:
    """With rules between the cells."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("song", fontName="STSong-Light", fontSize=10.5, leading=16)
    buffer = BytesIO()
    SimpleDocTemplate(buffer).build(
        [Paragraph(block, style) if isinstance(block, str) else ruled(block) for block in blocks]
    )
    return buffer.getvalue()


def ruled(rows: Rows) -> Table:
    return Table(as_written(rows), style=[
        ("FONT", (0, 0), (-1, -1), "STSong-Light", 10.5), ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        *(("SPAN", (c, r), (c + wide - 1, r + high - 1)) for (r, c), (high, wide) in spans(rows).items()),
    ])  # fmt: skip


def saved(save: Callable[[BytesIO], object]) -> bytes:
    buffer = BytesIO()
    save(buffer)
    return buffer.getvalue()


WRITERS: dict[str, Callable[[Sequence[Block]], bytes]] = {
    "txt": as_text,
    "md": as_markdown,
    "box": as_box,
    "docx": as_docx,
    "xlsx": as_xlsx,
    "html": as_html,
    "pdf": as_pdf,
}
