"""Every figure of a department once more, from what was typed, in fractions; nothing of the product computes.

Names of figures are the product's (`general_expenditure.item.2010301.final`, a key path, a cell of a form
that is no figure); what each of them means is written down here a second time, from the forms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from typing import Any

from tests.money.drawing import CAPITAL, FUND, GENERAL, OTHER

_FUNDS = {
    "general_public_budget": GENERAL,
    "government_fund": FUND,
    "state_capital": CAPITAL,
    "other_funds": OTHER,
}
_NODES = dict(zip(("general", "fund", "state", "other"), (GENERAL, FUND, CAPITAL, OTHER), strict=True))
FISCAL = (GENERAL, FUND, CAPITAL)
_NATURES = {
    "basic_expenditure": "基本",
    "project_expenditure": "项目",
    "superior_remittance": "上缴上级",
    "operating_expenditure": "经营",
    "affiliate_subsidy": "对附属单位补助",
}
_SOURCES = {
    "superior_subsidy": "上级补助收入",
    "business_income": "事业收入",
    "operating_income": "经营收入",
    "affiliate_remittance": "附属单位上缴收入",
    "other_income": "其他收入",
}
_COSTS = {"personnel_cost": ("301", "303"), "public_cost": ("302", "307", "310", "312", "399")}
_DETAILS = {"personnel_cost": "人员经费", "public_cost": "公用经费"}
_SANGONG = {
    "overseas_travel": ("因公出国境费", ("30212",)),
    "vehicle_purchase": ("公务用车购置费", ("31013", "30913")),
    "vehicle_running": ("公务用车运行维护费", ("30231",)),
    "official_reception": ("公务接待费", ("30217",)),
}
_VEHICLES = ("vehicle_purchase", "vehicle_running")
_SANGONG_PRIOR = {
    "overseas_travel": "因公出国境费",
    "vehicles": "公务用车购置及运行维护费",
    "official_reception": "公务接待费",
}
_PRIORS = {
    "grand_total": "收支总计",
    "fiscal_grand_total": "财政拨款收支总计",
    "general_expenditure": "一般公共预算财政拨款支出",
    "fund_expenditure": "政府性基金预算财政拨款支出",
    "state_expenditure": "国有资本经营预算财政拨款支出",
    "agency_running_cost": "机关运行经费",
}
_BUDGETS = {"opening_budget": "年初预算", "adjusted_budget": "全年预算"}
_SPECIAL = {"meeting_cost": ("会议费", "30215"), "training_cost": ("培训费", "30216")}
_PROCURED = {
    "goods": "货物",
    "works": "工程",
    "services": "服务",
    "small_medium": "中小企业",
    "micro": "小微企业",
    "reserved_small_medium": "预留中小企业",
    "reserved_micro": "预留小微企业",
    "awarded_reserved_small_medium": "预留授予中小企业",
    "awarded_reserved_micro": "预留授予小微企业",
    "awarded_other_small_medium": "其他授予中小企业",
}
_AWARDED = ("awarded_reserved_small_medium", "awarded_other_small_medium")
_PLAIN_ASSETS = {"current_assets": "流动资产", "investment": "对外投资", "construction": "在建工程"}
_VALUED_ASSETS = {"intangible_assets": "无形资产", "other_assets": "其他资产"}
_FIXED = {
    "buildings": "房屋构筑物",
    "vehicle_assets": "车辆资产",
    "large_equipment": "单价200万元以上大型设备",
    "other_fixed": "其他固定资产",
}
_VALUES = {"original_value": "原值", "net_value": "净值"}
_WHOLE = {
    "basic_expenditure": "基本支出",
    "project_fiscal": "项目支出财政拨款",
    "project_other": "项目支出其他资金",
    "carried": "上年结转",
}
_TOLD = {"batches": "批次", "persons": "人次", "groups": "团组数"}
_COUNTED = re.compile(r"批次|人次|团组数|数量|辆数|项目数|问题数|设备|分|得分|分值|资金分值|资金得分")
_NOTHING: dict[str, Any] = {"支出": [], "收入": "无", "结转结余": "无"}
_OF_SUMS = re.compile(r"\.(?:change|\w*rate|\w*share)$")
_OWN = ("原因", "绩效.自评报告", "绩效.自评平均得分")  # a department's own, whatever its units say
_FORMS = {  # of projects, by table: the kinds of money that have a row
    "performance_projects": {"fiscal": "当年财政拨款", "carried": "上年结转", "other_money": "其他来源资金"},
    "project_evaluation": {
        "fiscal": "当年财政拨款",
        "special_account": "财政专户管理资金",
        "unit": "单位资金",
        "other_money": "其他来源资金",
    },
}
_FORM = rf"(?P<form>{'|'.join(_FORMS)})(?:_(?P<number>\d+))?"
_PROJECT = re.compile(rf"绩效\.项目自评\[(?P<entry>\d+)\]|{_FORM}(?=\.)")
_AT = r"(?:\.(?:class|section|item)\.(?P<code>\d+))?"
_FUND = rf"(?:\.(?P<fund>{'|'.join(_FUNDS)}))"
_NATURE = rf"(?:\.(?P<nature>{'|'.join(_NATURES)}))?"
_PART = rf"(?:\.(?P<part>vehicles|{'|'.join(_SANGONG)}))?"
_WHOLE_PART = rf"(?:\.(?P<part>{'|'.join(_WHOLE)}|project_expenditure))?"
_SOURCE = rf"(?:\.(?P<source>{'|'.join((*_FUNDS, *_SOURCES))}|fiscal_income|education_fee))?"


class NotRecomputedError(LookupError):
    """Nobody wrote down what a figure means."""


@dataclass(frozen=True)
class _Spent:
    item: str
    nature: str
    fund: str
    subject: str
    yuan: Fraction


@dataclass(frozen=True)
class _Carried:
    item: str
    nature: str
    fund: str
    opening: Fraction
    adjustment: Fraction
    closing_carryover: Fraction
    closing_surplus: Fraction

    @property
    def adjusted_opening(self) -> Fraction:
        return self.opening + self.adjustment

    @property
    def closing(self) -> Fraction:
        return self.closing_carryover + self.closing_surplus


class Recomputed:
    """One department. `of` gives a figure in 元, in per cent or as a number; None where it has no meaning."""

    def __init__(self, typed: dict[str, Any], last_year: dict[str, Any] | None = None) -> None:
        self._typed = typed
        self._last_year = Recomputed(last_year) if last_year else None
        self._spent = [
            _Spent(line["项"], line["性质"], line["资金"], subject, self._yuan(text))
            for line in typed["支出"]
            for subject, text in line.get("款", {"": line.get("金额", "")}).items()
        ]
        self._carried = [
            _Carried(
                line["项"],
                line["性质"],
                line["资金"],
                *(self._yuan(line[leaf]) for leaf in ("年初", "调整", "年末结转", "年末结余")),
            )
            for line in _lines(typed["结转结余"])
        ]
        self.of: Callable[[str], Fraction | None] = cache(self._of)

    def _of(self, name: str) -> Fraction | None:
        for pattern, meaning in _MEANINGS:
            if match := pattern.fullmatch(name):
                return meaning(self, **match.groupdict())
        return self._at(name)

    def _part(self, name: str) -> Fraction:
        """What this unit adds to a sum; a place that it says nothing of adds nothing."""
        try:
            return self.of(name) or Fraction(0)
        except (KeyError, NotRecomputedError):
            return Fraction(0)

    def sure(self, name: str) -> Fraction:
        value = self.of(name)
        if value is None:
            raise NotRecomputedError(name)
        return value

    def sum(self, names: Iterable[str]) -> Fraction:
        return sum(map(self.sure, names), Fraction(0))

    # what was typed

    def _yuan(self, text: str, unit: str = "") -> Fraction:
        return Fraction(0 if text == "无" else text) * (
            10_000 if (unit or self._typed["单位"]) == "万元" else 1
        )

    def _at(self, path: str) -> Fraction:
        """What stands at a key path."""
        place: Any = self._typed
        steps = [step for name in path.split(".") for step in _steps(name)]
        try:
            for step in steps:
                place = place[step]
        except (KeyError, IndexError, TypeError) as error:
            raise NotRecomputedError(path) from error
        if not isinstance(place, str):
            raise NotRecomputedError(path)
        return Fraction(place) if _COUNTED.search(str(steps[-1])) else self._yuan(place)

    def _given(self, *steps: str) -> Fraction:
        """An amount of a section; one left out beside others, or below 无, is none."""
        place: Any = self._typed
        for step in steps:
            place = "无" if place == "无" else place.get(step, "无")
        return self._yuan(place)

    # expenditure, income, carry-over

    def spent(
        self,
        funds: Iterable[str] = (),
        code: str | None = None,
        nature: str | None = None,
        subjects: Any = (),
    ) -> Fraction:
        wanted, economic = tuple(funds), tuple(subjects)
        return sum(
            (
                line.yuan
                for line in self._spent
                if (not wanted or line.fund in wanted)
                and line.item.startswith(code or "")
                and (not nature or line.nature == nature)
                and line.subject.startswith(economic or "")
            ),
            Fraction(0),
        )

    def carried(
        self, leaf: str, funds: Iterable[str] = (), code: str | None = None, nature: str | None = None
    ) -> Fraction:
        wanted = tuple(funds)
        return sum(
            (
                getattr(line, leaf)
                for line in self._carried
                if (not wanted or line.fund in wanted)
                and line.item.startswith(code or "")
                and (not nature or line.nature == nature)
            ),
            Fraction(0),
        )

    def spending(self, node: str | None, code: str | None, nature: str | None) -> Fraction:
        funds = (_NODES[node],) if node else ()
        return self.spent(funds, code, _NATURES[nature] if nature else None)

    def economic(self, fund: str, nature: str | None, code: str | None, subject: str | None) -> Fraction:
        return self.spent((_FUNDS[fund],), code, nature and _NATURES[nature], (subject,) if subject else ())

    def _tells_subjects(self, fund: str, nature: str | None = None) -> bool:
        """Whether every line of a fund carries 款; what would follow from them is entered by itself else."""
        lines = (line for line in self._spent if line.fund == fund and nature in (None, line.nature))
        return all(line.subject for line in lines)

    def basic(self, subject: str) -> Fraction:
        if subject in _COSTS and not self._tells_subjects(GENERAL, "基本"):
            return self._given("基本支出明细", _DETAILS[subject], "金额")
        return self.spent((GENERAL,), nature="基本", subjects=_COSTS.get(subject, (subject,)))

    def fiscal(self, funds: Iterable[str], code: str | None = None, nature: str | None = None) -> Fraction:
        """本年收入＝本年支出＋年末结转和结余－年初结转和结余（调整后）"""
        funds = tuple(funds)
        balance = self.carried("closing", funds, code, nature) - self.carried(
            "adjusted_opening", funds, code, nature
        )
        return self.spent(funds, code, nature) + balance

    def income(self, code: str | None, source: str | None) -> Fraction:
        received = [line for line in _lines(self._typed["收入"]) if line["项"].startswith(code or "")]
        if source in _FUNDS:
            return self.fiscal((_FUNDS[source],), code)
        if source == "education_fee":
            return sum((self._yuan(line.get("其中教育收费", "0")) for line in received), Fraction(0))
        other = (line for line in received if source is None or line["来源"] == _SOURCES.get(source))
        amounts = sum((self._yuan(line["金额"]) for line in other), Fraction(0))
        return amounts + (self.fiscal(FISCAL, code) if source in (None, "fiscal_income") else 0)

    def carryover(self, fund: str | None, leaf: str) -> Fraction:
        funds = FISCAL if fund == "fiscal_income" else (_FUNDS[fund],) if fund else ()
        return self.carried(leaf, funds)

    def account(self, node: str, code: str | None, part: str, leaf: str) -> Fraction:
        funds = (_NODES[node],)
        if part == "expenditure" and leaf in _COSTS:
            return self.spent(funds, code, "基本", _COSTS[leaf])
        nature = None if leaf == "total" else _NATURES.get(leaf, "项目")
        match part:
            case "expenditure":
                return self.spent(funds, code, nature)
            case "income":
                return self.fiscal(funds, code, nature)
            case "opening":
                return self.carried("adjusted_opening", funds, code, nature)
            case _:
                return self.carried(leaf if leaf.startswith("closing_") else "closing", funds, code, nature)

    def grand_total(self, side: str | None) -> Fraction:
        if side == "expenditure":
            return self.spent() + self._given("结余分配") + self.carried("closing")
        return (
            self.sure("income.final") + self._given("使用非财政拨款结余") + self.carried("adjusted_opening")
        )

    def fiscal_grand_total(self, side: str | None) -> Fraction:
        if side == "expenditure":
            return self.spent(FISCAL) + self.carried("closing", FISCAL)
        return self.fiscal(FISCAL) + self.carried("adjusted_opening", FISCAL)

    # “三公”经费, 会议费, 培训费, 机关运行经费

    def sangong(self, fund: str | None, part: str | None, leaf: str) -> Fraction:
        funds = (_FUNDS[fund],) if fund else FISCAL
        parts = _VEHICLES if part == "vehicles" else (part,) if part else tuple(_SANGONG)
        return sum((self._sangong_of(one, parts, leaf) for one in funds), Fraction(0))

    def _sangong_of(self, fund: str, parts: Iterable[str], leaf: str) -> Fraction:
        if leaf == "final" and self._tells_subjects(fund):
            return self.spent((fund,), subjects=[code for part in parts for code in _SANGONG[part][1]])
        place = ("三公经费", *(() if fund == GENERAL else (fund,)), {**_BUDGETS, "final": "决算数"}[leaf])
        return sum((self._given(*place, _SANGONG[part][0]) for part in parts), Fraction(0))

    def reception_abroad(self) -> Fraction:
        return self._given("三公经费", "公务接待", "国境外", "金额")

    def reception_at_home(self, fund: str | None) -> Fraction:
        return (
            self.sangong(fund and fund.rstrip("."), "official_reception", "final") - self.reception_abroad()
        )

    def reception_foreign(self) -> Fraction:
        return self._given("三公经费", "公务接待", "国内", "其中外事", "金额")

    def told(self, place: str, leaf: str) -> Fraction:
        steps = {
            "overseas": ("因公出国境",),
            "reception.domestic": ("公务接待", "国内"),
            "reception.abroad": ("公务接待", "国境外"),
            "reception.domestic.foreign": ("公务接待", "国内", "其中外事"),
        }[place]
        at: Any = self._typed["三公经费"]
        for step in (*steps, _TOLD[leaf]):
            at = "0" if at in ("无", "0") else at.get(step, "0")
        return Fraction(at)

    def vehicles(self, when: str) -> Fraction:
        listed = self._typed["三公经费"]["公务用车购置及运行维护费"][
            {"purchased": "购置", "held": "保有"}[when]
        ]
        return sum((Fraction(one["数量"]) for one in listed), Fraction(0))

    def special(self, node: str, leaf: str) -> Fraction:
        name, subject = _SPECIAL[node]
        if leaf == "final" and self._tells_subjects(GENERAL):
            return self.spent((GENERAL,), subjects=(subject,))
        return self._given(name, {**_BUDGETS, "final": "决算数", "prior": "上年数"}[leaf])

    def running_cost(self) -> Fraction:
        if "机关运行经费" in self._typed:
            return self._given("机关运行经费")
        return Fraction(0) if self._typed["部门"]["性质"] == "事业单位" else self.basic("public_cost")

    def running_cost_of(self, whose: str) -> Fraction:
        owner = "civil_service" if self._typed["部门"]["性质"] == "参公事业单位" else "administrative"
        return self.running_cost() if whose == owner else Fraction(0)

    # last year, budgets, shares

    def prior(self, node: str) -> Fraction:
        if self._last_year:
            return self._last_year.sure(f"{node}.final")
        return self._yuan(self._typed["上年数"][_PRIORS[node]], self._prior_unit)

    @property
    def _prior_unit(self) -> str:
        held = self._last_year._typed if self._last_year else self._typed["上年数"]
        unit: str = held.get("单位", "")
        return unit

    def item_prior(self, code: str) -> Fraction:
        prior = self._typed["上年数"]
        if code not in prior.get("各项", {}):
            raise NotRecomputedError(code)
        return self._yuan(prior["各项"][code], self._prior_unit)

    def sangong_prior(self, part: str | None) -> Fraction:
        if self._last_year:
            return self._last_year.sangong(None, part, "final")
        given = self._typed["上年数"]["三公经费"]
        wanted = (_SANGONG_PRIOR[part],) if part else _SANGONG_PRIOR.values()
        return sum((self._yuan(given[name], self._prior_unit) for name in wanted), Fraction(0))

    def change(self, node: str) -> Fraction:
        """Against last year: of what is printed in 万元, where last year is known in 万元 alone."""
        final, prior = self.sure(f"{node}.final"), self.sure(f"{node}.prior")
        alone = self._typed["单位"] == "元" and self._prior_unit == "万元"
        if alone and prior and node not in _SPECIAL:
            final = half_up(final / 10_000, 2) * 10_000
        return final - prior

    def change_rate(self, node: str) -> Fraction | None:
        return _percent(self.change(node), self.sure(f"{node}.prior"))

    def budget(self, leaf: str) -> Fraction:
        given = self._typed["预算"][_BUDGETS[leaf]]
        if "合计" in given:
            return self._yuan(given["合计"])
        return sum(map(self._yuan, given["各项"].values()), Fraction(0))

    def item_budget(self, code: str, leaf: str) -> Fraction:
        return self._yuan(self._typed["预算"][_BUDGETS[leaf]]["各项"][code])

    def completed(self, node: str, opening: str) -> Fraction | None:
        return _percent(self.sure(f"{node}.final"), self.sure(f"{node}.{_leaf_of(opening)}"))

    def against(self, node: str, which: str) -> Fraction:
        return self.sure(f"{node}.final") - self.sure(f"{node}.{which}_budget")

    def against_rate(self, node: str, which: str) -> Fraction | None:
        return _percent(self.against(node, which), self.sure(f"{node}.{which}_budget"))

    def share(self, node: str) -> Fraction | None:
        return _percent(self.sure(f"{node}.final"), self.sure(whole_of(node)))

    @cached_property
    def share_lists(self) -> list[list[str]]:
        """Shares that are listed together: of income, expenditure, a fund by 类, “三公”.

        Income is listed with 财政拨款收入 as one part of it, or with each fund.
        """
        sources = [f"income.{source}.share" for source in _SOURCES]
        by_fund = [f"income.{fund}.share" for fund in list(_FUNDS)[:3]]
        natures = [f"expenditure.{nature}.share" for nature in _NATURES]
        classes = [
            [f"{node}_expenditure.class.{code}.share" for code in self._classes(fund)]
            for node, fund in _NODES.items()
        ]
        parts = [f"sangong.{part}.share" for part in _SANGONG_PRIOR]
        return [["income.fiscal_income.share", *sources], [*by_fund, *sources], natures, *classes, parts]

    def _classes(self, fund: str) -> list[str]:
        return sorted({line.item[:3] for line in self._spent if line.fund == fund})

    # 政府采购, 国有资产, 绩效

    def procured(self, kind: str) -> Fraction:
        if kind == "small_medium" and "中小企业" not in self._typed["政府采购"]:
            return sum(map(self.procured, _AWARDED), Fraction(0))
        return self._at(f"政府采购.{_PROCURED[kind]}")

    def all_procured(self) -> Fraction:
        return self.sum(f"procurement.{kind}.final" for kind in ("goods", "works", "services"))

    def unreserved(self) -> Fraction:
        return self.all_procured() - self.procured("reserved_small_medium")

    def award_share(self) -> Fraction | None:
        micro, all_small = (self.sure(f"procurement.{kind}.final") for kind in ("micro", "small_medium"))
        return _percent(micro, all_small)

    def plain_asset(self, kind: str) -> Fraction:
        return self._given("国有资产", _PLAIN_ASSETS[kind])

    def valued_asset(self, kind: str, value: str) -> Fraction:
        return self._given("国有资产", _VALUED_ASSETS[kind], _VALUES[value])

    def fixed_asset(self, kind: str | None, value: str) -> Fraction:
        kinds = (_FIXED[kind],) if kind else _FIXED.values()
        return sum((self._given("国有资产", "固定资产", name, _VALUES[value]) for name in kinds), Fraction(0))

    def all_assets(self, total: str) -> Fraction:
        value = {"asset_total": "net_value", "original_total": "original_value"}[total]
        valued = sum((self.valued_asset(kind, value) for kind in _VALUED_ASSETS), Fraction(0))
        plain = sum(map(self.plain_asset, _PLAIN_ASSETS), Fraction(0))
        return plain + valued + self.fixed_asset(None, value)

    def used_vehicles(self) -> Fraction:
        return sum((Fraction(one["数量"]) for one in self._typed["国有资产"]["车辆"]), Fraction(0))

    def used_for(self, use: str) -> Fraction:
        """Vehicles of one kind; of a kind that is not listed there is none."""
        listed = self._typed["国有资产"]["车辆"]
        return sum((Fraction(one["数量"]) for one in listed if one["用途"] == use), Fraction(0))

    def assessed(self) -> Fraction:
        return Fraction(len(self._typed["绩效"]["事前评估项目"]))

    def whole(self, part: str | None, leaf: str) -> Fraction:
        """部门整体支出绩效自评表"""
        if part is None:
            return self.whole("basic_expenditure", leaf) + self.whole("project_expenditure", leaf)
        if part == "project_expenditure":
            return self.whole("project_fiscal", leaf) + self.whole("project_other", leaf)
        if leaf == "executed" and part != "carried":
            funds = {"basic_expenditure": (), "project_fiscal": FISCAL, "project_other": (OTHER,)}[part]
            return self.spent(funds, nature="基本" if part == "basic_expenditure" else "项目")
        return self._given("绩效", "整体自评", _WHOLE[part], {**_BUDGETS, "executed": "执行数"}[leaf])

    def whole_adjustment(self, part: str | None) -> Fraction:
        return self.whole(part, "adjusted_budget") - self.whole(part, "opening_budget")

    def whole_rate(self, part: str | None) -> Fraction | None:
        return _percent(self.whole(part, "executed"), self.whole(part, "adjusted_budget"))

    # cells that are sums or quotients of their row and column alone

    def detail_cell(self, code: str | None, column: str) -> Fraction:
        funds = FISCAL if column == "total" else (_NODES[column],)
        carried = (
            self.spent(funds, nature=nature, subjects=(code,) if code else ()) for nature in ("基本", "项目")
        )
        return sum(carried, Fraction(0))

    def overview_cell(self, row: str, column: str) -> Fraction:
        funds = FISCAL if column == "total" else (_NODES[column],)
        closing, spent = self.carried("closing", funds), self.spent(funds)
        sums = {"closing": closing, "expenditure_total": spent, "expenditure_grand_total": spent + closing}
        return sums[row] if row in sums else self.spent(funds, row)

    def project_cell(self, form: str, number: str | None, row: str, column: str) -> Fraction | None:
        rows = _FORMS[form]
        columns = {"opening": "年初预算", "adjusted": "全年预算", "executed": "执行数"}
        if column == "rate":
            return _percent(
                *(
                    self.project_cell(form, number, row, one) or Fraction(0)
                    for one in ("executed", "adjusted")
                )
            )
        project = f"绩效.项目自评[{number or 1}]"
        wanted = rows.values() if row == "money_total" else (rows[row],)
        return sum((self._at(f"{project}.{name}.{columns[column]}") for name in wanted), Fraction(0))


class AddedUp(Recomputed):
    """A department of units: sums of theirs, less what they paid each other; of sums, rates and shares."""

    def __init__(self, typed: dict[str, Any], units: Iterable[dict[str, Any]]) -> None:
        super().__init__({**_NOTHING, "上年数": {}, **typed})
        self._units = list(map(Recomputed, units))
        self._paid = Recomputed({**_NOTHING, "单位": "元", **_taken_out(typed["内部往来"])})
        self._spent = [line for one in (*self._units, self._paid) for line in one._spent]

    def _of(self, name: str) -> Fraction | None:
        if project := _PROJECT.match(name):
            unit = self._units[int(project["entry"] or project["number"] or 1) - 1]
            return unit.of(_PROJECT.sub(project["form"] or "绩效.项目自评[1]", name))
        if _OF_SUMS.search(name) or name.startswith(_OWN):
            return super()._of(name)
        return sum((unit._part(name) for unit in (*self._units, self._paid)), Fraction(0))


def _taken_out(payments: list[dict[str, str]]) -> dict[str, Any]:
    """What one unit paid another, negative on both sides."""
    amounts = [(pair, f"-{_in_yuan(pair['金额'])}") for pair in payments]
    line = {"性质": "上缴上级", "资金": OTHER}
    return {
        "支出": [{**line, "项": pair["付方项"], "款": {"30299": yuan}} for pair, yuan in amounts],
        "收入": [{"来源": "附属单位上缴收入", "项": pair["收方项"], "金额": yuan} for pair, yuan in amounts],
    }


def _in_yuan(text: str) -> Fraction:
    """An amount that names its own unit."""
    number = text.removesuffix("元").removesuffix("万")
    return Fraction(number) * (10_000 if text.endswith("万元") else 1)


def half_up(value: Fraction, places: int) -> Fraction:
    """四舍五入 — halves away from zero."""
    steps = abs(value) * 10**places
    whole = (2 * steps.numerator + steps.denominator) // (2 * steps.denominator)
    return Fraction(-whole if value < 0 else whole, 10**places)


def whole_of(node: str) -> str:
    """What a share is a share of."""
    top, *below = node.split(".")
    return f"{top}.final" if below else "expenditure.final"


def _percent(part: Fraction, whole: Fraction) -> Fraction | None:
    return part * 100 / whole if whole else None


def _leaf_of(opening: str | None) -> str:
    return "opening_budget" if opening else "adjusted_budget"


def _lines(given: Any) -> list[dict[str, Any]]:
    return [] if given == "无" else given


def _steps(name: str) -> list[str | int]:
    """保有[2] → 保有, 1."""
    key, *numbers = re.split(r"\[(\d+)\]", name)
    return [key, *(int(number) - 1 for number in numbers if number)]


_DECLARED: tuple[tuple[str, Callable[..., Fraction | None]], ...] = (
    (r"fiscal_detail\.(?:total|(?P<code>\d+))\.(?P<column>\w+)", Recomputed.detail_cell),
    (
        r"fiscal_income_expenditure\.(?P<row>\w+)\.(?P<column>total|general|fund|state)",
        Recomputed.overview_cell,
    ),
    (
        rf"{_FORM}\.(?P<row>\w+)\.(?P<column>opening|adjusted|executed|rate)",
        Recomputed.project_cell,
    ),
    (
        rf"(?:(?P<node>general|fund|state|other)_)?expenditure{_AT}{_NATURE}\.final",
        Recomputed.spending,
    ),
    (
        rf"economic{_FUND}{_NATURE}{_AT}(?:\.subjects\.(?P<subject>\d+))?\.final",
        Recomputed.economic,
    ),
    (r"basic_expenditure(?:\.(?:class|section))?\.(?P<subject>\w+)\.final", Recomputed.basic),
    (
        rf"income{_AT}{_SOURCE}\.final",
        Recomputed.income,
    ),
    (
        rf"carryover(?:\.(?P<fund>{'|'.join(_FUNDS)}|fiscal_income))?"
        r"\.(?P<leaf>opening|adjustment|adjusted_opening|closing|closing_carryover|closing_surplus)",
        Recomputed.carryover,
    ),
    (
        rf"(?P<node>general|fund|state)_account{_AT}\.(?P<part>opening|income|expenditure|closing)\.(?P<leaf>\w+)",
        Recomputed.account,
    ),
    (r"surplus_used\.final", lambda one: one._given("使用非财政拨款结余")),
    (r"surplus_distribution\.final", lambda one: one._given("结余分配")),
    (r"grand_total(?:\.(?P<side>income|expenditure))?\.final", Recomputed.grand_total),
    (r"fiscal_grand_total(?:\.(?P<side>income|expenditure))?\.final", Recomputed.fiscal_grand_total),
    (
        rf"sangong{_FUND}?{_PART}"
        r"\.(?P<leaf>final|opening_budget|adjusted_budget)",
        Recomputed.sangong,
    ),
    (r"sangong\.(?:general_public_budget\.)?reception\.abroad\.final", Recomputed.reception_abroad),
    (r"sangong\.(?P<fund>general_public_budget\.)?reception\.domestic\.final", Recomputed.reception_at_home),
    (r"sangong\.reception\.domestic\.foreign\.amount", Recomputed.reception_foreign),
    (
        r"sangong\.(?P<place>overseas|reception\.domestic\.foreign|reception\.\w+)\.(?P<leaf>batches|persons|groups)",
        Recomputed.told,
    ),
    (r"sangong\.vehicles\.(?P<when>purchased|held)_number", Recomputed.vehicles),
    (
        r"(?P<node>meeting_cost|training_cost)\.(?P<leaf>final|opening_budget|adjusted_budget|prior)",
        Recomputed.special,
    ),
    (r"agency_running_cost\.final", Recomputed.running_cost),
    (
        r"agency_running_cost\.(?P<whose>administrative|civil_service)_units\.final",
        Recomputed.running_cost_of,
    ),
    (rf"(?P<node>{'|'.join(_PRIORS)})\.prior", Recomputed.prior),
    (r"general_expenditure\.item\.(?P<code>\d+)\.prior", Recomputed.item_prior),
    (rf"sangong(?:\.(?P<part>{'|'.join(_SANGONG_PRIOR)}))?\.prior", Recomputed.sangong_prior),
    (r"general_expenditure\.(?P<leaf>opening_budget|adjusted_budget)", Recomputed.budget),
    (
        r"general_expenditure\.item\.(?P<code>\d+)\.(?P<leaf>opening_budget|adjusted_budget)",
        Recomputed.item_budget,
    ),
    (
        rf"performance\.whole{_WHOLE_PART}\.adjustment",
        Recomputed.whole_adjustment,
    ),
    (
        rf"performance\.whole{_WHOLE_PART}\.completion_rate",
        Recomputed.whole_rate,
    ),
    (
        rf"performance\.whole{_WHOLE_PART}"
        r"\.(?P<leaf>opening_budget|adjusted_budget|executed)",
        Recomputed.whole,
    ),
    (r"(?P<node>.+)\.against_(?P<which>opening|adjusted)\.change", Recomputed.against),
    (r"(?P<node>.+)\.against_(?P<which>opening|adjusted)\.rate", Recomputed.against_rate),
    (r"(?P<node>.+)\.change", Recomputed.change),
    (r"(?P<node>.+)\.rate", Recomputed.change_rate),
    (r"(?P<node>.+)\.(?P<opening>opening_)?completion_rate", Recomputed.completed),
    (r"procurement\.final", Recomputed.all_procured),
    (r"procurement\.unreserved\.final", Recomputed.unreserved),
    (r"procurement\.micro\.award_share", Recomputed.award_share),
    (rf"procurement\.(?P<kind>{'|'.join(_PROCURED)})\.final", Recomputed.procured),
    (r"(?P<node>.+)\.share", Recomputed.share),
    (rf"assets\.(?P<kind>{'|'.join(_PLAIN_ASSETS)})\.final", Recomputed.plain_asset),
    (rf"assets\.(?P<kind>{'|'.join(_VALUED_ASSETS)})\.(?P<value>\w+)", Recomputed.valued_asset),
    (
        rf"assets\.fixed_assets(?:\.(?P<kind>{'|'.join(_FIXED)}))?\.(?P<value>\w+)",
        Recomputed.fixed_asset,
    ),
    (r"assets\.(?P<total>asset_total|original_total)\.final", Recomputed.all_assets),
    (r"assets\.vehicle_number", Recomputed.used_vehicles),
    (r"国有资产\.车辆\.(?P<use>[^.\[]+)", Recomputed.used_for),
    (r"performance\.assessed_number", Recomputed.assessed),
)
_MEANINGS = [(re.compile(pattern), meaning) for pattern, meaning in _DECLARED]
