"""How does a reader write a document down? Line by line and table by table; where all stands is reckoned here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from extractors.model import Block, Cell, Span, Table
from extractors.reading.content import Content

_BETWEEN_NUMBERS = "\u3000"  # which no number has in it, as 1 234 has a blank


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell as its format gives it."""

    text: str
    rows: int = 1
    columns: int = 1
    is_header: bool = False
    goes_on: bool = False  # it is merged with the one above it, and stands here as an empty one
    is_hidden: bool = False  # nobody sees it


@dataclass(slots=True)
class DocumentWriter:
    """Collects the text of a document, and what its format says of the parts of it."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    tables: list[Table] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    hidden: list[Span] = field(default_factory=list)

    def line(self, text: str, kind: str = "", level: int = 0) -> None:
        """A line; `kind` and `level` as those of a Block."""
        if kind and text.strip():
            self.blocks.append(Block(self.length, self.length + len(text), kind, level))
        self._write(f"{text}\n")

    def table(self, rows: Iterable[Sequence[TableCell] | str], is_filled: bool = False) -> None:
        """A table, a row a line and its cells apart by tabs; a row without cells is an empty line, and one that is
        given as a text is a line of it: a note that is merged over all columns.

        `is_filled`: rows hold empty cells for all places that merged ones take, as sheets do, and web pages do not.
        """
        start = self.length
        cells: list[Cell] = []
        owners: dict[int, tuple[int, int]] = {}  # by column: the number of the cell that takes it, and up to which row
        for number, row in enumerate(rows):
            if isinstance(row, str):
                self._write(f"{row}\n")
                continue
            column = 0
            for at, written in enumerate(row):
                while not (is_filled or written.goes_on) and owners.get(column, (0, -1))[1] >= number:
                    column += 1
                begin = self.length + bool(at)
                self._write(f"\t{written.text}" if at else written.text)
                if written.is_hidden:
                    self.hidden.append((begin, self.length))
                owner, last = owners.get(column, (-1, -1))
                if is_filled and last >= number:
                    column += 1
                    continue
                if written.goes_on and owner >= 0:
                    above = cells[owner]
                    cells[owner] = replace(above, rows=number - above.row + 1)
                    last = number
                else:
                    spans = written.rows, written.columns
                    cells.append(Cell(begin, self.length, number, column, *spans, written.is_header))
                    owner, last = len(cells) - 1, number + written.rows - 1
                for taken in range(column, column + written.columns):
                    owners[taken] = owner, last
                column += 1 if is_filled else written.columns
            self._write("\n")
        if cells:
            self.tables.append(Table(start, self.length, tuple(cells)))

    def content(self, encoding: str) -> Content:
        return Content(
            "".join(self.pieces),
            encoding,
            tables=tuple(self.tables),
            blocks=tuple(self.blocks),
            hidden=tuple(self.hidden),
        )

    def _write(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)


def joined_lines(lines: Iterable[str]) -> str:
    """The lines of a cell as one."""
    text = ""
    for line in lines:
        if text and (line := line.strip()):
            text = text.rstrip()
            text += blank_between(text, line)
        text += line
    return text


def blank_between(text: str, other: str) -> str:
    """What parts two lines, or pieces of one, that become one: 123 above 456 is not 123 456, a number in groups."""
    return _BETWEEN_NUMBERS if text[-1:].isdigit() and other[:1].isdigit() else " "
