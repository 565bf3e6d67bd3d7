"""试用 — a pack rendered for every trial department, so that it does not fail at the deadline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain as chained
from itertools import filterfalse, starmap
from pathlib import Path

from disclosure import api, outputs
from disclosure.authoring import trial_departments
from disclosure.document import Block, Heading, Paragraph, plain, walk
from disclosure.errors import DisclosureError
from disclosure.packs.linting.remark import Remark
from disclosure.packs.manifest import SectionGroup
from disclosure.packs.pack_chain import Chain

_NONSENSE = re.compile(
    r"[。，；：]{2,}|、[。，；]|None|nan|[增减][加少长]-|(?:增加|减少)0(?:\.0+)?(?:万元|元)|(?:增长|下降|降低)0(?:\.0+)?%"
    r"|\{\{|\}\}|\{%|（）|占-|为，|-0(?![.\d])"
    r"|([\u4e00-\u9fff]{2,6})\1|([的为是占])\2|占[^，。；、：\d]*的占"  # words said twice
)
_PAIRS = (("（", "）"), ("(", ")"), ("[", "]"), ("“", "”"), ("《", "》"))
_AROUND = 12


def trials(chain: Chain, roots: tuple[Path, ...]) -> Iterator[Remark]:
    """各次试用 — what went wrong with each trial department, and with the files of a normal one."""
    for name in trial_departments.names():
        yield from _tried(name, chain, roots)


def _tried(name: str, chain: Chain, roots: tuple[Path, ...]) -> Iterator[Remark]:
    try:
        department = trial_departments.asked(name, chain)
        composed = api.compose(department, draft=True, working=True, roots=roots)
    except DisclosureError as error:
        yield from (Remark("P301", f"试用部门“{name}”：{line}") for line in str(error).splitlines())
        return
    if composed.missing:
        missing = "、".join(composed.missing[:5])
        yield Remark("P302", f"试用部门“{name}”没有这些数据，相应处未能试到：{missing}", severity="提示")
    yield from said(name, chain, list(walk(composed.document)))
    if name == trial_departments.NORMAL:
        yield from _unwritable(composed)


def said(name: str, chain: Chain, blocks: Sequence[Block]) -> Iterator[Remark]:
    """所印的 — what is wrong with what a trial department prints; what a normal one does not print."""
    yield from chained.from_iterable(starmap(partial(_nonsense, name), texts(blocks)))
    if name == trial_departments.NORMAL:
        yield from _silent(chain, blocks)


def _nonsense(name: str, id: str, text: str) -> Iterator[Remark]:
    for wrong in _NONSENSE.finditer(text):
        around = text[max(wrong.start() - _AROUND, 0) : wrong.end() + _AROUND]
        yield Remark("P303", f"试用部门“{name}”的 {id} 印出“…{around}…”，其中“{wrong.group()}”不通")
    for begin, end in filter(partial(_is_unpaired, text), _PAIRS):
        yield Remark("P303", f"试用部门“{name}”的 {id} 印出“{text[:_AROUND]}…”，其中“{begin}{end}”不成对")


def _is_unpaired(text: str, pair: tuple[str, str]) -> bool:
    begin, end = map(text.count, pair)
    return begin != end


def texts(blocks: Iterable[Block]) -> list[tuple[str, str]]:
    """各段文字 — id and text of each heading and paragraph."""
    spoken = [block for block in blocks if isinstance(block, Heading | Paragraph)]
    return [(block.id, plain(block.content)) for block in spoken]


def _silent(chain: Chain, blocks: Iterable[Block]) -> Iterator[Remark]:
    """A section of the printed parts that gave no block: nobody would notice that it is gone."""
    ids = [block.id for block in blocks]
    for section in filterfalse(chain.manifest.section_specs.get, sections(chain)):
        prefix = f"{section.replace('_', '-')}-"
        if not any(id.startswith(prefix) for id in ids):
            yield Remark("P304", f"试用部门“{trial_departments.NORMAL}”的章节 {section} 没有印出任何内容")


def sections(chain: Chain) -> list[str]:
    """各章节 — names of the sections of the printed parts, those in groups included."""
    return [name for part in chain.manifest.printed_parts() for name in _section_names(part.sections)]


def _section_names(entries: Iterable[str | SectionGroup]) -> Iterator[str]:
    for entry in entries:
        yield from [entry] if isinstance(entry, str) else _section_names(entry.sections)


def _unwritable(composed: api.Composed) -> Iterator[Remark]:
    for format in ("docx", "html"):
        try:
            outputs.writer(format)(composed.document, composed.style, composed.filename)
        except DisclosureError as error:
            yield Remark("P401" if "缺少样式" in str(error) else "P305", f"生成 {format}：{error}")
