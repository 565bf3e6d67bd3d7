"""项目记录 — how a folder was last published: its packs (name, version, digest), where to; beside the data.

The record stands in the data folder (`.disclosure.toml`), never among the published files.
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from disclosure import files
from disclosure.errors import OutputError
from disclosure.packs.pack_chain import MANIFEST, Chain, Pack
from disclosure.packs.toml_tables import toml_string

NAME = ".disclosure.toml"
_OUTPUT = "输出文件夹"
_FORMAT_VERSION = 1


def digest(pack: Pack) -> str:
    """模板摘要 — of every file of a pack, names and contents; without what Python keeps there."""
    of_all = hashlib.sha256()
    kept = (path for path in pack.folder.rglob("*") if "__pycache__" not in path.parts)
    for file in filter(Path.is_file, sorted(kept)):
        of_all.update(file.relative_to(pack.folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return of_all.hexdigest()[:16]


def changes(folder: Path, chain: Chain) -> Iterator[str]:
    """变动 — what of the packs is not as at the last publication, a sentence each; nothing the first time."""
    before = _last_used(folder)
    now = {pack.name: _state(pack) for pack in chain.packs}
    for name in dict.fromkeys((*now, *before)) if before else ():
        yield from _change(name, before.get(name), now.get(name))


def own_packs_changed(folder: Path, chain: Chain) -> bool:
    """自己的模板变了 — whether a pack of the folder is not as at the last publication, or was there then."""
    before, now = _last_used(folder), {pack.name: pack for pack in chain.packs}
    own = (pack for pack in chain.packs if pack.folder.is_relative_to(folder))
    is_other = any(before.get(pack.name, {}).get("摘要") != digest(pack) for pack in own)
    return bool(before) and (is_other or not before.keys() <= now.keys())


def _change(name: str, before: dict[str, str] | None, now: dict[str, str] | None) -> Iterator[str]:
    if before is None:
        yield f"上次公开时没有用模板 {name}"
    elif now is None:
        yield f"上次公开所用的模板 {name} 这次没有用"
    elif before["摘要"] != now["摘要"]:
        yield f"模板 {name} 自上次公开后有变动（{_versions(before['版本'], now['版本'])}），请核对全文"


def _versions(before: str, now: str) -> str:
    return f"版本仍是 {now}" if before == now else f"{before} → {now}"


def keep(folder: Path, chain: Chain, output: Path) -> Iterator[str]:
    """记下 — the packs used now and where to; where the folder cannot be written, a sentence says so."""
    lines = [
        "# 由 disclosure build 记下：上次生成公开稿所用的程序和模板，写到了哪里",
        f"{toml_string('格式版本')} = {_FORMAT_VERSION}",
        f"{toml_string('程序版本')} = {toml_string(_version())}",
        f"{toml_string(_OUTPUT)} = {toml_string(_way(output, folder))}",
    ]
    for pack in chain.packs:
        lines += ["", f"[{toml_string('模板')}.{toml_string(pack.name)}]"]
        lines += [f"{toml_string(key)} = {toml_string(value)}" for key, value in _state(pack).items()]
    try:
        files.write_all([(NAME, ("\n".join(lines) + "\n").encode())], folder)
    except files.ReadOnlyFolderError:
        yield "数据文件夹是只读的，没有记下这次所用的模板：下次公开时看不出模板变了没有，这次的文件不受影响"
    except OutputError as error:
        yield f"没有记下所用的模板：{error}"


def last_output(folder: Path) -> Path | None:
    """上次写到 — the folder of the last publication; None where none is known."""
    output = _kept_record(folder).get(_OUTPUT)
    return folder / output if isinstance(output, str) else None


def _way(output: Path, folder: Path) -> str:
    """From the data to the output; both may be moved together."""
    try:
        return Path(os.path.relpath(output.resolve(), folder.resolve())).as_posix()
    except ValueError:  # on another drive of Windows
        return output.resolve().as_posix()


def _state(pack: Pack) -> dict[str, str]:
    return {"版本": str(pack.table(MANIFEST).get("版本", "")), "摘要": digest(pack)}


def _kept_record(folder: Path) -> dict[str, Any]:
    """What was kept; a record that cannot be read counts as none: it is written anew."""
    try:
        return tomllib.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _last_used(folder: Path) -> dict[str, dict[str, str]]:
    entries = _kept_record(folder).get("模板")
    states = entries.items() if isinstance(entries, dict) else ()
    return {name: entry for name, entry in states if _is_state(entry)}


def _is_state(entry: object) -> bool:
    return isinstance(entry, dict) and {"版本", "摘要"} <= entry.keys()


def _version() -> str:
    return metadata.version("disclosure")
