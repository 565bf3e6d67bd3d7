"""What `build` writes, `import` reads back: the same tables, whatever kind of file they stand in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

import disclosure
from disclosure import deriving
from disclosure.importing import Report, import_tables
from disclosure.loading import read
from disclosure.model import Submission
from tests.departments import EXAMPLES, small, submission
from tests.packs.test_departments import asked
from tests.sampling import TIMES

Place = tuple[str, int, int]
Cells = dict[Place, object]

FORMATS = ("xlsx", "docx", "html")
PACKS = ("central-2023", "shanghai-2024", "sichuan-2023", "sichuan-2024", "yunnan-2023")
# The example of 2017 publishes no tables.
TABLED = sorted(path.parent.name for path in EXAMPLES.glob("*/data.yaml") if "2017" not in path.parent.name)

LINES = [  # several 项 of each fund and nature, so that no total by 款 tells which 项 it is of
    {
        "项": "2010301",
        "性质": "基本",
        "款": {"30101": "60.12", "30201": "20.33", "30217": "2", "39999": "1.5"},
    },
    {"项": "2010350", "性质": "基本", "款": {"30101": "11", "30107": "7", "30201": "2"}},
    {"项": "2210201", "性质": "基本", "款": {"30113": "10"}},
    {"项": "2010302", "性质": "项目", "款": {"30214": "30", "30299": "5"}},
    {"项": "2010399", "性质": "项目", "款": {"30214": "3", "30299": "5.5"}},
    {"项": "2120801", "性质": "项目", "资金": "政府性基金", "款": {"30905": "7", "30299": "1"}},
    {"项": "2120899", "性质": "项目", "资金": "政府性基金", "款": {"30905": "5", "30217": "0.4"}},
    {"项": "2230199", "性质": "项目", "资金": "国有资本经营", "款": {"31299": "6"}},
    {"项": "2010302", "性质": "项目", "资金": "其他资金", "款": {"30299": "4"}},
    {"项": "2010350", "性质": "经营", "资金": "其他资金", "款": {"30299": "2"}},
]
CARRIED = [
    {"项": "2010301", "性质": "基本", "年初": "3", "年末结转": "1"},
    {"项": "2010302", "性质": "项目", "年初": "4", "年末结转": "2", "年末结余": "0.5"},
    {"项": "2120801", "性质": "项目", "资金": "政府性基金", "年初": "2", "年末结转": "1.5"},
    {"项": "2010302", "性质": "项目", "资金": "其他资金", "年初": "1", "年末结转": "2"},
]
INCOME = [
    {"来源": "事业收入", "项": "2010302", "金额": "5"},
    {"来源": "经营收入", "项": "2010350", "金额": "2"},
]
PERFORMED = {
    "绩效指标": [{"一级指标": "产出指标", "二级指标": "数量指标", "三级指标": "接待批次", "指标值": "5"}]
}


def full(pack: str) -> dict[str, Any]:
    """A department with every fund, carry-over, other income, and all that the forms ask for."""
    data = asked(small(模板=pack, 支出=LINES, 结转结余=CARRIED, 收入=INCOME))
    data["三公经费"]["政府性基金"] = {"年初预算": {"公务接待费": "1"}, "全年预算": {"公务接待费": "1"}}
    data["绩效"]["整体自评"] = {**data["绩效"]["整体自评"], **PERFORMED}
    return data


CASES: dict[str, Callable[[], Path | Submission]] = {
    **{name: lambda name=name: EXAMPLES / name for name in TABLED},  # type: ignore[misc]
    **{pack: lambda pack=pack: submission(full(pack)) for pack in PACKS},  # type: ignore[misc]
}


# Every case as a workbook and, in turns, as a Word file or a page; all of them under `make round-trips`.
TRIPS = [
    (case, kind)
    for number, case in enumerate(CASES)
    for kind in (FORMATS if TIMES > 1 else ("xlsx", FORMATS[1 + number % 2]))
]


@cache
def built(case: str) -> dict[str, tuple[str, bytes]]:
    """Name and content of each file, by its kind."""
    artifacts = disclosure.build(CASES[case](), FORMATS, draft=True).artifacts
    return {one.name.rpartition(".")[2]: (one.name, one.data) for one in artifacts}


def data_of(case: str) -> Submission:
    given = CASES[case]()
    return given if isinstance(given, Submission) else read(given)


@dataclass(frozen=True)
class Imported:
    """What an import of a case's file gave: the report, the folder with the data, what these build."""

    report: Report
    folder: Path
    again: disclosure.Built


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Imported]:
    """Each case's file of each kind is imported once, into a folder that says only whose data these are."""

    @cache
    def once(case: str, kind: str) -> Imported:
        out = tmp_path_factory.mktemp("import")
        report, folder = taken(case, kind, out)
        return Imported(report, folder, disclosure.build(folder, ("xlsx",), draft=True))

    return once


Import = Callable[[str, str], Imported]


def taken(case: str, kind: str, out: Path) -> tuple[Report, Path]:
    data = data_of(case)
    folder = out / "数据"
    folder.mkdir()
    whose = f"部门: {{全称: {data.department.full_name}, 类型: {data.department.kind}}}"
    (folder / "data.yaml").write_text(f"模板: {data.pack}\n年度: {data.year}\n{whose}\n", encoding="utf-8")
    name, content = built(case)[kind]
    (out / name).write_bytes(content)
    return import_tables([out / name], folder), folder


def cells(workbook: bytes) -> Cells:
    """Every filled cell of a workbook."""
    book = CalamineWorkbook.from_filelike(BytesIO(workbook))
    return {
        (name, row, column): value
        for name in book.sheet_names
        for row, values in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
        for column, value in enumerate(values)
        if value != ""
    }


@pytest.mark.sampled(8)
@pytest.mark.parametrize(("case", "kind"), TRIPS)
def test_tables_built_imported_and_built_again_are_the_same(imported: Import, case: str, kind: str) -> None:
    there = imported(case, kind)
    report = there.report
    assert (report.doubtful, report.unknown, report.changes) == ((), (), ())
    (again,) = there.again.artifacts
    before, after = cells(built(case)["xlsx"][1]), cells(again.data)
    assert {
        place: (before.get(place), after.get(place))
        for place in before | after
        if _changed(place, before, after)
    } == {}
    assert len(report.taken) == len({sheet for sheet, _, _ in before})


def _changed(place: Place, before: Cells, after: Cells) -> bool:
    return before.get(place) != after.get(place)


@pytest.mark.parametrize("case", CASES)
def test_no_figure_that_is_known_again_is_another(imported: Import, case: str) -> None:
    there = imported(case, "xlsx")
    before, after = deriving.derive(data_of(case)), deriving.derive(read(there.folder))
    shared = [
        id for id, one in after.items() if one.unit == "元" and None not in (one.value, before.value(id))
    ]
    rounded = any("只准到百元" in note for note in there.report.notes)  # 公开14表 is in 万元
    beyond = [id for id in shared if abs(before[id].value - after[id].value) > after[id].slack]  # type: ignore[operator]
    assert [id for id in beyond if not (rounded and "performance.whole" in id)] == []
    assert len(shared) > 300


@pytest.mark.parametrize("case", CASES)
def test_what_was_imported_breaks_no_rule(imported: Import, case: str) -> None:
    errors = imported(case, "xlsx").again.report.errors
    assert [(one.code, one.stated, one.expected) for one in errors] == []


def test_explain_names_the_cell_that_a_value_was_imported_from(imported: Import) -> None:
    found = disclosure.explain(imported("yuxi-beijing-2023", "xlsx").folder, "三公经费.公务接待费.全年预算")
    said = "\n".join(found.lines())
    assert "单位决算.xlsx 公开11表 一般公共预算财政拨款“三公”经费情况表!D" in said
