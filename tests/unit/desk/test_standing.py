"""How far a folder has come: every state, and that what did not change is not read again."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from disclosure import api, projects
from disclosure.authoring import publishing
from disclosure.desk import standing as module
from disclosure.desk.desk import Desk
from disclosure.desk.standing import Standing, Standings, standing
from tests import making
from tests.departments import EXAMPLES, small


def saved(folder: Path, data: dict[str, Any]) -> Path:
    folder.mkdir(exist_ok=True)
    text = json.dumps({"格式版本": "1", **data}, ensure_ascii=False)
    (folder / "data.json").write_text(text, encoding="utf-8")
    return folder


def made(folder: Path, *, draft: bool = False) -> None:
    built = api.build(folder, ["html"], draft=draft)
    publishing.put(built, folder, folder / ("草稿" if draft else "成品"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return saved(tmp_path / "甲", small())


def test_a_new_folder_is_not_begun(tmp_path: Path) -> None:
    projects.new(tmp_path / "新", pack="sichuan-2024", department="某市某某局")
    projects.new(tmp_path / "次年", last=EXAMPLES / "yuxi-beijing-2023")
    assert standing(tmp_path / "新").state == "未开始"
    following = standing(tmp_path / "次年")
    assert (following.state, following.year) == ("未开始", 2024)


def test_what_holds_an_amount_or_cannot_be_read_is_being_filled(folder: Path) -> None:
    assert standing(folder) == Standing("填写中", "某市某某局", 2023, pack="standard")
    (folder / "data.json").write_text("{", encoding="utf-8")
    found = standing(folder)
    assert (found.state, found.year) == ("填写中", None)
    assert found.problem.startswith("data.json")


def test_a_draft_then_what_checks_found_then_the_publication(folder: Path) -> None:
    made(folder, draft=True)
    assert standing(folder).state == "有草稿"
    assert standing(folder, publishable=True).state == "可以公开"
    made(folder)
    assert standing(folder).state == "公开稿已出"


def test_the_day_and_the_site_are_no_change_of_what_was_published(folder: Path) -> None:
    made(folder)
    saved(folder, small(公开信息={"公开日期": "2024年9月1日", "网址": "www.example.gov.cn"}))
    assert standing(folder).state == "公开稿已出"
    saved(folder, small(原因={**small()["原因"], "机关运行经费": "业务增加了很多"}))
    assert standing(folder).state == "公开稿出后有改动"


def test_a_pack_of_the_folder_that_changed_is_a_change(folder: Path) -> None:
    pack = making.pack(folder / "templates", "乙")
    saved(folder, small(模板="乙"))
    made(folder)
    assert standing(folder).state == "公开稿已出"
    (pack / "pack.toml").write_text('"名称" = "乙"\n"版本" = "1.1"\n"继承" = "standard"\n', encoding="utf-8")
    assert standing(folder).state == "公开稿出后有改动"


def test_files_that_have_gone_were_not_published(folder: Path) -> None:
    made(folder)
    for path in (folder / "成品").glob("*.html"):
        path.unlink()
    assert standing(folder).state == "填写中"


def test_what_was_published_elsewhere_is_found(folder: Path, tmp_path: Path) -> None:
    publishing.put(api.build(folder, ["html"]), folder, tmp_path / "out")
    assert standing(folder).state == "公开稿已出"


def test_a_record_that_cannot_be_read_counts_as_none(folder: Path) -> None:
    made(folder)
    (folder / "成品" / "上次生成.json").write_text("{", encoding="utf-8")
    assert standing(folder).state == "填写中"


def test_another_document_of_the_department_is_not_this_one(folder: Path) -> None:
    saved(folder, small(模板="sichuan-2023"))
    built = api.build(folder, ["html"], pack="sangong-page", draft=True)
    api.write(built, folder / "草稿")
    assert standing(folder).state == "填写中"


def test_the_deadline_is_twenty_days_after_the_day_of_approval() -> None:
    told = Standing("填写中", approved_on="2024年8月20日")
    assert told.deadline == date(2024, 9, 9)
    assert told.days_left(date(2024, 9, 10)) == -1
    assert Standing("公开稿已出", approved_on="2024年8月20日").days_left(date(2024, 9, 10)) is None
    assert Standing("填写中", approved_on="2024年8月").deadline is None
    assert Standing("填写中", approved_on="下月初").deadline is None


def test_what_was_not_saved_is_not_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Path] = []
    look = module.standing

    def counted(path: Path, *, publishable: bool) -> Standing:
        read.append(path)
        return look(path, publishable=publishable)

    monkeypatch.setattr(module, "standing", counted)
    kept = Standings()
    assert kept.of(folder).state == kept.of(folder).state == "填写中"
    made(folder, draft=True)
    assert kept.of(folder).state == kept.of(folder).state == "有草稿"
    assert len(read) == 2


def test_the_desk_knows_what_can_be_published_once_it_was_opened(folder: Path) -> None:
    desk = Desk(folder.parent)
    assert desk.standing(folder).state == "填写中"
    seen = desk.place("甲").seen()
    assert seen.report
    assert desk.standing(folder).state == "可以公开"
    saved(folder, small(支出=[]))
    assert desk.standing(folder).state != "可以公开"
