"""Word 文件包 — opens the zip of a .docx safely and finds its parts; refuses what is no .docx in Chinese."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812 - an exception in spite of its name

from lxml import etree

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_LIMIT = 200 * 1024 * 1024  # unpacked; a zip bomb is far above, a report with photographs far below
_MAX_PARTS = 5_000
_MOST_ELEMENTS = 3_000_000  # begun and ended: a book of a thousand pages has as many
_ENCRYPTED = 1
_ON = ("", "1", "true", "on")
NOTHING = etree.Element("nothing")  # what is not there: it has no attributes and nothing in it
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_RESAVE = "请在 Word 或 WPS 中打开后另存为 .docx"


class DocxError(Exception):
    """Word 文件有误 — the file is no .docx that can be read; `str()` is the Chinese sentence."""


class BrokenPart(DocxError):  # noqa: N818 - the sentence is what it is
    """部件已损坏 — one part of the file cannot be read: the others may do without it."""


@cache
def w(name: str) -> str:
    """Word 元素名 — a name in the namespace of WordprocessingML."""
    return f"{{{_WORD}}}{name}"


def whole(text: str, otherwise: int) -> int:
    """整数 — the number of an attribute, or another where it holds none."""
    return int(text) if _WHOLE.fullmatch(text) else otherwise


@cache
def _steps(*names: str) -> str:
    return "/".join(map(w, names))


def child(parent: etree._Element | None, *names: str) -> etree._Element | None:
    """下级元素 — the element on a way down from another; None where there is none."""
    return None if parent is None else parent.find(_steps(*names))


def part_of(parent: etree._Element | None, *names: str) -> etree._Element:
    """下级元素 — the same, or the element that holds nothing; the parent itself by no name."""
    found = child(parent, *names) if names else parent
    return NOTHING if found is None else found


def all_below(parent: etree._Element | None, *names: str) -> list[etree._Element]:
    """全部下级元素 — the elements on a way down from another; none where it is not there."""
    return [] if parent is None else parent.findall(_steps(*names))


def value(parent: etree._Element | None, *names: str) -> str:
    """值 — what the element on a way down says; empty where there is none."""
    element = child(parent, *names)
    return "" if element is None else element.get(w("val"), "")


def text_of(element: etree._Element) -> str:
    """文字 — all text in an element."""
    return "".join(text.text or "" for text in element.iter(w("t")))


def is_on(parent: etree._Element, *names: str) -> bool:
    """是否打开 — whether a switch is there, and not turned off."""
    switch = child(parent, *names)
    return switch is not None and switch.get(w("val"), "") in _ON


def take_out(elements: Iterable[etree._Element]) -> None:
    """取出 — elements with all that is in them, where they have not gone already."""
    for element in elements:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


class Package:
    """文件包 — the parts of a .docx by name, its main document parsed."""

    def __init__(self, data: bytes) -> None:
        self._zip = _open(data)
        self._known_relationships: dict[str, list[etree._Element]] = {}
        self.main = self._target_of("", "/officeDocument") or ""
        self.document = self._document()

    def part(self, name: str) -> bytes | None:
        """部件 — the bytes of a part; None where there is none."""
        try:
            return self._zip.read(name)
        except KeyError:
            return None
        except (BadZipFile, ZlibError, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
            raise BrokenPart(f"文件已损坏，{_RESAVE}") from None

    def part_or_none(self, name: str) -> bytes | None:
        """完好的部件 — the bytes of a part; None for a broken one too."""
        try:
            return self.part(name)
        except BrokenPart:
            return None

    def all_names(self) -> list[str]:
        """全部部件名."""
        return self._zip.namelist()

    def xml(self, name: str) -> etree._Element | None:
        """XML 部件 — a part parsed without entities or network; None where there is none."""
        data = self.part(name)
        if data is None:
            return None
        if data.count(b"<") > _MOST_ELEMENTS:
            raise DocxError("内容过多，不像一份 Word 文档，请只留要用的部分，另存后再试")
        try:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError:
            raise BrokenPart(f"文件已损坏，{_RESAVE}") from None

    def related(self, kind: str) -> etree._Element | None:
        """相关部件 — the main document's part of a kind: styles, numbering."""
        name = self._target_of(self.main, f"/{kind}")
        return self.xml(name) if name else None

    def target(self, id: str) -> str | None:
        """关系目标 — the part that a relationship of the document names; None for one outside the file."""
        return next((target for known, _, target in self._relations(self.main) if known == id), None)

    def address(self, id: str) -> str:
        """关系网址 — what a relationship names outside the file; empty for one inside."""
        return self._outside.get(id, "")

    def names(self, kind: str) -> list[str]:
        """部件名 — the main document's parts of a kind: header, footer, comments."""
        return [target for _, relation, target in self._relations(self.main) if relation.endswith(f"/{kind}")]

    def texts(self, kind: str) -> Iterator[str]:
        """部件文字 — the text of each part of a kind."""
        roots = map(self.xml_or_none, self.names(kind))
        return (text_of(root).strip() for root in roots if root is not None)

    def xml_or_none(self, name: str) -> etree._Element | None:
        """完好的 XML 部件 — a part parsed; None for a broken one too."""
        try:
            return self.xml(name)
        except BrokenPart:
            return None

    def _document(self) -> etree._Element:
        root = self.xml(self.main)
        kind = "" if root is None else root.tag
        if kind == f"{{{_STRICT}}}document":
            raise DocxError(f"是“严格 Open XML”格式，{_RESAVE}（类型选“Word 文档”）")
        if root is None or kind != w("document"):
            raise DocxError(f"不是 Word 文档（可能是改了扩展名的其他文件），{_RESAVE}")
        if self._has_macros():
            raise DocxError(f"带有宏（.docm），{_RESAVE}（不带宏）")
        return root

    def _has_macros(self) -> bool:
        return b"macroEnabled.main" in (self.part("[Content_Types].xml") or b"")

    def _target_of(self, source: str, kind: str) -> str | None:
        return next(
            (target for _, relation, target in self._relations(source) if relation.endswith(kind)), None
        )

    def _relations(self, source: str) -> Iterator[tuple[str, str, str]]:
        folder = posixpath.dirname(source)
        for relation in self._relationships(source):
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
                yield relation.get("Id", ""), relation.get("Type", ""), target.lstrip("/")

    @cached_property
    def _outside(self) -> dict[str, str]:
        external = (
            found for found in self._relationships(self.main) if found.get("TargetMode") == "External"
        )
        return {found.get("Id", ""): found.get("Target", "") for found in external}

    def _relationships(self, source: str) -> list[etree._Element]:
        if source not in self._known_relationships:
            folder, name = posixpath.split(source)
            root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
            self._known_relationships[source] = [] if root is None else list(root.iter(_RELATIONSHIP))
        return self._known_relationships[source]


def _open(data: bytes) -> ZipFile:
    if data.startswith(_OLE):
        raise DocxError(f"是旧版 .doc 文件或加了密码，请去掉密码，{_RESAVE}")
    if not data.startswith(_ZIP):
        raise DocxError(f"不是 .docx 文件（可能只是改了扩展名），{_RESAVE}")
    try:
        opened = ZipFile(BytesIO(data))
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        raise DocxError("文件不完整（可能没有下载或复制完），请重新复制") from None
    _require_harmless(opened)
    return opened


def _require_harmless(opened: ZipFile) -> None:
    members = opened.infolist()
    if len(members) > _MAX_PARTS or _unpacked_size(members) > _LIMIT:
        raise DocxError(f"解压后超过 {_LIMIT // 1024 // 1024} MB，文件不正常或图片过大，请压缩图片后另存")
    if any(map(_is_encrypted, members)):
        raise DocxError(f"加了密码，请去掉密码，{_RESAVE}")


def _unpacked_size(members: list[ZipInfo]) -> int:
    return sum(member.file_size for member in members)


def _is_encrypted(member: ZipInfo) -> bool:
    return bool(member.flag_bits & _ENCRYPTED)
