"""A folder is begun on the desk: four ways, each says first what it will make; nothing is overwritten."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

import disclosure
from disclosure import api
from disclosure.desk.upload import Upload
from disclosure.loading import data_files
from disclosure.loading.stated_head import stated_head
from disclosure.outputs import writer
from tests import making
from tests.departments import small, submission
from tests.desk.clerk import Answer, Clerk
from tests.finished import finished

NEW = {"name": "某市档案馆", "kind": "单位", "region": "四川省", "year": "2024", "unit": "万元"}
TABLES = {"region": "四川省", "year": "2023"}


@pytest.fixture
def clerk(tmp_path: Path) -> Clerk:
    home = tmp_path / "书架"
    home.mkdir()
    return Clerk(home)


@cache
def exported() -> bytes:
    """The small department's tables as a workbook."""
    data = submission({**small(), "模板": "sichuan-2023"})
    return next(one.data for one in api.build(data, ["xlsx"], draft=True).artifacts)


@cache
def published() -> bytes:
    made = finished("standard 平常").composed
    (file,) = writer("html")(made.document, made.style, made.filename)
    return file.data


def last_year(home: Path, **more: Any) -> Path:
    folder = home / "某某局2023"
    folder.mkdir()
    data = {**small(格式版本="1", 模板="sichuan-2023"), **more}
    (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return folder


def names(clerk: Clerk) -> set[str]:
    home = clerk.desk.home
    return {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()}


def tables(*given: tuple[str, bytes]) -> list[Upload]:
    return [Upload(name, data, "tables") for name, data in given]


def sure(clerk: Clerk, path: str, plan: Answer, **form: str) -> Answer:
    """The button of the page that says what will be made, with the files that it has kept."""
    assert plan.status == 200, plan.text
    return clerk.send(path, handed=plan.field("handed"), sure="1", **form)


def test_every_way_is_offered_in_words(clerk: Clerk) -> None:
    said = clerk.see("/begin")
    for way in ("/begin/new", "/begin/last", "/begin/document", "/begin/tables"):
        assert f'href="{way}"' in said.html
        page = clerk.see(way)
        assert page.status == 200
        assert page.html.count("<h1>") == 1


def test_new_says_what_it_will_make_and_makes_it_at_the_button(clerk: Clerk) -> None:
    plan = clerk.send("/begin/new", **NEW)
    for said in ("某市档案馆2024", "sichuan-2024", "公开表13张", "决算数据.xlsx", "职责.md", "机构设置.md"):
        assert said in plan.text
    assert names(clerk) == set()
    done = clerk.send("/begin/new", sure="1", **NEW)
    assert unquote(done.location).startswith("/fill?d=某市档案馆2024")
    assert names(clerk) == {f"某市档案馆2024/{one}" for one in ("决算数据.xlsx", "职责.md", "机构设置.md")}
    said_there = stated_head(clerk.desk.home / "某市档案馆2024")
    assert {key: said_there[key] for key in ("单位", "年度", "模板", "部门.全称", "部门.类型")} == {
        "单位": "万元",
        "年度": "2024",
        "模板": "sichuan-2024",
        "部门.全称": "某市档案馆",
        "部门.类型": "单位",
    }


def test_a_year_without_a_pack_takes_the_nearest_and_says_so(clerk: Clerk) -> None:
    plan = clerk.send("/begin/new", **{**NEW, "year": "2030"})
    assert "这个模板不是2030年度的，句子和表照2025年度的式样" in plan.text


def test_each_error_stands_at_its_field_and_what_was_typed_stays(clerk: Clerk) -> None:
    page = clerk.send("/begin/new", name="某市档案馆", year="二〇二四", folder="a/b")
    assert page.status == 422
    for field, said in (
        ("kind", "请选部门或单位"),
        ("unit", "请选元或万元"),
        ("region", "请选地区，或者选一个模板"),
        ("year", "请填决算的年度，四位数字，2000到2100之间"),
        ("folder", "“a/b”不能作文件夹的名称（有不能用的字，或太长），可以用“a_b”"),
    ):
        assert f'id="{field}-fault">{said}' in page.html
        assert f'href="#{field}"' in page.html
    assert page.field("name") == "某市档案馆"
    assert page.field("folder") == "a/b"
    assert names(clerk) == set()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("CON", "可以用“_CON”"),
        ("lpt1.txt", "可以用“_lpt1.txt”"),
        ("../外面", "可以用“_外面”"),
        ("局" * 90, "可以用“"),
        ("局 .", "可以用“局”"),
        ("公开", "“公开”是工作台另有用处的名称，请换一个"),
        ("※局", "“※局”是工作台另有用处的名称，请换一个"),
    ],
)
def test_names_that_no_folder_can_have_are_told(clerk: Clerk, name: str, said: str) -> None:
    page = clerk.send("/begin/new", **NEW, folder=name, sure="1")
    assert page.status == 422
    assert said in page.text
    assert names(clerk) == set()


def test_a_folder_that_is_there_is_left_as_it_is(clerk: Clerk) -> None:
    there = clerk.desk.home / "某市档案馆2024"
    there.mkdir()
    (there / "我的.txt").write_text("旧", encoding="utf-8")
    page = clerk.send("/begin/new", sure="1", **NEW)
    assert "书架上已有“某市档案馆2024”，不会改动它；请换一个名称" in page.text
    assert names(clerk) == {"某市档案馆2024/我的.txt"}


def test_last_years_folder_goes_on_with_the_pack_of_the_new_year(clerk: Clerk) -> None:
    last_year(clerk.desk.home)
    assert "某某局2023" in clerk.see("/begin/last").text
    chosen = clerk.see("/begin/last", last="某某局2023")
    assert '<option value="某某局2023" selected>' in chosen.html
    plan = clerk.send("/begin/last", last="某某局2023")
    for said in ("2024年度", "sichuan-2024", "某某局2024", "成为今年的“上年数”", "今年的金额：空着"):
        assert said in plan.text
    assert "templates" not in plan.text
    sure(clerk, "/begin/last", plan, last="某某局2023")
    given = disclosure.load(clerk.desk.home / "某某局2024")
    assert (given.year, given.pack, given.unit) == (2024, "sichuan-2024", "万元")
    assert given.department.duties


def test_own_words_come_along_with_their_pack_and_are_said_to_stay_behind_with_another(clerk: Clerk) -> None:
    folder = last_year(clerk.desk.home, 模板="甲")
    making.pack(folder / "templates", parent="sichuan-2023")
    kept = clerk.send("/begin/last", last=folder.name)
    assert "单位自己的写法（上年文件夹里的templates），照样带来" in kept.text
    assert "这个模板不是2024年度的，句子和表照2023年度的式样" in kept.text
    changed = clerk.send("/begin/last", last=folder.name, pack="sichuan-2024")
    assert "换了模板不带；要带的，请选上年的模板" in changed.text
    assert "照样带来" not in changed.text


def test_last_years_folder_that_cannot_be_read_says_why_at_its_field(clerk: Clerk) -> None:
    (last_year(clerk.desk.home) / "data.json").write_text('{"年度": ', encoding="utf-8")
    page = clerk.send("/begin/last", last="某某局2023")
    assert page.status == 422
    assert 'id="last-fault"' in page.html
    assert "data.json" in page.text


def test_no_folder_outside_of_the_shelf_is_taken_for_last_years(clerk: Clerk) -> None:
    page = clerk.send("/begin/last", last="../外面")
    assert "请从书架上选上年的文件夹" in page.text


def test_a_published_document_becomes_last_years_folder_with_its_report(clerk: Clerk) -> None:
    upload = Upload("上年公开.html", published(), "document")
    plan = clerk.send("/begin/document", upload, pack="standard")
    for said in ("上年公开.html", "导入.yaml", "学到和没学到.txt", "今年的数据还没有"):
        assert said in plan.text
    job = clerk.ended(sure(clerk, "/begin/document", plan, pack="standard"))
    assert job.fault == ""
    assert any("上年公开.html" in step for step in job.steps)
    report = clerk.see(job.address)
    assert "从它开始今年的" in report.text
    assert "录入" in report.text
    (folder,) = clerk.desk.folders()
    assert f"/begin/last?last={folder.name}" in unquote(report.html)
    assert clerk.see(job.address).text == report.text
    assert clerk.send("/begin/last", last=folder.name).status == 200


def test_exported_tables_become_data_and_a_workbook(clerk: Clerk) -> None:
    plan = clerk.send("/begin/tables", *tables(("公开表.xlsx", exported())), **TABLES)
    assert "公开表.xlsx" in plan.text
    assert names(clerk) == set()
    job = clerk.ended(sure(clerk, "/begin/tables", plan, **TABLES))
    assert job.fault == ""
    report = clerk.see(job.address)
    assert "已经导入" in report.text
    assert "支出决算表" in report.text
    assert "/tmp" not in report.text
    (folder,) = clerk.desk.folders()
    assert {path.name for path in folder.iterdir()} == {
        "导入.yaml",
        "决算数据.xlsx",
        "职责.md",
        "机构设置.md",
    }
    assert api.compose(folder, draft=True).missing


def test_an_import_that_fails_leaves_nothing_and_leads_back_to_what_was_typed(clerk: Clerk) -> None:
    page = b"<html><table><tr><td>a</td><td>b</td></tr></table></html>"
    plan = clerk.send("/begin/tables", *tables(("别的表.html", page)), **TABLES)
    job = clerk.ended(sure(clerk, "/begin/tables", plan, **TABLES))
    assert "没有一张表可以导入" in job.fault
    assert list(clerk.desk.home.iterdir()) == []
    again = clerk.see(job.back)
    assert "已经交来：别的表.html" in again.text
    assert again.field("year") == "2023"


def test_an_import_whose_usual_name_is_taken_leaves_what_is_there(clerk: Clerk) -> None:
    (clerk.desk.home / "某市某某局2023").mkdir()
    plan = clerk.send("/begin/tables", *tables(("公开表.xlsx", exported())), **TABLES)
    job = clerk.ended(sure(clerk, "/begin/tables", plan, **TABLES))
    assert "书架上已有“某市某某局2023”，不会改动它；请换一个名称" in job.fault
    assert names(clerk) == set()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("表.xlsx", b"PK\x03\x04broken", "表.xlsx"),
        ("表.et", b"x", "另存为 .xlsx"),
        ("照片.jpg", b"\xff\xd8\xff", "是图片"),
        ("空.xlsx", b"", "文件是空的"),
        ("公开.pdf", b"%PDF-1.7", "PDF 里的表不能可靠地读出"),
        ("大.xlsx", b"PK\x03\x04" + b"0" * data_files.FILE_LIMIT, "“大.xlsx”太大，一个文件最多20 MB"),
    ],
)
def test_files_that_are_not_read_are_told_at_their_field(
    clerk: Clerk, name: str, data: bytes, said: str
) -> None:
    page = clerk.send("/begin/tables", *tables((name, data)), **TABLES)
    assert page.status == 422
    assert said in page.html.partition('id="tables-fault"')[2].partition("</p>")[0]


def test_two_files_are_read_together_and_two_of_one_name_are_told(clerk: Clerk) -> None:
    both = tables(("甲.xlsx", exported()), ("乙.html", b"<html><table><tr><td>x</td></tr></table></html>"))
    plan = clerk.send("/begin/tables", *both, **TABLES)
    job = clerk.ended(sure(clerk, "/begin/tables", plan, **TABLES))
    assert "甲.xlsx、乙.html" in job.steps[0]
    twice = clerk.send("/begin/tables", *tables(("甲.xlsx", exported()), ("甲.xlsx", b"PK")), **TABLES)
    assert "有两个文件都叫“甲.xlsx”，请改一个的名称" in twice.text


def test_no_file_is_told(clerk: Clerk) -> None:
    assert "请选导出的表" in clerk.send("/begin/tables", **TABLES).text
    assert "请选上年公开的文件" in clerk.send("/begin/document").text


def test_a_folder_that_an_import_alone_began_gets_its_workbook(clerk: Clerk) -> None:
    folder = clerk.desk.home / "甲"
    folder.mkdir()
    (folder / "导入.yaml").write_text("格式版本: 1\n模板: sichuan-2023\n单位: 万元\n", encoding="utf-8")
    asked = clerk.see("/begin/workbook", d="甲")
    assert "只有导入的数据" in asked.text
    assert "单位全称" in asked.text
    refused = clerk.send("/begin/workbook", d="甲", name="某局")
    assert refused.status == 422
    assert "请填决算的年度" in refused.text
    done = clerk.send("/begin/workbook", d="甲", name="某局", year="2023")
    assert unquote(done.location).startswith("/fill?d=甲")
    assert (folder / "决算数据.xlsx").is_file()


def test_a_desk_on_one_folder_begins_nothing_inside_of_it(clerk: Clerk) -> None:
    alone = Clerk(last_year(clerk.desk.home))
    assert "用它上一级的文件夹打开" in alone.see("/begin").text
    assert "用它上一级的文件夹打开" in alone.see("/begin/new").text
