"""Word 附件 — reads a .docx into text, headings, tables and pictures."""

from disclosure.loading.word.body import read
from disclosure.loading.word.picture_parts import Renewed, of_file
from disclosure.loading.word.word_package import DocxError

__all__ = ["DocxError", "Renewed", "of_file", "read"]
