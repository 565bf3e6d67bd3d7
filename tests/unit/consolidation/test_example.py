"""The example in three units: added up, it is the department as it was published, figure by figure."""

from __future__ import annotations

import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

import disclosure
from disclosure.deriving import derive
from disclosure.errors import InputError
from disclosure.model import Submission
from tests.departments import EXAMPLES, text

WHOLE = EXAMPLES / "panzhihua-chengdu-2024"
UNITS = EXAMPLES / "panzhihua-chengdu-2024-units"


@pytest.fixture(scope="module")
def added() -> Submission:
    return disclosure.load(UNITS)


def test_every_figure_is_that_of_the_published_department(added: Submission) -> None:
    published, figures = derive(disclosure.load(WHOLE)), derive(added)
    known = {id: figure.value for id, figure in published.items() if not figure.missing}
    assert len(known) > 1500
    assert {id: figures[id].value for id in known} == known
    assert set(figures) == set(published)


def test_what_only_the_units_know_becomes_known(added: Submission) -> None:
    figures = derive(added)
    assert derive(disclosure.load(WHOLE))["agency_running_cost.civil_service_units.final"].value is None
    assert figures["agency_running_cost.civil_service_units.final"].value == Decimal("265500")
    assert figures["agency_running_cost.final"].value == Decimal("1121880")


def test_the_department_file_holds_no_amount_that_units_have() -> None:
    written = (UNITS / "data.yaml").read_text(encoding="utf-8")
    assert not {"支出:", "预算:", "上年数:", "机关运行经费: 1", "款:"} & set(written.split("\n"))
    assert "30101" not in written


def test_number_and_kinds_of_the_structure_section_are_those_of_the_list() -> None:
    said = text(disclosure.compose(UNITS).document)
    kinds = "其中行政单位1个，参照公务员法管理的事业单位1个，其他事业单位1个。"
    assert f"攀枝花市人民政府驻成都办事处下属二级预算单位3个，{kinds}" in said
    assert "3.攀枝花市成都干部服务中心（其他事业单位）。" in said


def test_people_of_the_units_are_counted_by_category() -> None:
    said = text(disclosure.compose(UNITS).document)
    assert "截至2024年12月31日，实有23人，其中公务员7人，机关工勤人员4人，聘用人员3人" in said


def test_explain_names_the_units_their_files_lines_and_shares() -> None:
    told = "\n".join(disclosure.explain(UNITS, "三公经费.公务接待费.决算数").lines())
    place = (
        r"服务中心 units/fuwuzhongxin/data\.yaml 第26行第\d+列 支出（2010350 事业运行）的款 30217 公务接待费"
    )
    assert re.search(place, told)
    assert "其中攀枝花市成都干部休养所：8000.00元" in told


def test_a_sum_tells_the_place_at_every_unit(added: Submission) -> None:
    source = str(added.source("三公经费.全年预算.公务接待费"))
    assert [part.partition(" ")[0] for part in source.split("；")] == ["成办", "干休所", "服务中心"]


def test_department_and_units_pass_their_checks_and_are_built_together() -> None:
    assert disclosure.check(UNITS).errors == ()
    built = disclosure.build(UNITS, ["html"], units=True)
    assert [artifact.name.partition("2024")[2] for artifact in built.artifacts] == [
        "年度部门决算.html",
        *["年度单位决算.html"] * 3,
    ]
    assert built.missing == ()


def test_what_stops_department_and_units_is_told_at_once_with_the_units_names(tmp_path: Path) -> None:
    folder = tmp_path / "局"
    shutil.copytree(UNITS, folder)
    change(folder / "units" / "ganxiusuo", "  机关运行经费: 压缩了日常开支\n", "")
    change(folder / "units" / "fuwuzhongxin", "  财政拨款收支总计: 107.35", "  财政拨款收支总计: 100.35")
    with pytest.raises(disclosure.CheckError) as stopped:
        disclosure.build(folder, ["html"], units=True)
    (missing,) = stopped.value.missing
    assert missing.startswith("攀枝花市成都干部休养所：")
    assert "机关运行经费" in missing
    own, of_unit = stopped.value.findings
    assert (own.code, of_unit.code) == ("XL19.2", "XL19.2")
    assert not own.message.startswith("攀枝花市")
    assert of_unit.message.startswith("攀枝花市成都干部服务中心：")
    assert all(line in str(stopped.value) for line in (missing, own.message, of_unit.message))


def change(unit: Path, before: str, after: str) -> None:
    """Another text in a unit's data."""
    data = unit / "data.yaml"
    text = data.read_text(encoding="utf-8")
    assert before in text
    data.write_text(text.replace(before, after), encoding="utf-8")


def test_units_of_a_department_without_any_are_refused() -> None:
    with pytest.raises(InputError, match="没有一个所属单位写了“数据”"):
        disclosure.build(WHOLE, ["html"], units=True)
