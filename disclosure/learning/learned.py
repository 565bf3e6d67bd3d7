"""学成 — a published document becomes a data folder: data of its year, the city's own words as a pack."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, starmap
from operator import eq
from pathlib import Path

from disclosure import files, packs, sources, temporary
from disclosure.errors import InputError, Problem, Source
from disclosure.importing.import_file import Entry
from disclosure.importing.reading.forms import location
from disclosure.learning import opening_budgets
from disclosure.learning.gaps import EXPLAINED, may_be_text
from disclosure.learning.learned_data import LearnedData, learn_data
from disclosure.learning.learned_words import LearnedWords, learn_words, tries_of
from disclosure.learning.nothing_told import with_nothing
from disclosure.learning.valid_entries import valid_entries
from disclosure.loading import expected_data, read
from disclosure.loading.data_files import IMPORTED
from disclosure.loading.published.blocks import PublishedDocument
from disclosure.loading.reading_state import Loc
from disclosure.model import Submission
from disclosure.packs.pack_chain import usable
from disclosure.sources import (
    PACKS_FOLDER,
    DocumentSource,
    NamedPack,
    PackChoice,
    Progress,
    named_pack,
    silent,
    telling,
)

_PACK = ("模板",)
_OWN = "自有数据."
REPORT = "学到和没学到.txt"


@dataclass(frozen=True, slots=True)
class Learned:
    """学成的 — of a document: its data with the texts, its words, the pack that it is made with.

    The pack is the nearest one, that of the data, where that says it all.
    """

    data: LearnedData
    words: LearnedWords
    pack: str

    @property
    def files(self) -> Mapping[str, bytes]:
        """各文件 — of the data folder."""
        own = {f"{PACKS_FOLDER}/{self.pack}/{path}": text for path, text in self.words.files.items()}
        told = "".join(f"{line}\n" for line in self.lines())
        return {
            IMPORTED: self.data.written(),
            **{path: text.encode() for path, text in own.items()},
            REPORT: told.encode(),
        }

    def lines(self) -> Iterator[str]:
        """学到和没学到 — in sentences."""
        yield self.learnt
        for title, lines in self.not_learnt().items():
            yield f"{title} {len(lines)} 处："
            yield from map("  {}".format, lines)

    @property
    def learnt(self) -> str:
        """学到的 — in one sentence."""
        data, words = self.data, self.words
        changed = f"，另有 {sum(map(_line_count, words.files.values()))} 行自己的写法" if words.files else ""
        return f"年度 {data.year}，单位 {data.unit}，录入 {len(data.entries)} 处；模板是 {data.pack}{changed}"

    def not_learnt(self) -> Mapping[str, Sequence[str]]:
        """没学到的 — sentences by what is wrong with them; nothing that has none."""
        data, words = self.data, self.words
        told = {
            "写错的，没有学，请核对": [
                f"{one.place.source}：{one.name}：{one.message}" for one in data.wrong
            ],
            "与学到的数不同的": [
                f"{one.place.source}：写的是{one.stated}，照数据是{one.expected}" for one in words.wrong
            ],
            "数据里拿不准的": list(data.notes),
            "模板里没有、照原文存为文字的节，每年要重写": [
                path.removeprefix(_OWN) for path in words.texts if path.startswith(_OWN)
            ],
            "没有学会的句子": [f"{one.place.source}：{one.reason}：{one.text}" for one in words.not_learnt],
            "照原文写就通不过模板检查的措辞，没有学": [
                f"{'.'.join(one.keys)}“{one.value}”：{one.reason}" for one in words.refused
            ],
        }
        return {title: lines for title, lines in told.items() if lines}


def _line_count(text: str) -> int:
    return len(text.splitlines())


def learn(
    document: DocumentSource,
    *,
    tables: Iterable[DocumentSource] = (),
    pack: PackChoice = "",
    roots: Iterable[Path | str] = (),
    progress: Progress = silent,
) -> Learned:
    """由公开的文件学 — last year's document, tables and budgets beside it; raises InputError and PackError.

    Without a pack the nearest one is found. What the document contradicts itself is told, not learnt.
    """
    with sources.as_files(tables) as files_beside:
        read = sources.document(document)
        return _learned(read, files_beside, named_pack(pack, roots), telling(progress))


def _learned(
    document: PublishedDocument, tables: Sequence[Path], named: NamedPack, tell: Progress
) -> Learned:
    tell(f"学 {document.name} 的数据")
    beside = opening_budgets.sorted_out(tables)
    told = learn_data(document, pack=named.name, roots=named.roots, tables=beside.tables)
    base = packs.resolve(told.pack, named.roots)
    data = with_nothing(told, lambda more: tries_of(document, _read_back(more, document.name), base, ""))
    submission = _read_back(data, document.name)
    name = _name_of(submission)
    tell("学本地的写法")
    words = learn_words(
        document, submission, base, name, [(finding.stated, finding.expected) for finding in data.wrong]
    )
    used = name if words.files else base.name
    texts = _where_nothing_is(data.entries, _typed(words.texts, Source(document.name), submission))
    budgets = opening_budgets.entries_of(beside.budgets, data)
    entries, left_out = valid_entries({**texts, **budgets, **data.entries, _PACK: (used, ())})
    notes = (*data.notes, *opening_budgets.told(beside.budgets, data), *left_out)
    return Learned(replace(data, entries=entries, notes=notes), words, used)


def _typed(texts: Mapping[str, str], source: Source, submission: Submission) -> dict[Loc, Entry]:
    """Texts at their places; no number, as what stands there may be another one, and no table."""
    explained = {path: text for path, text in texts.items() if path.startswith(EXPLAINED)}
    placed = (
        (location(path), text) for path, text in texts.items() if path not in explained and may_be_text(path)
    )
    said = chain(chain.from_iterable(starmap(_entries_of, placed)), _explanations(explained, submission))
    return {loc: (text, (source,)) for loc, text in said}


def _explanations(texts: Mapping[str, str], submission: Submission) -> Iterator[tuple[Loc, str]]:
    """名词.2120803 is a row of a list, with its name; behind those that there are."""
    for number, (path, text) in enumerate(texts.items(), len(submission.glossary)):
        yield ("名词", number, "名称"), path.removeprefix(EXPLAINED)
        yield ("名词", number, "解释"), text


def _where_nothing_is(entries: Mapping[Loc, Entry], typed: Mapping[Loc, Entry]) -> dict[Loc, Entry]:
    """Texts where there is nothing yet, neither above nor below."""
    kept: dict[Loc, Entry] = {}
    for loc, one in typed.items():
        if not any(map(partial(_is_of_one_line, loc), (*entries, *kept))):
            kept[loc] = one
    return kept


def _is_of_one_line(one: Loc, other: Loc) -> bool:
    """Whether one is the other or stands above it."""
    return all(map(eq, one, other))


def _entries_of(loc: Loc, text: str) -> Iterator[tuple[Loc, str]]:
    """A list of names is printed with 、 between them."""
    shape = expected_data.at(loc)
    if shape.kind == "list" and shape.item.kind == "word":
        yield from (((*loc, number), name) for number, name in enumerate(text.split("、")))
    else:
        yield loc, text


def _name_of(submission: Submission) -> str:
    """A pack is called as its body and year are."""
    department = submission.department
    return usable(f"{department.short_name or department.full_name}{submission.year}")


def _read_back(data: LearnedData, shown: str) -> Submission:
    """The data as a folder of them is read; raises InputError where the document says too little."""
    with tempfile.TemporaryDirectory(dir=temporary.folder()) as folder:
        (Path(folder) / IMPORTED).write_bytes(data.written())
        try:
            return read(Path(folder))
        except InputError as error:
            raise InputError(_too_little(error, shown)) from error


def _too_little(error: InputError, shown: str) -> Iterator[Problem]:
    yield Problem("读出的还不够一份数据，没有学；请看是不是部门决算公开的文件", Source(shown))
    yield from (replace(problem, source=Source(shown)) for problem in error.problems)


def write(learned: Learned, folder: Path) -> tuple[Path, ...]:
    """写成数据文件夹 — all files or none; raises InputError where the folder has some of them."""
    files.require_free(folder, [IMPORTED, REPORT, PACKS_FOLDER])
    return files.write_all(list(learned.files.items()), folder)
