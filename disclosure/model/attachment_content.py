"""附件内容 — what a file that the office attaches holds, in a form that any output can use."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AttachedText:
    """段落或标题 — level 0 is running text, 1–4 a heading."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class AttachedCell:
    """单元格 — its text (line breaks kept) and spans."""

    text: str
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class AttachedTable:
    """表格 — rows of anchor cells, and how many first rows are the head; widths are relative."""

    rows: tuple[tuple[AttachedCell, ...], ...]
    head_rows: int
    widths: tuple[float, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class AttachedImage:
    """图片 — PNG or JPEG bytes, alt text, width in mm."""

    data: bytes
    alt: str
    width_mm: float


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """附件文件 — Markdown text, or a .docx: its bytes, its parts, and what could not be carried over.

    `publishable` is the .docx made anew of what may go out, pictures too; `withheld` names what of it
    does not, `refused` the pictures that could not be written anew.
    """

    text: str | None = None
    data: bytes | None = None
    publishable: bytes | None = None
    parts: tuple[AttachedText | AttachedTable | AttachedImage, ...] = ()
    lost: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
