"""Slips of a clerk: of a kind and a way of making it, every one that can be made in a department.

A slip changes one thing that was typed. Nothing here knows what the checks look for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any, TypeAlias

from tests.mutants.sound import Edit, Entered, Steps


@dataclass(frozen=True)
class Slip:
    """What was done, in words and as edits of what was entered."""

    told: str
    edits: tuple[Edit, ...]

    @classmethod
    def of(cls, told: str, *edits: Edit) -> Slip:
        return cls(told, edits)


Way: TypeAlias = Callable[[Entered, Random], Iterator[Slip]]
Place: TypeAlias = tuple[str, Steps]

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
# 数字，但不是金额
_NO_AMOUNT = re.compile(
    "格式版本|年度|项|名称|.*(?:数量|批次|人次|个数|项目数|得分|总分|分值|文号|索引号|覆盖率|设备|指标值|完成值|日期|方式)|团组数"
    "|购置量|保有量"
)
_LISTS = ("收入", "支出", "结转结余")
_PRIOR = "上年数"
_FUNDS = ("一般公共预算", "政府性基金", "国有资本经营", "其他资金")


def _is_amount(steps: Steps, value: str) -> bool:
    return (
        bool(_NUMBER.fullmatch(value)) and not _NO_AMOUNT.fullmatch(str(steps[-1])) and steps[0] != "批复数"
    )


def _amounts(entered: Entered) -> Iterator[tuple[str, Steps, str]]:
    for file, steps, value in entered.leaves():
        if _is_amount(steps, value) and Decimal(value):
            yield file, steps, value


def _each_amount(entered: Entered, typed: Callable[[str, str], str]) -> Iterator[Slip]:
    """Every amount typed otherwise: from the amount and its file's unit."""
    for file, steps, value in _amounts(entered):
        other = typed(value, entered.trees[file]["单位"])
        if Decimal(other) != Decimal(value):
            yield Slip.of(f"{_said(steps)}：{value} → {other}", (file, steps, other))


def _said(steps: Steps) -> str:
    return ".".join(map(str, steps))


# 单位


def amount_in_the_other_unit(entered: Entered, _: Random) -> Iterator[Slip]:
    return _each_amount(entered, _in_other_unit)


def _in_other_unit(value: str, unit: str) -> str:
    if unit == "万元":
        return f"{(Decimal(value) * 10_000).quantize(Decimal(1))}"
    return f"{(Decimal(value) / 10_000).quantize(Decimal('0.01'))}"


def file_in_the_other_unit(entered: Entered, _: Random) -> Iterator[Slip]:
    for file, tree in entered.trees.items():
        other = "元" if tree["单位"] == "万元" else "万元"
        if any(where == file for where, *_ in _amounts(entered)):
            yield Slip.of(f"{file} 单位 → {other}", (file, ("单位",), other))


def last_year_in_the_other_unit(entered: Entered, _: Random) -> Iterator[Slip]:
    """The unit of last year's figures forgotten, or chosen wrong."""
    for file, prior in _priors(entered):
        stated = prior.get("单位", entered.trees[file]["单位"])
        other = "元" if stated == "万元" else "万元"
        if prior.keys() - {"单位", "国内公务接待批次", "国内公务接待人次"}:
            yield Slip.of(f"{file} 上年数.单位 → {other}", (file, (_PRIOR, "单位"), other))


def _priors(entered: Entered) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for file, tree in entered.trees.items():
        if isinstance(tree.get(_PRIOR), dict):
            yield file, tree[_PRIOR]


# 位数、正负


def a_digit_more(entered: Entered, draw: Random) -> Iterator[Slip]:
    """A key pressed twice, or a nought too many."""
    return _each_amount(entered, lambda value, _: _longer(value, draw))


def _longer(value: str, draw: Random) -> str:
    at = draw.choice([place for place, sign in enumerate(value) if sign.isdigit()])
    return value[: at + 1] + draw.choice((value[at], "0")) + value[at + 1 :]


def a_digit_less(entered: Entered, draw: Random) -> Iterator[Slip]:
    return _each_amount(entered, lambda value, _: _shorter(value, draw))


def _shorter(value: str, draw: Random) -> str:
    digits = [place for place, sign in enumerate(value) if sign.isdigit()]
    at = draw.choice(digits)
    left = value[:at] + value[at + 1 :]
    return left if _NUMBER.fullmatch(left) else value  # 8 → nothing is another slip


def a_sign(entered: Entered, _: Random) -> Iterator[Slip]:
    return _each_amount(entered, lambda value, _: _negated(value))


def _negated(value: str) -> str:
    return value.removeprefix("-") if value.startswith("-") else f"-{value}"


# 行


def _lines(entered: Entered) -> Iterator[tuple[str, Steps, Mapping[str, Any]]]:
    for file, tree in entered.trees.items():
        for name in _LISTS:
            if isinstance(tree.get(name), list):
                yield from ((file, (name, number), line) for number, line in enumerate(tree[name]))


def line_doubled(entered: Entered, _: Random) -> Iterator[Slip]:
    for file, (name, number), line in _lines(entered):
        lines = entered.trees[file][name]
        twice = [*lines[: int(number) + 1], *lines[int(number) :]]
        yield Slip.of(f"{name}[{number}] {line['项']}录了两遍", (file, (name,), twice))


def line_dropped(entered: Entered, _: Random) -> Iterator[Slip]:
    for file, steps, line in _lines(entered):
        if len(entered.trees[file][steps[0]]) > 1:
            yield Slip.of(f"{_said(steps)} {line['项']}漏了", (file, steps, None))


def subject_dropped(entered: Entered, _: Random) -> Iterator[Slip]:
    """A 款 of a line, or an item of a budget: a row each in the workbook."""
    for file, steps, value in _amounts(entered):
        *above, key = steps
        if str(key).isdigit() and len(entered.at(file, tuple(above))) > 1:
            yield Slip.of(f"{_said(steps)} {value}漏了", (file, steps, None))


# 两个数对调


def swapped_within(entered: Entered, _: Random) -> Iterator[Slip]:
    """Two neighbours under one head: 款 of a line, items of a budget, last year's figures."""
    for one, other in pairwise(_amounts(entered)):
        if one[1][:-1] == other[1][:-1]:
            yield from _exchanged(entered, one, other)


def swapped_between(entered: Entered, draw: Random) -> Iterator[Slip]:
    """One amount of a line and one of the next line."""
    of_lines: dict[Place, list[tuple[str, Steps, str]]] = {}
    for file, steps, value in _amounts(entered):
        if steps[0] in _LISTS:
            of_lines.setdefault((file, steps[:2]), []).append((file, steps, value))
    for one, other in pairwise(of_lines.values()):
        yield from _exchanged(entered, draw.choice(one), draw.choice(other))


def _exchanged(
    entered: Entered, one: tuple[str, Steps, str], other: tuple[str, Steps, str]
) -> Iterator[Slip]:
    if Decimal(one[2]) != Decimal(other[2]):
        told = f"{_said(one[1])} {one[2]} ⇄ {_said(other[1])} {other[2]}"
        yield Slip.of(told, (*one[:2], other[2]), (*other[:2], one[2]))


# 性质、资金


def project_as_basic(entered: Entered, _: Random) -> Iterator[Slip]:
    for file, steps, line in _lines(entered):
        if line.get("性质") == "项目":
            told = f"{_said(steps)} {line['项']} {line.get('项目名称', '')}记成基本支出"
            yield Slip.of(told, (file, (*steps, "性质"), "基本"))


def wrong_fund(entered: Entered, draw: Random) -> Iterator[Slip]:
    for file, steps, line in _lines(entered):
        if steps[0] != "收入":
            fund = line.get("资金", _FUNDS[0])
            other = draw.choice([each for each in _FUNDS if each != fund])
            yield Slip.of(f"{_said(steps)} {line['项']}：{fund} → {other}", (file, (*steps, "资金"), other))


# 上年数错位


def _last_year(entered: Entered) -> Iterator[tuple[str, list[tuple[Steps, str]]]]:
    """Last year's figures of each file, in the order of the form; those that are none stay out."""
    for file, tree in entered.trees.items():
        if isinstance(tree.get(_PRIOR), dict):
            below = Entered(file, {file: tree[_PRIOR]}, {}).leaves()
            yield file, [((_PRIOR, *steps), value) for _, steps, value in below if _is_amount(steps, value)]


def one_row_down(entered: Entered, _: Random) -> Iterator[Slip]:
    """The figure of the row above typed once more."""
    for file, rows in _last_year(entered):
        for (*_above, above), (steps, value) in pairwise(rows):
            if Decimal(above) != Decimal(value):
                yield Slip.of(f"{_said(steps)}：{value} → 上一行的{above}", (file, steps, above))


def all_rows_shifted(entered: Entered, _: Random) -> Iterator[Slip]:
    for file, rows in _last_year(entered):
        values = [value for _, value in rows]
        for shifted in ([*values[1:], values[0]], [values[-1], *values[:-1]]):
            if shifted != values:
                edits = ((file, steps, value) for (steps, _), value in zip(rows, shifted, strict=True))
                yield Slip.of(f"{file} 上年数错了一行：{'、'.join(shifted)}", *edits)


def this_years(entered: Entered, _: Random) -> Iterator[Slip]:
    """This year's amount typed as last year's, where the data hold it: 三公 and 机关运行经费."""
    for file, rows in _last_year(entered):
        tree = entered.trees[file]
        for steps, value in rows:
            budget = (tree.get("三公经费") or {}) if isinstance(tree.get("三公经费"), dict) else {}
            now = tree.get("机关运行经费") if steps[-1] == "机关运行经费" else None
            now = now or (budget.get("全年预算") or {}).get(steps[-1])
            if isinstance(now, str) and _NUMBER.fullmatch(now) and Decimal(now) != Decimal(value):
                yield Slip.of(f"{_said(steps)}：{value} → 本年的{now}", (file, steps, now))


def one_of_the_year_before(entered: Entered, draw: Random) -> Iterator[Slip]:
    for file, rows in _last_year(entered):
        for steps, value in rows:
            before = _year_before(value, draw)
            if Decimal(before) != Decimal(value):
                yield Slip.of(f"{_said(steps)}：{value} → 前年的{before}", (file, steps, before))


def _year_before(value: str, draw: Random) -> str:
    """Between 30 % less and 30 % more, with as many decimals."""
    factor = Decimal(draw.choice([*range(70, 97), *range(104, 131)])) / 100
    return f"{(Decimal(value) * factor).quantize(Decimal(1).scaleb(int(Decimal(value).as_tuple().exponent)))}"


# 原因

_OPPOSITE = (
    ("增加", "减少"),
    ("增长", "下降"),
    ("提高", "降低"),
    ("上升", "下降"),
    ("新增", "减少"),
    ("增设", "撤销"),
    ("调入", "调出"),
    ("更新", "停止更新"),
    ("追加", "核减"),
    ("增资", "减员"),
)
_RISING = (
    "新招录人员，人员经费增加",
    "新增专项工作，项目支出增加",
    "业务量增大，支出相应增加",
    "工资标准提高，人员经费增加",
)
_SAVING = ("节约", "压减", "压缩", "从严", "没有", "少于")


def reason_reversed(entered: Entered, draw: Random) -> Iterator[Slip]:
    """The reason of a figure that went one way, written as if it went the other; a cause with its sign."""
    for file, steps, value in entered.leaves():
        if steps[0] == "原因":
            other = _negated(value) if steps[-1] == "金额" else _other_way(value, draw)
            if other is not None:
                yield Slip.of(f"{_said(steps)}：{value} → {other}", (file, steps, other))


def _other_way(value: str, draw: Random) -> str | None:
    """Its words of direction by their opposites; else a reason of the other direction, where it has one."""
    ups, downs = ([pair for pair in _OPPOSITE if pair[way] in value] for way in (0, 1))
    saves = any(word in value for word in _SAVING)
    if bool(ups) == bool(downs):
        return draw.choice(_RISING) if saves and not ups else None  # which way it speaks cannot be told
    for one, other in ups or [(down, up) for up, down in downs[:1]]:
        value = value.replace(one, other)
    return draw.choice(_RISING) if saves else value


# 年份没有改

_YEAR = re.compile(r"(?<!\d)20\d\d(?=年|-|/|\.)")


def year_stale(entered: Entered, _: Random) -> Iterator[Slip]:
    """A title, text or date with the year that last year's had there."""
    for file, steps, value in entered.leaves():
        year = int(entered.trees[file]["年度"])
        if steps != ("年度",) and "文件" not in steps:
            for text, told in _a_year_earlier(value, year):
                yield Slip.of(f"{_said(steps)}：{told}", (file, steps, text))
    for file, text in entered.texts.items():
        for changed, told in _a_year_earlier(text, int(entered.trees["data.yaml"]["年度"])):
            yield Slip.of(f"{file}：{told}", (file, (), changed))


def _a_year_earlier(text: str, year: int) -> Iterator[tuple[str, str]]:
    for named in _YEAR.finditer(text):
        if int(named.group()) in (year, year + 1):
            earlier = str(int(named.group()) - 1)
            around = text[max(0, named.start() - 10) : named.end() + 12].replace("\n", " ")
            yield text[: named.start()] + earlier + text[named.end() :], f"“{around}” → {earlier}"


def year_not_changed(entered: Entered, _: Random) -> Iterator[Slip]:
    for file, tree in entered.trees.items():
        earlier = str(int(tree["年度"]) - 1)
        yield Slip.of(f"{file} 年度 → {earlier}", (file, ("年度",), earlier))


# 名称写错

_RIGHT, _WRONG = (
    "人民政府办公室联络处成都北京区心中西局财经费项目",
    "入名致俯力共窒连洛外戍部比景驱芯种酉居材径废顶日",
)
_ALIKE = dict(zip(_RIGHT, _WRONG, strict=True))
_WORDS = re.compile(r"[\u4e00-\u9fff]{4,}")


def name_misspelt(entered: Entered, draw: Random) -> Iterator[Slip]:
    """A name of the department, a unit or a project, wrong by a letter in one of the places it stands in."""
    names = sorted(_names(entered), key=len, reverse=True)
    for file, steps, value in entered.leaves():
        if "文件" not in steps and steps[-1] not in ("模板", "数据"):
            for text, told in _misspelt(value, names, draw):
                yield Slip.of(f"{_said(steps)}：{told}", (file, steps, text))
    for file, text in entered.texts.items():
        for changed, told in _misspelt(text, names, draw):
            yield Slip.of(f"{file}：{told}", (file, (), changed))


def _names(entered: Entered) -> Iterator[str]:
    for tree in entered.trees.values():
        own = tree["部门"]
        units = [unit.get("名称", "") for unit in own.get("所属单位", ()) if isinstance(unit, dict)]
        lines = tree["支出"] if isinstance(tree.get("支出"), list) else []
        projects = [line.get("项目名称", "") for line in lines]
        yield from {name for name in (own["全称"], *units, *projects) if _WORDS.fullmatch(name)}


def _misspelt(text: str, names: list[str], draw: Random) -> Iterator[tuple[str, str]]:
    taken: set[int] = set()
    for name in names:
        for found in re.finditer(re.escape(name), text):
            if taken.isdisjoint(range(*found.span())):
                taken |= set(range(*found.span()))
                wrong = _wrong_letter(name, draw)
                yield text[: found.start()] + wrong + text[found.end() :], f"{name} → {wrong}"


def _wrong_letter(name: str, draw: Random) -> str:
    """A letter like it, one left out, one twice, or two exchanged."""
    at = draw.randrange(len(name) - 1)
    letter, following = name[at], name[at + 1]
    ways = [name[:at] + name[at + 1 :], name[:at] + letter + name[at:]]
    if letter in _ALIKE:
        ways.append(name[:at] + _ALIKE[letter] + name[at + 1 :])
    if letter != following:
        ways.append(name[:at] + following + letter + name[at + 2 :])
    return draw.choice(ways)


KINDS: Mapping[str, tuple[Way, ...]] = {
    "单位": (amount_in_the_other_unit, file_in_the_other_unit, last_year_in_the_other_unit),
    "多一位少一位": (a_digit_more, a_digit_less),
    "正负号": (a_sign,),
    "录两遍": (line_doubled,),
    "漏一行": (line_dropped, subject_dropped),
    "两数对调": (swapped_within, swapped_between),
    "项目记成基本": (project_as_basic,),
    "资金错": (wrong_fund,),
    "上年数错位": (one_row_down, all_rows_shifted, this_years, one_of_the_year_before),
    "原因相反": (reason_reversed,),
    "年份没改": (year_stale, year_not_changed),
    "名称写错": (name_misspelt,),
}
