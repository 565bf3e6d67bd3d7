"""What `disclosure.save` writes, `disclosure.load` reads back to the same submission."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import disclosure
from disclosure import InputError, Submission, terms
from disclosure.authoring import trial_departments
from disclosure.loading import expected_data, official_subjects
from disclosure.loading.imported import notes
from disclosure.model import AttachedFile, Reasons
from disclosure.model.base import Model
from disclosure.model.lines import CarryoverLine
from disclosure.model.noted_directions import Written
from disclosure.model.sangong import SangongAmounts, VehicleType
from disclosure.saving import data_tree, yaml_lines
from tests.departments import EXAMPLES
from tests.sampling import runs
from tests.unit.workbook.test_property import fields

ALL = sorted(folder.name for folder in EXAMPLES.iterdir() if (folder / "data.yaml").exists())
MARKS = " \n\t\r:#-'\"{}[]|>&*!%@`,?=~0档案：，。“”（）\u3000\xa0\x85\u2028\ufeff\ue000𠮷😀"
LARGE = 500  # lines; a page of as many takes seconds and says nothing that others do not
ODD = st.text(st.sampled_from(MARKS), max_size=12)


def everything(submission: Submission) -> dict[str, Any]:
    """What a submission holds, with what it keeps of other files."""
    return {
        **dict(submission),
        "subjects": submission.own_subjects,
        "written": submission.written,
        "files": submission.files,
        "summed": submission.summed,
        "last_year": submission.last_year and everything(submission.last_year),
        "units": {name: everything(unit) for name, unit in submission.units.items()},
    }


def saved(submission: Submission, folder: Path) -> Submission:
    disclosure.save(submission, folder)
    return disclosure.load(folder)


def page(submission: Submission) -> tuple[bytes, list[tuple[str, str]]]:
    """The fragment as it is written, which has no bar that names files, and what the checks find."""
    built = disclosure.build(submission, ["cms"], draft=True)
    return built.artifacts[0].data, [(one.code, one.message) for one in built.report.findings]


def departments() -> Iterator[Any]:
    yield from (pytest.param(lambda name=name: disclosure.load(EXAMPLES / name), id=name) for name in ALL)
    for name in trial_departments.names():
        yield pytest.param(lambda name=name: trial_departments.department(name, "standard"), id=name)


@pytest.mark.sampled(6)
@pytest.mark.parametrize("made", list(departments()))
def test_a_department_is_the_same_after_saving(made: Any, tmp_path: Path) -> None:
    submission = made()
    again = saved(submission, tmp_path / "a")
    assert everything(again) == everything(submission)
    if len(submission.expenditure or ()) < LARGE:
        assert page(again) == page(submission)
    disclosure.save(again, tmp_path / "b")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@settings(
    max_examples=runs(10), deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
)
@given(fields(expected_data.WHOLE, ()), st.sampled_from(["元", "万元"]))
def test_any_data_are_the_same_after_saving(data: dict[str, Any], unit: str) -> None:
    whole = {"格式版本": "1", "模板": "standard", "单位": unit, "年度": "2024", **data}
    submission = Submission.model_validate(whole)
    with TemporaryDirectory() as name:
        assert everything(saved(submission, Path(name))) == everything(submission)


@given(st.lists(st.tuples(ODD, ODD), max_size=4))
def test_a_text_is_read_back_as_it_is(texts: list[tuple[str, str]]) -> None:
    tree = {f"键{key}": {"列": [{"甲": text, "乙": [text, {}]}, text], "空": []} for key, text in texts}
    assert yaml_read(yaml_lines.document(tree)) == tree


def yaml_read(data: bytes) -> Any:
    import yaml  # noqa: PLC0415 - the reader that `load` uses, without what it checks

    return yaml.load(data.decode(), yaml.BaseLoader) or {}


def given_data(**more: Any) -> dict[str, Any]:
    return {
        "格式版本": "1",
        "模板": "standard",
        "单位": "万元",
        "年度": "2024",
        "部门": {"全称": "某某市档案馆"},
        "支出": [{"项": "2012601", "性质": "基本", "款": {"30101": "120.5", "30102": "0.0001"}}],
        **more,
    }


def test_amounts_given_in_wan_yuan_are_written_in_wan_yuan(tmp_path: Path) -> None:
    submission = Submission.model_validate(given_data(机关运行经费="12.345678"))
    again = saved(submission, tmp_path)
    assert again.agency_running_cost == Decimal("123456.78")
    assert "30101: 120.5\n" in (tmp_path / "data.yaml").read_text(encoding="utf-8")
    held = again.slack("机关运行经费", Decimal("123456.78"))
    assert held == submission.slack("机关运行经费", Decimal("123456.78")) == Decimal("0.005")


def test_keywords_in_yuan_are_the_same_after_saving(tmp_path: Path) -> None:
    made = Submission(
        pack="standard",
        year=2024,
        department={"full_name": "某某市档案馆"},
        agency_running_cost=Decimal("0.01"),
        stated={"支出.决算数": Decimal(3), "“三公”经费 # 1: {x}": Decimal("-0.50")},
    )
    assert everything(saved(made, tmp_path)) == everything(made)


def test_what_is_unknown_what_is_none_and_what_is_empty_stay_apart(tmp_path: Path) -> None:
    several = given_data(
        收入="无",
        三公经费={"年初预算": {}, "决算数": "无"},
        预算={"年初预算": {}, "全年预算": {"各项": {}}},
        原因={"收支总计": [], "预算完成": {}, "三公经费": "无"},
        上年数={"单位": "元", "收支总计": "1.5"},
        附件=[],
    )
    submission = Submission.model_validate(several)
    assert everything(saved(submission, tmp_path / "a")) == everything(submission)
    noted = submission.with_written(
        {"原因.三公经费": Written(" 无\n", {"增减": ("三公经费.增减额", "增加")})}
    )
    again = saved(noted, tmp_path / "b")
    assert everything(again) == everything(noted)
    assert again.reasons.grand_total == ()
    assert again.carryover is None
    assert again.budget.opening_budget is not None


def test_an_amount_beside_others_that_is_not_known_stays_unknown(tmp_path: Path) -> None:
    submission = Submission.model_validate(
        given_data(
            支出=[{"项": "2012601", "性质": "基本", "款": {"30101": "1", "30102": ""}}],
            预算={"年初预算": {"各项": {"2012601": "2", "2012604": ""}}},
            结转结余=[{"项": "2012601", "性质": "项目", "年初": "3", "年末结转": "", "年末结余": "0"}],
        )
    )
    again = saved(submission, tmp_path)
    assert everything(again) == everything(submission)
    assert again.expenditure
    assert again.expenditure[0].section == {"30101": 10_000, "30102": None}
    assert again.budget.opening_budget
    assert again.budget.opening_budget.items == {"2012601": 20_000, "2012604": None}
    assert again.carryover
    line = again.carryover[0]
    assert (line.closing_carryover, line.closing) == (None, None)
    assert line.closing_surplus == Decimal(0)


def last_year(folder: Path) -> Path:
    """A folder whose data name last year's beside it, and have a list of subjects and an attachment."""
    (folder / "2023").mkdir(parents=True)
    (folder / "2024").mkdir()
    text = yaml_lines.document(given_data(年度="2023", 附件=[{"标题": "旧", "文件": "旧.md"}]))
    (folder / "2023" / "data.yaml").write_bytes(text)
    named = given_data(上年数={"文件夹": "../2023"}, 附件=[{"标题": "报告", "文件": "报告/新.md"}])
    (folder / "2024" / "data.yaml").write_bytes(yaml_lines.document(named))
    (folder / "2024" / "报告").mkdir()
    (folder / "2024" / "报告" / "新.md").write_bytes("# 一、情况\r\n\r\n好。".encode("gb18030"))
    subjects = official_subjects.written({"2012601": ("行政运行", "说明", "")})
    (folder / "2024" / "科目-2024.csv").write_bytes(subjects)
    (folder / "2024" / "导入.yaml").write_bytes(
        yaml_lines.document(notes({"原因.三公经费": Written("减少", {})}))
    )
    return folder / "2024"


def test_last_years_folder_goes_inside_and_is_read_again(tmp_path: Path) -> None:
    submission = disclosure.load(last_year(tmp_path / "here"))
    again = saved(submission, tmp_path / "there" / "2024")
    assert again.prior is not None
    assert again.prior.folder == "上年数"
    known, found = everything(submission), everything(again)
    assert {key for key in known if known[key] != found[key]} == {"prior"}
    assert page(again) == page(submission)
    assert submission.model_copy(update={"year": 2024}).last_year is submission.last_year
    assert submission.model_copy(update={"prior": None}).last_year is None
    assert again.files["报告/新.md"] == AttachedFile(text="# 一、情况\n\n好。")
    assert sorted(contents(tmp_path / "there")) == [
        "2024/data.yaml",
        "2024/上年数/data.yaml",
        "2024/导入.yaml",
        "2024/报告/新.md",
        "2024/科目-2024.csv",
    ]


@pytest.mark.parametrize(
    "there", ["data.yml", "决算数据.xlsx", "科目-2024.csv", "报告/新.md", "上年数/data.json"]
)
def test_a_folder_with_data_is_left_as_it_is(there: str, tmp_path: Path) -> None:
    submission = disclosure.load(last_year(tmp_path / "here"))
    folder = tmp_path / "there"
    (folder / there).parent.mkdir(parents=True)
    (folder / there).write_bytes(b"x")
    with pytest.raises(InputError, match=f"文件夹里已有 {there}，没有改动；请换一个文件夹"):
        disclosure.save(submission, folder)
    assert contents(folder) == {there: b"x"}


def test_what_would_not_be_read_back_is_not_written(tmp_path: Path) -> None:
    spoilt = Submission.model_validate(given_data(部门={"全称": "档案\x07馆"}))
    with pytest.raises(InputError, match="部门.全称：存成数据文件后读不回来：有不可见的控制字符"):
        disclosure.save(spoilt, tmp_path)
    units = disclosure.load(EXAMPLES / "panzhihua-chengdu-2024-units")
    with pytest.raises(InputError, match="改过各单位合并得出的收支"):
        disclosure.save(units.model_copy(update={"expenditure": ()}), tmp_path)
    assert contents(tmp_path) == {}


def test_a_figure_that_a_department_gives_itself_is_saved_beside_its_units(tmp_path: Path) -> None:
    units = disclosure.load(EXAMPLES / "panzhihua-chengdu-2024-units")
    assert "机关运行经费" in units.summed
    changed = units.model_copy(update={"agency_running_cost": Decimal(5)})
    assert everything(saved(changed, tmp_path)) == everything(changed)


def test_attachments_given_as_bytes_are_saved_and_printed(tmp_path: Path) -> None:
    submission = Submission.model_validate(given_data())
    attached = disclosure.attach(submission, "报告", "报告.md", "一切都好。".encode())
    again = saved(attached, tmp_path)
    assert everything(again) == everything(attached)
    assert "一切都好。".encode() in page(again)[0]
    with pytest.raises(InputError, match="附件要用 .docx、.md 或 .txt 文件"):
        disclosure.attach(submission, "报告", "报告.pdf", b"")


def test_what_is_not_said_is_left_out_only_where_it_is_none() -> None:
    """A field whose default is not None holds None only where "" says so: left out, it has the default.

    They are amounts of which a blank is not 0, each of a line or block that says something beside.
    """
    models = [Model]
    for model in models:
        models += model.__subclasses__()
    wrong = [
        f"{model.__name__}.{name}"
        for model in models
        for name, field in model.model_fields.items()
        if not field.is_required()
        and field.get_default(call_default_factory=True) is not None
        and type(None) in get_args(field.annotation)
    ]
    carried = ("opening", "closing_carryover", "closing_surplus")
    parts = ("overseas_travel", "vehicle_purchase", "vehicle_running", "official_reception")
    assert sorted(wrong) == sorted(
        [f"CarryoverLine.{name}" for name in carried]
        + [f"SangongAmounts.{name}" for name in parts]
        + ["VehicleType.amount"]
    )
    assert Reasons() == Reasons.model_validate({})


@pytest.mark.parametrize(
    "unknown",
    [
        *(
            CarryoverLine.model_validate({"项": "2010301", "性质": "项目", key: ""})
            for key in ("年初", "年末结转", "年末结余")
        ),
        *(SangongAmounts.model_validate({terms.chinese(name): ""}) for name in SangongAmounts.model_fields),
        VehicleType(type="轿车", number=2, amount=None),
        VehicleType(type="轿车", amount=None),
        VehicleType(type="轿车", number=0, amount=None),  # of no vehicles the amount is known
    ],
    ids=str,
)
def test_an_amount_that_is_not_known_is_written_as_a_blank(unknown: Model) -> None:
    assert type(unknown).model_validate(data_tree.written(unknown, "元")) == unknown


@pytest.mark.parametrize("number", ["0", "无", 0])
def test_no_vehicles_cost_nothing(number: Any) -> None:
    assert VehicleType.model_validate({"车型": "轿车", "数量": number, "金额": ""}).amount == 0
