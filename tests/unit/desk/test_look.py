"""The document on the desk: its views, and where each number comes from."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pypdfium2
import pytest
from starlette.responses import Response

from disclosure.checks import NoSuchNumber
from disclosure.desk import explain, look
from disclosure.desk.asked import Asked
from disclosure.desk.desk import Desk
from disclosure.errors import InputError
from tests.departments import small
from tests.unit.workbook import clerk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "甲").mkdir()
    data = json.dumps(small(格式版本="1"), ensure_ascii=False)
    (tmp_path / "甲/data.json").write_text(data, encoding="utf-8")
    return Desk(tmp_path)


def asked(desk: Desk, path: str, folder: str = "甲", **query: str) -> Response:
    pages = {**look.AREA.pages, **explain.AREA.pages}
    return pages[path](Asked(desk, path, {"d": folder, **query}))


def text(answer: Response) -> str:
    return bytes(answer.body).decode()


def test_each_view_shows_the_document_in_its_way(desk: Desk) -> None:
    assert 'src="/document?d=%E7%94%B2"' in text(asked(desk, "/look"))
    assert "look-phone" in text(asked(desk, "/look", view="phone"))
    assert 'src="/document.pdf?d=%E7%94%B2"' in text(asked(desk, "/look", view="paper"))
    assert "look-phone" not in text(asked(desk, "/look", view="没有的"))


def test_the_pages_are_the_drafts(desk: Desk) -> None:
    pages = pypdfium2.PdfDocument(bytes(asked(desk, "/document.pdf").body))
    assert "收、支总计均为" in "".join(page.get_textpage().get_text_range() for page in pages)


def test_a_number_tells_its_formula_and_leads_to_what_it_is_made_from(desk: Desk) -> None:
    page = text(asked(desk, "/explain", figure="支出.决算数"))
    assert "<h1>支出的决算数：1300000.00元（130万元）" in page
    assert "公式：" in page
    assert "/explain?d=%E7%94%B2&amp;figure=" in page


def test_a_number_of_the_document_leads_to_its_own_explanation(desk: Desk) -> None:
    names = re.findall('data-figure="(.+?)"', text(asked(desk, "/document")))
    assert len(set(names)) > 20
    for name in set(names):
        assert "<h1>" in text(asked(desk, "/explain", figure=name))


def test_a_cell_of_the_workbook_is_named_so_that_it_can_be_copied(tmp_path: Path) -> None:
    clerk.small(tmp_path / "乙", 机关运行经费="153200")
    page = text(asked(Desk(tmp_path), "/explain", "乙", figure="机关运行经费.决算数"))
    assert "决算数据.xlsx 资产!" in page
    assert 'data-copy="资产!' in page


def test_a_number_that_is_none_is_told_with_what_is_near(desk: Desk) -> None:
    with pytest.raises(NoSuchNumber, match="没有名为“支出.决算书”的数或单元格"):
        asked(desk, "/explain", figure="支出.决算书")


def test_where_data_cannot_be_read_the_page_says_why_and_there_are_no_pages(tmp_path: Path) -> None:
    (tmp_path / "甲").mkdir()
    (tmp_path / "甲/data.json").write_text("{", encoding="utf-8")
    assert "数据还读不了" in text(asked(Desk(tmp_path), "/look"))
    with pytest.raises(InputError, match="排不出页面"):
        asked(Desk(tmp_path), "/document.pdf")
