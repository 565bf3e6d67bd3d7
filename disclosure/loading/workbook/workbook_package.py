"""工作簿文件 — what a file really is, whether it is safe to open, and the sheets in it.

Everything is read in small pieces and within bounds: of the archive, of each part, of the cells with content.
No formula is calculated, no link is followed, no macro is looked at.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from xml.etree import ElementTree
from xml.parsers import expat

from disclosure.loading import data_files
from disclosure.loading.workbook.number_formats import DAY_ONE, Kind, kind_of
from disclosure.loading.workbook.sheet_xml import Book, FarError, LargeError, Room, Sheet, Texts

_MEGABYTE = 1024 * 1024
_MAX_PART = 100 * _MEGABYTE
_MAX_UNPACKED = 200 * _MEGABYTE
_MAX_SMALL = 20 * _MEGABYTE  # of a part that is taken as a whole
_MAX_PARTS = 2_000
FAR = "有内容的单元格离得太远，请删去表格以外的内容，或复制到新的工作簿里"
LARGE = "展开后过大，请把要用的内容复制到新的工作簿里"
_CHUNK = 1 << 16
_OLE = b"\xd0\xcf\x11\xe0"
_BOOK = "xl/workbook.xml"
DAMAGED = (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, ValueError, OverflowError)
_BROKEN = (*DAMAGED, LookupError, ElementTree.ParseError)
_Targets = dict[str, tuple[str, str]]  # relation → kind and part
Wanted = Callable[[str], bool]  # whether a worksheet of this name is to be read


def every_one(_: str) -> bool:
    """每一张 — whatever its name."""
    return True


def examine(data: bytes, shown: str, wanted: Wanted = every_one) -> list[Sheet]:
    """检查并读取 — the worksheets in order; raises InputError for a file that cannot be read safely.

    Those alone whose name is `wanted`: the others are not unpacked into cells.
    """
    _require_workbook(data, shown)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _require_moderate(archive, shown)
            return list(_sheets(archive, wanted))
    except FarError:
        raise data_files.fault(FAR, shown) from None
    except LargeError:
        raise data_files.fault(LARGE, shown) from None
    except _BROKEN:
        raise data_files.fault(
            "工作簿不完整或已损坏，请重新复制，或用 Excel、WPS 打开后另存为 .xlsx", shown
        ) from None
    except (RuntimeError, NotImplementedError):  # a part is encrypted, or packed in another way
        raise data_files.fault("工作簿里有加密的部分，请取消密码后另存为 .xlsx", shown) from None


def _require_workbook(data: bytes, shown: str) -> None:
    if not data:
        raise data_files.fault("文件是空的，请重新复制", shown)
    if data.startswith(_OLE):
        raise data_files.fault(_OLD_OR_LOCKED["EncryptedPackage".encode("utf-16-le") in data], shown)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise data_files.fault("内容是网页或 XML，不是工作簿，请用 Excel 或 WPS 打开后另存为 .xlsx", shown)
    if not data.startswith(b"PK"):
        raise data_files.fault("不是 Excel 工作簿，请用 Excel 或 WPS 另存为 .xlsx", shown)


_OLD_OR_LOCKED = {
    True: "工作簿设了打开密码，请用 Excel 或 WPS 打开，取消密码后保存",
    False: "内容是旧格式 .xls（只改文件名不会改变格式），请用 Excel 或 WPS 打开后另存为 .xlsx",
}


def _require_moderate(archive: zipfile.ZipFile, shown: str) -> None:
    """Each part is unpacked once in small pieces, so that a wrong size in its head does no harm either."""
    if _BOOK not in archive.namelist():
        raise data_files.fault("不是 Excel 工作簿，请用 Excel 或 WPS 另存为 .xlsx", shown)
    if _is_large([part.file_size for part in archive.infolist()]):
        raise data_files.fault(LARGE, shown)
    for part in archive.infolist():
        deque(chunks(archive, part.filename), maxlen=0)


def _is_large(sizes: list[int]) -> bool:
    return max(sizes) > _MAX_PART or len(sizes) > _MAX_PARTS or sum(sizes) > _MAX_UNPACKED


def chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """分段读取 — a part of an archive, piece by piece."""
    with archive.open(name) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _sheets(archive: zipfile.ZipFile, wanted: Wanted) -> Iterator[Sheet]:
    targets = _targets(archive)
    root = _xml(archive, _BOOK)
    book = _book(archive, root, dict(targets.values()))
    listed = [(sheet, *targets[_relation(sheet)]) for sheet in _elements(root, "sheet")]
    parts = [part for _, _, part in listed]
    if len(set(parts)) < len(parts):  # each sheet is a part of its own
        raise ValueError(parts)
    for element, kind, part in listed:
        name = element.get("name", "")
        if kind == "worksheet" and wanted(name):
            sheet = Sheet(name, book)
            sheet.read(chunks(archive, part))
            sheet.facts.concealed = element.get("state", "visible") != "visible"
            yield sheet


def _book(archive: zipfile.ZipFile, root: ElementTree.Element, parts: dict[str, str]) -> Book:
    room = Room()
    texts = Texts(room)
    if "sharedStrings" in parts:
        texts.read(chunks(archive, parts["sharedStrings"]))
    since_1904 = any(look.get("date1904") in ("1", "true") for look in _elements(root, "workbookPr"))
    kinds = _number_formats(_xml(archive, parts["styles"])) if "styles" in parts else []
    return Book(room, texts.found, kinds, DAY_ONE[since_1904])


def _number_formats(styles: ElementTree.Element) -> list[Kind]:
    codes = {format.get("numFmtId"): format.get("formatCode", "") for format in _elements(styles, "numFmt")}
    looks = next(_elements(styles, "cellXfs"), ())
    numbers = [look.get("numFmtId", "0") for look in looks]
    return [kind_of(int(number), codes.get(number, "")) for number in numbers]


def _targets(archive: zipfile.ZipFile) -> _Targets:
    targets: _Targets = {}
    for relation in _xml(archive, "xl/_rels/workbook.xml.rels"):
        if relation.get("TargetMode") != "External":
            part = posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
            targets[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], part)
    return targets


def _relation(listed: ElementTree.Element) -> str:
    """The id of a relation, in whichever of its two namespaces."""
    return next((value for name, value in listed.items() if name.endswith("}id")), "")


def _elements(root: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (element for element in root.iter() if str(element.tag).rpartition("}")[2] == name)


def _may_have_entities(data: bytes) -> bool:
    return b"<!DOCTYPE" in data or b"\0" in data  # also where they hide in UTF-16


def _xml(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    if archive.getinfo(name).file_size > _MAX_SMALL:
        raise LargeError
    data = archive.read(name)
    if _may_have_entities(data):
        raise ValueError(name)
    return ElementTree.fromstring(data)
