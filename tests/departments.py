"""Departments for tests: one small consistent department-year, and ways to vary it."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from disclosure.document import Document, Heading, Paragraph, plain, walk
from disclosure.model import Submission

EXAMPLES = Path(__file__).parents[1] / "examples"
NARRATED = (
    "panzhihua-beijing-2017",
    "panzhihua-beijing-2023",
    "panzhihua-chengdu-2024",
    "panzhihua-xiqu-2023",
    "putuo-shegong-2024",
)

# The least that is data at all, as a file.
MINIMAL = """
格式版本: 1
模板: standard
单位: 万元
年度: 2024
部门: {全称: 某某市档案馆, 类型: 单位}
支出:
  - {项: 2012601, 性质: 基本, 款: {30101: 120.5, 30201: 15.32}}
"""

SMALL: dict[str, Any] = {
    "模板": "standard",
    "单位": "万元",
    "年度": "2023",
    "部门": {
        "全称": "某市某某局",
        "简称": "某某局",
        "类型": "部门",
        "性质": "行政单位",
        "职责": "1.负责某某工作。\n2.承办其他事项。",
        "机构设置": "本局内设科室3个。",
    },
    "收入": "无",
    "支出": [
        {"项": "2010301", "性质": "基本", "款": {"30101": "60", "30201": "20", "30231": "8", "30217": "2"}},
        {"项": "2010302", "性质": "项目", "款": {"30214": "30"}},
        {"项": "2210201", "性质": "基本", "款": {"30113": "10"}},
    ],
    "结转结余": "无",
    "使用非财政拨款结余": "无",
    "结余分配": "无",
    "预算": {
        "年初预算": {"合计": "125"},
        "全年预算": {"各项": {"2010301": "90", "2010302": "30", "2210201": "10"}},
    },
    "三公经费": {
        "年初预算": {"公务用车运行维护费": "8", "公务接待费": "2"},
        "全年预算": {"公务用车运行维护费": "8", "公务接待费": "2"},
        "因公出国境": "无",
        "公务用车购置及运行维护费": {"保有": [{"车型": "轿车", "数量": "2"}], "主要用于": "公务出行"},
        "公务接待": {"国内": {"批次": "5", "人次": "40", "其中外事": "无"}, "主要用于": "公务活动用餐"},
    },
    "政府采购": "无",
    "国有资产": {"车辆": [{"用途": "其他用车", "数量": "2"}], "单价100万元以上设备": "无"},
    "绩效": {
        "事前评估项目": ["办公用房租赁费"],
        "绩效目标项目数": "1",
        "绩效监控项目数": "1",
        "自评资金": ["一般公共预算"],
        "自评报告": [{"名称": "绩效自评报告", "对象": "本部门整体", "得分": "96"}],
    },
    "上年数": {
        "收支总计": "120",
        "财政拨款收支总计": "120",
        "一般公共预算财政拨款支出": "120",
        "政府性基金预算财政拨款支出": "无",
        "国有资本经营预算财政拨款支出": "无",
        "三公经费": {"因公出国境费": "无", "公务用车购置及运行维护费": "9", "公务接待费": "3"},
        "机关运行经费": "25",
    },
    "原因": {
        "收支总计": "项目增加",
        "财政拨款收支总计": "项目增加",
        "一般公共预算财政拨款支出": "项目增加",
        "三公经费": "厉行节约",
        "公务用车购置及运行维护费": "压减用车",
        "公务接待费": "接待减少",
        "机关运行经费": "业务增加",
    },
    "附件": "无",
}


def small(**changes: Any) -> dict[str, Any]:
    """The small department's data with some top-level entries replaced."""
    return {**copy.deepcopy(SMALL), **changes}


def without(data: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    """The same data less the entry at a key path."""
    data = copy.deepcopy(data)
    place = data
    for key in path[:-1]:
        place = place[key]
    del place[path[-1]]
    return data


def submission(data: dict[str, Any]) -> Submission:
    """Validated as a file would be: amounts in the unit that the data states."""
    return Submission.model_validate(data, context={"unit": data.get("单位", "元")})


def text(document: Document) -> str:
    """Headings and paragraphs, one a line."""
    return "\n".join(
        plain(block.content) for block in walk(document) if isinstance(block, Heading | Paragraph)
    )
