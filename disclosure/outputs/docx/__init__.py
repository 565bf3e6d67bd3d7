"""Word 输出 — .docx with real styles, sections, native charts, a contents with page numbers."""

from disclosure.outputs.docx.contents import estimate_pages
from disclosure.outputs.docx.writer import write

__all__ = ["estimate_pages", "write"]
