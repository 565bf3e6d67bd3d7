"""新建与改动 — write a new pack, and single changes of one: small files that extend the pack above."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from disclosure import files, packs, terms
from disclosure.errors import PackError
from disclosure.packs.chain import MANIFEST, Chain, usable
from disclosure.packs.linting.lint import WORDING, strings
from disclosure.packs.linting.overrides import RECORD, WHOLE, Above, above, record_text, recorded
from disclosure.packs.linting.template_source import blocks

WORDS = "措辞"  # `pack override 措辞 比较.下降` changes a slot of the wording


@dataclass(frozen=True, slots=True)
class Change:
    """一处改动 — the files of the pack that hold it, and the place to edit."""

    written: tuple[Path, ...]
    where: str


def new(name: str, parent: str, folder: Path, roots: tuple[Path, ...]) -> Path:
    """新建 — a pack that changes nothing yet; gives its pack.toml. Raises PackError where the folder is taken."""
    chain = packs.resolve(parent, [folder, *roots, packs.built_in()])
    if (folder / usable(name)).exists():
        raise PackError(f"“{folder / name}”已经有了，请换一个名称")
    head = {"名称": name, "版本": "1.0", "简介": f"由 {chain.name} 改来", "继承": chain.name}
    text = "".join(f"{_quoted(key)} = {_quoted(value)}\n" for key, value in head.items())
    return files.write_all([(MANIFEST, text.encode())], folder / name)[0]


def override(chain: Chain, section: str, block: str) -> Change:
    """改动 — a block, a whole section, or a slot of the wording of the chosen pack, with the text above to edit.

    What is there already stays as it is; only the record of the text above is made anew.
    """
    path = WORDING if section == WORDS else f"sections/{section}.j2"
    name = block or WHOLE
    there = above(chain, path, name)
    if there is None:
        raise PackError(_nothing(chain, path, section, block))
    text, where = (_slot if path == WORDING else _section)(chain, path, block, there)
    changed = [(Path(path), text)] if text is not None else []
    return Change(_write(chain, [*changed, (Path(RECORD), _record(chain, path, name, there))]), where)


def _section(chain: Chain, path: str, block: str, there: Above) -> tuple[str | None, str]:
    pack = chain.packs[0]
    where = f"{pack.name}/{path}"
    written = pack.text(path)
    if not block:
        return (there.text if written is None else None), where
    put = f"{{% block {block} %}}\n{there.text}{{% endblock %}}\n"
    if written is None:
        return f'{{% extends "上级:{path}" %}}\n{put}', where
    if "{% extends" not in written:
        raise PackError(f"{where} 已经整节改写，“{block}”请直接在里面改")
    return (None if block in blocks(written) else f"{written.rstrip()}\n{put}"), where


def _slot(chain: Chain, path: str, slot: str, there: Above) -> tuple[str | None, str]:
    pack = chain.packs[0]
    written = pack.text(path) or ""
    where = f"{pack.name}/{path}"
    if any(".".join(keys) == slot for keys, _ in strings(pack.table(path))):
        return None, where
    table, _, key = slot.rpartition(".")
    head = "[" + ".".join(map(_quoted, table.split("."))) + "]"
    line = f"{_quoted(key)} = {_quoted(there.text)}"
    if head in written:
        return written.replace(head, f"{head}\n{line}", 1), where
    return f"{written.rstrip()}\n\n{head}\n{line}\n".lstrip("\n"), where


def _record(chain: Chain, path: str, name: str, there: Above) -> str:
    entries = recorded(chain.packs[0])
    entry = {"上级": there.pack, "版本": there.version, "摘要": there.digest}
    return record_text({**entries, path: {**entries.get(path, {}), name: entry}})


def _write(chain: Chain, texts: list[tuple[Path, str]]) -> tuple[Path, ...]:
    folder = chain.packs[0].folder
    return tuple(
        files.write_all([(path.name, text.encode())], folder / path.parent)[0] for path, text in texts
    )


def _nothing(chain: Chain, path: str, section: str, block: str) -> str:
    """What there is instead of a place that no pack above has."""
    if len(chain.packs) == 1:
        return f"{chain.name} 没有上级，直接改它的文件"
    if path == WORDING:
        slots = [".".join(keys) for keys, _ in strings(dict(chain.wording))]
        return _no("措辞", block, slots)
    source = chain.source(f"上级:{path}") or next(
        (found for pack in chain.packs[1:] if (found := chain.source(f"{pack.name}:{path}"))), None
    )
    if source is None:
        known = {file.stem for pack in chain.packs[1:] for file in pack.folder.glob("sections/*.j2")}
        return _no("章节", section, sorted(known))
    return _no(f"{section} 里的块", block, list(blocks(source[0])))


def _no(what: str, name: str, known: list[str]) -> str:
    return f"没有“{name}”这个{what}，可用的有：{'、'.join(terms.nearest(name, known) or known)}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
