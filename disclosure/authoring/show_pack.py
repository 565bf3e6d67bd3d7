"""说明模板包 — what a chain of packs is, which places each pack changes, and what nobody has verified."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import Any

from disclosure import extensions, packs
from disclosure.authoring import trial_departments
from disclosure.errors import PackError
from disclosure.extensions import Extension
from disclosure.packs.linting.lint import PAGES, SHEETS, WORDING, strings
from disclosure.packs.linting.overrides import RECORD, overrides
from disclosure.packs.pack_chain import MANIFEST, Chain, Pack
from disclosure.packs.table_specs import NUMBERS, VERIFIED, sheet_numbers, verified

_NOT_SHOWN = {"名称", "版本", "简介", "地区", "继承", "格式版本", VERIFIED}
_SHOWN_ELSEWHERE = (MANIFEST, WORDING, RECORD)


def listing(roots: Iterable[Path]) -> Iterator[str]:
    """列表 — name, version, parent, brief and how many tables of every pack, one a line."""
    roots = list(roots)
    for name in packs.available(roots):
        head = _head(name, roots)
        above = f"（继承 {head['继承']}）" if head.get("继承") else ""
        yield f"{name} {head.get('版本', '')}{above} {head.get('简介', '')}{_tables_of(name, roots)}".rstrip()
    yield from (str(pack) for pack in _installed(packs.available(roots)))


def _tables_of(name: str, roots: list[Path]) -> str:
    """How many tables it prints; nothing of one that cannot be used, whose line says what is wrong."""
    try:
        specs = packs.table_specs(packs.resolve(name, roots), trial_departments.year())
    except PackError:
        return ""
    return f"（公开表 {len(specs)} 张）" if specs else "（没有公开表）"


def shown(chain: Chain) -> Iterator[str]:
    """说明 — the chain with versions, then what each pack has of its own, then unverified tables."""
    yield "继承：" + " → ".join(map(_name_and_version, chain.packs))
    for number, pack in enumerate(chain.packs):
        contents = _content_lines(pack, Chain(chain.packs[number:]))
        yield f"{pack.extension or pack.name}：" + ("" if contents else "没有自己的内容")
        yield from contents
        for one in verified(pack):
            yield f"  {VERIFIED}（{one}）：{'、'.join((*one.tables, *one.sections))}"
    if tables := unverified(chain):
        yield "尚未与正式表样核对的表：" + "、".join(tables)


def _content_lines(pack: Pack, chain: Chain) -> list[str]:
    return [f"  {what}：{'、'.join(names)}" for what, names in _contents(pack, chain) if names]


def unverified(chain: Chain) -> list[str]:
    """未核对的表 — ids of the tables that nobody has compared with the official form yet."""
    specs = packs.table_specs(chain, trial_departments.year())
    return [spec.id for spec in specs if not spec.verified]


def _installed(taken: list[str]) -> Iterator[Extension]:
    """Packs of installed packages, those included that have a name which is taken."""
    return extensions.concerned("packs", extensions.names("packs"), taken)


def _name_and_version(pack: Pack) -> str:
    return f"{pack.name} {pack.table(MANIFEST).get('版本', '')}".strip()


def _contents(pack: Pack, chain: Chain) -> Iterator[tuple[str, list[str]]]:
    """What a pack has of its own: kind or file, and the names in it; a kind may have none."""
    yield MANIFEST, _without(pack.table(MANIFEST), _NOT_SHOWN)
    yield NUMBERS, [f"{id} {number}".rstrip() for id, number in sheet_numbers(pack).items()]
    changed: dict[str, list[str]] = defaultdict(list)
    for change in overrides(pack, chain):
        changed[change.path].append(change.name)
    changed.pop(WORDING, None)  # its slots are named below, new ones too
    yield from changed.items()
    yield "新的章节", _without(_pack_files(pack, "sections/*.j2"), changed)
    if len(chain.packs) > 1:
        yield WORDING, [".".join(keys) for keys, _ in strings(pack.table(WORDING))]
    yield "宏", _pack_files(pack, "macros.j2")
    yield "表", _pack_files(pack, "tables/*.toml")
    yield "办公用表", _without(_pack_files(pack, SHEETS), changed)
    yield "网页", _without(_pack_files(pack, PAGES), changed)
    yield "样式", _pack_files(pack, "style/*")
    yield "其他声明", _without(_pack_files(pack, "*.toml"), _SHOWN_ELSEWHERE)


def _without(names: Iterable[str], left_out: Container[str]) -> list[str]:
    return [name for name in names if name not in left_out]


def _pack_files(pack: Pack, pattern: str) -> list[str]:
    return sorted(file.relative_to(pack.folder).as_posix() for file in pack.folder.glob(pattern))


def _head(name: str, roots: list[Path]) -> dict[str, Any]:
    folder = next(root / name for root in roots if (root / name / MANIFEST).is_file())
    try:
        return Pack(name, folder).table(MANIFEST)
    except PackError as error:
        return {"简介": f"（{error}）"}
