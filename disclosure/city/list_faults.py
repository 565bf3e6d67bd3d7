"""名单的错处 — what is wrong with each cell of a list, all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, starmap

from disclosure import files, terms
from disclosure.city.bodies import Body
from disclosure.city.city_folder import NOT_BODIES
from disclosure.city.list_rows import Row, first_of, words
from disclosure.errors import Problem
from disclosure.loading import data_files
from disclosure.loading.published import Cell
from disclosure.loading.ratified_listing import bare

Entries = Sequence[tuple[Cell, Row]]  # the name of a body, and what its row says


@dataclass(frozen=True)
class Checked:
    """要看的名单 — its entries, the bodies that they say, the packs that there are."""

    entries: Entries
    bodies: Sequence[Body]
    packs: Sequence[str]

    @cached_property
    def by_name(self) -> Mapping[str, Body]:
        """按名称 — the first of each name."""
        return {bare(body.name): body for body in reversed(self.bodies)}

    def faults(self) -> Iterator[Problem]:
        """各处错误 — in the order of the list."""
        cells = chain.from_iterable(map(_cells_of_entry, self.entries, self.bodies))
        return filter(_is_fault, starmap(self._fault, cells))

    def _fault(self, body: Body, what: str, cell: Cell) -> Problem:
        """Without words where there is none; of dates only a number is a fault."""
        unsound = "" if cell.day else cell.fault
        message = unsound or _FAULTS.get(what, _no_fault)(self, body, cell.text.strip())
        return Problem(message, cell.source)


def _cells_of_entry(entry: tuple[Cell, Row], body: Body) -> Iterator[tuple[Body, str, Cell]]:
    name, row = entry
    return ((body, what, cell) for what, cell in {"name": name, **row}.items())


def _is_fault(problem: Problem) -> bool:
    return bool(problem.message)


def _no_fault(_list: Checked, _body: Body, _text: str) -> str:
    return ""


def _said_twice(listed: Checked, body: Body, _text: str) -> str:
    first = listed.by_name[bare(body.name)]
    return "" if first is body else f"“{body.name}”列了两行，另一行在{first.source}，请只留一行"


def _no_kind(_list: Checked, _body: Body, text: str) -> str:
    return "" if first_of(words()["kinds"], text) else f"不认识类型“{text}”，请写“部门”或“单位”"


def _no_parent(listed: Checked, body: Body, text: str) -> str:
    """A parent is a department of the list, and has none itself; a department may be said to be its own."""
    parent = listed.by_name.get(bare(text))
    if parent is None:
        near = terms.near(text, [one.name for one in listed.bodies])
        return f"名单里没有主管部门“{text}”{near}；请改正，或在名单里加上它"
    is_above = not body.parent or (parent.kind == "部门" and not parent.parent)
    return "" if is_above else f"主管部门“{parent.name}”自己是单位，或另有主管部门，请写最上面的部门"


def _no_folder(_list: Checked, _body: Body, text: str) -> str:
    """A folder of the city's own, one outside of it, or a name that some system does not take."""
    first, *below = data_files.slashes(text).split("/")
    if first not in NOT_BODIES and all(part == files.safe_name(part) for part in (first, *below)):
        return ""
    return f"“{text}”不能作部门的文件夹，请写全市文件夹里面的，如“某局”“某局/某中心”"


def _no_pack(listed: Checked, _body: Body, text: str) -> str:
    near = terms.near(text, list(listed.packs))
    return "" if text in listed.packs else f"没有模板“{text}”{near}；有哪些模板见 disclosure pack list"


_FAULTS: Mapping[str, Callable[[Checked, Body, str], str]] = {
    "name": _said_twice,
    "kind": _no_kind,
    "parent": _no_parent,
    "folder": _no_folder,
    "pack": _no_pack,
}
