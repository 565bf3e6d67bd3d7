"""Importing again: imported values are replaced, typed ones stay, changes are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from disclosure.cli.importing import import_command
from disclosure.errors import InputError
from disclosure.importing import import_tables
from disclosure.loading import read

HEAD = (
    "格式版本: 1\n模板: yunnan-2023\n单位: 元\n年度: 2023\n部门: {全称: 某某局, 类型: 单位, 性质: 行政单位}\n"
)
NATURES = ("基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
SOURCES = ("财政拨款收入", "上级补助收入", "事业收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
CODES = [
    ("", "合计"),
    ("201", "一般公共服务支出"),
    ("20103", "政府办公厅（室）及相关机构事务"),
    ("2010301", "行政运行"),
]
KEYS = ["科目编码", "科目名称"]


def page(basic: int, project: int, *, owner: str = "某某局", unit: str = "元") -> str:
    """The tables of a department with one subject, as a page."""
    whole = basic + project
    spent = [["项目", "", "本年支出合计", *NATURES], [*KEYS, *[""] * 6]]
    got = [["项目", "", "本年收入合计", *SOURCES], [*KEYS, "", "", "", "小计", "其中：教育收费", "", "", ""]]
    parts = [
        _table("支出决算表", spent, CODES, [whole, basic, project, "", "", ""]),
        _table("收入决算表", got, CODES, [whole, whole, *[""] * 6]),
        _account("一般公共预算财政拨款收入支出决算表", CODES, basic, project),
        _account("政府性基金预算财政拨款收入支出决算表", CODES[:1], 0, 0),
        _account("国有资本经营预算财政拨款收入支出决算表", CODES[:1], 0, 0),
    ]
    corner = f"<p>部门：{owner}</p><p>金额单位：{unit}</p>"
    return "<html><body>" + "".join(part.replace("{角}", corner) for part in parts) + "</body></html>"


def _account(title: str, codes: list[tuple[str, str]], basic: int, project: int) -> str:
    groups = {"年初结转和结余": 3, "本年收入": 3, "本年支出": 5, "年末结转和结余": 5}
    top = ["项目", "", *(name for name, columns in groups.items() for _ in range(columns))]
    second = [
        "科目编码", "科目名称", "合计", "基本支出结转", "项目支出结转和结余", "合计", "基本支出", "项目支出",
        "合计", "基本支出", "基本支出", "基本支出", "项目支出",
        "合计", "基本支出结转", "项目支出结转和结余", "项目支出结转和结余", "项目支出结转和结余",
    ]  # fmt: skip
    third = [*[""] * 9, "小计", "人员经费", "公用经费", "", "", "", "小计", "项目支出结转", "项目支出结余"]
    whole = basic + project
    amounts = ["", "", "", whole, basic, project, whole, basic, basic, "", project, *[""] * 5]
    return _table(title, [top, second, third], codes, amounts)


def _table(title: str, head: list[list[str]], codes: list[tuple[str, str]], amounts: list[object]) -> str:
    rows = [*head, *([code, name, *map(str, amounts)] for code, name in codes)]
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<h3>{title}</h3>{{角}}<table>{body}</table>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "data"
    made.mkdir()
    (made / "data.yaml").write_text(HEAD, encoding="utf-8")
    return made


def take(folder: Path, text: str) -> list[str]:
    """Imports a page and gives what is said."""
    file = folder.parent / "公开表.html"
    file.write_text(text, encoding="utf-8")
    return list(import_tables([file], folder).lines())


def type_in(folder: Path, text: str) -> None:
    with (folder / "data.yaml").open("a", encoding="utf-8") as file:
        file.write(text)


@pytest.mark.parametrize(
    ("first", "second"), [((100, 50), (120, 50)), ((7, 0), (0, 9)), ((10, 10), (10, 30))]
)
def test_import_a_type_import_b_keeps_what_was_typed_and_takes_what_changed(
    folder: Path, first: tuple[int, int], second: tuple[int, int]
) -> None:
    take(folder, page(*first))
    type_in(folder, "机关运行经费: 3\n政府采购: 无\n结转结余: 无\n")
    before = (folder / "data.yaml").read_bytes()
    said = take(folder, page(*second))
    submission = read(folder)
    money = {line.nature: line.amount for line in submission.expenditure or ()}
    assert money == {
        nature: amount for nature, amount in zip(("基本", "项目"), second, strict=True) if amount
    }
    assert (folder / "data.yaml").read_bytes() == before
    assert submission.agency_running_cost == 3
    assert any("变化" in line for line in said)


def test_each_changed_value_is_printed_old_and_new(folder: Path) -> None:
    take(folder, page(100, 50))
    said = take(folder, page(120, 50))
    assert "  · 支出 2010301 基本 一般公共预算 金额：100 → 120" in said


def test_importing_the_same_tables_again_changes_nothing(folder: Path) -> None:
    take(folder, page(100, 50))
    before = (folder / "导入.yaml").read_bytes()
    assert not any("变化" in line for line in take(folder, page(100, 50)))
    assert (folder / "导入.yaml").read_bytes() == before


def test_a_typed_amount_that_the_table_contradicts_is_shown_and_not_overwritten(folder: Path) -> None:
    type_in(
        folder, "支出:\n  - {项: 2010301, 性质: 基本, 金额: 99}\n  - {项: 2010301, 性质: 项目, 金额: 50}\n"
    )
    take(folder, page(100, 50))
    with pytest.raises(InputError) as error:
        read(folder)
    (problem,) = error.value.problems
    assert "data.yaml 第" in problem.message
    assert "合计是“99”" in problem.message
    assert "公开表.html" in problem.message
    assert "是“100”" in problem.message


@pytest.mark.parametrize("amount", ["约100", ""])
def test_an_imported_amount_that_somebody_spoilt_is_told(folder: Path, amount: str) -> None:
    type_in(folder, "支出:\n  - {项: 2010301, 性质: 基本, 金额: 100}\n")
    take(folder, page(100, 50))
    imported = folder / "导入.yaml"
    text = imported.read_text(encoding="utf-8")
    assert '"金额": "100"' in text
    imported.write_text(text.replace('"金额": "100"', f'"金额": "{amount}"'), encoding="utf-8")
    with pytest.raises(InputError) as error:
        read(folder)
    said = " 支出第1行（2010301 行政运行）：导入的这一行没有读得出的金额，请重新导入；要改的写在自己的数据里"
    assert any(str(problem).endswith(said) for problem in error.value.problems)


def test_typed_lines_in_more_detail_that_add_up_stay_as_they_are(folder: Path) -> None:
    type_in(
        folder,
        "结转结余: 无\n支出:\n  - {项: 2010301, 性质: 项目, 项目名称: 会议, 金额: 20}\n"
        "  - {项: 2010301, 性质: 项目, 项目名称: 修缮, 金额: 30}\n"
        "  - {项: 2010301, 性质: 基本, 款: {30201: 100}}\n",
    )
    take(folder, page(100, 50))
    lines = read(folder).expenditure or ()
    assert [line.project for line in lines] == ["会议", "修缮", None]
    assert [line.amount for line in lines] == [20, 30, None]


def test_a_sum_that_does_not_close_is_refused_with_the_cell(folder: Path) -> None:
    take(folder, page(100, 50))
    text = page(100, 50).replace("<td>行政运行</td><td>150</td>", "<td>行政运行</td><td>151</td>", 1)
    said = take(folder, text)
    assert any("第1个表格第6行第3列 是 151.00 元" in line and "合计对不上" in line for line in said)
    assert any("存疑，没有导入 公开03表 支出决算表" in line for line in said)
    assert [line.amount for line in read(folder).expenditure or ()] == [100, 50]


def test_tables_that_contradict_each_other_are_both_in_doubt(folder: Path) -> None:
    first = page(100, 50).partition("<h3>收入决算表")[0]
    rest = page(100, 60).partition("<h3>收入决算表")[2]
    said = take(folder, f"{first}<h3>收入决算表{rest}")
    assert any(
        "财政拨款收入.决算数" in line or "支出" in line
        for line in said
        if "请核对" in line or "分不出" in line
    )


def test_a_table_without_a_unit_is_refused(folder: Path) -> None:
    said = take(folder, page(100, 50).replace("金额单位：元", ""))
    assert sum("没有写金额单位" in line for line in said) == 3
    assert not (folder / "导入.yaml").read_text(encoding="utf-8").count("支出:")


def test_amounts_in_wan_yuan_become_the_unit_of_the_data(folder: Path) -> None:
    take(folder, page(100, 50, unit="万元"))
    type_in(folder, "结转结余: 无\n")
    assert [line.amount for line in read(folder).expenditure or ()] == [1_000_000, 500_000]


def test_without_a_pack_the_command_asks_for_one(tmp_path: Path) -> None:
    file = tmp_path / "表.html"
    file.write_text(page(1, 1), encoding="utf-8")
    with pytest.raises(InputError, match="--pack"):
        import_tables([file], tmp_path / "new")


def test_a_file_named_for_another_year_than_the_data_is_told(folder: Path) -> None:
    file = folder.parent / "2022年度公开表.html"
    file.write_text(page(1, 1), encoding="utf-8")
    said = list(import_tables([file], folder).lines())
    assert "注意：表上写的是 2022 年度，数据是 2023 年度，请核对是不是拿错了表" in said


def test_a_table_that_the_pack_does_not_have_is_named(folder: Path) -> None:
    other = _table("财政专户管理资金支出情况表", [["项目", "金额"]], [("甲", "乙")], [1])
    said = take(folder, page(1, 1).replace("</body>", f"{other}</body>"))
    assert "没有认出，没有读 公开表.html 第6个表格上方 财政专户管理资金支出情况表" in said


def test_the_command_says_what_it_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder.parent / "公开表.html"
    file.write_text(page(3, 4), encoding="utf-8")
    import_command([file], folder)
    printed = capsys.readouterr()
    assert printed.out.strip() == str(folder / "导入.yaml")
    assert "已读 公开03表 支出决算表（公开表.html 第1个表格上方）" in printed.err


def test_what_an_earlier_import_gave_stays_where_this_one_is_silent(folder: Path) -> None:
    take(folder, page(100, 50))
    before = (folder / "导入.yaml").read_text(encoding="utf-8")
    said = take(folder, page(200, 50).partition("<h3>一般公共预算财政拨款收入支出决算表")[0])
    after = (folder / "导入.yaml").read_text(encoding="utf-8")
    assert '"金额": "100"' in before
    assert '"金额": "100"' in after
    assert any(line.startswith("  · 支出：缺一般公共预算") for line in said)


def test_a_table_below_another_that_has_no_title_is_not_taken_for_its_end(folder: Path) -> None:
    take(folder, page(100, 50).replace("<h3>收入决算表</h3>", ""))
    assert [line.amount for line in read(folder).expenditure or ()] == [100, 50]


def test_a_typed_line_that_is_a_mere_text_is_told(folder: Path) -> None:
    take(folder, page(100, 50))
    type_in(folder, "支出: [甲]\n")
    with pytest.raises(InputError, match=r"data.yaml 第6行第6列 支出第1行：这里应填下级各项.*现在是文字“甲”"):
        read(folder)
