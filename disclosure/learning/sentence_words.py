"""句子的措辞 — which file and which slots of the wording a paragraph is made of, and what else each may say.

Other ways to say it are those of the comments in the root pack and of the packs that are delivered; each is
composed, so that it is shown as it would be printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from disclosure import packs
from disclosure.authoring import trial_run
from disclosure.document import Block, Paragraph, plain
from disclosure.errors import PackError
from disclosure.facts import Facts
from disclosure.learning.pack_changes import PackChanges
from disclosure.learning.wording_slots import alternatives, is_choice, says_how
from disclosure.packs.linting.lint import WORDING, Keys
from disclosure.packs.manifest import SECTIONS
from disclosure.packs.pack_chain import Chain

_HOLE = re.compile(r"\{[^{}]*\}")
_TRIED = "试"  # a pack that nobody writes


@dataclass(frozen=True, slots=True)
class Choice:
    """一种说法 — the text of the slot, and the paragraph as it would read."""

    value: str
    reads: str


@dataclass(frozen=True, slots=True)
class SlotUsed:
    """用到的一项 — its name (比较.下降), what it says, the pack that says so, what else it may say."""

    name: str
    said: str
    pack: str
    choices: tuple[Choice, ...]

    @property
    def keys(self) -> Keys:
        """键 — that lead to it."""
        return tuple(self.name.split("."))


@dataclass(frozen=True, slots=True)
class Sentence:
    """一段 — its text, the template file that made it (pack/sections/x.j2), the slots that it uses."""

    text: str
    file: str
    slots: tuple[SlotUsed, ...]


def sentence(facts: Facts, chain: Chain, at: str) -> Sentence | None:
    """一段 — by the id of its block; None where no section of the packs made it."""
    name = _section_of(chain, at)
    source = chain.source(f"sections/{name}.j2") if name else None
    if source is None:
        return None
    made = packs.section_of(facts, chain, name)
    text = _paragraph_text(made.blocks, at)
    if text is None:
        return None
    asked = ((slot, said) for slot, said in made.asked.items() if isinstance(said, str))
    used = ((slot, said) for slot, said in asked if _is_slot_used(slot, said, text))
    slots = (
        SlotUsed(
            ".".join(slot),
            said,
            _pack_of(chain, name, slot),
            tuple(_ways_to_say(facts, chain, at, slot, said)),
        )
        for slot, said in used
    )
    return Sentence(text, source[1], tuple(slots))


def read_with(facts: Facts, chain: Chain, at: str, keys: Keys, value: str) -> str:
    """读作 — the paragraph with one slot otherwise; empty where it would not stand there any more.

    Raises PackError, TemplateError for what templates cannot say.
    """
    changed = PackChanges().with_words(keys, value).over(_TRIED, chain)
    return _paragraph_text(packs.section_of(facts, changed, _section_of(chain, at)).blocks, at) or ""


def _ways_to_say(facts: Facts, chain: Chain, at: str, slot: Keys, said: str) -> Iterator[Choice]:
    """Those that read otherwise; one that this sentence cannot say is none."""
    seen = {read_with(facts, chain, at, slot, said)}
    for value in alternatives(slot):
        try:
            reads = read_with(facts, chain, at, slot, value)
        except PackError:
            continue
        if value != said and reads not in seen:
            seen.add(reads)
            yield Choice(value, reads)


def _section_of(chain: Chain, at: str) -> str:
    """The section whose id begins the block's; of several the longest."""
    found = [name for name in trial_run.sections(chain) if at.startswith(f"{name.replace('_', '-')}-")]
    return max(found, key=len, default="")


def _paragraph_text(blocks: Iterable[Block], at: str) -> str | None:
    return next((plain(one.content) for one in blocks if isinstance(one, Paragraph) and one.id == at), None)


def _is_slot_used(slot: Keys, said: str, text: str) -> bool:
    return says_how(slot) and (is_choice(slot) or _stands_in(said, text))


def _stands_in(said: str, text: str) -> bool:
    """Whether the words of a slot are in a paragraph, whatever stands in its holes."""
    words = [piece for piece in _HOLE.split(said) if piece]
    form = ".*".join(map(re.escape, words))
    return bool(words) and re.search(form, text, re.DOTALL) is not None


def _pack_of(chain: Chain, section: str, slot: Keys) -> str:
    """The nearest pack that says it, for this section or for all."""
    for keys in ((SECTIONS, section, *slot), slot):
        for pack in chain.packs:
            if _entry_at(pack.table(WORDING), keys) is not None:
                return pack.name
    return chain.packs[-1].name


def _entry_at(table: object, keys: Keys) -> object:
    for key in keys:
        table = table.get(key) if isinstance(table, dict) else None
    return table
