"""办公用表 — sheets about a document (审签单, 变动, 更正说明): their texts are templates of the packs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from disclosure.deriving import Figures
from disclosure.document import Block, Text
from disclosure.packs.composing.rendering import Renderer
from disclosure.packs.pack_chain import Chain
from disclosure.packs.templating.limits import Budget, LimitedEnvironment
from disclosure.packs.templating.number_printer import Printer
from disclosure.packs.templating.values import Missing, Node, Words
from disclosure.packs.templating.wording import slots


class Composed(NamedTuple):
    """成文结果 — the blocks of a sheet, and what is missing in it."""

    blocks: tuple[Block, ...]
    missing: tuple[str, ...]


def sheet(chain: Chain, name: str, given: Mapping[str, Any]) -> Composed:
    """一张 — `sheets/<name>.j2` of the packs with what is given, by Chinese names.

    A text prints as it stands, runs of text (Line) keep their emphasis, None prints as 【待填：…】; lists and
    mappings are gone through as in any template.
    """
    renderer, printer = _renderer(chain, given)
    blocks = renderer.section(f"sheets/{name}.j2", name, shift=0)
    return Composed(blocks, tuple(printer.missing))


def environment_of_sheet(chain: Chain, given: Mapping[str, Any]) -> LimitedEnvironment:
    """模板环境 — the names, filters and macros that a sheet's template sees with what is given."""
    return _renderer(chain, given)[0].env


def _renderer(chain: Chain, given: Mapping[str, Any]) -> tuple[Renderer, Printer]:
    printer = Printer(chain.manifest.numbers, Figures({}), str)
    names = {key: _for_template(key, value, printer) for key, value in given.items()}
    words = {"措辞": slots(chain.wording)}
    return Renderer(chain, names | words, printer, Budget(), lambda _: None), printer


def _for_template(name: str, value: Any, printer: Printer) -> Any:
    match value:
        case None:
            return Missing((name,), printer.note)
        case str():
            return Words(value)
        case Mapping():
            return Node(name, {key: _for_template(key, below, printer) for key, below in value.items()})
        case [Text(), *_]:
            return "".join(map(printer.marks.add, value))
        case list() | tuple():
            return tuple(_for_template(name, below, printer) for below in value)
        case _:
            return value
