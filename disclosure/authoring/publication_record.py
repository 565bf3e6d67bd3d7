"""项目记录 — which packs a folder's document was last published with: name, version, digest; kept beside the data.

The record stands in the data folder (`.disclosure.toml`), never among the published files.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from disclosure import files
from disclosure.errors import OutputError
from disclosure.packs.chain import MANIFEST, Chain, Pack

NAME = ".disclosure.toml"


def digest(pack: Pack) -> str:
    """模板摘要 — of every file of a pack, names and contents; what Python keeps beside an installed one is no part."""
    made = hashlib.sha256()
    kept = (path for path in pack.folder.rglob("*") if "__pycache__" not in path.parts)
    for file in sorted(path for path in kept if path.is_file()):
        made.update(file.relative_to(pack.folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return made.hexdigest()[:16]


def changes(folder: Path, chain: Chain) -> Iterator[str]:
    """变动 — what of the packs is not as it was at the last publication, a sentence each; nothing the first time."""
    before = _kept(folder)
    now = {pack.name: _entry(pack) for pack in chain.packs}
    for name, entry in now.items() if before else ():
        last = before.get(name)
        if last is None:
            yield f"上次公开时没有用模板 {name}"
        elif last["摘要"] != entry["摘要"]:
            yield f"模板 {name} 自上次公开后有变动（{last['版本']} → {entry['版本']}），请核对全文"
    yield from (f"上次公开所用的模板 {name} 这次没有用" for name in before if name not in now)


def keep(folder: Path, chain: Chain) -> Iterator[str]:
    """记下 — the packs used now; where the folder cannot be written, a sentence says so."""
    lines = [
        "# 由 disclosure build 记下：上次生成公开稿所用的程序和模板",
        f"{_quoted('程序版本')} = {_quoted(_version())}",
    ]
    for pack in chain.packs:
        lines += ["", f"[{_quoted('模板')}.{_quoted(pack.name)}]"]
        lines += [f"{_quoted(key)} = {_quoted(value)}" for key, value in _entry(pack).items()]
    try:
        files.write_all([(NAME, ("\n".join(lines) + "\n").encode())], folder)
    except OutputError as error:
        yield f"没有记下所用的模板：{error}"


def _entry(pack: Pack) -> dict[str, str]:
    return {"版本": str(pack.table(MANIFEST).get("版本", "")), "摘要": digest(pack)}


def _kept(folder: Path) -> dict[str, dict[str, str]]:
    """What was kept; a record that cannot be read counts as none: it is written anew."""
    try:
        table = tomllib.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    kept = table.get("模板")
    entries = kept.items() if isinstance(kept, dict) else ()
    return {
        name: entry for name, entry in entries if isinstance(entry, dict) and {"版本", "摘要"} <= entry.keys()
    }


def _version() -> str:
    return metadata.version("disclosure")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
