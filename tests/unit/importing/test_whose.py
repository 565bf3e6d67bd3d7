"""Tables of two offices, or of two years, are never mixed: which bears what is said, and not taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from disclosure.errors import InputError
from disclosure.importing import import_tables
from disclosure.importing.import_report import Report
from disclosure.loading import read
from tests.unit.importing.test_again import page

HEAD = """格式版本: 1
模板: yunnan-2023
单位: 元
年度: 2023
结转结余: 无
部门: {{全称: {全称}, {更多}类型: 单位, 性质: 行政单位}}
"""


def typed(folder: Path, full: str, more: str = "") -> None:
    (folder / "data.yaml").write_text(HEAD.format(全称=full, 更多=more), encoding="utf-8")


def first_of(text: str) -> str:
    """A page with its first table, 支出决算表, alone."""
    return text.partition("<h3>收入决算表")[0]


def rest_of(text: str) -> str:
    return "<h3>收入决算表" + text.partition("<h3>收入决算表")[2]


def take(folder: Path, *pages: str) -> Report:
    files = [folder.parent / f"{'甲乙丙'[number]}.html" for number in range(len(pages))]
    for file, text in zip(files, pages, strict=True):
        file.write_text(text, encoding="utf-8")
    return import_tables(files, folder, "yunnan-2023")


def refused(folder: Path, *pages: str) -> str:
    """The one sentence of a refused import, which left the folder as it was."""
    before = {path: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(InputError) as caught:
        take(folder, *pages)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
    (problem,) = caught.value.problems
    return problem.message


def spent(folder: Path) -> list[object]:
    return [line.amount for line in read(folder).expenditure or ()]


def test_tables_of_two_departments_are_refused_with_the_places_of_each_name(folder: Path) -> None:
    said = refused(folder, first_of(page(100, 50)), rest_of(page(100, 50, owner="某某厅")))
    assert said == (
        "部门不一样，没有导入：表上写的是“某某局”（甲.html 第1个表格上方），“某某厅”（乙.html 第1个表格上方、"
        "乙.html 第2个表格上方、乙.html 第3个表格上方等 4 处）。请只导入一个部门的表；"
        "是同一个部门的几种名称，请先在数据的“部门”里写明全称和简称，再导入"
    )


def test_the_same_table_of_two_departments_is_refused_though_their_amounts_agree(folder: Path) -> None:
    said = refused(folder, page(100, 50), first_of(page(100, 50, owner="某某厅")))
    assert "“某某厅”（乙.html 第1个表格上方）" in said


def test_tables_of_another_department_than_the_data_are_refused(folder: Path) -> None:
    typed(folder, "某某局")
    assert "；数据里是“某某局”。" in refused(folder, page(1, 1, owner="某某厅"))


def test_tables_of_another_department_than_those_imported_before_are_refused(folder: Path) -> None:
    take(folder, page(100, 50))
    assert "“某某厅”" in refused(folder, page(100, 50, owner="某某厅"))


@pytest.mark.parametrize(
    "name", ["某某市某某局", "某某局", "某某局本级", "某某局（本级）", "101001某某市某某局", "某某市 某某局"]
)
def test_names_that_the_data_explain_are_one_department(folder: Path, name: str) -> None:
    typed(folder, "某某市某某局", "简称: 某某局, ")
    take(folder, first_of(page(100, 50, owner=name)), rest_of(page(100, 50, owner="某某市某某局")))
    assert spent(folder) == [100, 50]


def test_a_short_name_that_nobody_explained_is_refused(folder: Path) -> None:
    typed(folder, "某某市某某局")
    assert "写明全称和简称" in refused(folder, page(100, 50, owner="某某局"))


def test_a_department_alone_and_with_its_units_is_not_mixed(folder: Path) -> None:
    said = refused(
        folder, first_of(page(1, 1, owner="某某局（本级）")), rest_of(page(1, 1, owner="某某局（汇总）"))
    )
    assert said.startswith(
        "有的是本级的，有的是汇总的，没有导入：表上写的是“某某局(本级)”（甲.html 第1个表格上方），"
    )


def dated(text: str, year: int) -> str:
    return text.replace("<h3>", f"<h3>{year}年度")


def doubted(folder: Path, *pages: str) -> dict[str, str]:
    """Why each doubtful table of the pages was left out; what is sure was taken."""
    report = take(folder, *pages)
    return {name.partition("（")[0]: "；".join(reasons) for name, reasons in report.doubtful}


def test_a_table_of_another_year_is_left_out_and_the_others_are_taken(folder: Path) -> None:
    typed(folder, "某某局")
    said = doubted(folder, dated(page(100, 50), 2023).replace("2023年度收入决算表", "2022年度收入决算表"))
    assert said == {
        "公开02表 收入决算表": "甲.html 第2个表格上方：“2022年度收入决算表”是2022年度的，数据是2023年度，"
        "请核对：拿错了的换成2023年度的表，年度写错了的改正，再导入"
    }
    assert spent(folder) == [100, 50]


def test_where_the_data_have_no_year_it_is_that_of_most_tables(folder: Path) -> None:
    said = doubted(folder, dated(first_of(page(9, 9)), 2022), dated(rest_of(page(100, 50)), 2023))
    assert "是2022年度的，别的表是2023年度，" in said["公开03表 支出决算表"]
    assert '年度: "2023"' in (folder / "导入.yaml").read_text(encoding="utf-8")


def test_tables_of_another_year_than_those_imported_before_change_nothing(folder: Path) -> None:
    take(folder, dated(page(100, 50), 2023))
    before = (folder / "导入.yaml").read_bytes()
    with pytest.raises(InputError) as caught:
        take(folder, dated(page(9, 9), 2022))
    assert "“2022年度支出决算表”是2022年度的，数据是2023年度" in str(caught.value)
    assert (folder / "导入.yaml").read_bytes() == before


@pytest.mark.parametrize(
    "corner", ["2022年度", "（2022年）", "年度：2022", "公开03表 2022年度", "2022年度 金额单位：元"]
)
def test_a_year_that_stands_in_the_corner_alone_is_read(folder: Path, corner: str) -> None:
    typed(folder, "某某局")
    other = first_of(page(9, 9)).replace("</h3>", f"</h3><p>{corner}</p>")
    said = doubted(folder, other, rest_of(page(100, 50)))["公开03表 支出决算表"]
    assert f"“{corner}”是2022年度的，数据是2023年度" in said


@pytest.mark.parametrize("corner", ["编制日期：2024年8月1日", "2023年度", "2023年"])
def test_a_date_or_the_year_of_the_data_in_the_corner_is_no_doubt(folder: Path, corner: str) -> None:
    typed(folder, "某某局")
    assert doubted(folder, page(100, 50).replace("</h3>", f"</h3><p>{corner}</p>")) == {}


def test_tables_of_the_year_of_the_data_are_taken(folder: Path) -> None:
    typed(folder, "某某局")
    take(folder, dated(page(100, 50), 2023))
    assert spent(folder) == [100, 50]
