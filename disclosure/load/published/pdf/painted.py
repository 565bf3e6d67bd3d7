"""画在页上的 — the glyphs and the rules of each page, turned so that text runs to the right."""

from __future__ import annotations

import marshal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from disclosure.load.published.blocks import Box
from disclosure.load.published.pdf import pdfium_apart
from disclosure.load.published.pdf.characters import said

_INSTALL = '读 PDF 需要 pypdfium2：pip install "disclosure[pdf]"'
_MEMORY, _SECONDS = 1 << 30, 20  # that reading may take: bytes, processor time
_FAULTS = {
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


def pages(data: bytes) -> Iterator[Page]:
    """各页 — raises PdfError; the file is read by another process, which a hostile one cannot leave."""
    library = find_spec("pypdfium2")
    if library is None or library.origin is None:
        raise PdfError(_INSTALL)
    limits = [str(Path(library.origin).parents[1]), str(_MEMORY), str(_SECONDS)]
    command = [sys.executable, "-I", pdfium_apart.__file__, *limits]
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    answer = marshal.loads(done.stdout) if not done.returncode else pdfium_apart.LARGE
    if isinstance(answer, str):
        raise PdfError(_FAULTS[answer])
    yield from (_page(number, *page) for number, page in enumerate(answer, 1))


def _page(
    number: int,
    box: Box,
    turn: int,
    glyphs: Sequence[pdfium_apart.Glyph],
    across: Sequence[pdfium_apart.Rule],
    down: Sequence[pdfium_apart.Rule],
    sloping: int,
    pictures: int,
) -> Page:
    read = [Glyph(text, *place) for code, *place in glyphs if (text := said(code))]
    rules = [[Rule(*rule) for rule in drawn] for drawn in (across, down)]
    return Page(Sheet(number, box, turn), read, *rules, sloping, pictures)
