"""自评项目清单 — the list of self-evaluated projects against what is told of all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from disclosure import terms
from disclosure.checks.book import Entry, known, said
from disclosure.checks.check_programs import Hit, NotApplicable, Scene, apart, needed, stated, unequal
from disclosure.deriving.partly_known import PartlyKnown
from disclosure.interval import Interval
from disclosure.model.self_evaluation import EvaluatedProject
from disclosure.money import half_width, rounded, total

_LIST, _MONEY, _MEAN = "绩效.自评项目清单", "绩效.自评涉及资金", "绩效.自评平均得分"
# 等级的写法；别的（中、差）各地合并到哪一级不同，不比
_EXCELLENT, _GOOD, _PASSED, _FAILED = "graded_excellent", "graded_good", "graded_passed", "graded_failed"
_GRADES = {
    "优": _EXCELLENT,
    "优秀": _EXCELLENT,
    "良": _GOOD,
    "良好": _GOOD,
    "合格": _PASSED,
    "不合格": _FAILED,
}


def number(scene: Scene) -> Iterator[Hit]:
    """清单的项目数 — as many projects as are told to be evaluated."""
    listed = len(_listed_projects(scene))
    told = stated(scene.performance.evaluated_number, "没有填自评项目数")
    yield from unequal(_LIST, listed, told, f"自评项目清单有{listed}个项目，自评项目数填{told}")


def money(scene: Scene) -> Iterator[Hit]:
    """清单的金额 — together the money of all; no more than that where some amounts are not known."""
    listed = _listed_projects(scene)
    told = stated(scene.performance.evaluated_amount, "没有填自评涉及资金")
    amounts = PartlyKnown(tuple((project.project, project.amount) for project in listed))
    unit = scene.submission.unit
    slack = total(half_width(amount, unit) for _, amount in amounts.given())
    added = Entry("", "", amounts.bounds.nearest(told), slack=slack)
    message = f"自评项目清单的金额合计{added.said}，自评涉及资金填{said(told, '元')}"
    return apart(added, told, (_MONEY, _LIST), message, half_width(told, unit))


def mean_within(scene: Scene) -> Iterator[Hit]:
    """平均得分的范围 — neither below the lowest score nor above the highest."""
    scores, told = _all_scores(scene)
    low, high = min(scores), max(scores)
    if not Interval(low, high).holds(told):
        message = f"自评平均得分填{told}，清单里的得分最低{low}，最高{high}"
        yield Hit((_MEAN, _LIST), str(told), f"{low}—{high}", message)


def mean(scene: Scene) -> Iterator[Hit]:
    """平均得分 — the mean of all scores, to as many places as it is told; not where it is out of range."""
    scores, told = _all_scores(scene)
    expected = rounded(total(scores) / len(scores), max(0, -int(told.as_tuple().exponent)))
    if Interval(min(scores), max(scores)).holds(told):
        yield from unequal(
            _MEAN, told, expected, f"自评平均得分填{told}，清单里各项目得分的平均数是{expected}"
        )


def grades(scene: Scene) -> Iterator[Hit]:
    """清单的等级 — as many of each grade as are told; projects without a grade may have any."""
    listed = Counter(_grade_field(project) for project in _listed_projects(scene))
    for field in (_EXCELLENT, _GOOD, _PASSED, _FAILED):
        place, least = f"绩效.{terms.chinese(field)}", listed[field]
        told = scene.book.value(place)
        possible = Interval(Decimal(least), Decimal(least + listed[""]))
        if told is not None and not possible.holds(told):
            message = f"自评项目清单里{scene.book.called(place)}是{least}，填的是{told}"
            yield Hit((place, _LIST), str(told), str(possible.nearest(told)), message)


def _grade_field(project: EvaluatedProject) -> str:
    return _GRADES.get(project.listed_grade or "", "")


def _listed_projects(scene: Scene) -> tuple[EvaluatedProject, ...]:
    return needed(scene.performance.evaluated_projects, "没有自评项目清单")


def _all_scores(scene: Scene) -> tuple[list[Decimal], Decimal]:
    """Every score of the list and the mean that is told of them."""
    listed = _listed_projects(scene)
    scores, told = known(project.score for project in listed), scene.performance.average_score
    if told is None or len(scores) < len(listed):
        raise NotApplicable("没有填自评平均得分，或清单里有的项目没有得分")
    return scores, told
