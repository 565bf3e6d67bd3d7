"""The document on the desk: its views, and where each number comes from."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pypdfium2
import pytest
from starlette.responses import Response

from disclosure.checks import NoSuchNumber
from disclosure.desk import check, explain, look
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
    pages = {**look.AREA.pages, **explain.AREA.pages, **check.AREA.pages}
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


def test_a_number_tells_the_checks_that_watch_it_and_what_prints_it(desk: Desk) -> None:
    page = text(asked(desk, "/explain", figure="支出.决算数"))
    assert '/check?d=%E7%94%B2#check-XA5"' not in page
    passed = '#check-XA4" target="_top"><span class="tag done">通过</span> XA4 支出总计的构成</a>：'
    assert f"/check?d=%E7%94%B2{passed}收支总计·支出的决算数＝支出的决算数＋" in page
    at = re.search(r'/look\?d=%E7%94%B2&amp;at=([\w-]+)"[^>]*>2023年度本年支出合计', page)
    assert at
    assert f'id="{at[1]}"' in text(asked(desk, "/document"))


def test_a_check_that_found_something_leads_to_its_finding(desk: Desk) -> None:
    data = small(格式版本="1", 上年数={**small()["上年数"], "收支总计": "1"})
    (desk.home / "甲/data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    page = text(asked(desk, "/explain", figure="收支总计.上年数"))
    (number,) = re.findall(r'#finding-(\d+)" target="_top"><span class="tag error">错误</span> XL19 ', page)
    assert f'id="finding-{number}"' in text(asked(desk, "/check"))


def test_what_no_check_and_no_sentence_has_says_so(desk: Desk) -> None:
    page = text(asked(desk, "/explain", figure="三公经费.公务接待费.年初预算"))
    assert "文稿里没有印这个数" in page


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
