"""What is marked as secret (涉密) is in no byte of any output: figures, last year's, names, who decided."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

import disclosure
from disclosure import api, outputs
from disclosure.checks import CheckError
from tests.contract.test_publication import unpacked
from tests.departments import small, submission, text

# 万元, each nowhere else in the data and no sum or difference of others
ITEM, BUDGET, BEFORE, CAR, CAR_BUDGET, RUNNING, RUNNING_BEFORE, SERVICES, ECONOMIC = (
    *("7391.58", "2846.17", "6174.39", "5283.61", "3917.46"),
    *("8462.73", "9158.24", "4629.87", "1738.95"),
)
VEHICLES = "73915"
MARKS = [
    {"名称": "支出.项.2010302", "决定人": "金丝雀决定人", "依据": "金丝雀密字第9号"},
    {"名称": "经济分类.一般公共预算.基本支出.科目.30226"},
    {"名称": "三公经费.公务用车购置及运行维护费"},
    {"名称": "机关运行经费"},
    {"名称": "政府采购.服务"},
    {"名称": "国有资产.车辆"},
    {"名称": "金丝雀工程", "处理": "合计不含"},
]


def department(pack: str) -> dict[str, Any]:
    """Amounts stand at marked places although they must not: no build would publish them."""
    basic = {"30101": "60", "30201": "20", "30226": ECONOMIC, "30231": CAR, "30217": "2"}
    data = small(模板=pack, 涉密=MARKS, 机关运行经费=RUNNING)
    data["支出"] = [
        {"项": "2010301", "性质": "基本", "款": basic},
        {"项": "2010302", "性质": "项目", "款": {"30214": ITEM}, "项目名称": "甲项目"},
        {"项": "2010399", "性质": "项目", "款": {"30214": "30"}},
        {"项": "2210201", "性质": "基本", "款": {"30113": "10"}},
    ]
    items = {"2010301": "90", "2010302": BUDGET, "2010399": "30", "2210201": "10"}
    data["预算"] = {"年初预算": {"合计": "125"}, "全年预算": {"各项": items}}
    for budget in ("年初预算", "全年预算"):
        data["三公经费"][budget] = {"公务用车运行维护费": CAR_BUDGET, "公务接待费": "2"}
    data["上年数"]["三公经费"] = {
        "因公出国境费": "无",
        "公务用车购置及运行维护费": BEFORE,
        "公务接待费": "3",
    }
    data["上年数"]["机关运行经费"] = RUNNING_BEFORE
    data["政府采购"] = {"货物": "10", "工程": "0", "服务": SERVICES, "中小企业": "5", "小微企业": "1"}
    data["国有资产"] = {"车辆": [{"用途": "其他用车", "数量": VEHICLES}], "单价100万元以上设备": "无"}
    return data


def written(amount: str) -> Iterator[str]:
    """As any pack might print it: in 万元 and 元, with and without separators."""
    for value in (Decimal(amount), Decimal(amount) * 10000):
        yield from (f"{value:.2f}", f"{value:,.2f}", f"{value:f}".rstrip("0").rstrip("."))


CANARIES = {
    *(
        text
        for one in (ITEM, BUDGET, BEFORE, CAR, CAR_BUDGET, RUNNING, RUNNING_BEFORE, SERVICES, ECONOMIC)
        for text in written(one)
    ),
    *("金丝雀", VEHICLES, f"{int(VEHICLES):,}"),
}


ENCODINGS = ("utf-8", "utf-16-be", "utf-16-le", "gb18030")
ANY_CANARY = re.compile(
    b"|".join(re.escape(one.encode(encoding)) for one in sorted(CANARIES) for encoding in ENCODINGS)
)


def sung(artifacts: tuple[outputs.Artifact, ...]) -> list[tuple[str, bytes]]:
    """The canaries in the names and bytes of files, as any of the usual encodings has them."""
    raw = {one.name: one.name.encode() + unpacked(one.name, one.data) for one in artifacts}
    return [(name, found) for name, data in raw.items() for found in ANY_CANARY.findall(data)]


@pytest.mark.parametrize("pack", ["sichuan-2024", "yunnan-2023"])
def test_a_secret_is_in_no_byte_of_any_output_even_where_its_amount_was_left_in_the_data(pack: str) -> None:
    composed = api.compose(submission(department(pack)))
    assert "依法不予公开" in text(composed.document)
    for format in set(outputs.FORMATS) - {"pdf"}:  # which is slow, and made of the HTML
        assert sung(outputs.writer(format)(composed.document, composed.style, composed.filename)) == []


@pytest.mark.parametrize("draft", [True, False])
def test_a_secret_is_in_no_draft_and_no_origin(*, draft: bool) -> None:
    data = submission(department("sichuan-2024"))
    built = disclosure.build(data, ("html", "json"), draft=draft, working=not draft)
    assert sung(built.artifacts) == []


def test_explaining_a_sum_does_not_tell_the_secret_part_of_it() -> None:
    data = submission(department("sichuan-2024"))
    for name in ("支出.决算数", "支出.项.2010302.决算数", "三公经费.决算数", "机关运行经费.增减额"):
        told = "\n".join(disclosure.explain(data, name).lines())
        assert not [canary for canary in CANARIES if canary in told]


def test_a_department_whose_secrets_are_taken_out_is_published_without_them(tmp_path: Path) -> None:
    """Last year's, the budget, the name and the record stay in the data; none of them is published."""
    data = department("sichuan-2024")
    data["涉密"] = [MARKS[0], *MARKS[3:]]
    del data["支出"][1]["款"]
    data["支出"][1]["项目名称"] = "乙项目"
    basic = data["支出"][0]["款"]
    basic |= {"30231": "8", "30226": "0"}
    data["三公经费"]["年初预算"]["公务用车运行维护费"] = "8"
    data["三公经费"]["全年预算"]["公务用车运行维护费"] = "8"
    data["三公经费"]["决算数"] = {"公务用车运行维护费": "8", "公务接待费": "2"}
    data["上年数"]["三公经费"]["公务用车购置及运行维护费"] = "9"
    for place in ("机关运行经费", "国有资产"):
        del data[place]
    data["国有资产"] = {"单价100万元以上设备": "无"}
    del data["政府采购"]["服务"]
    del data["预算"]["全年预算"]["各项"]["2010302"]
    for mark in data["涉密"]:
        mark |= {"决定人": "金丝雀决定人", "依据": "金丝雀密字第9号"}
    (tmp_path / "data.yaml").write_text(
        yaml.safe_dump({"格式版本": 1, **data}, allow_unicode=True), encoding="utf-8"
    )
    with pytest.raises(CheckError) as refused:
        disclosure.build(tmp_path, outputs.FORMATS)
    assert [found.code for found in refused.value.report.errors] == ["XM1"]  # 机关运行经费 is 公用经费
    assert not [canary for canary in CANARIES if canary in str(refused.value)]
    data["涉密"] = [mark for mark in data["涉密"] if mark["名称"] != "机关运行经费"]
    data["上年数"]["机关运行经费"] = "25"
    (tmp_path / "data.yaml").write_text(
        yaml.safe_dump({"格式版本": 1, **data}, allow_unicode=True), encoding="utf-8"
    )
    assert sung(disclosure.build(tmp_path, outputs.FORMATS).artifacts) == []
