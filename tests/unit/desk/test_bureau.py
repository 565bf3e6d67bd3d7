"""The board of a city: what its records say, what changed since, runs, returns and replies, releases."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from lxml import html
from starlette.responses import Response

from disclosure import files
from disclosure.city import city_run, release, returns
from disclosure.city.city import opened
from disclosure.city.release import Order
from disclosure.city.releases import read_releases
from disclosure.desk import bureau
from disclosure.desk.asked import Asked
from disclosure.desk.desk import Desk
from disclosure.desk.upload import Upload
from disclosure.errors import InputError
from tests.unit.city import made_up
from tests.unit.city.test_city_run import in_this_process, ran, write_data, write_list

AREA = bureau.AREA
DAY = date(2024, 9, 20)


@pytest.fixture(autouse=True)
def _without_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(city_run, "here", lambda _: in_this_process)


@pytest.fixture
def told(tmp_path: Path) -> Desk:
    """A city of twelve as a run leaves it: the list, the records, what went back; no data."""
    rows = [(b.name, b.kind, b.parent, b.group, b.batch, b.who, b.withheld, b.merged) for b in made_up.TWELVE]
    head = ("名称", "类型", "主管部门", "类别", "批次", "负责人", "涉密不公开", "撤并")
    write_list(tmp_path, *rows, head=head)
    city = made_up.city(tmp_path, made_up.TWELVE)
    records = [(f"{one.folder}.json", one.to_bytes()) for one in made_up.twelve()]
    files.write_all(records, city.folder.records)
    files.write_all(list(returns.returns(city, made_up.twelve())), tmp_path)
    return Desk(tmp_path)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Three bodies with data in two batches, the second one broken."""
    folder = tmp_path / "某市"
    folder.mkdir()
    for name in ("甲局", "乙局", "丙局"):
        write_data(folder, name)
    (folder / "乙局" / "data.yaml").write_text("年度: [", "utf-8")
    write_list(folder, ("甲局", "", "第一批"), ("乙局", "", "第一批"), ("丙局", "", "第二批"))
    return folder


def got(desk: Desk, path: str, **query: str) -> Response:
    return AREA.pages[path](Asked(desk, path, query))


def page(desk: Desk, path: str = "/bureau", **query: str) -> html.HtmlElement:
    return html.document_fromstring(bytes(got(desk, path, **query).body).decode())


def sent(desk: Desk, path: str, uploads: Sequence[Upload] = (), /, **lists: str | Sequence[str]) -> Response:
    many = {name: (value,) if isinstance(value, str) else tuple(value) for name, value in lists.items()}
    first = {name: values[0] for name, values in many.items() if values}
    return AREA.actions[path](Asked(desk, path, {}, first, tuple(uploads), many))


def rows(shown: html.HtmlElement) -> dict[str, dict[str, str]]:
    """The rows of the board by the bodies' names, by their heads."""
    found = {}
    for row in shown.xpath("//table[contains(@class, 'bureau-board')]/tbody/tr[th]"):
        cells = {cell.get("data-head"): cell.text_content().strip() for cell in row.xpath("td")}
        cells["标记"] = "、".join(row.xpath("th/span/text()"))
        found[row.xpath("string(th/a)")] = cells
    return found


def text(shown: html.HtmlElement) -> str:
    return str(shown.xpath("string(//main)"))


def finished(desk: Desk) -> str:
    """The address that the run leads to; fails with what stopped it."""
    job = desk.city.running
    assert job is not None
    for _ in range(1200):
        if job.is_over:
            break
        time.sleep(0.05)
    assert not job.fault
    return job.address


def test_the_board_says_of_every_body_what_the_matrix_says(told: Desk) -> None:
    found = rows(page(told))
    assert list(found) == [body.name for body in made_up.TWELVE]
    office = found["某市财政局"]
    assert (office["状态"], office["错误"], office["警告"], office["批复数"]) == ("待改", "1", "1", "差2项")
    assert office["为什么"].startswith("收入总计 130.00 万元")
    assert (office["批次"], office["负责"], office["未回复"]) == ("第一批", "李四", "2")
    assert found["某市水务局"]["距期限"] == "逾期3天"
    assert found["某市统计局"]["错误"] == ""


def test_the_days_that_are_left_are_those_of_this_machine(told: Desk) -> None:
    """Long after: two of the twelve are to be published and are not, and their time is over."""
    late = [made_up.FINANCE.name, made_up.DRAFT.name]
    assert [name for name, row in rows(page(told)).items() if row["距期限"].startswith("已过")] == late
    assert list(rows(page(told, term="已过期限，还没公开"))) == late


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"state": "未能生成"}, ["某市统计局"]),
        ({"batch": "第二批", "group": "政府部门"}, ["某市教育局", "某市统计局", "某市体育局"]),
        ({"text": "公务接待非"}, ["某市统计局"]),
        ({"text": "财政局"}, ["某市财政局"]),
        ({"state": "没有这种"}, []),
    ],
)
def test_the_board_is_filtered_by_the_address(told: Desk, asked: Mapping[str, str], names: list[str]) -> None:
    assert list(rows(page(told, **asked))) == names


def test_the_nearest_deadline_stands_first_where_it_is_asked_for(told: Desk) -> None:
    for body, day in ((made_up.LATE, "2024年9月1日"), (made_up.FINANCE, "2024年8月1日")):
        made = made_up.record(body, approved_on=day, published_on="", state="待补", files=())
        told.city.folder.record_of(body).write_bytes(made.to_bytes())
    assert list(rows(page(told, sort="deadline")))[:2] == ["某市财政局", "某市水务局"]


def test_states_are_counted_and_lead_to_their_bodies(told: Desk) -> None:
    shown = page(told, state="待改")
    assert "已生成6个" in text(shown)
    assert shown.xpath("//p/a[text()='未能生成1个']/@href") == [
        "/bureau?state=%E6%9C%AA%E8%83%BD%E7%94%9F%E6%88%90"
    ]


def test_a_list_that_cannot_be_read_is_told_and_the_board_stays(told: Desk) -> None:
    before = rows(page(told))
    book = openpyxl.load_workbook(told.home / "名单.xlsx")
    book.worksheets[0]["C5"] = "没有的局"
    book.save(told.home / "名单.xlsx")
    (told.home / "全市.yaml").write_text("年渡: 2024\n", "utf-8")
    shown = page(told)
    assert rows(shown) == before
    (fault,) = shown.xpath("//*[@role='alert']")
    assert "没有的局" in fault.text_content()
    assert "年渡" in fault.text_content()
    (told.home / "全市.yaml").unlink()
    book.worksheets[0]["C5"] = None
    book.save(told.home / "名单.xlsx")
    assert not page(told).xpath("//*[@role='alert']")


def test_the_page_of_a_body_has_its_findings_with_what_to_do(told: Desk) -> None:
    waiver = {"代码": "XA1", "位置": "公开01表 总计", "依据数": "130.00"}
    wrong = made_up.WRONG.model_copy(update={"waiver": waiver})
    made = made_up.record(made_up.FINANCE, state="待改", findings=(wrong,), missing=("机构设置",))
    told.city.folder.record_of(made_up.FINANCE).write_bytes(made.to_bytes())
    shown = page(told, "/bureau/body", d="某市财政局")
    said = text(shown)
    for words in (
        "决算数据.xlsx 收入!C5",
        "现为",
        "130.00",
        "应为",
        "120.00",
        "核对收入、支出各行",
        "依据数",
    ):
        assert words in said
    assert "待填（1处）" in said
    assert made.check_code in said
    assert shown.xpath("//a[contains(@href, '/bureau/files/')][contains(., '.pdf')]")


def test_a_body_that_the_list_does_not_have_is_refused(told: Desk) -> None:
    with pytest.raises(InputError, match="名单里没有这个单位"):
        got(told, "/bureau/body", d="../某市")


@pytest.mark.parametrize(
    "place", ["名单.xlsx", "公开/../名单.xlsx", "办公/../../x", "办公/.disclosure-city", "办公", "", "\0"]
)
def test_no_other_file_is_given_than_what_was_made(told: Desk, place: str) -> None:
    (told.home / "办公" / ".disclosure-city").touch()
    path = f"/bureau/files/{place}"
    with pytest.raises(InputError, match="没有这个文件"):
        AREA.pages["/bureau/files/{place:path}"](Asked(told, path))


def test_a_shelf_that_is_no_city_is_told_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="disclosure city new"):
        got(Desk(tmp_path), "/bureau")


def test_a_run_of_the_desk_makes_them_and_one_that_is_broken_stops_no_other(home: Path) -> None:
    desk = Desk(home)
    assert {row["标记"] for row in rows(page(desk)).values()} == {"有数据，还没有生成过"}
    assert sent(desk, "/bureau/run", which="all", format="html").status_code == 303
    address = finished(desk)
    assert desk.city.running is not None
    assert sorted(step.partition(" ")[2][:8] for step in desk.city.running.steps) == [
        "丙局：已生成",
        "乙局：未能生成（",
        "甲局：已生成",
    ]
    assert address.startswith("/bureau?said=")
    found = rows(page(desk))
    assert {name: (row["状态"], row["标记"]) for name, row in found.items()} == {
        "甲局": ("已生成", ""),
        "乙局": ("未能生成", ""),
        "丙局": ("已生成", ""),
    }


def test_what_was_saved_since_is_marked_and_made_again_alone(home: Path) -> None:
    desk = Desk(home)
    ran(home)
    write_data(home, "丙局", 部门={"职责": "管水。"})
    write_data(home, "乙局")
    marked = {name: row["标记"] for name, row in rows(page(desk)).items()}
    assert marked == {"甲局": "", "乙局": "数据已变，尚未重新生成", "丙局": "数据已变，尚未重新生成"}
    sent(desk, "/bureau/run", which="changed", format="html")
    finished(desk)
    assert desk.city.running is not None
    assert len(desk.city.running.steps) == 2
    assert not any(row["标记"] for row in rows(page(desk)).values())


def test_touching_a_file_changes_nothing(home: Path) -> None:
    ran(home)
    desk = Desk(home)
    before = desk.city.seen()
    (home / "甲局" / "data.yaml").touch()
    after = desk.city.seen()
    assert before.state != after.state
    assert not after.stale


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"which": "ticked", "format": "html"}, "没有打勾"),
        ({"which": "all"}, "至少选一种格式"),
    ],
)
def test_a_run_of_nothing_is_refused(home: Path, asked: Mapping[str, str], why: str) -> None:
    with pytest.raises(InputError, match=why):
        sent(Desk(home), "/bureau/run", **asked)


def test_a_second_run_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(home)
    desk.city.running = desk.jobs.start("别的", "/bureau", lambda _: time.sleep(1) or "/bureau")  # type: ignore[func-returns-value]
    with pytest.raises(InputError, match="正在生成"):
        sent(desk, "/bureau/run", which="all", format="html")
    assert "看做到哪里" in text(page(desk))


def test_only_those_that_the_filter_shows_are_made(home: Path) -> None:
    desk = Desk(home)
    sent(desk, "/bureau/run", which="shown", format="html", batch="第二批")
    finished(desk)
    assert desk.city.running is not None
    assert desk.city.running.steps == ["1/1 丙局：已生成"]


def test_all_returns_come_as_one_zip_of_the_same_bytes(told: Desk) -> None:
    first, again = (bytes(got(told, "/bureau/returns.zip").body) for _ in range(2))
    assert first == again
    names = ZipFile(BytesIO(first)).namelist()
    assert names == [
        *("某市财政局.xlsx", "某市教育局.xlsx", "某市统计局.xlsx", "某市体育局.xlsx"),
    ]


def _replied(told: Desk, body: str, answer: str) -> bytes:
    book = openpyxl.load_workbook(told.home / "办公" / "退回意见" / f"{body}.xlsx")
    sheet = book["退回意见"]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "处理" for cell in row))
    column = next(cell.column for cell in head if cell.value == "处理")
    sheet.cell(head[0].row + 1, column, answer)
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def test_replies_that_are_handed_in_stand_on_the_board_and_what_is_unknown_is_told(told: Desk) -> None:
    uploads = [
        Upload("回复.xlsx", _replied(told, "某市财政局", "已改")),
        Upload("回复.xlsx", _replied(told, "某市教育局", "已改")),
        Upload("别的.xlsx", b"nothing"),
    ]
    assert sent(told, "/bureau/replies", uploads).status_code == 303
    found = rows(page(told))
    assert (found["某市财政局"]["已回复"], found["某市财政局"]["未回复"]) == ("1", "1")
    assert (found["某市教育局"]["已回复"], found["某市教育局"]["未回复"]) == ("1", "0")
    said = text(page(told, "/bureau/returns"))
    assert "某市财政局：收到 1 条回复" in said
    assert "别的.xlsx" in said
    assert "已改" in text(page(told, "/bureau/body", d="某市财政局"))


def test_replies_without_a_file_are_refused(told: Desk) -> None:
    with pytest.raises(InputError, match="没有选文件"):
        sent(told, "/bureau/replies", [Upload("", b"")])


def test_a_batch_with_one_that_is_not_ready_is_refused_by_name_unless_it_is_left_out(home: Path) -> None:
    ran(home)
    desk = Desk(home)
    assert "乙局：还没有公开稿（未能生成）" in text(page(desk, "/bureau/release"))
    with pytest.raises(InputError, match="乙局还不能放行：还没有公开稿（未能生成）"):
        sent(desk, "/bureau/release", batch="第一批", who="张三")
    assert not (home / "办公" / "放行").exists()
    sent(desk, "/bureau/release", batch="第一批", who="张三", without="乙局")
    (made,) = read_releases(opened(home).folder).every
    assert (made.batch, made.who, made.left_out) == ("第一批", "张三", ("乙局",))
    (body,) = made.bodies
    assert (body.name, [file.name for file in body.files]) == ("甲局", _names(home / "公开" / "甲局"))
    assert rows(page(desk))["甲局"]["标记"] == "已放行"


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _released(home: Path, batch: str, *without: str) -> Path:
    city = opened(home)
    return release.release(city, city.records(), Order(batch, "张三", DAY, without)).path


def test_the_zip_has_the_files_of_the_batch_with_index_and_sums_of_all_that_was_released(home: Path) -> None:
    ran(home)
    _released(home, "第一批", "乙局")
    with ZipFile(_released(home, "第二批")) as archive:
        names = archive.namelist()
        sums, index = archive.read("校验和.txt").decode(), archive.read("index.html").decode()
    assert {Path(name).parent.name for name in names} == {"丙局", ""}
    assert [line.split("  ")[1].partition("/")[0] for line in sums.splitlines()] == ["甲局", "丙局"]
    assert "甲局" in index
    assert "乙局" not in index


def test_what_is_released_twice_gives_the_same_zip(home: Path) -> None:
    ran(home)
    first = _released(home, "第二批").read_bytes()
    assert _released(home, "第二批").read_bytes() == first


def test_a_body_that_is_other_than_it_was_released_is_marked(home: Path) -> None:
    ran(home)
    _released(home, "第二批")
    desk = Desk(home)
    write_data(home, "丙局", 部门={"职责": "管水。"})
    assert rows(page(desk))["丙局"]["标记"] == "数据已变，尚未重新生成、放行后有改动"
    with pytest.raises(InputError, match="丙局还不能放行：数据已变，尚未重新生成"):
        _released(home, "第二批")
    ran(home)
    assert rows(page(desk))["丙局"]["标记"] == "放行后有改动"
    assert "丙局：网站上的不是现在的了" in text(page(desk, "/bureau/release"))
    _released(home, "第二批")
    assert rows(page(desk))["丙局"]["标记"] == "已放行"


def test_a_file_that_somebody_changed_is_not_released(home: Path) -> None:
    ran(home)
    (path,) = (home / "公开" / "丙局").iterdir()
    path.write_text("别的", "utf-8")
    with pytest.raises(InputError, match="丙局还不能放行：“公开”里的文件不是上次生成的"):
        _released(home, "第二批")


@pytest.mark.parametrize(
    ("batch", "who", "without", "why"),
    [
        ("第三批", "张三", (), "没有“第三批”这个批次"),
        ("第二批", " ", (), "请写放行人的姓名"),
        ("第二批", "张三", ("丙局",), "没有能放行的单位"),
        ("第二批", "张三", ("丁局",), "名单里没有“丁局”"),
        ("", "张三", (), "没有能放行的单位"),
    ],
)
def test_a_release_that_says_too_little_is_refused(
    home: Path, batch: str, who: str, without: tuple[str, ...], why: str
) -> None:
    ran(home)
    city = opened(home)
    with pytest.raises(InputError, match=why):
        release.release(city, city.records(), Order(batch, who, DAY, without))


def test_a_record_of_releases_that_cannot_be_read_is_told_and_nothing_is_released(home: Path) -> None:
    ran(home)
    path = _released(home, "第二批").parent / "放行记录.json"
    path.write_text(json.dumps({"every": 1}), "utf-8")
    desk = Desk(home)
    assert "放行记录读不了" in text(page(desk))
    with pytest.raises(InputError, match="放行记录读不了"):
        sent(desk, "/bureau/release", batch="第二批", who="张三")
