"""改动 — what a pack changes of those above it, and what stood there when it did.

`overrides.toml` of a pack records a digest of the text above at each change: a pack that moved since is told.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from disclosure.errors import Source
from disclosure.packs.linting.lint import WORDING, strings, templates, typed_text
from disclosure.packs.linting.remark import Remark, Severity
from disclosure.packs.linting.template_source import blocks, outermost_blocks
from disclosure.packs.pack_chain import MANIFEST, Chain, Pack
from disclosure.packs.toml_tables import toml_string

RECORD = "overrides.toml"
WHOLE = "整节"
_EXTENDS = re.compile(r"\{%-?\s*extends\s+[\"']([^\"']+)[\"']")


@dataclass(frozen=True, slots=True)
class Override:
    """改动 — a file and the place in it: a block's name, 整节, or a slot of the wording (比较.下降)."""

    path: str
    name: str
    text: str
    source: Source

    @property
    def is_slot(self) -> bool:
        """是措辞 — a slot of the wording, not a place in a section."""
        return self.path == WORDING

    @property
    def command(self) -> str:
        """重记命令 — what records the text above as it is now."""
        section = "措辞" if self.is_slot else self.path.removeprefix("sections/").removesuffix(".j2")
        return f"disclosure pack override {section}" + ("" if self.name == WHOLE else f" {self.name}")

    def remark(self, code: str, message: str, severity: Severity = "错误") -> Remark:
        """意见 — about this change, at its place."""
        return Remark(code, message, self.source, severity)


@dataclass(frozen=True, slots=True)
class Above:
    """上级原文 — the text that a change stands in for, and the pack that has it."""

    pack: str
    version: str
    text: str

    @property
    def digest(self) -> str:
        """摘要 — of the text above."""
        return _digest(self.text)


def _digest(text: str) -> str:
    """Of a text without its blank edges: a change of indentation is no change."""
    lines = filter(None, map(str.strip, text.splitlines()))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def overrides(pack: Pack, chain: Chain) -> Iterator[Override]:
    """全部改动 — of a pack against those above it in its chain."""
    parents = chain.packs[1:]
    for path in templates(pack):
        if _replaces(path, parents):
            yield from _section_changes(pack, path)
    if parents:
        yield from _slot_changes(pack)


def _replaces(path: str, parents: Sequence[Pack]) -> bool:
    """Macros are added to those above, one by one; a section stands in for one."""
    return path != "macros.j2" and any(parent.inside(path) for parent in parents)


def _section_changes(pack: Pack, path: str) -> Iterator[Override]:
    """A section that extends another changes its blocks; one that does not stands in for it whole."""
    typed = typed_text(pack, path)
    if not _EXTENDS.search(typed.text):
        yield Override(path, WHOLE, typed.text, typed.place(0))
        return
    for block in outermost_blocks(typed.text):
        yield Override(path, block.name, block.text, typed.place(block.offset))


def _slot_changes(pack: Pack) -> Iterator[Override]:
    typed = typed_text(pack, WORDING)
    for keys, value in strings(pack.table(WORDING)):
        spelt = re.search(rf'(?m)^\s*"?{re.escape(keys[-1])}"?\s*=', typed.text)
        place = typed.place(spelt.start() if spelt else 0)
        yield Override(WORDING, ".".join(keys), value, place)


def above(chain: Chain, path: str, name: str) -> Above | None:
    """上级的 — what the packs above the chosen one have at a place; None where they have nothing."""
    for pack in chain.packs[1:]:
        text = _text_at(pack, path, name)
        if text is not None:
            return Above(pack.name, str(pack.table(MANIFEST).get("版本", "")), text)
    return None


def recorded(pack: Pack) -> dict[str, dict[str, dict[str, str]]]:
    """记录 — overrides.toml of a pack: file → place → pack, version and digest of the text above."""
    return pack.table(RECORD)


def record_text(entries: Mapping[str, Mapping[str, Mapping[str, str]]]) -> str:
    """写成 TOML — the record, keys in order."""
    lines = [
        "# 由 disclosure pack override 记下：改动时上级原文的摘要，上级变了 disclosure pack check 会说明"
    ]
    for path, places in sorted(entries.items()):
        for name, entry in sorted(places.items()):
            lines += ["", f"[{toml_string(path)}.{toml_string(name)}]"]
            lines += [f"{toml_string(key)} = {toml_string(value)}" for key, value in entry.items()]
    return "\n".join(lines) + "\n"


def remarks(chain: Chain) -> Iterator[Remark]:
    """意见 — dead, stale, unrecorded and needless changes of the chosen pack."""
    pack = chain.packs[0]
    record = recorded(pack)
    for change in overrides(pack, chain):
        there = above(chain, change.path, change.name)
        if there is None:
            yield from _dead(change)
        else:
            yield from _agreement(change, there, record.get(change.path, {}).get(change.name))
        if not change.is_slot:
            yield from _skipped_parent(chain, change)


def _dead(change: Override) -> Iterator[Remark]:
    if not change.is_slot:  # an open list (名称) takes new entries; an unknown slot is P109
        yield change.remark("P201", f"改动已失效：上级没有“{change.name}”这一处，请删去或改用现有的名称")


def _agreement(change: Override, there: Above, entry: Mapping[str, str] | None) -> Iterator[Remark]:
    """Whether a change still says something of its own, of a text above that is as it was."""
    if _digest(change.text) == there.digest:
        yield change.remark("P204", f"“{change.name}”与 {there.pack} 的相同，可以删去", "提示")
    elif entry is None:
        yield from _unrecorded(change)
    elif entry.get("摘要") != there.digest:
        versions = f"记录时版本 {entry.get('版本', '')}，现为 {there.version}"
        moved = f"上级 {there.pack} 的“{change.name}”已有变动（{versions}）"
        yield change.remark("P202", f"{moved}，请对照后运行 {change.command} 重新记下")


def _unrecorded(change: Override) -> Iterator[Remark]:
    if not change.is_slot:
        advice = f"上级变了不会提醒；运行 {change.command} 记下"
        yield change.remark("P203", f"“{change.name}”没有记下上级原文，{advice}", "提示")


def _skipped_parent(chain: Chain, change: Override) -> Iterator[Remark]:
    """A section that names a farther pack than the nearest one that has it."""
    own = f"{chain.name}:{change.path}"
    nearest = chain.owned(f"上级:{change.path}", own)
    extends = _EXTENDS.search(chain.packs[0].text(change.path) or "")
    if extends and nearest not in ("", chain.owned(extends[1], own)):
        passed = f"继承的是“{extends[1]}”，越过了 {nearest.partition(':')[0]} 的同一节"
        yield change.remark("P205", f"{passed}；请写成“上级:{change.path}”", "提示")


def _text_at(pack: Pack, path: str, name: str) -> str | None:
    return _slot_text(pack, name) if path == WORDING else _section_text(pack, path, name)


def _slot_text(pack: Pack, name: str) -> str | None:
    slots = strings(pack.table(WORDING))
    return next((value for keys, value in slots if ".".join(keys) == name), None)


def _section_text(pack: Pack, path: str, name: str) -> str | None:
    text = pack.text(path)
    return text if name == WHOLE else _block_text(text or "", name)


def _block_text(text: str, name: str) -> str | None:
    block = blocks(text).get(name)
    return block.text if block else None
