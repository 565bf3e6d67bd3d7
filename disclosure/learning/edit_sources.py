"""改动的来处 — which text of the data, slot or section of a pack, or figure made what was edited by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from disclosure.document import Block, Document, Heading, Line, Origin, TableBlock, plain
from disclosure.learning.line_changes import Change
from disclosure.model import Submission
from disclosure.model.key_paths import texts
from disclosure.packs import Chain
from disclosure.packs.linting.lint import strings
from disclosure.packs.linting.template_source import blocks

_LEAST = 4  # characters of a typed text that is known again in a line
_AROUND = 6  # characters beside an edit by which its block is found
_SECTION = re.compile(r"(.+)-\d+$")
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
        typed = self._typed(change, plain(line))
        if typed:
            return (
                f"数据里录入的文字：{typed}，把“{change.before}”改成“{change.after}”"
                if change.before
                else (f"数据里录入的文字：{typed}，加上“{change.after}”")
            )
        slot = self._slot(change, plain(line))
        if slot:
            return f"模板的措辞“{slot}”：disclosure pack override 措辞 {slot}，再改成“{change.after}”"
        return self._section(change, plain(line), block)

    def of_gap(self, change: Change) -> str:
        """填入的 — the key that was missing."""
        asked = change.before.strip("【】").removeprefix("待填：")
        return f"数据里还没有“{asked}”：填上“{change.after}”"

    def of_figure(self, figure: str, printed: str, said: str) -> str:
        """数 — where it comes from, and the question that only a person can answer."""
        origin = self.origins.get(figure)
        where = (origin.source or origin.formula) if origin else ""
        told = f"（{where}）" if where else ""
        return (
            f"{self.name(figure)}{told}：现在的数据印“{printed}”，改成了“{said}”。"
            "数据错了的，改数据再生成；是笔误的，不必改"
        )

    def name(self, figure: str) -> str:
        """数的名称 — in Chinese."""
        origin = self.origins.get(figure)
        return origin.name if origin else figure

    @cached_property
    def _texts(self) -> list[tuple[str, str]]:
        return [
            (path, piece)
            for path, text in texts(self.submission)
            for piece in map(_without_stop, text.splitlines())
            if len(piece) >= _LEAST
        ]

    def _typed(self, change: Change, whole: str) -> str:
        found = (path for path, piece in self._texts if _covers(whole, piece, change))
        path = next(found, "")
        source = self.submission.source(path) if path else None
        return f"“{path}”（{source}）" if source else path and f"“{path}”"

    def _slot(self, change: Change, whole: str) -> str:
        """The longest slot of the wording that holds the words, and that the line says where they stand."""
        if len(change.before) <= _IN_WORDS:
            return ""
        slots = [
            (text, ".".join(keys))
            for keys, text in strings(dict(self.chain.wording))
            if change.before in text and _covers(whole, text, change)
        ]
        return max(slots, key=lambda slot: len(slot[0]), default=("", ""))[1]

    def _section(self, change: Change, whole: str, block: Block | None) -> str:
        if block is None:
            return ""
        if isinstance(block, TableBlock):
            return "表的行、栏、表注在模板的 tables/ 里；数据录入的名称在数据里"
        found = _SECTION.match(block.id)
        section = found[1] if found else block.id
        source = self.chain.source(f"sections/{section}.j2")
        if source is None:
            return ""
        if isinstance(block, Heading) and block.id.endswith("-1"):
            return f"模板 pack.toml 里“{section}”这一节的标题"
        inside = _block_of(source[0], change, whole)
        return f"模板的章节（{source[1]}）：disclosure pack override {section} {inside}".rstrip()


def _without_stop(text: str) -> str:
    return text.strip().rstrip(_ENDS)


def _covers(whole: str, text: str, change: Change) -> bool:
    start = whole.find(text, max(change.at - len(text), 0))
    reach = start + len(text) + len(_STOP)  # words typed at its end are of it, too
    return 0 <= start <= change.at and change.at + len(change.before) <= reach


def _block_of(source: str, change: Change, whole: str) -> str:
    """The smallest block of a section in which the words, or those beside them, stand."""
    said = list(_words_beside(change, whole))
    holding = [
        (len(one.text), name)
        for name, one in blocks(source).items()
        if any(piece in one.text for piece in said)
    ]
    return min(holding, default=(0, ""))[1]


def _words_beside(change: Change, whole: str) -> Iterator[str]:
    end = change.at + len(change.before)
    beside = (change.before, whole[max(change.at - _AROUND, 0) : change.at], whole[end : end + _AROUND])
    return (piece for piece in beside if len(piece) > _IN_WORDS)
