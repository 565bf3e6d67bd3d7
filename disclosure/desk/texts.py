"""文字 — the long texts of a folder, written on the page; figures in them are named, never typed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from starlette.responses import Response

from disclosure import files, packs
from disclosure.checks import Book
from disclosure.desk.asked import Area, Asked
from disclosure.desk.workplace import Seen
from disclosure.errors import InputError, PackError, Problem
from disclosure.loading import data_files, text_files
from disclosure.model.pending import unconfirmed

_MOST_OFFERED = 20
_LARGEST = 1_000_000  # letters of a text: a book
_CODE = re.compile(r"\.(\d+)(?=\.|$)")  # in the name of a figure; as a name it must stand in brackets
_AMOUNT = "元"


@dataclass(frozen=True, slots=True)
class TextFile:
    """一个文字文件 — its name, its first words, whether it still bears a mark of what nobody confirmed."""

    name: str
    begins: str
    is_empty: bool
    pending: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """一个可用的数 — what is written into the text, how it is called, how it prints now."""

    written: str
    called: str
    printed: str


def _texts_page(asked: Asked) -> Response:
    seen = asked.place.seen()
    return asked.page("texts", seen=seen, texts=list(_files_listed(seen.folder)))


def _text_page(asked: Asked) -> Response:
    seen, name = asked.place.seen(), asked.query.get("name", "")
    text = _text_in_file(seen.folder, name)
    return _editor(asked, seen, name, text)


def _editor(asked: Asked, seen: Seen, name: str, text: str, theirs: str | None = None) -> Response:
    """With `theirs` somebody else saved the file meanwhile: both are shown, nothing is lost."""
    stands = text if theirs is None else theirs
    sought = asked.query.get("q", "").strip()
    return asked.page(
        "text",
        200 if theirs is None else 409,
        seen=seen,
        file=name,
        text=text,
        theirs=theirs,
        digest=_digest_of_text(stands),
        marks=_marks_left(text),
        sought=sought,
        offered=list(offered(seen, sought)),
        faults=[str(one) for one in seen.problems if one.source and one.source.file == name],
    )


def _save(asked: Asked) -> Response:
    """保存 — whole, and only over what was opened."""
    seen, name = asked.place.seen(), asked.form.get("name", "")
    text, theirs = asked.form.get("text", ""), _text_in_file(asked.place.folder, name)
    if len(text) > _LARGEST:
        raise InputError([Problem(f"文字太长，最多 {_LARGEST} 字，请分成几个附件", name=name)])
    if asked.form.get("opened") != _digest_of_text(theirs):
        return _editor(asked, seen, name, text, theirs)
    if "confirm" in asked.form:
        text = _without_marks(text)
    ends = _line_ends(asked.place.folder, name)
    files.write_all([(name, text.replace("\n", ends).encode())], asked.place.folder)
    return asked.go("/text", name=name, said=f"已保存 {name}")


def _names_offered(asked: Asked) -> Response:
    """可用的数 — those whose names hold what was typed, for the list below the text."""
    found = offered(asked.place.seen(), asked.query.get("q", "").strip())
    data = [{"written": one.written, "called": one.called, "printed": one.printed} for one in found]
    return Response(json.dumps(data, ensure_ascii=False), media_type="application/json")


def offered(seen: Seen, sought: str) -> Iterator[Named]:
    """可用的数 — that a text may name, the first of those that are called so, with what they print now."""
    if seen.filled is None or not sought:
        return
    filled = seen.filled
    book = seen.once("names", lambda: Book(filled.facts.as_printed()))
    called = seen.once("called", lambda: _figures_of(book))
    fitting = [one for one in called if sought in one[0] or sought in one[1]]
    chosen = sorted(fitting, key=lambda one: _distance(one[0], sought))[:_MOST_OFFERED]
    written = [_as_named(name, unit) for name, _, unit in chosen]
    for (_, label, _), text, printed in zip(chosen, written, _as_printed(seen, written), strict=True):
        if printed:
            yield Named(text, label, printed)


def _figures_of(book: Book) -> list[tuple[str, str, str]]:
    """Name, what it is called, unit; cells of tables are no names of texts."""
    return [(name, one.label, one.unit) for name, one in book.items() if not name[:1].isascii()]


def _distance(name: str, sought: str) -> tuple[bool, int]:
    """Those that begin so come first, the shorter before the longer."""
    return not name.startswith(sought), len(name)


def _as_named(name: str, unit: str) -> str:
    """As a text names it: codes in brackets, amounts with the unit of the document."""
    path = _CODE.sub(lambda code: f'["{code[1]}"]', name)
    return f"{{{{ {path}|金额 }}}}" if unit == _AMOUNT else f"{{{{ {path} }}}}"


def _as_printed(seen: Seen, templates: Sequence[str]) -> list[str]:
    """What each prints; empty where a text cannot name it."""
    if seen.filled is None:
        return []
    try:
        return [*packs.printed(seen.filled.chain, seen.filled.facts, templates)]
    except PackError:
        few = len(templates) == 1
        return [""] if few else [said for one in templates for said in _as_printed(seen, [one])]


def named(folder: Path) -> list[str]:
    """文字文件 — the names of those that can be written here."""
    plain = (path for path in sorted(folder.iterdir()) if path.suffix.lower() in text_files.PLAIN)
    return [path.name for path in plain if path.is_file() and not path.name.startswith((".", "※"))]


def _files_listed(folder: Path) -> Iterator[TextFile]:
    for name in named(folder):
        text = _text_in_file(folder, name)
        begins = " ".join(text.split())[:40]
        yield TextFile(name, begins, not text.strip(), _marks_left(text))


def _text_in_file(folder: Path, name: str) -> str:
    """Raises InputError for what is no text file of the folder itself."""
    if "/" in data_files.slashes(name) or Path(name).suffix.lower() not in text_files.PLAIN:
        raise InputError([Problem("不是这个文件夹里的文字文件，请从文字页打开", name=name)])
    return text_files.read(name, data_files.find(folder, folder.name))


def _line_ends(folder: Path, name: str) -> str:
    """As the file has them: Notepad's stay Notepad's."""
    raw = text_files.content_in(data_files.find(folder, folder.name), name)
    return "\r\n" if b"\r\n" in raw else "\n"


def _marks_left(text: str) -> tuple[str, ...]:
    return tuple(mark for _, mark in unconfirmed({"text": text}))


def _without_marks(text: str) -> str:
    """Confirmed: every mark goes."""
    while marks := _marks_left(text):
        for mark in marks:
            text = text.replace(mark, "")
    return text


def _digest_of_text(text: str) -> str:
    return sha256(text.encode()).hexdigest()


AREA = Area({"/texts": _texts_page, "/text": _text_page, "/texts/names": _names_offered}, {"/text": _save})
