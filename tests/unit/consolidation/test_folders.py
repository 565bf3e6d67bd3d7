"""Lists of units that cannot be added up, the command that starts a department: one clear sentence each."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from disclosure import cli, department_from_units, load
from disclosure.errors import InputError, OutputError
from tests.departments import without
from tests.unit.consolidation.folders import department, unit, write
from tests.unit.consolidation.test_payments import PAIR, payee, payer


def told(folder: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        load(folder)
    return [f"{problem.path}：{problem.message}" for problem in caught.value.problems]


WRONG: dict[str, tuple[list[dict[str, Any]], dict[str, Any], str]] = {
    "another year": (
        [unit("甲单位"), unit("乙单位", 年度="2022")],
        {},
        "部门.所属单位[2].数据：“u2”的数据里“年度”是“2022”，这里是“2023”，各单位和部门的年度要相同",
    ),
    "another pack": (
        [unit("甲单位", 模板="sichuan-2023")],
        {},
        "部门.所属单位[1].数据：“u1”的数据里“模板”是“sichuan-2023”，这里是“standard”，各单位和部门要用同一个模板",
    ),
    "the same name twice": (
        [unit("甲单位"), unit("甲单位")],
        {},
        "部门.所属单位[2].名称：“甲单位”和另一个所属单位相同，每个单位只列一次，名称不能重复",
    ),
    "a typed name that is not the unit's": (
        [unit("甲单位")],
        {"listed": [{"数据": "u1", "名称": "丙单位"}]},
        "部门.所属单位[1].名称：“u1”的数据里“部门.全称”是“甲单位”，这里是“丙单位”，请核对文件夹是否写对",
    ),
    "a typed nature that is not the unit's": (
        [unit("甲单位")],
        {"listed": [{"数据": "u1", "性质": "事业单位"}]},
        "部门.所属单位[1].性质：“u1”的数据里“部门.性质”是“行政单位”，这里是“事业单位”，请在其中一处改正",
    ),
    "a unit without data": (
        [unit("甲单位")],
        {"listed": [{"数据": "u1"}, {"名称": "乙单位", "性质": "事业单位"}]},
        "部门.所属单位[2]：其他单位写了“数据”，这个单位没有，合计会少这个单位；"
        "不独立编制决算的请写“独立编制: 否”",
    ),
    "lines of its own": (
        [unit("甲单位")],
        {"支出": [{"项": "2010301", "性质": "基本", "金额": "1"}]},
        "支出：“支出”由各所属单位的数据合并得出，请从部门数据里删去；部门本级也作为一个单位，放在自己的文件夹里",
    ),
    "a folder that is not there": (
        [],
        {"listed": [{"数据": "u9"}]},
        "部门.所属单位[1].数据：“u9”：找不到这个文件夹或文件，请检查路径是否写对",
    ),
    "a payer that is no unit": (
        [payer(), payee()],
        {"内部往来": [{**PAIR, "付方": "丙单位"}]},
        "内部往来[1].付方：所属单位里没有“丙单位”，可以写的有：甲单位、乙单位",
    ),
    "a unit that pays itself": (
        [payer(), payee()],
        {"内部往来": [{**PAIR, "收方": "甲单"}]},
        "内部往来[1]：付方和收方是同一个单位，不是内部往来",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_list_that_cannot_be_added_up_is_told_in_one_sentence(case: str, tmp_path: Path) -> None:
    units, own, sentence = WRONG[case]
    assert told(department(tmp_path, *units, **own)) == [sentence]


def test_the_same_folder_under_two_names_is_told(tmp_path: Path) -> None:
    folder = department(tmp_path, unit("甲单位"), listed=[{"数据": "u1"}, {"数据": "./u1/"}])
    assert len(told(folder)) == 1


def test_payments_without_units_that_are_added_up_are_told(tmp_path: Path) -> None:
    folder = write(tmp_path, unit("甲单位", 内部往来=[PAIR]))
    assert told(folder)[0].startswith("内部往来：“内部往来”只在所属单位写了“数据”")


def test_folders_that_name_each_other_are_told_as_a_circle(tmp_path: Path) -> None:
    department(tmp_path / "甲", listed=[{"数据": "../乙"}])
    department(tmp_path / "乙", listed=[{"数据": "../甲"}])
    assert told(tmp_path / "甲")[0].endswith("所属单位的数据互相引用，形成循环：甲 → 乙 → 甲")
    department(tmp_path / "丙", listed=[{"数据": "."}])
    assert told(tmp_path / "丙")[0].endswith("形成循环：丙 → 丙")


def test_a_fault_of_a_unit_is_told_at_its_own_line(tmp_path: Path) -> None:
    broken = unit("甲单位", 支出=[{"项": "2010301", "性质": "基本", "金额": "一百"}])
    with pytest.raises(
        InputError, match=r"u1/data\.yaml 第\d+行第\d+列 支出第1行（2010301 行政运行）的金额：“一百”不是数"
    ):
        load(department(tmp_path, broken))


def test_a_unit_that_keeps_no_accounts_needs_no_data(tmp_path: Path) -> None:
    listed = [{"数据": "u1"}, {"名称": "乙中心", "性质": "事业单位", "独立编制": "否"}]
    whole = load(department(tmp_path, unit("甲单位"), listed=listed))
    assert list(whole.units) == ["甲单位"]
    assert len(whole.department.units or ()) == 2


def test_the_command_writes_the_department_and_says_the_sums(tmp_path: Path) -> None:
    folders = [write(tmp_path / "甲", payer()), write(tmp_path / "乙", without(payee(), ("政府采购",)))]
    run = CliRunner().invoke(cli.app, ["consolidate", *map(str, folders), "-o", str(tmp_path / "某局")])
    assert run.exit_code == 0, run.output
    assert "合计：收支总计" in run.output
    assert "乙单没有填“政府采购”，部门的这一项因此加不起来" in run.output
    written = (tmp_path / "某局" / "data.yaml").read_text(encoding="utf-8")
    assert '    - {数据: "../甲"}   # 甲单位' in written
    assert '#   - {付方: "甲单", 收方: "乙单", 类别: 对附属单位补助, 金额: 100}' in written
    assert load(tmp_path / "某局").department.full_name == "某局"


def test_the_suggested_pair_holds_once_its_mark_is_taken_away(tmp_path: Path) -> None:
    department_from_units.consolidate(
        [write(tmp_path / "甲", payer()), write(tmp_path / "乙", payee())], tmp_path / "某局"
    )
    file = tmp_path / "某局" / "data.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("# 内部往来", "内部往来").replace("#   - {付方", "  - {付方"), encoding="utf-8"
    )
    (pair,) = load(tmp_path / "某局").internal_payments
    assert (pair.payer, pair.payee, pair.amount) == ("甲单", "乙单", Decimal(100))


def test_an_existing_department_is_never_overwritten(tmp_path: Path) -> None:
    folder = department(tmp_path, unit("甲单位"))
    before = (folder / "data.yaml").read_bytes()
    with pytest.raises(OutputError, match="已经有了，不覆盖"):
        department_from_units.consolidate([folder / "u1"], folder)
    assert (folder / "data.yaml").read_bytes() == before


def test_units_that_do_not_fit_leave_no_file(tmp_path: Path) -> None:
    folders = [write(tmp_path / "甲", unit("甲单位")), write(tmp_path / "乙", unit("乙单位", 年度="2022"))]
    with pytest.raises(InputError, match="各单位和部门的年度要相同"):
        department_from_units.consolidate(folders, tmp_path / "某局")
    assert not (tmp_path / "某局" / "data.yaml").exists()


def test_what_is_wrong_with_each_unit_is_told_with_its_folder(tmp_path: Path) -> None:
    for name in ("甲", "乙"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "决算数据.xlsx").write_bytes(b"")
    with pytest.raises(InputError) as caught:
        department_from_units.consolidate([tmp_path / "甲", tmp_path / "乙"], tmp_path / "部门")
    said = [str(problem) for problem in caught.value.problems]
    assert said == [f"{tmp_path}/{name}/决算数据.xlsx：文件是空的，请重新复制" for name in ("甲", "乙")]
