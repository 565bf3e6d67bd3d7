"""What a city decided once: read with its places, and laid below what a body's own data say."""

from __future__ import annotations

import pickle
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import disclosure
from disclosure import CheckReport, InputError, Submission, packs
from disclosure.city import settings
from disclosure.city.bodies import Body
from disclosure.city.city_folder import CityFolder
from disclosure.city.settings import Settings
from tests.departments import EXAMPLES, small, submission
from tests.making import pack, said

BODY = Body("某市某某局", "某局", group="政府部门", number=7)
DECIDED = """
名称: 某市
年度: 2023
模板: sichuan-2023
格式: [docx, html]
PDF引擎: typst
层级: 市级
文件名: "{序号}{名称}{年度}年度{类型}决算"
批复日期: {部门: 2024年8月1日, 单位: 2024年8月9日}
控制数:
  单位: 万元
  收入: 12.5
  一般公共预算: {支出: 10}
  各类: {"201": 3}
豁免种类:
  - {代码: XU2, 理由: 统一口径, 决定人: 某市财政局, 日期: 2024年7月1日}
"""


def decided(home: Path, text: str = DECIDED) -> Settings:
    (home / "全市.yaml").write_text(text, encoding="utf-8")
    return settings.read(CityFolder(home, home))


def told(home: Path, text: str) -> list[str]:
    with pytest.raises(InputError) as error:
        decided(home, text)
    return [str(problem) for problem in error.value.problems]


def given(home: Path, data: dict[str, Any], text: str = DECIDED) -> Submission:
    return decided(home, text).given_to(submission(data), BODY)


def test_control_totals_are_read_in_their_own_unit(tmp_path: Path) -> None:
    totals = decided(tmp_path).control_totals
    assert totals is not None
    assert totals.general_public_budget is not None
    assert (totals.income, totals.general_public_budget.expenditure) == (Decimal(125_000), Decimal(100_000))
    assert totals.by_category == {"201": Decimal(30_000)}


def test_a_city_without_settings_decides_nothing(tmp_path: Path) -> None:
    found = settings.read(CityFolder(tmp_path, tmp_path))
    assert found == Settings()
    alone = submission(small())
    assert found.given_to(alone, BODY) == alone


def test_every_fault_of_the_settings_is_told_with_its_line(tmp_path: Path) -> None:
    wrong = (
        "名程: 某市\n年度: 二〇二三\n文件名: '{编号}{名称}'\n格式: [pdf, word]\n"
        "批复日期: {部门: 明天}\n豁免种类:\n  - {代码: XU2, 理由: 口径}\n"
    )
    assert [sentence.partition("：")[0] for sentence in told(tmp_path, wrong)] == [
        "全市.yaml 第1行第5列",
        "全市.yaml 第2行第5列",
        "全市.yaml 第3行第6列",
        "全市.yaml 第4行第11列",
        "全市.yaml 第5行第12列",
        "全市.yaml 第7行第5列",
        "全市.yaml 第7行第5列",
    ]
    assert "是不是“名称”" in told(tmp_path, wrong)[0]
    assert told(tmp_path, "文件名: '{编号}{名称}'")[0].endswith(
        "文件名里不认识“{编号}”，可以写的有：{序号}、{名称}、{年度}、{类型}、{类别}、{批次}"
    )


def test_what_a_body_does_not_say_is_filled_in_with_its_place(tmp_path: Path) -> None:
    made = given(tmp_path, small())
    assert (made.publication.approved_on, made.department.level, made.pdf_engine) == (
        "2024年8月1日",
        "市级",
        "typst",
    )
    assert str(made.source("公开信息.批复日期")) == "全市.yaml 第9行第12列"


def test_what_a_body_says_itself_wins(tmp_path: Path) -> None:
    data = small(公开信息={"批复日期": "2024年7月30日"}, PDF引擎="weasyprint")
    data["部门"] = {**data["部门"], "层级": "区级"}
    made = given(tmp_path, data)
    assert (made.publication.approved_on, made.department.level, made.pdf_engine) == (
        "2024年7月30日",
        "区级",
        "weasyprint",
    )


def test_files_are_named_by_the_city_s_rule_and_units_by_the_pack_s(tmp_path: Path) -> None:
    made = disclosure.build(given(tmp_path, small()), ["html"], draft=True)
    assert [file.name for file in made.artifacts] == ["007某市某某局2023年度部门决算.html"]
    again = pickle.loads(pickle.dumps(given(tmp_path, small())))
    assert again.decided.filename == "007某市某某局2023年度部门决算"


def _found(report: CheckReport, code: str) -> list[str]:
    return [found.message for found in report.findings if found.code == code]


def _why(report: CheckReport, code: str) -> list[str]:
    return [result.why for result in report.results if result.code == code and result.waived]


WAIVED = """
豁免种类:
  - {{代码: {code}, 位置: "{place}", 理由: 全市统一口径, 决定人: 某市财政局, 日期: 2024年7月1日}}
"""


def test_a_finding_that_the_city_accepts_is_waived_by_name_in_every_body(tmp_path: Path) -> None:
    alone = disclosure.check(submission(small()))
    finding = next(found for found in alone.findings if alone.findings.count(found) == 1)
    place = (finding.places or finding.where)[0]
    of_code = _found(alone, finding.code)
    for form, left in (("*", []), (f"*{place[1:]}", of_code[1:]), ("别处*", of_code)):
        text = WAIVED.format(code=finding.code, place=form)
        report = disclosure.check(given(tmp_path, small(), text))
        assert _found(report, finding.code) == left
        assert all(
            "全市统一豁免：全市统一口径（某市财政局，2024年7月1日）" in why
            for why in _why(report, finding.code)
        )
        assert bool(_why(report, finding.code)) is (left != of_code)


def test_a_kind_that_no_body_needs_is_no_finding(tmp_path: Path) -> None:
    text = WAIVED.format(code="NOTHING", place="*")
    assert disclosure.check(given(tmp_path, small(), text)) == disclosure.check(submission(small()))


CHECK = """
[["勾稽"]]
"代码" = "{code}"
"右" = "{right}"
"""


def test_a_threshold_of_the_city_s_own_pack_holds_for_its_bodies(tmp_path: Path) -> None:
    rules = packs.resolve("standard", [packs.built_in()]).checks.checks
    rule = next(spec for spec in rules if spec.right == "20 * {数}.上年数")
    files = {"checks.toml": CHECK.format(code=rule.code, right="0.1 * {数}.上年数")}
    pack(tmp_path / "templates", "某市2023", files=files)
    data = submission({**small(), "模板": "某市2023"})
    report = disclosure.check(data, roots=[tmp_path / "templates"])
    assert _found(report, rule.code)
    assert not _found(disclosure.check(submission(small())), rule.code)


def test_the_glossary_of_the_city_s_own_pack_stands_in_every_body_s_document(tmp_path: Path) -> None:
    words = '[["前"]]\n"名称" = "财政拨款收入"\n"解释" = "指某市财政局认可的写法"\n'
    folder = pack(tmp_path / "templates", "某市2023", files={"glossary.toml": words})
    assert "指某市财政局认可的写法" in said(folder)


def test_units_take_over_what_is_accepted_but_not_the_department_s_file_name(tmp_path: Path) -> None:
    department = disclosure.load(EXAMPLES / "panzhihua-chengdu-2024-units")
    made = decided(tmp_path).given_to(department, BODY)
    assert made.decided.filename.startswith("007")
    (kind,) = made.decided.waived
    assert made.units
    assert {(unit.decided.filename, unit.decided.waived) for unit in made.units.values()} == {("", (kind,))}
