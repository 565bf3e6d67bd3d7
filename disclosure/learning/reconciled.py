"""核对手改的文件 — what somebody changed by hand in a finished DOCX, and where each change may belong.

Nothing is taken over: the data folder and the packs stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import chain, filterfalse
from operator import attrgetter
from pathlib import Path
from typing import Any, ClassVar, Literal

from disclosure import api
from disclosure.document import Document, Heading, Style, Text
from disclosure.document.tables_on_pages import paged
from disclosure.learning.edit_sources import Sources
from disclosure.learning.edited_pairs import Pairs
from disclosure.learning.line_changes import Change, changes
from disclosure.learning.made_lines import MadeBlock, made
from disclosure.learning.recorded_pack import recorded_pack
from disclosure.learning.table_edits import TableEdit, edits, said
from disclosure.loading import data_files
from disclosure.loading.word.marked_blocks import MarkedBlock, MarkedFile, read
from disclosure.loading.word.word_package import DocxError
from disclosure.outputs import writer
from disclosure.outputs.docx.reference_look import read_look
from disclosure.rows import Rows
from disclosure.sources import UNNAMED, DataSource, DocumentSource, PackChoice, named_pack, submission_of

Kind = Literal[
    "改词", "改数", "填入", "删行", "添行", "删段", "添段", "删表", "添表", "重打的表", "移动", "修订"
]
_OF_CHANGE: dict[str, Kind] = {"文字": "改词", "数": "改数", "填入": "填入"}
_OF_TABLE: dict[str, Kind] = {"删行": "删行", "添行": "添行", "重打": "重打的表"}
_SHOWN = 20
_MANY = 20  # blocks that are whole on one side alone: a hand does not do that
_WHOLE_BLOCKS = {"删段", "添段", "删表", "添表"}


@dataclass(frozen=True, slots=True)
class HandEdit:
    """一处手改 — where in the edited file, below which heading, what was and what is, where it may belong.

    `figure` is the printed figure that says otherwise. Of what is gone the place is that in the file as the
    data make it now.
    """

    kind: Kind
    place: str
    heading: str
    before: str
    after: str
    offer: str
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Reconciled(Rows):
    """核对所得 — the edits in reading order, and what else is to be said of the file."""

    columns: ClassVar[tuple[str, ...]] = tuple(field.name for field in fields(HandEdit))
    file: str
    edits: tuple[HandEdit, ...]
    remarks: tuple[str, ...] = ()

    def records(self) -> list[dict[str, Any]]:
        """各行 — an edit each."""
        return list(map(asdict, self.edits))


@dataclass(frozen=True, slots=True)
class MadeNow:
    """现在的一份 — what a data folder makes, read back as an edited file is, and where it comes from."""

    blocks: tuple[MadeBlock, ...]
    sources: Sources
    pack: str


def reconcile(
    source: DataSource,
    edited: DocumentSource,
    *,
    pack: PackChoice = "",
    roots: Iterable[Path | str] = (),
) -> Reconciled:
    """核对手改的文件 — a DOCX made from data and edited since, against what the data make now.

    Without `pack` it is the one that the record of the build beside the file names (上次生成.json), else
    that of the data. Packs in `roots` come before the folder's own. Raises InputError of what cannot be
    read, PackError.
    """
    used = pack or recorded_pack(edited, named_pack("", roots, source))
    return reconciled_with(made_now(source, pack=used, roots=roots), edited)


def made_now(source: DataSource, *, pack: PackChoice = "", roots: Iterable[Path | str] = ()) -> MadeNow:
    """现在的一份 — of a department's data; for who holds several edited files against it."""
    composed = api.compose(source, pack=pack, roots=roots, draft=True, working=True)
    submission = submission_of(source)
    found = named_pack(pack, roots, source).chain(submission)
    sources = Sources(submission, found, composed.document, composed.document.origins)
    return MadeNow(tuple(_made_blocks(composed.document, composed.style)), sources, found.name)


def reconciled_with(now: MadeNow, edited: DocumentSource) -> Reconciled:
    """与现在的一份核对 — an edited file; likewise."""
    name, data = _name_and_data(edited)
    theirs = _file(data, name)
    told = tuple(_Edits(now.blocks, theirs.blocks, now.sources).all())
    remarks = (*_remarks(theirs), *_of_another_pack(told, now.pack))
    return Reconciled(name, (*_revised(theirs), *told), remarks)


def _name_and_data(edited: DocumentSource) -> tuple[str, bytes]:
    if isinstance(edited, bytes):
        return UNNAMED, edited
    return Path(edited).name, data_files.content(Path(edited), Path(edited).name)


def _file(data: bytes, shown: str) -> MarkedFile:
    try:
        return read(data)
    except DocxError as error:
        raise data_files.fault(str(error), shown) from None


def _made_blocks(document: Document, style: Style) -> list[MadeBlock]:
    (file,) = writer("docx")(document, style, "现在的")
    blocks = list(filterfalse(attrgetter("is_contents"), read(file.data).blocks))
    return made(blocks, paged(document, read_look(style).paper))


def _revised(file: MarkedFile) -> Iterator[HandEdit]:
    """What revisions put in and took out; they are read as accepted, so the edits are told, too."""
    if file.put_in or file.taken_out:
        offer = f"有修订痕迹，按全部接受来读：新增{len(file.put_in)}处，删去{len(file.taken_out)}处"
        before, after = ("、".join(map(_shown_text, part)) for part in (file.taken_out, file.put_in))
        yield HandEdit("修订", "全文", "", before, after, offer)


def _remarks(file: MarkedFile) -> Iterator[str]:
    if file.comments:
        yield f"有批注{file.comments}处，批注里的话没有比"


def _of_another_pack(told: Sequence[HandEdit], pack: str) -> Iterator[str]:
    """Where most of it are blocks that stand on one side alone, no hand did that."""
    whole = [one for one in told if one.kind in _WHOLE_BLOCKS]
    if len(whole) >= _MANY and len(whole) * 2 > len(told):
        yield (
            f"{len(told)} 处不同里有 {len(whole)} 处是整段、整张表的添和删："
            f"这份文件可能是用另一个模板生成的，现在比的是模板 {pack}；是的，请用 --pack 写明生成它的模板"
        )


def _shown_text(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


class _Edits:
    """Both sides, which blocks are the same, and what is told of each."""

    def __init__(self, ours: Sequence[MadeBlock], theirs: Sequence[MarkedBlock], sources: Sources) -> None:
        self._ours, self._sources = ours, sources
        self._theirs = list(filterfalse(attrgetter("is_contents"), theirs))
        self._pairs = Pairs([one.read for one in ours], self._theirs)
        self._moved = self._pairs.moved()
        self._heading = ""

    def all(self) -> Iterator[HandEdit]:
        """In the order of the edited file; what is gone where it stood."""
        of_edited, told = self._pairs.of_edited, 0
        for index, block in enumerate(self._theirs):
            there = of_edited.get(index)
            if there is not None and there not in self._moved:
                yield from chain.from_iterable(map(self._gone, range(told, there)))
                told = max(told, there + 1)
            yield from self._added(block) if there is None else self._of(there, block)
        yield from chain.from_iterable(map(self._gone, range(told, len(self._ours))))

    def _gone(self, index: int) -> Iterator[HandEdit]:
        if index in self._pairs.of_made:
            return
        one = self._ours[index].read
        offer = "现在的数据和模板会写这一段；不要的，在模板里删去这一块，或在数据里去掉这一项"
        if one.is_table:
            yield self._edit("删表", _edit_place(one), (said(one.rows[0]), ""), "现在的数据和模板会写这张表")
        else:
            yield self._edit("删段", _edit_place(one), (one.text, ""), offer)

    def _added(self, block: MarkedBlock) -> Iterator[HandEdit]:
        offer = "数据和模板里都没有；要留的，写进数据的文字，或在模板里加一块"
        if block.is_table:
            yield self._edit("添表", _edit_place(block), ("", said(block.rows[0])), offer)
        else:
            yield self._edit("添段", _edit_place(block), ("", block.text), offer)

    def _of(self, index: int, block: MarkedBlock) -> Iterator[HandEdit]:
        one = self._ours[index]
        if isinstance(one.block, Heading):
            self._heading = block.text
        if index in self._moved:
            text = said(block.rows[0]) if block.is_table else block.text
            offer = "次序在模板的 pack.toml（各部分、各节）里改；同一节里的，在那一节里改"
            yield self._edit("移动", _edit_place(block), (f"原来在{_edit_place(one.read)}", text), offer)
        if block.is_table:
            for edit in edits(one.read.rows, block.rows):
                yield from self._of_table(edit, one, block)
        else:
            for change in changes(one.line, block.text):
                yield self._changed(change, one.line, one, _edit_place(block))

    def _of_table(self, edit: TableEdit, one: MadeBlock, block: MarkedBlock) -> Iterator[HandEdit]:
        place = _edit_place(block, *(edit.edited or (None, None)))
        if edit.kind == "格" and edit.made:
            yield from self._of_cell(edit, one, place)
        elif edit.kind != "格":
            offer = _OF_ROWS[edit.kind]
            yield self._edit(_OF_TABLE[edit.kind], place, (edit.before, edit.after), offer)

    def _of_cell(self, edit: TableEdit, one: MadeBlock, place: str) -> Iterator[HandEdit]:
        """A cell that prints a value is a number, whole; of others, words."""
        cell = one.cell(*(edit.made or (0, 0)))
        found = changes(cell.content, edit.after)
        if cell.value is None:
            yield from (self._changed(change, cell.content, one, place) for change in found)
        else:
            figure = next((run.figure for run in cell.content if run.figure), "") or cell.name
            offer = self._sources.of_figure(figure, edit.before, edit.after)
            yield self._edit("改数", place, (edit.before, edit.after), offer, figure)

    def _changed(self, change: Change, line: Sequence[Text], one: MadeBlock, place: str) -> HandEdit:
        figure = next(iter(change.figures), "") if change.kind == "数" else ""
        match change.kind:
            case "数":
                offer = "；".join(
                    self._sources.of_figure(id, change.before, change.after) for id in change.figures
                )
            case "填入":
                offer = self._sources.of_gap(change)
            case _:
                offer = self._sources.of_words(change, tuple(line), one.block)
        return self._edit(_OF_CHANGE[change.kind], place, (change.before, change.after), offer, figure)

    def _edit(self, kind: Kind, place: str, both: tuple[str, str], offer: str, figure: str = "") -> HandEdit:
        return HandEdit(kind, place, self._heading, *both, offer, figure)


_OF_ROWS = {
    "删行": "现在的数据会写这一行；不该有的，在数据里去掉这一项",
    "添行": "数据里没有这一行；该有的，录入数据",
    "重打": "格的合并与写出的不同，没有逐格比；请核对表里的数",
}


def _edit_place(block: MarkedBlock, row: int | None = None, column: int | None = None) -> str:
    """Where it stands, as audits say it: paragraphs that say something are counted, tables apart."""
    if not block.is_table:
        return f"第{block.number}段"
    if row is None or column is None:
        return f"第{block.number}个表格"
    before = sum(cell.colspan for cell in block.rows[row][:column])
    return f"第{block.number}个表格第{row + 1}行第{before + 1}列"
