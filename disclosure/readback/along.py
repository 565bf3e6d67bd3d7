"""逐处对照 — goes along what was read, piece by piece of what must be there; stops where they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from disclosure.document import ChartBlock
from disclosure.readback.printed import END, ROW_END, Piece, squeezed

_CONTEXT = 8  # characters told on either side of where two texts part


class Difference(NamedTuple):
    """不符 — where, what must stand there, what was read."""

    where: str
    wanted: str
    found: str

    def differs(self) -> bool:
        """是否不符."""
        return self.wanted != self.found


def unlike(said: Iterable[tuple[str, str, str]]) -> Iterator[Difference]:
    """不符的各处 — of places, each with what must stand there and what was read."""
    return filter(Difference.differs, map(Difference._make, said))


class Along:
    """沿途 — what was read of a file, with the ends of pieces and rows, and how far it has been met."""

    end = END

    def __init__(self, read: str) -> None:
        self.read, self.at = read, 0

    def difference(self, pieces: Iterable[Piece]) -> Difference | None:
        """第一处不符 — None where everything is there and nothing else."""
        for piece in pieces:
            if not self.meets(piece):
                return self.parted(piece)
        return self.surplus()

    def surplus(self) -> Difference | None:
        """多出的文字 — what was read behind the last piece."""
        rest = self.read[self.at :].strip(END + ROW_END)
        return Difference("文件末尾", "", rest[: 2 * _CONTEXT]) if rest else None

    def meets(self, piece: Piece) -> bool:
        """对上 — whether the next thing read is this piece; goes on behind it."""
        there: bool = getattr(self, piece.kind)(piece)  # a kind of piece is a method below
        return there

    def line(self, piece: Piece) -> bool:
        """一行文字."""
        return self.take(piece.text)

    def take(self, text: str) -> bool:
        """取走 — a text that stands here."""
        there = self.read.startswith(text + self.end, self.at)
        self.at += (len(text) + len(self.end)) * there
        return there

    def cell(self, piece: Piece) -> bool:
        """单元格 — an empty one as well."""
        return self.take(piece.text)

    def row(self, piece: Piece) -> bool:  # noqa: ARG002 - what reads paper needs it
        """行尾 — a row may be filled up with empty cells."""
        while self.read.startswith(END, self.at):
            self.at += 1
        there = self.read.startswith(ROW_END, self.at)
        self.at += there
        return there

    def corners(self, piece: Piece) -> bool:
        """表头说明 — owner, number and unit, on however many lines and in whichever order."""
        parts = sorted(filter(None, piece.text.split(END)), key=len, reverse=True)
        line, missing = "", sum(map(len, parts))
        at = self.at
        while len(line) < missing and at < len(self.read):
            line += self.read[at].strip(self.end)
            at += 1
        for part in parts:
            if part not in line:
                return False
            line = line.replace(part, "", 1)
        self.at = at + self.read.startswith(END, at)
        return True

    def entry(self, piece: Piece) -> bool:
        """目录条目."""
        return self.take(piece.text)

    def attached(self, piece: Piece) -> bool:
        """附件."""
        raise NotImplementedError(piece)

    def parted(self, piece: Piece) -> Difference:
        """分开之处 — a few characters around the first that differs."""
        wanted = piece.text or "这一处到此为止"
        found = self.read[self.at : self.at + len(wanted) + _CONTEXT]
        same = max(alike(wanted, found) - _CONTEXT, 0)
        shown = found[same : same + 3 * _CONTEXT].translate({ord(END): "｜", ord(ROW_END): "｜"})
        return Difference(str(piece), wanted[same : same + 3 * _CONTEXT], shown)


def alike(first: str, second: str) -> int:
    """相同的开头 — how many characters two texts begin with alike."""
    unlike = (index for index, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1])
    return next(unlike, min(len(first), len(second)))


def unlabelled(block: ChartBlock, drawn: str, fold: Callable[[str], str] = squeezed) -> Iterator[str]:
    """没有印出的数 — numbers, with what is said beside them, that a drawn chart does not show."""
    words = chain.from_iterable(map(block.said, block.printed))
    for said in sorted(map(fold, words), key=len, reverse=True):
        if said not in drawn:
            yield said
        drawn = drawn.replace(said, "\0", 1)
