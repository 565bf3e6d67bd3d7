"""附件 — reads the files that the office attaches: Markdown or plain text, or a .docx."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from disclosure.errors import InputError
from disclosure.loading import data_files, text_files
from disclosure.loading.reading_state import Data, Reading
from disclosure.model import AttachedFile, AttachmentFile, Submission
from disclosure.model.key_paths import item


def read(data: Mapping[str, Data], home: data_files.Home, reading: Reading) -> dict[str, AttachedFile]:
    """读取附件 — the content of each attached file, by its name in the data."""
    listed = data.get("附件")
    attached: dict[str, AttachedFile] = {}
    for index, entry in enumerate(listed if isinstance(listed, list) else []):
        match entry:
            case {text_files.FILE: str(name)}:
                attached |= _attached(name, f"{item('附件', index)}.{text_files.FILE}", home, reading)
    return attached


def _attached(name: str, path: str, home: data_files.Home, reading: Reading) -> dict[str, AttachedFile]:
    try:
        return {name: _attached_file(name, partial(text_files.content_in, home, name))}
    except InputError as error:
        reading.include(error.problems, path)
        return {}


def attach(submission: Submission, title: str, name: str, content: bytes) -> Submission:
    """附上文件 — the submission with one more attachment, given as the bytes of a .docx, .md or .txt file."""
    held = {**submission.files, name: _attached_file(name, lambda: content)}
    known = submission.with_origin(submission.places(), held, submission.last_year)
    one_more = AttachmentFile(title=title, file=name)
    return known.model_copy(update={"attachments": (*(submission.attachments or ()), one_more)})


def _attached_file(name: str, content: Callable[[], bytes]) -> AttachedFile:
    ending = name.lower()
    if ending.endswith(text_files.PLAIN):
        return AttachedFile(text=text_files.text_of(content(), name))
    if not ending.endswith(text_files.WORD):
        raise data_files.fault(
            "附件要用 .docx、.md 或 .txt 文件，请在 Word 或 WPS 中打开后另存为 .docx", name
        )
    return text_files.word_of(content(), name)
