"""几张表单 — what forms that were read say together: copies once, lists whole, and only what is complete."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from disclosure.importing.reading.found_form import FoundForm, required
from disclosure.importing.reading.found_table import FoundTable
from disclosure.importing.reading.rounded_amounts import Said, Value, at_cell
from disclosure.load import shape
from disclosure.load.reading_state import Loc, path_of
from disclosure.model.base import NONE as NOTHING


def without_copies(forms: Sequence[FoundForm]) -> list[FoundForm]:
    """不重复 — without empty forms beside filled ones, and without a second copy of the same one.

    # 租赁费 (a.xlsx), 租赁费 (b.docx), both alike, and an empty form → 租赁费 once
    # 租赁费 (a.xlsx), 租赁费 (b.docx) with another 总分 → both, in doubt
    """
    kept: list[FoundForm] = []
    for form in forms:
        others = [one for one in kept if one.repeat and one.spec.id == form.spec.id]
        if form.repeat and form.plain_entries() in [one.plain_entries() for one in others]:
            continue
        _doubt_both(form, others)
        kept.append(form)
    filled = {form.spec.id for form in kept if form.says()}
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
    """What the forms of one list say.

    # 项目自评: 租赁费 | 总分 96, 维修费 | 总分 90 → ("绩效", "项目自评", 0, "总分"): 96, (…, 1, "总分"): 90
    # “本部门没有项目支出” alone → ("绩效", "项目自评"): 无
    """
    filled = [form for form in forms if form.says()]
    nothing = [form.nothing for form in forms if form.nothing]
    if filled:
        _doubt_nothing(forms, filled[0])
    if any(form.doubts for form in forms):
        _doubt_all(forms)
        return {}
    if filled:
        return {loc: said for at, form in enumerate(filled) for loc, said in form.entries_as(at).items()}
    return {repeat: (NOTHING, at_cell(nothing[0]))} if nothing else {}


def _doubt_nothing(forms: Iterable[FoundForm], filled: FoundForm) -> None:
    for form in forms:
        if form.nothing:
            form.doubt(f"有一张写着没有数据，另有 {filled.source} 有数据")


def _doubt_all(forms: Sequence[FoundForm]) -> None:
    first = next(form for form in forms if form.doubts)
    for form in forms:
        if not form.doubts:
            form.doubt(f"{first.source} 那一张存疑，同样的表要一起导入")


def derived(tables: Iterable[FoundTable]) -> dict[str, Value]:
    """推得出的数 — that forms without doubt show, by name."""
    sure = [form for form in _forms_of(tables) if not form.doubts]
    return {name: value for form in sure for name, value in form.derived.items()}


def amounts(entered: Mapping[Loc, Said]) -> dict[str, Value]:
    """金额 — that were entered, by key path."""
    return {path_of(loc): said for loc, (said, _) in entered.items() if isinstance(said, Value)}


def _forms_of(tables: Iterable[FoundTable]) -> list[FoundForm]:
    return [table for table in tables if isinstance(table, FoundForm)]


def whole(entered: Mapping[Loc, Said]) -> dict[Loc, Said]:
    """完整的 — entries of what lacks no key that it must have."""
    # 项目自评[1] without its 项目名称 → nothing of 项目自评[1]
    given = {above for loc in entered for above in _prefixes(loc)}
    lacking = {above for above in _models_above(entered) if not given.issuperset(_required_keys(above))}
    return {loc: said for loc, said in entered.items() if lacking.isdisjoint(_prefixes(loc))}


def _models_above(entered: Iterable[Loc]) -> set[Loc]:
    """Places of the data with keys of their own, below the outermost keys."""
    places = {above for loc in entered for above in _prefixes(loc)[1:-1]}
    return {place for place in places if hasattr(shape.at(place), "model_fields")}


def _prefixes(loc: Loc) -> list[Loc]:
    return [loc[:end] for end in range(1, len(loc) + 1)]


def _required_keys(above: Loc) -> Iterator[Loc]:
    return ((*above, key) for key in shape.keys(shape.at(above)) if required((*above, key)))
