"""Pages of packs: what is given is text, what does not exist is told, a city changes one block."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from disclosure import packs
from disclosure.authoring import show_pack, trial_sheets
from disclosure.errors import TemplateError
from disclosure.packs.templating import limits
from tests import making

BASE = '{% extends "pages/base.html.j2" %}\n'


def printed(folder: Path, body: str, **given: object) -> str:
    """A page of a pack's own, of which this is the body."""
    text = f"{BASE}{{% block 正文 %}}\n{body}\n{{% endblock %}}\n"
    pack = making.pack(folder, files={"pages/own.html.j2": text})
    return packs.page(packs.resolve(pack.name, [folder, packs.built_in()]), "own", given).decode()


def test_what_is_given_is_text_whatever_it_holds(tmp_path: Path) -> None:
    page = printed(tmp_path, '<p title="{{ 名称 }}">{{ 名称 }}</p>', 名称='<b>"甲局"</b>{{ 1 }}')
    told = "&lt;b&gt;&#34;甲局&#34;&lt;/b&gt;{{ 1 }}"
    assert f'<p title="{told}">{told}</p>' in page
    assert page.startswith("<!DOCTYPE html>")


def test_lists_mappings_and_whole_numbers_are_gone_through_and_printed(tmp_path: Path) -> None:
    each = "{{ loop.index }}{{ 项.名称 }}{{ 项.数 }}{% if not 项.有 %}无{% endif %};"
    body = f"{{% for 项 in 各项 %}}{each}{{% endfor %}}"
    given = [{"名称": "甲", "数": 3, "有": True}, {"名称": "乙", "数": 0, "有": False}]
    assert "1甲3;2乙0无;" in printed(tmp_path, body, 各项=given)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("{{ 名秤 }}", "甲/pages/own.html.j2 第3行：没有“名秤”这个名称，可用的有：名称"),
        ("{{ 全市.年 }}", "甲/pages/own.html.j2 第3行：“全市”下面没有“年”，可用的有：年度"),
        ("{{ 名称 ", "甲/pages/own.html.j2 第4行：模板语句写错了"),
        ("{{ 各项 }}", "甲/pages/own.html.j2 第3行：“列表”不能直接印出，列表要用 for 逐项印"),
        ("{{ 有 }}", "甲/pages/own.html.j2 第3行：“真”不能直接印出"),
        (
            '{% include "sections/total.j2" %}',
            "甲/pages/own.html.j2 第3行：找不到模板“standard:sections/total.j2”",
        ),
        ("{{ 名称.upper() }}", "甲/pages/own.html.j2 第3行：“upper”用在了不能取下级名称的地方"),
    ],
)
def test_a_fault_is_told_with_file_and_line(tmp_path: Path, body: str, told: str) -> None:
    with pytest.raises(TemplateError, match=re.escape(told)):
        printed(tmp_path, body, 名称="甲局", 全市={"年度": 2024}, 各项=[], 有=True)


def test_a_page_that_there_is_not_is_told() -> None:
    with pytest.raises(TemplateError, match="找不到模板“pages/none.html.j2”"):
        packs.page(packs.resolve("standard", [packs.built_in()]), "none", {})


def test_a_page_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "STEPS", 20_000)
    nested = "{% for 甲 in 各项 %}{% for 乙 in 各项 %}{% endfor %}{% endfor %}"
    with pytest.raises(TemplateError, match="重复超过 2 万次"):
        printed(tmp_path, nested, 各项=[0] * 500)


def test_the_limits_grow_with_what_there_is_to_print(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CHARACTERS", 60_000)
    every = [{"名称": "某某局"}] * 20_000
    page = printed(tmp_path, "{% for 项 in 各项 %}{{ 项.名称 }}{% endfor %}", 各项=every)
    assert page.count("某某局") == len(every)


def test_a_city_changes_one_block_of_what_all_pages_share(tmp_path: Path) -> None:
    above = (
        '{% extends "上级:pages/base.html.j2" %}\n{% block 抬头 %}<header>某市财政局</header>{% endblock %}\n'
    )
    pack = making.pack(
        tmp_path,
        files={
            "pages/base.html.j2": above,
            "pages/own.html.j2": f"{BASE}{{% block 题目 %}}目录{{% endblock %}}",
        },
    )
    page = packs.page(packs.resolve(pack.name, [tmp_path, packs.built_in()]), "own", {}).decode()
    assert "<header>某市财政局</header>" in page
    assert "<title>目录</title>" in page


def test_a_page_fetches_nothing(tmp_path: Path) -> None:
    page = printed(tmp_path, "")
    assert "default-src 'none'" in page
    assert re.findall(r"""(?:src|href)=["'](?!#)""", page) == []
    assert "url(" not in page


def checked(folder: Path, name: str, body: str) -> list[str]:
    """What the check of a pack tells about a page of its own."""
    above = f'{{% extends "上级:pages/{name}.html.j2" %}}\n{{% block 抬头 %}}{body}{{% endblock %}}'
    pack = making.pack(folder, files={f"pages/{name}.html.j2": above})
    chain = packs.resolve(pack.name, [folder, packs.built_in()])
    return [str(remark) for remark in trial_sheets.remarks(chain)]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("{{ 名秤 }}", "错误 P102 甲/pages/base.html.j2 第2行第18列：没有“名秤”这个名称"),
        (
            "{{ 年度｜first }}",
            "错误 P106 甲/pages/base.html.j2 第2行第20列：语句里的“｜”是全角，应改为半角“|”",
        ),
        ("{{ '甲'|金额 }}", "错误 P103 甲/pages/base.html.j2 第2行第22列：没有“金额”这个过滤器"),
        ("{{ [] }}", "错误 P301 试印网页：甲/pages/base.html.j2 第2行：“列表”不能直接印出"),
    ],
)
def test_the_check_of_a_pack_finds_a_fault_of_its_page(tmp_path: Path, body: str, told: str) -> None:
    assert checked(tmp_path, "base", body)[0].startswith(told)


def test_a_page_that_nothing_prints_is_told(tmp_path: Path) -> None:
    assert checked(tmp_path, "indexx", "")[0].startswith(
        "错误 P201 甲/pages/indexx.html.j2：没有“indexx”这个网页"
    )


def test_a_changed_page_is_shown_among_what_a_pack_changes(tmp_path: Path) -> None:
    checked(tmp_path, "base", "某市")
    shown = show_pack.shown(packs.resolve("甲", [tmp_path, packs.built_in()]))
    assert "  pages/base.html.j2：抬头" in list(shown)


def test_the_delivered_pages_pass_the_check() -> None:
    standard = packs.resolve("standard", [packs.built_in()])
    assert list(trial_sheets.remarks(standard)) == []
