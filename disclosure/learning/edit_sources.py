"""改动的来处 — which text of the data, slot or section of a pack, or figure made what was edited by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import chain, starmap

from disclosure.document import Block, Document, Heading, Line, Origin, TableBlock, plain
from disclosure.learning.line_changes import Change
from disclosure.model import Submission
from disclosure.model.key_paths import texts
from disclosure.packs import Chain
from disclosure.packs.linting.lint import strings
from disclosure.packs.linting.template_source import BlockSource, blocks

_LEAST = 4  # characters of a typed text that is known again in a line
_AROUND = 6  # characters beside an edit by which its block is found
_NUMBER_IN_SECTION = re.compile(r"(?<=.)-\d+$")
_ENDS = "。；"
_STOP = "。"
_IN_WORDS = 1  # characters of the form that name a slot


@dataclass(frozen=True)
class Sources:
    """来处 — of one department-year: its data, its packs, the origins of its figures."""

    submission: Submission
    chain: Chain
    document: Document
    origins: Mapping[str, Origin] = field(default_factory=dict)

    def of_words(self, change: Change, line: Line, block: Block | None) -> str:
        """词是哪里来的 — and what to write there so that it says what the edited file says."""
        whole = plain(line)
        if typed := self._typed(change, whole):
            return f"数据里录入的文字：{typed}，{_to_write(change)}"
        if slot := self._slot(change, whole):
            return f"模板的措辞“{slot}”：disclosure pack override 措辞 {slot}，再改成“{change.after}”"
        return self._section(change, whole, block) if block else ""

    def of_gap(self, change: Change) -> str:
        """填入的 — the key that was missing."""
        asked = change.before.strip("【】").removeprefix("待填：")
        return f"数据里还没有“{asked}”：填上“{change.after}”"

    def of_figure(self, figure: str, printed: str, said: str) -> str:
        """数 — where it comes from, and the question that only a person can answer."""
        origin = self._origin(figure)
        where = origin.source or origin.formula
        told = f"（{where}）" if where else ""
        return (
            f"{origin.name}{told}：现在的数据印“{printed}”，改成了“{said}”。"
            "数据错了的，改数据再生成；是笔误的，不必改"
        )

    def _origin(self, figure: str) -> Origin:
        return self.origins.get(figure, Origin(figure))

    @cached_property
    def _texts(self) -> list[tuple[str, str]]:
        return list(chain.from_iterable(starmap(_known_pieces, texts(self.submission))))

    def _typed(self, change: Change, whole: str) -> str:
        found = (path for path, piece in self._texts if _covers(whole, piece, change))
        return next(map(self._with_its_source, found), "")

    def _with_its_source(self, path: str) -> str:
        source = self.submission.source(path)
        return f"“{path}”（{source}）" if source else f"“{path}”"

    def _slot(self, change: Change, whole: str) -> str:
        """The longest slot of the wording that holds the words, and that the line says where they stand."""
        slots = filter(partial(_is_of_slot, change, whole), strings(dict(self.chain.wording)))
        keys, _ = max(slots, key=_length_of_slot, default=((), ""))
        return ".".join(keys)

    def _section(self, change: Change, whole: str, block: Block) -> str:
        if isinstance(block, TableBlock):
            return "表的行、栏、表注在模板的 tables/ 里；数据录入的名称在数据里"
        section = _NUMBER_IN_SECTION.sub("", block.id)
        source = self.chain.source(f"sections/{section}.j2")
        if source and _is_its_title(block):
            return f"模板 pack.toml 里“{section}”这一节的标题"
        return _of_section(section, source, change, whole) if source else ""


def _is_its_title(block: Block) -> bool:
    return isinstance(block, Heading) and block.id.endswith("-1")


def _of_section(section: str, source: tuple[str, str], change: Change, whole: str) -> str:
    inside = _block_of(source[0], change, whole)
    return f"模板的章节（{source[1]}）：disclosure pack override {section} {inside}".rstrip()


def _to_write(change: Change) -> str:
    to, instead = f"加上“{change.after}”", f"把“{change.before}”改成“{change.after}”"
    return instead if change.before else to


def _known_pieces(path: str, text: str) -> Iterator[tuple[str, str]]:
    pieces = map(_without_stop, text.splitlines())
    return ((path, piece) for piece in pieces if len(piece) >= _LEAST)


def _is_of_slot(change: Change, whole: str, slot: tuple[Sequence[str], str]) -> bool:
    is_named = len(change.before) > _IN_WORDS and change.before in slot[1]
    return is_named and _covers(whole, slot[1], change)


def _length_of_slot(slot: tuple[Sequence[str], str]) -> int:
    return len(slot[1])


def _without_stop(text: str) -> str:
    return text.strip().rstrip(_ENDS)


def _covers(whole: str, text: str, change: Change) -> bool:
    start = whole.find(text, max(change.at - len(text), 0))
    reach = start + len(text) + len(_STOP)  # words typed at its end are of it, too
    return 0 <= start <= change.at and change.at + len(change.before) <= reach


def _block_of(source: str, change: Change, whole: str) -> str:
    """The smallest block of a section in which the words, or those beside them, stand."""
    holding = filter(partial(_says_any, list(_words_beside(change, whole))), blocks(source).values())
    return min(((len(one.text), one.name) for one in holding), default=(0, ""))[1]


def _says_any(said: Sequence[str], block: BlockSource) -> bool:
    return any(piece in block.text for piece in said)


def _words_beside(change: Change, whole: str) -> Iterator[str]:
    end = change.at + len(change.before)
    beside = (change.before, whole[max(change.at - _AROUND, 0) : change.at], whole[end : end + _AROUND])
    return (piece for piece in beside if len(piece) > _IN_WORDS)
