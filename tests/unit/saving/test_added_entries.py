"""What is typed into the desk stands in a file beside the data: merged, never over somebody's entry."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from disclosure import files, sources
from disclosure.errors import InputError
from disclosure.loading import read
from disclosure.loading.data_files import ADDED
from disclosure.loading.place_names import of_submission
from disclosure.saving import added_entries, save, yaml_lines
from tests.departments import small, without

BATCHES = "三公经费.公务接待.国内.批次"
WAIVER = {
    "代码": "XI11",
    "位置": "职责",
    "依据数": "4",
    "理由": "照批复",
    "姓名": "张三",
    "日期": "2024-08-01",
}


def folder_of(tmp_path: Path, data: dict[str, Any]) -> Path:
    folder = tmp_path / "决算2023"
    files.write_all([("data.yaml", yaml_lines.document({"格式版本": "1", **data}))], folder)
    return folder


def keep(folder: Path, path: str, text: str) -> None:
    added_entries.keep_value(folder, path, of_submission(read(folder)).name(path), text)


def problems(folder: Path) -> list[str]:
    with pytest.raises(InputError) as told:
        read(folder)
    return str(told.value).splitlines()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return folder_of(tmp_path, without(small(), tuple(BATCHES.split("."))))


def test_a_value_is_read_as_if_it_stood_in_the_data_and_its_place_is_the_file(folder: Path) -> None:
    keep(folder, BATCHES, "5")
    found = read(folder)
    reception = found.sangong.reception if found.sangong else None
    assert reception is not None
    assert reception.domestic is not None
    assert reception.domestic.batches == 5
    assert str(found.source(BATCHES)) == "补填.yaml 第7行第9列"
    assert (folder / ADDED).read_text(encoding="utf-8").splitlines()[3:] == [
        "补填:",
        f"  - 位置: {BATCHES}",
        "    名称: 国内公务接待的批次",
        "    填写: 5",
    ]


def test_a_place_typed_twice_holds_the_last_and_the_file_is_the_same_for_the_same(folder: Path) -> None:
    keep(folder, BATCHES, "5")
    first = (folder / ADDED).read_bytes()
    keep(folder, BATCHES, "7")
    keep(folder, BATCHES, "5")
    assert (folder / ADDED).read_bytes() == first


def test_said_otherwise_by_the_data_is_a_problem_that_names_both(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, small())
    added_entries.keep_value(folder, BATCHES, "", "6")
    (told,) = problems(folder)
    assert "两处填得不一样" in told
    assert "data.yaml 第" in told
    assert "补填.yaml 第7行第9列 是“6”" in told


def test_a_value_of_a_row_is_not_used_where_another_row_stands_there_now(tmp_path: Path) -> None:
    data = small()
    folder = folder_of(tmp_path, data)
    keep(folder, "支出[3].款.30114", "2")
    assert read(folder).expenditure is not None
    data["支出"].insert(0, {"项": "2010350", "性质": "基本", "款": {"30101": "1"}})
    folder_of(tmp_path, data)
    (told,) = problems(folder)
    assert "补填时这里是“支出第3行（2210201 住房公积金）的款 30114 医疗费”" in told
    assert "现在是“支出第3行（2010302 一般行政管理事务）的款 30114 医疗费”" in told


def test_a_value_of_a_row_is_used_though_the_subject_is_named_otherwise_now(tmp_path: Path) -> None:
    data = small()
    data["支出"].append({"项": "2010399", "性质": "基本", "款": {"30101": "1"}})
    folder = folder_of(tmp_path, data)
    added_entries.keep_value(folder, "支出[4].款.30102", "支出第4行（2010399）的款 30102", "1")
    read(folder)


def test_a_row_that_was_typed_as_a_whole_and_an_entry_by_its_name(folder: Path) -> None:
    keep(folder, BATCHES, "5")
    keep(folder, "绩效.自评报告[2].名称", "项目自评报告")
    keep(folder, "绩效.自评报告[2].得分", "90")
    keep(folder, "名词.2080506", "职业年金。")
    keep(folder, "名词.2080506", "反映职业年金。")
    found = read(folder)
    assert [(entry.name, entry.explanation) for entry in found.glossary or ()] == [
        ("2080506", "反映职业年金。")
    ]
    assert found.performance is not None
    assert [report.name for report in found.performance.reports or ()] == ["绩效自评报告", "项目自评报告"]


def test_waivers_come_after_those_of_the_data(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, small(豁免=[{**WAIVER, "代码": "NL1"}]))
    added_entries.keep_waiver(folder, WAIVER)
    assert [waiver.code for waiver in read(folder).waivers or ()] == ["NL1", "XI11"]
    added_entries.dropped(folder, "豁免", 1)
    assert [waiver.code for waiver in read(folder).waivers or ()] == ["NL1"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "补填:\n  - {位置: 三公.没有, 名称: 某处, 填写: 5}\n",
            "补填.yaml 第2行第29列：没有“三公.没有”这个位置",
        ),
        ("补填:\n  - {位置: 支出.金额, 名称: 某处, 填写: 5}\n", "没有“支出.金额”这个位置"),
        ("补填:\n  - {位置: 年度}\n", "补填.yaml 第2行第5列：这一条应写"),
        ("补填:\n  - 年度：2024\n", "这一条应写“位置”“名称”“填写”三项"),
        ("豁免:\n  - 某处\n", "这一条豁免应写“代码”"),
        ("年度: 2024\n", "最外层只能有“补填”和“豁免”"),
        ("补填:\n\t- 1\n", "补填.yaml 第2行"),
    ],
)
def test_what_the_file_has_wrong_is_told_with_its_line(folder: Path, text: str, told: str) -> None:
    (folder / ADDED).write_text(text, encoding="utf-8")
    assert any(told in line and "补填.yaml 第" in line for line in problems(folder))


def test_dropped_is_gone_and_an_empty_file_is_read(folder: Path) -> None:
    keep(folder, BATCHES, "5")
    added_entries.dropped(folder, "补填", 1)
    assert added_entries.entries(folder).values == ()
    assert read(folder).source(BATCHES) is None


def test_a_file_that_cannot_be_read_is_not_written_over(folder: Path) -> None:
    (folder / ADDED).write_text("补填: [", encoding="utf-8")
    with pytest.raises(InputError):
        keep_blindly(folder)
    assert (folder / ADDED).read_text(encoding="utf-8") == "补填: ["


def keep_blindly(folder: Path) -> None:
    added_entries.keep_value(folder, BATCHES, "", "5")


def test_it_counts_as_data_and_saving_takes_its_values_along(folder: Path, tmp_path: Path) -> None:
    assert sources.would_be_read(ADDED)
    keep(folder, BATCHES, "5")
    found = read(folder)
    with pytest.raises(InputError, match=ADDED):
        save(found, folder)
    save(found, tmp_path / "另存")
    assert read(tmp_path / "另存").sangong == found.sangong
    given = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert sources.submission_of(given).sangong == found.sangong
