"""录入校验 — rules over what was entered: approved totals, subjects, funds, causes of a change, projects."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from disclosure import classification, terms
from disclosure.checks.book import ZERO, Book, Entry, known, said
from disclosure.checks.check_programs import (
    Hit,
    NotApplicable,
    Scene,
    Unchecked,
    apart,
    needed,
    numbered,
    stated,
    together,
)
from disclosure.checks.project_spending import spent_by_project
from disclosure.checks.publication_days import days_after, latest_day
from disclosure.checks.turned_reasons import BUDGET, COMPLETIONS, given_causes
from disclosure.chinese_dates import chinese_day
from disclosure.deriving import Tail
from disclosure.deriving.budget_completion import items_of_fund
from disclosure.deriving.undecided_funds import undecided
from disclosure.model import Publication, Submission
from disclosure.model.lines import BudgetFigures
from disclosure.model.sangong import VehicleType
from disclosure.money import half_width

_SAYS_SOMETHING = 6  # letters: 住房公积金 may be what two items were for
_WITHOUT_SIGNS = re.compile(r"[\s，,。.；;、]")


def approved(scene: Scene) -> Iterator[Hit]:
    """核定数 — an approved total lies within the rounding interval of its parts."""
    needed(scene.submission.stated, "没有核定数")
    for name, tail in scene.book.tails.items():
        if not _told_in_table(name, tail, scene.book):
            yield _approved_apart(scene.book[name], tail)


def _told_in_table(name: str, tail: Tail, book: Book) -> bool:
    """Whether it is wrong, and a cell of which the checks of its table tell."""
    cell = None if tail.tolerable else book.cells.get(name)
    return cell is not None and bool(cell.formulas or book.shown_by(name))


def _approved_apart(entry: Entry, tail: Tail) -> Hit:
    printed, expected = said(tail.stated, "元"), said(tail.derived, "元")
    sentence = "在舍入尾差之内，按核定数印出" if tail.tolerable else "超出舍入尾差"
    message = f"{entry.label}核定数{printed}，各项之和{expected}，{sentence}"
    return Hit((entry.name, *entry.inputs), printed, expected, message, tail.tolerable)


def subjects(scene: Scene) -> Iterator[Hit]:
    """功能科目 — every 项 stands in the catalogue of the year; the lists are not complete: a hint."""
    codes = _item_codes(scene.submission)
    return together(_unlisted(codes, scene.submission))


def _item_codes(submission: Submission) -> Iterator[tuple[str, str]]:
    for field in ("income", "expenditure", "carryover"):
        for number, line in numbered(getattr(submission, field)):
            yield f"{terms.chinese(field)}[{number}].项", line.item


def economic_subjects(scene: Scene) -> Iterator[Hit]:
    """经济科目 — every 款 stands in the economic classification of the year."""
    return together(_unlisted(_section_codes(scene.submission), scene.submission))


def _section_codes(submission: Submission) -> Iterator[tuple[str, str]]:
    for number, line in numbered(submission.expenditure):
        yield from ((f"支出[{number}].款.{code}", code) for code in line.section or {})
    for number, total in numbered(submission.economic_totals):
        yield f"经济分类汇总[{number}].款", total.section


def subject_names(scene: Scene) -> Iterator[Hit]:
    """科目改名 — a name entered for a code that the catalogue of the year has is the name it has there."""
    return together(_renamed(scene.submission))


def _renamed(submission: Submission) -> Iterator[Hit]:
    for code, name in needed(submission.subject_names, "没有填科目名称").items():
        listed = classification.subject_of(code, submission.year, submission.own_subjects)
        if listed is not None and _name_alone(listed.name) != _name_alone(name):
            message = (
                f"{submission.year}年科目表里{code}是“{listed.name}”，“科目名称”填的是“{name}”，会照填的印出"
            )
            yield Hit((f"科目名称.{code}",), name, listed.name, message)


def _name_alone(name: str) -> str:
    """A name without blanks and the 支出 that some forms leave out, brackets one way."""
    return "".join(name.split()).replace("(", "（").replace(")", "）").removesuffix("支出")


def purposes(scene: Scene) -> Iterator[Hit]:
    """用途相同 — what the money of one item was for is not copied from another."""
    first: dict[str, str] = {}
    for code, text in needed(scene.submission.item_purposes, "没有填各项用途").items():
        said_once = _WITHOUT_SIGNS.sub("", text)
        before = first.setdefault(said_once, code)
        if before != code and len(said_once) >= _SAYS_SOMETHING:
            message = f"{code}的用途与{before}的一字不差：“{text.strip()}”"
            yield Hit((f"各项用途.{code}", f"各项用途.{before}"), text.strip(), "", message)


def _unlisted(codes: Iterable[tuple[str, str]], submission: Submission) -> Iterator[Hit]:
    year, own = submission.year, submission.own_subjects
    for path, code in codes:
        if classification.subject_of(code, year, own) is None:
            near = "、".join(f"{one.code}{one.name}" for one in classification.instead(code, year, own))
            message = f"{year}年科目表里没有查到{code}" + (f"，相近的有{near}" if near else "")
            yield Hit((path,), code, "", message)


def funds(scene: Scene) -> Iterator[Hit]:
    """资金与科目 — fund money goes to fund subjects, state capital to 223, the general budget to neither."""
    return together(_of_another_fund(scene.submission, sure=True))


def likely_funds(scene: Scene) -> Iterator[Hit]:
    """资金与科目（拿不准的） — the same, of subjects of which it is not certain whose they are."""
    return together(_of_another_fund(scene.submission, sure=False))


def _of_another_fund(submission: Submission, *, sure: bool) -> Iterator[Hit]:
    year, own, unnamed = submission.year, submission.own_subjects, undecided(submission)
    fiscal = {fund.name for fund in classification.fiscal_funds()}
    for number, line in numbered(submission.expenditure):
        belongs = classification.belonging(line.item, year, own)
        # 不是基金、国资科目的归一般公共预算；科目表里没有的，不知道归哪里
        unknown = belongs.fund.general and classification.subject(line.item, year, own) is None
        is_told = belongs.sure is sure and not unknown and f"支出[{number}]" not in unnamed
        if is_told and line.fund in fiscal - {belongs.fund.name}:
            budget = belongs.fund.name.removesuffix("预算")
            message = f"科目{line.item}属于{budget}预算，支出记在{line.fund}"
            yield Hit((f"支出[{number}].项", f"支出[{number}].资金"), line.fund, belongs.fund.name, message)


def causes(scene: Scene) -> Iterator[Hit]:
    """原因金额 — causes that all carry amounts add to the change, from last year or the budget."""
    for field, given in given_causes(scene.submission.reasons):
        amounts = known(cause.amount for cause in given)
        if len(amounts) == len(given):
            place = f"原因.{terms.chinese(field)}"
            yield from _sum_of_causes(place, amounts, _change_of(field, scene), scene.book)


def _change_of(field: str, scene: Scene) -> Entry:
    """The change that a reason explains; without a value where there is none."""
    book, term = scene.book, terms.chinese(field)
    if node := COMPLETIONS.get(field):
        return book.entry(terms.chinese(scene.declared.compared(BUDGET, node)))
    return book.get(f"{term}.增减额") or book.entry(f"三公经费.{term}.增减额")


def _sum_of_causes(place: str, amounts: list[Decimal], change: Entry, book: Book) -> Iterator[Hit]:
    total = sum(amounts, ZERO)
    # 事由的金额按万元两位小数写出，各有半分的舍入
    rounding = sum((half_width(amount, "万元") for amount in amounts), ZERO)
    message = f"{book.called(place)}的金额合计{said(total, '元')}，增减额是{change.said}"
    return apart(change, total, (place, change.name), message, rounding)


def budget_items(scene: Scene) -> Iterator[Hit]:
    """预算各项 — the items of a budget add to its total where both are given."""
    budget = scene.submission.budget
    for name, part in (("年初预算", budget.opening_budget), ("全年预算", budget.adjusted_budget)):
        given = items_of_fund(part or BudgetFigures(), classification.general_fund(), scene.submission)
        amounts = given.values()
        if amounts and None not in amounts:
            yield from _budget_sum(f"预算.{name}", tuple(filter(None, amounts)), scene.book)


def _budget_sum(path: str, items: tuple[Decimal, ...], book: Book) -> Iterator[Hit]:
    rounding = sum((half_width(amount, book.facts.submission.unit) for amount in items), ZERO)
    total, added = book.entry(f"{path}.合计"), Entry("", "", sum(items, ZERO), slack=rounding)
    message = f"{book.called(path)}的各项之和是{added.said}，合计填{total.said}"
    return apart(added, total.value, (total.name, f"{path}.各项"), message, total.slack)


def running_cost(scene: Scene) -> Iterator[Hit]:
    """机关运行经费 — a body with public institutions only has none."""
    department = scene.submission.department
    natures = {unit.nature for unit in department.units or ()} | ({department.nature} - {None})
    if natures != {"事业单位"}:
        raise NotApplicable("有行政单位或参公事业单位")
    entry = scene.book["机关运行经费.决算数"]
    return apart(Entry("", "", ZERO), entry.value, (entry.name,), "事业单位没有机关运行经费")


def vehicles(scene: Scene) -> Iterator[Hit]:
    """车辆数 — the number of vehicles, where it was entered, is that of the types."""
    nothing = "没有填保有量、购置量"
    given = stated(stated(scene.submission.sangong, nothing).vehicles, nothing)
    needed({given.purchased_count, given.held_count} - {None}, nothing)
    path = "三公经费.公务用车购置及运行维护费"
    yield from _vehicles_listed(f"{path}.购置", given.purchased_count, given.purchased, scene.book)
    yield from _vehicles_listed(f"{path}.保有", given.held_count, given.held, scene.book)


def _vehicles_listed(
    path: str, number: int | None, types: Sequence[VehicleType] | None, book: Book
) -> Iterator[Hit]:
    listed = _vehicles_of(types)
    if number is not None and listed is not None and number != listed:
        message = f"{book.called(f'{path}量')}填{number}辆，各车型合计{listed}辆"
        yield Hit((f"{path}量", path), f"{number}辆", f"{listed}辆", message)


def _vehicles_of(types: Sequence[VehicleType] | None) -> int | None:
    """How many the types come to; None where there are none listed or one has no number."""
    numbers = None if types is None else [listed.number for listed in types]
    return None if numbers is None or None in numbers else sum(filter(None, numbers))


def projects(scene: Scene) -> Iterator[Hit]:
    """项目名称 — each project assessed beforehand is one that money was spent on."""
    spent = needed(spent_by_project(scene.submission.expenditure), "没有项目名称")
    for number, name in numbered(needed(scene.performance.assessed_projects, "没有项目名称")):
        if name not in spent:
            near = "、".join(terms.nearest(name, sorted(spent)))
            yield Hit((f"绩效.事前评估项目[{number}]",), name, near, f"项目“{name}”在支出里没有")


def deadline(scene: Scene) -> Iterator[Hit]:
    """公开期限 — within 20 days of approval (预算法第十四条), where day or month of both decide it."""
    publication = scene.submission.publication
    approved, published = _day_filled(publication, "approved_on"), _day_filled(publication, "published_on")
    days = days_after(approved, published)
    if days.in_time is None:
        raise Unchecked("批复日期、公开日期只写到月，分不出是否在二十日以内，请写到日")
    if not days.in_time:
        expected = f"{chinese_day(latest_day(approved))}以前"
        message = f"批复后第{days.fewest}天公开" if days.fewest > 0 else "公开在批复之前"
        yield Hit(("公开信息.公开日期",), published, expected, message)


def _day_filled(publication: Publication, field: str) -> str:
    """A date as it is written; the rule asks for one that is not there."""
    text = getattr(publication, field)
    if not text:
        raise Unchecked(f"没有填{terms.chinese(field)}，不知道是否在批复后二十日内公开，请填到日")
    return str(text)
