"""谁的表 — the tables of one import are one department's: that of the data."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from disclosure.errors import InputError, Problem, Source
from disclosure.importing.data_folder import Folder
from disclosure.importing.reading.found_table import FoundTable
from disclosure.importing.recognising.spellings import plain

_CODE = re.compile(r"^[\[(【]?\d{3,}[\])】]?[-_:]?(?=\D)")  # 101001某某局, as some software exports names
_SCOPE = re.compile(r"\(?(?:机关)?(本级|汇总)\)?$")
_SHOWN = 3  # places of one name


def require_one(tables: Sequence[FoundTable], home: Folder) -> None:
    """须是一个部门 — raises InputError where names of tables do not belong together."""
    messages = list(_department_faults(_borne(table.owners for table in tables), home))
    if messages:
        raise InputError(map(Problem, messages))


def _borne(names: Iterable[Mapping[str, Source]]) -> dict[str, list[Source]]:
    places: dict[str, list[Source]] = defaultdict(list)
    for of_table in names:
        for name, source in of_table.items():
            places[name].append(source)
    return places


def _department_faults(borne: Mapping[str, Sequence[Source]], home: Folder) -> Iterator[str]:
    # 某市档案馆, 101001某市档案馆 → one
    # 某市档案馆, 某市财政局 → two;  某市档案馆（本级）, 某市档案馆（汇总） → two scopes
    full, short = home.said("部门", "全称"), home.said("部门", "简称")
    names = list(filter(None, (*borne, full)))
    same = {body_named(name): body_named(full) for name in filter(None, (full, short))}
    bodies = {same.get(body_named(name), body_named(name)) for name in names}
    scopes = set(filter(None, map(_scope, names)))
    said = f"没有导入：表上写的是{_with_places(borne)}{f'；数据里是“{full}”' if full else ''}"
    if len(bodies) > 1:
        advice = "请只导入一个部门的表；是同一个部门的几种名称，请先在数据的“部门”里写明全称和简称，再导入"
        yield f"部门不一样，{said}。{advice}"
    elif len(scopes) > 1:
        yield f"有的是本级的，有的是汇总的，{said}。请只导入其中一种"


def body_named(name: str) -> str:
    """哪个部门 — the name without a code before it and the scope behind it."""
    # [101001]某市档案馆（本级） → 某市档案馆
    return _SCOPE.sub("", _CODE.sub("", plain(name)))


def _scope(name: str) -> str:
    scope = _SCOPE.search(plain(name))
    return scope[1] if scope else ""


def _with_places(borne: Mapping[str, Sequence[Source]]) -> str:
    return "，".join(f"“{name}”（{_few_places(places)}）" for name, places in borne.items())


def _few_places(places: Sequence[Source]) -> str:
    more = f"等 {len(places)} 处" if len(places) > _SHOWN else ""
    return "、".join(map(str, places[:_SHOWN])) + more
