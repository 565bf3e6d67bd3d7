"""文字文件 — puts the text of a file where the data says `{文件: 职责.md}`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from disclosure.errors import InputError, Source
from disclosure.loading import data_files
from disclosure.loading.reading_state import Data, Reading
from disclosure.model import AttachedFile, AttachedImage, AttachedText
from disclosure.model.key_paths import item, join, stepped, steps_below

FILE = "文件"
PLAIN, WORD = (".md", ".txt"), ".docx"
_ENDINGS = (*PLAIN, WORD)
_ENDINGS_BESIDE = {ending: [other for other in _ENDINGS if other != ending] for ending in _ENDINGS}
_NEAR = 15  # letters of the text before what is lost
_ATTACHMENT = re.compile(r"附件\[\d+\]")  # an attachment's own 文件 is not a text to be put in place


def fill(data: dict[str, Data], home: data_files.Home, reading: Reading) -> dict[str, Data]:
    """填入文字 — the data with every text that stands in a file of its own."""
    return _with_texts(data, "", home, reading)


def named(data: Data, path: str = "") -> Iterator[tuple[str, str]]:
    """写明的文件 — the key path of every text or attachment that stands in a file, and the file's name."""
    for step, part in steps_below(data):
        below = stepped(path, step)
        if isinstance(part, dict) and isinstance(part.get(FILE), str):
            yield below, str(part[FILE])
        else:
            yield from named(part, below)


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
        taken = _meant(name, home)
        found = _word_text(taken, home, reading) if _is_word(taken) else read(taken, home)
    except InputError as error:
        reading.include(error.problems, path)
        return ""
    above = found[: len(found) - len(found.lstrip())].count("\n")
    reading.sources[path] = Source(taken, above + 1 if above else None)
    return found


def _meant(name: str, home: data_files.Home) -> str:
    """The file that a name means: where it is absent or empty, one of another kind may stand in its place.

    职责.md as `new` made it, 职责.docx written in Word → 职责.docx
    """
    beside = [other for other in _of_all_kinds(name) if (home.folder / data_files.slashes(other)).is_file()]
    written = [other for other in beside if _is_word(other) or read(other, home).strip()]
    if len(written) > 1:
        message = f"同时有 {'、'.join(written)}，不知道以哪一个为准，请删去或移走多余的"
        raise data_files.fault(message, name)
    return written[0] if written else name


def _of_all_kinds(name: str) -> Iterator[str]:
    ending = PurePosixPath(data_files.slashes(name)).suffix
    if ending.lower() in _ENDINGS_BESIDE and not data_files.is_absolute(name):
        yield from (name, *(name.removesuffix(ending) + other for other in _ENDINGS_BESIDE[ending.lower()]))


def _is_word(name: str) -> bool:
    return name.lower().endswith(WORD)


def line_of(source: Source, number: int) -> Source:
    """第几行 — where a line (from 0) of a text stands: of a file of text its own, else the value's."""
    is_plain = source.file.lower().endswith(PLAIN)
    return replace(source, line=(source.line or 1) + number) if is_plain else source


def read(name: str, home: data_files.Home) -> str:
    """读取文字 — the text of a .md or .txt file in the data's folder."""
    if not name.lower().endswith(PLAIN):
        raise data_files.fault(
            "文字只能放在 .docx、.md 或 .txt 文件里，请在 Word 或 WPS 中打开后另存为 .docx", name
        )
    return text_of(content_in(home, name), name)


def content_in(home: data_files.Home, name: str) -> bytes:
    """文件内容 — the bytes of a file in the data's folder."""
    return data_files.content(data_files.inside(home, name), name)


def text_of(content: bytes, name: str) -> str:
    """文字 — of the bytes of a file."""
    return data_files.text_of(content, name).replace("\r\n", "\n")


def word_of(content: bytes, name: str) -> AttachedFile:
    """Word 文件 — what the bytes of a .docx hold."""
    from disclosure.loading import word  # noqa: PLC0415 - lxml only where there is a .docx

    try:
        return word.read(content)
    except word.DocxError as error:
        raise data_files.fault(str(error), name) from None


def _word_text(name: str, home: data_files.Home, reading: Reading) -> str:
    """Its paragraphs; a running text holds neither tables nor pictures: those are told of."""
    file = word_of(content_in(home, name), name)
    reading.remarks += (
        f"“{name}”没有带入：{lost}" for lost in (*file.lost, *file.withheld, *_not_text(file))
    )
    return "\n\n".join(part.text for part in file.parts if isinstance(part, AttachedText))


def _not_text(file: AttachedFile) -> Iterator[str]:
    near = ""
    for part in file.parts:
        if isinstance(part, AttachedText):
            near = " ".join(part.text.split())[:_NEAR]
        else:
            where = f"（“{near}”附近）" if near else "（文首）"
            yield ("图片" if isinstance(part, AttachedImage) else "表格") + where
