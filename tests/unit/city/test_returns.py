"""退回意见: what a body is told goes out as a workbook; replies come back, however the file was treated."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from disclosure import files
from disclosure.city import city_run, replies, return_rows, return_workbook, returns
from disclosure.city.bodies import Bodies, Body
from disclosure.city.body_record import BodyRecord, FindingTold
from disclosure.city.city import City
from disclosure.city.city_folder import CityFolder
from disclosure.city.settings import Settings
from disclosure.errors import InputError, OutputError
from tests.unit.city import whole_city
from tests.unit.test_cli import Run

BUREAU = Body("某市水利局", "某市水利局", who="王五")
CENTRE = Body("某市水文中心", "某市水利局/某市水文中心", kind="单位", parent="某市水利局")
TOTAL = FindingTold(
    code="ZC1",
    severity="error",
    name="支出合计",
    message="支出合计120.00万元，各项相加119.00万元",
    place="支出.决算数",
    stated="120.00",
    expected="119.00",
    basis="部门决算公开表式",
    fix="核对各项支出",
    source="决算数据.xlsx 支出!B5",
    waiver={"代码": "ZC1", "位置": "支出.决算数", "依据数": "120.00"},
)
RATE = FindingTold(
    code="SG2",
    severity="warning",
    name="变动率",
    message="公务接待费增长250.00%",
    place="三公经费.公务接待费",
)
NOTE = FindingTold(code="T1", severity="note", name="提示", message="可以写得更细")


def record(body: Body = BUREAU, *findings: FindingTold, **others: Any) -> BodyRecord:
    told = {"year": 2024, "state": "待改", "missing": ("机构设置还没有写",), **others}
    return BodyRecord(folder=body.folder, name=body.name, kind=body.kind, findings=findings, **told)


FIRST = record(BUREAU, TOTAL, RATE, NOTE)


@pytest.fixture
def city(tmp_path: Path) -> City:
    home = tmp_path / "某市"
    return City(CityFolder(home, home), Settings(), Bodies((BUREAU, CENTRE)))


@pytest.fixture
def run(city: City) -> Callable[..., object]:
    """What a run does: the workbooks of these records are written."""
    return lambda *records: files.write_all(list(returns.returns(city, records)), city.folder.out)


def book(city: City, body: Body = BUREAU) -> Any:
    return openpyxl.load_workbook(city.folder.return_of(body))


def heads(sheet: Any) -> dict[str, int]:
    """The column of each head."""
    return {cell.value: cell.column for cell in sheet[head_row(sheet)]}


def head_row(sheet: Any) -> int:
    return next(int(row[0].row) for row in sheet.iter_rows() if any(cell.value == "编号" for cell in row))


def rows(sheet: Any) -> list[dict[str, str]]:
    names = list(heads(sheet))
    below = sheet.iter_rows(min_row=head_row(sheet) + 1, values_only=True)
    return [{name: value or "" for name, value in zip(names, row, strict=True)} for row in below]


def fill(sheet: Any, code: str, **said: str) -> None:
    """A clerk types beside the finding of a code (without one: beside what is to be filled in)."""
    columns = heads(sheet)
    for row in range(head_row(sheet) + 1, sheet.max_row + 1):
        if (sheet.cell(row, columns["代码"]).value or "") == code:
            for name, text in said.items():
                sheet.cell(row, columns[name]).value = text


def reply(city: City, path: Path, *said: tuple[str, dict[str, str]], body: Body = BUREAU) -> Path:
    """The body's workbook, filled in and saved under another name."""
    made = book(city, body)
    for code, cells in said:
        fill(made["退回意见"], code, **cells)
    made.save(path)
    return path


MENDED = {"处理": "已改", "回复": "已调整", "回复人": "张三", "日期": "2025-09-03"}
TRUE = {"处理": "情况属实", "回复": "当年承办全国会议", "回复人": "李四", "日期": "2025-09-04"}


def test_a_body_is_told_what_to_mend_with_room_for_its_reply(city: City, run: Callable[..., object]) -> None:
    run(FIRST, record(CENTRE, missing=(), state="已生成"))
    sheet = book(city)["退回意见"]
    assert sheet["A1"].value == "退回意见：某市水利局"
    assert sheet["A2"].value == "年度：2024　类型：部门　负责：王五　状态：待改　共：3 条　未回复：3 条"
    missing, total, rate = rows(sheet)
    assert (missing["程度"], missing["说明"]) == ("待填", "机构设置还没有写")
    assert (total["程度"], total["代码"], total["现为"], total["应为"]) == ("错误", "ZC1", "120.00", "119.00")
    assert total["位置"] == "决算数据.xlsx 支出!B5\n支出.决算数"
    assert (total["改法"], total["依据"], total["情况"]) == ("核对各项支出", "部门决算公开表式", "未回复")
    assert (rate["序号"], rate["程度"], rate["代码"]) == ("3", "警告", "SG2")
    assert not city.folder.return_of(CENTRE).exists()


def test_the_workbook_prints_across_a4_without_the_columns_for_the_program(
    city: City, run: Callable[..., object]
) -> None:
    run(FIRST)
    sheet = book(city)["退回意见"]
    head = head_row(sheet)
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.print_title_rows == f"${head}:${head}"
    printed = openpyxl.utils.range_boundaries(sheet.print_area.rpartition("!")[2].replace("$", ""))[2]
    assert heads(sheet)["财政意见"] <= printed < heads(sheet)["编号"]
    (choices,) = sheet.data_validations.dataValidation
    assert choices.formula1 == '"已改,情况属实,不属于本单位"'
    assert {found.min_col for found in choices.sqref.ranges} == {heads(sheet)["处理"]}


def test_replies_come_back_from_a_file_that_was_renamed_sorted_and_cut(
    city: City, run: Callable[..., object], tmp_path: Path
) -> None:
    run(FIRST)
    path = reply(city, tmp_path / "新建 Microsoft Excel 工作表.xlsx", ("ZC1", MENDED), ("SG2", TRUE))
    turned = openpyxl.load_workbook(path)
    sheet = turned["退回意见"]
    sheet.insert_cols(3)
    sheet.cell(head_row(sheet), 3).value = "科室"
    sheet.cell(head_row(sheet) + 1, 3).value = "办公室"
    below = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=head_row(sheet) + 1)]
    sheet.delete_rows(head_row(sheet) + 1, len(below))
    for row in reversed(below[1:]):
        sheet.append(row)
    sheet.delete_rows(1, head_row(sheet) - 1)
    turned.save(path)

    replied = replies.take(city, [FIRST], [path])
    (one,) = replied.bodies
    assert (one.received, [row["程度"] for row in one.sheet.unanswered], one.remarks) == (2, ["待填"], ())
    missing, total, rate = rows(book(city)["退回意见"])
    assert [total[name] for name in MENDED] == list(MENDED.values())
    assert [rate[name] for name in TRUE] == list(TRUE.values())
    assert (total["情况"], rate["情况"], missing["情况"]) == ("回复已改，仍有", "仍在，已说明", "未回复")
    assert returns.reply_counts(city, [FIRST]) == {BUREAU.folder: (2, 1)}


def test_rows_of_several_bodies_in_one_file_find_each_its_body(
    city: City, run: Callable[..., object], tmp_path: Path
) -> None:
    of_centre = record(CENTRE, RATE, missing=())
    run(FIRST, of_centre)
    path = reply(city, tmp_path / "汇总.xlsx", ("ZC1", MENDED))
    together, other = openpyxl.load_workbook(path), book(city, CENTRE)["退回意见"]
    fill(other, "SG2", **TRUE)
    together["退回意见"].append([cell.value for cell in other[other.max_row]])
    together.save(path)
    replied = replies.take(city, [FIRST, of_centre], [path])
    assert [(one.body.name, one.received) for one in replied.bodies] == [
        ("某市水利局", 1),
        ("某市水文中心", 1),
    ]
    assert rows(book(city, CENTRE)["退回意见"])[0]["回复"] == "当年承办全国会议"


def test_what_is_mended_moves_with_its_reply_and_what_stands_keeps_it(
    city: City, run: Callable[..., object], tmp_path: Path
) -> None:
    run(FIRST)
    replies.take(city, [FIRST], [reply(city, tmp_path / "回.xlsx", ("ZC1", MENDED), ("SG2", MENDED))])
    still = RATE.model_copy(update={"message": "公务接待费增长249.00%", "source": "决算数据.xlsx 三公!C9"})
    run(record(BUREAU, still, missing=()))
    (stands,) = rows(book(city)["退回意见"])
    assert (stands["说明"], stands["回复人"], stands["情况"]) == (still.message, "张三", "回复已改，仍有")
    gone = {row["代码"]: row for row in rows(book(city)["已改正"])}
    assert set(gone) == {"", "ZC1"}
    assert (gone["ZC1"]["回复"], gone["ZC1"]["情况"]) == ("已调整", "已改正")


def test_nothing_is_mended_by_data_that_cannot_be_read(city: City, run: Callable[..., object]) -> None:
    run(FIRST)
    run(record(BUREAU, state="未能生成", problem="data.yaml 第3行：缺少冒号", missing=()))
    told = rows(book(city)["退回意见"])
    assert [(row["程度"], row["情况"]) for row in told[:2]] == [
        ("不能生成", "未回复"),
        ("待填", "这次没有核对"),
    ]
    assert book(city).sheetnames == ["退回意见"]


def test_what_the_bureau_wrote_itself_survives(
    city: City, run: Callable[..., object], tmp_path: Path
) -> None:
    run(FIRST)
    mine = book(city)
    sheet = mine["退回意见"]
    fill(sheet, "ZC1", 财政意见="请附凭证")
    column = sheet.max_column + 1
    sheet.cell(head_row(sheet), column).value = "督办"
    sheet.cell(sheet.max_row, column).value = "第二批"
    last = sheet.max_row + 1
    sheet.cell(last, heads(sheet)["说明"]).value = "封面盖章不清，请重新盖章"
    mine.save(city.folder.return_of(BUREAU))

    run(FIRST)
    told = {row["说明"]: row for row in rows(book(city)["退回意见"])}
    own = told["封面盖章不清，请重新盖章"]
    assert (own["程度"], own["序号"]) == ("财政", "4")
    assert told[TOTAL.message]["财政意见"] == "请附凭证"
    assert told[RATE.message]["督办"] == "第二批"
    path = tmp_path / "回.xlsx"
    answered = book(city)
    fill(answered["退回意见"], "", 处理="已改", 回复人="张三")
    answered.save(path)
    replies.take(city, [FIRST], [path])
    run(record(BUREAU, missing=()))
    (own,) = rows(book(city)["退回意见"])
    assert (own["说明"], own["处理"], own["回复人"]) == ("封面盖章不清，请重新盖章", "已改", "张三")


def test_a_row_that_the_bureau_copied_and_rewrote_is_its_own(city: City, run: Callable[..., object]) -> None:
    run(FIRST)
    mine = book(city)
    sheet = mine["退回意见"]
    sheet.append([cell.value for cell in sheet[sheet.max_row]])
    sheet.cell(sheet.max_row, heads(sheet)["说明"]).value = "会议费也请核对"
    mine.save(city.folder.return_of(BUREAU))
    for after in (FIRST, record(BUREAU, missing=())):
        run(after)
        told = [row["说明"] for row in rows(book(city)["退回意见"])]
        assert told[-1] == "会议费也请核对"
    assert told == ["会议费也请核对"]


def test_a_run_that_is_repeated_gives_the_same_bytes(
    city: City, run: Callable[..., object], tmp_path: Path
) -> None:
    run(FIRST)
    replies.take(city, [FIRST], [reply(city, tmp_path / "回.xlsx", ("ZC1", MENDED), ("SG2", TRUE))])
    after = record(BUREAU, RATE, missing=())
    run(after)
    once = city.folder.return_of(BUREAU).read_bytes()
    run(after)
    assert city.folder.return_of(BUREAU).read_bytes() == once


def test_two_different_replies_are_told_and_neither_is_taken(
    city: City, run: Callable[..., object], tmp_path: Path
) -> None:
    run(FIRST)
    one = reply(city, tmp_path / "甲.xlsx", ("ZC1", MENDED), ("SG2", TRUE))
    other = reply(city, tmp_path / "乙.xlsx", ("ZC1", TRUE), ("SG2", TRUE))
    (replied,) = replies.take(city, [FIRST], [one, other]).bodies
    (remark,) = replied.remarks
    assert "有两份不同的回复" in remark
    assert "甲.xlsx 退回意见!A" in remark
    assert "乙.xlsx 退回意见!A" in remark
    told = {row["代码"]: row for row in rows(book(city)["退回意见"])}
    assert (told["ZC1"]["处理"], told["SG2"]["处理"]) == ("", "情况属实")
    different = reply(city, tmp_path / "丙.xlsx", ("SG2", MENDED))
    (replied,) = replies.take(city, [FIRST], [different]).bodies
    assert "有两份不同的回复" in replied.remarks[0]
    assert rows(book(city)["退回意见"])[2]["处理"] == "情况属实"


def test_what_was_said_to_be_mended_and_is_not_may_be_answered_anew(
    city: City, run: Callable[..., object], tmp_path: Path
) -> None:
    run(FIRST)
    first_time = reply(city, tmp_path / "一.xlsx", ("SG2", MENDED))
    replies.take(city, [FIRST], [first_time])
    run(FIRST)
    second_time = reply(city, tmp_path / "二.xlsx", ("SG2", TRUE))
    for received in ([second_time], [first_time]):  # the older file, late, changes nothing
        (replied,) = replies.take(city, [FIRST], received).bodies
        assert replied.remarks == ()
        rate = rows(book(city)["退回意见"])[2]
        assert (rate["处理"], rate["回复人"]) == ("情况属实", "李四")
        assert rate["上次回复"] == "已改，已调整，张三，2025-09-03"


def test_replies_that_belong_to_nothing_any_more_are_not_lost(
    city: City, run: Callable[..., object], tmp_path: Path
) -> None:
    run(FIRST)
    path = reply(city, tmp_path / "回.xlsx", ("ZC1", TRUE), ("SG2", MENDED))
    cut = openpyxl.load_workbook(path)
    sheet = cut["退回意见"]
    sheet.cell(sheet.max_row, heads(sheet)["编号"]).value = None
    sheet.append([""] * (heads(sheet)["编号"] - 1) + ["ffffffff-0000000000"])
    sheet.cell(sheet.max_row, heads(sheet)["回复"]).value = "我们是别的市"
    cut.save(path)
    city.folder.return_of(BUREAU).unlink()
    after = record(BUREAU, missing=())
    replied = replies.take(city, [after], [path])
    assert "现在没有这一条了，回复另记在“已改正”：情况属实，当年承办全国会议" in replied.bodies[0].remarks[0]
    (gone,) = rows(book(city)["已改正"])
    assert (gone["代码"], gone["回复"]) == ("ZC1", "当年承办全国会议")
    without, foreign = sorted(replied.remarks)
    assert "“编号”是空的，没有收进来：公务接待费增长250.00%，已改" in without
    assert "“编号”ffffffff-0000000000 不是这个市的单位的，没有收进来：我们是别的市" in foreign


def test_a_finding_that_is_true_is_offered_as_a_waiver(
    city: City, run: Callable[..., object], tmp_path: Path
) -> None:
    run(FIRST)
    replied = replies.take(city, [FIRST], [reply(city, tmp_path / "回.xlsx", ("ZC1", TRUE), ("SG2", TRUE))])
    head, *offered = book(city)["可复制到豁免"].iter_rows(min_row=3, values_only=True)
    assert head == ("代码", "位置", "依据数", "理由", "姓名", "日期")
    assert offered == [("ZC1", "支出.决算数", "120.00", "当年承办全国会议", "李四", "2025-09-04")]
    assert "1 条情况属实；同意不改的，照“办公/退回意见/某市水利局.xlsx”" in "\n".join(replies.lines(replied))


def test_the_row_that_is_offered_waives_the_finding_in_the_data_of_the_body(
    city: City, run: Callable[..., object], tmp_path: Path
) -> None:
    wrong = {"批复数": {"支出": "999"}}
    told = whole_city.record(BUREAU, wrong)
    (found,) = (one for one in told.findings if one.severity == "error")
    run(told)
    replies.take(city, [told], [reply(city, tmp_path / "回.xlsx", (found.code, TRUE))])
    head, *offered = book(city)["可复制到豁免"].iter_rows(min_row=3, values_only=True)
    waiver = dict(zip(head, offered[0], strict=True))
    waived = whole_city.record(BUREAU, {**wrong, "豁免": [waiver]})
    assert (told.state, waived.state, waived.waived) == ("待改", "已生成", 1)
    run(waived)
    assert found.code in [row["代码"] for row in rows(book(city)["已改正"])]


def test_what_a_reply_lacks_is_told(city: City, run: Callable[..., object], tmp_path: Path) -> None:
    run(FIRST)
    path = reply(city, tmp_path / "回.xlsx", ("ZC1", {"处理": "情况属实"}), ("SG2", {"处理": "改了"}))
    (one,) = replies.take(city, [FIRST], [path]).bodies
    assert any("选了“情况属实”，没有写理由或回复人" in remark for remark in one.remarks)
    assert any("不认识“改了”，照原样收了" in remark for remark in one.remarks)


def test_a_city_that_is_not_there_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    ran = Run(monkeypatch, capfd, "city", "replies", tmp_path / "没有", tmp_path)
    assert ran.said == f"{tmp_path / '没有'}：找不到这个文件夹，请检查路径是否写对\n"


def test_replies_to_a_city_that_was_never_built_are_refused(city: City, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="还没有生成过，没有记录可以对照"):
        replies.take(city, city.records(), [tmp_path])


def test_replies_are_not_taken_while_a_run_writes(
    city: City, run: Callable[..., object], tmp_path: Path
) -> None:
    run(FIRST)
    path = reply(city, tmp_path / "回.xlsx", ("ZC1", MENDED))
    with city_run.alone(city.folder.office), pytest.raises(OutputError, match="请等它结束再运行"):
        replies.take(city, [FIRST], [path])


def test_a_file_that_is_none_of_ours_stops_no_other(
    city: City, run: Callable[..., object], tmp_path: Path
) -> None:
    run(FIRST)
    folder = tmp_path / "收到"
    folder.mkdir()
    reply(city, folder / "一.xlsx", ("ZC1", MENDED))
    openpyxl.Workbook().save(folder / "二.xlsx")
    (folder / "三.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    replied = replies.take(city, [FIRST], [folder])
    assert [one.received for one in replied.bodies] == [1]
    assert any("二.xlsx：不是退回意见" in remark for remark in replied.remarks)
    assert any("三.xlsx" in remark for remark in replied.remarks)


def test_the_command_says_by_body_what_came_and_who_is_silent(
    city: City,
    run: Callable[..., object],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    of_centre = record(CENTRE, RATE, missing=())
    run(FIRST, of_centre)
    list_of_bodies = openpyxl.Workbook()
    for row in (("名称", "主管部门"), (BUREAU.name, ""), (CENTRE.name, BUREAU.name)):
        list_of_bodies.active.append(row)
    list_of_bodies.save(city.folder.list_file)
    for body, one in zip(city.bodies, (FIRST, of_centre), strict=True):
        name = city.folder.record_of(body).relative_to(city.folder.out).as_posix()
        files.write_all([(name, one.to_bytes())], city.folder.out)
    path = reply(city, tmp_path / "回.xlsx", ("ZC1", MENDED), ("SG2", {"处理": "情况属实"}))
    done = Run(monkeypatch, capfd, "city", "replies", city.folder.home, path)
    assert done.printed.splitlines() == [
        str(city.folder.return_of(BUREAU)),
        *(str(city.folder.office / f"全市进度.{ending}") for ending in ("xlsx", "html")),
        "某市水利局：收到 2 条回复，还有 1 条没有回复",
        "  没有回复的：机构设置还没有写",
        "  回.xlsx 退回意见!A8：选了“情况属实”，没有写理由或回复人；"
        "请在“回复”“回复人”里补上，才能作豁免的依据",
        "一条也没有回复的：某市水文中心",
    ]
    assert done.code == 1
    matrix = openpyxl.load_workbook(city.folder.office / "全市进度.xlsx").worksheets[0]
    first, *others = (row for row in matrix.iter_rows(values_only=True) if {"名称", BUREAU.name} & {*row})
    line = dict(zip(first, next(row for row in others if row[1] == BUREAU.name), strict=True))
    assert (line["已回复"], line["未回复"]) == (2, 1)
    again = Run(monkeypatch, capfd, "city", "replies", city.folder.home, path)
    assert str(city.folder.return_of(BUREAU)) not in again.printed


def test_a_workbook_of_the_bureau_that_cannot_be_read_stops_no_other_body(
    city: City, run: Callable[..., object], tmp_path: Path
) -> None:
    of_centre = record(CENTRE, RATE, missing=())
    run(FIRST, of_centre)
    received = [
        reply(city, tmp_path / "一.xlsx", ("ZC1", MENDED)),
        reply(city, tmp_path / "二.xlsx", ("SG2", TRUE), body=CENTRE),
    ]
    city.folder.return_of(BUREAU).write_bytes(b"PK\x03\x04 damaged")
    replied = replies.take(city, [FIRST, of_centre], received)
    assert [one.body.name for one in replied.bodies] == ["某市水文中心"]
    assert "某市水利局的回复没有收进来" in replied.remarks[0]


def test_a_workbook_that_cannot_be_read_is_kept_beside_the_new_one(
    city: City, run: Callable[..., object]
) -> None:
    run(FIRST)
    path = city.folder.return_of(BUREAU)
    path.write_bytes(b"PK\x03\x04 damaged")
    run(FIRST)
    assert len(rows(book(city)["退回意见"])) == 3
    assert path.with_name("某市水利局（读不了，留着）.xlsx").read_bytes() == b"PK\x03\x04 damaged"


def test_findings_that_are_told_alike_have_keys_of_their_own() -> None:
    sheet = return_rows.sheet(record(BUREAU, RATE, RATE))
    assert len({row.key for row in sheet.standing}) == 3
    assert return_workbook.written(FIRST, BUREAU, sheet) == return_workbook.written(FIRST, BUREAU, sheet)
