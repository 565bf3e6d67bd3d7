"""文字一览 — every running text of a folder: the files that the data name, what stands in cells and lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from disclosure import api, packs
from disclosure.checks import passages
from disclosure.desk.workplace import Seen
from disclosure.document import Document
from disclosure.errors import InputError, Problem, Source
from disclosure.loading import data_files, expected_data, text_files, typed
from disclosure.loading.place_names import Gap, called, named_keys, taken_apart
from disclosure.loading.workbook import layout
from disclosure.model import Submission
from disclosure.model.pending import unconfirmed
from disclosure.outputs.text_places import TextPlaces

_BEGINNING = 40  # letters
_ENDINGS = (*text_files.PLAIN, text_files.WORD)
_NOT_SHOWN = (".", "※")


@dataclass(frozen=True, slots=True)
class _Written:
    """What somebody wrote."""

    text: str

    @property
    def begins(self) -> str:
        """开头 — its first words."""
        return " ".join(self.text.split())[:_BEGINNING]

    @property
    def pending(self) -> tuple[str, ...]:
        """待确认 — the marks of what nobody has confirmed."""
        return marks(self.text)


@dataclass(frozen=True, slots=True)
class OneText(_Written):
    """一处文字 — what it is, where it stands; how it reads and what prints it, or why it cannot."""

    path: str
    called: str
    source: Source
    read: packs.TextRead
    passage: str


@dataclass(frozen=True, slots=True)
class TextFile(_Written):
    """一个文字文件 — its texts in the data; without any the data do not name it, or another `instead`."""

    name: str
    called: tuple[str, ...]
    texts: tuple[OneText, ...]
    instead: str
    problems: tuple[str, ...]

    @property
    def is_word(self) -> bool:
        """是否 Word 文件 — which is written in Word, not here."""
        return self.name.lower().endswith(text_files.WORD)

    @property
    def faults(self) -> tuple[str, ...]:
        """错误 — why it cannot be read, or not be printed; each once."""
        return tuple(
            dict.fromkeys((*self.problems, *(one.read.fault for one in self.texts if one.read.fault)))
        )


class Texts:
    """文字一览 — of one state of a folder; what units' data give is listed with the units."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen
        self.names: dict[str, list[str]] = defaultdict(list)  # of files, with the key paths of what they hold
        self._holding = dict(_files_of_texts(seen))
        for path, name in self._holding.items():
            self.names[name].append(path)

    @cached_property
    def all(self) -> tuple[OneText, ...]:
        """各处文字 — in the order of the data; none where these cannot be read."""
        filled, composed = self._seen.filled, self._seen.composed
        return tuple(_read_texts(filled, composed.document)) if filled and composed else ()

    def files(self) -> list[TextFile]:
        """各个文字文件 — those that the data name, then others of the folder."""
        return list(map(self._file, (*self.names, *self._others())))

    def file(self, name: str) -> TextFile:
        """一个文字文件 — raises InputError for one that is not listed."""
        if name not in (*self.names, *self._others()):
            raise InputError([Problem("不是这个文件夹里的文字文件，请从文字页打开", name=name)])
        return self._file(name)

    def notes(self, name: str) -> tuple[str, ...]:
        """填写说明 — what the workbook says of the places that a file holds."""
        return tuple(layout.note_of(named_keys(taken_apart(path))) for path in self.names.get(name, ()))

    def in_data(self) -> dict[str, list[OneText]]:
        """数据里的文字 — that stand in no file of their own, by the sheet or the part of the data."""
        grouped: dict[str, list[OneText]] = defaultdict(list)
        for one in self._outside_files():
            grouped[_sheet_or_part(one)].append(one)
        return grouped

    def unwritten(self) -> list[Gap]:
        """还没有写的 — texts that are missing and stand in no file of their own."""
        there = {one.path for one in self.all}
        return [gap for gap in self._gaps() if gap.path not in there and self._is_of_data(gap)]

    def written_in(self, source: Source | None, path: str) -> str:
        """写在哪个文件里 — the text file that a place is; empty where it is none of this folder's."""
        name = self._holding.get(path, source.file if source else "")
        return name if name in self.names and not (source and source.unit) else ""

    def _outside_files(self) -> list[OneText]:
        return [one for one in self.all if one.source.file not in self.names]

    def _gaps(self) -> tuple[Gap, ...]:
        return self._seen.composed.gaps if self._seen.composed else ()

    def _is_of_data(self, gap: Gap) -> bool:
        is_elsewhere = (gap.source and gap.source.unit) or self.written_in(gap.source, gap.path)
        return not is_elsewhere and expected_data.is_prose(taken_apart(gap.path))

    def _others(self) -> list[str]:
        same = {PurePosixPath(data_files.slashes(name)).as_posix() for name in self.names}
        plain = sorted(path.name for path in filter(_is_plain_text, self._seen.folder.iterdir()))
        return [name for name in plain if name not in same]

    def _file(self, name: str) -> TextFile:
        paths = self.names.get(name, [])
        here = self._texts_at(paths)
        text, problems = self._text_of(name)
        return TextFile(
            text or "\n".join(one.text for one in here),
            name,
            tuple(map(self._seen.filled.facts.names.name if self._seen.filled else called, paths)),
            here,
            self._instead_of(name) if not paths else "",
            problems,
        )

    def _texts_at(self, paths: list[str]) -> tuple[OneText, ...]:
        return tuple(one for one in self.all if one.path in paths)

    def _instead_of(self, name: str) -> str:
        beside = (name.removesuffix(ending) + text_files.WORD for ending in text_files.PLAIN)
        return next((other for other in beside if other in self.names), "")

    def _text_of(self, name: str) -> tuple[str, tuple[str, ...]]:
        """Of a plain file, and why it cannot be read."""
        told = tuple(str(one) for one in self._seen.problems if _is_about(name, one))
        try:
            return _text_of_plain_file(self._seen.folder, name), told
        except InputError as error:
            return "", told or tuple(map(str, error.problems))


def of(seen: Seen) -> Texts:
    """文字一览 — of what a folder is now, made once."""
    return seen.once("texts", lambda: Texts(seen))


def marks(text: str) -> tuple[str, ...]:
    """待确认的标记 — of what nobody has confirmed."""
    return tuple(mark for _, mark in unconfirmed({"text": text}))


def _files_of_texts(seen: Seen) -> Iterator[tuple[str, str]]:
    """Key paths and the files that stand there."""
    named = _files_read(seen.submission) if seen.submission else _files_unread(seen)
    return ((path, name) for path, name in named if name.lower().endswith(_ENDINGS))


def _files_read(given: Submission) -> Iterator[tuple[str, str]]:
    yield from ((path, source.file) for path, source in given.places().items() if not source.unit)
    yield from ((path, source.file) for path, _, source in _in_attached_files(given))


def _files_unread(seen: Seen) -> tuple[tuple[str, str], ...]:
    try:  # what crashed is not read again
        return tuple(text_files.named(typed(seen.folder).data)) if seen.problems else ()
    except InputError:  # told among what cannot be read
        return ()


def _read_texts(filled: api.Filled, document: Document) -> Iterator[OneText]:
    facts = filled.facts
    reads, places = packs.texts_read(filled.chain, facts), TextPlaces(document)
    for path, text, source in _typed_here(facts.given or facts.submission):
        if read := reads.get(path):
            passage = places.place(read.id, read.lines)
            yield OneText(text, path, facts.names.name(path), source, read, passage)


def _typed_here(given: Submission) -> Iterator[tuple[str, str, Source]]:
    located = ((path, text, given.locate(path)) for path, text in passages.typed_texts(given))
    yield from ((path, text, source) for path, text, source in located if source and not source.unit)
    yield from _in_attached_files(given)


def _in_attached_files(given: Submission) -> Iterator[tuple[str, str, Source]]:
    return ((path, text, Source(file)) for path, file, text in passages.attached_texts(given))


def _text_of_plain_file(folder: Path, name: str) -> str:
    home, is_word = data_files.Home(folder, None, folder.name), name.lower().endswith(text_files.WORD)
    return "" if is_word else text_files.read(name, home).strip()


def _sheet_or_part(one: OneText) -> str:
    return (one.source.cell or "").rpartition("!")[0] or str(taken_apart(one.path)[0])


def _is_plain_text(path: Path) -> bool:
    is_named_so = path.suffix.lower() in text_files.PLAIN and not path.name.startswith(_NOT_SHOWN)
    return is_named_so and path.is_file()


def _is_about(name: str, problem: Problem) -> bool:
    is_there = problem.source is not None and problem.source.file == name
    return is_there or problem.message.startswith(f"“{name}”")
