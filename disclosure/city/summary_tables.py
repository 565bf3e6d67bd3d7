"""汇总表 — the tables of the city's summary: totals, a row a body, control totals, who is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain

from disclosure.checks.check_report import first_few
from disclosure.city.bodies import Body
from disclosure.city.city_account import LACKING, WITHHELD, CityAccount, CityTotal, changed
from disclosure.city.summary_figures import EACH, Table, declared
from disclosure.classification import subject
from disclosure.model.key_paths import amounts
from disclosure.money import half_width, total
from disclosure.outputs.office_tables import Column, OfficeTable, Value

_THIS, _LAST = "本年", "上年"
_CHANGE = (Column("增减额", "amount"), Column("增减率（%）", "rate", 11))
_FEW_NAMED = 3
_MISSING = Column("缺", width=36)
_CONTROL = "控制数"
_BY_CLASS = "各类."
_CLASS = f"支出.类.{EACH}.决算数"
_WHO = (Column("名称", width=34), Column("类型", width=8), Column("类别", width=12), Column("状态", width=10))
_SAME, _TAIL, _APART = "一致", "尾差", "不一致"


def tables(account: CityAccount) -> Iterator[OfficeTable]:
    """各表 — in the order of the workbook."""
    yield from (_of_totals(table, account) for table in declared().totals)
    yield from _of_control(account)
    for table in declared().by_body:
        bodies = account.within if table.units else account.counted
        if bodies:
            yield _of_bodies(table, bodies, account)
    yield _who_is_missing(account)


def _of_totals(table: Table, account: CityAccount) -> OfficeTable:
    heads = [Column(head, "amount") for head, _ in table.columns]
    rows = _classes_named(account) if table.classes else table.rows
    columns = (Column("项目", width=34), *heads, *_changes(heads), _MISSING)
    patterns = [pattern for _, pattern in table.columns]
    return OfficeTable(table.name, (), columns, [_total_row(row, patterns, heads, account) for row in rows])


def _total_row(
    row: tuple[str, str], patterns: Sequence[str], heads: Sequence[Column], account: CityAccount
) -> tuple[Value, ...]:
    names = [pattern.format(row[1]) for pattern in patterns]
    totals = [account.total(name) for name in names]
    change = account.change(*names) if _changes(heads) else ()
    return (row[0], *(one.value for one in totals), *change, _missing_of(totals))


def _missing_of(totals: Iterable[CityTotal]) -> str:
    names = tuple(dict.fromkeys(chain.from_iterable(one.missing for one in totals)))
    return f"{LACKING} {len(names)} 家：{first_few('、', names, _FEW_NAMED, '家')}" if names else ""


def _changes(heads: Sequence[Column]) -> tuple[Column, ...]:
    return _CHANGE if [head.head for head in heads[-2:]] == [_THIS, _LAST] else ()


def _classes_named(account: CityAccount) -> list[tuple[str, str]]:
    return [(_class_name(code, account), code) for code in account.classes]


def _class_name(code: str, account: CityAccount) -> str:
    found = subject(code, account.year)
    return f"{code} {found.name}" if found else code


def _of_bodies(table: Table, bodies: Sequence[Body], account: CityAccount) -> OfficeTable:
    pairs = [(head, name) for head, name in table.columns]
    if table.classes:
        pairs = [(named, _CLASS.format(code)) for named, code in _classes_named(account)]
    heads = [Column(head, "amount") for head, _ in pairs]
    names = [name for _, name in pairs]
    columns = (*_WHO, *heads, *_changes(heads))
    rows = [_body_row(body, names, heads, account) for body in bodies]
    empty = ("",) * (len(_WHO) - 1)
    if table.units:
        return OfficeTable(table.name, (), columns, rows)
    totals = [account.total(name) for name in names]
    change = account.change(*names[-2:]) if _changes(heads) else ()
    last = (f"合计（{len(bodies)} 家）", *empty, *(one.value for one in totals), *change)
    lacking = [f"{LACKING} {len(one.missing)} 家" if one.missing else "" for one in totals]
    below = [(f"{LACKING}几家", *empty, *lacking, *([""] * len(change)))] if any(lacking) else []
    return OfficeTable(table.name, (), columns, rows, last, below)


def _body_row(
    body: Body, names: Sequence[str], heads: Sequence[Column], account: CityAccount
) -> tuple[Value, ...]:
    change: tuple[Value, ...] = ()
    if _changes(heads):
        pair = account.both(body, *names[-2:])
        change = changed(*pair) if pair else ("", "")
    values = (account.amount(body, name) for name in names)
    shown = [
        account.word(body, name) if value is None else value
        for name, value in zip(names, values, strict=True)
    ]
    return (body.name, body.kind, body.group, account.state(body), *shown, *change)


def _of_control(account: CityAccount) -> Iterator[OfficeTable]:
    """Each control total beside what the bodies add up to; how far apart they are only where none lacks."""
    given = dict(amounts(account.city.settings.control_totals, _CONTROL))
    if given:
        heads = ("控制数", "各部门合计", "相差")
        columns = (
            Column("项目", width=34),
            *(Column(head, "amount") for head in heads),
            Column("结果", width=12),
            _MISSING,
        )
        rows = [
            _control_row(path.removeprefix(f"{_CONTROL}."), value, account) for path, value in given.items()
        ]
        yield OfficeTable("与控制数核对", (), columns, rows)


def _control_row(key: str, control: Decimal, account: CityAccount) -> tuple[Value, ...]:
    code = key.removeprefix(_BY_CLASS)
    names = declared().control.get(key) or (_CLASS.format(code),)
    called = _class_name(code, account) if key.startswith(_BY_CLASS) else key.replace(".", "：")
    found = account.total(*names)
    if found.missing or found.value is None:
        result = f"{LACKING} {len(found.missing)} 家"
        return (called, control, found.value, LACKING, result, _missing_of([found]))
    difference = found.value - control
    return (called, control, found.value, difference, _agreement(difference, control, account), "")


def _agreement(difference: Decimal, control: Decimal, account: CityAccount) -> str:
    """Rounding may set them apart by what the control total and each body's data were rounded by."""
    given = account.city.settings.control_totals
    roundings = (half_width(control, given.unit if given and given.unit else "元"), *account.roundings)
    if difference == 0:
        return _SAME
    return _TAIL if abs(difference) <= total(roundings) else _APART


def _who_is_missing(account: CityAccount) -> OfficeTable:
    columns = (*_WHO, Column("为什么", width=40), Column("缺的数", width=60))
    names = [name for name in dict.fromkeys(_figures_asked()) if EACH not in name]
    rows = list(chain.from_iterable(_missing_rows(body, names, account) for body in account.counted))
    return OfficeTable("缺数", (), columns, rows)


def _figures_asked() -> Iterator[str]:
    return chain.from_iterable(table.figures for table in (*declared().totals, *declared().by_body))


def _missing_rows(body: Body, names: Sequence[str], account: CityAccount) -> Iterator[tuple[Value, ...]]:
    """A row for what is not known, one for what is withheld."""
    by_word: dict[str, list[str]] = {LACKING: [], WITHHELD: []}
    for name in names:
        if account.amount(body, name) is None:
            by_word[account.word(body, name)].append(name)
    who = (body.name, body.kind, body.group, account.state(body))
    for word, lacking in by_word.items():
        if lacking:
            listed = "全部" if len(lacking) == len(names) else "、".join(lacking)
            yield (*who, WITHHELD if word == WITHHELD else account.why_missing(body), listed)
