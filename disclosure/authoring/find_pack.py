"""找模板包 — the pack that a command means: a folder, or a name in ./templates or among those delivered."""

from __future__ import annotations

from pathlib import Path

from disclosure import packs
from disclosure.errors import PackError
from disclosure.packs.pack_chain import MANIFEST, Chain

OWN = Path("templates")


def roots(*more: Path) -> list[Path]:
    """所在 — where packs are looked for by name, one's own first."""
    return [*more, OWN, packs.built_in()]


def chain(name: str) -> tuple[Chain, tuple[Path, ...]]:
    """模板链 — of a folder or a name, and the folder that its own packs stand in."""
    folder = Path(name)
    if not (folder / MANIFEST).is_file():
        return packs.resolve(name, roots()), (OWN,)
    folder = folder.resolve()
    return packs.resolve(folder.name, roots(folder.parent)), (folder.parent,)


def own(name: str) -> Chain:
    """自己的 — the pack to write to: the one named, else the only one in ./templates."""
    here = str(Path.cwd()) if Path(MANIFEST).is_file() else ""
    return chain(name or here or _only_own())[0]


def _only_own() -> str:
    names = packs.available([OWN])
    if len(names) != 1:
        known = f"，有：{'、'.join(names)}" if names else "，可先运行 disclosure pack new"
        raise PackError(f"请用 --pack 写明改哪一个模板{known}")
    return str(OWN / names[0])
