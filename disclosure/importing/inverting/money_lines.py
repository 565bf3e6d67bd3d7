"""推回录入 — figures that tables show become the lines of the data: by fund, 项 and 性质, with 款 where they follow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from disclosure import classification, terms
from disclosure.importing.reading.read_table import NONE, Said, Value, total
from disclosure.load.reading_state import Loc

FUNDS = {
    fund.name: (terms.chinese(fund.expenditure), terms.chinese(fund.account))
    for fund in classification.fiscal_funds()
}
_NATURES = {nature.entered: nature.name for nature in classification.all_natures()}
_SOURCES = tuple(source.name for source in classification.income_sources())
_OTHER = terms.chinese("other_funds")
_SECTION = 5  # digits of a 款

Known = Mapping[str, Value]


@dataclass(slots=True)
class Draft:
    """草稿 — entries of the data by place, in order, and what the tables cannot give."""

    entries: dict[Loc, Said] = field(default_factory=dict)
    gaps: list[str] = field(default_factory=list)

    def put(self, loc: Loc, value: Value | None, text: str | None = None) -> None:
        """填入 — an amount, or a text with the cells that it follows from."""
        if value is not None:
            self.entries[loc] = (value if text is None else text, value)

    def gap(self, message: str) -> None:
        """记下待填 — once."""
        if message not in self.gaps:
            self.gaps.append(message)


@dataclass(frozen=True, slots=True)
class _Line:
    item: str
    nature: str
    fund: str
    amount: Value


def expenditure(known: Known, draft: Draft, year: int) -> None:
    """支出 — every fund's lines; what 支出决算表 has beyond the fiscal funds is 其他资金."""
    lines = [line for fund, (node, _) in FUNDS.items() for line in _of_fund(known, fund, node)]
    read = [
        fund
        for fund, (node, account) in FUNDS.items()
        if any(name.startswith((node, account)) for name in known)
    ]
    rest = list(_rest(known, lines))
    if not read or (rest and len(read) < len(FUNDS)):
        draft.gap("支出：缺一般公共预算、政府性基金或国有资本经营预算的支出表，分不出资金来源")
        return
    lines += rest
    if not _whole(known, lines):
        draft.gap("支出：没有读到支出决算表，或各表的支出加起来不等于支出合计，分不出其他资金的支出")
        return
    if not lines:
        draft.put(("支出",), known.get("支出.决算数", NONE), "无")
    bare = [line for index, line in enumerate(lines) if not _lay(known, draft, lines, index, year)]
    _economic_totals(known, draft, dict.fromkeys((line.fund, line.nature) for line in bare))


def _whole(known: Known, lines: list[_Line]) -> bool:
    """Whether the lines are all there is, and none is what cannot be."""
    spent = known.get("支出.决算数")
    return (
        spent is not None
        and spent.agrees(total(line.amount for line in lines))
        and all(line.amount.amount > 0 or line.fund != _OTHER for line in lines)
    )


def _of_fund(known: Known, fund: str, node: str) -> Iterator[_Line]:
    for item in _items(known, f"{node}.项."):
        for nature in classification.carried_natures():
            value = known.get(f"{node}.项.{item}.{nature.name}.决算数", NONE)
            if value.amount:
                yield _Line(item, nature.entered, fund, value)


def _rest(known: Known, lines: Iterable[_Line]) -> Iterator[_Line]:
    """What is spent beyond the fiscal funds; one amount is rounded alike in every table, only sums differ by it."""
    lines = list(lines)
    for item in _items(known, "支出.项."):
        for nature, name in _NATURES.items():
            whole = known.get(f"支出.项.{item}.{name}.决算数", NONE)
            parts = [line.amount for line in lines if (line.item, line.nature) == (item, nature)]
            rest = whole - total(parts)
            if not whole.agrees(total(parts)) or (rest.amount > 0 and len(parts) <= 1):
                yield _Line(item, nature, _OTHER, rest)


def _items(known: Known, head: str) -> list[str]:
    return sorted({name.removeprefix(head)[:7] for name in known if name.startswith(head)})


def _lay(known: Known, draft: Draft, lines: list[_Line], index: int, year: int) -> bool:
    """One line; true where its 款 are known."""
    line = lines[index]
    at: Loc = ("支出", index)
    draft.put((*at, "项"), line.amount, line.item)
    draft.put((*at, "性质"), line.amount, line.nature)
    if line.fund != "一般公共预算":
        draft.put((*at, "资金"), line.amount, line.fund)
    sections = _sections(known, line, lines, year)
    if sections and total(sections.values()).agrees(line.amount):
        for code, value in sections.items():
            draft.put((*at, "款", code), value)
        return True
    draft.put((*at, "金额"), line.amount)
    return False


def _sections(known: Known, line: _Line, lines: list[_Line], year: int) -> dict[str, Value]:
    """款 of a line: as a table has it; else what is left by the other 性质; else of the only line there is."""
    head = f"经济分类.{line.fund}"
    own = _economic(known, f"{head}.{_NATURES[line.nature]}.项.{line.item}.")
    if own:
        return own
    both = _economic(known, f"{head}.项.{line.item}.")
    others = [one for one in lines if (one.item, one.fund) == (line.item, line.fund) and one is not line]
    if both and not others:
        return both
    if both and line.nature == "基本":
        projects = _economic(known, f"{head}.项目支出.项.{line.item}.")
        left = {code: both[code] - projects.get(code, NONE) for code in both}
        return {code: value for code, value in left.items() if not value.agrees(NONE)} if projects else {}
    return _only(known, line, lines, year)


def _only(known: Known, line: _Line, lines: list[_Line], year: int) -> dict[str, Value]:
    """Where the totals of 款 can belong to no other line: all of them, or those of 人员 or of 公用."""
    every = _economic(known, f"经济分类.{line.fund}.{_NATURES[line.nature]}.")
    same = [one for one in lines if (one.nature, one.fund) == (line.nature, line.fund)]
    if len(same) == 1:
        return every
    found: dict[str, Value] = {}
    costs = classification.groups(year)
    for group in costs:
        name = f"{FUNDS[line.fund][1]}.项.{{}}.支出.{group.name}" if line.fund in FUNDS else ""
        having = [one.item for one in same if known.get(name.format(one.item), NONE).amount]
        if line.item in having:
            mine = {code: value for code, value in every.items() if (code in costs[0]) is (group is costs[0])}
            if having != [line.item]:
                return {}
            found.update(mine)
    return found


def _economic(known: Known, head: str) -> dict[str, Value]:
    found = re.compile(re.escape(head) + rf"科目\.(\d{{{_SECTION}}})\.决算数")
    pairs = (
        (match[1], value)
        for name, value in known.items()
        if value.amount and (match := found.fullmatch(name))
    )
    return dict(sorted(pairs))


def _economic_totals(known: Known, draft: Draft, wanted: Iterable[tuple[str, str]]) -> None:
    """经济分类汇总 — where lines carry no 款: the 款 of all of them together."""
    index = 0
    for fund, nature in wanted:
        spent = _economic(known, f"经济分类.{fund}.{_NATURES[nature]}.")
        if not spent and (fund, nature) == ("一般公共预算", "基本"):
            draft.gap("经济分类汇总：没有读到一般公共预算财政拨款基本支出决算表，人员经费和公用经费不知道")
        for code, value in spent.items():
            at: Loc = ("经济分类汇总", index)
            draft.put((*at, "性质"), value, nature)
            draft.put((*at, "资金"), value, fund)
            draft.put((*at, "款"), value, code)
            draft.put((*at, "金额"), value)
            index += 1


def income(known: Known, draft: Draft) -> None:
    """收入 — non-fiscal income by source and 项."""
    index = 0
    for item in _items(known, "收入.项."):
        for source in _SOURCES:
            value = known.get(f"收入.项.{item}.{source}.决算数", NONE)
            if value.amount:
                at: Loc = ("收入", index)
                draft.put((*at, "来源"), value, source)
                draft.put((*at, "项"), value, item)
                draft.put((*at, "金额"), value)
                fee = known.get(f"收入.项.{item}.其中教育收费.决算数", NONE)
                draft.put((*at, "其中教育收费"), fee if source == "事业收入" and fee.amount else None)
                index += 1
    if "收入.财政拨款收入.决算数" in known and not index:
        draft.put(("收入",), known["收入.财政拨款收入.决算数"], "无")
    if "收入.财政拨款收入.决算数" not in known:
        draft.gap("收入：没有读到收入决算表，非财政拨款收入的科目不知道")


_BALANCES = (
    ("基本", "年初", "年初.基本支出"),
    ("项目", "年初", "年初.项目支出"),
    ("基本", "年末结转", "年末.基本支出"),
    ("项目", "年末结转", "年末.年末结转"),
    ("项目", "年末结余", "年末.年末结余"),
)


def carryover(known: Known, draft: Draft) -> None:
    """结转结余 — by fund, 项 and 性质 where tables have all of it; 无 where opening and closing are 0."""
    wholes = [known.get("结转结余.调整后年初"), known.get("结转结余.年末")]
    if all(value is not None and not value.amount for value in wholes):
        draft.put(("结转结余",), wholes[0], "无")
        return
    rows: dict[tuple[str, str, str], dict[str, Value]] = {}
    for fund, (_, account) in FUNDS.items():
        for item in _items(known, f"{account}.项."):
            for nature, key, leaf in _BALANCES:
                value = known.get(f"{account}.项.{item}.{leaf}", NONE)
                if value.amount:
                    rows.setdefault((item, nature, fund), {})[key] = value
    if _whole_carried(draft, wholes, rows):
        _balances(draft, rows)


def _balances(draft: Draft, rows: Mapping[tuple[str, str, str], Mapping[str, Value]]) -> None:
    for index, ((item, nature, fund), values) in enumerate(rows.items()):
        at: Loc = ("结转结余", index)
        first = next(iter(values.values()))
        draft.put((*at, "项"), first, item)
        draft.put((*at, "性质"), first, nature)
        if fund != "一般公共预算":
            draft.put((*at, "资金"), first, fund)
        for key, value in values.items():
            draft.put((*at, key), value)


def _whole_carried(
    draft: Draft,
    wholes: Iterable[Value | None],
    rows: Mapping[tuple[str, str, str], Mapping[str, Value]],
) -> bool:
    """Part of it would make the rest 0."""
    agreed = True
    opening = total(value for row in rows.values() for key, value in row.items() if key == "年初")
    closing = total(value for row in rows.values() for key, value in row.items() if key != "年初")
    for name, whole, read in zip(("年初", "年末"), wholes, (opening, closing), strict=True):
        if whole is None or not whole.agrees(read):
            draft.gap(f"结转结余：表里没有分科目的{name}结转结余（或不全），请填写各科目的结转结余")
            agreed = False
    return agreed
