"""已公开的文件 — what a published document says, block by block in reading order, each with its place.

A reader of a format makes these; what is made of them (tables to import, claims to audit) knows no format.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from disclosure.errors import Source
from disclosure.loading.published.matrix import Matrix

Box = tuple[float, float, float, float]  # left, bottom, right, top: points from the page's lower left corner
Kind = Literal["heading", "body", "note", "contents", "running"]


@dataclass(frozen=True, slots=True)
class Place:
    """位置 — where a line or a cell stands, in words; of a PDF its page (from 1) and box, too."""

    source: Source
    page: int = 0
    box: Box | None = None

    def __str__(self) -> str:
        return str(self.source)

    def beside(self, other: Place) -> str:
        """别处 — likewise, without the name of the file where the other stands in the same."""
        here = self.source.file == other.source.file
        return str(self).removeprefix(self.source.file).strip() if here else str(self)


@dataclass(frozen=True, slots=True)
class PublishedText:
    """一段文字 — a heading (level 1 第X部分, 2 一、, 3 （一）, 4 1.), a paragraph, a note below a table.

    `running` is a page's head or number, `contents` a line of the contents: no text of the document. `lines`
    says from which character on the text stands in which place: a paragraph of a PDF has several.
    """

    text: str
    kind: Kind
    lines: tuple[tuple[int, Place], ...]
    level: int = 0

    def place(self, at: int = 0) -> Place:
        """所在 — of the character at `at`."""
        return self.lines[max(bisect_right(self.lines, at, key=lambda line: line[0]) - 1, 0)][1]


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """一张表 — its cells; one that goes on over pages is one. Its title, number and unit are texts before it.

    `places` are those of cells by row and column, where more is known than `matrix` says.
    """

    matrix: Matrix
    places: Mapping[tuple[int, int], Place] = field(default_factory=dict)

    def place(self, row: int, column: int) -> Place:
        """所在 — of a cell."""
        return self.places.get((row, column)) or Place(self.matrix.source(row, column))


@dataclass(frozen=True, slots=True)
class PublishedDocument:
    """已公开的文件 — its blocks, and in words what of it could not be read."""

    name: str
    blocks: tuple[PublishedText | PublishedTable, ...]
    lost: tuple[str, ...] = ()
