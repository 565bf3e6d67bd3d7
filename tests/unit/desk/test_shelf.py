"""The shelf: whose folders, how far, until when; what did not change is not read again."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest

from disclosure import api
from disclosure.authoring import publishing
from disclosure.desk import standing, watching
from disclosure.desk.shelf import Shelf
from disclosure.model import Submission
from disclosure.packs import Chain
from tests import making
from tests.departments import small
from tests.desk.clerk import Clerk

TODAY = standing.today()


def put(home: Path, name: str, **more: Any) -> Path:
    folder = home / name
    folder.mkdir(parents=True)
    data = {**small(格式版本="1", 模板="sichuan-2023"), **more}
    (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return folder


def called(name: str) -> dict[str, Any]:
    return {"部门": {**small()["部门"], "全称": name}}


def test_an_empty_shelf_says_what_it_is_and_leads_to_the_beginning(tmp_path: Path) -> None:
    page = Clerk(tmp_path).see("/")
    assert "书架就是电脑里的一个文件夹" in page.text
    assert str(tmp_path) in page.text
    assert 'href="/begin"' in page.html


def test_folders_stand_by_year_then_name_with_days_and_without_invented_counts(tmp_path: Path) -> None:
    approved = TODAY - timedelta(days=5)
    day = f"{approved.year}年{approved.month}月{approved.day}日"
    put(tmp_path, "乙", 年度="2024", **called("某市乙局"), 公开信息={"批复日期": day})
    put(tmp_path, "甲", **called("某市甲局"))
    put(tmp_path, "丙", 年度="2024", **called("某市丙局"))
    said = Clerk(tmp_path).see("/").text
    order = [said.index(one) for one in ("2024年度\n某市丙局", "某市乙局", "2023年度\n某市甲局")]
    assert order == sorted(order)
    assert f"批复：{day}" in said
    assert "还有15天" in said
    assert "填写中\n还没有核对" in said
    assert "处，错误" not in said


def test_counts_are_those_of_a_folder_that_was_looked_at_as_it_is_now(tmp_path: Path) -> None:
    folder = put(tmp_path, "甲")
    clerk = Clerk(tmp_path)
    assert clerk.desk.place("甲").seen().report is not None
    found = clerk.desk.outlook(folder)
    assert found is not None
    assert f"待填{found.missing}处，错误{found.errors}处" in clerk.see("/").text
    data = folder / "data.json"
    data.write_text(data.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert "填写中\n还没有核对" in clerk.see("/").text


def test_a_folder_that_cannot_be_read_says_why_and_the_others_stand(tmp_path: Path) -> None:
    put(tmp_path, "甲", **called("某市甲局"))
    put(tmp_path, "乙", **called("某市乙局"), 支出="很多")
    (tmp_path / "丙").mkdir()
    (tmp_path / "丙/data.yaml").write_text("年度: [", encoding="utf-8")
    (tmp_path / "丁").mkdir()
    (tmp_path / "丁/决算数据.xlsx").write_bytes(b"PK\x03\x04broken")
    page = Clerk(tmp_path).see("/")
    assert page.status == 200
    assert page.text.count("读不了") == 3
    assert "某市乙局" in page.text
    assert "data.yaml" in page.text
    assert "决算数据.xlsx" in page.text
    assert "某市甲局" in page.text


def test_units_stand_under_their_department(tmp_path: Path) -> None:
    put(tmp_path, "甲", **called("某市甲局"))
    put(tmp_path / "甲", "所属", **called("某市甲局所属中心"))
    page = Clerk(tmp_path).see("/")
    assert "所属单位\n某市甲局所属中心" in page.text
    assert 'href="/fill?d=%E7%94%B2/%E6%89%80%E5%B1%9E"' in page.html


def test_what_was_made_is_no_unit(tmp_path: Path) -> None:
    folder = put(tmp_path, "甲")
    for name in ("成品", "草稿", "审签"):
        (folder / name).mkdir()
        (folder / name / "某市某某局2023年度部门决算.xlsx").write_bytes(b"")
    assert [*Clerk(tmp_path).desk.folders()] == [folder]


def test_what_is_looked_for_is_found_without_script(tmp_path: Path) -> None:
    put(tmp_path, "甲", **called("某市甲局"))
    put(tmp_path, "乙", 年度="2024", **called("某市乙局"))
    clerk = Clerk(tmp_path)
    by_name, by_year = clerk.see("/", words="甲局").text, clerk.see("/", year="2024").text
    assert ("某市甲局" in by_name, "某市乙局" in by_name) == (True, False)
    assert ("某市甲局" in by_year, "某市乙局" in by_year) == (False, True)
    assert "没有找到这样的文件夹" in clerk.see("/", state="公开稿已出").text
    assert 'value="甲局"' in clerk.see("/", words="甲局").html


def test_a_folder_begun_by_an_import_alone_shows_its_next_step(tmp_path: Path) -> None:
    folder = put(tmp_path, "甲")
    (folder / "data.json").rename(folder / "导入.yaml")
    page = Clerk(tmp_path).see("/")
    assert "只有导入的数据。下一步：做填报工作簿" in page.text
    assert 'href="/begin/workbook?d=%E7%94%B2"' in page.html


@pytest.mark.parametrize("file", ["名单.xlsx", "名单.csv", "名单.ods", "全市.yaml"])
def test_a_city_leads_to_its_board(tmp_path: Path, file: str) -> None:
    put(tmp_path, "甲")
    assert 'href="/bureau"' not in Clerk(tmp_path).see("/").html
    (tmp_path / file).write_bytes(b"")
    assert 'href="/bureau"' in Clerk(tmp_path).see("/").html


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that are read from now on."""
    made: list[Path] = []
    read: Callable[[Path], tuple[Submission, Chain]] = watching.given_by

    def counted(folder: Path) -> tuple[Submission, Chain]:
        made.append(folder)
        return read(folder)

    monkeypatch.setattr(watching, "given_by", counted)
    return made


def test_a_hundred_folders_are_read_a_few_at_a_time_and_once(tmp_path: Path, reads: list[Path]) -> None:
    for number in range(100):
        put(tmp_path, f"{number:03}")
    clerk = Clerk(tmp_path)
    pages = [clerk.see("/") for _ in range(11)]
    assert "还有90个文件夹没有读过" in pages[0].text
    assert 'http-equiv="refresh"' in pages[0].html
    assert 'http-equiv="refresh"' not in pages[-1].html
    assert len(reads) == len(set(reads)) == 100
    changed = tmp_path / "042/data.json"
    changed.write_text(changed.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    clerk.see("/")
    assert reads[100:] == [tmp_path / "042"]


def looks(clerk: Clerk, count: int) -> list[str]:
    """The states of the shelf, look by look."""
    return [Shelf(clerk.desk).state() for _ in range(count)]


def test_while_the_shelf_is_open_one_folder_after_another_is_looked_into(tmp_path: Path) -> None:
    for name in "甲乙丙":
        put(tmp_path, name, 模板="standard", **called(f"某市{name}局"))
    clerk = Clerk(tmp_path)
    assert "还有3个没有核对" in clerk.see("/").text
    first, *_ = looks(clerk, 1)
    page = clerk.see("/")
    assert "还有2个没有核对" in page.text
    assert page.text.count("可以公开\n待填0处，错误0处") == 1
    assert f'data-folder="/" data-state="{first}"' in page.html
    *_, third, fourth = looks(clerk, 3)
    assert third == fourth
    assert clerk.see("/").text.count("可以公开\n待填0处，错误0处") == 3
    assert clerk.see("/", state="可以公开").text.count("某市") == 3
    put_again = tmp_path / "甲/data.json"
    put_again.write_text(put_again.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert "还有1个没有核对" in clerk.see("/").text


def test_nothing_is_looked_into_while_somebody_waits_for_something(tmp_path: Path) -> None:
    put(tmp_path, "甲")
    clerk = Clerk(tmp_path)
    with ThreadPoolExecutor(1) as another, clerk.desk.alone:
        another.submit(looks, clerk, 2).result()
    assert "还有1个没有核对" in clerk.see("/").text
    looks(clerk, 1)
    assert "没有核对" not in clerk.see("/").text


def test_what_cannot_be_checked_is_looked_into_once_and_leads_on(tmp_path: Path) -> None:
    home = making.pack(put(tmp_path, "甲", 模板="乙") / "templates", "乙")
    (home / "checks.toml").write_text("没有的 = 1\n", encoding="utf-8")
    put(tmp_path, "丁", 支出="很多")
    clerk = Clerk(tmp_path)
    states = looks(clerk, 3)
    assert "核对不了，点进去看为什么" in clerk.see("/").text
    assert "没有核对" not in clerk.see("/").text
    assert states[1:] == states[:-1]


def test_a_check_that_crashes_stops_neither_the_shelf_nor_the_folders_behind_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of the program itself is told where the folder is opened."""
    for name in ("甲", "乙"):
        put(tmp_path, name)
    clerk = Clerk(tmp_path)
    assert clerk.see("/look", d="甲").status == 200
    monkeypatch.setattr(api, "run", crashing)
    states = looks(clerk, 4)
    assert states[2:] == states[1:-1]
    assert clerk.see("/").text.count("核对不了，点进去看为什么") == 2
    monkeypatch.chdir(tmp_path)
    assert "程序遇到没有料到的情况" in clerk.see("/check", d="甲").text


def crashing(*_: object, **__: object) -> NoReturn:
    raise ZeroDivisionError


def test_what_is_published_and_did_not_change_is_not_looked_into(tmp_path: Path) -> None:
    folder = put(tmp_path, "甲", 模板="standard")
    publishing.put(api.build(folder, ["html"]), folder, folder / "成品")
    clerk = Clerk(tmp_path)
    looks(clerk, 1)
    assert "公开稿已出" in clerk.see("/").text
    assert clerk.desk.outlooks.known(folder) == (False, None)
