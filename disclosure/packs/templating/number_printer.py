"""印数 — how a pack prints numbers: unit, decimals, zeros, separators, shares; each print becomes a mark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import chain, filterfalse
from types import MappingProxyType
from typing import NamedTuple

from disclosure.checks.check_report import first_few
from disclosure.deriving import Figure, Figures
from disclosure.document.marks import Marks, Printed
from disclosure.document.tree import Text
from disclosure.errors import TemplateError
from disclosure.money import (
    HUNDRED,
    Unit,
    add_up,
    in_unit,
    number_text,
    places_for,
    rounded,
    shares_to_hundred,
)
from disclosure.packs.manifest import NumberFormat
from disclosure.packs.templating.values import Missing, Quantity, Words, terms_name

_NAMED = 3  # places that one 【待填】 names: all of them are listed on the screen
_AMOUNT_PLACES = 2


class _Share(NamedTuple):
    """占比 — as it is printed, and as it is rounded by itself."""

    printed: str
    rounded: str


class Printer:
    """印数器 — one document's marks and missing values, printed in one number format.

    `called` gives the Chinese name of a key path, `statement` is what is printed instead of what is secret,
    `divisions` are the parts that each total is divided into: shares of these stand in one list.
    `pressed` are the shares that were printed otherwise than rounded (占比凑百), each with both texts.
    """

    def __init__(
        self,
        format: NumberFormat,
        figures: Figures,
        called: Callable[[str], str],
        statement: str = "",
        divisions: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> None:
        self.marks = Marks()
        self.missing: dict[str, None] = {}
        self.pressed: dict[str, _Share] = {}
        self._format, self._figures, self._called = format, figures, called
        self._statement, self._divisions = statement, divisions

    def formatted(self, format: NumberFormat) -> Printer:
        """换格式 — the same document's printer in another number format (a section's own)."""
        return self._like(format, self._statement)

    def saying(self, statement: str) -> Printer:
        """换说法 — the same document's printer that says otherwise what is secret (in cells)."""
        return self._like(self._format, statement)

    def _like(self, format: NumberFormat, statement: str) -> Printer:
        printer = Printer(format, self._figures, self._called, statement, self._divisions)
        printer.marks, printer.missing, printer.pressed = self.marks, self.missing, self.pressed
        return printer

    def note(self, names: Iterable[str]) -> None:
        """记下待填 — key paths of what is missing, in the order met."""
        self.missing.update(dict.fromkeys(filterfalse(self._figures.withheld.has, names)))

    def absent(self, names: Iterable[str]) -> Text:
        """不知道的 — 【待填：…】, noted; the statement where every name is marked as secret."""
        names = tuple(names)
        if all(map(self._figures.withheld.has, names)):
            return Text(self._statement, withheld=self._called(names[0]) if names else "")
        self.note(names)
        return Text(f"【待填：{first_few('、', map(self._called, names), _NAMED)}】", missing=True)

    def words(self, words: Words) -> Printed:
        """印文字 — a name or text as it stands."""
        return self.marks.add(Text(words._text, words._figure or None))

    def typed(self, text: str) -> Printed:
        """印排版字 — text made by a filter (a list number), not a figure."""
        return self.marks.add(Text(text))

    def blank(self, missing: Missing) -> Printed:
        """印待填 — 【待填：…】 for a value that is not known, the statement for one that is secret."""
        return self.marks.add(self.absent(missing._names))

    def amount(self, quantity: Quantity, unit: Unit | None = None, *, word: bool = True) -> Printed:
        """印金额 — an amount of 元 in the pack's unit, or in `unit`, with the unit's word."""
        if quantity._kind != "元":
            raise TemplateError(f"“{terms_name(quantity._figure)}”不是金额，不能用金额过滤器")
        chosen = unit or self._format.amount_unit
        return self._print(quantity, self.amount_text(quantity._number(), chosen) + (chosen if word else ""))

    def amount_text(self, yuan: Decimal, unit: Unit) -> str:
        """金额文本 — 元 as this pack prints it in `unit`."""
        format = self._format
        places = format.amount_places if unit == format.amount_unit else _AMOUNT_PLACES
        return self._text(in_unit(yuan, unit), places, trim=format.trim_amounts, grouping=format.grouping)

    def _text(self, number: Decimal, places: int, *, trim: bool, grouping: bool = False) -> str:
        bare = self._format.bare_zero and rounded(number, places) == 0
        return number_text(number, places, trim=trim or bare, grouping=grouping)

    def no_change(self, change: Quantity) -> bool:
        """持平 — whether a change prints as 0: of money in the pack's unit, of anything else by itself."""
        number = change._number()
        return self.printed_zero(number) if change._kind == "元" else number == 0

    def printed_zero(self, yuan: Decimal) -> bool:
        """印出为零 — whether an amount prints as 0."""
        return rounded(in_unit(yuan, self._format.amount_unit), self._format.amount_places) == 0

    def percent(self, quantity: Quantity) -> Printed:
        """印百分比 — a share, rate or completion with %; a mere part never prints as 100 %."""
        return self._print(quantity, self.percent_text(quantity))

    def percent_text(self, quantity: Quantity) -> str:
        """百分比文本 — as `percent` prints it."""
        if quantity._kind != "%":
            raise TemplateError(f"“{terms_name(quantity._figure)}”不是百分比")
        share = self._shares.get(quantity._figure)
        if share is not None:
            if share.printed != share.rounded:
                self.pressed[self._called(terms_name(quantity._figure))] = share
            return f"{share.printed}%"
        format = self._format
        return self._text(quantity._number(), format.rate_places, trim=format.trim_rates) + "%"

    def count(self, quantity: Quantity) -> Printed:
        """印个数 — no unit, no needless zeros."""
        return self._print(quantity, number_text(quantity._number(), _AMOUNT_PLACES, trim=True))

    def score(self, quantity: Quantity) -> Printed:
        """印得分 — 100.00 where the pack keeps the zeros."""
        trim = self._format.trim_scores
        return self._print(quantity, number_text(quantity._number(), _AMOUNT_PLACES, trim=trim))

    def _print(self, quantity: Quantity, text: str) -> Printed:
        return self.marks.add(Text(text, quantity._figure))

    @cached_property
    def _shares(self) -> Mapping[str, _Share]:
        """Shares are printed by list: one part that must widen widens its whole list."""
        lists: dict[str, list[Figure]] = defaultdict(list)
        for id, figure in self._figures.items():
            if id.endswith("share") and figure.value is not None:
                lists[self._list_of(id)].append(figure)
        return dict(chain.from_iterable(map(self._list_shares, lists.values())))

    def _list_shares(self, shares: Sequence[Figure]) -> Iterator[tuple[str, _Share]]:
        format, values = self._format, self._amounts([share.id for share in shares])
        places = places_for(values, format.share_places, format.widened_places)
        printed: Sequence[Decimal] = values
        if parts := format.shares_to_hundred and self._parts_of_one_whole(shares):
            places, printed = self._pressed(parts, values, places)
        for share, value, shown in zip(shares, values, printed, strict=True):
            said = (self._text(number, places, trim=format.trim_rates) for number in (shown, value))
            yield share.id, _Share(*said)

    def _list_of(self, share: str) -> str:
        """income.other_income.share stands in the list of income, what is no division of it by itself."""
        *above, part, _share = ("", *share.split("."))
        node = ".".join(above[1:])
        divided = self._divisions.get(terms_name(node)) if node else ()
        return node if divided is None or terms_name(part) in divided else share

    def _parts_of_one_whole(self, shares: Sequence[Figure]) -> list[Decimal]:
        """The amounts of a list of shares (part / whole * 100); none where they do not make up the whole."""
        parts = self._amounts([share.inputs[0] for share in shares])
        wholes = self._amounts({share.inputs[1] for share in shares})
        return parts if len(wholes) == 1 and add_up(parts, wholes[0]) else []

    def _amounts(self, figures: Iterable[str]) -> list[Decimal]:
        return [self._figures.value(figure) or Decimal(0) for figure in figures]

    def _pressed(
        self, parts: Sequence[Decimal], values: Sequence[Decimal], places: int
    ) -> tuple[int, Sequence[Decimal]]:
        """At `places` decimals, or at as many as it takes so that no mere part is lifted to 100 %."""
        printed = shares_to_hundred(parts, places)
        if not _part_as_whole(printed, values):
            return places, printed
        return self._pressed(parts, values, max(places + 1, self._format.widened_places))


def _part_as_whole(printed: Sequence[Decimal], values: Sequence[Decimal]) -> bool:
    """Whether a mere part was lifted to 100 %."""
    return any(shown == HUNDRED != value for shown, value in zip(printed, values, strict=True))
