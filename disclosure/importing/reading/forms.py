"""表单 — forms as they were read: what each says of the data, by its place there; what several forms say together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from disclosure.errors import Source
from disclosure.importing.reading.read_table import ZERO, Found, Said, Value
from disclosure.load import shape
from disclosure.load.reading_state import Loc, path_of
from disclosure.model.base import NONE
from disclosure.tables.spec import TableSpec

_STEP = re.compile(r"\.?([^.\[]+)(?:\[(\d+)\])?")


@dataclass(slots=True)
class Form(Found):
    """表单 — `entries` by their place in the data, those of a repeated form (`repeat`) as of the first of the list.

    `figures` are numbers that follow from other data and that the form shows too; `opening` is what its first part
    says; `nothing` is where it says that there is none.
    """

    repeat: Loc = ()
    entries: dict[Loc, Said] = field(default_factory=dict)
    figures: dict[str, Value] = field(default_factory=dict)
    opening: tuple[str, ...] = ()
    nothing: Source | None = None

    def says(self) -> bool:
        """是否有内容 — whether any text or amount stands in it."""
        return any(said.amount if isinstance(said, Value) else said for said, _ in self.entries.values())

    def same(self, other: Form) -> bool:
        """是否同一份 — whether two say the same."""
        return self._plain() == other._plain()

    def _plain(self) -> dict[Loc, object]:
        return {
            loc: said.amount if isinstance(said, Value) else said for loc, (said, _) in self.entries.items()
        }


def is_form(spec: TableSpec) -> bool:
    """是否表单 — whether a table shows texts and entered values, its parts one below the other."""
    return spec.stacked and any(column.kind == "数据" for block in spec.blocks for column in block.columns)


def location(path: str) -> Loc:
    """位置 — a key path taken apart, positions in lists from 0."""
    steps = ((key, int(number) - 1) if number else (key,) for key, number in _STEP.findall(path))
    return tuple(part for step in steps for part in step)


def required(loc: Loc) -> bool:
    """是否必填 — whether the data must have a key where they have what it belongs to."""
    return shape.at(loc).required


def once(forms: Sequence[Form]) -> list[Form]:
    """不重复 — without empty forms beside filled ones, and without a second copy of the same one."""
    kept: list[Form] = []
    for form in forms:
        others = [one for one in kept if one.repeat and one.spec.id == form.spec.id]
        if form.repeat and any(one.same(form) for one in others):
            continue
        for one in others:
            if one.source.file != form.source.file and one.opening == form.opening and form.says():
                form.doubt(f"与 {one.source} 是同一张表，内容不一样")
                one.doubt(f"与 {form.source} 是同一张表，内容不一样")
        kept.append(form)
    filled = {form.spec.id for form in kept if form.says()}
    return [form for form in kept if form.says() or form.nothing or form.doubts or form.spec.id not in filled]


def entries(tables: Sequence[Found]) -> dict[Loc, Said]:
    """录入 — of all forms without doubt; a list of which one form is in doubt is in doubt as a whole."""
    found: dict[Loc, Said] = {}
    lists: dict[Loc, list[Form]] = defaultdict(list)
    for form in _of(tables):
        if form.repeat:
            lists[form.repeat].append(form)
        elif not form.doubts:
            found.update(form.entries)
    for repeat, members in lists.items():
        found.update(_listed(repeat, members))
    return found


def _listed(repeat: Loc, forms: Sequence[Form]) -> Iterator[tuple[Loc, Said]]:
    filled, nothing = [form for form in forms if form.says()], [form for form in forms if form.nothing]
    for form in nothing if filled else ():
        form.doubt(f"有一张写着没有数据，另有 {filled[0].source} 有数据")
    doubtful = next((form for form in forms if form.doubts), None)
    if doubtful is not None:
        for form in forms:
            if not form.doubts:
                form.doubt(f"{doubtful.source} 那一张存疑，同样的表要一起导入")
    elif filled:
        for number, form in enumerate(filled):
            yield from (
                ((*repeat, number, *loc[len(repeat) + 1 :]), said) for loc, said in form.entries.items()
            )
    else:
        yield from (
            (repeat, (NONE, Value(ZERO, ZERO, (form.nothing,)))) for form in nothing[:1] if form.nothing
        )


def shown(tables: Sequence[Found]) -> dict[str, Value]:
    """推得出的数 — that forms without doubt show, by name."""
    return {name: value for form in _of(tables) if not form.doubts for name, value in form.figures.items()}


def amounts(found: Mapping[Loc, Said]) -> dict[str, Value]:
    """金额 — that were entered, by key path."""
    return {path_of(loc): said for loc, (said, _) in found.items() if isinstance(said, Value)}


def _of(tables: Sequence[Found]) -> list[Form]:
    return [table for table in tables if isinstance(table, Form)]


def whole(found: Mapping[Loc, Said]) -> dict[Loc, Said]:
    """完整的 — entries of what lacks no key that it must have."""
    lacking = {
        above for above in _models(found) if any((*above, key) not in _all(found) for key in _musts(above))
    }
    return {loc: said for loc, said in found.items() if not any(loc[: len(one)] == one for one in lacking)}


def _models(found: Mapping[Loc, Said]) -> set[Loc]:
    return {loc[:end] for loc in found for end in range(2, len(loc)) if shape.at(loc[:end]).model}


def _all(found: Mapping[Loc, Said]) -> set[Loc]:
    return {loc[:end] for loc in found for end in range(1, len(loc) + 1)}


def _musts(above: Loc) -> Iterator[str]:
    return (key for key in shape.at(above).keys if required((*above, key)))
