"""输出 — each format is one function from a Document and a Style to finished files; none knows anything else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from disclosure.document import Document, Style
from disclosure.errors import OutputError


@dataclass(frozen=True, slots=True)
class Artifact:
    """成品文件 — a file name and its bytes."""

    name: str
    data: bytes


Writer = Callable[[Document, Style, str], tuple[Artifact, ...]]

# Modules are imported on use: each brings a heavy library that the others do not need.
FORMATS = {
    "docx": "disclosure.outputs.docx",
    "pdf": "disclosure.outputs.pdf",
    "html": "disclosure.outputs.html",
    "cms": "disclosure.outputs.cms",
    "xlsx": "disclosure.outputs.xlsx",
    "csv": "disclosure.outputs.tidy_data:write_csv",
    "json": "disclosure.outputs.tidy_data:write_json",
}


def writer(name: str) -> Writer:
    """输出格式 — the `write(document, style, stem)` of a format; raises OutputError for an unknown one."""
    if name not in FORMATS:
        raise OutputError(f"没有“{name}”这种输出格式，可选：{'、'.join(FORMATS)}")
    module, _, function = FORMATS[name].partition(":")
    found: Writer = getattr(import_module(module), function or "write")
    return found
