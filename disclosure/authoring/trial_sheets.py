"""试用的办公用表和网页 — sheets (审签单…) and pages (目录…) of a pack tried with what such a one is given."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from disclosure import packs
from disclosure.errors import DisclosureError, Source
from disclosure.packs.linting import lint
from disclosure.packs.linting.remark import Remark
from disclosure.packs.pack_chain import Chain
from disclosure.packs.templating.limits import LimitedEnvironment
from disclosure.packs.toml_tables import offered

_Given = Mapping[str, Any]


class _Sort(NamedTuple):
    """What a pack has besides sections: what it is called, where it stands, how it is read and printed."""

    called: str
    counted: str
    folder: str
    pattern: str
    read: Callable[[Chain, LimitedEnvironment, str], Iterator[Remark]]
    environment: Callable[[Chain, _Given], LimitedEnvironment]
    printed: Callable[[Chain, str, _Given], object]


_SORTS = (
    _Sort("办公用表", "张", "sheets", lint.SHEETS, lint.template, packs.environment_of_sheet, packs.sheet),
    _Sort("网页", "个", "pages", lint.PAGES, lint.page, packs.environment_of_page, packs.page),
)


@cache
def given(folder: str = "sheets") -> Mapping[str, _Given]:
    """所给的 — sheet (or page) → what its template is given, by name, with all there may be in it."""
    file = packs.built_in() / "standard" / folder / "trial.json"
    table: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return {name: data for name, data in table.items() if isinstance(data, dict)}


def remarks(chain: Chain) -> Iterator[Remark]:
    """意见 — about sheets and pages of the chosen pack itself; one that reads well is printed on trial."""
    for sort in _SORTS:
        for path in lint.templates(chain.packs[0], sort.pattern):
            yield from _trial_of(chain, sort, path)


def _trial_of(chain: Chain, sort: _Sort, path: str) -> Iterator[Remark]:
    name, known = PurePosixPath(path).name.partition(".")[0], given(sort.folder)
    if name not in known:
        fault = f"没有“{name}”这{sort.counted}{sort.called}，{offered(name, list(known))}"
        yield Remark("P201", fault, Source(f"{chain.name}/{path}"))
        return
    full = known[name]
    slips = list(sort.read(chain, sort.environment(chain, full), path))
    # What goes wrong with everything there may be on it, else with nothing in its lists.
    trials = map(partial(_misprinted, chain, sort, name), (full, _emptied(full)))
    yield from slips or next(filter(None, trials), [])


def _misprinted(chain: Chain, sort: _Sort, name: str, one: _Given) -> list[Remark]:
    try:
        sort.printed(chain, name, one)
    except DisclosureError as error:
        return [Remark("P301", f"试印{sort.called}：{line}") for line in str(error).splitlines()]
    return []


_BARE: Mapping[type, Callable[[Any], Any]] = {
    bool: lambda _: False,
    int: lambda _: 0,
    list: lambda _: [],
    str: lambda _: "—",
}


def _emptied(value: Any) -> Any:
    """The same with nothing in its lists, no to every question."""
    if isinstance(value, Mapping):
        return {key: _emptied(below) for key, below in value.items()}
    return _BARE[type(value)](value)
