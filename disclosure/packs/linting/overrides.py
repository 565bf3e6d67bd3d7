"""改动 — what a pack changes of those above it, and what stood there when it did.

`overrides.toml` of a pack records a digest of the text above at each change, so that a pack that moved since is told.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from disclosure.errors import Source
from disclosure.packs.chain import MANIFEST, Chain, Pack
from disclosure.packs.linting.lint import WORDING, strings, templates
from disclosure.packs.linting.remark import Remark, Severity
from disclosure.packs.linting.template_source import blocks, place

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
    def command(self) -> str:
        """重记命令 — what records the text above as it is now."""
        section = "措辞" if self.path == WORDING else self.path.removeprefix("sections/").removesuffix(".j2")
        return f"disclosure pack override {section}" + ("" if self.name == WHOLE else f" {self.name}")


@dataclass(frozen=True, slots=True)
class Above:
    """上级原文 — the text that a change stands in for, and the pack that has it."""

    pack: str
    version: str
    text: str

    @property
    def digest(self) -> str:
        """摘要 — of the text without its blank edges: a change of indentation is no change."""
        lines = [line.strip() for line in self.text.splitlines() if line.strip()]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def overrides(pack: Pack, chain: Chain) -> Iterator[Override]:
    """全部改动 — of a pack against those above it in its chain."""
    for path in templates(pack):
        text, file = pack.text(path) or "", f"{pack.name}/{path}"
        if path == "macros.j2" or not _has_above(chain, path):
            continue
        if not _EXTENDS.search(text):
            yield Override(path, WHOLE, text, place(file, text, 0))
            continue
        for block in blocks(text).values():
            if not block.within:
                yield Override(path, block.name, block.text, place(file, text, block.offset))
    yield from _slots(pack) if len(chain.packs) > 1 else ()


def _slots(pack: Pack) -> Iterator[Override]:
    text = pack.text(WORDING) or ""
    for keys, value in strings(pack.table(WORDING)):
        spelt = re.search(rf'(?m)^\s*"?{re.escape(keys[-1])}"?\s*=', text)
        yield Override(
            WORDING,
            ".".join(keys),
            value,
            place(f"{pack.name}/{WORDING}", text, spelt.start() if spelt else 0),
        )


def above(chain: Chain, path: str, name: str) -> Above | None:
    """上级的 — what the packs above the chosen one have at a place; None where they have nothing."""
    for pack in chain.packs[1:]:
        text = _at(pack, path, name)
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
            lines += ["", f"[{_quoted(path)}.{_quoted(name)}]"]
            lines += [f"{_quoted(key)} = {_quoted(value)}" for key, value in entry.items()]
    return "\n".join(lines) + "\n"


def remarks(chain: Chain) -> Iterator[Remark]:
    """意见 — dead, stale, unrecorded and needless changes of the chosen pack."""
    pack = chain.packs[0]
    record = recorded(pack)
    for change in overrides(pack, chain):
        there = above(chain, change.path, change.name)
        entry = record.get(change.path, {}).get(change.name)
        yield from _about(change, there, entry)
        yield from _skipping(chain, change)


def _about(change: Override, there: Above | None, entry: Mapping[str, str] | None) -> Iterator[Remark]:
    def remark(code: str, message: str, severity: Severity = "错误") -> Remark:
        return Remark(code, message, change.source, severity)

    if (
        there is None and change.path == WORDING
    ):  # an open list (名称) takes new entries; an unknown slot is P109
        return
    if there is None:
        yield remark("P201", f"改动已失效：上级没有“{change.name}”这一处，请删去或改用现有的名称")
    elif Above("", "", change.text).digest == there.digest:
        yield remark("P204", f"“{change.name}”与 {there.pack} 的相同，可以删去", "提示")
    elif entry is None and change.path == WORDING:
        return
    elif entry is None:
        yield remark(
            "P203", f"“{change.name}”没有记下上级原文，上级变了不会提醒；运行 {change.command} 记下", "提示"
        )
    elif entry.get("摘要") != there.digest:
        said = f"上级 {there.pack} 的“{change.name}”已有变动（记录时版本 {entry.get('版本', '')}，现为 {there.version}）"
        yield remark("P202", f"{said}，请对照后运行 {change.command} 重新记下")


def _skipping(chain: Chain, change: Override) -> Iterator[Remark]:
    """A section that names a farther pack than the nearest one that has it."""
    found = _EXTENDS.search(chain.packs[0].text(change.path) or "") if change.path != WORDING else None
    nearest = chain.owned(f"上级:{change.path}", f"{chain.name}:{change.path}")
    if found and nearest and chain.owned(found[1], f"{chain.name}:{change.path}") != nearest:
        said = (
            f"继承的是“{found[1]}”，越过了 {nearest.partition(':')[0]} 的同一节；请写成“上级:{change.path}”"
        )
        yield Remark("P205", said, change.source, "提示")


def _has_above(chain: Chain, path: str) -> bool:
    return any(pack.inside(path) for pack in chain.packs[1:])


def _at(pack: Pack, path: str, name: str) -> str | None:
    if path == WORDING:
        return next((value for keys, value in strings(pack.table(path)) if ".".join(keys) == name), None)
    text = pack.text(path)
    if text is None or name == WHOLE:
        return text
    found = blocks(text).get(name)
    return found.text if found else None


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
