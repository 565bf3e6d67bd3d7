"""Reads a composed document back: figures in sentences, tables and charts, each against `Recomputed`."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate, chain
from typing import Any, TypeAlias

from disclosure.document import (
    Cell,
    ChartBlock,
    Cover,
    Document,
    Heading,
    Line,
    Paragraph,
    Row,
    TableBlock,
    Text,
    plain,
    walk,
)
from tests.money.number_formats import EMPTY, NumberFormat
from tests.money.recomputed import NotRecomputedError, Recomputed, half_up, whole_of

_DIRECTIONS = {"增加": 1, "减少": -1, "增长": 1, "下降": -1}
_AMOUNT = re.compile(r"-?[\d,]+(?:\.\d+)?(万元|元)")
_BARE = re.compile(r"\d+(?:\.\d+)?(?:万元|元|%)")
_SCORE = re.compile(r"自评平均得分|自评报告.*得分")
_FORM_SAYS = re.compile(r"单(?:价|台|位价值)\d+万元|[（(]?\d+万元[（(]含[）)]|\d+万元以上|未达到\d+%")
_FISCAL_SHARE = "income.fiscal_income.share"
_LEVEL = "持平"
_COMPARED = re.compile(
    r"\.(?:final|prior|change|rate|(?:opening_)?completion_rate|(?:opening|adjusted)_budget)$"
)
_VEHICLES = "国有资产.车辆"
_OF_A_KIND = re.compile(rf"{_VEHICLES}(?:\[\d+\]\.数量)?")
_KIND = re.compile(r"[^，、：；。\d]+$")
_BUDGETS = {"年初": "opening_budget", "全年": "adjusted_budget"}
_BUDGET_OF = {leaf: leaf for leaf in _BUDGETS.values()} | {
    "opening_completion_rate": "opening_budget",
    "completion_rate": "adjusted_budget",
}
_PARTS = {
    "因公出国（境）费": "overseas_travel",
    "公务用车购置及运行维护费": "vehicles",
    "公务接待费": "official_reception",
}
_CODE = re.compile(r"\d{3}|\d{5}|\d{7}")

Shown: TypeAlias = Mapping[str, Fraction]


@dataclass
class Reading:
    """What was read: how often each kind of thing was compared, what was wrong, what nobody recomputed."""

    compared: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[str, str]] = field(default_factory=list)
    not_recomputed: Counter[str] = field(default_factory=Counter)

    def add(self, other: Reading) -> None:
        self.compared += other.compared
        self.faults += other.faults
        self.not_recomputed += other.not_recomputed


def read(document: Document, department: Recomputed, format: NumberFormat) -> Reading:
    lines = chain.from_iterable(map(_lines, walk(document)))
    shares = {
        run.figure for run in chain.from_iterable(lines) if run.figure and run.figure.endswith(".share")
    }
    reader = _Reader(department, format, shares)
    for block in walk(document):
        match block:
            case TableBlock():
                reader.table(block)
            case ChartBlock():
                reader.chart(block)
            case _:
                for line in _lines(block):
                    reader.line(line)
    reader.shares(reader.printed_shares, "各处")
    return reader.reading


def _lines(block: object) -> tuple[Line, ...]:
    match block:
        case Cover():
            return (*block.top, *block.title, *block.lines)
        case Heading() | Paragraph():
            return (block.content,)
        case _:
            return ()


class _Reader:
    def __init__(self, department: Recomputed, format: NumberFormat, shares: Set[str]) -> None:
        self._department, self._format, self._shares = department, format, shares
        self.reading = Reading()
        self.printed_shares: dict[str, Fraction] = {}

    # sentences

    def line(self, line: Line) -> None:
        before = accumulate((run.text for run in line), initial="")
        shares: dict[str, Fraction] = {}
        for run, said in zip(line, before, strict=False):
            if run.figure is None:
                self._no_figure(run)
            elif (value := self._value(_named(run.figure, said))) is not None:
                self._figure(run.text, run.figure, value, said, plain(line))
                if run.figure.endswith(".share"):
                    shares[run.figure] = Fraction(run.text.removesuffix("%"))
        self.shares(shares, plain(line))
        self.printed_shares |= shares
        self._level(line)

    def _no_figure(self, run: Text) -> None:
        """A number of the template itself, or one that lost where it came from."""
        self.reading.compared["待填"] += run.missing
        for number in _BARE.findall(_FORM_SAYS.sub("", run.text)):
            self.reading.not_recomputed[f"不带来历：{number}"] += 1

    def _value(self, name: str) -> Fraction | None:
        """None where nobody says what it is; a figure without meaning must not be printed."""
        if name == "year":
            self.reading.compared["年度"] += 1
            return None
        try:
            value = self._department.of(name)
        except NotRecomputedError:
            self.reading.not_recomputed[re.sub(r"\d{3,7}|\[\d+\]", "#", name)] += 1
            return None
        self._expect("有无", value is not None, f"{name} 没有意义，却印出来了")
        return value

    def _figure(self, text: str, name: str, value: Fraction, said: str, line: str) -> None:
        leaf = name.rpartition(".")[2]
        sign = next((sign for word, sign in _DIRECTIONS.items() if said.endswith(word)), 0)
        if sign:
            self._expect("方向", value * sign > 0, f"{name}={float(value)}：{line}")
            value = abs(value)
        elif leaf in ("change", "rate"):
            self.reading.compared["不带方向"] += 1
        if leaf in ("share", "award_share"):
            self._share(text, name, value, line)
        elif leaf.endswith("rate"):
            self._same(
                "率", text, f"{self._percent(value, self._format.numbers['增减率小数位'])}%", name, line
            )
        elif amount := _AMOUNT.fullmatch(text):
            self._same("金额", text, self._amount(value, amount[1]) + amount[1], name, line)
        else:
            trim = self._format.numbers["得分去尾零"] or not _SCORE.search(name)
            self._same("个数", text, number_text(value, 2, trim=trim), name, line)

    def _amount(self, yuan: Fraction, unit: str) -> str:
        numbers = self._format.numbers
        places = numbers["金额小数位"] if unit == numbers["金额单位"] else 2
        trim, grouping = numbers["金额去尾零"], numbers["千分位"]
        return self._bare(number_text(in_unit(yuan, unit), places, trim=trim, grouping=grouping))

    def _percent(self, value: Fraction, places: int) -> str:
        return self._bare(number_text(value, places, trim=self._format.numbers["百分比去尾零"]))

    def _bare(self, text: str) -> str:
        return "0" if self._format.numbers["零不带小数"] and not set(text) - {*"0."} else text

    # shares

    def _share(self, text: str, name: str, value: Fraction, line: str) -> None:
        """Rounded as the format says, wider where a part of its list would print as the whole."""
        numbers, printed = self._format.numbers, Fraction(text.removesuffix("%"))
        self._expect("占比", printed != 100 or value == 100, f"{name} 是{float(value)}，印作{text}：{line}")
        places = self._places(name)
        if not numbers["占比凑百"]:
            self._same("占比", text, f"{self._percent(value, places)}%", name, line)
        else:
            near = abs(printed - value) < Fraction(1, 10**places)
            self._expect("占比凑百", near, f"{name} 是{float(value)}，印作{text}：{line}")

    def _places(self, name: str) -> int:
        """One part that would print as 100 % widens its whole list."""
        numbers = self._format.numbers
        places: int = numbers["占比小数位"]
        shares = [share for share in map(self._known, self._list_of(name)) if share is not None]
        while any(share != 100 == half_up(share, places) for share in shares):
            places = max(places + 1, numbers["占比加宽小数位"])
        return places

    def _known(self, name: str) -> Fraction | None:
        try:
            return self._department.of(name)
        except NotRecomputedError:
            return None

    def _list_of(self, name: str) -> Iterable[str]:
        """Income is listed with 财政拨款收入 as one part where that is printed, else by fund."""
        lists = [parts for parts in self._department.share_lists if name in parts] or [[name]]
        return lists[0 if _FISCAL_SHARE in self._shares else -1]

    def shares(self, printed: Shown, where: str) -> None:
        """Shares that make up a whole where they stand add to 100 under 占比凑百."""
        wholes = defaultdict[str, list[str]](list)
        for name in printed:
            wholes[whole_of(name.removesuffix(".share"))].append(name)
        for whole, names in wholes.items():
            parts = self._department.sum(f"{name.removesuffix('.share')}.final" for name in names)
            if not (self._format.numbers["占比凑百"] and parts == self._department.sure(whole)):
                continue
            total = sum((printed[name] for name in names), Fraction(0))
            self._expect("占比之和", total == 100, f"{names} 之和{float(total)}：{where[:120]}")

    # 持平

    def _level(self, line: Line) -> None:
        """Where a sentence says 持平, the figure it spoke of last is as much as what it is compared with."""
        said, node, budget = "", "", ""
        for run in line:
            if run.figure and _COMPARED.search(run.figure):
                node = _COMPARED.sub("", run.figure)
                budget = _BUDGET_OF.get(run.figure.rpartition(".")[2], budget)
            for clause in re.split(r"(?<=[，。；：])", run.text):
                said = clause if said.endswith(tuple("，。；：")) or not said else said + clause
                if _LEVEL in clause and node:
                    for one in _spoken_of(said, node):
                        self._is_level(one, said, budget, plain(line))

    def _is_level(self, node: str, clause: str, budget: str, line: str) -> None:
        """As far as the unit shows; to the 分 where it is 决算数 that is called as much as the budget.

        Which budget is said there, or is the one that the line spoke of last.
        """
        numbers, against_budget = self._format.numbers, re.search("年初预算|全年预算|预算数", clause)
        if against_budget:
            named = (leaf for word, leaf in _BUDGETS.items() if word in clause)
            budget = next(named, budget or "adjusted_budget")
            change = self._department.sure(f"{node}.final") - self._department.sure(f"{node}.{budget}")
        else:
            change = self._department.sure(f"{node}.change")
        shown = half_up(in_unit(change, numbers["金额单位"]), numbers["金额小数位"])
        is_level = not (change if against_budget and "决算数与" in clause else shown)
        self._expect("持平", is_level, f"{node} 差{float(change)}：{line}")

    # tables and charts

    def table(self, table: TableBlock) -> None:
        for line in (table.title, *table.notes):
            self.line(line)
        for row in (*table.head, *table.body):
            for cell in row.cells:
                self._cell(cell, row, table)
        self._zeros(table)
        self._sums(table)

    def _cell(self, cell: Cell, row: Row, table: TableBlock) -> None:
        for run in cell.content:
            if run.figure is None:
                self.reading.compared["待填"] += run.missing
            elif cell.value is None:
                self._value(run.figure)
                self.reading.compared["格里的文字"] += 1
            elif (value := self._value(run.figure)) is not None:
                self._number(cell, run.text, run.figure, value, table)
                self._own_row(run.figure, row, table)

    def _number(self, cell: Cell, text: str, name: str, value: Fraction, table: TableBlock) -> None:
        format, where = self._format_of(cell), f"{plain(table.title)} {cell.name}"
        places = {"%": 2, "": 2}.get(cell.unit, format["金额小数位"])
        shown = in_unit(value, cell.unit) if cell.unit in ("元", "万元") else value
        grouping = bool(cell.unit) and cell.unit != "%" and format["千分位"]
        self._same("格", text, number_text(shown, places, trim=not cell.unit, grouping=grouping), name, where)
        self._expect(
            "格的值", Fraction(cell.value or 0) == half_up(shown, places), f"{name} {cell.value} {where}"
        )
        self._expect(
            "空白", shown != 0 or format["零"] != "空白" or bool(text.strip("0.")), f"{name} {where}"
        )
        if cell.unit in ("元", "万元") and table.unit:
            self._expect("表的单位", table.unit.endswith("：" + cell.unit), f"{name} {where}")

    def _zeros(self, table: TableBlock) -> None:
        """A table that says it has no numbers prints none; else zeros are blank only where declared so."""
        cells = [cell for row in table.body for cell in row.cells if cell.name]
        for cell in cells:
            format, where = self._format_of(cell), f"{plain(table.title)} {cell.name}"
            if _says_empty(table, format.get(EMPTY, "")):
                self._expect("空表", not cell.content, where)
            elif not cell.content:
                self._expect("空白", format["零"] == "空白", f"没有印出零：{where}")

    def _format_of(self, cell: Cell) -> dict[str, Any]:
        """That of the cell's table; one that is repeated has the number of its copy behind its name."""
        return self._format.of_table(re.sub(r"_\d+$", "", cell.name.partition(".")[0]))

    def _own_row(self, name: str, row: Row, table: TableBlock) -> None:
        """A figure of a subject stands in the row of that subject."""
        heads = (plain(cell.content).strip() for cell in row.cells if cell.value is None)
        codes = list(filter(_CODE.fullmatch, heads))
        own = re.findall(r"\.(\d{3,7})(?=\.)", name)
        if codes and own:
            self._expect(
                "行", own[-1] in codes or own[0] in codes, f"{name} 在{codes}行：{plain(table.title)}"
            )

    def _sums(self, table: TableBlock) -> None:
        """Totals are the sums of their parts, as far as rounding lets them; a draft lacks some parts."""
        places = dict(_placed(table.body))
        if any(run.missing for cell in places.values() for run in cell.content):
            return
        for cell in (
            cell for row in table.body for cell in row.cells if cell.parts and cell.value is not None
        ):
            parts = [Fraction(places[part].value or 0) for part in cell.parts]
            step = Fraction(1, 2 * 10 ** self._format_of(cell)["金额小数位"])
            off = abs(sum(parts, Fraction(0)) - Fraction(cell.value or 0))
            self._expect("合计", off <= step * (len(parts) + 1), f"{cell.name} {plain(table.title)}")

    def chart(self, chart: ChartBlock) -> None:
        numbers = self._format.numbers
        for point in chart.printed:
            for line in point.beside:
                self.line(line)
            value = self._value(point.figure or "")
            if value is None:
                continue
            text = self._amount(value, chart.unit)
            self._same("图", point.label, text, point.figure or "", plain(chart.caption))
            shown = half_up(in_unit(value, numbers["金额单位"]), numbers["金额小数位"])
            self._expect("图的值", Fraction(point.value) == shown, f"{point.figure} {point.value}")
            self._expect("图的说明", point.label in chart.alt, f"{point.figure} {point.label}：{chart.alt}")

    def _same(self, kind: str, printed: str, right: str, name: str, where: str) -> None:
        self._expect(kind, printed == right, f"{name} 印作{printed}，应为{right}：{where[:160]}")

    def _expect(self, kind: str, is_right: Any, said: str) -> None:
        self.reading.compared[kind] += 1
        if not is_right:
            self.reading.faults.append((kind, said))


def _named(figure: str, said: str) -> str:
    """Vehicles of one kind are those of the kind that the sentence names before them, listed or not."""
    kind = _KIND.search(said)
    return f"{_VEHICLES}.{kind[0]}" if kind and _OF_A_KIND.fullmatch(figure) else figure


def _says_empty(table: TableBlock, sentence: str) -> bool:
    """Whether a note is the sentence of a table without numbers, with the department's name in it."""
    parts = map(re.escape, re.split(r"\{[^}]*\}", sentence))
    return bool(sentence) and any(re.fullmatch(".+".join(parts), plain(note)) for note in table.notes[-1:])


def _spoken_of(clause: str, node: str) -> list[str]:
    """The parts of “三公” that a clause names, with a figure or without; else what it spoke of last."""
    parts = [part for name, part in _PARTS.items() if name in clause]
    return [node if node.endswith(f".{part}") else f"sangong.{part}" for part in parts] or [node]


def _placed(body: Iterable[Row]) -> Iterator[tuple[tuple[int, int], Cell]]:
    """Row and column of the grid at which each cell begins."""
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(body):
        column = 0
        for cell in row.cells:
            while (number, column) in taken:
                column += 1
            yield (number, column), cell
            taken |= {
                (number + down, column + right)
                for down in range(cell.rowspan)
                for right in range(cell.colspan)
            }


def in_unit(yuan: Fraction, unit: str) -> Fraction:
    return yuan / 10_000 if unit == "万元" else yuan


def number_text(value: Fraction, places: int, *, trim: bool = False, grouping: bool = False) -> str:
    """A fraction rounded half up, its digits set one by one; never −0."""
    steps = int(half_up(value, places) * 10**places)
    whole, rest = divmod(abs(steps), 10**places)
    digits = f"{whole:,}" if grouping else str(whole)
    if places:
        digits += f".{rest:0{places}}"
    if trim and places:
        digits = digits.rstrip("0").rstrip(".")
    return f"-{digits}" if steps < 0 else digits
