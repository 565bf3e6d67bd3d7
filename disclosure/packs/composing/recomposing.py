"""反复成文 — one department-year with one pack after another: only what they say otherwise is made anew.

For who tries many packs that differ in a few words. What is made is the same as `compose` makes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from functools import partial
from typing import Any, NamedTuple, TypeVar

from disclosure.document import Block, Line
from disclosure.facts import Facts
from disclosure.packs.composing.compose import Composer
from disclosure.packs.pack_chain import Chain
from disclosure.packs.templating.values import Node
from disclosure.packs.templating.wording import AskedWords, Slot, in_force

# Of a manifest: what only says where the sections stand, and how they are numbered.
_LAID_OUT = {"name", "version", "brief", "extends", "numbering", "parts", "part_order", "section_specs"}
_NAMED = ("名称", "科目名称", "涉密")  # of the wording: what the vocabulary itself is made with

Made = TypeVar("Made")


class Recomposed(NamedTuple):
    """成文结果 — a draft's blocks, the key paths of what is missing in it."""

    blocks: tuple[Block, ...]
    missing: tuple[str, ...]


class _Kept(NamedTuple):
    """What was made, and what was missing in it."""

    made: Any
    missing: dict[str, None]


class Recomposer:
    """反复成文者 — of one department-year; `compose` raises what the packs cannot say."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._composers: list[_KeepingComposer] = []

    def compose(self, chain: Chain) -> Recomposed:
        """成文 — a draft."""
        suited = (composer for composer in self._composers if composer.suits(chain))
        return (next(suited, None) or self._another(chain)).again(chain)

    def _another(self, chain: Chain) -> _KeepingComposer:
        self._composers.append(_KeepingComposer(chain, self.facts))
        return self._composers[-1]


class SectionMade(NamedTuple):
    """一节 — its blocks, and what the slots of the wording said that it asked for."""

    blocks: tuple[Block, ...]
    asked: Mapping[Slot, Hashable]


def section_of(facts: Facts, chain: Chain, name: str) -> SectionMade:
    """一节成文 — of a draft, by its file's name, with what it asked for; raises what the packs cannot say."""
    return _KeepingComposer(chain, facts).section(name)


def _made_with(chain: Chain) -> object:
    """What a composer is made with: packs, vocabulary, numbers, charts."""
    manifest = {name: value for name, value in chain.manifest if name not in _LAID_OUT}
    return chain.names[1:], manifest, [chain.wording.get(name) for name in _NAMED]


class _KeepingComposer(Composer):
    """Keeps each section and line, by what it was made of and what the slots said that it asked for."""

    def __init__(self, chain: Chain, facts: Facts) -> None:
        self._kind, self._asked = _made_with(chain), AskedWords()
        self._made: dict[Hashable, dict[tuple[Slot, ...], dict[Hashable, _Kept]]] = defaultdict(dict)
        self._asked.words = in_force(chain.wording)
        super().__init__(chain, facts, draft=True)
        self._once, self._always_missing = dict(self._asked.asked), dict(self._printer.missing)

    def suits(self, chain: Chain) -> bool:
        """合不合用 — whether what was made once and for all is the same with a chain of packs."""
        self._asked.words = in_force(chain.wording)
        said = map(self._asked.says, self._once)
        return self._kind == _made_with(chain) and [*said] == [*self._once.values()]

    def again(self, chain: Chain) -> Recomposed:
        """再成文 — with a chain of packs that it suits."""
        self._chain, self._manifest = chain, chain.manifest
        self._budget.renew()
        self._printer.marks.clear()
        self._printer.missing.clear()
        self._printer.missing.update(self._always_missing)
        self._asked.words = in_force(chain.wording)
        return Recomposed(self.blocks(), tuple(self._printer.missing))

    def section(self, name: str) -> SectionMade:
        """一节 — alone, with what it asked for."""
        self._asked.asked.clear()
        return SectionMade(self._section(name, shift=0), dict(self._asked.asked))

    def _words(self, section: str) -> Node:  # noqa: ARG002 - which section's words are in force changes
        return self._asked.node

    def _line(self, template: str, place: str) -> Line:
        return self._kept((template, place), partial(super()._line, template, place))

    def _section(self, name: str, *, shift: int) -> tuple[Block, ...]:
        common, self._asked.words = self._asked.words, in_force(self._chain.wording, name)
        try:
            spec = self._manifest.section_specs.get(name)
            return self._kept((name, shift, spec), partial(super()._section, name, shift=shift))
        finally:
            self._asked.words = common

    def _kept(self, what: Hashable, make: Callable[[], Made]) -> Made:
        every = self._made[what]
        kept = (said.get(tuple(map(self._asked.says, slots))) for slots, said in every.items())
        found = next(filter(None, kept), None) or self._anew(every, make)
        self._printer.missing.update(found.missing)
        made: Made = found.made
        return made

    def _anew(self, every: dict[tuple[Slot, ...], dict[Hashable, _Kept]], make: Callable[[], Made]) -> _Kept:
        missing, asked = dict(self._printer.missing), self._asked.asked
        self._printer.missing.clear()
        asked.clear()
        kept = _Kept(make(), dict(self._printer.missing))
        every.setdefault(tuple(asked), {})[tuple(asked.values())] = kept
        self._printer.missing.clear()
        self._printer.missing.update(missing)
        return kept
