"""汇总表 — the tables of the city's summary: totals, a row a body, control totals, who is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import chain
from operator import attrgetter

from disclosure.checks.check_report import first_few
from disclosure.city.bodies import Body
from disclosure.city.city_account import LACKING, WITHHELD, CityAccount, CityTotal
from disclosure.city.summary_figures import EACH, Table, declared
from disclosure.classification import subject
from disclosure.model.key_paths import amounts
from disclosure.money import half_width, total
from disclosure.outputs.office_tables import Column, OfficeTable, Value

Cells = tuple[Value, ...]

_COMPARED = ["本年", "上年"]
_CHANGE = (Column("增减额", "amount"), Column("增减率（%）", "rate", 12))
_ITEM, _MISSING = Column("项目", width=34), Column("缺", width=48)
_WHO = (Column("名称", width=28), Column("类型", width=6), Column("类别", width=11), Column("状态", width=9))
_FEW_NAMED = 3
_CONTROL, _CONTROL_SHEET, _BY_CLASS = "控制数", "与控制数核对", "各类."
_DERIVABLE = "控制数减去合计能推出缺的、不公开的数，不要外传。"
_CLASS = f"支出.类.{EACH}.决算数"


def tables(account: CityAccount) -> Iterator[OfficeTable]:
    """各表 — in the order of the workbook."""
    yield from map(partial(_of_totals, account), declared().totals)
    yield from _of_control(account)
    yield from filter(attrgetter("rows"), map(partial(_of_bodies, account), declared().by_body))
    yield _who_is_missing(account)


def who(account: CityAccount, body: Body) -> Cells:
    """哪一家 — the cells that a row of a body begins with."""
    return body.name, body.kind, body.group, account.record_of(body).state


@dataclass(frozen=True, slots=True)
class _Asked:
    """The columns of amounts of a table, each with the figure that it is of; this year's and last year's
    columns at the end are compared.
    """

    account: CityAccount
    pairs: Sequence[tuple[str, str]]

    @property
    def is_compared(self) -> bool:
        return [head for head, _ in self.pairs[-2:]] == _COMPARED

    @property
    def columns(self) -> tuple[Column, ...]:
        return (*(Column(head, "amount") for head, _ in self.pairs), *(_CHANGE if self.is_compared else ()))

    def names(self, part: str = "") -> list[str]:
        return [name.format(part) for _, name in self.pairs]

    def totals(self, part: str = "") -> list[CityTotal]:
        return list(map(self.account.total, self.names(part)))

    def of_city(self, part: str = "") -> Cells:
        names = self.names(part)
        change = self.account.change(*names[-2:]) if self.is_compared else ()
        return (*map(attrgetter("value"), self.totals(part)), *change)

    def of_body(self, body: Body) -> Cells:
        names = self.names()
        change = self.account.change_of(body, *names[-2:]) if self.is_compared else ()
        return (*map(partial(self.account.shown, body), names), *change)


def _of_totals(account: CityAccount, table: Table) -> OfficeTable:
    asked = _Asked(account, table.columns)
    rows = _classes_named(account) if table.classes else table.rows
    cells = [(label, *asked.of_city(part), _said_missing(asked.totals(part))) for label, part in rows]
    return OfficeTable(table.name, (), (_ITEM, *asked.columns, _MISSING), cells)


def _said_missing(totals: Iterable[CityTotal]) -> str:
    names = tuple(dict.fromkeys(chain.from_iterable(map(attrgetter("missing"), totals))))
    return f"{_so_many_lack(names)}：{first_few('、', names, _FEW_NAMED, '家')}" if names else ""


def _so_many_lack(names: Sequence[str]) -> str:
    return f"{LACKING} {len(names)} 家" if names else ""


def _classes_named(account: CityAccount) -> list[tuple[str, str]]:
    return [(_class_named(account, code), code) for code in account.classes]


def _class_named(account: CityAccount, code: str) -> str:
    found = subject(code, account.year)
    return f"{code} {found.name}" if found else code


def _of_bodies(account: CityAccount, table: Table) -> OfficeTable:
    of_classes = [(head, _CLASS.format(code)) for head, code in _classes_named(account)]
    asked = _Asked(account, of_classes if table.classes else table.columns)
    columns = (*_WHO, *asked.columns)
    if table.units:
        return OfficeTable(table.name, (), columns, _body_rows(account.within, asked))
    lacking = [_so_many_lack(one.missing) for one in asked.totals()]
    last, below = _under_who(f"合计（{len(account.counted)} 家）"), _under_who(LACKING)
    empty = [""] * (len(asked.columns) - len(lacking))
    rows = _body_rows(account.counted, asked)
    return OfficeTable(
        table.name, (), columns, rows, (*last, *asked.of_city()), [(*below, *lacking, *empty)] * any(lacking)
    )


def _body_rows(bodies: Iterable[Body], asked: _Asked) -> list[Cells]:
    return [(*who(asked.account, body), *asked.of_body(body)) for body in bodies]


def _under_who(text: str) -> Cells:
    return (text, *([""] * (len(_WHO) - 1)))


def _of_control(account: CityAccount) -> Iterator[OfficeTable]:
    """Each control total beside what the bodies add up to; how far apart they are only where none lacks."""
    given = dict(amounts(account.city.settings.control_totals, _CONTROL))
    if given:
        heads = (Column(head, "amount") for head in (_CONTROL, "各部门合计", "相差"))
        rows = [_ControlTotal(account, path, amount).cells() for path, amount in given.items()]
        yield OfficeTable(_CONTROL_SHEET, (_DERIVABLE,), (_ITEM, *heads, Column("结果"), _MISSING), rows)


@dataclass(frozen=True, slots=True)
class _ControlTotal:
    """What the city's settings say that all bodies add up to, by its key path."""

    account: CityAccount
    path: str
    amount: Decimal

    def cells(self) -> Cells:
        found = self._found()
        if found.missing or found.value is None:
            return (self._called(), self.amount, found.value, LACKING, *self._lacking(found))
        difference = found.value - self.amount
        return (self._called(), self.amount, found.value, difference, self._result(difference), "")

    def _lacking(self, found: CityTotal) -> Cells:
        return _so_many_lack(found.missing), _said_missing([found])

    @property
    def _key(self) -> str:
        return self.path.removeprefix(f"{_CONTROL}.")

    def _called(self) -> str:
        code = self._key.removeprefix(_BY_CLASS)
        return self._key.replace(".", "：") if code == self._key else _class_named(self.account, code)

    def _found(self) -> CityTotal:
        of_class = (_CLASS.format(self._key.removeprefix(_BY_CLASS)),)
        return self.account.total(*declared().control.get(self._key, of_class))

    def _result(self, difference: Decimal) -> str:
        """Rounding may set them apart by what the control total and each body's data were rounded by."""
        if difference == 0:
            return "一致"
        given = self.account.city.settings.control_totals
        own = half_width(self.amount, given.unit if given and given.unit else "元")
        return "尾差" if abs(difference) <= total((own, *self.account.roundings)) else "不一致"


def _who_is_missing(account: CityAccount) -> OfficeTable:
    columns = (*_WHO, Column("为什么", width=36), Column("缺的数", width=90))
    asked = chain.from_iterable(table.figures for table in (*declared().totals, *declared().by_body))
    names = [name for name in dict.fromkeys(asked) if EACH not in name]
    return OfficeTable(
        "缺数",
        (),
        columns,
        list(chain.from_iterable(_missing_rows(account, names, body) for body in account.counted)),
    )


def _missing_rows(account: CityAccount, names: Sequence[str], body: Body) -> Iterator[Cells]:
    """A row for what is not known, one for what is withheld."""
    shown = {name: account.shown(body, name) for name in names}
    for word, why in {LACKING: account.why_missing(body), WITHHELD: WITHHELD}.items():
        lacking = [name for name in names if shown[name] == word]
        if lacking:
            listed = "全部" if len(lacking) == len(names) else "、".join(lacking)
            yield (*who(account, body), why, listed)
