"""取部分 — a section or the charts of a department-year's document, for a script."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import Any, Literal

from disclosure import api, drawing
from disclosure.document import Block, ChartBlock, Document, Heading, plain, walk
from disclosure.errors import InputError, Problem
from disclosure.outputs import shown_blocks
from disclosure.rows import Rows
from disclosure.sources import DataSource, PackChoice

_NUMBER = re.compile(r"^(第.{1,3}部分|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、])\s*")
_IN_BRACKETS = re.compile(r"^[（(](.*)[）)]$")
_QUOTES = str.maketrans("", "", "“”\"'《》 　")
SectionFormat = Literal["text", "md", "html"]


@dataclass(frozen=True)
class Chart(Rows):
    """一幅图 — its printed title (图1：…) without brackets, what it says, its block of the document."""

    title: str
    block: ChartBlock

    @property
    def alt(self) -> str:
        """替代文字."""
        return self.block.alt

    def svg(self) -> bytes:
        """矢量图 — an SVG file."""
        return drawing.svg(self.block).encode()

    def png(self, dpi: int = 200) -> bytes:
        """位图 — a PNG file."""
        return drawing.png(self.block, dpi)

    def records(self) -> list[dict[str, Any]]:
        """各数 — series, category, value in the printed unit, label."""
        return [
            {"series": series.name, "category": category, "value": point.value, "label": point.label}
            for series in self.block.series
            for category, point in zip(self.block.names_of(series), series.points, strict=True)
        ]


def section(
    source: DataSource,
    name: str,
    format: SectionFormat = "text",
    *,
    pack: PackChoice = "",
    roots: Iterable[Path | str] = (),
) -> str:
    """取一节 — what stands below a heading, as `text`, `md` or `html`; a draft where anything is missing.

    `name` is the heading or a part of it, its number and quotes left out (三公经费). Raises InputError where
    no heading is called so, or several of one level are.
    """
    document = api.compose(source, pack=pack, roots=roots, draft=True).document
    return shown_blocks.shown(document, _section_below(document, name), format)


def charts(
    source: DataSource, *, pack: PackChoice = "", roots: Iterable[Path | str] = ()
) -> tuple[Chart, ...]:
    """取图 — the charts of the document one by one, in reading order."""
    document = api.compose(source, pack=pack, roots=roots, draft=True).document
    blocks = list(walk(document))
    found = ((place, block) for place, block in enumerate(blocks) if isinstance(block, ChartBlock))
    return tuple(Chart(_chart_title(blocks, place, plain(block.caption)), block) for place, block in found)


def _chart_title(blocks: Sequence[Block], place: int, caption: str) -> str:
    """Its caption, else the heading that it stands below."""
    above = (block.content for block in reversed(blocks[:place]) if isinstance(block, Heading))
    return _IN_BRACKETS.sub(r"\1", caption.strip()) or next(map(plain, above), "")


def _section_below(document: Document, name: str) -> list[Block]:
    """The heading and all up to the next one of its level or above."""
    blocks = list(document.blocks)
    heading = _only_heading(name, [block for block in blocks if isinstance(block, Heading)])
    start = blocks.index(heading)
    return [heading, *takewhile(partial(_stands_below, heading), blocks[start + 1 :])]


def _stands_below(heading: Heading, block: Block) -> bool:
    return not (isinstance(block, Heading) and block.level <= heading.level)


def _only_heading(name: str, headings: Sequence[Heading]) -> Heading:
    alike = _headings_called(name, headings)
    highest = [one for one in alike if one.level == min(other.level for other in alike)]
    if len(highest) == 1:
        return highest[0]
    told = "、".join(plain(one.content) for one in highest or headings)
    fault = f"有几节的标题里有“{name}”，请写全" if highest else f"没有标题里有“{name}”的节"
    raise InputError([Problem(f"{fault}：{told}")])


def _headings_called(name: str, headings: Sequence[Heading]) -> list[Heading]:
    """Those that are called so; else those whose title has it in it."""
    titles = [(_bare_title(plain(one.content)), one) for one in headings]
    wanted = _bare_title(name)
    same = [one for title, one in titles if title == wanted]
    return same or [one for title, one in titles if wanted and wanted in title]


def _bare_title(title: str) -> str:
    return _NUMBER.sub("", title.strip()).translate(_QUOTES)
