"""谁的表 — the tables of one import are one department's and one year's: those of the data."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from disclosure.errors import InputError, Problem, Source
from disclosure.importing.data_folder import Folder
from disclosure.importing.reading.read_table import Found
from disclosure.importing.recognising import normalisation

_CODE = re.compile(r"^[\[(【]?\d{3,}[\])】]?[-_:]?(?=\D)")  # 101001某某局, as some software exports names
_SCOPE = re.compile(r"\(?(?:机关)?(本级|汇总)\)?$")
_SHOWN = 3  # places of one name

Name = TypeVar("Name", str, int)


def require_one(tables: Sequence[Found], home: Folder) -> None:
    """须是一个部门、一个年度 — raises InputError where tables bear names or years that do not belong together."""
    found = [*_departments(_borne(table.owners for table in tables), home)]
    found += _years(_borne(table.years for table in tables), home.said("年度"))
    if found:
        raise InputError(Problem(message) for message in found)


def _borne(names: Iterable[Mapping[Name, Source]]) -> dict[Name, list[Source]]:
    """Each name with the places of all tables that bear it."""
    found: dict[Name, list[Source]] = defaultdict(list)
    for of_table in names:
        for name, source in of_table.items():
            found[name].append(source)
    return found


def _departments(borne: Mapping[str, Sequence[Source]], home: Folder) -> Iterator[str]:
    full, short = home.said("部门", "全称"), home.said("部门", "简称")
    own = {_body(name) for name in (full, short) if name}
    bodies = {_body(full) if _body(name) in own else _body(name) for name in (*borne, full) if name}
    scopes = {scope for name in (*borne, full) if (scope := _scope(name))}
    said = f"没有导入：表上写的是{_listed(borne)}{f'；数据里是“{full}”' if full else ''}"
    if len(bodies) > 1:
        advice = "请只导入一个部门的表；是同一个部门的几种名称，请先在数据的“部门”里写明全称和简称，再导入"
        yield f"部门不一样，{said}。{advice}"
    elif len(scopes) > 1:
        yield f"有的是本级的，有的是汇总的，{said}。请只导入其中一种"


def _years(borne: Mapping[int, Sequence[Source]], year: str) -> Iterator[str]:
    if len({*map(str, borne), *([year] if year else [])}) > 1:
        listed = _listed({f"{one}年度": places for one, places in borne.items()})
        said = f"没有导入：表上写的是{listed}{f'；数据里是“{year}年度”' if year else ''}"
        yield f"年度不一样，{said}。请只导入同一年度的表"


def _body(name: str) -> str:
    return _SCOPE.sub("", _CODE.sub("", normalisation.plain(name)))


def _scope(name: str) -> str:
    found = _SCOPE.search(normalisation.plain(name))
    return found[1] if found else ""


def _listed(borne: Mapping[str, Sequence[Source]]) -> str:
    return "，".join(f"“{name}”（{_places(places)}）" for name, places in borne.items())


def _places(places: Sequence[Source]) -> str:
    more = f"等 {len(places)} 处" if len(places) > _SHOWN else ""
    return "、".join(map(str, places[:_SHOWN])) + more
