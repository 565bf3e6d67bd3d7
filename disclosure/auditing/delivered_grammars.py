"""自带模板的句法 — kept beside the program, so that a document is read without composing any.

`make docs` writes them anew; each holds only as long as the files of its packs are what they were.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import starmap
from pathlib import Path
from typing import Any

from disclosure.auditing.grammar import Grammar, Pattern, Slot
from disclosure.packs.pack_chain import Chain, Pack

FILE = "delivered_grammars.json"
_SPEAK = {".j2", ".toml"}  # endings of the files of a pack that say something

Grammars = Mapping[str, Grammar]  # of a pack, by kind: in full, in short


def delivered(chain: Chain, kind: str) -> Grammar | None:
    """存着的句法 — of a chain of packs, by kind; None where its packs are not as they were delivered."""
    of_chain = _stored()["packs"].get(chain.name, {})
    return _grammar(of_chain[kind], _stored()) if of_chain.get("of") == fingerprint(chain) else None


@cache
def _stored() -> Mapping[str, Any]:
    file = files("disclosure").joinpath("auditing", FILE)
    table: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return table


def _grammar(numbers: Mapping[str, Any], kept: Mapping[str, Any]) -> Grammar:
    patterns = (_pattern(kept["patterns"][number], after) for number, after in numbers["patterns"])
    headings = (kept["headings"][number] for number in numbers["headings"])
    return Grammar(tuple(patterns), tuple(headings), frozenset(kept["figures"][numbers["figures"]]))


def _pattern(row: Sequence[Any], after: Iterable[int]) -> Pattern:
    shape, heading, slots = row
    return Pattern(shape, tuple(Slot(*slot) for slot in slots), heading, set(after))


@cache
def fingerprint(chain: Chain) -> str:
    """各文件的指纹 — of all that the packs of a chain say."""
    digest = hashlib.sha256()
    for pack in chain.packs:
        for file in _speaking(pack):
            digest.update(f"{pack.name}/{file.relative_to(pack.folder).as_posix()}\n".encode())
            digest.update(file.read_text(encoding="utf-8").encode())  # whatever its line ends are
    return digest.hexdigest()


def _speaking(pack: Pack) -> list[Path]:
    return sorted(file for file in pack.folder.rglob("*") if file.suffix in _SPEAK)


def kept(packs: Iterable[tuple[Chain, Grammars]]) -> str:
    """存下来的样子 — what several say stands once, a line each; packs name it by number."""
    patterns, headings, figures = _Numbered(), _Numbered(), _Numbered()

    def numbers(grammar: Grammar) -> dict[str, Any]:
        rows = ((patterns.number(_pattern_row(one)), sorted(one.after)) for one in grammar.patterns)
        return {
            "patterns": list(rows),
            "headings": list(map(headings.number, grammar.headings)),
            "figures": figures.number(tuple(sorted(grammar.figures))),
        }

    def of_pack(chain: Chain, by_kind: Grammars) -> str:
        said = {kind: numbers(grammar) for kind, grammar in by_kind.items()}
        return f"{_as_json(chain.name)}: {_as_json({'of': fingerprint(chain), **said})}"

    of_packs = list(starmap(of_pack, packs))
    lists = {"patterns": patterns, "headings": headings, "figures": figures}
    written = [f'"{name}": [\n{_one_a_line(map(_as_json, rows))}\n]' for name, rows in lists.items()]
    return "{\n" + _one_a_line([*written, f'"packs": {{\n{_one_a_line(of_packs)}\n}}']) + "\n}\n"


class _Numbered(dict[Any, int]):
    """What there is, in the order in which it came, each once."""

    def number(self, one: Any) -> int:
        return self.setdefault(one, len(self))


def _pattern_row(pattern: Pattern) -> tuple[Any, ...]:
    return pattern.shape, pattern.heading, tuple((one.figure, one.unit, one.said) for one in pattern.slots)


def _as_json(row: Any) -> str:
    return json.dumps(row, ensure_ascii=False)


def _one_a_line(lines: Iterable[str]) -> str:
    return ",\n".join(lines)
