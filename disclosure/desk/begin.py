"""开始 — a new data folder, four ways: each page asks, says what it will make, and makes it at a button."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from pathlib import Path

from starlette.responses import Response

from disclosure import projects
from disclosure.desk import begin_typed as faults
from disclosure.desk import watching
from disclosure.desk.asked import Area, Asked
from disclosure.desk.begin_typed import Typed
from disclosure.desk.begin_ways import REPORT, WAYS, Way
from disclosure.desk.desk import Desk
from disclosure.errors import DisclosureError, InputError, Problem
from disclosure.loading import imported
from disclosure.loading.data_files import IMPORTED
from disclosure.loading.stated_head import stated_head

_SURE = "sure"  # the field of the last button
_WORKBOOK = "/begin/workbook"
_MOST_KNOWN = 1000  # folders whose heads are kept, a name each


def _choose(asked: Asked) -> Response:
    return asked.page("begin", ways=WAYS, is_one=_is_one(asked.desk))


def _form(way: Way, asked: Asked) -> Response:
    if _is_one(asked.desk):
        return _choose(asked)
    return _asking(way, Typed(asked), {})


def _posted(way: Way, asked: Asked) -> Response:
    typed = Typed(asked)
    found = {field: said for field, fault in way.faults.items() if (said := fault(typed))}
    try:
        return _asking(way, typed, found, 422) if found else _planned_page(way, typed)
    except DisclosureError as error:
        return _asking(way, typed, {way.main: str(error)}, 422)


def _planned_page(way: Way, typed: Typed) -> Response:
    plan = way.plan(typed)
    if plan.folder and (taken := faults.folder_fault(typed, plan.folder)):
        return _asking(way, typed, {"folder": taken}, 422)
    if _SURE in typed.asked.form:
        return way.make(typed, plan)
    return typed.asked.page("begin_sure", way=way, typed=typed, plan=plan, home=typed.desk.home)


def _asking(way: Way, typed: Typed, found: Mapping[str, str], status: int = 200) -> Response:
    return typed.asked.page(way.page, status, way=way, typed=typed, faults=found, lasts=_lasts(typed.desk))


def _lasts(desk: Desk) -> list[tuple[str, str]]:
    """The folders that another year may begin from, by the name that people know."""
    named = ((desk.called(folder), _known_way(folder, watching.state([folder]))) for folder in desk.folders())
    return [(called, f"{name}（{called}）" if name else called) for called, name in named]


@lru_cache(_MOST_KNOWN)
def _known_way(folder: Path, state: str) -> str:  # noqa: ARG001 - read once for each saving
    try:
        said = stated_head(folder)
    except InputError:
        return ""
    return f"{said.get('部门.全称', '')} {said.get('年度', '')}年度" if "年度" in said else ""


def _is_one(desk: Desk) -> bool:
    """Whether the desk was opened on a data folder itself: nothing is begun inside of one."""
    return next(desk.folders(), None) == desk.home


def _report_page(asked: Asked) -> Response:
    begun = asked.desk.begun.of(asked.query.get("id", ""))
    if begun is None:
        raise InputError([Problem("这份结果已经不在记录里了，请回书架打开那个文件夹")])
    return asked.page("begin_report", begun=begun)


def _workbook(asked: Asked, found: Mapping[str, str] | None = None) -> Response:
    """Of a folder that an import alone began: what is still to be made there."""
    status = 422 if found else 200
    said = imported.heads(asked.place.folder)
    return asked.page("begin_workbook", status, said=said, typed=Typed(asked), faults=found or {})


def _make_workbook(asked: Asked) -> Response:
    folder, typed = asked.place.folder, Typed(asked)
    if not (folder / IMPORTED).is_file():
        raise InputError([Problem("这个文件夹里没有导入的数据，请从书架另选")])
    said = imported.heads(folder)
    wanted = {"全称": ("name", faults.name_fault), "年度": ("year", faults.year_fault)}
    lacking = [asks for key, asks in wanted.items() if key not in said]
    if found := {field: told for field, fault in lacking if (told := fault(typed))}:
        return _workbook(asked, found)
    name = "" if "全称" in said else typed.said("name")
    projects.new(folder, department=name, year=0 if "年度" in said else typed.year, roots=typed.roots)
    return asked.go("/fill", said="做好了填报工作簿，现在可以填写了")


AREA = Area(
    {
        "/begin": _choose,
        **{way.path: partial(_form, way) for way in WAYS},
        _WORKBOOK: _workbook,
        REPORT: _report_page,
    },
    {**{way.path: partial(_posted, way) for way in WAYS}, _WORKBOOK: _make_workbook},
)
