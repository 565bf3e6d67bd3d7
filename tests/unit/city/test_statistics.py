"""What the province asks for: who is published, in time or how late, and why not, by dates of the data."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from disclosure.city import statistics
from disclosure.city.bodies import Body
from disclosure.city.body_record import BodyRecord, FileMade
from disclosure.city.city import City
from tests.unit.city.whole_city import body, city, record

IN_TIME = body("甲局", level="市级", group="政府部门")
LATE = body("乙局", level="市级", group="党委部门")
BY_MONTH = body("丙中心", kind="单位", level="市级")
MISSING = body("丁局", postponed="2024年12月31日以前")
SECRET, MERGED = body("戊局", withheld="涉密"), body("己局", merged="并入甲局")
WRONG = body("庚局")
BODIES = (IN_TIME, LATE, BY_MONTH, MISSING, SECRET, MERGED, WRONG)


@pytest.fixture(scope="module")
def records() -> tuple[BodyRecord, ...]:
    late = {"批复日期": "2024年8月20日", "公开日期": "2024年9月20日"}
    return (
        published(record(IN_TIME)),
        published(record(LATE, {"公开信息": late}), corrections=2),
        published(record(BY_MONTH, {"公开信息": {**late, "公开日期": "2024年9月"}})),
        record(WRONG, {"三公经费": "无"}),
    )


def published(made: BodyRecord, **facts: Any) -> BodyRecord:
    """With the file that a run writes of it."""
    assert made.state == "已生成"
    file = FileMade(name=f"{made.name}.html", size=1, sha256="0" * 64)
    return made.model_copy(update={"files": (file,), **facts})


def sheets(records: tuple[BodyRecord, ...], *bodies: Body) -> dict[str, dict[str, dict[str, Any]]]:
    return sheets_of(city(Path("某市"), *bodies, name="某市"), records)


def sheets_of(whole: City, records: tuple[BodyRecord, ...]) -> dict[str, dict[str, dict[str, Any]]]:
    """Sheet → first cell → head → value."""
    ((name, data),) = statistics.statistics(whole, records)
    assert name == "办公/上报统计.xlsx"
    found = {}
    for sheet in openpyxl.load_workbook(BytesIO(data)):
        rows = [row for row in sheet.iter_rows(values_only=True) if row[1] is not None or row[2] is not None]
        found[sheet.title] = {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
    return found


def test_counts_of_the_whole_list(records: tuple[BodyRecord, ...]) -> None:
    counts = sheets(records, *BODIES)["公开情况统计"]
    assert counts["合计"] == {
        "范围": "合计",
        "名单": 7,
        "涉密不公开": 1,
        "撤并": 1,
        "应公开": 5,
        "已公开": 3,
        "未公开": 2,
        "其中延期": 1,
        "按时": 1,
        "逾期": 1,
        "不能判断": 1,
        "平均批复后几天": 23.5,  # 16 天和 31 天，只写到月的不算
        "最多逾期几天": 11,
        "写明网址的": 1,
        "更正过的": 1,
        "更正次数": 2,
    }


def test_counts_by_kind_level_and_group_come_to_those_of_the_list(records: tuple[BodyRecord, ...]) -> None:
    counts = sheets(records, *BODIES)["公开情况统计"]
    assert [*counts] == ["合计", "部门", "单位", "市级", "政府部门", "党委部门"]
    for head in ("名单", "应公开", "已公开", "按时", "逾期", "更正次数"):
        assert counts["部门"][head] + counts["单位"][head] == counts["合计"][head]
    assert counts["党委部门"]["逾期"] == counts["市级"]["逾期"] == 1


def test_each_body_with_its_days_or_why_it_is_not_published(records: tuple[BodyRecord, ...]) -> None:
    each = sheets(records, *BODIES)["逐家"]
    asked = ("情况", "公开期限", "批复后几天", "是否按时", "逾期几天", "没有公开的原因")
    assert {name: tuple(row[head] for head in asked) for name, row in each.items()} == {
        "甲局": ("已公开", "2024年9月9日", 16, "按时", None, None),
        "乙局": ("已公开", "2024年9月9日", 31, "逾期", 11, None),
        "丙中心": ("已公开", "2024年9月9日", None, "不能判断", None, None),
        "丁局": ("未公开", None, None, None, None, "延期：2024年12月31日以前"),
        "戊局": ("涉密不公开", None, None, None, None, "涉密不公开：涉密"),
        "己局": ("撤并", None, None, None, None, "撤并：并入甲局"),
        "庚局": ("未公开", "2024年9月9日", None, None, None, "校验有错误，没有改正"),
    }


def test_a_body_without_data_has_the_deadline_that_the_settings_give_its_kind() -> None:
    whole = city(Path("某市"), WRONG, BY_MONTH, name="某市", approved_on={"部门": "2024年8月20日"})
    each = sheets_of(whole, ())["逐家"]
    assert (each["庚局"]["批复日期"], each["庚局"]["公开期限"]) == ("2024年8月20日", "2024年9月9日")
    assert each["丙中心"]["公开期限"] is None


def test_a_draft_is_not_published(records: tuple[BodyRecord, ...]) -> None:
    draft = records[0].model_copy(update={"draft": True, "state": "待补"})
    each = sheets((draft,), IN_TIME)["逐家"]
    assert (each["甲局"]["情况"], each["甲局"]["没有公开的原因"]) == ("未公开", "内容没有填完")
