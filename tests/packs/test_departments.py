"""Every delivered pack with a normal, a zero, an unchanged, a falling, a first-year and a huge department."""

from __future__ import annotations

import csv
import re
import subprocess
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

import disclosure
from disclosure import packs
from disclosure.classification import belonging
from disclosure.document import Heading, plain
from tests import delivered
from tests.departments import small, submission, text, without


def zero() -> dict[str, Any]:
    """Everything zero but one 项."""
    only = [{"项": "2010301", "性质": "基本", "款": {"30101": "1"}}]
    budget = {"全年预算": {"各项": {"2010301": "1"}}}
    return small(支出=only, 预算=budget, 三公经费="无", 上年数="无", 机关运行经费="无", 国有资产="无")


def unchanged() -> dict[str, Any]:
    prior = {
        "收支总计": "130",
        "财政拨款收支总计": "130",
        "一般公共预算财政拨款支出": "130",
        "政府性基金预算财政拨款支出": "无",
        "国有资本经营预算财政拨款支出": "无",
        "三公经费": {"因公出国境费": "无", "公务用车购置及运行维护费": "8", "公务接待费": "2"},
        "机关运行经费": "30",
    }
    return small(上年数=prior, 原因={})


def falling() -> dict[str, Any]:
    data = small()
    data["上年数"].update(
        收支总计="260", 财政拨款收支总计="260", 一般公共预算财政拨款支出="260", 机关运行经费="40"
    )
    return data


def huge() -> dict[str, Any]:
    """Six hundred 项 and amounts of thirteen digits."""
    rows = csv.DictReader(
        files("disclosure").joinpath("classification/functional.csv").read_text("utf-8").splitlines()
    )
    codes = [
        row["code"]
        for row in rows
        if row["level"] == "项" and not row["to_year"] and row["from_year"] <= "2023"
    ]
    lines: list[dict[str, Any]] = [
        {
            "项": code,
            "性质": "项目",
            "资金": belonging(code, 2023).fund.name,
            "款": {"30299": f"{123456 + n}.{n % 100:02d}"},
        }
        for n, code in enumerate(codes[:600])
    ]
    lines[0]["款"] = {"30299": "999999999.99"}
    general = [line for line in lines if line["资金"] == "一般公共预算"]
    budget = {line["项"]: line["款"]["30299"] for line in general}
    data = small(支出=lines, 预算={"全年预算": {"各项": budget}})
    data["三公经费"] = "无"
    return data


DEPARTMENTS = {
    "normal": small,
    "zero": zero,
    "unchanged": unchanged,
    "falling": falling,
    "first-year": lambda: small(上年数="无"),
    "huge": huge,
}


# Names of the form and of a rule, whoever fills it in.
OF_THE_FORM = ("部门整体支出绩效自评", "部门预算管理有关规定")
ASSETS = ("流动资产", "对外投资", "在建工程", "固定资产", "无形资产", "其他资产")
SITUATION = (
    *(
        "部门概况",
        "绩效目标设立",
        "整体收支",
        "预算管理制度",
        "严控三公经费",
        "自评目的",
        "前期准备",
        "组织实施",
    ),
    *("综合结论", "问题和整改", "结果应用", "经验做法", "其他说明"),
)
EVALUATED = {  # the forms of 云南's tables 13 to 15
    "自评情况": dict.fromkeys(SITUATION, "按要求开展"),
    "整体自评": {
        "基本支出": {"年初预算": "100", "全年预算": "100"},
        **dict.fromkeys(("项目支出财政拨款", "项目支出其他资金", "上年结转"), "无"),
        "年度目标": "完成各项工作",
        "绩效指标": "无",
        "其他说明": "没有",
    },
    "项目自评": "无",
}
MANAGED = {  # what 上海's item on performance says
    "绩效管理制度": ["某某局预算绩效管理办法"],
    "绩效目标涉及资金": "30",
    "绩效监控涉及资金": "30",
    "自评项目数": "1",
    "自评涉及资金": "30",
    "自评平均得分": "96",
    "评优项目数": "1",
    "评良项目数": "无",
    "评合格项目数": "无",
    "评不合格项目数": "无",
    "发现问题数": "无",
}
AWARDED = {"预留授予中小企业": "12", "预留授予小微企业": "6", "其他授予中小企业": "6"}


def asked(data: dict[str, Any]) -> dict[str, Any]:
    """The same department with everything that one form or another asks for."""
    codes = [line["项"] for line in data["支出"]]
    items = {**dict.fromkeys(codes, "1"), **(data["预算"]["全年预算"].get("各项") or {})}
    budget = {"年初预算": {"各项": items}, "全年预算": {"各项": items}}
    procurement = {"货物": "12", "工程": "无", "服务": "8", "中小企业": "18", "小微企业": "9"}
    more: dict[str, Any] = {
        "部门": {**data["部门"], "年度工作": "开展某某工作。", "人员情况": "年末实有在职人员30人。"},
        "预算": budget,
        "各项用途": dict.fromkeys(codes, "保障机关运转"),
        "政府采购": {**procurement, "预留中小企业": "15", "预留小微企业": "6", **AWARDED},
    }
    if data["国有资产"] != "无":
        old = {"单价50万元以上通用设备": "无", "单价100万元以上专用设备": "无"}
        more["国有资产"] = {**data["国有资产"], **old, **dict.fromkeys(ASSETS, "无")}
    more["绩效"] = {**data["绩效"], **EVALUATED, **MANAGED}
    completion = {**dict.fromkeys(codes, "厉行节约"), **data["原因"].get("预算完成", {})}
    whole = {"一般公共预算财政拨款支出预算完成": "厉行节约", "预算完成": completion}
    more["原因"] = {**data["原因"], **whole}
    return {**data, **more}


def lays_out(pack: Path) -> bool:
    """Whether a pack has tables or sections of its own; one of other words lays out what its parent does."""
    declared = tomllib.loads((pack / "pack.toml").read_text(encoding="utf-8"))
    return bool({"表", "表号", "各部分", "附表"} & set(declared)) or any(
        (pack / own).is_dir() for own in ("tables", "sections")
    )


def served(root: Path, names: list[str]) -> list[tuple[str, str]]:
    """Each pack with each department; the huge one for packs that lay something out."""
    return [(name, kind) for name in names for kind in DEPARTMENTS if kind != "huge" or lays_out(root / name)]


@pytest.mark.sampled(36)
@pytest.mark.parametrize(("pack", "kind"), served(packs.built_in(), list(delivered.OWN)))
def test_the_pack_serves_the_department(pack: str, kind: str) -> None:
    data = asked({**DEPARTMENTS[kind](), "模板": pack})
    composed = disclosure.compose(submission(data), draft=True)
    said = text(composed.document)
    assert [name for name in composed.missing if not name.startswith("名词“")] == []
    assert "支出决算" in said
    for nonsense in (
        "。。",
        "，，",
        "，。",
        "-0",
        "None",
        "nan",
        "增加0万元",
        "减少0万元",
        "增加-",
        "减少-",
        "；。",
        "：。",
        "。，",
        "：，",
        "其中：其中",
        "{",
    ):
        assert nonsense not in said, nonsense


@pytest.mark.parametrize("pack", delivered.OWN)
def test_a_unit_is_called_a_unit_in_every_title(pack: str) -> None:
    data = asked(small(模板=pack))
    data["部门"]["类型"] = "单位"
    document = disclosure.compose(submission(data), draft=True).document
    titles = [plain(block.content) for block in document.blocks if isinstance(block, Heading)]
    assert [
        title for title in titles if "部门" in title and not any(name in title for name in OF_THE_FORM)
    ] == []
    assert "单位" in document.title or pack == "sangong-page"


def test_no_rate_is_printed_on_a_zero_base() -> None:
    said = text(disclosure.compose(submission(small(上年数="无"))).document)
    assert "收、支总计各增加130万元。主要变动原因是" in said
    assert "增长" not in said


def test_equal_years_are_said_to_be_equal_and_give_no_reason() -> None:
    said = text(disclosure.compose(submission(unchanged())).document)
    assert "与2022年度相比，收、支总计持平。" in said
    assert "主要" not in said.partition("名词解释")[0].replace("主要用于", "").replace("主要包括", "")


def test_a_part_never_prints_as_the_whole() -> None:
    data = small()
    data["支出"][1]["款"] = {"30214": "233"}
    data["收入"] = [{"来源": "其他收入", "项": "2010301", "金额": "0.01"}]
    data["支出"].append({"项": "2010301", "性质": "基本", "资金": "其他资金", "款": {"30299": "0.01"}})
    said = text(disclosure.compose(submission(data), draft=True).document)
    assert "一般公共预算财政拨款收入333万元，占99.997%；其他收入0.01万元，占0.003%。" in said


@pytest.mark.parametrize(
    "key", [key for key in small() if key not in ("模板", "单位", "年度", "部门", "结余分配")]
)
def test_each_input_missing_in_turn_is_named_and_marked(key: str) -> None:
    composed = disclosure.compose(submission(without(small(), (key,))), draft=True)
    said = text(composed.document)
    assert composed.missing
    names = [re.sub("（[^（]*）$", "", name) for name in composed.missing]  # without the key path
    assert all(name in said for name in names)


def test_the_longest_names_stand_whole_in_the_document() -> None:
    name = (
        "新疆维吾尔自治区伊犁哈萨克自治州察布查尔锡伯自治县人民政府驻乌鲁木齐市办事处"
        "（伊犁哈萨克自治州察布查尔锡伯自治县驻乌鲁木齐流动党员服务中心）"
    )
    data = small()
    data["部门"] = {**data["部门"], "全称": name}
    (pdf,) = disclosure.build(submission(data), ("pdf",)).artifacts
    shown = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=pdf.data, check=True, capture_output=True
    ).stdout
    assert name in shown.decode().replace("\n", "")
    assert len(pdf.name.encode()) < 255
