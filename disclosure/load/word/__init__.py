"""Word 附件 — reads a .docx into text, headings, tables and pictures."""

from disclosure.load.word.body import read
from disclosure.load.word.picture_parts import Renewed, of_file
from disclosure.load.word.word_package import DocxError

__all__ = ["DocxError", "Renewed", "of_file", "read"]
