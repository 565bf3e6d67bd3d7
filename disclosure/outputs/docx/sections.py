"""分节 — which blocks share a section, and the section properties that close it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, assert_never

from disclosure.document import (
    Attachment,
    Block,
    ChartBlock,
    Contents,
    Cover,
    Heading,
    Image,
    PageBreak,
    Paragraph,
    TableBlock,
)
from disclosure.outputs.docx.reference_look import Page
from disclosure.outputs.docx.wordml import element, w

Kind = Literal["cover", "portrait", "landscape", "attachment"]


@dataclass(frozen=True, slots=True)
class Group:
    """同节的块 — blocks that stand in one section (an attachment may bring several of its own)."""

    kind: Kind
    blocks: list[Block]

    def page(self, upright: Page) -> Page:
        """纸张 — the page that its section is printed on."""
        return upright.turned() if self.kind == "landscape" else upright


def starts_page(block: Block) -> bool:
    """另起一页 — whether a block of our own begins a page wherever it stands."""
    return isinstance(block, PageBreak) or (isinstance(block, Heading) and block.level == 1)


def _section_wanted(block: Block) -> Kind | None:
    """The section a block wants; None for one that goes with what follows it."""
    match block:
        case Cover():
            return "cover"
        case Attachment():
            return "attachment"
        case TableBlock():
            return "landscape" if block.landscape else "portrait"
        case Heading() | PageBreak():
            return None
        case Contents() | Paragraph() | ChartBlock() | Image():
            return "portrait"
        case _:
            assert_never(block)


def groups(blocks: Iterable[Block]) -> list[Group]:
    """分组 — blocks by section; a heading stands on the page of what it heads, landscape or attached."""
    grouped: list[Group] = []
    waiting: list[Block] = []
    for block in blocks:
        waiting.append(block)
        kind = _section_wanted(block)
        if kind is not None:
            _add_blocks(grouped, kind, waiting)
            waiting = []
    if grouped and all(isinstance(block, PageBreak) for block in waiting):
        grouped[-1].blocks.extend(waiting)  # nothing follows that could start a page
    elif waiting:
        _add_blocks(grouped, "portrait", waiting)
    return grouped


def _add_blocks(grouped: list[Group], kind: Kind, blocks: list[Block]) -> None:
    if not grouped or grouped[-1].kind != kind or kind in ("cover", "attachment"):
        grouped.append(Group(kind, []))
    grouped[-1].blocks.extend(blocks)


def section(page: Page, references: str) -> str:
    """分节符 — section properties: headers and footers, a new page, paper and margins."""
    turned = ' w:orient="landscape"' if page.width > page.height else ""
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{page.width}" w:h="{page.height}"{turned}/>'
        f'<w:pgMar w:top="{page.top}" w:right="{page.right}" w:bottom="{page.bottom}" w:left="{page.left}"'
        f' w:header="{page.header}" w:footer="{page.footer}" w:gutter="0"/></w:sectPr>'
    )


def _closing_paragraph() -> Any:
    """A paragraph too low to be seen: a section that ends with a table needs one."""
    return element(
        "p",
        '<w:pPr><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="14" w:lineRule="exact"/>'
        '<w:ind w:firstLine="0"/><w:rPr><w:sz w:val="2"/></w:rPr></w:pPr>',
    )


def seat_sections(body: Any) -> None:
    """安置分节符 — move each section's properties from the body into the last paragraph of that section."""
    for properties in body.findall(w("sectPr")):
        if properties.getnext() is None:
            continue
        last = properties.getprevious()
        if not _can_close(last):
            last = _closing_paragraph()
            properties.addprevious(last)
        last.get_or_add_pPr().append(properties)


def _can_close(node: Any | None) -> bool:
    """Whether a node is a paragraph that does not yet close another section."""
    if node is None or node.tag != w("p"):
        return False
    return node.find(f"{w('pPr')}/{w('sectPr')}") is None
