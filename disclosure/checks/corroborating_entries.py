"""互相印证的录入 — what one part of the data says of another: budgets, glossary, last year's figures."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import chain
from operator import attrgetter
from typing import Any

from disclosure import classification
from disclosure.checks.book import ZERO, Book, Entry, said
from disclosure.checks.budgeted_items import budget_items
from disclosure.checks.check_programs import Hit, Scene, apart, needed, numbered, stated, together
from disclosure.model import ExpenditureLine, Submission
from disclosure.model.key_paths import leaves
from disclosure.money import sum_known

_NEVER_BELOW_ZERO = (
    "机关运行经费",
    "预算.",
    "三公经费.",
    "会议费.",
    "培训费.",
    "政府采购.",
    "国有资产.",
    "绩效.",
    "上年数.",
    "基本支出明细.",
)
_ITEM = re.compile(r"\d{7}")
_TOTALS = ("上年数.收支总计", "上年数.财政拨款收支总计")  # may well be the same
_WHOLE_AND_PART = (
    "上年数.一般公共预算",
    "上年数.各项",
)  # the general budget and its only item are one amount
_LAST_YEARS, _THIS_YEARS = "上年数", ("决算数", "全年预算", "年初预算")
_NOT_BY_CHANCE = 4  # digits of an amount that is hardly spent in both years
_TELLING = 3  # digits: rounder amounts may be the same by chance


def below_zero(scene: Scene) -> Iterator[Hit]:
    """录入的负数 — budgets, last year's figures, procurement and assets are not below zero."""
    for path, amount in filter(_is_below, leaves(scene.submission)):
        sentence = f"{scene.book.called(path)}填了负数：{said(amount, '元')}"
        yield Hit((path,), said(amount, "元"), "", sentence)


def _is_below(entry: tuple[str, Any]) -> bool:
    path, amount = entry
    return path.startswith(_NEVER_BELOW_ZERO) and isinstance(amount, Decimal) and amount < 0


def basic_lines(scene: Scene) -> Iterator[Hit]:
    """基本支出的行 — none names a project, is a fund's, or has a subject that is for projects."""
    lines = numbered(needed(scene.submission.expenditure, "没有支出"))
    return together(
        Hit((f"支出[{number}].性质",), "基本", "项目", f"{line.item}记成基本支出，{why}")
        for number, line in lines
        for why in _why_a_project(line, scene.submission)
    )


def _why_a_project(line: ExpenditureLine, submission: Submission) -> Iterator[str]:
    subject = classification.subject(line.item, submission.year, submission.own_subjects)
    signs = {
        f"却有项目名称“{line.project}”": line.project,
        f"{line.fund}的支出都是项目支出": line.fund in classification.special_funds(),
        "这个科目是项目支出的科目": "项目支出" in (getattr(subject, "explanation", None) or ""),
    }
    return (why for why, sign in signs.items() if sign and line.nature == "基本")


def not_opened(scene: Scene) -> Iterator[Hit]:
    """没有年初预算 — an item of the adjusted budget that the opening one, by items too, leaves out."""
    opening = needed(budget_items(scene.submission.budget, "opening_budget"), "年初预算没有分项")
    left_out = sorted(budget_items(scene.submission.budget, "adjusted_budget").keys() - opening.keys())
    message = "有全年预算，年初预算里没有这一项"
    return together(Hit((f"预算.全年预算.各项.{code}",), "", "", f"{code}{message}") for code in left_out)


def explained_only(scene: Scene) -> Iterator[Hit]:
    """没有支出的项 — an item that is explained, or whose use is told, though no line has it."""
    submission, items = scene.submission, _items(scene.submission)
    entries = {f"名词[{number}].名称": entry.name for number, entry in numbered(submission.glossary)}
    uses = {f"各项用途.{code}": code for code in submission.item_purposes}
    return together(
        Hit((path,), code, "", f"{scene.book.called(path)}写了{code}，收支里没有这一项")
        for path, code in (entries | uses).items()
        if _ITEM.fullmatch(code) and code not in items
    )


def _items(submission: Submission) -> set[str]:
    lists = (
        stated(submission.expenditure, "没有填支出"),
        submission.income or (),
        submission.carryover or (),
    )
    return {*map(attrgetter("item"), chain(*lists)), *budget_items(submission.budget, "adjusted_budget")}


def purchases(scene: Scene) -> Iterator[Hit]:
    """购置金额 — what the vehicles purchased cost each comes to the cost of purchases, where it is said."""
    nothing = "没有填购置公务用车的金额"
    given = stated(stated(scene.submission.sangong, nothing).vehicles, nothing)
    total = sum_known(needed(list(filter(None, map(attrgetter("amount"), given.purchased))), nothing))
    path, figure = "三公经费.公务用车购置及运行维护费.购置", scene.book["三公经费.公务用车购置费.决算数"]
    message = f"{scene.book.called(path)}的金额合计{said(total or ZERO, '元')}，公务用车购置费是{figure.said}"
    return apart(figure, total, (f"{path}[1].金额", figure.name), message)


def same_last_year(scene: Scene) -> Iterator[Hit]:
    """上年数相同 — two of last year's figures that are one amount: a row was read twice."""
    same: dict[Decimal, list[str]] = defaultdict(list)
    for path, amount in filter(_is_telling, leaves(needed(scene.submission.prior, "没有上年数"), "上年数")):
        same[amount].append(path)
    for amount, paths in filter(_is_of_several, same.items()):
        called = "、".join(map(scene.book.called, paths))
        yield Hit(tuple(paths), said(amount, "元"), "", f"{called}都是{said(amount, '元')}")


def this_year_as_last(scene: Scene) -> Iterator[Hit]:
    """上年数同本年 — last year's figures that are this year's, or its budget's: the wrong column was read."""
    given = leaves(needed(scene.submission.prior, "没有上年数"), _LAST_YEARS)
    nodes = (path.removeprefix(f"{_LAST_YEARS}.") for path, amount in given if isinstance(amount, Decimal))
    return together(hit for node in nodes for hit in _read_from_this_year(node, scene.book))


def _read_from_this_year(node: str, book: Book) -> Iterator[Hit]:
    """One at most: what was spent, else what was budgeted."""
    last = book.entry(f"{node}.{_LAST_YEARS}")
    if last.value is None or len(_digits(last.value)) < _NOT_BY_CHANCE:
        return
    this_years = (book.entry(f"{node}.{leaf}") for leaf in _THIS_YEARS)
    same = list(filter(partial(_is_within_slack, last), this_years))
    for entry in [] if _is_fixed(node, same) else same[:1]:
        where = f"{_LAST_YEARS}.{node}"
        message = f"{book.called(where)}{last.said}与{entry.label}相同，是不是录了本年的数"
        yield Hit((where, entry.name), last.said, "", message)


def _is_within_slack(last: Entry, entry: Entry) -> bool:
    return entry.value is not None and last.within_slack(entry.value)


def _is_fixed(node: str, same: Sequence[Entry]) -> bool:
    """A budget of 三公经费 that is the same every year and spent in full: so are the years' figures."""
    spent = any(entry.name.endswith(_THIS_YEARS[0]) for entry in same)
    return spent and len(same) > 1 and node.startswith("三公经费.")


def _is_telling(entry: tuple[str, Any]) -> bool:
    path, amount = entry
    return isinstance(amount, Decimal) and path not in _TOTALS and len(_digits(amount)) >= _TELLING


def _digits(amount: Decimal) -> str:
    return "".join(map(str, amount.as_tuple().digits)).strip("0")


def _is_of_several(same: tuple[Decimal, list[str]]) -> bool:
    _, paths = same
    return len(paths) > 1 and not all(path.startswith(_WHOLE_AND_PART) for path in paths)
