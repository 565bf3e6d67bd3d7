"""读到的表单 — a form as it was read: what it says of the data, by its place there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from disclosure.errors import Source
from disclosure.importing.reading.found_table import FoundTable
from disclosure.importing.reading.rounded_amounts import Said, Value
from disclosure.load import shape
from disclosure.load.reading_state import Loc
from disclosure.tables.spec import TableSpec

_STEP = re.compile(r"\.?([^.\[]+)(?:\[(\d+)\])?")


@dataclass(slots=True)
class FoundForm(FoundTable):
    """读到的表单 — `entries` by their place in the data, those of a repeated form as of the first of the list.

    `repeat` is the place of that list; `derived` are numbers that follow from other data and that the form shows
    too; `opening` is what its first part says; `nothing` is where it says that there is none.
    """

    repeat: Loc = ()
    entries: dict[Loc, Said] = field(default_factory=dict)
    derived: dict[str, Value] = field(default_factory=dict)
    opening: tuple[str, ...] = ()
    nothing: Source | None = None

    def figures(self) -> Iterator[tuple[str, Value]]:
        """读到的数 — none that tables show too: a form's are rounded more."""
        return iter(())

    def says(self) -> bool:
        """是否有内容 — whether any text or amount stands in it."""
        return any(self.plain_entries().values())

    def says_something(self) -> bool:
        """是否有话 — whether it has content, says that there is none, or is in doubt."""
        return bool(self.says() or self.nothing or self.doubts)

    def plain_entries(self) -> dict[Loc, object]:
        """内容 — what it says, without where."""
        return {loc: _plain_entry(said) for loc, (said, _) in self.entries.items()}

    def is_of_list_of(self, other: FoundForm) -> bool:
        """是否同一清单 — whether both are entries of one list."""
        return bool(self.repeat) and self.spec.id == other.spec.id

    def contradicts(self, other: FoundForm) -> bool:
        """是否矛盾 — whether it begins like a form of another file that says something else."""
        return self.source.file != other.source.file and self.opening == other.opening

    def entries_as(self, number: int) -> dict[Loc, Said]:
        """各项内容 — as those of an entry of the list, counted from 0."""
        after = len(self.repeat) + 1
        return {(*self.repeat, number, *loc[after:]): said for loc, said in self.entries.items()}


def _plain_entry(said: str | Value) -> object:
    return said.amount if isinstance(said, Value) else said


def is_form(spec: TableSpec) -> bool:
    """是否表单 — whether a table shows texts and entered values, its parts one below the other."""
    return spec.stacked and shows_entries(spec)


def shows_entries(spec: TableSpec) -> bool:
    """是否有录入内容 — whether a table has a column that shows what people entered."""
    return any(column.kind == "数据" for block in spec.blocks for column in block.columns)


def location(path: str) -> Loc:
    """位置 — a key path taken apart, positions in lists from 0."""
    # 绩效.项目自评[2].总分 → ("绩效", "项目自评", 1, "总分")
    steps = ((key, int(number) - 1) if number else (key,) for key, number in _STEP.findall(path))
    return tuple(part for step in steps for part in step)


def required(loc: Loc) -> bool:
    """是否必填 — whether the data must have a key where they have what it belongs to."""
    fields = {str(one.alias): one for one in getattr(shape.at(loc[:-1]), "model_fields", {}).values()}
    return str(loc[-1]) in fields and bool(fields[str(loc[-1])].is_required())
