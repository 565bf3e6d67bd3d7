"""读取数据 — a folder or file becomes a Submission whose values are exact and know where they stand."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document

from disclosure.errors import InputError, Source
from disclosure.loading import data_files, read
from disclosure.model import AttachedText, Submission

DATA = """\
格式版本: 1
模板: standard
单位: 元
年度: 2023
部门:
  全称: 某市某局
  简称:
  所属单位:
    - {名称: 甲中心, 性质: 事业单位, 独立编制: 否}
支出:
  - 项: 2010301
    性质: 基本
    款: {30101: 12345678901.67, 30102: "1,234.50"}
  - 项: 2010302
    性质: 项目
    金额: 010
收入: 无
"""


def folder(where: Path, text: str = DATA, name: str = "data.yaml", **more: str) -> Path:
    """A data folder with the text as its data file, and more files by name (without .md)."""
    where.mkdir(exist_ok=True)
    (where / name).write_text(text, encoding="utf-8")
    for file, content in more.items():
        (where / f"{file}.md").write_text(content, encoding="utf-8")
    return where


def told(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read(path)
    return str(caught.value)


def test_amounts_keep_every_digit_that_the_file_has(tmp_path: Path) -> None:
    first, second = read(folder(tmp_path)).expenditure or ()
    assert list(vars(first).values())[-1] == {"30101": Decimal("12345678901.67"), "30102": Decimal("1234.50")}
    assert second.amount == 10


def test_an_empty_value_is_absent_and_none_is_known_to_be_none(tmp_path: Path) -> None:
    found = read(folder(tmp_path))
    assert found.department.short_name is None
    assert found.carryover is None
    assert found.income == ()


def test_a_value_knows_file_line_and_column_by_its_key_path(tmp_path: Path) -> None:
    found = read(folder(tmp_path))
    assert found.source("部门.全称") == Source("data.yaml", 6, 7)
    assert found.source("部门.所属单位[1].独立编制") == Source("data.yaml", 9, 33)
    assert found.source("支出") == Source("data.yaml", 10, 1)
    assert found.source("支出[2].金额") == Source("data.yaml", 16, 9)
    assert found.source("支出[1].款.30102") == Source("data.yaml", 13, 39)
    assert found.source("支出[3]") is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_the_encodings_of_chinese_offices_are_read(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "data.yaml").write_bytes(DATA.encode(encoding))
    found = read(tmp_path)
    assert found.department.full_name == "某市某局"
    assert found.source("格式版本") == Source("data.yaml", 1, 7)


def test_windows_line_ends_make_no_difference(tmp_path: Path) -> None:
    (tmp_path / "data.yaml").write_bytes(DATA.replace("\n", "\r\n").encode())
    found = read(tmp_path)
    assert found == read(folder(tmp_path / "unix"))
    assert found.source("支出[2].金额") == Source("data.yaml", 16, 9)


def test_json_gives_the_same_as_yaml_with_positions_of_its_own(tmp_path: Path) -> None:
    lines = {"项": "2010301", "性质": "基本", "款": {"30101": "12345678901.67", "30102": "1,234.50"}}
    data = {"格式版本": 1, "模板": "standard", "单位": "元", "年度": 2023}
    data |= {
        "部门": {
            "全称": "某市某局",
            "简称": None,
            "所属单位": [{"名称": "甲中心", "性质": "事业单位", "独立编制": "否"}],
        }
    }
    data |= {"支出": [lines, {"项": "2010302", "性质": "项目", "金额": 10}], "收入": "无"}
    text = json.dumps(data, ensure_ascii=False, indent="\t")
    found = read(folder(tmp_path / "json", text, "data.json"))
    assert found.model_dump() == read(folder(tmp_path / "yaml")).model_dump()
    assert found.source("年度") == Source("data.json", 5, 8)


def test_json_escapes_beyond_the_basic_plane_are_one_character(tmp_path: Path) -> None:
    text = json.dumps(
        {"格式版本": 1, "模板": "standard", "单位": "元", "年度": 2023, "部门": {"全称": "𬭎局"}}
    )
    assert "\\ud872" in text
    assert read(folder(tmp_path, text, "data.json")).department.full_name == "𬭎局"


@pytest.mark.parametrize("name", ["data.yml", "2023.yaml", "某局.json"])
def test_one_file_is_read_like_a_folder(tmp_path: Path, name: str) -> None:
    path = folder(tmp_path, name=name) / name
    found = read(str(path) if name != "data.yml" else tmp_path)
    assert found.source("年度") == Source(name, 4, 5)


def test_amounts_of_a_file_in_wan_are_held_in_yuan(tmp_path: Path) -> None:
    text = DATA.replace("单位: 元", "单位: 万元").replace("12345678901.67", "12.34") + "机关运行经费: 0.01\n"
    assert read(folder(tmp_path, text)).agency_running_cost == 100


def test_last_year_may_be_held_in_wan_in_a_file_in_yuan(tmp_path: Path) -> None:
    text = DATA + "上年数: {单位: 万元, 收支总计: 228.33}\n机关运行经费: 5.01\n"
    found = read(folder(tmp_path, text))
    assert found.prior is not None
    assert found.prior.grand_total == 2_283_300
    assert found.agency_running_cost == Decimal("5.01")


def test_a_text_may_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    text = DATA.replace("  简称:\n", "  职责: {文件: 文字\\职责.md}\n")
    folder(tmp_path, text)
    folder(tmp_path / "文字", "", "readme.txt", 职责="一、负责。\n二、指导。\n")
    found = read(tmp_path)
    assert found.department.duties == "一、负责。\n二、指导。"
    assert found.source("部门.职责") == Source("文字\\职责.md")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_text_file_is_decoded_like_the_data(tmp_path: Path, encoding: str) -> None:
    folder(tmp_path, DATA.replace("  简称:\n", "  职责: {文件: 职责.txt}\n"))
    (tmp_path / "职责.txt").write_bytes("负责某事。".encode(encoding))
    assert read(tmp_path).department.duties == "负责某事。"


def test_a_reason_may_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    found = read(folder(tmp_path, DATA + "原因:\n  收支总计: {文件: 原因.md}\n", 原因="人员增加"))
    assert found.reasons.grand_total is not None
    assert found.reasons.grand_total[0].cause == "人员增加"


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("密", encoding="utf-8")
    inside = folder(tmp_path / "2023", DATA.replace("  简称:\n", "  职责: {文件: 职责.md}\n"))
    (inside / "职责.md").symlink_to(tmp_path / "secret.md")
    assert "文件必须放在数据文件夹内" in told(inside)


def test_attachments_come_with_their_content(tmp_path: Path) -> None:
    text = (
        DATA
        + "附件:\n  - {标题: 报告, 文件: 报告.docx}\n"
        + "  - {标题: 说明, 文件: 说明.md}\n  - {标题: 表, 文字: 无表}\n"
    )
    document = Document()
    document.add_heading("绩效", 1)
    folder(tmp_path, text, 说明="甲")
    document.save(str(tmp_path / "报告.docx"))
    found = read(tmp_path)
    assert found.files["报告.docx"].parts == (AttachedText("绩效", 1),)
    assert found.files["报告.docx"].data == (tmp_path / "报告.docx").read_bytes()
    assert found.files["说明.md"].text == "甲"
    assert set(found.files) == {"报告.docx", "说明.md"}


def test_aliases_repeat_a_value(tmp_path: Path) -> None:
    text = DATA.replace("金额: 010", "金额: &a 12.30") + "机关运行经费: *a\n"
    assert read(folder(tmp_path, text)).agency_running_cost == Decimal("12.30")


def with_last_year(where: Path, last_year: str, shown: str = "../2022") -> Submission:
    folder(where / "2022", last_year)
    return read(folder(where / "2023", DATA + f"上年数: {{文件夹: {shown}}}\n"))


@pytest.mark.parametrize("shown", ["../2022", "'..\\2022'", "../2022/", "../2022/data.yaml"])
def test_last_years_folder_gives_last_years_data(tmp_path: Path, shown: str) -> None:
    found = with_last_year(tmp_path, DATA.replace("年度: 2023", "年度: 2022"), shown)
    assert found.last_year is not None
    assert found.last_year.year == 2022
    assert str(found.last_year.source("年度")) == "../2022/data.yaml 第4行第5列"


def test_last_years_own_last_year_and_attachments_are_not_read(tmp_path: Path) -> None:
    own = "上年数: {文件夹: ../2023}\n附件: [{标题: 报告, 文件: 报告.docx}]\n"
    found = with_last_year(tmp_path, DATA.replace("年度: 2023", "年度: 2022") + own)
    assert found.last_year is not None
    assert found.last_year.last_year is None


def test_problems_of_both_years_are_told_at_once_those_of_this_year_first(tmp_path: Path) -> None:
    folder(tmp_path / "2022", DATA.replace("年度: 2023", "年度: 2022").replace("性质: 项目", "性质: 其他"))
    bad = DATA.replace("性质: 基本", "性质: 基础") + "上年数: {文件夹: ../2022}\n"
    problems = told(folder(tmp_path / "2023", bad)).splitlines()
    assert [" ".join(line.split()[:2]) for line in problems] == [
        "data.yaml 第12行第9列",
        "../2022/data.yaml 第15行第9列",
    ]


def test_a_folder_that_does_not_exist_is_told(tmp_path: Path) -> None:
    assert told(tmp_path / "无") == f"{tmp_path / '无'}：找不到这个文件夹或文件，请检查路径是否写对"


def test_a_folder_without_data_names_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "决算.txt").touch()
    message = (
        f"{tmp_path}：文件夹里没有 data.yaml（也可以用 data.yml 或 data.json），"
        "也没有填报工作簿（.xlsx），文件夹里现有：决算.txt"
    )
    assert told(tmp_path) == message


def test_two_data_files_in_a_folder_are_one_too_many(tmp_path: Path) -> None:
    folder(tmp_path, "{}", "data.json")
    assert told(folder(tmp_path)) == f"{tmp_path}：同时有 data.yaml、data.json，请只留一个"


def test_a_file_of_another_kind_is_not_data(tmp_path: Path) -> None:
    (tmp_path / "决算.txt").touch()
    assert "不是数据文件" in told(tmp_path / "决算.txt")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    folder(tmp_path, "#" * (data_files.DATA_LIMIT + 1))
    assert told(tmp_path) == "data.yaml：文件太大，超过了 5 MB，请核对是不是放错了文件"


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    folder(tmp_path)
    monkeypatch.setattr(Path, "open", refuse)
    assert told(tmp_path) == "data.yaml：没有读取权限，请检查文件权限或关闭占用它的程序"


def test_a_path_that_no_system_has_is_told() -> None:
    assert "请检查" in told(Path("a\0b"))
    assert "请检查" in told(Path("长" * 5000))


def test_a_code_that_the_catalogue_does_not_list_is_no_fault(tmp_path: Path) -> None:
    found = read(folder(tmp_path, DATA.replace("2010302", "2019998")))
    assert [line.item for line in found.expenditure or ()] == ["2010301", "2019998"]
