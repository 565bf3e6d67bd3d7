"""印数 — how a pack prints numbers: unit, decimals, zeros, separators, shares; each print becomes a mark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from itertools import chain, filterfalse

from disclosure.checks.check_report import first_few
from disclosure.document.marks import Marks, Printed
from disclosure.document.tree import Text
from disclosure.errors import TemplateError
from disclosure.figures import Figures
from disclosure.money import Unit, in_unit, number_text, places_for, rounded, shares_to_hundred
from disclosure.packs.manifest import NumberFormat
from disclosure.packs.templating.values import Missing, Quantity, Words

_NAMED = 3  # places that one 【待填】 names: all of them are listed on the screen
_AMOUNT_PLACES = 2
_WHOLE = 100  # per cent
_SUBTOTALS = ("income.fiscal_income.share",)  # no part beside its own parts


class Printer:
    """印数器 — one document's marks and missing values, printed in one number format.

    `called` gives the Chinese name of a key path, `statement` is what is printed instead of what is secret.
    """

    def __init__(
        self,
        format: NumberFormat,
        figures: Figures,
        called: Callable[[str], str],
        statement: str = "",
    ) -> None:
        self.marks = Marks()
        self.missing: dict[str, None] = {}
        self._format, self._figures, self._called = format, figures, called
        self._statement = statement

    def formatted(self, format: NumberFormat) -> Printer:
        """换格式 — the same document's printer in another number format (a section's own)."""
        return self._like(format, self._statement)

    def saying(self, statement: str) -> Printer:
        """换说法 — the same document's printer that says otherwise what is secret (in cells)."""
        return self._like(self._format, statement)

    def _like(self, format: NumberFormat, statement: str) -> Printer:
        printer = Printer(format, self._figures, self._called, statement)
        printer.marks, printer.missing = self.marks, self.missing
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
            raise TemplateError(f"“{quantity._figure}”不是金额，不能用金额过滤器")
        chosen = unit or self._format.amount_unit
        return self._print(quantity, self.amount_text(quantity._number(), chosen) + (chosen if word else ""))

    def amount_text(self, yuan: Decimal, unit: Unit) -> str:
        """金额文本 — 元 as this pack prints it in `unit`."""
        format = self._format
        places = format.amount_places if unit == format.amount_unit else _AMOUNT_PLACES
        return number_text(in_unit(yuan, unit), places, trim=format.trim_amounts, grouping=format.grouping)

    def printed_zero(self, yuan: Decimal) -> bool:
        """印出为零 — whether an amount prints as 0."""
        return rounded(in_unit(yuan, self._format.amount_unit), self._format.amount_places) == 0

    def percent(self, quantity: Quantity) -> Printed:
        """印百分比 — a share, rate or completion with %; a mere part never prints as 100 %."""
        if quantity._kind != "%":
            raise TemplateError(f"“{quantity._figure}”不是百分比")
        share = self._shares.get(quantity._figure)
        if share is not None:
            return self._print(quantity, f"{share}%")
        format = self._format
        text = number_text(quantity._number(), format.rate_places, trim=format.trim_rates)
        return self._print(quantity, f"{text}%")

    def count(self, quantity: Quantity) -> Printed:
        """印个数 — a count, a score: no unit, no needless zeros."""
        return self._print(quantity, number_text(quantity._number(), _AMOUNT_PLACES, trim=True))

    def _print(self, quantity: Quantity, text: str) -> Printed:
        return self.marks.add(Text(text, quantity._figure))

    @cached_property
    def _shares(self) -> Mapping[str, str]:
        """Shares are printed by list: one part that must widen widens its whole list."""
        lists: dict[str, dict[str, Decimal]] = defaultdict(dict)
        for id, figure in self._figures.items():
            if id.endswith(".share") and figure.value is not None:
                lists[_list_of(id)][id] = figure.value
        return dict(chain.from_iterable(map(self._list_shares, lists.values())))

    def _list_shares(self, shares: Mapping[str, Decimal]) -> Iterator[tuple[str, str]]:
        format, values = self._format, list(shares.values())
        places = places_for(values, format.share_places, format.widened_places)
        if format.shares_to_hundred and sum(values) == _WHOLE:
            values = list(shares_to_hundred(values, places))
        for id, value in zip(shares, values, strict=True):
            yield id, number_text(value, places, trim=format.trim_rates)


def _list_of(share: str) -> str:
    """income.other_income.share belongs to the list of income; general_expenditure.share stands by itself."""
    *node, _part, _share = ("", *share.split("."))
    return share if share in _SUBTOTALS else ".".join(node[1:]) or share
