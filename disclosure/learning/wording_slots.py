"""措辞的各项 — which there are, which of them can be marked, and what else each may be tried as."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import chain as chained
from itertools import repeat
from typing import Any

from disclosure import packs
from disclosure.packs.linting.lint import WORDING, Keys, strings
from disclosure.packs.manifest import SECTIONS
from disclosure.packs.pack_chain import Chain, Pack

_COMMENTED = re.compile(r'^\s*"([^"]+)"\s*=\s*"(?:[^"\\]|\\.)*"\s*#\s*(.+)$')
_TABLE = re.compile(r"^\s*\[(.+?)\]\s*(?:#.*)?$")
_NAMES_SOME = re.compile(r"^(?:或 |[^{]*：)(?!.*：)")  # 或 降低; 用哪个数比：上年、年初预算; not {名称}：货物
_SPLIT = re.compile(r"、| 或 ")
_HOLE = re.compile(r"\{[^{}\s]+\}")


def slots(chain: Chain) -> list[tuple[Keys, str]]:
    """各项 — those of the sections too, with the values in force."""
    return list(strings(chain.wording))


def is_choice(keys: Keys) -> bool:
    """是选项 — whether templates compare the slot: it is one of a few words, none of them printed."""
    return common(keys) in _words_to_choose()


def choices(keys: Keys) -> tuple[str, ...]:
    """各选项."""
    return _words_to_choose().get(common(keys), ())


def alternatives(keys: Keys) -> tuple[str, ...]:
    """别的说法 — of a slot, as its comment in the root pack names them and as delivered packs have it."""
    return tuple(dict.fromkeys((*choices(keys), *_said_by_delivered().get(common(keys), ()))))


def says_how(keys: Keys) -> bool:
    """只是说法 — whether a slot is changed alone: it does not decide which number is meant."""
    return ".".join(common(keys)) not in _declared_choices()["选数"]


def common(keys: Keys) -> Keys:
    """通用的键 — those of a slot of a section without this."""
    return keys[2:] if keys[0] == SECTIONS else keys


@cache
def _declared_choices() -> Mapping[str, Any]:
    return tomllib.loads(files("disclosure").joinpath("learning/choices.toml").read_text(encoding="utf-8"))


@cache
def _words_to_choose() -> Mapping[Keys, tuple[str, ...]]:
    return {tuple(name.split(".")): tuple(values) for name, values in _declared_choices()["选项"].items()}


@cache
def _said_by_delivered() -> Mapping[Keys, Iterable[str]]:
    """Of every slot the values that the delivered packs have, each once."""
    found: dict[Keys, dict[str, None]] = defaultdict(dict)
    home = packs.built_in()
    delivered = (Pack(name, home / name) for name in packs.available([home]))
    for keys, value in chained.from_iterable(map(_said_by_pack, delivered)):
        found[common(keys)][value] = None
    return found


def _said_by_pack(pack: Pack) -> Iterator[tuple[Keys, str]]:
    """In its comments and as it is in force."""
    return chained(_commented(pack.text(WORDING) or ""), strings(pack.table(WORDING)))


def _commented(text: str) -> Iterator[tuple[Keys, str]]:
    """What comments name: "下降" = "下降"  # 或 降低."""
    for keys, comment in _comments_beside(text):
        yield from zip(repeat(keys), _values_named(comment))


def _values_named(comment: str) -> Iterable[str]:
    """One of holes alone lists what a sentence may have, too."""
    start = _NAMES_SOME.match(comment)
    every = map(str.strip, _SPLIT.split(comment[start.end() :])) if start else ()
    return (value for value in every if _HOLE.sub("", value).strip())


def _comments_beside(text: str) -> Iterator[tuple[Keys, str]]:
    """The comment beside each slot."""
    table: Keys = ()
    for line in text.splitlines():
        if head := _TABLE.match(line):
            table = _keys_of_table(head[1])
        elif found := _COMMENTED.match(line):
            yield (*table, found[1]), found[2]


def _keys_of_table(name: str) -> Keys:
    return tuple(key.strip(' "') for key in name.split("."))


def holes(chain: Chain, keys: Keys) -> tuple[str, ...]:
    """可用的花括号 — those that the root pack names for all sentences, for this one, or that packs have."""
    text = chain.packs[-1].text(WORDING) or ""
    before = text.partition('["句式"]')[0].rpartition("\n\n")[2]
    told = (before, _comment_of(common(keys), text), *alternatives(keys))
    return tuple(dict.fromkeys(_HOLE.findall("".join(told))))


def _comment_of(keys: Keys, text: str) -> str:
    return "".join(comment for path, comment in _comments_beside(text) if path == keys)
