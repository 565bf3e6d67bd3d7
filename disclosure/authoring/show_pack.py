"""说明模板包 — what a chain of packs is, which places each pack changes, and what nobody has verified."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from disclosure import extensions, packs
from disclosure.authoring import trial_departments
from disclosure.errors import PackError
from disclosure.extensions import Extension
from disclosure.packs.chain import MANIFEST, Chain, Pack
from disclosure.packs.linting.lint import WORDING, strings
from disclosure.packs.linting.overrides import overrides

_NOT_SHOWN = {"名称", "版本", "简介", "继承", "格式版本"}


def listing(roots: Iterable[Path]) -> Iterator[str]:
    """列表 — name, version, parent and brief of every pack, one a line."""
    roots = list(roots)
    for name in packs.available(roots):
        head = _head(name, roots)
        above = f"（继承 {head['继承']}）" if head.get("继承") else ""
        yield f"{name} {head.get('版本', '')}{above} {head.get('简介', '')}".rstrip()
    yield from (str(pack) for pack in _installed(packs.available(roots)))


def shown(chain: Chain) -> Iterator[str]:
    """说明 — the chain with versions, then what each pack has of its own, then unverified tables."""
    yield "继承：" + " → ".join(
        f"{pack.name} {pack.table(MANIFEST).get('版本', '')}".strip() for pack in chain.packs
    )
    for number, pack in enumerate(chain.packs):
        lines = list(_own(pack, Chain(chain.packs[number:])))
        yield f"{pack.extension or pack.name}" + ("：" if lines else "：没有自己的内容")
        yield from (f"  {line}" for line in lines)
    unverified = [
        table.id for table in packs.table_specs(chain, trial_departments.year()) if not table.verified
    ]
    if unverified:
        yield "尚未与正式表样核对的表：" + "、".join(unverified)


def _installed(taken: list[str]) -> Iterator[Extension]:
    """Packs of installed packages, those included that have a name which is taken."""
    return extensions.concerned("packs", extensions.names("packs"), taken)


def _own(pack: Pack, chain: Chain) -> Iterator[str]:
    keys = [key for key in pack.table(MANIFEST) if key not in _NOT_SHOWN]
    yield from (f"{MANIFEST}：{'、'.join(keys)}" for _ in keys[:1])
    changed: dict[str, list[str]] = {}
    for change in overrides(pack, chain):
        changed.setdefault(change.path, []).append(change.name)
    yield from (f"{path}：{'、'.join(names)}" for path, names in changed.items() if path != WORDING)
    sections = [path for path in _files(pack, "sections/*.j2") if path not in changed]
    yield from (f"新的章节：{'、'.join(sections)}" for _ in sections[:1])
    words = [".".join(keys) for keys, _ in strings(pack.table(WORDING))] if len(chain.packs) > 1 else []
    yield from (f"{WORDING}：{'、'.join(words)}" for _ in words[:1])
    for pattern, what in (
        ("macros.j2", "宏"),
        ("tables/*.toml", "表"),
        ("style/*", "样式"),
        ("*.toml", "其他声明"),
    ):
        found = [path for path in _files(pack, pattern) if path not in (MANIFEST, WORDING, "overrides.toml")]
        yield from (f"{what}：{'、'.join(found)}" for _ in found[:1])


def _files(pack: Pack, pattern: str) -> list[str]:
    return sorted(file.relative_to(pack.folder).as_posix() for file in pack.folder.glob(pattern))


def _head(name: str, roots: list[Path]) -> dict[str, str]:
    folder = next(root / name for root in roots if (root / name / MANIFEST).is_file())
    try:
        return {key: str(value) for key, value in Pack(name, folder).table(MANIFEST).items()}
    except PackError as error:
        return {"简介": f"（{error}）"}
