"""预算公开的文件 — a published budget: tables read by their titles, sums proved, 年初预算 as data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, partial
from itertools import chain, filterfalse, product
from operator import attrgetter
from typing import Any

from disclosure import sources
from disclosure.auditing import printed_sums
from disclosure.auditing.audit_finding import only_texts
from disclosure.auditing.identity import Identity, identity, is_budget
from disclosure.auditing.plain_tables import HeadPath, Line, Panel, Printed, in_yuan, panels
from disclosure.auditing.printed_sums import PrintedSum
from disclosure.auditing.word_lists import word_list
from disclosure.errors import InputError, Problem, Source
from disclosure.importing.recognising import spellings, unit_owner_year
from disclosure.loading.published.blocks import Place, PublishedDocument, PublishedTable, PublishedText
from disclosure.money import Unit, in_unit, number_text, total
from disclosure.sources import DocumentSource

_YEAR = re.compile(r"(20\d\d)\s*年度?.{0,20}预算")
_OF_A_YEAR = re.compile(r"20\d\d年?度?")
_LEVELS = {3: "类", 5: "款", 7: "项"}
_ECONOMIC, _ITEM = "3", 7  # how codes of the economic classification begin; digits of an 项
_FISCAL = ("一般公共预算财政拨款支出", "政府性基金预算财政拨款支出", "国有资本经营预算财政拨款支出")
_OPENING, _SANGONG = "年初预算", "三公经费"
_OF_SANGONG = re.compile(rf"{_SANGONG}\..*{_OPENING}")
_GRAND_TOTAL = re.compile(r"[收支].*总计")
_SUMS = ("总", ".公务用车购置及运行维护费")
_TAIL = Decimal(150)  # 元: three amounts of 万元 with two decimals, rounded
_BEFORE = ("预算", "年", "年度")  # what may stand before a title, beside an office's name

Amounts = Mapping[str, Decimal]  # 元
Spec = Mapping[str, Any]
Named = tuple[str, Printed]
_NO_TABLE: Spec = {}
_budget_forms = partial(word_list, "budget_tables.toml")  # titles of tables, heads, what holds between tables


@dataclass(frozen=True, slots=True)
class BudgetTable:
    """预算的一张表 — its title, where it stands, what its numbers are called in the data, its panels."""

    title: str
    node: str
    rows: str
    unit: Unit | None
    table: PublishedTable
    panels: tuple[Panel, ...]

    def place(self, printed: Printed) -> Place:
        """所在 — of a number."""
        return self.table.place(printed.cell.row, printed.cell.column)

    @property
    def numbers(self) -> int:
        """几个数."""
        return sum(len(line.amounts) for panel in self.panels for line in panel.lines)


@dataclass(frozen=True, slots=True)
class BudgetFault:
    """预算表的差错 — what does not close or is no code, and where."""

    message: str
    place: Place


@dataclass(frozen=True, slots=True)
class Budget:
    """读好的预算 — whose, of which year, its tables, 年初预算 by the name that the data has for it (元).

    `proved` are the sums that close (类=Σ款=Σ项, 合计, a number in two tables); `faults` what does not.
    """

    document: PublishedDocument
    identity: Identity
    tables: tuple[BudgetTable, ...]
    amounts: Amounts
    proved: int
    faults: tuple[BudgetFault, ...]

    @property
    def called(self) -> str:
        """文件名."""
        return self.document.name

    @property
    def year(self) -> int:
        """年度."""
        return self.identity.year

    @property
    def bodies(self) -> tuple[str, ...]:
        """部门（单位）的名称 — none where the document says none."""
        return self.identity.bodies

    @property
    def numbers(self) -> int:
        """表里几个数."""
        return sum(table.numbers for table in self.tables)

    @property
    def by_code(self) -> Amounts:
        """各科目的年初预算 — of fiscal appropriation, by functional code (类, 款, 项)."""
        return dict(chain.from_iterable(map(partial(_by_code, self.amounts), _FISCAL)))

    @property
    def sangong(self) -> Amounts:
        """三公经费的年初预算 — by item as the data calls it (公务接待费); the total as 三公经费."""
        names = filter(_OF_SANGONG.fullmatch, self.amounts)
        return {name.split(".")[-2]: self.amounts[name] for name in names}

    def data(self, unit: Unit = "万元") -> dict[str, Any]:
        """录入的年初预算 — as the data has it: 预算.年初预算 by 项 (general budget), 三公经费.年初预算."""
        general = dict(_by_code(self.amounts, _FISCAL[0]))
        items = {code: general[code] for code in filter(_is_code_of_item, general)}
        said = {"预算": {"各项": items} if items else {}, _SANGONG: _with_zeros(self.sangong)}
        return {key: {_OPENING: _in_unit(said[key], unit)} for key in filter(said.__getitem__, said)}


def read_budget(source: DocumentSource) -> Budget:
    """读预算 — a published budget (.pdf, .docx, .html, .xlsx …) by its path or bytes.

    Raises InputError where it is none.
    """
    document = sources.document(source)
    if not is_budget(document):
        raise InputError(
            [Problem("不是预算公开的文件；请给部门（单位）预算公开的文件", Source(document.name))]
        )
    return of_document(document)


def of_document(document: PublishedDocument) -> Budget:
    """读好的文件里的预算 — likewise."""
    tables = tuple(_budget_tables(document))
    amounts = dict(reversed(list(chain.from_iterable(map(_opening_amounts, reversed(tables))))))
    slack = _TAIL if any(map(_is_rounded, tables)) else Decimal(0)
    proofs = [*chain.from_iterable(map(_of_sums, tables)), *_equations(document, amounts, slack)]
    misprinted = chain.from_iterable(map(_misprinted, tables))
    faults = (*filter(None, proofs), *misprinted)
    return Budget(document, _identity(document), tables, amounts, proofs.count(None), faults)


def _identity(document: PublishedDocument) -> Identity:
    """The year of the title; a budget speaks as often of the year before."""
    texts = map(attrgetter("text"), only_texts(document.blocks))
    found = identity(document) or Identity(0, ())
    titles = [*map(int, chain.from_iterable(map(_YEAR.findall, texts))), found.year]
    return replace(found, year=titles[0])


def _budget_tables(document: PublishedDocument) -> Iterator[BudgetTable]:
    """Tables below a title that a budget has; a title counts for the next table only."""
    spec, title, unit = _NO_TABLE, "", None
    for block in document.blocks:
        match block:
            case PublishedText(text=text):
                told = _spec(text)
                spec, title = (told, text) if told else (spec, title)
                unit = unit_owner_year.unit(text) or unit
            case PublishedTable():
                yield from (_read_table(spec, title, unit, block),) if spec else ()
                spec = _NO_TABLE


def _read_table(spec: Spec, title: str, unit: Unit | None, block: PublishedTable) -> BudgetTable:
    return BudgetTable(title, spec["数"], spec["行"], unit, block, tuple(panels(block.matrix, unit)))


def _spec(title: str) -> Spec:
    """The table of the longest name that a title ends with, an office's name or nothing before it."""
    plainly = spellings.title(title)
    known = _specs_by_title()
    name = max(filter(plainly.endswith, known), key=len, default="")
    before = plainly.removesuffix(name)
    is_title = spellings.names_body(before) or before.endswith(_BEFORE)
    return known[name] if name and is_title else _NO_TABLE


@cache
def _specs_by_title() -> Mapping[str, Spec]:
    return dict(chain.from_iterable(product(spec["标题"], [spec]) for spec in _budget_forms()["表"]))


def _opening_amounts(table: BudgetTable) -> list[tuple[str, Decimal]]:
    """Numbers that are 年初预算, by the name that the data has for them; the first of several last."""
    of_panel = partial({"科目": _of_codes, "合计": _of_totals, "三公": _of_sangong}[table.rows], table.node)
    found = list(chain.from_iterable(map(of_panel, table.panels)))
    return [(f"{name}.{_OPENING}", in_yuan(printed, table.unit)) for name, printed in reversed(found)]


def _of_codes(node: str, panel: Panel) -> Iterator[Named]:
    """Lines with a code, and their total, in the columns of this year's budget."""
    leaves = dict(chain.from_iterable(map(_leaf_of_column, panel.heads.items())))
    return chain.from_iterable(
        map(partial(_of_subject, node, leaves), filter(_is_subject_or_total, panel.lines))
    )


def _leaf_of_column(head: tuple[int, HeadPath]) -> Iterator[tuple[int, str]]:
    return product([head[0]], _leaf(head[1]))


def _of_subject(node: str, leaves: Mapping[int, str], line: Line) -> Iterator[Named]:
    own = f"{node}{_subject_part(line.code)}"
    return (
        (f"{own}{leaves[column]}", line.amounts[column]) for column in leaves.keys() & line.amounts.keys()
    )


def _is_subject_or_total(line: Line) -> bool:
    return bool(line.code) or line.is_total


def _subject_part(code: str) -> str:
    level = "科目" if code.startswith(_ECONOMIC) else _LEVELS.get(len(code), "")
    return f".{level}.{code}" if code else ""


def _of_totals(node: str, panel: Panel) -> Iterator[Named]:
    """收入总计 and 支出总计, in the first column of this year's budget."""
    own = list(filterfalse(lambda column: _is_other(panel.heads[column]), panel.heads))
    totals = filter(_is_grand_total, panel.lines)
    return chain.from_iterable(map(partial(_of_grand_total, node, own), totals))


def _is_grand_total(line: Line) -> bool:
    return _GRAND_TOTAL.search(line.label) is not None


def _of_grand_total(node: str, columns: Iterable[int], line: Line) -> Iterator[Named]:
    found = filter(None, map(line.amounts.get, columns))
    return zip([f"{node}.{_side(line)}"], found, strict=False)


def _side(line: Line) -> str:
    return "收入" if "收" in line.label else "支出"


def _of_sangong(node: str, panel: Panel) -> Iterator[Named]:
    """By the labels of the rows; else by the words above the columns."""
    own = filterfalse(lambda column: _is_other(panel.heads[column]), panel.heads)
    cells = product(panel.lines, list(own))
    return chain.from_iterable(map(partial(_of_item, node, panel.heads), cells))


def _of_item(node: str, heads: Mapping[int, HeadPath], cell: tuple[Line, int]) -> Iterator[Named]:
    line, column = cell
    item = _item_of_sangong((spellings.label(line.label),)) or _item_of_sangong(
        tuple(map(_without_year, heads[column]))
    )
    printed = filter(None, [line.amounts.get(column) if item else None])
    return product([f"{node}{item.removeprefix('总')}"], printed)


def _item_of_sangong(path: HeadPath) -> str:
    """The item of 三公 that words are, 总 all of them; a 合计 below a word is that. Empty for none."""
    words = list(filterfalse("合计".__eq__, path)) or ["合计"]
    items: Mapping[str, str] = _budget_forms()["三公"]
    return items.get("".join(words[-1:]), "")


def _without_year(word: str) -> str:
    return _OF_A_YEAR.sub("", word)


def _leaf(path: HeadPath) -> list[str]:
    """What a column is of a subject; nothing for what is no 年初预算 of it, or none of the forms' columns."""
    known, words = _budget_forms()["列"], list(map(_without_year, path))
    is_own = not _is_other(path) and known.keys() >= {*words[-1:]}
    return ["".join(map(known.get, filter(known.get, words)))] if words and is_own else []


def _is_other(path: HeadPath) -> bool:
    return any(map("".join(path).__contains__, _budget_forms()["别的列"]["含"]))


def _of_sums(table: BudgetTable) -> Iterator[BudgetFault | None]:
    """Each sum of a table: None where it closes."""
    ways = product((printed_sums.of_rows, printed_sums.of_columns), table.panels)
    sums = chain.from_iterable(way(panel) for way, panel in ways)
    return (None if one.closes else _of_sum(table, one) for one in sums)


def _of_sum(table: BudgetTable, one: PrintedSum) -> BudgetFault:
    label = one.line.label or one.line.code
    said = f"{one.whole.value:,f}，各部分相加是 {one.added:,f}"
    return BudgetFault(f"{table.title}：“{label}”是 {said}，合计对不上", table.place(one.whole))


def _misprinted(table: BudgetTable) -> Iterator[BudgetFault]:
    lines = chain.from_iterable(map(attrgetter("lines"), table.panels))
    return map(partial(_no_code, table), filter(attrgetter("misprinted"), lines))


def _no_code(table: BudgetTable, line: Line) -> BudgetFault:
    message = f"{table.title}：“{line.label}”的编码写的是 {line.misprinted}，应为 {line.code}"
    return BudgetFault(message, table.table.place(line.number, 0))


def _is_rounded(table: BudgetTable) -> bool:
    return table.unit != "元" and table.node != _SANGONG


def _equations(document: PublishedDocument, amounts: Amounts, slack: Decimal) -> Iterator[BudgetFault | None]:
    """What holds between tables, of numbers that are all printed: None where it does."""
    printed = filter(partial(_are_printed, amounts), map(_terms, _budget_forms()["等式"]))
    return map(partial(_equation, document, amounts, slack), printed)


def _terms(equation: Spec) -> list[str]:
    return [f"{name}.{_OPENING}" for name in (equation["数"], *equation["各部分"])]


def _are_printed(amounts: Amounts, names: Iterable[str]) -> bool:
    return amounts.keys() >= set(names)


def _equation(
    document: PublishedDocument, amounts: Amounts, slack: Decimal, names: Sequence[str]
) -> BudgetFault | None:
    whole, *parts = map(amounts.__getitem__, names)
    said = f"{_terms_said(names[:1], amounts)}，{_terms_said(names[1:], amounts)}，两处不等"
    is_equal = abs(whole - total(parts)) <= slack
    return None if is_equal else BudgetFault(said, Place(Source(document.name)))


def _is_code_of_item(code: str) -> bool:
    return len(code) == _ITEM


def _terms_said(names: Sequence[str], amounts: Amounts) -> str:
    return "＋".join(f"{name} {number_text(amounts[name], 2)} 元" for name in names)


def _by_code(amounts: Amounts, node: str) -> Iterator[tuple[str, Decimal]]:
    coded = re.compile(rf"{re.escape(node)}\.[类款项]\.(\d+)\.{_OPENING}")
    found = filter(None, map(coded.fullmatch, amounts))
    return ((match[1], amounts[match[0]]) for match in found)


def _items_entered() -> tuple[str, ...]:
    """The items that people enter; others are their sums."""
    items = _budget_forms()["三公"].values()
    return tuple(item.removeprefix(".") for item in items if item not in _SUMS)


def _with_zeros(sangong: Amounts) -> Amounts:
    """The items that people enter; cells left blank are 0 where the total is that of the others."""
    said = {name: sangong[name] for name in filter(sangong.__contains__, _items_entered())}
    is_whole = total(said.values()) == sangong.get(_SANGONG)
    return {**dict.fromkeys(_items_entered(), Decimal(0)), **said} if is_whole else said


def _in_unit(value: Any, unit: Unit) -> Any:
    if isinstance(value, Decimal):
        return f"{in_unit(value, unit):f}"
    return {key: _in_unit(one, unit) for key, one in value.items()}


def told(found: Budget) -> Iterable[str]:
    """说明 — how much of a budget was read and proved, then what does not close."""
    yield (
        f"认出 {len(found.tables)} 张表、{found.numbers} 个数，{found.proved} 处合计相符，"
        f"{len(found.faults)} 处要核对"
    )
    yield from (f"{fault.place.source}：{fault.message}" for fault in found.faults)
