"""应印的文字 — what a document says, piece by piece in reading order, as each kind of file must hold it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, assert_never

from disclosure.document import (
    Attachment,
    Block,
    ChartBlock,
    Contents,
    Cover,
    Document,
    Heading,
    Image,
    Line,
    PageBreak,
    Paragraph,
    TableBlock,
    outline,
    plain,
)

END, ROW_END = "\x1f", "\x1e"  # of a piece, of a table's row, where a file tells them
Kind = Literal["line", "entry", "corners", "cell", "row", "chart", "attached"]
_SHOWN = 20


class Piece(NamedTuple):
    """一处文字 — a line, an entry of the contents, a cell…: its characters, its block, its place in it."""

    kind: Kind
    text: str
    block: Block
    place: str = ""  # of a cell: 表头第1行第2列; of an entry: the id of what it lists

    def __str__(self) -> str:
        return f"{called(self.block)}{'' if self.kind == 'entry' else self.place}"


_CALLED: Mapping[type, Callable[[Any], str]] = {
    Cover: lambda _: "封面",
    Contents: lambda _: "目录",
    Heading: lambda block: f"标题“{shortened(plain(block.content))}”",
    Paragraph: lambda block: f"“{shortened(plain(block.content))}”这一段",
    TableBlock: lambda block: f"“{f'{block.number} {plain(block.title)}'.strip() or '无题的表'}”",
    ChartBlock: lambda block: f"图“{shortened(plain(block.caption))}”",
}


def called(block: Block) -> str:
    """名称 — what a block is called when something in it is not as it must be."""
    return _CALLED.get(type(block), lambda _: "附件")(block)


def shortened(text: str) -> str:
    """略写 — the beginning of a long text."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def squeezed(text: str) -> str:
    """去空白 — lines break where they must, and spaces are a matter of look."""
    return "".join(text.split())


def end_line(parts: list[str]) -> None:
    """一行读完 — its end behind what was read of it; nothing where nothing was."""
    if parts[-1:] not in ([], [END], [ROW_END]):
        parts.append(END)


@dataclass(frozen=True, slots=True)
class Form:
    """文件的样子 — how its kind shows charts and attachments, and how its characters are told apart."""

    fold: Callable[[str], str] = squeezed
    charts: Kind = "line"  # a caption; where a chart is painted into the text, all of it
    merges: bool = False  # an attachment is its office's own file, put in whole

    def pieces(self, document: Document) -> Iterator[Piece]:
        """各处文字 — of a document, in reading order."""
        for block in document.blocks:
            yield from self._of(block, document)

    def _of(self, block: Block, document: Document) -> Iterator[Piece]:
        match block:
            case Cover():
                yield from self._lines(block, (*block.top, *block.title, *block.lines))
            case Contents():
                yield Piece("line", self.fold(block.title), block)
                for entry in outline(document, block.depth):
                    yield Piece("entry", self.fold(plain(entry.content)), block, entry.id)
            case Heading() | Paragraph():
                yield from self._lines(block, (block.content,))
            case TableBlock():
                yield from self._table(block)
            case ChartBlock():
                yield Piece(self.charts, self.fold(plain(block.caption)), block)
            case Attachment():
                yield from self._attached(block, document)
            case Image() | PageBreak():
                return
            case _:
                assert_never(block)

    def _attached(self, block: Attachment, document: Document) -> Iterator[Piece]:
        if self.merges:
            yield Piece("attached", "", block)
            return
        for part in block.blocks:
            yield from self._of(part, document)

    def _lines(self, block: Block, lines: Iterable[Line]) -> Iterator[Piece]:
        texts = filter(None, (self.fold(plain(line)) for line in lines))
        return (Piece("line", text, block) for text in texts)

    def _table(self, table: TableBlock) -> Iterator[Piece]:
        yield from self._lines(table, (table.title,))
        corners = filter(None, map(self.fold, (table.owner, table.number, table.unit)))
        yield Piece("corners", END.join(corners), table)
        for where, rows in (("表头", table.head), ("", table.body)):
            for number, row in enumerate(rows, 1):
                for column, cell in enumerate(row.cells, 1):
                    yield Piece(
                        "cell", self.fold(plain(cell.content)), table, f"{where}第{number}行第{column}格"
                    )
                yield Piece("row", where, table, f"{where}第{number}行")
        yield from self._lines(table, table.notes)


WORD = Form(merges=True)
WEB = Form()
