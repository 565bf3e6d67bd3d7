"""文字文件 — puts the text of a file where the data says `{文件: 职责.md}`."""

from __future__ import annotations

import re

from disclosure.errors import InputError, Source
from disclosure.load import data_files
from disclosure.load.reading_state import Data, Reading, item, join

FILE = "文件"
ENDINGS = (".md", ".txt")
_ATTACHMENT = re.compile(r"附件\[\d+\]")  # an attachment's own 文件 is not a text to be put in place


def fill(data: dict[str, Data], home: data_files.Home, reading: Reading) -> dict[str, Data]:
    """填入文字 — the data with every text that stands in a file of its own."""
    return _with_texts(data, "", home, reading)


def _fill(value: Data, path: str, home: data_files.Home, reading: Reading) -> Data:
    match value:
        case list():
            return [_fill(part, item(path, index), home, reading) for index, part in enumerate(value)]
        case dict() if _is_file(value, path):
            return _file_text(str(value[FILE]), path, home, reading)
        case dict():
            return _with_texts(value, path, home, reading)
    return value


def _is_file(value: dict[str, Data], path: str) -> bool:
    is_alone = list(value) == [FILE] and isinstance(value[FILE], str)
    return is_alone and not _ATTACHMENT.fullmatch(path)


def _with_texts(data: dict[str, Data], path: str, home: data_files.Home, reading: Reading) -> dict[str, Data]:
    """An empty file is a text not written yet, not a text that says nothing."""
    filled = {key: _fill(part, join(path, key), home, reading) for key, part in data.items()}
    return {key: part for key, part in filled.items() if part != "" or data[key] == ""}


def _file_text(name: str, path: str, home: data_files.Home, reading: Reading) -> str:
    try:
        found = read(name, home)
    except InputError as error:
        reading.include(error.problems, path)
        return ""
    above = found[: len(found) - len(found.lstrip())].count("\n")
    reading.sources[path] = Source(name, above + 1 if above else None)
    return found


def read(name: str, home: data_files.Home) -> str:
    """读取文字 — the text of a .md or .txt file in the data's folder."""
    if not name.lower().endswith(ENDINGS):
        raise data_files.fault("文字只能放在 .md 或 .txt 文件里", name)
    return data_files.text(data_files.inside(home, name), name).replace("\r\n", "\n")
