"""比较模板 — how two packs differ: what a trial department's document says, and what the packs declare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path

from disclosure import api, packs
from disclosure.authoring import trial_departments
from disclosure.document import Heading, Paragraph, plain, walk
from disclosure.packs.chain import Chain
from disclosure.packs.linting.lint import strings

Located = tuple[Chain, tuple[Path, ...]]


def difference(one: Located, other: Located) -> Iterator[str]:
    """不同之处 — words, tables, then sentences of a normal department: - of the first pack, + of the second."""
    yield from _part("措辞", _words(one[0]), _words(other[0]))
    yield from _part("表", _tables(one[0]), _tables(other[0]))
    yield from _part("句子", _sentences(*one), _sentences(*other))


def _part(what: str, before: list[str], after: list[str]) -> Iterator[str]:
    changed = list(_changes(before, after))
    if changed:
        yield f"{what}："
        yield from changed


def _changes(before: list[str], after: list[str]) -> Iterator[str]:
    for kind, begin, end, new_begin, new_end in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if kind != "equal":
            yield from (f"- {line}" for line in before[begin:end])
            yield from (f"+ {line}" for line in after[new_begin:new_end])


def _words(chain: Chain) -> list[str]:
    return sorted(f"{'.'.join(keys)} = {value}" for keys, value in strings(dict(chain.wording)))


def _tables(chain: Chain) -> list[str]:
    return [
        f"{spec.sheet_number} {spec.title}" for spec in packs.table_specs(chain, trial_departments.year())
    ]


def _sentences(chain: Chain, roots: Iterable[Path]) -> list[str]:
    document = api.compose(
        trial_departments.department(trial_departments.NORMAL, chain.name), draft=True, roots=roots
    ).document
    said = [plain(block.content) for block in walk(document) if isinstance(block, Heading | Paragraph)]
    return [f"{part}。" if part else "" for line in said for part in line.rstrip("。").split("。") if part]
