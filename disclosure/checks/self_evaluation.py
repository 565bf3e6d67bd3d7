"""绩效自评校验 — scores, weights, money and indicators of the performance forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain
from operator import attrgetter

from disclosure import terms
from disclosure.checks.book import ZERO, Entry, known, said
from disclosure.checks.check_programs import Hit, Scene, apart, needed, numbered, stated, unequal
from disclosure.checks.project_spending import spent_by_project
from disclosure.interval import Interval
from disclosure.model.self_evaluation import Indicator, ProjectEvaluation
from disclosure.money import SCALE, sum_known, to_yuan

FULL_SCORE = Decimal(100)
_POSSIBLE = Interval(ZERO, FULL_SCORE)
_SCORES = ("绩效.自评报告*.得分", "绩效.自评项目清单*.得分", "绩效.自评平均得分")
# 绩效自评等级：90—100 优，80—90 良，60—80 中，60 以下差
_GRADES = ((Decimal(90), "优"), (Decimal(80), "良"), (Decimal(60), "中"))
_LOWEST_GRADE = "差"
_COST = "成本"
_MONEY = attrgetter("fiscal_money", "carried", "other_money")
_MONEY_IF_GIVEN = attrgetter("special_account_money", "unit_money")  # not every form has a row for it
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def scores(scene: Scene) -> Iterator[Hit]:
    """自评得分 — between 0 and 100: of reports, of listed projects, of all."""
    names = chain.from_iterable(map(scene.book.matching, _SCORES))
    for name, _ in needed(list(names), "没有自评得分"):
        entry = scene.book[name]
        if not _POSSIBLE.holds(entry.value or ZERO):
            yield Hit((name,), str(entry.value), "0—100", f"{entry.label}填{entry.value}")


def executed(scene: Scene) -> Iterator[Hit]:
    """整体自评执行数 — an execution that was entered is that of the accounts."""
    whole = needed(scene.performance.whole, "没有整体自评")
    for field in ("basic_expenditure", "project_fiscal", "project_other"):
        entered = Entry("", "", getattr(getattr(whole, field), "executed", None))
        figure = scene.book[terms.chinese(f"performance.whole.{field}.executed")]
        message = f"{figure.label}填{entered.said}，决算是{figure.said}"
        yield from apart(figure, entered.value, (figure.name,), message)


def weights(scene: Scene) -> Iterator[Hit]:
    """分值合计 — the weight of the money and of the indicators of a project add to 100."""
    for place, form in _project_forms(scene):
        total = _with_indicators(form.money_weight, form, "weight")
        if total is not None:
            message = f"{form.project}各指标分值合计{total}，应为100"
            yield from unequal(f"{place}.分值", total, FULL_SCORE, message)


def _with_indicators(money: Decimal | None, form: ProjectEvaluation, field: str) -> Decimal | None:
    """What the money has and the indicators have together; None where either has nothing."""
    given = known(map(attrgetter(field), form.indicators or ()))
    return sum_known([money, *given]) if given else None


def score_sums(scene: Scene) -> Iterator[Hit]:
    """得分合计 — the scores of a project add to its total, and none is above its weight."""
    for place, form in _project_forms(scene):
        total = _with_indicators(form.money_score, form, "score")
        if total is not None and form.total_score is not None:
            message = f"{form.project}各项得分合计{total}，总分填{form.total_score}"
            yield from unequal(f"{place}.总分", form.total_score, total, message)
        yield from _above_weight(f"{place}.资金得分", form.money_score, form.money_weight)
        for number, indicator in numbered(form.indicators):
            yield from _above_weight(f"{place}.绩效指标[{number}].得分", indicator.score, indicator.weight)


def _above_weight(place: str, score: Decimal | None, weight: Decimal | None) -> Iterator[Hit]:
    if score is not None and weight is not None and score > weight:
        yield Hit((place,), str(score), f"不超过{weight}", f"得分{score}超过分值{weight}")


def grades(scene: Scene) -> Iterator[Hit]:
    """自评等级 — that of the total score."""
    for place, form in _project_forms(scene):
        if form.total_score is None or form.grade is None:
            continue
        expected = _grade(form.total_score)
        if form.grade[:1] != expected:
            message = f"总分{form.total_score}的等级是{expected}"
            yield Hit((f"{place}.自评等级",), form.grade, expected, message)


def _grade(score: Decimal) -> str:
    return next((grade for least, grade in _GRADES if score >= least), _LOWEST_GRADE)


def costs(scene: Scene) -> Iterator[Hit]:
    """成本指标 — cost indicators in money, where there are several, add to the money of their project."""
    for place, form in _project_forms(scene):
        amounts = known(map(_cost, form.indicators or ()))
        if_given = known(map(_adjusted_money, _MONEY_IF_GIVEN(form)))
        planned = sum_known([*map(_adjusted_money, _MONEY(form)), *if_given])
        total = sum(amounts, ZERO)
        if len(amounts) > 1 and planned not in (None, total):
            added, expected = said(total, "元"), said(planned, "元")
            message = f"{form.project}的成本指标合计{added}，项目资金是{expected}"
            yield Hit((f"{place}.绩效指标", f"{place}.全年预算"), added, expected, message)


def _adjusted_money(part: object) -> Decimal | None:
    return getattr(part, "adjusted_budget", None)


def project_money(scene: Scene) -> Iterator[Hit]:
    """项目自评的资金 — what the projects spent is what the accounts say of each."""
    spent = _fiscal_spending(scene)
    for place, form in _project_forms(scene):
        entered = Entry("", "", getattr(form.fiscal_money, "executed", None))
        in_accounts = Entry("", "", spent.get(form.project))
        message = f"{form.project}执行数填{entered.said}，支出里是{in_accounts.said}"
        yield from apart(in_accounts, entered.value, (f"{place}.当年财政拨款.执行数",), message)


def forms(scene: Scene) -> Iterator[Hit]:
    """项目自评表 — one for every project that money was spent on."""
    evaluated = {form.project for form in stated(scene.performance.projects, "没有项目自评")}
    for name in _fiscal_spending(scene):
        if name not in evaluated:
            yield Hit(("绩效.项目自评",), "无", name, f"项目“{name}”有支出，没有自评表")


def _project_forms(scene: Scene) -> Iterator[tuple[str, ProjectEvaluation]]:
    for number, form in numbered(needed(scene.performance.projects, "没有项目自评")):
        yield f"绩效.项目自评[{number}]", form


def _cost(indicator: Indicator) -> Decimal | None:
    """A cost indicator's amount in 元; None where it is no cost in money."""
    unit, levels = indicator.measured_in, indicator.level_two + indicator.level_one
    number = _NUMBER.search(indicator.target or "")
    if _COST not in levels or unit not in SCALE or number is None:
        return None
    return to_yuan(Decimal(number[0]), unit)


def _fiscal_spending(scene: Scene) -> dict[str, Decimal | None]:
    lines = scene.submission.expenditure or ()
    return spent_by_project(line for line in lines if line.fund != "其他资金")
