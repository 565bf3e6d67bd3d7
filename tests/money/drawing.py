"""Random departments as a clerk would type them, drawn by seed; every delivered pack gets as many.

Amounts are whole 分 while they are drawn: equal, tiny, nothing, halves of what is printed, up to 10^12 元.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import cycle, islice
from random import Random
from typing import Any

from tests.money.number_formats import delivered, drawn_format

SEED = 20261129
DEPARTMENTS = 2000 // len(delivered()) * len(delivered())  # as many of each pack

GENERAL, FUND, CAPITAL, OTHER = "一般公共预算", "政府性基金", "国有资本经营", "其他资金"
_ITEMS = {
    GENERAL: ("2010301", "2010302", "2010399", "2011301", "2080505", "2101101", "2210201", "2130504"),
    FUND: ("2120803", "2120899", "2296002"),
    CAPITAL: ("2230105", "2230199"),
    OTHER: ("2010301", "2010399", "2080505"),
}
_BASIC = ("30101", "30113", "30201", "30215", "30216", "30217", "30231", "30301", "31002", "39999")
_PROJECT = ("30201", "30212", "30214", "30215", "30217", "30231", "30299", "30905", "30913", "31013")
_OTHER_NATURES = ("上缴上级", "经营", "对附属单位补助")
_SOURCES = ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
_SANGONG = ("因公出国境费", "公务用车购置费", "公务用车运行维护费", "公务接待费")
_SANGONG_PRIOR = ("因公出国境费", "公务用车购置及运行维护费", "公务接待费")
_AWARDED = ("预留授予中小企业", "其他授予中小企业")
_BESIDE = ("小微企业", "预留中小企业", "预留小微企业", "预留授予小微企业")
_PROCURED = ("货物", "工程", "服务", *_BESIDE, "中小企业", *_AWARDED)
_EVALUATED = ("绩效目标", "绩效监控", "自评")
_GRADED = ("评优", "评良", "评合格", "评不合格")
_PROBLEMS = ("发现问题数", "已整改问题数", "正在整改问题数")
_SYSTEMS = {"绩效管理制度": ["某某制度"], "绩效管理工作机制": "某某"}
_INCOME_CONTENTS = {"事业收入": "某某", "经营收入": "某某", "其他收入": "某某"}
_COSTS = ("人员经费", "公用经费")
_UNIT_NATURES = ("行政单位", "事业单位")
PAID_ON = "2019999"  # nothing else is spent on this 项
LAST_YEAR = "2022"
_WITH_FOLDER = 7  # one in so many has last year's data
_ADDED_UP = 5  # one department in so many is added up from its units
_PRIOR = (
    "收支总计",
    "财政拨款收支总计",
    "一般公共预算财政拨款支出",
    "政府性基金预算财政拨款支出",
    "国有资本经营预算财政拨款支出",
    "机关运行经费",
)
_COMPLETED = ("三公经费预算完成", "一般公共预算财政拨款支出预算完成")
_CAUSES = (*_PRIOR[:3], "三公经费", *_COMPLETED, *_SANGONG_PRIOR, "机关运行经费", "会议费", "培训费")
_WAN = 1_000_000  # 分 in 万元
_MOST = 10**14  # 分: 10^12 元

Tree = dict[str, Any]


@dataclass(frozen=True)
class Drawn:
    """What was typed, the pack it is published with, and what that pack says otherwise of its numbers.

    A department that is added up types words alone; `units` are what its units typed. `last_year` is what
    stands in last year's folder, where 上年数 names one.
    """

    number: int
    pack: str
    typed: Tree
    own_format: Tree
    units: tuple[Tree, ...] = ()
    last_year: Tree | None = None


def departments(number: int = DEPARTMENTS, seed: int = SEED) -> Iterator[Drawn]:
    """Round after round through the packs: one with their own number formats, the next with drawn ones."""
    for at, pack in enumerate(islice(cycle(delivered()), number)):
        draw = Random(f"{seed} {at}")
        in_own_format = at // len(delivered()) % 2
        own_format = drawn_format(draw) if in_own_format else {}
        at_a_glance = {"一页看懂": "是" if (at + at // len(delivered())) % 2 else "否"}
        if at % _ADDED_UP == 0:
            units = _units(draw, pack)
            yield Drawn(at, pack, _of_units(draw, pack, units) | at_a_glance, own_format, units)
        elif at % _WITH_FOLDER == 0:
            typed, last_year = (_typed(_Amounts(draw), pack) for _ in ("2023", "2022"))
            typed["上年数"] = {"文件夹": LAST_YEAR}
            yield Drawn(at, pack, typed | at_a_glance, own_format, last_year={**last_year, "年度": "2022"})
        else:
            yield Drawn(at, pack, _typed(_Amounts(draw), pack) | at_a_glance, own_format)


class _Amounts:
    """How amounts are drawn in one department, and how they are typed there."""

    def __init__(self, draw: Random) -> None:
        self.draw, self.unit = draw, draw.choice(("元", "万元"))
        self._same = draw.randrange(1, 10**9)

    def fen(self) -> int:
        draw = self.draw
        return draw.choice(
            (
                lambda: 0,
                lambda: self._same,
                lambda: draw.choice((1, 49, 50, 51, 4999, 5000, 5001, 9999, 15000, _WAN // 2)),
                lambda: draw.randrange(10**6) * 10_000 + 5_000,  # halves of 0.01 万元
                lambda: draw.randrange(1, 100) * 10 ** draw.randrange(9),
                lambda: draw.randrange(1, 10**9),
                lambda: draw.randrange(1, 10**7),
                lambda: draw.randrange(1, draw.choice((10**8, 10**11, _MOST))),
            )
        )()

    def either_sign(self) -> int:
        return self.fen() * self.draw.choice((1, 1, -1))

    def typed(self, fen: int) -> str:
        places = {"元": 2, "万元": 6}[self.unit]
        text = format(Decimal(fen).scaleb(-places), "f")
        return text.rstrip("0").rstrip(".") if self.draw.random() < 0.5 and "." in text else text

    def some(self) -> str:
        return self.typed(self.fen())

    def near(self, fen: int) -> int:
        """As much, or off by what just shows or just does not; else another amount."""
        off = self.draw.choice((0, 0, 1, -1, 4999, -4999, 5000, -5000, 5001, -5001, None))
        return self.fen() if off is None else max(0, fen + off)


def _typed(amounts: _Amounts, pack: str) -> Tree:
    draw = amounts.draw
    lines = [_line(amounts) for _ in range(draw.choice((1, 2, 4, 9)))]
    spent = sum(fen for line in lines if line["资金"] == GENERAL for fen in line["款"].values())
    without = 0.6 if draw.random() < 0.15 else 0.0
    return {
        "模板": pack,
        "单位": amounts.unit,
        "年度": "2023",
        "部门": _department(draw),
        "收入": _some(draw, partial(_income, amounts), 5),
        "支出": [_spent(amounts, line, without) for line in lines],
        **({"基本支出明细": {cost: {"金额": amounts.some()} for cost in _COSTS}} if without else {}),
        "结转结余": _some(draw, partial(_carried, amounts), 4),
        "使用非财政拨款结余": amounts.some() if draw.random() < 0.3 else "无",
        "结余分配": amounts.some() if draw.random() < 0.3 else "无",
        "预算": {"年初预算": _budget(amounts, lines), "全年预算": _budget(amounts, lines)},
        "各项用途": {line["项"]: "某某工作" for line in lines},
        "会议费": _special(amounts, without),
        "培训费": _special(amounts, without),
        "三公经费": _sangong(amounts, without),
        **({"机关运行经费": amounts.some()} if draw.random() < 0.5 else {}),
        "政府采购": {kind: amounts.some() for kind in _procured(draw)},
        "国有资产": _assets(amounts),
        "绩效": _performance(amounts),
        "收入内容": _INCOME_CONTENTS,
        "上年数": _prior(amounts, spent),
        "原因": _causes(amounts, [line["项"] for line in lines]),
        "附件": "无",
    }


def _units(draw: Random, pack: str) -> tuple[Tree, ...]:
    """In one unit of money; the first paid something to the last."""
    amounts = _Amounts(draw)
    units = [_typed(amounts, pack) for _ in range(draw.choice((2, 3)))]
    for number, unit in enumerate(units, 1):
        unit["部门"] |= {
            "全称": f"某某第{number}中心",
            "简称": f"{number}中心",
            "性质": draw.choice(_UNIT_NATURES),
        }
        unit["政府采购"] = {kind: amounts.some() for kind in _PROCURED}
        unit["上年数"].pop("单位", None)
    paid = amounts.typed(draw.randrange(1, 10**9))
    line = {"项": PAID_ON, "性质": "上缴上级", "资金": OTHER}
    units[0]["支出"].append({**line, "款": {"30299": paid}})
    received = {"来源": "附属单位上缴收入", "项": PAID_ON, "金额": paid}
    units[-1]["收入"] = [*(units[-1]["收入"] if units[-1]["收入"] != "无" else []), received]
    return tuple(units)


def _of_units(draw: Random, pack: str, units: tuple[Tree, ...]) -> Tree:
    """The words of the department, the payment between its units, and causes with amounts of its own."""
    amounts, spent = _Amounts(draw), [line["项"] for unit in units for line in unit["支出"]]
    paid = units[0]["支出"][-1]["款"]["30299"] + units[0]["单位"]
    pair = {"付方": "1中心", "收方": f"{len(units)}中心", "付方项": PAID_ON, "收方项": PAID_ON}
    return {
        "模板": pack,
        "单位": amounts.unit,
        "年度": "2023",
        "部门": {**_department(draw), "性质": "行政单位"}
        | {"所属单位": [{"数据": f"units/{number}"} for number, _ in enumerate(units, 1)]},
        "内部往来": [{**pair, "类别": "上缴上级", "金额": paid}],
        "各项用途": dict.fromkeys(spent, "某某工作"),
        "三公经费": {
            "因公出国境": {"开支内容": "国际旅费"},
            "公务用车购置及运行维护费": {"购置用途": "公务出行", "主要用于": "公务出行"},
            "公务接待": {"主要用于": "公务活动用餐", "具体内容": "接待某某考察"},
        },
        "绩效": {
            key: _performance(amounts)[key] for key in ("自评报告", "自评资金", "自评平均得分", *_SYSTEMS)
        },
        "收入内容": _INCOME_CONTENTS,
        "原因": _causes(amounts, spent),
        "附件": "无",
    }


def _some(draw: Random, one: Any, most: int) -> Any:
    return [one() for _ in range(draw.randrange(most))] or "无"


def _department(draw: Random) -> Tree:
    return {
        "全称": "某某市某某局",
        "简称": "某某局",
        "层级": "市级",
        "类型": "部门",
        "性质": draw.choice(("行政单位", "参公事业单位", "事业单位")),
        "职责": "1.负责某某工作。",
        "机构设置": "内设科室3个。",
        "人员情况": "年末在职人员30人。",
        "年度工作": "完成某某任务。",
    }


def _line(amounts: _Amounts) -> Tree:
    draw = amounts.draw
    fund = draw.choice((GENERAL, GENERAL, GENERAL, GENERAL, FUND, CAPITAL, OTHER))
    natures = {GENERAL: ("基本", "项目"), OTHER: ("基本", "项目", *_OTHER_NATURES)}.get(fund, ("项目",))
    nature = draw.choice(natures)
    codes = draw.sample(_BASIC if nature == "基本" else _PROJECT, draw.choice((1, 2, 5)))
    one = amounts.fen if draw.random() < 0.9 else amounts.either_sign  # 冲减
    line = {"项": draw.choice(_ITEMS[fund]), "性质": nature, "资金": fund}
    return {**line, "款": {code: one() for code in codes}}


def _income(amounts: _Amounts) -> Tree:
    draw = amounts.draw
    source, received = draw.choice(_SOURCES), amounts.fen()
    fees = (
        {"其中教育收费": amounts.typed(received // 2)} if source == "事业收入" and draw.random() < 0.5 else {}
    )
    return {"来源": source, "项": draw.choice(_ITEMS[OTHER]), "金额": amounts.typed(received), **fees}


def _carried(amounts: _Amounts) -> Tree:
    draw = amounts.draw
    fund = draw.choice((GENERAL, GENERAL, FUND, CAPITAL, OTHER))
    natures = ("基本", "项目") if fund in (GENERAL, OTHER) else ("项目",)
    return {
        "项": draw.choice(_ITEMS[fund]),
        "性质": draw.choice(natures),
        "资金": fund,
        "年初": amounts.some(),
        "调整": amounts.typed(amounts.either_sign()),
        "年末结转": amounts.some(),
        "年末结余": amounts.some(),
    }


def _budget(amounts: _Amounts, lines: list[Tree]) -> Tree:
    """Of each 项 on which something was spent, near it or not; of others too; now and then a total beside."""
    spent = {line["项"]: 0 for line in lines if line["资金"] == GENERAL}
    for line in lines:
        if line["资金"] == GENERAL:
            spent[line["项"]] += sum(line["款"].values())
    items = {code: amounts.typed(amounts.near(fen)) for code, fen in spent.items()}
    others = {code: amounts.some() for code in amounts.draw.sample(_ITEMS[GENERAL], 2)}
    total = {"合计": amounts.some()} if amounts.draw.random() < 0.2 else {}
    return {"各项": {**others, **items}, **total}


def _spent(amounts: _Amounts, line: Tree, without: float) -> Tree:
    """By 款; in offices `without` some of them, many lines have an amount alone."""
    told = {key: value for key, value in line.items() if key != "款"}
    if amounts.draw.random() < without:
        return {**told, "金额": amounts.typed(sum(line["款"].values()))}
    return {**told, "款": {code: amounts.typed(fen) for code, fen in line["款"].items()}}


def _special(amounts: _Amounts, without: float) -> Tree:
    leaves = ("年初预算", "全年预算", "上年数", *(("决算数",) if without else ()))
    return {leaf: amounts.some() for leaf in leaves}


def _sangong(amounts: _Amounts, without: float) -> Tree:
    draw = amounts.draw
    budgets = {leaf: {part: amounts.some() for part in _SANGONG} for leaf in ("年初预算", "全年预算")}
    of_fund = {leaf: {part: amounts.some() for part in draw.sample(_SANGONG, 2)} for leaf in budgets}
    return {
        **budgets,
        **({"决算数": {part: amounts.some() for part in _SANGONG}} if without else {}),
        **({FUND: of_fund} if draw.random() < 0.3 else {}),
        "因公出国境": {"团组数": _count(draw), "人次": _count(draw), "开支内容": "国际旅费"},
        "公务用车购置及运行维护费": {
            "购置": [{"车型": "轿车", "数量": "2", "金额": amounts.some()}],
            "保有": [{"车型": kind, "数量": _count(draw)} for kind in ("轿车", "越野车")],
            "购置用途": "公务出行",
            "主要用于": "公务出行",
        },
        "公务接待": {
            "国内": {"批次": _count(draw), "人次": _count(draw), "其中外事": _abroad(amounts)},
            "国境外": _abroad(amounts),
            "主要用于": "公务活动用餐",
            "具体内容": "接待某某考察",
        },
    }


def _abroad(amounts: _Amounts) -> Any:
    counts = {"批次": _count(amounts.draw), "人次": _count(amounts.draw)}
    return amounts.draw.choice(("无", {**counts, "金额": amounts.some()}))


def _count(draw: Random) -> str:
    return str(draw.choice((0, 1, 2, draw.randrange(5000))))


def _procured(draw: Random) -> tuple[str, ...]:
    """Now and then what went to 中小企业 is not given, but its parts are; or nothing of either."""
    without_total = tuple(kind for kind in _PROCURED if kind != "中小企业")
    return draw.choice((_PROCURED, _PROCURED, _PROCURED, without_total, _PROCURED[:3]))


def _assets(amounts: _Amounts) -> Tree:
    draw = amounts.draw
    kinds = ("房屋构筑物", "车辆资产", "单价200万元以上大型设备", "其他固定资产")
    return {
        "车辆": [{"用途": use, "数量": _count(draw)} for use in ("机要通信用车", "其他用车")],
        "单价100万元以上设备": _count(draw),
        "单价50万元以上通用设备": _count(draw),
        "单价100万元以上专用设备": _count(draw),
        "流动资产": amounts.some(),
        "固定资产": {kind: _value(amounts) for kind in draw.sample(kinds, 3)},
        "对外投资": amounts.some(),
        "在建工程": amounts.some(),
        "无形资产": _value(amounts),
        "其他资产": _value(amounts),
    }


def _value(amounts: _Amounts) -> Tree:
    return {"原值": amounts.some(), "净值": amounts.some()}


def _planned(amounts: _Amounts, *more: str) -> Tree:
    return {leaf: amounts.some() for leaf in ("年初预算", "全年预算", *more)}


def _performance(amounts: _Amounts) -> Tree:
    draw = amounts.draw
    project = {"项目名称": "某某专项", "资金分值": "10", "资金得分": "9.5"}
    return {
        "事前评估项目": ["某某专项"],
        **{f"{kind}项目数": _count(draw) for kind in (*_EVALUATED, *_GRADED)},
        **{f"{kind}涉及资金": amounts.some() for kind in _EVALUATED},
        **{kind: _count(draw) for kind in _PROBLEMS},
        "自评平均得分": "96.5",
        "自评项目清单": [{"项目名称": "某某专项", "金额": amounts.some(), "得分": "96.5", "等级": "优"}],
        **_SYSTEMS,
        "自评资金": ["一般公共预算"],
        "自评报告": [{"名称": "绩效自评报告", "对象": "本部门整体", "得分": "96.5", "综述": "较好"}],
        "整体自评": {
            **{part: _planned(amounts) for part in ("基本支出", "项目支出财政拨款", "项目支出其他资金")},
            "上年结转": _planned(amounts, "执行数"),
        },
        "项目自评": [
            {
                **project,
                **{
                    part: _planned(amounts, "执行数")
                    for part in ("当年财政拨款", "上年结转", "财政专户管理资金", "单位资金", "其他来源资金")
                },
            }
        ],
    }


def _prior(amounts: _Amounts, spent: int) -> Tree:
    """Held in 万元 alone beside a file in 元, now and then: changes then follow printed figures."""
    draw = amounts.draw
    held = {"单位": "万元"} if draw.random() < 0.2 else {}
    typed = partial(_in_wan, amounts) if held else amounts.typed
    prior = {name: typed(amounts.fen()) for name in _PRIOR}
    prior |= {"一般公共预算财政拨款支出": typed(amounts.near(spent))}
    sangong = {part: typed(amounts.fen()) for part in _SANGONG_PRIOR}
    items = {code: typed(amounts.fen()) for code in draw.sample(_ITEMS[GENERAL], 4)}
    counts = {name: _count(draw) for name in ("国内公务接待批次", "国内公务接待人次")}
    return {**held, **prior, "三公经费": sangong, "各项": items, **counts}


def _in_wan(_amounts: _Amounts, fen: int) -> str:
    return format(Decimal(fen // 10_000).scaleb(-2), "f")


def _causes(amounts: _Amounts, items: list[str]) -> Tree:
    completion = {"预算完成": {item: _cause(amounts) for item in items}}
    return {cause: _cause(amounts) for cause in _CAUSES} | completion


def _cause(amounts: _Amounts) -> Any:
    rise, fall = amounts.some(), amounts.typed(-1 - amounts.fen())
    causes = [{"事由": "业务增多", "金额": rise}, {"事由": "压减支出", "金额": fall}]
    return amounts.draw.choice(("业务变动", causes))
