"""输出 — each format is one function from a Document and a Style to finished files; it knows nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from disclosure import extensions
from disclosure.document import Document, PdfEngine, Style
from disclosure.errors import DisclosureError, OutputError, short
from disclosure.extensions import Extension


@dataclass(frozen=True, slots=True)
class Artifact:
    """成品文件 — a file name and its bytes."""

    name: str
    data: bytes


_NO_FILES = ("", "..")
Writer = Callable[[Document, Style, str], tuple[Artifact, ...]]

# Modules are imported on use: each brings a heavy library that the others do not need.
FORMATS = {
    "docx": "disclosure.outputs.docx",
    "pdf": "disclosure.outputs.pdf",
    "pdf-a": "disclosure.outputs.pdf:write_archive",
    "html": "disclosure.outputs.html",
    "cms": "disclosure.outputs.cms",
    "xlsx": "disclosure.outputs.xlsx",
    "csv": "disclosure.outputs.tidy_data:write_csv",
    "json": "disclosure.outputs.tidy_data:write_json",
}
CALLED = {
    "docx": "Word 文件",
    "pdf": "PDF",
    "html": "网页",
    "xlsx": "各张表的工作簿",
    "pdf-a": "存档用的 PDF",
    "csv": "各数的 CSV 文件",
    "json": "各数的 JSON 文件",
    "cms": "网站编辑器粘贴的片段",
}
# What the first file of a format is called behind the name of the document.
ENDINGS = {
    **{name: f".{name}" for name in ("docx", "pdf", "html", "xlsx", "csv", "json")},
    "pdf-a": "（存档）.pdf",
    "cms": ".cms.html",
}
# These hold the figures of the tables; every other format holds the whole document, sentence for sentence.
TABLES_ONLY = frozenset({"xlsx", "csv", "json"})


# What a format needs besides a document of any kind: it is looked at before the first file is made.
_NEEDS = {
    **dict.fromkeys(("xlsx", "csv", "json"), "disclosure.outputs.needed_tables:require_tables"),
    "pdf": "disclosure.outputs.pdf:require_engine",
    "pdf-a": "disclosure.outputs.pdf:require_archive",
}


PDF_ENGINES: Mapping[str, PdfEngine] = {"weasyprint": "weasyprint", "typst": "typst"}


def pdf_engine(name: str) -> PdfEngine | None:
    """PDF 引擎 — of that name, None for an empty one; raises OutputError for an unknown one."""
    if name and name not in PDF_ENGINES:
        raise OutputError(f"没有“{short(name)}”这种 PDF 引擎，可选：{'、'.join(PDF_ENGINES)}")
    return PDF_ENGINES.get(name)


def name_of(format: str | Writer) -> str:
    """格式的名称 — its name; of a function of one's own, that of the function."""
    return format if isinstance(format, str) else getattr(format, "__name__", type(format).__name__)


def writer(name: str | Writer) -> Writer:
    """输出格式 — the `write(document, style, stem)` of a format; raises OutputError for an unknown one.

    A function of one's own is taken as it is; like an extension, what goes wrong in it is told as its fault.
    """
    if not isinstance(name, str):
        return _looked_through(name, f"自己的输出“{name_of(name)}”", OutputError)
    if name in FORMATS:
        module, _, function = FORMATS[name].partition(":")
        delivered: Writer = getattr(import_module(module), function or "write")
        return delivered
    if extension := extensions.find("outputs", name):
        return _looked_through(extension.load(), str(extension), extension.fault)
    known = (*FORMATS, *extensions.names("outputs"))
    raise OutputError(f"没有“{name}”这种输出格式，可选：{'、'.join(known)}")


def require_possible(writers: Iterable[tuple[str, Writer]], document: Document, style: Style) -> None:
    """须能生成 — raises OutputError with every reason why some formats cannot be made of a document."""
    needing = defaultdict[str, list[str]](list)
    for name, write in writers:
        if name in _NEEDS and write is writer(name):
            needing[_NEEDS[name]].append(name)
    hindrances = (_hindrance(need, "、".join(names), document, style) for need, names in needing.items())
    reasons = "\n".join(filter(None, hindrances))
    if reasons:
        raise OutputError(reasons)


def hindrance(format: str, document: Document, style: Style) -> str:
    """为什么不能生成 — a format of a document, here; empty where it can be made."""
    try:
        require_possible([(format, writer(format))], document, style)
    except OutputError as error:
        return str(error)
    return ""


def formats_of(stem: str, files: Iterable[str]) -> tuple[str, ...]:
    """哪些格式 — that the files of a document are in, by their names."""
    there = set(files)
    return tuple(name for name, ending in ENDINGS.items() if f"{stem}{ending}" in there)


def _hindrance(need: str, names: str, document: Document, style: Style) -> str:
    """Why the formats that need something cannot be made; empty where they can."""
    module, _, function = need.partition(":")
    try:
        getattr(import_module(module), function)(document, style, names)
    except OutputError as error:
        return str(error)
    return ""


def others(names: Iterable[str]) -> tuple[Extension, ...]:
    """有关的扩展 — formats of other packages by these names; not used where one of ours has the name."""
    return tuple(extensions.concerned("outputs", names, FORMATS))


def _looked_through(write: Writer, whose: str, fault: Callable[[str], DisclosureError]) -> Writer:
    """A format that is not ours: what goes wrong in it, or comes out of it, is told as whose it is."""

    def written(document: Document, style: Style, stem: str) -> tuple[Artifact, ...]:
        try:
            artifacts = tuple(write(document, style, stem))
        except OutputError:
            raise
        except (Exception, SystemExit) as error:
            raise fault(f"{whose}出错：{type(error).__name__} {error}") from error
        if not all(map(_is_artifact, artifacts)):
            raise fault(f"{whose}给出的不是成品文件（Artifact，文件名不带路径）")
        return artifacts

    return written


def _is_artifact(made: Any) -> bool:
    """Whether it is a file by a plain name: a stranger's code may not be typed, nor write elsewhere."""
    return (
        isinstance(made, Artifact)
        and isinstance(made.name, str)
        and isinstance(made.data, bytes)
        and Path(made.name).name == made.name
        and made.name not in _NO_FILES
    )
