"""The list of a city's bodies: as bureaus keep it, what is wrong with it, and what stands for it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from disclosure import InputError
from disclosure.city.bodies import Body
from tests.departments import MINIMAL
from tests.making import pack
from tests.unit.city.lists import Row, bodies, listing

AS_BUREAUS_KEEP_IT = [
    ("某市2024年度部门决算公开名单", *[None] * 9),
    ("序号", "预算单位名称", "类别", "级次", "主管部门", "公开批次", "不公开情况", None, None, "备注"),
    (None, None, None, None, None, None, "涉密", "撤并", "延期至", None),
    (1, "某 市 财 政 局", "政府部门", "市级", None, "第一批", "否", None, None, "牵头"),
    (2, "某市教育局", "政府部门", "市级", "某市教育局", "第一批", "无", "—", "/", None),
    ("下属单位", *[None] * 9),
    (3, "某市第一中学", "政府部门", "市级", "某市教育局", "第一批", None, None, "2025年10月", None),
    (4, "某市旧局", None, "市级", None, None, None, "并入某市财政局", None, None),
    (5, "某市机要局", "党委部门", "市级", None, None, "√", None, None, None),
    (None, None, None, None, None, None, None, None, None, None),
    ("合计", "合计", None, None, None, None, None, None, None, None),
    (None, "注：名单以编办为准", None, None, None, None, None, None, None, None),
]
MERGED = ("A1:J1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "F2:F3", "G2:I2", "J2:J3", "A6:J6")


def refused(home: Path) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as error:
        bodies(home)
    return [(str(problem.source), problem.message) for problem in error.value.problems]


def test_a_list_is_read_as_bureaus_keep_it(tmp_path: Path) -> None:
    listing(tmp_path, AS_BUREAUS_KEEP_IT, merged=MERGED)
    found = bodies(tmp_path)
    assert [(body.number, body.name, body.kind, body.folder) for body in found] == [
        (1, "某市财政局", "部门", "某市财政局"),
        (2, "某市教育局", "部门", "某市教育局"),
        (3, "某市第一中学", "单位", "某市教育局/某市第一中学"),
        (4, "某市旧局", "部门", "某市旧局"),
        (5, "某市机要局", "部门", "某市机要局"),
    ]
    assert [body.not_published for body in found] == [
        "",
        "",
        "延期：2025年10月",
        "撤并：并入某市财政局",
        "涉密不公开：是，没有写理由",
    ]
    first = found.every[0]
    assert (first.group, first.level, first.batch, str(first.source)) == (
        "政府部门",
        "市级",
        "第一批",
        "名单.xlsx Sheet!B4",
    )
    assert found.remarks == ()


def test_titles_within_a_list_are_the_groups_of_those_below(tmp_path: Path) -> None:
    rows: list[Row] = [
        ("序号", "单位名称", "级次"),
        ("一、党委部门（2个）", None, None),
        (1, "某市委办公室", "市级"),
        (2, "某市委宣传部", None),
        ("（二）", "政府部门", None),
        (3, "某市财政局", None),
        (4, None, None),
        ("一级以下", None, None),
        (5, "某市某镇", None),
        ("注：以编办为准", None, None),
    ]
    listing(tmp_path, rows, merged=("A2:C2",))
    assert [(body.name, body.group) for body in bodies(tmp_path)] == [
        ("某市委办公室", "党委部门"),
        ("某市委宣传部", "党委部门"),
        ("某市财政局", "政府部门"),
        ("某市某镇", "一级以下"),
    ]


def test_what_was_not_used_of_a_list_is_told(tmp_path: Path) -> None:
    rows: list[Row] = [("名称", "经办人", "编制人数"), ("甲局", "张某", 3), (None, "李某", 4)]
    listing(tmp_path, rows)
    (tmp_path / "丙局").mkdir()
    (tmp_path / "丙局" / "data.yaml").write_text(MINIMAL, encoding="utf-8")
    assert bodies(tmp_path).remarks == (
        "名单.xlsx的“编制人数”不是名单的栏，没有用上",
        "名单.xlsx Sheet!B3：这一行没有名称，没有读",
        "文件夹“丙局”里有数据，名单里没有，没有生成；要生成的请加进名单",
    )


def test_all_faults_of_a_list_are_told_at_once_with_their_cells(tmp_path: Path) -> None:
    rows = [
        ("名称", "类型", "主管部门", "模板", "文件夹"),
        ("甲局", "部门", None, "sichuan-2042", None),
        ("甲 局", "部门", None, None, None),
        ("乙中心", "科室", "甲具", None, None),
        ("丙站", None, "丁中心", None, "公开"),
        ("丁中心", None, "甲局", None, "../别处"),
    ]
    listing(tmp_path, rows)
    told = refused(tmp_path)
    assert [place for place, _ in told] == [f"名单.xlsx Sheet!{cell}" for cell in TELLING]
    pairs = zip(told, TELLING.values(), strict=True)
    assert [message for (_, message), said in pairs if not message.startswith(said)] == []


TELLING = {
    "D2": "没有模板“sichuan-2042”，相近的有：sichuan-2025",
    "A3": "“甲局”列了两行，另一行在名单.xlsx Sheet!A2，请只留一行",
    "B4": "不认识类型“科室”，请写“部门”或“单位”",
    "C4": "名单里没有主管部门“甲具”，相近的有：甲局",
    "C5": "主管部门“丁中心”自己是单位",
    "E5": "“公开”不能作部门的文件夹",
    "E6": "“../别处”不能作部门的文件夹",
}


def test_two_bodies_that_are_each_other_s_parent_are_refused(tmp_path: Path) -> None:
    rows = [("名称", "主管部门", "类型"), ("甲局", "乙局", "部门"), ("乙局", "甲局", "部门")]
    listing(tmp_path, rows)
    assert [place for place, _ in refused(tmp_path)] == ["名单.xlsx Sheet!B2", "名单.xlsx Sheet!B3"]


def test_two_bodies_of_one_folder_are_refused(tmp_path: Path) -> None:
    listing(tmp_path, [("名称", "文件夹"), ("甲局", "JIA"), ("乙局", "jia")])
    (only,) = refused(tmp_path)
    assert only == (
        "名单.xlsx Sheet!A3",
        "和“甲局”的文件夹都是“jia”，请在“文件夹”一栏写成不同的",
    )


def test_a_folder_is_as_the_list_says_a_unit_s_always_in_its_department_s(tmp_path: Path) -> None:
    rows = [
        ("名称", "主管部门", "文件夹"),
        ("甲局", None, "jia"),
        ("乙中心", "甲局", None),
        ("丙站", "甲局", "bing"),
        ("丁站", "甲局", "jia/ding"),
    ]
    listing(tmp_path, rows)
    assert [body.folder for body in bodies(tmp_path)] == ["jia", "jia/乙中心", "jia/bing", "jia/ding"]


def test_a_pack_of_the_city_s_own_may_be_named_for_a_department_and_its_units(tmp_path: Path) -> None:
    pack(tmp_path / "templates", "某市2024")
    listing(tmp_path, [("名称", "模板", "主管部门"), ("甲局", "某市2024"), ("乙站", None, "甲局")])
    assert [body.pack for body in bodies(tmp_path)] == ["某市2024", "某市2024"]


def test_a_list_may_be_a_file_of_commas(tmp_path: Path) -> None:
    (tmp_path / "名单.csv").write_text("单位名称,主管部门\n甲局,\n乙中心,甲局\n", encoding="gb18030")
    assert [(body.name, body.parent) for body in bodies(tmp_path)] == [("甲局", ""), ("乙中心", "甲局")]


def test_of_two_lists_none_is_taken(tmp_path: Path) -> None:
    (tmp_path / "名单.csv").write_text("名称\n甲局\n", encoding="utf-8")
    listing(tmp_path, [("名称",), ("乙局",)])
    assert refused(tmp_path) == [(str(tmp_path), "同时有 名单.xlsx、名单.csv，请只留一个")]


def test_a_workbook_without_names_is_no_list(tmp_path: Path) -> None:
    listing(tmp_path, [("收入", "支出"), (1, 2)])
    assert refused(tmp_path) == [("名单.xlsx", "没有找到名单：表头要有“名称”一栏，一行一个部门或单位")]


def test_a_cell_without_a_result_is_told(tmp_path: Path) -> None:
    path = listing(tmp_path, [("名称", "批次"), ("甲局", None)])
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["B2"] = "=1/0"
    book.save(path)
    ((place, message),) = refused(tmp_path)
    assert place == "名单.xlsx Sheet!B2"
    assert "公式没有算出的结果" in message


def test_without_a_list_each_folder_with_data_is_a_body(tmp_path: Path) -> None:
    for name in ("乙局", "甲局", "公开", "templates", "空的"):
        (tmp_path / name).mkdir()
    for name in ("乙局", "甲局", "公开"):
        (tmp_path / name / "data.yaml").write_text(MINIMAL, encoding="utf-8")
    assert bodies(tmp_path).every == (Body("乙局", "乙局", number=1), Body("甲局", "甲局", number=2))
