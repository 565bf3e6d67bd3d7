"""新的数据文件 — the files of a folder ready to be filled in by whoever writes YAML in an editor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from disclosure.loading.data_files import DATA_NAMES
from disclosure.loading.data_schema import FILE_NAME, of_data, printed
from disclosure.saving import yaml_lines
from disclosure.workbook import Content, texts_apart

# Editors that know YAML read it: the schema stands beside the data, nothing is asked of the net.
_HEAD = f"# yaml-language-server: $schema={FILE_NAME}\n"
_NAME = "全称"


def project_files(content: Content) -> list[tuple[str, bytes]]:
    """项目的文件 — the data file, the schema that its editor checks it by, and the files for long text."""
    named, texts = texts_apart(content)
    data = _HEAD.encode() + yaml_lines.document(_without_blanks(named.data))
    return [(DATA_NAMES[0], data), (FILE_NAME, printed(of_data(content.declared))), *texts]


def _without_blanks(value: Any) -> Any:
    """Without what is blank, which a sheet shows as cells to be filled in; the name must be."""
    if isinstance(value, Mapping):
        kept = {key: _without_blanks(part) for key, part in value.items()}
        return {key: part for key, part in kept.items() if part not in ("", {}, []) or key == _NAME}
    return list(map(_without_blanks, value)) if isinstance(value, list) else value
