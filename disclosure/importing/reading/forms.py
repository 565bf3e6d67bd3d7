"""表单 — forms as they were read: what each says of the data, by place; what several say together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, filterfalse, product
from operator import attrgetter

from disclosure.errors import Source
from disclosure.forms.spec import TableSpec
from disclosure.importing.reading.found_table import FoundTable
from disclosure.importing.reading.rounded_amounts import Said, Value, at_cell
from disclosure.loading import expected_data
from disclosure.loading.reading_state import Loc, path_of
from disclosure.model.typed_words import NONE as NOTHING

_STEP = re.compile(r"\.?([^.\[]+)(?:\[(\d+)\])?")


@dataclass(slots=True)
class FoundForm(FoundTable):
    """读到的表单 — `entries` by their place in the data, those of a repeated form as of a list's first.

    `repeat` is the place of that list; `derived` are numbers that follow from other data and that the form
    shows too; `opening` is what its first part says; `nothing` is where it says that there is none.
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
        return any(self._plain_contents().values())

    def says_something(self) -> bool:
        """是否有话 — whether it has content, says that there is none, or is in doubt."""
        return bool(self.says() or self.nothing or self.doubts)

    def is_copy_of(self, other: FoundForm) -> bool:
        """是否同一份 — whether both say the same."""
        return self._plain_contents() == other._plain_contents()

    def _plain_contents(self) -> dict[Loc, object]:
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
    return tuple(chain.from_iterable(steps))


def required(loc: Loc) -> bool:
    """是否必填 — whether the data must have a key where they have what it belongs to."""
    return expected_data.at(loc).required


def without_copies(forms: Sequence[FoundForm]) -> list[FoundForm]:
    """不重复 — without empty forms beside filled ones, and without a second copy of the same one."""
    # 租赁费 (a.xlsx), 租赁费 (b.docx), both alike, and an empty form → 租赁费 once
    # 租赁费 (a.xlsx), 租赁费 (b.docx) with another 总分 → both, in doubt
    kept: list[FoundForm] = []
    for form in forms:
        others = list(filter(form.is_of_list_of, kept))
        if not any(map(form.is_copy_of, others)):
            _doubt_both(form, others)
            kept.append(form)
    filled = {form.spec.id for form in filter(FoundForm.says, kept)}
    return [form for form in kept if form.says_something() or form.spec.id not in filled]


def _doubt_both(form: FoundForm, others: Iterable[FoundForm]) -> None:
    for other in filter(form.contradicts, others if form.says() else ()):
        form.doubt(f"与 {other.source} 是同一张表，内容不一样")
        other.doubt(f"与 {form.source} 是同一张表，内容不一样")


def entries(tables: Iterable[FoundTable]) -> dict[Loc, Said]:
    """录入 — of all forms without doubt; a list of which one form is in doubt is in doubt as a whole."""
    entered: dict[Loc, Said] = {}
    lists: dict[Loc, list[FoundForm]] = defaultdict(list)
    for form in _forms_of(tables):
        if form.repeat:
            lists[form.repeat].append(form)
        elif not form.doubts:
            entered |= form.entries
    for repeat, members in lists.items():
        entered |= _list_entries(repeat, members)
    return entered


def _list_entries(repeat: Loc, forms: Sequence[FoundForm]) -> dict[Loc, Said]:
    # 项目自评: 租赁费 | 总分 96, 维修费 | 总分 90 → ("绩效", "项目自评", 0, "总分"): 96, (…, 1, "总分"): 90
    # “本部门没有项目支出” alone → ("绩效", "项目自评"): 无
    filled = list(filter(FoundForm.says, forms))
    nothing = list(filter(attrgetter("nothing"), forms))
    for form, other in product(nothing, filled[:1]):
        form.doubt(f"有一张写着没有数据，另有 {other.source} 有数据")
    doubtful = next(filterfalse(FoundForm.is_sure, forms), None)
    if doubtful is not None:
        _doubt_rest(forms, doubtful)
        return {}
    return _numbered(filled) if filled else _said_none(repeat, nothing)


def _numbered(filled: Sequence[FoundForm]) -> dict[Loc, Said]:
    return {loc: said for at, form in enumerate(filled) for loc, said in form.entries_as(at).items()}


def _said_none(repeat: Loc, nothing: Iterable[FoundForm]) -> dict[Loc, Said]:
    places = [form.nothing for form in nothing if form.nothing]
    return {repeat: (NOTHING, at_cell(places[0]))} if places else {}


def _doubt_rest(forms: Iterable[FoundForm], doubtful: FoundForm) -> None:
    for form in filter(FoundForm.is_sure, forms):
        form.doubt(f"{doubtful.source} 那一张存疑，同样的表要一起导入")


def derived(tables: Iterable[FoundTable]) -> dict[str, Value]:
    """推得出的数 — that forms without doubt show, by name."""
    sure = filter(FoundForm.is_sure, _forms_of(tables))
    return {name: value for form in sure for name, value in form.derived.items()}


def amounts(entered: Mapping[Loc, Said]) -> dict[str, Value]:
    """金额 — that were entered, by key path."""
    return {path_of(loc): said for loc, (said, _) in entered.items() if isinstance(said, Value)}


def _forms_of(tables: Iterable[FoundTable]) -> list[FoundForm]:
    return [table for table in tables if isinstance(table, FoundForm)]


def whole(entered: Mapping[Loc, Said]) -> dict[Loc, Said]:
    """完整的 — entries of what lacks no key that it must have."""
    # 项目自评[1] without its 项目名称 → nothing of 项目自评[1]
    given = set(chain.from_iterable(map(_prefixes, entered)))
    lacking = {above for above in given if not given.issuperset(_required_keys(above))}
    return {loc: said for loc, said in entered.items() if lacking.isdisjoint(_prefixes(loc))}


def _prefixes(loc: Loc) -> list[Loc]:
    return [loc[:end] for end in range(1, len(loc) + 1)]


def _required_keys(above: Loc) -> Iterator[Loc]:
    """Keys of a place below the outermost ones."""
    keys = expected_data.at(above).keys if len(above) > 1 else ()
    return ((*above, key) for key in keys if required((*above, key)))
