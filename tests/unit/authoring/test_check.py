"""What `disclosure pack check` finds, each with file, line and column, and what it leaves alone."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from disclosure import packs
from disclosure.authoring import find_pack, style_agreement, trial_sheets
from disclosure.authoring.pack_check import _environment, check
from disclosure.packs.linting import lint, overrides
from disclosure.packs.linting.remark import CODES, Remark
from tests import making

SECTION = "sections/structure.j2"


def quick(folder: Path) -> list[Remark]:
    """The remarks that need no trial department's document."""
    chain = packs.resolve(folder.name, [folder.parent, packs.built_in()])
    declared = list(lint.declared(chain))
    if declared:
        return declared
    env = _environment(chain)
    return [env] if isinstance(env, Remark) else [*lint.texts(chain, env), *overrides.remarks(chain)]


def said(folder: Path) -> list[str]:
    return [str(remark) for remark in quick(folder)]


def section(tmp_path: Path, text: str) -> list[str]:
    """Remarks about a new section that stands nowhere above."""
    return said(making.pack(tmp_path, files={"sections/new.j2": f"第一行\n{text}"}))


@pytest.mark.parametrize(
    ("text", "code", "place", "words"),
    [
        ("{{ 支出.决算数|金额 ", "P101", "第2行", "模板语句写错了"),
        ("甲{{ 三公经废.决算数|金额 }}", "P102", "第2行第5列", "没有“三公经废”这个名称，可用的有：三公经费"),
        ("{{ 三公经费.决算|金额 }}", "P102", "第2行第9列", "“三公经费”下面没有“决算”，可用的有：决算数"),
        ("{% set 车 = 三公经费 %}{{ 车.决算|金额 }}", "P102", "第2行", "“三公经费”下面没有“决算”"),
        ("{{ 措辞.比较.降底 }}", "P102", "第2行第10列", "下面没有“降底”，可用的有：下降"),
        ("{{ 图.收入结沟 }}", "P102", "第2行第6列", "“图”下面没有“收入结沟”，可用的有：.*收入结构"),
        ("{{ 支出.决算数|金饿 }}", "P103", "第2行第11列", "没有“金饿”这个过滤器，可用的有：金额"),
        ("{% if 支出.决算数 is 領 %}{% endif %}", "P103", "第2行", "没有“領”这个判断"),
        ("全年支出120.5万元", "P104", "第2行第5列", "“120.5”"),
        ("２０２３年度", "P104", "第2行第1列", "“２０２３”"),
        ("二〇二三年度", "P104", "第2行第1列", "“二〇二三年”"),
        ("{{ '完成2023年任务' }}", "P104", "第2行第7列", "“2023”"),
        ("支出增加/减少若干", "P105", "第2行第3列", "“增加/减少”"),
        ("支出增加（减少）若干", "P105", "第2行第3列", "“增加（减少）”"),
        ("支出（增长）下降若干", "P105", "第2行", "二选一"),
        ("支出××万元", "P105", "第2行第3列", "占位符"),
        ("支出XX万元", "P105", "第2行第3列", "占位符"),
        ("支出____万元", "P105", "第2行第3列", "占位符"),
        ("{{ 支出.决算数｜金额 }}", "P106", "第2行第10列", "“｜”是全角，应改为半角“|”"),
        ("{{ 支出．决算数|金额 }}", "P106", "第2行第6列", "“．”是全角，应改为半角“.”"),
        ("{% if 支出.决算数 ＞ 0 %}{% endif %}", "P106", "第2行", "“＞”是全角"),
        ("{% if 支出.决算数|金额 == '零' %}{% endif %}", "P107", "第2行", "不能再比较"),
        ("（柱状图）", "P108", "第2行第1列", "填写说明"),
        ("支出情况（饼状图）", "P108", "第2行第5列", "填写说明"),
        ("请填写增减原因。", "P108", "第2行第1列", "填写说明"),
        ("（单位可根据实际情况补充说明）", "P108", "第2行", "填写说明"),
    ],
)
def test_a_fault_is_found_at_its_place(tmp_path: Path, text: str, code: str, place: str, words: str) -> None:
    found = section(tmp_path, text)
    assert len(found) == 1, found
    assert found[0].startswith(f"错误 {code} 甲/sections/new.j2 {place}")
    assert re.search(words, found[0])


@pytest.mark.parametrize(
    "text",
    [
        "1.因公出国（境）经费\n\n（2）公务接待\n\n### 1、公务用车",
        "截至{{ 年度 }}年12月31日，单价100万元以上设备",
        "{# 请填写2023年的数，增加/减少 XX #}",
        "{% for 项 in 支出|分项 %}{{ 项.名称 }}{{ 项.决算数|金额 }}{% endfor %}",
        "{% if 支出.决算数 > 100 %}{{ 增减(支出) }}{% endif %}",
        "{% macro 写(数) %}{{ 数|金额 }}{% endmacro %}{{ 写(支出.决算数) }}",
        "{% set 车 = 三公经费.公务用车购置及运行维护费 %}{% block 甲 %}{{ 车.决算数|金额 }}{% endblock %}",
        "{{ 年度 }}年度增加{{ 支出.决算数|金额 }}",
    ],
)
def test_what_is_right_is_left_alone(tmp_path: Path, text: str) -> None:
    assert section(tmp_path, text) == []


def test_every_fault_of_a_line_is_told_at_once(tmp_path: Path) -> None:
    found = section(tmp_path, "2023年增加/减少XX万元，（柱状图）")
    assert sorted(line.split()[1] for line in found) == ["P104", "P105", "P105", "P108"]


def test_a_fixed_figure_of_the_form_is_declared_in_the_pack(tmp_path: Path) -> None:
    text = {"sections/new.j2": "单价200万元以上大型设备"}
    assert "P104" in said(making.pack(tmp_path, "甲", files=text))[0]
    pack = making.pack(tmp_path, "乙", files=text)
    declared = '["固定数字"]\n"大型资产" = "200万元"\n'
    (pack / "pack.toml").write_text((pack / "pack.toml").read_text("utf-8") + declared, encoding="utf-8")
    assert said(pack) == []


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("wording.toml", '["比较"]\n"降底" = "降低"\n', "错误 P109 甲/wording.toml.*没有“比较.降底”这个措辞"),
        ("wording.toml", '["比较"]\n"下降" = "下降2个点"\n', "错误 P104 甲/wording.toml 第2行第11列：“2”"),
        ("wording.toml", '["比较"]\n"下降" = "增长/下降"\n', "错误 P105 甲/wording.toml 第2行第9列"),
        ("wording.toml", '["比较"]\n下降 = "降低"\n', "错误 P109 甲/wording.toml 第2行第1列：TOML 写法有误"),
        ("glossary.toml", '"保留" = true\n', "错误 P109 甲/glossary.toml 保留：没有这个键"),
        ("style/gbt9704.css", "p { background: url(x) }", "错误 P403 甲/style/gbt9704.css 第1行第17列"),
    ],
)
def test_a_declaration_is_checked_too(tmp_path: Path, path: str, text: str, message: str) -> None:
    found = said(making.pack(tmp_path, files={path: text}))
    assert any(re.search(message, line) for line in found), found


def test_a_year_in_a_title_of_the_manifest_is_found(tmp_path: Path) -> None:
    pack = making.pack(tmp_path)
    cover = '["封面"]\n"标题行" = ["{{ 部门.全称 }}", "2023年度部门决算"]\n'
    (pack / "pack.toml").write_text((pack / "pack.toml").read_text("utf-8") + cover, encoding="utf-8")
    assert said(pack)[0].startswith("错误 P104 甲/pack.toml 第5行第26列：“2023”")


def test_a_section_that_nobody_has_above_cannot_be_extended(tmp_path: Path) -> None:
    pack = making.pack(tmp_path, files={"sections/new.j2": '{% extends "上级:sections/new.j2" %}'})
    assert said(pack)[0].startswith(
        "错误 P201 甲/sections/new.j2 第1行第13列：找不到要继承的“上级:sections/new.j2”"
    )


def test_a_section_that_passes_over_a_parent_is_told(tmp_path: Path) -> None:
    changed = '{% extends "standard:sections/total.j2" %}{% block 原因 %}另有原因。{% endblock %}'
    making.pack(tmp_path, "中", files={"sections/total.j2": changed})
    near = making.pack(
        tmp_path, "近", parent="中", files={"sections/total.j2": changed.replace("另有", "还有")}
    )
    assert any(
        line.startswith("提示 P205 近/sections/total.j2") and "越过了 中" in line for line in said(near)
    )


def test_a_trial_department_finds_what_no_reading_finds(tmp_path: Path) -> None:
    text = "{% for 项 in 支出.项|分项 %}{{ 项.决算|金额 }}{% endfor %}"
    pack = making.pack(
        tmp_path, files={"sections/structure.j2": text.replace("支出.项", "一般公共预算财政拨款支出.项")}
    )
    found = [str(remark) for remark in check(*find_pack.chain(str(pack)))]
    assert any(line.startswith("错误 P301 试用部门“平常”：甲/sections/structure.j2 第1行") for line in found)


def test_nonsense_and_silence_are_noticed(tmp_path: Path) -> None:
    files = {
        "sections/structure.j2": "设科室，。{{ 措辞.比较.减少 }}-3",
        "sections/duties.j2": "{% if 支出.决算数 < 0 %}有{% endif %}",
    }
    found = [str(remark) for remark in check(*find_pack.chain(str(making.pack(tmp_path, files=files))))]
    assert any("P303" in line and "“，。”不通" in line for line in found)
    assert any("P303" in line and "“减少-”不通" in line for line in found)
    assert "错误 P304 试用部门“平常”的章节 duties 没有印出任何内容" in found


def test_every_code_is_one_of_the_list() -> None:
    assert all(len(code) == 4 and words for code, words in CODES.items())


# 办公用表


def sheet(tmp_path: Path, text: str, name: str = "signoff") -> list[str]:
    """Errors that the whole check tells about a sheet of the pack's own."""
    folder = making.pack(tmp_path, files={f"sheets/{name}.j2": f"第一行\n{text}"})
    chain = packs.resolve(folder.name, [folder.parent, packs.built_in()])
    found = [*trial_sheets.remarks(chain), *overrides.remarks(chain)]
    return [str(remark) for remark in found if remark.severity == "错误"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{{ 部们 }}", "错误 P102 甲/sheets/signoff.j2 第2行第4列：没有“部们”这个名称，可用的有：部门"),
        ("{{ 支出.决算数|金额 }}", "错误 P102 甲/sheets/signoff.j2 第2行第4列：没有“支出”这个名称"),
        (
            "{{ 结果.未通 }}",
            "错误 P102 甲/sheets/signoff.j2 第2行第7列：“结果”下面没有“未通”.*未通过",
        ),
        ("{{ 部门|金饿 }}", "错误 P103 甲/sheets/signoff.j2 第2行第7列：没有“金饿”这个过滤器"),
        ("{{ 部门 ", "错误 P101 甲/sheets/signoff.j2 第2行"),
        ("2023年度的审签单", "错误 P104 甲/sheets/signoff.j2 第2行第1列：“2023”"),
        (
            "{% for 数 in 各合计 %}{{ 数.批覆 }}{% endfor %}",
            "错误 P301 .*“各合计”下面没有“批覆”.*批复",
        ),
        ("{% if 各合计 is 空 %}{{ 各合计.名称 }}{% endif %}", "错误 P301 试印办公用表："),
    ],
)
def test_a_fault_of_a_sheet_is_found(tmp_path: Path, text: str, told: str) -> None:
    found = sheet(tmp_path, text)
    assert re.match(told, found[0]), found


def test_a_sheet_that_nothing_prints_is_told(tmp_path: Path) -> None:
    assert sheet(tmp_path, "{{ 部门 }}", "signof") == [
        "错误 P201 甲/sheets/signof.j2：没有“signof”这张办公用表，可用的有：signoff"
    ]


@pytest.mark.parametrize("name", ["signoff", "changes", "correction"])
def test_a_sheet_may_use_what_the_delivered_one_is_given(tmp_path: Path, name: str) -> None:
    delivered = (packs.built_in() / "standard" / "sheets" / f"{name}.j2").read_text(encoding="utf-8")
    assert sheet(tmp_path, f"{{{{ 措辞.比较.增加 }}}}\n{delivered}", name) == []


def test_the_command_checks_sheets_too(tmp_path: Path) -> None:
    folder = making.pack(tmp_path, files={"sheets/signoff.j2": "{{ 部们 }}"})
    assert [remark.code for remark in check(*find_pack.chain(str(folder)))] == ["P102", "P203"]


@pytest.mark.parametrize(
    ("margin", "differing"),
    [
        ("37mm 26mm 35mm 28mm", []),
        ("3.7cm 26mm 35mm 2.8cm", []),
        ("1in 26mm 35mm", ["上） Word 37.0、CSS 25.4 毫米", "左） Word 28.0、CSS 26 毫米"]),
        ("calc(1mm)", []),  # known only when laid out
        ("1.2.3mm", []),  # told as a fault of the style sheet
    ],
)
def test_margins_are_compared_in_whatever_unit_they_are_given(margin: str, differing: list[str]) -> None:
    style = packs.resolve("standard", [packs.built_in()]).style
    css = re.sub(r"margin: 37mm [^;]*", f"margin: {margin}", style.css)
    remarks = map(str, style_agreement.drift(replace(style, css=css)))
    expected = [f"P402 style/{style.name}：页边距（{one}" for one in differing]
    assert [remark[remark.index("P402") :] for remark in remarks] == expected


def test_a_size_that_is_none_is_passed_over() -> None:
    style = packs.resolve("standard", [packs.built_in()]).style
    css = style.css + "\n.caption { font-size: 1.2.3pt; font: 1.2.3pt 宋体; }"
    assert list(style_agreement.drift(replace(style, css=css))) == []
