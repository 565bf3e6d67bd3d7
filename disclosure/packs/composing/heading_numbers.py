"""编号 — headings and charts are numbered by the pack's styles: no number is typed, none skipped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from disclosure.chinese_numbers import chinese_number
from disclosure.document import Block, ChartBlock, Heading, Text
from disclosure.packs.manifest import Manifest

_ATTACHMENT = "attachment-"
_TYPED = "typed:"
_LEVELS = (1, 2, 3, 4)


def as_typed(blocks: Iterable[Block]) -> Iterator[Block]:
    """照录标题 — headings that people typed keep the numbers they typed."""
    for block in blocks:
        yield replace(block, id=_TYPED + block.id) if isinstance(block, Heading) else block


def numbered(blocks: Iterable[Block], manifest: Manifest) -> Iterator[Block]:
    """编上号 — the same blocks, headings and chart captions numbered in reading order."""
    counts = dict.fromkeys(_LEVELS, 0)
    attachments = chart = 0
    for block in blocks:
        match block:
            case Heading(id=id) if id.startswith(_TYPED):
                yield replace(block, id=id.removeprefix(_TYPED))
            case Heading(id=id) if id.startswith(_ATTACHMENT):
                attachments += 1
                yield _prefixed(block, manifest.numbering.attachment, attachments)
            case Heading(level=level):
                counts[level] += 1
                counts.update(dict.fromkeys(_LEVELS[level:], 0))  # those deeper begin anew
                yield _prefixed(block, _style(manifest, level), counts[level])
            case ChartBlock():
                chart += 1
                yield _captioned(block, manifest.chart_style.caption, chart)
            case _:
                yield block


def _style(manifest: Manifest, level: int) -> str:
    numbering = manifest.numbering
    return {1: numbering.part, 2: numbering.level_2, 3: numbering.level_3, 4: numbering.level_4}[level]


def styled(style: str, number: int) -> str:
    """编号文字 — a number in a numbering style (`{中}、`)."""
    return style.replace("{中}", chinese_number(number)).replace("{数}", str(number))


def _prefixed(heading: Heading, style: str, number: int) -> Heading:
    prefix = styled(style, number)
    return replace(heading, content=(Text(prefix), *heading.content)) if prefix else heading


def _captioned(chart: ChartBlock, style: str, number: int) -> ChartBlock:
    title = "".join(text.text for text in chart.caption)
    caption = styled(style, number).replace("{标题}", title)
    return replace(chart, id=f"chart-{number}", caption=(Text(caption),))
