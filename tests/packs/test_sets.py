"""The table sets of the delivered packs: which tables, in which order, and that their formulas hold."""

from __future__ import annotations

import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

import disclosure
from disclosure import api, deriving, formula, packs
from disclosure.authoring import show_pack
from disclosure.checks.report_printing import lines_to_confirm
from disclosure.errors import PackError
from disclosure.forms.entered_data import concrete
from disclosure.forms.fill_cells import fill
from disclosure.forms.filled_table import FilledTable
from disclosure.forms.spec import TableSpec
from disclosure.loading.read_submission import read
from disclosure.model import Submission
from disclosure.packs.linting import lint
from disclosure.packs.linting.remark import errors
from disclosure.packs.table_specs import table_specs
from tests import delivered, making
from tests.departments import EXAMPLES, small, submission, text
from tests.packs.test_departments import DEPARTMENTS, asked

CENTRAL = (
    "收入支出决算总表",
    "收入决算表",
    "支出决算表",
    "财政拨款收入支出决算总表",
    "一般公共预算财政拨款支出决算表",
    "一般公共预算财政拨款基本支出决算明细表",
    "政府性基金预算财政拨款收入支出决算表",
    "国有资本经营预算财政拨款支出决算表",
    "财政拨款“三公”经费支出决算表",
)
SHANGHAI = (
    *CENTRAL[:5],
    "一般公共预算财政拨款基本支出决算表",
    CENTRAL[8],
    CENTRAL[6],
    "国有资本经营预算财政拨款收入支出决算表",
)
SICHUAN = (
    *CENTRAL[:4],
    "财政拨款支出决算明细表",
    CENTRAL[4],
    "一般公共预算财政拨款支出决算明细表",
    "一般公共预算财政拨款基本支出决算表",
    "一般公共预算财政拨款项目支出决算表",
    CENTRAL[6],
    "国有资本经营预算财政拨款收入支出决算表",
    "国有资本经营预算财政拨款支出决算表",
    CENTRAL[8],
    "部门预算项目支出绩效自评表（{年度}年度）",
)
YUNNAN = (
    "收入支出决算表",
    "收入决算表",
    "支出决算表",
    "财政拨款收入支出决算表",
    "一般公共预算财政拨款收入支出决算表",
    "一般公共预算财政拨款基本支出决算表",
    "一般公共预算财政拨款项目支出决算表",
    "政府性基金预算财政拨款收入支出决算表",
    "国有资本经营预算财政拨款收入支出决算表",
    "财政拨款“三公”经费、行政参公单位机关运行经费情况表",
    "一般公共预算财政拨款“三公”经费情况表",
    "国有资产使用情况表",
    "{年度}年度部门整体支出绩效自评情况",
    "{年度}年度部门整体支出绩效自评表",
    "{年度}年度项目支出绩效自评表",
)
SETS = {
    "central-2023": CENTRAL,
    "shanghai-2024": SHANGHAI,
    "sichuan-2023": SICHUAN,
    "sichuan-2024": (*SICHUAN[:7], CENTRAL[5], *SICHUAN[8:]),
    "yunnan-2023": YUNNAN,
    "yunnan-2024": YUNNAN,
    "yunnan-11-2024": YUNNAN[:11],
}
HELD_AGAINST_NOTHING = [f"公开{number:02d}表" for number in (1, 5, 9, 11, 12, 13, 14, 15)]
HEAD = '"名称" = "甲"\n"版本" = "1.0"\n"年度" = 2024\n"继承" = "sichuan-2024"\n'
YEARS = {
    "central-2025": "central-2023",
    "shanghai-2025": "shanghai-2024",
    "sichuan-2025": "sichuan-2024",
    "yunnan-2025": "yunnan-2024",
}
EVERY_FUND = {
    "收入": [{"来源": "事业收入", "项": "2010301", "金额": "7", "其中教育收费": "1"}],
    "支出": [
        {"项": "2010301", "性质": "基本", "款": {"30101": "60", "30201": "20.5", "30231": "8", "31002": "3"}},
        {"项": "2010301", "性质": "基本", "资金": "其他资金", "款": {"30201": "7"}},
        {"项": "2010302", "性质": "项目", "款": {"30214": "30", "30905": "2"}},
        {"项": "2120801", "性质": "项目", "资金": "政府性基金", "款": {"30905": "11"}},
        {"项": "2230105", "性质": "项目", "资金": "国有资本经营", "款": {"31204": "5"}},
    ],
    "结转结余": [
        {"项": "2010302", "性质": "项目", "年初": "4", "调整": "-1", "年末结转": "3", "年末结余": "2"},
        {"项": "2010399", "性质": "基本", "年初": "2"},
        {"项": "2120801", "性质": "项目", "资金": "政府性基金", "年初": "6", "年末结转": "1"},
    ],
}


def specs(pack: str) -> tuple[TableSpec, ...]:
    return table_specs(packs.resolve(pack, [packs.built_in()]), int(pack[-4:]))


def filled(pack: str, data: Submission) -> list[FilledTable]:
    derived = deriving.derive(data)
    return [fill(spec, derived, data) for spec in concrete(specs(pack), data)]


@pytest.mark.parametrize("pack", SETS)
def test_a_set_has_the_published_tables_in_their_order(pack: str) -> None:
    assert tuple(spec.title for spec in specs(pack)) == SETS[pack]


@pytest.mark.parametrize(("pack", "parent"), YEARS.items())
def test_a_pack_that_only_names_a_year_is_its_parent_and_says_so(pack: str, parent: str) -> None:
    made, above = (packs.resolve(name, [packs.built_in()]) for name in (pack, parent))
    head = {"name": "", "version": "", "brief": "", "extends": "", "year": 0}
    assert delivered.only_names_a_year(pack)
    assert made.names[1:] == above.names
    assert made.manifest.model_copy(update=head) == above.manifest.model_copy(update=head)
    assert (made.manifest.year, above.manifest.year) == (2025, int(parent[-4:]))
    assert "没有与2025年度官方表样核对" in made.manifest.brief


def test_where_eleven_tables_are_listed_the_text_points_to_the_attached_ones() -> None:
    made = {**DEPARTMENTS["normal"](), "模板": "yunnan-11-2024", "年度": "2024"}
    said = text(disclosure.compose(submission(asked(made)), draft=True).document)
    assert "国有资产占用情况详见附表" in said
    assert "项目支出绩效自评表详见附表" in said
    assert "公开12表" not in said


@pytest.mark.parametrize("pack", [pack for pack in SETS if pack != "shanghai-2024"])
def test_printed_numbers_run_without_a_gap(pack: str) -> None:
    made = [spec for spec in specs(pack) if not spec.printed_in]
    assert [spec.sheet_number for spec in made] == [
        f"公开{number:02d}表" for number in range(1, len(made) + 1)
    ]


@pytest.mark.parametrize("pack", SETS)
@pytest.mark.parametrize("changes", [{}, EVERY_FUND], ids=["small", "every-fund"])
def test_every_formula_of_every_table_holds(pack: str, changes: dict[str, object]) -> None:
    tables = filled(pack, submission(small(模板=pack, 年度=pack[-4:], **changes)))
    assert [fault for table in tables for fault in faults(table)] == []


def test_the_formulas_of_the_published_department_hold() -> None:
    tables = filled("yunnan-2023", read(EXAMPLES / "yuxi-beijing-2023"))
    assert [fault for table in tables for fault in faults(table)] == []


def faults(table: FilledTable) -> list[str]:
    """Cells whose value is not what one of their formulas makes."""
    cells = {name.partition(".")[2]: cell for name, cell in table.cells()}
    found = []
    for name, cell in cells.items():
        for declared in cell.formulas:
            made = formula.evaluate(formula.parse(declared), lambda other: cells[other].value or Decimal(0))
            if made is not None and cell.value is not None and made != cell.value:
                found.append(f"{table.id}.{name}: {cell.value} ≠ {declared} = {made}")
    return found


@pytest.mark.parametrize("pack", SETS)
def test_each_cell_that_is_a_sum_names_cells_that_are_there(pack: str) -> None:
    for table in filled(pack, submission(small(模板=pack, 年度=pack[-4:], **EVERY_FUND))):
        names = {tuple(name.partition(".")[2].split(".")) for name, _ in table.cells()}
        assert {part for _, cell in table.cells() for part in cell.parts} <= names


def test_a_build_says_once_which_tables_nobody_has_held_against_the_form() -> None:
    (told,) = lines_to_confirm(api.check(EXAMPLES / "yuxi-beijing-2023"))
    assert re.findall("公开..表", told.partition("）")[0]) == HELD_AGAINST_NOTHING
    assert "没有与2023年度官方表样核对" in told
    assert "写明姓名和日期" in told


def test_somebody_who_compared_the_tables_ends_the_notice_until_they_change() -> None:
    data = {**small(模板="yunnan-2023")}
    waiver = {"代码": "CL26.2", "位置": "模板", "理由": "与市财政局下发的表样逐张比过", "姓名": "张某"}
    waiver |= {"日期": "2024年8月1日", "依据数": f"yunnan-2023：{'、'.join(HELD_AGAINST_NOTHING)}"}
    confirmed = api.check(submission({**data, "豁免": [waiver]}))
    assert [*lines_to_confirm(confirmed)] == []
    assert [result.why for result in confirmed.results if result.code == "CL26.2"] == [
        "与市财政局下发的表样逐张比过（张某，2024年8月1日）"
    ]
    assert (
        len([*lines_to_confirm(api.check(submission({**data, "模板": "yunnan-2024", "豁免": [waiver]})))])
        == 1
    )


def test_the_notice_names_the_pack_in_use_and_its_tables_not_the_one_that_the_data_name() -> None:
    (told,) = api.check(submission(small(模板="standard")), pack="yunnan-2023").of("CL26.2")
    assert told.stated == f"yunnan-2023：{'、'.join(HELD_AGAINST_NOTHING)}"
    assert told.message.startswith("模板 yunnan-2023 的 ")


def test_a_pack_without_tables_says_so_once_and_one_with_tables_does_not() -> None:
    said = "模板 standard 没有公开表，做出的文件里没有表；有表的模板见 disclosure pack list"
    data = submission(small(模板="standard"))
    assert list(api.check(data).remarks).count(said) == 1
    assert list(api.build(data, ["cms"]).notes).count(said) == 1
    assert not [note for note in api.check(data, pack="central-2023").remarks if "没有公开表" in note]


def test_the_list_of_packs_says_how_many_tables_each_has() -> None:
    listed = {line.split()[0]: line for line in show_pack.listing([packs.built_in()])}
    assert listed["standard"].endswith("（没有公开表）")
    assert listed["yunnan-11-2024"].endswith("（公开表 11 张）")


SOURCE = """[["已核对"]]
"来源" = "某市表样（某财〔2024〕1号）"
"日期" = "2024年8月1日"
"表" = ["income", "fund"]
"""


def held(folder: Path) -> list[str]:
    made = packs.resolve(folder.name, [folder.parent, packs.built_in()])
    return [spec.id for spec in table_specs(made, 2024) if spec.verified]


def test_what_a_pack_was_held_against_does_not_hold_for_another_year_or_another_table(tmp_path: Path) -> None:
    above = making.pack(tmp_path, "上", parent="sichuan-2024", files={"pack.toml": f"{HEAD}{SOURCE}"})
    assert held(above) == ["income", "fund"]
    head = '"名称" = "下"\n"版本" = "1.0"\n"继承" = "上"\n'
    for files, still in (
        ({"pack.toml": f'{head}["表号"]\n"income" = "表二"\n'}, ["income", "fund"]),
        ({"pack.toml": f'{head}"年度" = 2025\n'}, []),
        ({"pack.toml": head, "tables/income.toml": '"横向" = false\n'}, ["fund"]),
    ):
        shutil.rmtree(tmp_path / "下", ignore_errors=True)
        assert held(making.pack(tmp_path, "下", files=files)) == still


def test_a_pack_says_what_it_was_held_against(tmp_path: Path) -> None:
    above = making.pack(tmp_path, "上", parent="sichuan-2024", files={"pack.toml": f"{HEAD}{SOURCE}"})
    lines = list(show_pack.shown(packs.resolve("上", [above.parent, packs.built_in()])))
    assert "  已核对（某市表样（某财〔2024〕1号），2024年8月1日）：income、fund" in lines
    assert lines[-1].startswith("尚未与正式表样核对的表：income_expenditure、expenditure、")


def test_a_table_that_only_says_true_is_refused(tmp_path: Path) -> None:
    folder = making.pack(tmp_path, parent="sichuan-2024", files={"tables/income.toml": '"已核对" = true\n'})
    with pytest.raises(PackError, match="^甲/tables/income.toml 已核对：要写明对照的是什么，例如"):
        held(folder)


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"pack.toml": HEAD + '"已核对" = true\n'}, "甲/pack.toml 已核对：写法不对"),
        ({"pack.toml": HEAD + '[["已核对"]]\n"表" = ["income"]\n'}, "甲/pack.toml 已核对.*来源：缺这一项"),
        ({"pack.toml": HEAD + SOURCE.replace("fund", "fond")}, "没有“fond”这张表，可用的有：fund"),
        ({"pack.toml": HEAD + SOURCE + '"章节" = ["totl"]\n'}, "没有“totl”这节，可用的有：total"),
    ],
)
def test_verified_without_a_source_is_refused(files: dict[str, str], sentence: str, tmp_path: Path) -> None:
    folder = making.pack(tmp_path, "甲", parent="sichuan-2024", files=files)
    remarks = lint.declared(packs.resolve("甲", [folder.parent, packs.built_in()]))
    assert any(re.search(sentence, str(remark)) for remark in errors(list(remarks)))
