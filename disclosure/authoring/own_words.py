"""本单位的措辞 — slots of the wording, and sections, that a data folder says otherwise, in a pack of its own.

The pack stands for the one that the data name (代替), so that the data need not name another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from disclosure import files, packs
from disclosure.authoring.new_pack import override
from disclosure.errors import PackError
from disclosure.packs.linting.lint import WORDING, Keys, strings
from disclosure.packs.pack_chain import MANIFEST, Chain, Pack
from disclosure.packs.toml_tables import parsed_toml, toml_string
from disclosure.sources import PACKS_FOLDER

OWN = "本单位"


def own_pack(folder: Path, chain: Chain) -> Pack | None:
    """自己的模板 — the pack in force that lies in the data folder; None where all are from elsewhere."""
    home = (folder / PACKS_FOLDER).resolve()
    return next((pack for pack in chain.packs[:1] if pack.folder.resolve().is_relative_to(home)), None)


def own_words(folder: Path, chain: Chain) -> Mapping[Keys, str]:
    """自己的说法 — each slot that the folder's own pack says, by its keys."""
    own = own_pack(folder, chain)
    return dict(strings(own.table(WORDING))) if own else {}


def say(folder: Path, chain: Chain, keys: Keys, value: str) -> Path:
    """改说 — a slot from now on; the pack is made where there is none. Gives the file that says it.

    Raises PackError where the file is written in a way that only a person can change.
    """
    own = own_pack(folder, chain)
    text = own.text(WORDING) or "" if own else ""
    made = _with(text, keys, value)
    _require(made, {**dict(strings(parsed_toml(text, WORDING))), keys: value})
    if own:
        return files.write_all([(WORDING, made.encode())], own.folder)[0]
    return _write_new(folder, chain, [(WORDING, made.encode())])[0]


def rewrite(folder: Path, chain: Chain, section: str) -> Path:
    """另写一节 — the whole section, as it is now, in the folder's own pack; gives the file to edit.

    What is there already stays. Raises PackError where no pack has the section.
    """
    own = own_pack(folder, chain)
    if own is None:
        made = _write_new(folder, chain, [])[0].parent
        chain = packs.resolve(made.name, [made.parent, *(pack.folder.parent for pack in chain.packs)])
    override(chain, section, "")
    return chain.packs[0].folder / "sections" / f"{section}.j2"


def unsay(folder: Path, chain: Chain, keys: Keys) -> None:
    """不另说 — a slot is again as the packs above have it."""
    own = own_pack(folder, chain)
    if own is None or keys not in own_words(folder, chain):
        return
    text = own.text(WORDING) or ""
    made = _without_slot(text, keys)
    _require(made, {path: said for path, said in strings(parsed_toml(text, WORDING)) if path != keys})
    files.write_all([(WORDING, made.encode())], own.folder)


def _write_new(folder: Path, chain: Chain, texts: list[tuple[str, bytes]]) -> tuple[Path, ...]:
    """A new pack of the folder with these files; its manifest comes last."""
    home = folder / PACKS_FOLDER / _free_name(folder)
    return files.write_all([*texts, (MANIFEST, _manifest_text(home.name, chain).encode())], home)


def _manifest_text(name: str, chain: Chain) -> str:
    """The pack's own declarations: it stands for the one above it, of the same year."""
    head: dict[str, Any] = {
        "名称": name,
        "版本": "1.0",
        "简介": f"本单位对 {chain.name} 的改动",
        "继承": chain.name,
        "代替": chain.name,
    }
    return "".join(f"{toml_string(key)} = {toml_string(said)}\n" for key, said in head.items())


def _free_name(folder: Path) -> str:
    numbers = range(2, 100)
    names = (OWN, *(f"{OWN}{number}" for number in numbers))
    return next(name for name in names if not (folder / PACKS_FOLDER / name).exists())


def _with(text: str, keys: Keys, value: str) -> str:
    """The slot in its table, in place of what it said; the rest of the file as it was."""
    lines, at = text.splitlines(), _line_of_slot(text, keys)
    said = f"{toml_string(keys[-1])} = {toml_string(value)}"
    if at is not None:
        lines[at] = said
    elif (head := _head_line(lines, keys)) is not None:
        lines.insert(head + 1, said)
    else:
        lines += [*([""] if lines else []), _table_head(keys), said]
    return "\n".join(lines) + "\n"


def _without_slot(text: str, keys: Keys) -> str:
    at = _line_of_slot(text, keys)
    return "".join(f"{line}\n" for number, line in enumerate(text.splitlines()) if number != at)


def _line_of_slot(text: str, keys: Keys) -> int | None:
    """The line of a slot in its table."""
    lines = text.splitlines()
    head = _head_line(lines, keys)
    if head is None:
        return None
    form = re.compile(rf"\s*{re.escape(toml_string(keys[-1]))}\s*=")
    for number, line in enumerate(lines[head + 1 :], head + 1):
        if line.lstrip().startswith("["):
            return None
        if form.match(line):
            return number
    return None


def _head_line(lines: list[str], keys: Keys) -> int | None:
    head = _table_head(keys)
    return next((number for number, line in enumerate(lines) if line.split("#")[0].strip() == head), None)


def _table_head(keys: Keys) -> str:
    return f"[{'.'.join(map(toml_string, keys[:-1]))}]"


def _require(made: str, wanted: Mapping[Keys, str]) -> None:
    """What was changed in the text is what was meant, and nothing else."""
    try:
        is_so = dict(strings(parsed_toml(made, WORDING))) == dict(wanted)
    except PackError:
        is_so = False
    if not is_so:
        raise PackError(f"{WORDING} 的写法程序改不了（多行的文字，或表头写法不同），请直接打开它改")
