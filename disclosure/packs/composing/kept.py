"""留着的 — what composing again need not make anew: tables and origins made of the same as before."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from disclosure.document import TableBlock
from disclosure.facts import Facts
from disclosure.packs.composing.origins import Teller
from disclosure.packs.manifest import NumberFormat
from disclosure.packs.templating.limits import Budget, Used
from disclosure.packs.templating.number_printer import Printer


class _Table(NamedTuple):
    made_of: object
    block: TableBlock
    used: Used


class Kept:
    """留着的 — of one department's document, from one composing to the next."""

    def __init__(self) -> None:
        self._tables: dict[str, _Table] = {}
        self._teller: tuple[Facts, NumberFormat, Teller] | None = None

    def table(
        self, id: str, made_of: object, budget: Budget, make: Callable[[], tuple[TableBlock, bool]]
    ) -> TableBlock:
        """表 — as before where it is made of the same; `make` says also whether it is made of nothing else.

        What it had used up of the budget is used up again, so that a document ends where it would anew.
        """
        kept = self._tables.get(id)
        if kept and kept.made_of == made_of and budget.take(kept.used):
            return kept.block
        before = budget.left
        block, is_all = make()
        self._tables.pop(id, None)
        if is_all:
            self._tables[id] = _Table(made_of, block, before - budget.left)
        return block

    def teller(self, facts: Facts, numbers: NumberFormat, printer: Printer) -> Teller:
        """说来历的 — the one of before where the facts are the very same."""
        if not self._teller or self._teller[0] is not facts or self._teller[1] != numbers:
            self._teller = facts, numbers, Teller(facts, printer)
        return self._teller[2]
