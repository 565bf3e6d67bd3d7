"""文件说到的科目 — functional subjects as sentences write them, and the paragraphs of the glossary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, takewhile

from disclosure.auditing.audit_finding import only_texts
from disclosure.auditing.running_texts import LEFT_OUT
from disclosure.auditing.subject_names import Judged, judged
from disclosure.loading.published.blocks import Place, PublishedDocument, PublishedText

_TRIPLE = re.compile(
    r"(?:^|(?<=[，；。：:“”\"\s]))\s*(?:[（(]?[\d一二三四五六七八九十]+[）)]?[.、．]?\s*)?"
    r"(?P<class>[^，；。：:“”\d\s（(]{2,24})\s*[（(]类[）)](?:支出)?\s*[-—－]*\s*"
    r"(?P<section>[^，；。：:“”\d]{2,40}?)\s*[（(]款[）)]\s*[-—－]*\s*(?P<item>[^，；。：:“”\d]{2,50}?)\s*[（(]项[）)]"
)
_GLOSSARY = re.compile(r".*名词解释\s*")
_PART = re.compile(r"第[一二三四五六七八九十]+部分|附[件表录]")
_LEVELS = {"class": 3, "section": 5, "item": 7}
_ROOT: tuple[str, ...] = ("2",)


@dataclass(frozen=True, slots=True)
class Spoken:
    """说到的科目 — its names as they are written, the paragraph, whether it is an entry of the glossary."""

    match: re.Match[str]
    block: PublishedText
    explained: bool

    def place(self, level: str) -> Place:
        """所在 — of the name of a level."""
        return self.block.place(self.match.start(level))

    def levels(self, year: int) -> dict[str, Judged]:
        """各级 — what each name is, from the 类 down, below the one above it."""
        above, found = _ROOT, dict[str, Judged]()
        for level, digits in _LEVELS.items():
            found[level] = judged(self.match[level], above, digits, year)
            above = found[level].codes
        return found

    def codes(self, year: int) -> tuple[str, ...]:
        """编码 — of the 项, where its names tell."""
        return self.levels(year)["item"].codes

    @property
    def name(self) -> str:
        """叫法 — of the 项."""
        return self.match["item"]


def of_document(document: PublishedDocument) -> list[Spoken]:
    """各处科目 — in order."""
    glossary = set(map(id, glossary_blocks(document)))
    blocks = filter(_is_of_text, only_texts(document.blocks))
    return list(chain.from_iterable(map(partial(_spoken, glossary), blocks)))


def _is_of_text(block: PublishedText) -> bool:
    return block.kind not in LEFT_OUT


def _spoken(glossary: set[int], block: PublishedText) -> Iterator[Spoken]:
    return (Spoken(match, block, id(block) in glossary) for match in _TRIPLE.finditer(block.text))


def glossary_blocks(document: PublishedDocument) -> list[PublishedText]:
    """名词解释各段 — below the heading, up to the next part of the document."""
    texts = list(filter(_is_of_text, only_texts(document.blocks)))
    begins = [number for number, block in enumerate(texts) if _begins_glossary(block)]
    return list(chain.from_iterable(map(partial(_below_heading, texts), begins[-1:])))


def _begins_glossary(block: PublishedText) -> bool:
    return block.kind == "heading" and _GLOSSARY.fullmatch(block.text.strip()) is not None


def _below_heading(texts: Sequence[PublishedText], heading: int) -> Iterator[PublishedText]:
    is_inside = partial(_goes_on, max(texts[heading].level, 1))
    return takewhile(is_inside, texts[heading + 1 :])


def _goes_on(level: int, block: PublishedText) -> bool:
    """Whether a section of a level goes on with it."""
    is_new = block.level <= level or _PART.match(block.text.strip())
    return block.kind != "heading" or not is_new
