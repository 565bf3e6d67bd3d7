"""新文件包 — a .docx written anew: the parts that were put in, under neutral names, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from xml.sax.saxutils import quoteattr
from zipfile import ZipFile, ZipInfo

from lxml import etree

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KINDS = "application/vnd.openxmlformats-officedocument"
_MAIN = f"{_KINDS}.wordprocessingml.document.main+xml"
_CONTENT_TYPES = {
    **{
        kind: f"{_KINDS}.wordprocessingml.{kind}+xml"
        for kind in ("styles", "numbering", "footnotes", "endnotes", "settings")
    },
    "theme": f"{_KINDS}.theme+xml",
    "chart": f"{_KINDS}.drawingml.chart+xml",
    "diagramData": f"{_KINDS}.drawingml.diagramData+xml",
    "diagramLayout": f"{_KINDS}.drawingml.diagramLayout+xml",
    "diagramQuickStyle": f"{_KINDS}.drawingml.diagramStyle+xml",
    "diagramColors": f"{_KINDS}.drawingml.diagramColors+xml",
}
_FOLDERS = {"chart": "charts/", "diagram": "diagrams/"}
_DATE = (1980, 1, 1, 0, 0, 0)
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass
class NewPackage:
    """新文件包 — filled part by part; stored as it is, so that the bytes depend on no compressor."""

    _parts: dict[str, tuple[str, bytes]] = field(default_factory=dict)  # name → content type, content
    _relations: dict[tuple[str, str], str] = field(default_factory=dict)  # type, target → id

    def add(self, kind: str, content: bytes) -> str:
        """加入部件 — of a kind that the main document refers to; gives the relation's id."""
        folder = next((folder for start, folder in _FOLDERS.items() if kind.startswith(start)), "")
        number = sum(name.startswith(f"word/{folder}{kind}") for name in self._parts) + 1
        name = f"{folder}{kind}{number}.xml"
        return self._put(kind, name, _CONTENT_TYPES[kind], content)

    def add_image(self, ending: str, content_type: str, content: bytes) -> str:
        """加入图片 — by its bytes; the same picture once."""
        known = next((name for name, part in self._parts.items() if part == (content_type, content)), "")
        number = sum(name.startswith("word/media/") for name in self._parts) + 1
        name = known.removeprefix("word/") or f"media/image{number}.{ending}"
        return self._put("image", name, content_type, content)

    def link(self, address: str) -> str:
        """加入网址 — that a reader follows."""
        return self._relate("hyperlink", address)

    def _put(self, kind: str, name: str, content_type: str, content: bytes) -> str:
        self._parts[f"word/{name}"] = (content_type, content)
        return self._relate(kind, name)

    def _relate(self, kind: str, target: str) -> str:
        return self._relations.setdefault((kind, target), f"rId{len(self._relations) + 1}")

    def save(self, document: etree._Element) -> bytes:
        """存盘 — with this main document."""
        parts = {"word/document.xml": (_MAIN, xml(document)), **self._parts}
        types = "".join(
            f"<Override PartName={quoteattr('/' + name)} ContentType={quoteattr(kind)}/>"
            for name, (kind, _) in parts.items()
        )
        rels = "application/vnd.openxmlformats-package.relationships+xml"
        defaults = f'<Default Extension="rels" ContentType="{rels}"/>'
        files = {
            "[Content_Types].xml": _root("Types", "content-types", defaults + types),
            "_rels/.rels": _root(
                "Relationships", "relationships", _relation_xml("rId1", "officeDocument", "word/document.xml")
            ),
            "word/_rels/document.xml.rels": _root("Relationships", "relationships", "".join(self._written())),
            **{name: content for name, (_, content) in parts.items()},
        }
        return zipped(files)

    def _written(self) -> list[str]:
        return [_relation_xml(id, kind, target) for (kind, target), id in self._relations.items()]


def xml(tree: etree._Element) -> bytes:
    """XML 文字 — of a tree, with its declaration."""
    return _DECLARATION + etree.tostring(tree)


def _relation_xml(id: str, kind: str, target: str) -> str:
    outside = ' TargetMode="External"' if kind == "hyperlink" else ""
    return f'<Relationship Id="{id}" Type="{_OFFICE}/{kind}" Target={quoteattr(target)}{outside}/>'


def _root(name: str, kind: str, inner: str) -> bytes:
    return _DECLARATION + f'<{name} xmlns="{_PACKAGE}/{kind}">{inner}</{name}>'.encode()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """打包 — the same files make the same bytes."""
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, content in files.items():
            entry = ZipInfo(name, _DATE)
            entry.create_system = 0
            archive.writestr(entry, content)
    return made.getvalue()
