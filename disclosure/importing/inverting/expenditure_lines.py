"""推回支出 — figures of tables become lines of the data: by fund, 项 and 性质, with 款 where they follow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from disclosure.importing.inverting.draft import GENERAL, Draft, Known
from disclosure.importing.reading.rounded_amounts import NONE, Value, total
from disclosure.load.reading_state import Loc
from disclosure.terms import chinese

FUNDS = {  # each fund with the node of its expenditure and that of its account
    GENERAL: ("general_expenditure", "general_account"),
    "government_fund": ("fund_expenditure", "fund_account"),
    "state_capital": ("state_expenditure", "state_account"),
}
_OTHER = "other_funds"
_NATURES = {
    "基本": "basic_expenditure",
    "项目": "project_expenditure",
    "上缴上级": "superior_remittance",
    "经营": "operating_expenditure",
    "对附属单位补助": "affiliate_subsidy",
}
_OF_FUNDS = ("基本", "项目")  # natures of what the fiscal funds pay
_PARTS = ("personnel_cost", "public_cost")
_CLASSES = {"301": "personnel_cost", "303": "personnel_cost"}  # 类 of 人员经费, all other are 公用经费


@dataclass(frozen=True, slots=True)
class _SpentLine:
    """A line of 支出."""

    item: str
    nature: str
    fund: str
    amount: Value

    @property
    def node(self) -> str:
        """Where the amounts of its fund stand by 款."""
        return f"economic.{self.fund}"

    @property
    def nature_node(self) -> str:
        return f"{self.node}.{_NATURES[self.nature]}"

    def same_nature(self, other: _SpentLine) -> bool:
        return (self.nature, self.fund) == (other.nature, other.fund)

    def same_item(self, other: _SpentLine) -> bool:
        return (self.item, self.fund) == (other.item, other.fund)


def expenditure(known: Known, draft: Draft) -> None:
    """支出 — every fund's lines; what 支出决算表 has beyond the fiscal funds is 其他资金."""
    # 公开05表 2010301 行政运行 | 基本支出 60.00
    # 公开03表 2010301 行政运行 | 基本支出 64.00
    # → 项 2010301, 性质 基本, 金额 60.00 and 项 2010301, 性质 基本, 资金 其他资金, 金额 4.00
    fiscal = [line for fund in FUNDS for line in _lines_of(known, fund)]
    rest = list(_other_lines(known, fiscal))
    lines = [*fiscal, *rest]
    gap = _why_not_whole(known, lines, rest)
    if gap:
        draft.gap(gap)
    elif lines:
        _put_lines(known, draft, lines)
    else:
        draft.put(("支出",), known.value("expenditure.final"), "无")


def _why_not_whole(known: Known, lines: list[_SpentLine], rest: list[_SpentLine]) -> str:
    """Why the lines cannot be told; empty where they are all there is, and none is what cannot be."""
    read = [fund for fund, nodes in FUNDS.items() if known.has_any_of(*nodes)]
    if not read or (rest and len(read) < len(FUNDS)):
        return "支出：缺一般公共预算、政府性基金或国有资本经营预算的支出表，分不出资金来源"
    is_possible = all(line.amount.amount > 0 for line in rest)
    if is_possible and known.agrees("expenditure.final", total(line.amount for line in lines)):
        return ""
    return "支出：没有读到支出决算表，或各表的支出加起来不等于支出合计，分不出其他资金的支出"


def _put_lines(known: Known, draft: Draft, lines: list[_SpentLine]) -> None:
    sections = [_agreeing_sections(known, line, lines) for line in lines]
    for index, (line, own) in enumerate(zip(lines, sections, strict=True)):
        _put_line(draft, ("支出", index), line, own)
    bare = [line for line, own in zip(lines, sections, strict=True) if not own]
    _put_economic_totals(known, draft, dict.fromkeys((line.fund, line.nature) for line in bare))


def _lines_of(known: Known, fund: str) -> Iterator[_SpentLine]:
    node, _ = FUNDS[fund]
    for item in known.items(node):
        for nature in _OF_FUNDS:
            value = known.value(f"{node}.item.{item}.{_NATURES[nature]}.final")
            if value.amount:
                yield _SpentLine(item, nature, fund, value)


def _other_lines(known: Known, lines: Iterable[_SpentLine]) -> Iterator[_SpentLine]:
    """What is spent beyond the fiscal funds; one amount is rounded alike everywhere, only sums differ."""
    fiscal: dict[tuple[str, str], list[Value]] = {}
    for line in lines:
        fiscal.setdefault((line.item, line.nature), []).append(line.amount)
    for item in known.items("expenditure"):
        for nature, node in _NATURES.items():
            whole, parts = (
                known.value(f"expenditure.item.{item}.{node}.final"),
                fiscal.get((item, nature), []),
            )
            rest = whole - total(parts)
            more = rest.amount > 0 and len(parts) <= 1
            if more or not whole.agrees(total(parts)):
                yield _SpentLine(item, nature, _OTHER, rest)


def _put_line(draft: Draft, at: Loc, line: _SpentLine, sections: Mapping[str, Value]) -> None:
    """One line, its amount by 款 where these are known."""
    # 2010301 基本 62.00, 30101 | 60.00, 30201 | 2.00 → 项, 性质, 款: {30101: 60.00, 30201: 2.00}
    draft.put((*at, "项"), line.amount, line.item)
    draft.put((*at, "性质"), line.amount, line.nature)
    draft.put_fund(at, line.amount, line.fund)
    for code, value in sections.items():
        draft.put((*at, "款", code), value)
    if not sections:
        draft.put((*at, "金额"), line.amount)


def _agreeing_sections(known: Known, line: _SpentLine, lines: list[_SpentLine]) -> Mapping[str, Value]:
    sections = _sections_of(known, line, lines)
    return sections if total(sections.values()).agrees(line.amount) else {}


def _sections_of(known: Known, line: _SpentLine, lines: list[_SpentLine]) -> Mapping[str, Value]:
    """款 of a line: as a table has it, else what the other 性质 leaves, else of the only line there is."""
    # 2010302 | 30214 35.00 in all, 30.00 of it 项目支出 → 30214: 5.00 of 基本, 30.00 of 项目
    own = known.sections(f"{line.nature_node}.item.{line.item}")
    if own:
        return own
    both = known.sections(f"{line.node}.item.{line.item}")
    alone = not any(line.same_item(other) for other in lines if other is not line)
    if both and alone:
        return both
    if both and line.nature == "基本":
        return _left(both, known.sections(f"{line.node}.project_expenditure.item.{line.item}"))
    return _sections_of_no_other(known, line, lines)


def _left(both: Mapping[str, Value], projects: Mapping[str, Value]) -> Mapping[str, Value]:
    """What 项目支出 leaves to 基本支出; nothing is known where it is not."""
    left = {code: value - projects.get(code, NONE) for code, value in both.items()}
    return {code: value for code, value in left.items() if projects and not value.agrees(NONE)}


def _sections_of_no_other(known: Known, line: _SpentLine, lines: list[_SpentLine]) -> Mapping[str, Value]:
    """Where the totals of 款 can belong to no other line: all of them, or those of 人员 or of 公用."""
    # 基本支出 30101 | 60.00, 30201 | 2.00;  2010301 人员经费 60.00, 2010350 公用经费 2.00
    # → 30101: 60.00 of 2010301, 30201: 2.00 of 2010350
    every = known.sections(line.nature_node)
    items = [other.item for other in filter(line.same_nature, lines)]
    if items == [line.item]:
        return every
    having = {part: _items_with(part, known, line.fund, items) for part in _PARTS}
    own = [part for part in _PARTS if line.item in having[part]]
    is_alone = all(having[part] == [line.item] for part in own)
    return _of_parts(every, own) if is_alone else {}


def _of_parts(sections: Mapping[str, Value], parts: list[str]) -> Mapping[str, Value]:
    return {code: sections[code] for part in parts for code in sections if _part_of(code) == part}


def _items_with(part: str, known: Known, fund: str, items: list[str]) -> list[str]:
    """Which 项 spend on 人员 or on 公用; of 其他资金 no table tells."""
    account = FUNDS[fund][1] if fund in FUNDS else ""
    return [
        item for item in items if account and known.value(f"{account}.item.{item}.expenditure.{part}").amount
    ]


def _part_of(code: str) -> str:
    return _CLASSES.get(code[:3], "public_cost")


def _put_economic_totals(known: Known, draft: Draft, wanted: Iterable[tuple[str, str]]) -> None:
    """经济分类汇总 — where lines carry no 款: the 款 of all of them together."""
    # 公开06表 30101 基本工资 | 60.00 → 性质 基本, 资金 一般公共预算, 款 30101, 金额 60.00
    rows = []
    for fund, nature in wanted:
        spent = known.sections(f"economic.{fund}.{_NATURES[nature]}")
        rows += [(fund, nature, code, value) for code, value in spent.items()]
        if not spent and (fund, nature) == (GENERAL, "基本"):
            draft.gap("经济分类汇总：没有读到一般公共预算财政拨款基本支出决算表，人员经费和公用经费不知道")
    for index, (fund, nature, code, value) in enumerate(rows):
        at: Loc = ("经济分类汇总", index)
        draft.put((*at, "性质"), value, nature)
        draft.put((*at, "资金"), value, chinese(fund))
        draft.put((*at, "款"), value, code)
        draft.put((*at, "金额"), value)
