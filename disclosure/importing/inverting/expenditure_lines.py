"""推回支出 — figures of tables become lines of the data: by fund, 项 and 性质, with 款 where they follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from disclosure import classification
from disclosure.classification import EconomicGroup, Fund, Nature
from disclosure.importing.inverting.draft import Draft, Known
from disclosure.importing.reading.rounded_amounts import NONE, Value, total
from disclosure.loading.reading_state import Loc

_PAYING = classification.fiscal_funds()
_OTHER = next(fund for fund in classification.all_funds() if not fund.fiscal)
_WHOLE = "expenditure.final"


@dataclass(frozen=True, slots=True)
class _SpentLine:
    item: str
    nature: Nature
    fund: Fund
    amount: Value

    @property
    def node(self) -> str:
        """Where the amounts of its fund stand by 款."""
        return f"economic.{self.fund.id}"

    @property
    def nature_node(self) -> str:
        return f"{self.node}.{self.nature.id}"

    def same_nature(self, other: _SpentLine) -> bool:
        return (self.nature, self.fund) == (other.nature, other.fund)

    def same_item(self, other: _SpentLine) -> bool:
        return (self.item, self.fund) == (other.item, other.fund)


def expenditure(known: Known, draft: Draft, year: int) -> None:
    """支出 — every fund's lines; what 支出决算表 has beyond the fiscal funds is 其他资金."""
    # 公开05表 2010301 行政运行 | 基本支出 60.00
    # 公开03表 2010301 行政运行 | 基本支出 64.00
    # → 项 2010301, 性质 基本, 金额 60.00 and 项 2010301, 性质 基本, 资金 其他资金, 金额 4.00
    fiscal = [line for fund in _PAYING for line in _lines_of(known, fund)]
    rest = list(_other_lines(known, fiscal))
    lines = [*fiscal, *rest]
    gap = _why_not_whole(known, lines, rest)
    if gap:
        draft.gap(gap)
    elif lines:
        _put_lines(known, draft, lines, year)
    else:
        draft.put(("支出",), known.value(_WHOLE), "无")


def _why_not_whole(known: Known, lines: list[_SpentLine], rest: list[_SpentLine]) -> str:
    """Why the lines cannot be told; empty where they are all there is, and none is what cannot be."""
    read = list(filter(known.tells_of, _PAYING))
    if len(read) < (len(_PAYING) if rest else 1):
        return "支出：缺一般公共预算、政府性基金或国有资本经营预算的支出表，分不出资金来源"
    is_possible = all(line.amount.amount > 0 for line in rest)
    if is_possible and known.agrees(_WHOLE, total(line.amount for line in lines)):
        return ""
    return "支出：没有读到支出决算表，或各表的支出加起来不等于支出合计，分不出其他资金的支出"


def _lines_of(known: Known, fund: Fund) -> Iterator[_SpentLine]:
    for item, nature in product(known.items(fund.expenditure), classification.carried_natures()):
        value = known.value(f"{fund.expenditure}.item.{item}.{nature.id}.final")
        if value.amount:
            yield _SpentLine(item, nature, fund, value)


def _other_lines(known: Known, fiscal: Iterable[_SpentLine]) -> Iterator[_SpentLine]:
    """What is spent beyond the fiscal funds; one amount is rounded alike everywhere, only sums differ."""
    # 2010301 基本支出 64.00 in all, 60.00 and 4.00 by the tables of two funds → nothing
    paid: dict[tuple[str, Nature], list[Value]] = defaultdict(list)
    for line in fiscal:
        paid[line.item, line.nature].append(line.amount)
    for item, nature in product(known.items("expenditure"), classification.all_natures()):
        whole, parts = known.value(f"expenditure.item.{item}.{nature.id}.final"), paid[item, nature]
        rest = whole - total(parts)
        more = rest.amount > 0 and len(parts) <= 1
        if more or not whole.agrees(total(parts)):
            yield _SpentLine(item, nature, _OTHER, rest)


def _put_lines(known: Known, draft: Draft, lines: list[_SpentLine], year: int) -> None:
    """The lines, each by 款 where these are known; what 款 the others have together stands apart."""
    bare: dict[tuple[Fund, Nature], None] = {}
    for index, line in enumerate(lines):
        sections = _sections_of(known, line, lines, year)
        agrees = total(sections.values()).agrees(line.amount)
        _put_line(draft, ("支出", index), line, sections if agrees else {})
        if not sections or not agrees:
            bare[line.fund, line.nature] = None
    _put_economic_totals(known, draft, bare)


def _put_line(draft: Draft, at: Loc, line: _SpentLine, sections: Mapping[str, Value]) -> None:
    # 2010301 基本 62.00, 30101 | 60.00, 30201 | 2.00 → 项, 性质, 款: {30101: 60.00, 30201: 2.00}
    draft.put_subject(at, line.amount, line.item, line.nature.entered, line.fund)
    for code, value in sections.items():
        draft.put((*at, "款", code), value)
    if not sections:
        draft.put((*at, "金额"), line.amount)


def _sections_of(known: Known, line: _SpentLine, lines: list[_SpentLine], year: int) -> Mapping[str, Value]:
    """款 of a line: as a table has it, else what the other 性质 leaves, else of the only line there is."""
    # 2010302 | 30214 35.00 in all, 30.00 of it 项目支出 → 30214: 5.00 of 基本, 30.00 of 项目
    own = known.sections(f"{line.nature_node}.item.{line.item}")
    if own:
        return own
    both = known.sections(f"{line.node}.item.{line.item}")
    alone = list(filter(line.same_item, lines)) == [line]
    if both and alone:
        return both
    if both and line.nature.id == "basic_expenditure":
        return _left(both, known.sections(f"{line.node}.project_expenditure.item.{line.item}"))
    return _sections_of_no_other(known, line, lines, year)


def _left(both: Mapping[str, Value], projects: Mapping[str, Value]) -> Mapping[str, Value]:
    """What 项目支出 leaves to 基本支出; nothing is known where it is not."""
    left = {code: value - projects.get(code, NONE) for code, value in both.items()}
    return {code: value for code, value in left.items() if projects and not value.agrees(NONE)}


def _sections_of_no_other(
    known: Known, line: _SpentLine, lines: list[_SpentLine], year: int
) -> Mapping[str, Value]:
    """Where the totals of 款 can belong to no other line: all of them, or those of 人员 or of 公用."""
    # 基本支出 30101 | 60.00, 30201 | 2.00;  2010301 人员经费 60.00, 2010350 公用经费 2.00
    # → 30101: 60.00 of 2010301, 30201: 2.00 of 2010350
    every = known.sections(line.nature_node)
    items = [other.item for other in filter(line.same_nature, lines)]
    if items == [line.item]:
        return every
    groups = classification.groups(year)
    having = {group.id: _items_with(group, known, line.fund, items) for group in groups}
    own = [group for group in groups if line.item in having[group.id]]
    if any(having[group.id] != [line.item] for group in own):
        return {}
    return {code: every[code] for group in own for code in _codes_of(group, every, year)}


def _items_with(group: EconomicGroup, known: Known, fund: Fund, items: list[str]) -> list[str]:
    """Which 项 spend on 人员 or on 公用; of 其他资金 no table tells."""
    nodes = {item: f"{fund.account}.item.{item}.expenditure.{group.id}" for item in items if fund.fiscal}
    return [item for item, node in nodes.items() if known.value(node).amount]


def _codes_of(group: EconomicGroup, codes: Iterable[str], year: int) -> list[str]:
    """款 of 人员, or of 公用: all that are not of 人员."""
    personnel = classification.groups(year)[0]
    return [code for code in codes if (code in personnel) is (group.id == personnel.id)]


def _put_economic_totals(known: Known, draft: Draft, bare: Iterable[tuple[Fund, Nature]]) -> None:
    """经济分类汇总 — where lines carry no 款: the 款 of all of them together."""
    # 公开06表 30101 基本工资 | 60.00 → 性质 基本, 资金 一般公共预算, 款 30101, 金额 60.00
    index = 0
    for fund, nature in bare:
        spent = known.sections(f"economic.{fund.id}.{nature.id}")
        if not spent and fund.general and nature.id == "basic_expenditure":
            draft.gap("经济分类汇总：没有读到一般公共预算财政拨款基本支出决算表，人员经费和公用经费不知道")
        for code, value in spent.items():
            at: Loc = ("经济分类汇总", index)
            draft.put((*at, "性质"), value, nature.entered)
            draft.put((*at, "资金"), value, fund.name)
            draft.put((*at, "款"), value, code)
            draft.put((*at, "金额"), value)
            index += 1
