"""Packs for tests: a folder with the files given, and a department's document through it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import disclosure
from disclosure import api
from tests.departments import small, submission, text


def pack(
    root: Path, name: str = "甲", /, *, parent: str = "standard", files: dict[str, str] | None = None
) -> Path:
    """A pack of one's own in `root`; `files` by relative path, pack.toml made where it is not among them."""
    folder = root / name
    head = f'"名称" = "{name}"\n"版本" = "1.0"\n"继承" = "{parent}"\n'
    for path, content in {"pack.toml": head, **(files or {})}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8")
    return folder


def composed(folder: Path, data: dict[str, Any] | None = None) -> disclosure.Composed:
    """The small department through the pack in `folder`."""
    return api.compose(
        submission({**(data or small()), "模板": folder.name}), draft=True, roots=[folder.parent]
    )


def said(folder: Path, data: dict[str, Any] | None = None) -> str:
    """Its headings and paragraphs."""
    return text(composed(folder, data).document)
