"""比较模板 — how two packs differ: what a trial department's document says, and what the packs declare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import chain as joined
from pathlib import Path

from disclosure import api, packs
from disclosure.authoring import trial_departments, trial_run
from disclosure.document import walk
from disclosure.packs.linting.lint import strings
from disclosure.packs.pack_chain import Chain

Located = tuple[Chain, tuple[Path, ...]]


def difference(one: Located, other: Located) -> Iterator[str]:
    """不同之处 — words, tables, sentences of a normal department: - of the first pack, + of the second."""
    yield from _differing("措辞", _slot_lines(one[0]), _slot_lines(other[0]))
    yield from _differing("表", _tables(one[0]), _tables(other[0]))
    yield from _differing("句子", _sentences(*one), _sentences(*other))


def _differing(what: str, before: list[str], after: list[str]) -> Iterator[str]:
    changed = list(_changes(before, after))
    if changed:
        yield f"{what}："
        yield from changed


def _changes(before: list[str], after: list[str]) -> Iterator[str]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, begin, end, new_begin, new_end in matcher.get_opcodes():
        if kind != "equal":
            yield from map("- {}".format, before[begin:end])
            yield from map("+ {}".format, after[new_begin:new_end])


def _slot_lines(chain: Chain) -> list[str]:
    return sorted(f"{'.'.join(keys)} = {value}" for keys, value in strings(dict(chain.wording)))


def _tables(chain: Chain) -> list[str]:
    specs = packs.table_specs(chain, trial_departments.year())
    return [f"{spec.sheet_number} {spec.title}" for spec in specs]


def _sentences(chain: Chain, roots: Iterable[Path]) -> list[str]:
    department = trial_departments.department(trial_departments.NORMAL, chain.name)
    document = api.compose(department, draft=True, roots=roots).document
    sentences = joined.from_iterable(text.split("。") for _, text in trial_run.texts(walk(document)))
    return list(map("{}。".format, filter(None, sentences)))
