"""Word 附件 — what a .docx holds: text, headings, tables, pictures, and what of it cannot be carried over."""

from __future__ import annotations

from disclosure.model import AttachedFile


class DocxError(Exception):
    """Word 文件有误 — the file is no .docx that can be read; `str()` is the Chinese sentence."""


def read(data: bytes) -> AttachedFile:
    """读取 .docx — its parts in order."""
    return AttachedFile(data=data)
