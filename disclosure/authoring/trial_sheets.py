"""试用的办公用表 — sheets of a pack (审签单…) tried with what such a sheet is given, full and bare."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from disclosure import packs
from disclosure.errors import DisclosureError, Source
from disclosure.packs.linting import lint
from disclosure.packs.linting.remark import Remark
from disclosure.packs.pack_chain import Chain
from disclosure.packs.toml_tables import offered


@cache
def given() -> Mapping[str, Mapping[str, Any]]:
    """所给的 — sheet → what its template is given, by name, with all there may be in it."""
    file = packs.built_in() / "standard" / "sheets" / "trial.json"
    table: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return {name: data for name, data in table.items() if isinstance(data, dict)}


def remarks(chain: Chain) -> Iterator[Remark]:
    """意见 — about the sheets of the chosen pack itself; one that reads well is printed on trial."""
    for path in lint.templates(chain.packs[0], lint.SHEETS):
        name = PurePosixPath(path).stem
        if name not in given():
            fault = f"没有“{name}”这张办公用表，{offered(name, list(given()))}"
            yield Remark("P201", fault, Source(f"{chain.name}/{path}"))
            continue
        slips = list(lint.template(chain, packs.environment_of_sheet(chain, given()[name]), path))
        yield from slips or _trials(chain, name)


def _trials(chain: Chain, name: str) -> Iterator[Remark]:
    """What goes wrong with everything there may be on it, else with nothing in its lists."""
    full = given()[name]
    yield from next(filter(None, (_misprinted(chain, name, one) for one in (full, _emptied(full)))), ())


def _misprinted(chain: Chain, name: str, one: Mapping[str, Any]) -> list[Remark]:
    try:
        packs.sheet(chain, name, one)
    except DisclosureError as error:
        return [Remark("P301", f"试印办公用表：{line}") for line in str(error).splitlines()]
    return []


_BARE: Mapping[type, Callable[[Any], Any]] = {
    bool: lambda _: False,
    list: lambda _: [],
    str: lambda _: "—",
}


def _emptied(value: Any) -> Any:
    """The same with nothing in its lists, no to every question."""
    if isinstance(value, Mapping):
        return {key: _emptied(below) for key, below in value.items()}
    return _BARE[type(value)](value)
