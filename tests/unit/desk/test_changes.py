"""/changes: since the last publication, since a draft, another folder's, against last year; in words."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import docx
import pytest

from disclosure import api, office_round
from disclosure.desk.asked import Asked
from disclosure.desk.changes import AREA
from disclosure.desk.desk import Desk
from disclosure.desk.standing import DRAFTS, PUBLISHED
from disclosure.errors import InputError
from tests.departments import small


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "某局").mkdir()
    save(tmp_path / "某局", small())
    return Desk(tmp_path)


def save(folder: Path, data: dict[str, Any]) -> None:
    (folder / "data.json").write_text(
        json.dumps({"格式版本": "1", **data}, ensure_ascii=False), encoding="utf-8"
    )


def published(folder: Path) -> None:
    office_round.publish(api.build(folder, ["html"]), folder, folder / PUBLISHED)


def drafted(folder: Path) -> None:
    api.write(api.build(folder, ["html"], draft=True), folder / DRAFTS)


def with_more(amount: str = "61", **changes: Any) -> dict[str, Any]:
    """The same department with other wages than the 60 it had."""
    data = small(**changes)
    data["支出"][0]["款"]["30101"] = amount
    return data


def page(desk: Desk, **query: str) -> str:
    answer = AREA.pages["/changes"](Asked(desk, "/changes", {"d": "某局", **query}))
    assert answer.status_code == 200
    return bytes(answer.body).decode()


def bare(html: str) -> str:
    """What a reader hears: no marks, no breaks."""
    return "".join(re.sub("<[^>]*>", "", html).split())


def test_before_anything_was_made_the_page_says_so_and_tells_last_year(desk: Desk) -> None:
    said = bare(page(desk))
    assert "还没有公开过，也没有草稿" in said
    assert "收支总计120.00万元130.00万元+10.00万元+8.33%项目增加" in said


def test_a_reason_that_nobody_gave_is_said_to_be_missing(desk: Desk, tmp_path: Path) -> None:
    save(tmp_path / "某局", small(原因={**small()["原因"], "机关运行经费": None}))
    said = bare(page(desk))
    assert "机关运行经费25.00万元30.00万元+5.00万元+20.00%没有写原因去填写" in said


def test_what_is_as_it_was_published_has_not_changed(desk: Desk, tmp_path: Path) -> None:
    published(tmp_path / "某局")
    assert "没有变动数、句子和发现都没有变动" in bare(page(desk))


def test_a_changed_amount_is_told_in_figures_sentences_and_findings(desk: Desk, tmp_path: Path) -> None:
    published(tmp_path / "某局")
    save(tmp_path / "某局", with_more())
    html = page(desk)
    said = bare(html)
    assert "（公开稿，内容码" in said
    assert "2010301行政运行的决算数90.00万元91.00万元+1.00万元+1.11%" in said
    assert "收支总计的决算数、收入的决算数、支出的决算数等5个数130.00万元131.00万元+1.00万元+0.77%" in said
    assert re.search(r"<del><span[^>]*>删去：</span>130</del>", html)
    assert re.search(r"<ins><span[^>]*>新写：</span>131</ins>", html)
    assert "发现有变动的" in said
    assert "/explain?d=" in html


def test_large_changes_come_first_and_equal_ones_once(desk: Desk, tmp_path: Path) -> None:
    drafted(tmp_path / "某局")
    data = with_more()
    data["支出"][1]["款"]["30214"] = "50"
    save(tmp_path / "某局", data)
    own = bare(page(desk)).partition("由它们推出的数")[0]
    assert own.index("+20.00万元") < own.index("+1.00万元")
    assert own.count("+20.00万元") == 1


def test_another_draft_in_the_same_state_is_compared_anew(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "某局"
    drafted(folder)
    save(folder, with_more())
    assert "131.00万元" in bare(page(desk))
    drafted(folder)
    assert "没有变动" in page(desk)


def test_nothing_is_compared_twice(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drafted(tmp_path / "某局")
    before = page(desk)
    monkeypatch.setattr(office_round, "compared", None)
    monkeypatch.setattr(office_round, "recorded_in", None)
    assert page(desk) == before


def test_the_publication_is_chosen_before_the_draft_and_either_may_be(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "某局"
    published(folder)
    save(folder, with_more())
    drafted(folder)
    assert "（公开稿，" in page(desk)
    assert "没有变动" in page(desk, **{"with": "上次草稿"})


def test_the_output_of_another_folder_of_the_shelf_may_be_compared_with(desk: Desk, tmp_path: Path) -> None:
    other = tmp_path / "另一个"
    other.mkdir()
    save(other, with_more("70"))
    drafted(other)
    assert "140.00万元130.00万元-10.00万元-7.14%" in bare(page(desk, **{"with": "另一个/草稿"}))


def test_what_stands_nowhere_on_the_shelf_is_not_read(desk: Desk, tmp_path: Path) -> None:
    published(tmp_path / "某局")
    assert "没有“../成品”这一份" in page(desk, **{"with": "../成品"})
    with pytest.raises(InputError, match="没有可以对比的公开稿或草稿"):
        AREA.pages["/changes/sheet"](Asked(desk, "/changes/sheet", {"d": "某局", "with": "../成品"}))


def test_the_same_as_a_word_file(desk: Desk, tmp_path: Path) -> None:
    published(tmp_path / "某局")
    save(tmp_path / "某局", with_more())
    answer = AREA.pages["/changes/sheet"](Asked(desk, "/changes/sheet", {"d": "某局", "with": "上次公开"}))
    document = docx.Document(io.BytesIO(bytes(answer.body)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "+1.00万元" in cells


def test_data_that_cannot_be_read_are_said_with_their_place(desk: Desk, tmp_path: Path) -> None:
    save(tmp_path / "某局", small(单位="亿元"))
    html = page(desk)
    assert "读不了" in html
    assert "data.json" in html
