"""上次生成.json: what each document of an output folder said when it was last built."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import disclosure
from disclosure import build_record
from disclosure.checks import waivers
from disclosure.document.content import check_code
from disclosure.errors import InputError
from tests.departments import EXAMPLES, small, submission, text, without

YUXI = EXAMPLES / "yuxi-beijing-2023"
NAME = "云南省玉溪市人民政府驻北京联络处2023年度单位决算"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("out")
    disclosure.write(disclosure.build(YUXI, ["html", "xlsx"]), folder)
    return folder


def test_a_build_keeps_what_the_document_says_and_reads_it_back(output: Path) -> None:
    (name, made), *others = build_record.read(output).documents.items()
    assert (name, others) == (NAME, [])
    assert (made.edition, made.department, made.year, made.kind) == (
        "publication",
        "云南省玉溪市人民政府驻北京联络处",
        2023,
        "单位",
    )
    assert [pack.name for pack in made.packs] == ["yunnan-2023", "standard"]
    for file in (f"{NAME}.html", f"{NAME}.xlsx"):
        assert made.files[file] == hashlib.sha256((output / file).read_bytes()).hexdigest()
    spent = made.figures["支出.决算数"]
    assert (spent.value, spent.unit, spent.label) == (Decimal("3222371.53"), "元", "支出的决算数")
    assert made.figures["三公经费.公务接待.国内.批次"].value == 46
    said = [sentence for section in made.sections for sentence in section.sentences]
    whole = "".join(said)
    assert "国内公务接待46批次，545人次（不包括陪同人员），共计支出5.03万元。" in said
    assert all(line in whole for line in text(disclosure.compose(YUXI).document).splitlines())


def test_the_same_build_gives_the_same_bytes_and_another_document_stays(output: Path) -> None:
    before = (output / build_record.NAME).read_bytes()
    disclosure.write(disclosure.build(submission(small()), ["html"], draft=True), output)
    both = build_record.read(output).documents
    assert list(both) == [NAME, "某市某某局2023年度部门决算"]
    assert both["某市某某局2023年度部门决算"].edition == "draft"
    (output / build_record.NAME).write_bytes(before)
    paths = disclosure.write(disclosure.build(YUXI, ["html", "xlsx"]), output)
    assert (output / build_record.NAME).read_bytes() == before
    assert build_record.NAME not in {path.name for path in paths}


def test_every_unit_of_a_department_has_its_own(tmp_path: Path) -> None:
    made = disclosure.build(EXAMPLES / "panzhihua-chengdu-2024-units", ["xlsx"], units=True)
    disclosure.write(made, tmp_path)
    documents = build_record.read(tmp_path).documents
    assert {file for each in documents.values() for file in each.files} == {
        f"{name}.xlsx" for name in documents
    }
    (department,) = (each for each in documents.values() if each.units)
    assert set(department.units) == {each.department for each in documents.values()} - {department.department}


def test_what_is_withheld_is_not_in_it(tmp_path: Path) -> None:
    data = without(small(涉密=["政府采购"]), ("政府采购",))
    data["核定数"] = {"政府采购.决算数": "77.31"}
    disclosure.write(disclosure.build(submission(data), ["html"], draft=True), tmp_path)
    kept = (tmp_path / build_record.NAME).read_text(encoding="utf-8")
    html = next(tmp_path.glob("*.html")).read_text(encoding="utf-8")
    assert ("7731" in kept.replace(".", "")) is ("77.31" in html)  # what is printed, and nothing else
    (made,) = build_record.read(tmp_path).documents.values()
    assert not {name for name in made.figures if name.startswith("政府采购.货物")}


def test_a_waived_finding_is_told_as_waived() -> None:
    data = small(原因={**small()["原因"], "公务接待费": "2021年接待多，本年减少"})
    (found,) = (one for one in disclosure.check(submission(data)).findings if one.code == "NL21")
    row = dict(waivers.ready([found])[found])
    decided = {"理由": "确是两年前", "姓名": "张三", "日期": "2024年7月1日"}
    waived = disclosure.build(submission({**data, "豁免": [row | decided]}), ["cms"], draft=True)
    (made,) = waived.records.values()
    assert [(one.name, one.waived) for one in made.findings if one.code == "NL21"] == [(found.name, True)]
    assert made.outcomes["waived"] == 1


def test_the_check_code_is_that_of_the_content() -> None:
    draft, final = (disclosure.compose(YUXI, draft=draft).document for draft in (True, False))
    working = disclosure.compose(YUXI, working=True).document
    assert check_code(draft) == check_code(final) == check_code(working)
    changed = disclosure.load(YUXI).model_copy(update={"附件": [{"标题": "说明", "文字": "一切都好。"}]})
    again = changed.model_copy(update={"附件": [{"标题": "说明", "文字": "一切都好！"}]})
    codes = {check_code(disclosure.compose(data).document) for data in (changed, again)}
    assert len(codes | {check_code(final)}) == 3
    assert all(len(code) == 11 and code.count("-") == 2 for code in codes)


def broken(**changes: Any) -> str:
    sound = {"kind": build_record.KIND, "version": 1, "documents": {}}
    return json.dumps({**sound, **changes})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "没有生成记录，或不能读取；请先运行 disclosure build，由它写出"),
        ('{"kind": ', "不是完整的 JSON，可能被改过或没有复制完；请重新运行 disclosure build"),
        ("[]", "不是 disclosure build 写出的生成记录；请写明有生成记录的输出文件夹"),
        (broken(kind="别的"), "不是 disclosure build 写出的生成记录；请写明有生成记录的输出文件夹"),
        (broken(version=2), "生成记录的格式版本 2 本程序不认识（当前为 1），请重新运行 disclosure build"),
        (
            broken(documents={"甲": {}}),
            "生成记录的“documents.甲.title”不对，可能被改过；请重新运行 disclosure build",
        ),
    ],
)
def test_a_record_that_cannot_be_used_is_told_in_a_sentence(
    tmp_path: Path, content: str | None, said: str
) -> None:
    file = tmp_path / build_record.NAME
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as told:
        build_record.read(tmp_path)
    assert str(told.value) == f"{file}：{said}"


def test_a_broken_record_does_not_stop_a_build(tmp_path: Path) -> None:
    (tmp_path / build_record.NAME).write_text("坏了", encoding="utf-8")
    disclosure.write(disclosure.build(submission(small()), ["html"], draft=True), tmp_path)
    assert len(build_record.read(tmp_path).documents) == 1
