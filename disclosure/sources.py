"""来源 — what the verbs are given: data in any form, the pack they name, the places where packs are.

Data are a folder or a file by its path, the bytes of a data file or workbook, the files of a folder by their
names, or a submission. A pack is named, or given as its folder or as its files by their names.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from disclosure import packs, temporary
from disclosure.errors import InputError, PackError, Problem
from disclosure.files import digest_of
from disclosure.loading import data_files, read
from disclosure.loading.expected_data import WHOLE
from disclosure.model import Submission, file_words
from disclosure.packs import Chain
from disclosure.packs.pack_chain import MANIFEST, usable
from disclosure.packs.toml_tables import parsed_toml
from disclosure.several import several

if TYPE_CHECKING:
    from disclosure.loading.published.blocks import PublishedDocument

_log = logging.getLogger("disclosure")
UNNAMED = "文件"  # what messages call one that is given by its bytes
PACKS_FOLDER = "templates"  # of a data folder: its own packs
DataFiles = Mapping[str, bytes]
DataSource = Submission | Path | str | bytes | DataFiles
DocumentSource = Path | str | bytes  # of what is published: by its path, or what it holds
Progress = Callable[[str], None]  # what is told at each step
PackFiles = Mapping[str, bytes | str]
PackChoice = str | Path | PackFiles
_NO_FILES = "给的是数据的内容，不是文件；请用 disclosure.Submission.model_validate(数据)"
_WORKBOOK, _DATA, _ZIP = "决算数据.xlsx", data_files.DATA_NAMES[0], b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class NamedPack:
    """所选模板 — its name, empty where none was chosen, and where packs are looked for, in order."""

    name: str
    roots: tuple[Path, ...]
    beside: tuple[Path, ...] = ()  # those of the roots that are the data's own

    def chain(self, submission: Submission) -> Chain:
        """模板链 — that of the chosen pack, else of the one that the data name; raises PackError.

        Where a pack of the data's own stands for the one named (代替), it is that one.
        """
        if self.name:
            return packs.resolve(self.name, self.roots)
        name = packs.standing_for(submission.pack, self.beside)
        return packs.resolve(name, self.roots, submission.source("模板"))


def silent(step: str) -> None:
    """不报进度 — where nobody asked to be told."""


def telling(progress: Progress) -> Progress:
    """报进度 — each step to the log `disclosure`, then to who asked."""

    def tell(step: str) -> None:
        _log.info(step)
        progress(step)

    return tell


def submission_of(source: DataSource) -> Submission:
    """读取数据 — a data folder or file, the bytes of one, or its files; raises InputError, all problems."""
    if isinstance(source, Submission):
        return source
    if isinstance(source, Path | str):
        return read(source)
    if isinstance(source, bytes):
        name = _WORKBOOK if source.startswith(_ZIP) else _DATA
        with _for_reading({name: source}) as folder:
            return read(folder / name)
    with _for_reading(_with_any_data(source)) as folder:
        return read(folder, data_files.NAMELESS)


def named_pack(pack: PackChoice, roots: Iterable[Path | str], *sources: DataSource) -> NamedPack:
    """所选模板 — with where packs are: the one given, `roots`, those of the data, those delivered.

    Of data that were read before nobody knows the folder any more: their own packs are what `roots` has.
    """
    (name, own), given = _chosen_pack(pack), tuple(map(Path, several(roots)))
    folders = tuple(chain.from_iterable(map(own_packs, sources)))
    beside = (*given, *folders) if any(isinstance(one, Submission) for one in sources) else folders
    return NamedPack(name, (*own, *given, *folders, packs.built_in()), beside)


def own_packs(source: DataSource) -> tuple[Path, ...]:
    """自己的模板 — the folder of packs that a data folder has; none of data without a folder."""
    if isinstance(source, Submission | bytes):
        return ()
    if isinstance(source, Path | str):
        return (home_of(Path(source)) / PACKS_FOLDER,)
    files = {name: data for name, data in source.items() if name.startswith(f"{PACKS_FOLDER}/")}
    return (staying(files) / PACKS_FOLDER,) if files else ()


def document(source: DocumentSource) -> PublishedDocument:
    """公开的文件 — its blocks; raises InputError."""
    from disclosure.loading import published  # noqa: PLC0415 - only where one is read

    if isinstance(source, bytes):
        return published.document_of(source, UNNAMED, UNNAMED)
    return published.document(Path(source), Path(source).name)


@contextmanager
def as_files(documents: Iterable[DocumentSource]) -> Iterator[list[Path]]:
    """各文件所在 — a path for each, as long as they are read."""
    numbered = enumerate(several(documents), 1)
    with tempfile.TemporaryDirectory(dir=temporary.folder()) as made:
        yield [_path_of(one, Path(made) / f"{UNNAMED}{number}") for number, one in numbered]


def _path_of(document: DocumentSource, place: Path) -> Path:
    if not isinstance(document, bytes):
        return Path(document)
    place.write_bytes(document)
    return place


def home_of(path: Path) -> Path:
    """数据文件夹 — of a data file or of itself."""
    return path if path.is_dir() else path.parent


def _chosen_pack(pack: PackChoice) -> tuple[str, tuple[Path, ...]]:
    """The name of a pack, and the folder it lies in where it was not given by its name alone."""
    if isinstance(pack, Mapping):
        name = _name_said_in(pack)
        return name, (staying({f"{name}/{file}": _bytes_of(text) for file, text in pack.items()}),)
    if isinstance(pack, Path) or "/" in pack or "\\" in pack:
        folder = Path(pack)
        if not (folder / MANIFEST).is_file():
            raise PackError(f"“{folder}”里没有 {MANIFEST}，不是模板的文件夹")
        return folder.resolve().name, (folder.resolve().parent,)
    return pack, ()


def _name_said_in(pack: PackFiles) -> str:
    if MANIFEST not in pack:
        raise PackError(f"所给的模板里没有 {MANIFEST}，请写上，里面至少有“名称”和“继承”")
    head = parsed_toml(_bytes_of(pack[MANIFEST]).decode(), MANIFEST)
    return usable(str(head.get("名称", "")), f"{MANIFEST}：")


def _bytes_of(text: bytes | str) -> bytes:
    return text.encode() if isinstance(text, str) else text


def _with_any_data(files: DataFiles) -> DataFiles:
    if not any(map(would_be_read, files)):
        if any(file_words.chinese_key(name, WHOLE) in WHOLE.keys for name in files):
            raise InputError([Problem(_NO_FILES)])
        known = "、".join(sorted(files)) or "（空的）"
        raise InputError([Problem(f"所给的文件里没有 {_DATA}，也没有填报工作簿（.xlsx）；给的是：{known}")])
    return files


def would_be_read(name: str) -> bool:
    """是否数据 — whether a file of a folder is data, by its name."""
    return name in (*data_files.DATA_NAMES, *data_files.BESIDE) or (
        "/" not in name and name.lower().endswith(data_files.WORKBOOKS)
    )


@contextmanager
def _for_reading(files: DataFiles) -> Iterator[Path]:
    """The files in a folder of this process, for as long as they are read."""
    with tempfile.TemporaryDirectory(dir=temporary.folder()) as made:
        folder = Path(made)
        _lay(files, folder)
        yield folder


def staying(files: DataFiles) -> Path:
    """安放 — files of packs in a folder that stays as long as the process: once for all that use the same."""
    folder = temporary.folder() / digest_of(files)
    if not folder.is_dir():
        made = Path(tempfile.mkdtemp(dir=temporary.folder()))
        _lay(files, made)
        with suppress(OSError):  # another thread was first
            made.rename(folder)
    return folder


def _lay(files: DataFiles, folder: Path) -> None:
    for name, data in files.items():
        path = PurePosixPath(name)
        if data_files.is_absolute(name) or ".." in path.parts or not path.name:
            raise InputError([Problem("不是文件夹里的名称，请写成“附件/报告.md”这样", name=name)])
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
