"""工作簿文件 — what a file really is, whether it is safe to open, and what its cells do not tell of themselves.

The values are read by calamine. It gives an error value or a formula never calculated as an empty cell, takes memory
for the whole rectangle up to the last cell, and does not bound what a part unpacks to: all this is looked at before.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from disclosure.load import files

_MEGABYTE = 1024 * 1024
_MAX_PART = 150 * _MEGABYTE
_MAX_UNPACKED = 300 * _MEGABYTE
_MAX_AREA = 2_000_000  # rows times columns up to the last cell with content
_MAX_PARTS = 2_000
_CHUNK = 1 << 16
_OLE = b"\xd0\xcf\x11\xe0"
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

Place = tuple[int, int]  # row and column from 0


@dataclass(slots=True)
class Facts:
    """单元格情况 — of one sheet: error values, formulas without a result, rows hidden."""

    errors: dict[Place, str] = field(default_factory=dict)
    uncalculated: set[Place] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)
    rows: int = 0
    columns: int = 0


def examine(data: bytes, shown: str) -> dict[str, Facts]:
    """检查文件 — the facts of each worksheet by name; raises InputError for a file that cannot be read safely."""
    _require_workbook(data, shown)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _require_moderate(archive, shown)
            return _facts(archive, shown)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, ElementTree.ParseError, expat.ExpatError):
        raise files.fault("工作簿不完整或已损坏，请重新复制，或用 Excel、WPS 打开后另存为 .xlsx", shown) from None
    except (RuntimeError, NotImplementedError):  # a part is encrypted, or packed in another way
        raise files.fault("工作簿里有加密的部分，请取消密码后另存为 .xlsx", shown) from None


def _require_workbook(data: bytes, shown: str) -> None:
    if not data:
        raise files.fault("文件是空的，请重新复制", shown)
    if data.startswith(_OLE):
        raise files.fault(_OLD_OR_LOCKED["EncryptedPackage".encode("utf-16-le") in data], shown)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise files.fault("内容是网页或 XML，不是工作簿，请用 Excel 或 WPS 打开后另存为 .xlsx", shown)
    if not data.startswith(b"PK"):
        raise files.fault("不是 Excel 工作簿，请用 Excel 或 WPS 另存为 .xlsx", shown)


_OLD_OR_LOCKED = {
    True: "工作簿设了打开密码，请用 Excel 或 WPS 打开，取消密码后保存",
    False: "内容是旧格式 .xls（只改文件名不会改变格式），请用 Excel 或 WPS 打开后另存为 .xlsx",
}


def _require_moderate(archive: zipfile.ZipFile, shown: str) -> None:
    """Each part is unpacked once in small pieces, so that a wrong statement of its size does no harm either."""
    parts = archive.infolist()
    if "xl/workbook.xml" not in archive.namelist():
        raise files.fault("不是 Excel 工作簿，请用 Excel 或 WPS 另存为 .xlsx", shown)
    large = any(part.file_size > _MAX_PART for part in parts)
    if large or len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_UNPACKED:
        raise files.fault("展开后过大，不像填报工作簿；请把内容复制到新生成的工作簿里", shown)
    for part in parts:
        with archive.open(part) as stream:
            while stream.read(_CHUNK):
                pass


def _facts(archive: zipfile.ZipFile, shown: str) -> dict[str, Facts]:
    targets = {one.get("Id"): one.get("Target", "") for one in _xml(archive, "xl/_rels/workbook.xml.rels")}
    found = {}
    for sheet in _xml(archive, "xl/workbook.xml").iter():
        if sheet.tag.endswith("}sheet"):
            target = targets[sheet.get(_RELATION)]
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if "worksheets/" in part:
                found[sheet.get("name", "")] = _scan(archive, part, shown)
    return found


def _xml(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    data = archive.read(name)
    if b"<!DOCTYPE" in data:
        raise ValueError(name)
    return ElementTree.fromstring(data)


def _scan(archive: zipfile.ZipFile, name: str, shown: str) -> Facts:
    scanner = _Scanner()
    with archive.open(name) as stream:
        while chunk := stream.read(_CHUNK):
            scanner.feed(chunk)
            if scanner.facts.rows * scanner.facts.columns > _MAX_AREA:
                raise files.fault("有内容的单元格离得太远，请删去表格以外的内容，或复制到新生成的工作簿里", shown)
    return scanner.facts


class _Scanner:
    """扫描 — one pass over a sheet's XML; keeps nothing of cells without content."""

    def __init__(self) -> None:
        self.facts = Facts()
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._row, self._place, self._type = -1, (0, 0), ""
        self._formula = self._valued = self._in_value = False
        self._value = ""

    def feed(self, chunk: bytes) -> None:
        self._parser.Parse(chunk)

    def _refuse(self, *_: Any) -> None:
        raise ValueError("doctype")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition("}")[2]:
            case "row":
                self._row = int(attributes.get("r", self._row + 2)) - 1
                self._place = (self._row, -1)
                if attributes.get("hidden") in ("1", "true"):
                    self.facts.hidden.add(self._row)
            case "c":
                self._place = _place(attributes.get("r"), self._place)
                self._type, self._formula, self._valued, self._value = attributes.get("t", ""), False, False, ""
            case "f":
                self._formula = True
            case "v" | "is":
                self._in_value = True

    def _text(self, text: str) -> None:
        if self._in_value:
            self._valued = True
            self._value += text if self._type == "e" else ""

    def _end(self, name: str) -> None:
        match name.rpartition("}")[2]:
            case "v" | "is":
                self._in_value = False
            case "c" if self._valued or self._formula:
                self._content()

    def _content(self) -> None:
        facts, (row, column) = self.facts, self._place
        facts.rows, facts.columns = max(facts.rows, row + 1), max(facts.columns, column + 1)
        if self._type == "e":
            facts.errors[self._place] = self._value
        elif self._formula and not self._valued and self._type != "str":  # a text may well be empty
            facts.uncalculated.add(self._place)


def _place(reference: str | None, last: Place) -> Place:
    found = _REFERENCE.fullmatch(reference or "")
    if found is None:
        return last[0], last[1] + 1
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1
