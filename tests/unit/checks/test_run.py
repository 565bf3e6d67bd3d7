"""How checks end: passed, failed, waived, not applicable, could not be checked; what a pack may declare."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

import disclosure
from disclosure import api, packs
from disclosure.checks import (
    PROBES,
    Book,
    CheckError,
    CheckReport,
    CheckSpec,
    Finding,
    Outcome,
    Result,
    run,
    waivers,
)
from disclosure.checks.check_programs import Hit, Scene
from disclosure.checks.table_arithmetic import Sum
from disclosure.classification import functional_subjects
from disclosure.errors import IncompleteError, InputError, PackError
from disclosure.facts import Facts
from disclosure.model import AttachedFile, AttachedTable, AttachedText, Submission
from disclosure.model.attachment_content import AttachedCell
from disclosure.packs.pack_chain import Pack
from tests import delivered, making
from tests.departments import SMALL, small, submission
from tests.unit.checks import given

YUXI = "yuxi-beijing-2023"
RULE = {"代码": "X1", "名称": "例", "左": "收入.决算数", "右": "支出.决算数", "依据": "某表", "改法": "核对"}


def only(made: Facts, **changes: str | int | list[str]) -> CheckReport:
    declared = given.chain("standard").checks
    spec = CheckSpec.model_validate({key: value for key, value in {**RULE, **changes}.items() if value != ""})
    return run(Book(replace(made, sheets=())), declared.model_copy(update={"checks": (spec,)}))


def outcome(**changes: str | int | list[str]) -> tuple[Outcome, str]:
    (result,) = only(given.untouched(YUXI), **changes).results
    return result.outcome, result.why


def test_every_check_stands_in_a_group_that_a_clerk_knows(tmp_path: Path) -> None:
    groups = {one.code: one.group for one in given.found(given.untouched(YUXI)).results}
    assert (groups["XA1"], groups["XL17"], groups["XL18"]) == ("收支总表", "预算、政府采购", "原因")
    assert set(groups.values()) == set(given.chain("standard").checks.families.values()) - {"豁免", "另加的"}


def test_a_group_is_told_by_the_longest_beginning_and_packs_add_their_own(tmp_path: Path) -> None:
    home = making.pack(tmp_path, "乙")
    (home / "checks.toml").write_text('["分组"]\n"BJ" = "本市的要求"\n"XA1" = "收支平衡"\n', encoding="utf-8")
    checks = packs.resolve("乙", [tmp_path, packs.built_in()]).checks
    said = [checks.group(code) for code in ("BJ7", "XA10", "XA2", "AB1")]
    assert said == ["本市的要求", "收支平衡", "收支总表", "另加的"]


def test_each_of_the_five_outcomes_is_counted() -> None:
    report = given.found(given.untouched(YUXI))
    assert sum(report.counts.values()) == len(report.results)
    assert report.counts[Outcome.PASSED] > 100
    assert (report.counts[Outcome.FAILED], report.counts[Outcome.WAIVED]) == (1, 0)
    assert [found.code for found in report.findings] == [FORM]
    assert report.counts[Outcome.NOT_CHECKED] > 0
    assert report.counts[Outcome.NOT_APPLICABLE] > 0


def test_a_rule_holds_only_in_its_years_and_sets_and_where_its_condition_does() -> None:
    assert outcome() == (Outcome.PASSED, "")
    assert outcome(自=2024) == (Outcome.NOT_APPLICABLE, "2023年度不适用")
    assert outcome(至=2022) == (Outcome.NOT_APPLICABLE, "2023年度不适用")
    assert outcome(表式=["sichuan-2023"]) == (Outcome.NOT_APPLICABLE, "本表式不适用")
    assert outcome(表式=["yunnan-2023"])[0] is Outcome.PASSED
    assert outcome(停用="是") == (Outcome.NOT_APPLICABLE, "本模板停用")
    assert outcome(当="收入.决算数 < 0")[0] is Outcome.NOT_APPLICABLE
    assert outcome(除非有=["原因.公务接待费"]) == (Outcome.NOT_APPLICABLE, "已作说明")


@pytest.mark.parametrize(("more", "severity"), [("100.00", "note"), ("100.01", "error")])
def test_amounts_compared_as_printed_may_differ_by_what_printing_in_wan_rounds(
    more: str, severity: str
) -> None:
    made = given.untouched(YUXI)
    stated = {"收入.决算数": Decimal("3222371.53") + Decimal(more)}
    (found,) = only(replace(made, stated=stated), 精度="印出").findings
    assert found.severity == severity


@pytest.mark.parametrize(
    ("relation", "right", "said"),
    [
        ("=", "结余分配.决算数", "结余分配的决算数是0.00元，前一个数应等于后一个数"),
        ("≤", "结余分配.决算数", "结余分配的决算数是0.00元，前一个数应不大于后一个数"),
        ("≤", "0", "应不大于0.00元"),
        ("同有无", "结余分配.决算数", "结余分配的决算数是0.00元，前一个数应与后一个数同时有或同时没有"),
    ],
)
def test_a_finding_is_a_sentence(relation: str, right: str, said: str) -> None:
    (found,) = only(given.untouched(YUXI), 关系=relation, 右=right).findings
    assert found.message == f"收入的决算数是3222371.53元，{said}"


def test_what_is_missing_could_not_be_checked() -> None:
    assert outcome(左="收支总计.上年数") == (
        Outcome.NOT_CHECKED,
        "缺 data.yaml 第63行第1列 上年收支总计",
    )


def findings_of(code: str, changes: dict[str, object]) -> list[Finding]:
    return list(given.found(given.facts(given.written(YUXI, changes), tables=False)).of(code))


@pytest.mark.parametrize(("number", "findings"), [(6, 6), (7, 1), (300, 1)])
def test_what_nobody_would_read_one_by_one_is_told_as_one(number: int, findings: int) -> None:
    codes = [subject.code for subject in functional_subjects(2023)][:number]
    found = findings_of("XB9.4", {"科目名称": {code: f"某某{code}" for code in codes}})
    assert len(found) == findings
    assert {place for one in found for place in one.where} == {f"科目名称.{code}" for code in codes}
    if findings == 1:
        assert found[0].message.count("会照填的印出") == 6
        assert found[0].message.endswith(f"等{number}处")


def test_a_subject_that_nobody_knows_is_missing_once() -> None:
    lines = [{**line, "项": "2170404"} for line in SMALL["支出"][:1]]
    made = Submission.model_validate({**SMALL, "支出": lines + SMALL["支出"][1:]}, context={"unit": "万元"})
    missing = api.compose(made, draft=True).missing
    (told,) = (name for name in missing if "科目名称.2170404" in name)
    assert told.startswith("科目 2170404 的名称（科目名称.2170404）（当年科目表中没有这个代码，请先核对代码")


def test_a_subject_that_is_not_listed_is_a_hint_without_a_guess() -> None:
    (found,) = findings_of("XB9", {"支出[1].项": "2010377"})
    assert (found.severity, found.expected) == ("note", "")
    assert found.message == "2023年科目表里没有查到2010377"
    assert "catalogue import" in found.fix


def test_a_subject_that_nobody_knows_belongs_to_no_budget() -> None:
    fund = {"支出[1].资金": "政府性基金"}
    assert findings_of("XH6", {"支出[1].项": "2170404", **fund}) == []
    (known,) = findings_of("XH6", {"支出[1].项": "2010301", **fund})
    assert known.message == "科目2010301属于一般公共预算，支出记在政府性基金"
    (of_fund,) = findings_of("XH6", {"支出[1].项": "2082299"})
    assert of_fund.message == "科目2082299属于政府性基金预算，支出记在一般公共预算"


@pytest.mark.parametrize(
    ("approved", "published", "why"),
    [
        (None, "2024年9月", "没有填批复日期，不知道是否在批复后二十日内公开，请填到日"),
        ("2024年8月20日", None, "没有填公开日期，不知道是否在批复后二十日内公开，请填到日"),
        ("2024-08-20", "2024.9", "批复日期、公开日期只写到月，分不出是否在二十日以内，请写到日"),
        ("2024年9月", "2024年9月", "批复日期、公开日期只写到月，分不出是否在二十日以内，请写到日"),
    ],
)
def test_without_the_days_nobody_knows_whether_publication_was_in_time(
    approved: str | None, published: str | None, why: str
) -> None:
    given_dates = {"公开信息.批复日期": approved, "公开信息.公开日期": published}
    found = given.found(given.facts(given.written(YUXI, given_dates), tables=False))
    (deadline,) = (result for result in found.results if result.code == "C34")
    assert (deadline.outcome, deadline.why) == (Outcome.NOT_CHECKED, why)


def test_a_crash_is_no_finding_and_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(scene: Scene) -> Iterator[Hit]:
        raise ZeroDivisionError("程序的错")
        yield

    monkeypatch.setitem(PROBES, "括号", crash)
    report = given.found(given.untouched(YUXI))
    (crashed,) = (result for result in report.results if result.code == "NL25.4")
    assert crashed.outcome is Outcome.NOT_CHECKED
    assert crashed.why == "程序出错：ZeroDivisionError 程序的错"
    assert crashed.findings == ()
    assert len(report.results) == len(given.found(given.untouched("yuxi-beijing-2023")).results)
    assert not report.errors


def test_a_crash_in_a_table_is_no_finding_either(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(self: Sum, book: Book) -> None:
        raise ValueError("程序的错")

    monkeypatch.setattr(Sum, "finding", crash)
    report = given.found(given.untouched(YUXI))
    crashed = [result for result in report.results if result.code.startswith("T.")]
    assert {result.outcome for result in crashed} == {Outcome.NOT_CHECKED}
    assert report.counts[Outcome.PASSED] > 50


def test_a_name_that_does_not_exist_is_the_packs_fault() -> None:
    with pytest.raises(PackError, match="没有名为“收入.总数”的数，相近的有：收入.决算数"):
        only(given.untouched(YUXI), 左="收入.总数")


def test_an_unknown_program_is_the_packs_fault() -> None:
    with pytest.raises(PackError, match="没有“核对”这个程序，可用的有：核定数"):
        only(given.untouched(YUXI), 左="", 右="", 程序="核对")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "pack.toml").write_text(
        '"名称" = "mine"\n"版本" = "1"\n"继承" = "standard"\n', encoding="utf-8"
    )
    return folder


def declared(pack: Path, text: str) -> packs.Chain:
    (pack / "checks.toml").write_text(text, encoding="utf-8")
    return packs.resolve("mine", [pack.parent, packs.built_in()])


def test_a_pack_changes_one_rule_by_its_code(pack: Path) -> None:
    changed = declared(pack, '[["勾稽"]]\n"代码" = "XA5"\n"级别" = "警告"\n').checks
    assert len(changed.checks) == len(given.chain("standard").checks.checks)
    (rule,) = (spec for spec in changed.checks if spec.code == "XA5")
    assert (rule.severity, rule.left) == ("警告", "收支总计.收入.决算数")
    assert isinstance(declared(pack, "").packs[0], Pack)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('"左边" = "收入.决算数"', "没有这个键，可用的有"),
        ('"关系" = "≈"', "只能是"),
        ('"左" = "收入.决算数 +"', "写法不对"),
        ('"样式" = "(未闭合"', "写法不对"),
        ('"程序" = "括号"', "写法不对"),
    ],
)
def test_a_wrong_declaration_is_refused_with_its_file(pack: Path, text: str, message: str) -> None:
    with pytest.raises(PackError, match=f"mine/checks.toml.*{message}"):
        _ = declared(pack, f'[["勾稽"]]\n"代码" = "XA5"\n{text}\n').checks


@pytest.mark.parametrize("name", delivered.OWN)
def test_the_rules_run_with_every_pack(name: str) -> None:
    submission = Submission.model_validate({**SMALL, "模板": name}, context={"unit": "万元"})
    report = given.found(given.facts(submission))
    assert report.errors == ()
    assert [result.why for result in report.results if "程序出错" in result.why] == []
    assert report.counts[Outcome.PASSED] > 80


FORM = "CL26.2"  # the form was held against nothing
WAIVER = {
    "代码": "XI11",
    "位置": "国有资产.车辆数量",
    "理由": "待核销一辆",
    "姓名": "张三",
    "日期": "2024年8月1日",
}
BEIJING = "panzhihua-beijing-2023"


def waived(value: str | None, vehicles: str = "5") -> CheckReport:
    waiver = {**WAIVER, "依据数": value} if value else WAIVER
    changes = {"国有资产.车辆[1].数量": vehicles, "豁免": [waiver]}
    return given.found(given.facts(given.written(BEIJING, changes)))


def test_a_waiver_stands_in_the_report() -> None:
    report = waived("4")
    (result,) = (result for result in report.results if result.code == "XI11")
    assert result.outcome is Outcome.WAIVED
    assert result.why == "待核销一辆（张三，2024年8月1日）"
    assert len(result.findings) == 1
    assert [found.code for found in report.findings] == [FORM]


def test_a_waiver_lapses_when_its_figure_changes() -> None:
    report = waived("3")
    assert [found.code for found in report.findings] == ["XI11", "W1", FORM]
    (lapsed,) = report.of("W1")
    assert lapsed.message == "豁免第1行（XI11 国有资产.车辆数量）不起作用：原依据数3，现为4"


def test_a_waiver_without_its_figure_and_one_without_a_finding_are_told() -> None:
    assert "没有写依据数" in next(waived(None).of("W1")).message
    assert "没有对应的发现" in next(waived("4", vehicles="4").of("W1")).message


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"代码": "X11"}, "没有对应的发现，代码是不是 XI11"),
        ({"代码": "xi11"}, "没有对应的发现，代码是不是 XI11"),
        ({"代码": "XI11.", "位置": "别处"}, "没有对应的发现，代码是不是 XI11"),
        ({"代码": "NL23", "位置": "别处"}, "没有对应的发现，可以删去"),
    ],
)
def test_a_waiver_of_a_mistyped_code_is_told_which_codes_were_found(
    changes: dict[str, str], said: str
) -> None:
    waiver = {**WAIVER, "依据数": "4", **changes}
    written = given.written(BEIJING, {"国有资产.车辆[1].数量": "5", "豁免": [waiver]})
    (idle,) = given.found(given.facts(written)).of("W1")
    assert idle.message == f"豁免第1行（{waiver['代码']} {waiver['位置']}）{said}"


def test_an_approved_cell_is_checked_and_a_wrong_name_refused() -> None:
    stated = given.written(YUXI, {"核定数": {"公开05表 合计 本年支出": "3222371.54"}})
    codes = {found.code for found in given.found(given.facts(stated)).errors}
    assert codes == {"T.general_income_expenditure.total", "XS2"}
    with pytest.raises(
        InputError, match="没有名为“公开05表 合计 本年支支”的单元格，相近的有：公开05表 合计 本年支出"
    ):
        given.facts(given.written(YUXI, {"核定数": {"公开05表 合计 本年支支": "1"}}))


def test_errors_stop_a_publication_and_drafts_go_on() -> None:
    wrong = given.written(BEIJING, {"上年数.财政拨款收支总计": "2237000"})
    with pytest.raises(CheckError, match=r"校验有 1 处错误，不能生成公开稿[\s\S]*XL19.2") as stopped:
        api.build(wrong, ["html"])
    assert [found.code for found in stopped.value.findings] == ["XL19.2"]
    for built in (api.build(wrong, ["html"], draft=True), api.build(wrong, ["html"], working=True)):
        assert [found.code for found in built.report.errors] == ["XL19.2"]


@pytest.fixture(scope="module")
def refused() -> IncompleteError:
    """What a publication says of a department with a fault of each kind."""
    faults = {"上年数.财政拨款收支总计": "2237000", "上年数.收支总计": "删去"}
    with pytest.raises(IncompleteError) as stopped:
        api.build(given.written(BEIJING, faults), ["html"])
    return stopped.value


def test_a_refused_publication_tells_missing_errors_and_warnings_at_once(refused: IncompleteError) -> None:
    heads = [line for line in str(refused).splitlines() if not line.startswith("  · ")]
    assert heads[:3] == [
        "尚不能生成公开稿，以下 1 项待补充：",
        "校验有 1 处错误，不能生成公开稿：",
        "另有 1 处警告，请逐条核对：",
    ]
    assert "--draft" in heads[3]
    missing, error, warning = (line for line in str(refused).splitlines() if line.startswith("  · "))
    assert missing == f"  · {refused.missing[0]}"
    assert error.startswith("  · XL19.2 上年财政拨款总计不小于上年各项财政拨款支出：")
    assert error.endswith(
        "（data.yaml 第94行第13列；data.yaml 第95行第17列；data.yaml 第96行第18列；data.yaml 第97行第19列）"
    )
    assert warning.startswith("  · XL19.4 ")


def test_data_made_in_python_are_not_sent_to_a_command() -> None:
    with pytest.raises(CheckError) as caught:
        api.build(submission(small(核定数={"支出.决算数": "1"})), ("cms",))
    last = str(caught.value).splitlines()[-1]
    assert "disclosure check" not in last
    assert "findings[i].fix" in last
    assert "draft=True" in last
    assert all(found.fix for found in caught.value.findings)


def test_a_project_without_its_form_is_told_where_the_form_is_written() -> None:
    evaluated = {"项目名称": "维修维护费", "年度目标": "保障运转", "完成情况": "完成", "绩效指标": []}
    data = given.written("panzhihua-chengdu-2024", {"绩效.项目自评[1]": evaluated})
    told = list(api.check(data, only=["XK10.4"]).findings)
    assert told
    assert all("绩效.项目自评" in one.fix for one in told)


def test_a_refusal_carries_the_report_and_what_is_missing(refused: IncompleteError) -> None:
    assert isinstance(refused, CheckError)
    assert refused.missing == refused.report.missing
    assert ["收支总计" in sentence for sentence in refused.missing] == [True]
    assert [found.code for found in refused.report.findings] == ["XL19.2", "XL19.4", FORM]
    assert [found.code for found in refused.findings] == ["XL19.2"]


def test_what_is_only_missing_is_no_check_error() -> None:
    with pytest.raises(IncompleteError) as stopped:
        api.build(given.written(BEIJING, {"上年数.收支总计": "删去"}), ["html"])
    assert not isinstance(stopped.value, CheckError)
    assert stopped.value.report.errors == ()


def test_refusals_and_problems_go_from_one_process_to_another(refused: IncompleteError) -> None:
    with pytest.raises(InputError) as unread:
        api.check("没有的文件夹")
    for error in (refused, unread.value):
        arrived = pickle.loads(pickle.dumps(error))
        assert (type(arrived), str(arrived)) == (type(error), str(error))
        assert vars(arrived) == vars(error)


def test_a_check_says_what_a_publication_still_lacks() -> None:
    report = api.check(given.written(BEIJING, {"上年数.收支总计": "删去"}))
    assert ["收支总计" in sentence for sentence in report.missing] == [True]
    assert not report.publishable
    assert api.check(given.example(BEIJING)).publishable


def test_two_findings_of_one_place_have_each_their_row() -> None:
    text = "2023年支出12.34万元，占10.5%。2023年收入98.76万元，占20.5%。"
    facts = given.facts(given.written(YUXI, {"部门.机构设置": text}))
    report = given.found(facts)
    assert len({one.stated for one in report.of("NL30")}) == 2
    assert given.ready_rows_fail(report, facts.submission) == []


def test_a_finding_without_value_or_place_can_be_waived_too() -> None:
    bare = Finding("X903", "warning", "例", "职责没有写全", ())
    report = CheckReport((Result("X903", "例", Outcome.FAILED, "", (bare,)),))
    assert waivers.ready([bare])[bare] == {"代码": "X903", "位置": "例", "依据数": "职责没有写全"}
    assert given.ready_rows_fail(report, given.example(YUXI)) == []


def test_a_finding_says_file_and_line() -> None:
    text = given.written(YUXI, {"部门.机构设置": "截止2023年12月31日。"})
    (found,) = given.found(given.facts(text), "NL25.5").findings
    assert found.sources[0].startswith("data.yaml 第")
    file = given.example(BEIJING).files["附件1-部门整体绩效评价报告.md"]
    wrong = replace(file, text="# 报告\n\n截止2023年12月31日。")
    attached = given.example(BEIJING).with_origin(
        given.example(BEIJING)._sources, {"附件1-部门整体绩效评价报告.md": wrong}, None
    )
    (found,) = given.found(given.facts(attached), "NL25.5").findings
    assert found.where == ("附件[1]（2023年部门整体绩效评价报告）",)
    assert found.places == ("附件第1行（2023年部门整体绩效评价报告）",)
    assert found.sources == ("附件1-部门整体绩效评价报告.md 第3行",)


def test_what_stands_in_a_word_attachment_is_found_by_its_paragraph() -> None:
    row = (AttachedCell("截止2023年12月31日"), AttachedCell("1"))
    table = AttachedTable((row, row), 1, (1.0, 1.0))
    parts = (AttachedText("一、概况", 1), AttachedText("截止2023年12月31日。"), table)
    example = given.example(BEIJING)
    first, *_ = example.attachments or ()
    named = (first.model_copy(update={"file": "报告.docx"}),)
    files = {"报告.docx": AttachedFile(data=b"", parts=parts)}
    attached = example.with_origin(example.places(), files, None).model_copy(update={"attachments": named})
    sources = [found.sources for found in given.found(given.facts(attached), "NL25.5").findings]
    assert sources == [(f"报告.docx {part}",) for part in ("第2段", "第1张表第1行", "第1张表第2行")]


@pytest.mark.parametrize("in_word", [False, True])
def test_an_attached_file_with_a_mark_is_not_published(in_word: bool) -> None:
    """What nobody has confirmed is refused wherever it stands: data, or the file of an attachment."""
    text = "〔沿用上年，待确认〕2022年度自评得分95分。"
    content = AttachedFile(data=b"", parts=(AttachedText(text),)) if in_word else AttachedFile(text=text)
    example = given.example(BEIJING)
    name = (example.attachments or ())[0].file or ""
    marked = example.with_origin(example.places(), {**example.files, name: content}, None)
    (found,) = given.found(given.facts(marked), "C31").findings
    assert found.where == ("附件[1]",)
    with pytest.raises(
        disclosure.IncompleteError, match="附件第1行（2023年部门整体绩效评价报告）（核对后删去"
    ):
        disclosure.build(marked, ["html"])


def test_a_waiver_may_name_a_place_as_the_report_does_or_by_its_key() -> None:
    for place in ("国有资产.车辆数量", "国有资产的车辆数量"):
        waiver = {**WAIVER, "位置": place, "依据数": "4"}
        changes = {"国有资产.车辆[1].数量": "5", "豁免": [waiver]}
        found = given.found(given.facts(given.written(BEIJING, changes))).findings
        assert [one.code for one in found] == [FORM]


def test_what_is_typed_as_a_reason_is_told_with_its_line(tmp_path: Path) -> None:
    """A reason of one text stands at the key above its cause."""
    data = (given.EXAMPLES / "yuxi-beijing-2023" / "data.yaml").read_text(encoding="utf-8")
    head, _, tail = data.partition("\n  三公经费: 2023年度")
    typed = "人员经费80万元，占基本支出95万元的80.21%"
    (tmp_path / "data.yaml").write_text(
        f"{head}\n  三公经费: {typed}{tail[tail.index(chr(10)) :]}", encoding="utf-8"
    )
    (found,) = api.check(tmp_path).of("NL3")
    line = head.count("\n") + 2
    assert found.sources[0].startswith(f"data.yaml 第{line}行")
