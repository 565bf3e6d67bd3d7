"""画在页上的 — the glyphs and the rules of each page, turned so that text runs to the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import starmap
from typing import NamedTuple

from disclosure.loading.published.blocks import Box
from disclosure.loading.published.pdf import pdfium_apart, run_apart
from disclosure.loading.published.pdf.characters import said

FAULTS = {
    run_apart.MISSING: '读 PDF 需要 pypdfium2：pip install "disclosure[pdf]"',
    pdfium_apart.PASSWORD: "PDF 设了打开密码，请打开后取消密码，另存后再读",
    pdfium_apart.DAMAGED: "PDF 不完整或已损坏，请重新复制，或用 Word、WPS 重新导出",
    pdfium_apart.LARGE: "PDF 展开后过大，不像决算公开的文件，请只留要读的各页",
}


class PdfError(Exception):
    """PDF 不能读 — its message says why and what to do."""


class Glyph(NamedTuple):
    """字形 — a character, from where to where it reaches, its base line and the size of its letters."""

    text: str
    left: float
    right: float
    base: float
    size: float

    @property
    def middle(self) -> float:
        """正中 — half-way up a letter."""
        return self.base + 0.35 * self.size

    @property
    def centre(self) -> float:
        """居中 — half-way across."""
        return (self.left + self.right) / 2

    @property
    def bottom(self) -> float:
        """下沿."""
        return self.base - 0.2 * self.size

    @property
    def top(self) -> float:
        """上沿."""
        return self.base + 0.9 * self.size


class Rule(NamedTuple):
    """线 — across: its height, from left to right; down: where it stands, from bottom to top."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """纸 — a page's number, its box upright, how it was turned for that."""

    number: int
    box: Box
    turn: int = 0

    def on_paper(self, box: Box) -> Box:
        """纸上 — an upright box as the file counts it."""
        a, b, c, d = pdfium_apart.TURNS[self.turn]
        return pdfium_apart.turned(box, (a, c, b, d))


@dataclass(frozen=True, slots=True)
class Page:
    """一页 — upright; `sloping` counts characters that run another way, `pictures` images."""

    sheet: Sheet
    glyphs: Sequence[Glyph]
    across: Sequence[Rule]
    down: Sequence[Rule]
    sloping: int
    pictures: int

    @property
    def texts(self) -> list[str]:
        """各字 — without blanks."""
        return [glyph.text for glyph in self.glyphs if glyph.text != " "]


def pages(data: bytes) -> Iterator[Page]:
    """各页 — raises PdfError."""
    answer = run_apart.answer(pdfium_apart.__file__, data)
    if isinstance(answer, str):
        raise PdfError(FAULTS[answer])
    return starmap(_made_page, enumerate(answer, 1))


def _made_page(number: int, found: pdfium_apart.Page) -> Page:
    box, turn, glyphs, across, down, sloping, pictures = found
    read = [Glyph(text, *place) for code, *place in glyphs if (text := said(code))]
    rules = (list(starmap(Rule, across)), list(starmap(Rule, down)))
    return Page(Sheet(number, box, turn), read, *rules, sloping, pictures)
