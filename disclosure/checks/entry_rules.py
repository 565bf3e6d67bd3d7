"""录入校验 — rules over what was entered: approved totals, subjects, funds, causes of a change, last year, projects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from disclosure import classification, terms
from disclosure.checks.book import Entry, said
from disclosure.checks.probe import Hit, NotApplicable, Scene
from disclosure.checks.table_arithmetic import shown_by
from disclosure.classification import Subject
from disclosure.figures.sangong import PARTS
from disclosure.model import Cause, Submission
from disclosure.money import half_width
from disclosure.tables.filled_table import FilledCell

_DAYS = 20
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


def approved(scene: Scene) -> Iterator[Hit]:
    """核定数 — an approved total lies within the rounding interval of its parts."""
    if not scene.book.facts.submission.stated:
        raise NotApplicable("没有核定数")
    for name, tail in scene.book.tails.items():
        cell = scene.book.cells.get(name, FilledCell("amount"))
        figure = shown_by(cell, scene.book)
        if not tail.tolerable and (figure or cell.formulas):
            continue  # the checks of the cell's table tell
        entry = scene.book[name]
        stated, expected = said(tail.stated, "元"), said(tail.derived, "元")
        sentence = "在舍入尾差之内，按核定数印出" if tail.tolerable else "超出舍入尾差"
        elsewhere = f"；核定数里改写“{figure}”，表述和别的表也照此印出" if figure else ""
        message = f"{entry.label}核定数{stated}，各项之和{expected}，{sentence}{elsewhere}"
        yield Hit((name, *entry.inputs), stated, expected, message, tail.tolerable)


def subjects(scene: Scene) -> Iterator[Hit]:
    """功能科目 — every 项 stands in the catalogue of the year; the lists are not complete, so this is a hint."""
    submission = scene.book.facts.submission
    for path, code in _codes(submission):
        if classification.subject(code, submission.year, submission.own_subjects) is None:
            yield _unlisted(path, code, submission.year, classification.nearest(code, submission.year))


def economic_subjects(scene: Scene) -> Iterator[Hit]:
    """经济科目 — every 款 stands in the economic classification of the year."""
    submission = scene.book.facts.submission
    for path, code in _economic_codes(submission):
        if classification.economic(code, submission.year, submission.own_subjects) is None:
            yield _unlisted(
                path, code, submission.year, classification.nearest_economic(code, submission.year)
            )


def _economic_codes(submission: Submission) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(submission.expenditure or (), 1):
        yield from ((f"支出[{number}].款.{code}", code) for code in line.section or {})
    for number, total in enumerate(submission.economic_totals, 1):
        yield f"经济分类汇总[{number}].款", total.section


def _unlisted(path: str, code: str, year: int, near: tuple[Subject, ...]) -> Hit:
    known = "、".join(f"{subject.code}{subject.name}" for subject in near)
    message = f"{year}年科目表里没有查到{code}" + (f"，相近的有{known}" if known else "")
    return Hit((path,), code, known, message)


def funds(scene: Scene) -> Iterator[Hit]:
    """资金与科目 — fund money is spent on fund subjects, state capital on 223, the general budget on neither."""
    submission = scene.book.facts.submission
    budgets = classification.budgets(submission.year, submission.own_subjects)
    fiscal = {fund.name for fund in classification.fiscal_funds()}
    for number, line in enumerate(submission.expenditure or (), 1):
        belongs = budgets.fund_of(line.item).name
        if line.fund in fiscal - {belongs}:
            message = f"科目{line.item}属于{belongs}预算，支出记在{line.fund}"
            yield Hit((f"支出[{number}].项",), line.fund, belongs, message)


def causes(scene: Scene) -> Iterator[Hit]:
    """原因金额 — causes that all carry amounts add to the change (within rounding)."""
    reasons = scene.book.facts.submission.reasons
    for field in type(reasons).model_fields:
        given, term = getattr(reasons, field), terms.chinese(field)
        if isinstance(given, tuple) and all(cause.amount is not None for cause in given):
            known = (f"{node}.增减额" for node in (term, f"三公经费.{term}"))
            change = next((scene.book[name] for name in known if name in scene.book), None)
            if change is not None and change.value is not None:
                yield from _causes(f"原因.{term}", given, change, change.value)


def _causes(place: str, given: tuple[Cause, ...], change: Entry, value: Decimal) -> Iterator[Hit]:
    amounts = [cause.amount or Decimal(0) for cause in given]
    total = sum(amounts, Decimal(0))
    # 事由的金额按万元两位小数写出，各有半分的舍入
    allowed = change.slack + sum((half_width(amount, "万元") for amount in amounts), Decimal(0))
    if total != value:
        message = f"{place}的金额合计{said(total, '元')}，增减额是{change.said}"
        yield Hit(
            (place, change.name), said(total, "元"), change.said, message, abs(total - value) <= allowed
        )


def entered_sangong(scene: Scene) -> Iterator[Hit]:
    """“三公”决算数 — where the lines carry 款, the entered amounts are those of the 款."""
    sangong = scene.book.facts.submission.sangong
    for fund, field in (("", None), *((one.name, one.id) for one in classification.fiscal_funds()[1:])):
        part = sangong if field is None else getattr(sangong, field, None)
        final = getattr(part, "final", None)
        for id in PARTS if final is not None else ():
            name = terms.chinese(id)
            figure = scene.book[f"三公经费.{fund or '一般公共预算'}.{name}.决算数"]
            yield from _beside(
                f"三公经费.{fund + '.' if fund else ''}决算数.{name}", getattr(final, id), figure
            )


def basic_detail(scene: Scene) -> Iterator[Hit]:
    """基本支出明细 — entered beside lines that carry 款, it agrees with them."""
    detail = scene.book.facts.submission.basic_detail
    if detail is None:
        raise NotApplicable("没有填基本支出明细")
    for field, name in (("personnel_cost", "人员经费"), ("public_cost", "公用经费")):
        figure = scene.book[f"基本支出.{name}.决算数"]
        yield from _beside(f"基本支出明细.{name}.金额", getattr(detail, field).amount, figure)


def economic_totals(scene: Scene) -> Iterator[Hit]:
    """经济分类汇总 — entered beside lines that carry 款, it agrees with them."""
    totals = scene.book.facts.submission.economic_totals
    if not totals:
        raise NotApplicable("没有填经济分类汇总")
    for number, total in enumerate(totals, 1):
        node = f"经济分类.{total.fund}.{total.nature}支出"
        name = f"{node}.科目.{total.section}.决算数"
        nothing = Entry(name, name, None if scene.book[f"{node}.决算数"].missing else Decimal(0))
        yield from _beside(f"经济分类汇总[{number}].金额", total.amount, scene.book.get(name, nothing))


def _beside(path: str, amount: Decimal, figure: Entry) -> Iterator[Hit]:
    """An amount entered although it follows from the lines: the two agree."""
    if figure.value is not None and figure.value != amount:
        stated = said(amount, "元")
        tail = abs(figure.value - amount) <= figure.slack
        yield Hit(
            (path, figure.name), stated, figure.said, f"{path}填{stated}，按款汇总是{figure.said}", tail
        )


def budget_items(scene: Scene) -> Iterator[Hit]:
    """预算各项 — the items of a budget add to its total where both are given."""
    budget = scene.book.facts.submission.budget
    for field, name in (("opening_budget", "年初预算"), ("adjusted_budget", "全年预算")):
        given = getattr(budget, field)
        if given is None or given.total is None or given.items is None:
            continue
        total = sum(given.items.values(), Decimal(0))
        unit = scene.book.facts.submission.unit
        allowed = sum(
            (half_width(amount, unit) for amount in (given.total, *given.items.values())), Decimal(0)
        )
        if total != given.total:
            where = (f"预算.{name}.合计", f"预算.{name}.各项")
            message = f"预算.{name}的各项之和是{said(total, '元')}，合计填{said(given.total, '元')}"
            yield Hit(
                where,
                said(given.total, "元"),
                said(total, "元"),
                message,
                abs(total - given.total) <= allowed,
            )


def running_cost(scene: Scene) -> Iterator[Hit]:
    """机关运行经费 — a body with public institutions only has none."""
    department = scene.book.facts.submission.department
    natures = {unit.nature for unit in department.units or ()} | ({department.nature} - {None})
    entry = scene.book["机关运行经费.决算数"]
    if natures != {"事业单位"}:
        raise NotApplicable("有行政单位或参公事业单位")
    if entry.value:
        yield Hit((entry.name,), entry.said, "0.00元", "事业单位没有机关运行经费")


def vehicles(scene: Scene) -> Iterator[Hit]:
    """车辆数 — the number of vehicles, where it was entered, is that of the types."""
    sangong = scene.book.facts.submission.sangong
    given = sangong.vehicles if sangong else None
    if given is None or given.held_count is given.purchased_count is None:
        raise NotApplicable("没有填保有量、购置量")
    for key, number, types in (
        ("购置", given.purchased_count, given.purchased),
        ("保有", given.held_count, given.held),
    ):
        listed = sum(one.number for one in types or ())
        if number not in (None, listed) and types is not None:
            path = f"三公经费.公务用车购置及运行维护费.{key}"
            message = f"{path}量填{number}辆，各车型合计{listed}辆"
            yield Hit((f"{path}量", path), f"{number}辆", f"{listed}辆", message)


def projects(scene: Scene) -> Iterator[Hit]:
    """项目名称 — each project assessed beforehand is one that money was spent on."""
    submission = scene.book.facts.submission
    assessed = submission.performance.assessed_projects if submission.performance else None
    spent = {line.project for line in submission.expenditure or () if line.project}
    if not assessed or not spent:
        raise NotApplicable("没有项目名称")
    for number, name in enumerate(assessed, 1):
        if name not in spent:
            near = "、".join(terms.nearest(name, sorted(spent)))
            yield Hit((f"绩效.事前评估项目[{number}]",), name, near, f"项目“{name}”在支出里没有")


def deadline(scene: Scene) -> Iterator[Hit]:
    """公开期限 — within 20 days of approval (预算法第十四条)."""
    publication = scene.book.facts.submission.publication
    approved, published = _date(publication.approved_on), _date(publication.published_on)
    if approved is None or published is None:
        raise NotApplicable("没有填批复日期和公开日期的年月日")
    days = (published - approved).days
    if not 0 <= days <= _DAYS:
        message = f"批复后第{days}天公开" if days > 0 else "公开在批复之前"
        latest = approved + timedelta(days=_DAYS)
        expected = f"{latest.year}年{latest.month}月{latest.day}日以前"
        yield Hit(("公开信息.公开日期",), publication.published_on or "", expected, message)


def _date(text: str | None) -> date | None:
    found = _DATE.search(text or "")
    return date(*map(int, found.groups())) if found else None


def _codes(submission: Submission) -> Iterator[tuple[str, str]]:
    for field in ("income", "expenditure", "carryover"):
        for number, line in enumerate(getattr(submission, field) or (), 1):
            yield f"{terms.chinese(field)}[{number}].项", line.item
