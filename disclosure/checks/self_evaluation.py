"""绩效自评校验 — scores, weights, money and indicators of the performance forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from disclosure import terms
from disclosure.checks.book import said
from disclosure.checks.probe import Hit, NotApplicable, Scene
from disclosure.model import Submission
from disclosure.model.self_evaluation import Indicator, ProjectEvaluation
from disclosure.money import SCALE, to_yuan

FULL_SCORE = Decimal(100)
# 绩效自评等级：90—100 优，80—90 良，60—80 中，60 以下差
_GRADES = ((Decimal(90), "优"), (Decimal(80), "良"), (Decimal(60), "中"), (Decimal(0), "差"))
_COST = "成本"
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def scores(scene: Scene) -> Iterator[Hit]:
    """自评得分 — between 0 and 100."""
    performance = scene.submission.performance
    if performance is None or not performance.reports:
        raise NotApplicable("没有自评报告")
    for number, report in enumerate(performance.reports, 1):
        if report.score is not None and not 0 <= report.score <= FULL_SCORE:
            place = f"绩效.自评报告[{number}].得分"
            yield Hit((place,), str(report.score), "0—100", f"{report.name}得分{report.score}")


def executed(scene: Scene) -> Iterator[Hit]:
    """整体自评执行数 — an execution that was entered is that of the accounts."""
    performance = scene.submission.performance
    if performance is None or performance.whole is None:
        raise NotApplicable("没有整体自评")
    for field in ("basic_expenditure", "project_fiscal", "project_other"):
        entered = getattr(performance.whole, field).executed
        name = terms.chinese(f"performance.whole.{field}.executed")
        figure = scene.book[name]
        if entered is not None and figure.value is not None and entered != figure.value:
            message = f"{name}填{said(entered, '元')}，决算是{figure.said}"
            tail = abs(entered - figure.value) <= figure.slack
            yield Hit((name,), said(entered, "元"), figure.said, message, tail)


def weights(scene: Scene) -> Iterator[Hit]:
    """分值合计 — the weight of the money and of the indicators of a project add to 100."""
    for place, form in _projects(scene):
        given = [indicator.weight for indicator in form.indicators if indicator.weight is not None]
        total = sum(given, form.money_weight)
        if given and total != FULL_SCORE:
            yield Hit((f"{place}.分值",), str(total), "100", f"{form.project}各指标分值合计{total}，应为100")


def score_sums(scene: Scene) -> Iterator[Hit]:
    """得分合计 — the scores of a project add to its total, and none is above its weight."""
    for place, form in _projects(scene):
        given = [indicator.score for indicator in form.indicators if indicator.score is not None]
        total = sum(given, form.money_score)
        if given and total != form.total_score:
            message = f"{form.project}各项得分合计{total}，总分填{form.total_score}"
            yield Hit((f"{place}.总分",), str(form.total_score), str(total), message)
        yield from _above(place, form)


def _above(place: str, form: ProjectEvaluation) -> Iterator[Hit]:
    pairs = [("资金得分", form.money_score, form.money_weight)]
    pairs += [
        (f"绩效指标[{number}].得分", indicator.score, indicator.weight)
        for number, indicator in enumerate(form.indicators, 1)
        if indicator.score is not None and indicator.weight is not None
    ]
    for name, score, weight in pairs:
        if score > weight:
            yield Hit((f"{place}.{name}",), str(score), f"不超过{weight}", f"得分{score}超过分值{weight}")


def grades(scene: Scene) -> Iterator[Hit]:
    """自评等级 — that of the total score."""
    for place, form in _projects(scene):
        expected = next((grade for least, grade in _GRADES if form.total_score >= least), _GRADES[-1][1])
        if form.grade[:1] != expected:
            yield Hit(
                (f"{place}.自评等级",), form.grade, expected, f"总分{form.total_score}的等级是{expected}"
            )


def costs(scene: Scene) -> Iterator[Hit]:
    """成本指标 — cost indicators in money, where there are several, add to the money of their project."""
    for place, form in _projects(scene):
        found = [cost for indicator in form.indicators if (cost := _cost(indicator)) is not None]
        planned = sum(
            (part.adjusted_budget for part in (form.fiscal_money, form.carried, form.other_money)), Decimal(0)
        )
        total = sum(found, Decimal(0))
        if len(found) > 1 and total != planned:
            message = f"{form.project}的成本指标合计{said(total, '元')}，项目资金是{said(planned, '元')}"
            yield Hit(
                (f"{place}.绩效指标", f"{place}.全年预算"), said(total, "元"), said(planned, "元"), message
            )


def project_money(scene: Scene) -> Iterator[Hit]:
    """项目自评的资金 — what the projects spent is what the accounts say of each."""
    spent = _spent(scene.submission)
    for place, form in _projects(scene):
        money = form.fiscal_money.executed
        if money is not None and form.project in spent and money != spent[form.project]:
            stated, expected = said(money, "元"), said(spent[form.project], "元")
            message = f"{form.project}执行数填{stated}，支出里是{expected}"
            yield Hit((f"{place}.当年财政拨款.执行数",), stated, expected, message)


def forms(scene: Scene) -> Iterator[Hit]:
    """项目自评表 — one for every project that money was spent on."""
    performance = scene.submission.performance
    if performance is None or performance.projects is None:
        raise NotApplicable("没有项目自评")
    given = {form.project for form in performance.projects}
    for name in _spent(scene.submission):
        if name not in given:
            yield Hit(("绩效.项目自评",), "无", name, f"项目“{name}”有支出，没有自评表")


def _projects(scene: Scene) -> list[tuple[str, ProjectEvaluation]]:
    performance = scene.submission.performance
    if performance is None or not performance.projects:
        raise NotApplicable("没有项目自评")
    return [(f"绩效.项目自评[{number}]", form) for number, form in enumerate(performance.projects, 1)]


def _cost(indicator: Indicator) -> Decimal | None:
    """A cost indicator's amount in 元; None where it is no cost in money."""
    unit = indicator.measured_in
    found = _NUMBER.search(indicator.target or "")
    if _COST not in indicator.level_two + indicator.level_one or unit not in SCALE or found is None:
        return None
    return to_yuan(Decimal(found[0]), unit)


def _spent(submission: Submission) -> dict[str, Decimal]:
    """Fiscal money by project."""
    spent: dict[str, Decimal] = {}
    for line in submission.expenditure or ():
        if line.project and line.fund != "其他资金":
            amount = line.amount if line.section is None else sum(line.section.values(), Decimal(0))
            spent[line.project] = spent.get(line.project, Decimal(0)) + (amount or Decimal(0))
    return spent
