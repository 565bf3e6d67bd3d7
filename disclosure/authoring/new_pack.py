"""新建与改动 — write a new pack, and single changes of one: small files that extend the pack above."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from disclosure import files, packs, terms
from disclosure.errors import PackError
from disclosure.packs.linting.lint import PAGES, SHEETS, WORDING, strings, templates
from disclosure.packs.linting.overrides import RECORD, WHOLE, Above, above, record_text, recorded
from disclosure.packs.linting.template_source import blocks
from disclosure.packs.pack_chain import MANIFEST, Chain, Pack, usable
from disclosure.packs.toml_tables import toml_string

WORDS = "措辞"  # `pack override 措辞 比较.下降` changes a slot of the wording


@dataclass(frozen=True, slots=True)
class Change:
    """一处改动 — the files of the pack that hold it, and the place to edit."""

    written: tuple[Path, ...]
    where: str


def new(name: str, parent: str, folder: Path, roots: tuple[Path, ...]) -> Path:
    """新建 — a pack that changes nothing yet; gives its pack.toml. PackError where the folder is taken."""
    chain = packs.resolve(parent, [folder, *roots, packs.built_in()])
    if (folder / usable(name)).exists():
        raise PackError(f"“{folder / name}”已经有了，请换一个名称")
    head = {"名称": name, "版本": "1.0", "简介": f"由 {chain.name} 改来", "继承": chain.name}
    text = "".join(f"{toml_string(key)} = {toml_string(value)}\n" for key, value in head.items())
    return files.write_all([(MANIFEST, text.encode())], folder / name)[0]


def override(chain: Chain, section: str, block: str) -> Change:
    """改动 — a block, a section, or a slot of the wording of the chosen pack, with the text above to edit.

    What is there already stays as it is; only the record of the text above is made anew.
    """
    path = WORDING if section == WORDS else _template(section)
    name = block or WHOLE
    original = above(chain, path, name)
    if original is None:
        raise PackError(_nothing_above(chain, path, section, block))
    own = chain.packs[0]
    text_with = _with_slot if path == WORDING else _with_section
    text = text_with(own, path, block, original.text)
    changed = [] if text is None else [(Path(path), text)]
    record = (Path(RECORD), _record_of(chain, path, name, original))
    return Change(_write(chain, [*changed, record]), f"{own.name}/{path}")


def _template(section: str) -> str:
    """The file of a section (total), of a sheet (sheets/signoff) or page (pages/index.html)."""
    return f"{section}.j2" if "/" in section else f"sections/{section}.j2"


def _with_section(pack: Pack, path: str, block: str, original: str) -> str | None:
    """The pack's section with a block, or all, of the text above; None where it stands there already."""
    written = pack.text(path)
    if not block:
        return original if written is None else None
    overridden = f"{{% block {block} %}}\n{original}{{% endblock %}}\n"
    if written is None:
        return f'{{% extends "上级:{path}" %}}\n{overridden}'
    if "{% extends" not in written:
        raise PackError(f"{pack.name}/{path} 已经整节改写，“{block}”请直接在里面改")
    return None if block in blocks(written) else f"{written.rstrip()}\n{overridden}"


def _with_slot(pack: Pack, path: str, slot: str, original: str) -> str | None:
    """The pack's wording with a slot of the text above; None where it stands there already."""
    if slot in _slot_names(pack.table(path)):
        return None
    written = pack.text(path) or ""
    table, _, key = slot.rpartition(".")
    head = "[" + ".".join(map(toml_string, table.split("."))) + "]"
    line = f"{toml_string(key)} = {toml_string(original)}"
    if head in written:
        return written.replace(head, f"{head}\n{line}", 1)
    return f"{written.rstrip()}\n\n{head}\n{line}\n".lstrip("\n")


def _slot_names(wording: Mapping[str, Any]) -> list[str]:
    return [".".join(keys) for keys, _ in strings(dict(wording))]


def _record_of(chain: Chain, path: str, name: str, original: Above) -> str:
    entries = recorded(chain.packs[0])
    entry = {"上级": original.pack, "版本": original.version, "摘要": original.digest}
    return record_text({**entries, path: {**entries.get(path, {}), name: entry}})


def _write(chain: Chain, texts: list[tuple[Path, str]]) -> tuple[Path, ...]:
    named = [(path.as_posix(), text.encode()) for path, text in texts]
    return files.write_all(named, chain.packs[0].folder)


def _nothing_above(chain: Chain, path: str, section: str, block: str) -> str:
    """What there is instead of a place that no pack above has."""
    if len(chain.packs) == 1:
        return f"{chain.name} 没有上级，直接改它的文件"
    if path == WORDING:
        return _no("措辞", block, _slot_names(chain.wording))
    owners = ("上级", *chain.names[1:])
    source = next(filter(None, (chain.source(f"{owner}:{path}") for owner in owners)), None)
    if source is None:
        return _no("章节", section, sorted(_sections_above(chain)))
    return _no(f"{section} 里的块", block, list(blocks(source[0])))


def _sections_above(chain: Chain) -> set[str]:
    sections = {path for pack in chain.packs[1:] for path in templates(pack, "sections/*.j2", SHEETS, PAGES)}
    return {path.removeprefix("sections/").removesuffix(".j2") for path in sections}


def _no(what: str, name: str, known: list[str]) -> str:
    return f"没有“{name}”这个{what}，可用的有：{'、'.join(terms.nearest(name, known) or known)}"
