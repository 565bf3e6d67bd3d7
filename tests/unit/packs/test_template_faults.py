"""What is wrong with a template is told in Chinese with its line: nothing that a library says gets out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from disclosure.errors import TemplateError
from tests import making

PLACE = "甲/sections/structure.j2 第3行："
# Two Latin words in a row are a sentence of somebody else; so is the name of one of Python's kinds.
FOREIGN = re.compile(r"[A-Za-z]{2,}[ ,'’]+[A-Za-z]{2,}|[A-Z]\w+(?:Error|Type)\b|\bNone\b|object at")

WRITTEN_WRONG = {
    "{{ 甲": "模板没有写完，缺“}}”",
    "{{ 甲 乙 }}": "这里应是“}}”，写的是“乙”",
    "{{ 甲) }}": "“)”不该在这里",
    "{{ (甲] }}": "这里应是“)”，写的是“]”",
    "{{ @ }}": "不能用“@”这个字符",
    "{{ 甲｜金额 }}": "“｜”应改为半角“|”",
    "{{ 甲（1） }}": "“（”应改为半角“(”",
    "{{ '甲": "模板语句写错了",
    "{{ 甲. }}": "后面要写名称",
    "{{ '\\x' }}": "模板语句写错了",
    "{# 甲": "注释没有结束",
    "{% for 甲 in 乙": "模板没有写完，缺“%}”",
    "{% for 甲 in %}": "这里应是名称或文字，写的是“%}”",
    "{% for loop in [1] %}{% endfor %}": "循环里的名称不能叫“loop”",
    "{% if 1 %}": "“if”没有结束，缺“endif”",
    "{% endfor %}": "没有“endfor”这种语句",
    "{% 甲乙 %}": "没有“甲乙”这种语句",
    "{% do 1 %}": "没有“do”这种语句",
    "{% %}": "后面要写语句的名称",
    "{% set 1 = 2 %}": "set 的左边只能是名称",
    "{% macro 甲(乙=1, 丙) %}{% endmacro %}": "括号里的写法不对",
    "{% call 1 %}{% endcall %}": "括号里的写法不对",
    "{% block 甲 %}{% endblock %}{% block 甲 %}{% endblock %}": "块“甲”写了两次",
    "{{ 1|没有 }}": "没有“没有”这个过滤器",
    "{{ 1 is 没有 }}": "没有“is 没有”这种判断",
}
NOT_COMPUTED = {
    "{{ 1 // 0 }}": "无法计算“{{ 1 // 0 }}”（除数是零）",
    "{{ 1 % 0 }}": "无法计算“{{ 1 % 0 }}”（除数是零）",
    "{{ 'a' < 1 }}": "无法计算“{{ 'a' < 1 }}”",
    "{{ 支出 < 1 }}": "无法计算“{{ 支出 < 1 }}”",
    "{{ 'a' < none }}": "无法计算",
    "{{ 1 in 2 }}": "它不是列表",
    "{{ -'a' }}": "无法计算",
    "{{ range(999999) }}": "range 最多 10 万",
    "{{ range(1, 2, 0) }}": "无法计算",
    "{{ range() }}": "多了、少了或写错了一项",
    "{{ 'x'() }}": "它不是宏，后面不能加括号",
    "{% macro 甲(乙) %}{% endmacro %}{{ 甲(1, 2, 3) }}": "多了、少了或写错了一项",
    "{% macro 甲(乙) %}{% endmacro %}{{ 甲(丙=1) }}": "多了、少了或写错了一项",
    "{% for 甲 in 1 %}{% endfor %}": "它不是列表，不能逐项取",
    "{% for 甲, 乙 in [1] %}{% endfor %}": "无法计算",
    "{% for 甲, 乙 in [[1]] %}{% endfor %}": "不能逐项取",
    "{% include 1 %}": "它不是列表",
    "{% extends none %}": "无法计算",
    "{% include '没有' %}": "找不到模板“没有”",
    "{{ none }}": "“空的内容”不能直接印出",
    "{{ true }}": "“真”不能直接印出",
    "{{ {} }}": "“对照表”不能直接印出",
    "{{ self }}": "“这样的内容”不能直接印出",
    "{{ []|first }}": "列表是空的，取不出第一项和最后一项",
    "{{ none|连接 }}": "它不是列表",
    "{{ ['a']|连接(1) }}": "无法计算",
    "{{ 1|填 }}": "无法计算",
    "{{ 1|分项 }}": "无法计算",
    "{{ [1]|非零 }}": "无法计算",
    "{{ none|reverse }}": "它不是列表",
    "{{ 部门|连接 }}": "无法计算",
    "{{ '甲'|接 }}": "多了、少了或写错了一项",
    "{{ 支出.决算数|元(单位='万元') }}": "多了、少了或写错了一项",
    "{{ 支出.决算数 is 零(1) }}": "多了、少了或写错了一项",
    "{{ 支出.决算数|百分比 }}": "“支出.决算数”不是百分比",
    "{{ 'x'|序号 }}": "“x”不是序号",
    "{{ -1|中文序号 }}": "“-1”不是序号",
    "{{ 1.5|序号 }}": "“1.5”不是序号",
    "{{ [1][5]|序号 }}": "不是序号",
    "{{ 支出[none] }}": "“支出”下面没有“空的内容”",
    "{{ 支出[[1]] }}": "“支出”下面没有“列表”",
    "{{ ''.__class__ }}": "“__class__”用在了不能取下级名称的地方",
    "{{ (支出|分项)['a':] }}": "无法计算",
    "{{ '\u202e甲'|没有 }}": "没有“没有”这个过滤器",
}


@pytest.mark.parametrize(("template", "said"), [*WRITTEN_WRONG.items(), *NOT_COMPUTED.items()])
def test_a_fault_is_told_in_chinese_with_its_line(template: str, said: str, tmp_path: Path) -> None:
    folder = making.pack(tmp_path, files={"sections/structure.j2": f"第一段\n\n{template}"})
    with pytest.raises(TemplateError) as error:
        making.composed(folder)
    sentence = str(error.value)
    assert sentence.startswith(PLACE)
    assert said in sentence
    assert not FOREIGN.search(sentence.replace(template, ""))
    assert all(map(str.isprintable, sentence))


def test_a_long_line_is_not_repeated_whole(tmp_path: Path) -> None:
    folder = making.pack(tmp_path, files={"sections/structure.j2": f"{{{{ 1 // 0 }}}}{'字' * 5000}"})
    with pytest.raises(TemplateError, match="无法计算“{{ 1 // 0 }}字{48}…”（除数是零）"):
        making.composed(folder)
