"""A template from somebody else can neither hang nor flood the program, nor reach past its vocabulary."""

from __future__ import annotations

import itertools
import re
import time
from pathlib import Path

import pytest

from disclosure import api
from disclosure.authoring import trial_departments
from disclosure.errors import TemplateError
from disclosure.packs.templating import limits
from tests import counting
from tests.unit.packs.test_templates import composed, printed

BOMBS = {
    "loops in loops": (
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "循环或宏可能没有尽头",
    ),
    "loops over the data": (
        "{% for a in 支出|分项 %}" * 12 + "{{ 支出.决算数|金额 }}" + "{% endfor %}" * 12,
        "印出的数超过",
    ),
    "a macro that calls itself": ("{% macro 甲() %}{{ 甲() }}{% endmacro %}{{ 甲() }}", "绕成了圈"),
    "macros that call each other twice": (
        "{% macro m0() %}字{% endmacro %}"
        + "".join(
            f"{{% macro m{n}() %}}{{{{ m{n - 1}() }}}}{{{{ m{n - 1}() }}}}{{% endmacro %}}"
            for n in range(1, 40)
        )
        + "{{ m39() }}",
        "没有尽头|成倍重复",
    ),
    "text times a number": ("{{ 'a' * 10**9 }}", "只能用于两个不大的整数"),
    "powers of powers": ("{% if 9**9**9 > 1 %}{% endif %}", "只能用于两个不大的整数"),
    "numbers that grow": (
        "{% macro 方(数, 次) %}{% if 次 %}{{ 方(数 * 数, 次 - 1) }}{% endif %}{% endmacro %}{{ 方(10, 40) }}",
        "不大的整数",
    ),
    "a format of great width": ("{{ '%999999999s' % 'a' }}", "只能用于两个不大的整数"),
    "a format method": ("{{ '{:>999999999}'.format('a') }}", "不能取下级名称"),
    "padding by a method": ("{{ 'a'.ljust(999999999) }}", "不能取下级名称"),
    "a replacing method": ("{{ 'aaaa'.replace('a', 'b') }}", "不能取下级名称"),
    "text that doubles": ("{% set a = '一二三四五六七八' %}" + "{% set a = a ~ a %}" * 40, "成倍重复"),
    "text that doubles by plus": (
        "{% set a = '一二三四五六七八' %}" + "{% set a = a + a %}" * 40,
        "成倍重复",
    ),
    "set blocks that double": (
        "{% set a %}一二{% endset %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 40,
        "成倍重复",
    ),
    "wording that doubles": ("{% set a = '一二' %}" + "{% set a = '{甲}{甲}'|填(甲=a) %}" * 40, "成倍重复"),
    "text joined by itself": ("{% set a = '一' ~ '二' * 1 %}", "不大的整数"),
    "a join of joins": ("{% set a = '一二三四' %}" + "{% set a = a|join(a) %}" * 12, "成倍重复"),
    "lists that double": (
        "{% set a = [1] %}" + "{% set a = [a, a] %}" * 40 + "{{ a }}",
        "列表里不能再放列表",
    ),
    "a section that includes itself": ("{% include 'sections/structure.j2' %}", "绕成了圈"),
    "a long constant in a long loop": (
        "{% for a in range(99999) %}" + "字" * 9000 + "{% endfor %}",
        "成倍重复",
    ),
    "a template of great length": ("字" * 400_000, "请分成几节"),
    "deep brackets": ("{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", "structure.j2"),
    "a list made again and again": (
        "{% for a in range(99999) %}{% set b = range(99999)|list %}{% endfor %}",
        "没有尽头",
    ),
    "a long list turned round": (
        "{% set a = range(99999)|list %}{% for b in range(9999) %}{% set c = a|reverse|list %}{% endfor %}",
        "没有尽头",
    ),
    "a search in a long list": (
        "{% set a = range(99999)|list %}{% for b in range(99999) %}{% if 'x' in a %}{% endif %}{% endfor %}",
        "没有尽头",
    ),
    "a search in a range": (
        "{% for b in range(99999) %}{% if 'x' in range(99999) %}{% endif %}{% endfor %}",
        "没有尽头",
    ),
    "two long lists compared": (
        "{% set a = range(99999)|list %}{% set b = range(99999)|list %}"
        "{% for c in range(99999) %}{% if a == b %}{% endif %}{% endfor %}",
        "没有尽头",
    ),
    "two long texts compared": (
        "{% set a = '一' %}" + "{% set a = a ~ a %}" * 19 + "{% set b = a ~ '一' %}{% set a = a ~ '二' %}"
        "{% for c in range(99999) %}{% if a == b %}{% endif %}{% endfor %}",
        "没有尽头",
    ),
    "a long list cut": (
        "{% set a = range(99999)|list %}{% for b in range(99999) %}{% set c = a[:] %}{% endfor %}",
        "没有尽头",
    ),
    "a long list given to a macro": (
        "{% macro 甲() %}{{ varargs|first }}{% endmacro %}"
        "{% for b in range(99999) %}{{ 甲(*range(99999)) }}{% endfor %}",
        "没有尽头",
    ),
    "a long list as a name": (
        "{% set a = range(99999)|list %}"
        "{% for b in range(99999) %}{% if 支出[a] is defined %}{% endif %}{% endfor %}",
        "没有尽头",
    ),
    "a long list seen to have changed": (
        "{% set a = range(99999)|list %}"
        "{% for b in range(99999) %}{% if loop.changed(a) %}{% endif %}{% endfor %}",
        "没有尽头",
    ),
    "a long body in a long loop": (
        "{% for a in range(99999) %}" + "{% set b = a %}" * 900 + "{% endfor %}",
        "没有尽头",
    ),
    "a long macro in a long loop": (
        "{% macro 甲() %}" + "{% set b = 1 %}" * 900 + "{% endmacro %}"
        "{% for a in range(99999) %}{{ 甲() }}{% endfor %}",
        "没有尽头",
    ),
    "a long list written out in a loop": (
        "{% for a in range(99999) %}{% set b = [" + "1, " * 5_000 + "] %}{% endfor %}",
        "没有尽头",
    ),
    "text that doubles by a filter": (
        "{% set a = '一二三四五六七八' %}" + "{% set a = a|接(a ~ '。') %}" * 40,
        "成倍重复",
    ),
    "one printed text again and again": (
        "{% set a %}{{ 部门.职责 }}{{ 部门.职责 }}{% endset %}{% set a = a ~ a ~ a ~ a %}"
        "{% for b in range(90_000) %}{{ a }}{% endfor %}",
        "成倍重复",
    ),
    "one chart again and again": (
        "{% set a %}{{ 图.支出结构 }}{% endset %}{% for b in range(9999) %}{{ a }}\n\n{% endfor %}",
        "成倍重复",
    ),
    "a wide range": ("{% for a in range(10**9) %}{% endfor %}", "不大的整数"),
    "a wider range": ("{% for a in range(999999999) %}{% endfor %}", "range 最多 10 万"),
}


@pytest.mark.sampled(16)
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_in_a_sentence_within_few_lines_a_step(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a clock a slow machine ends at the same step; what only the steps end has few of them."""
    template, sentence = BOMBS[name]
    if "没有尽头" in sentence:
        monkeypatch.setattr(limits, "STEPS", limits.STEPS // 20)
    monkeypatch.setattr(limits, "thread_time", lambda: 0.0)
    with (
        pytest.raises(TemplateError, match=sentence) as caught,
        counting.at_most_lines(2_000_000 + 60 * limits.STEPS),
    ):
        composed(tmp_path, template)
    assert "sections/structure.j2" in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__ }}",
        "{{ 支出._members }}",
        "{{ range.__globals__ }}",
        "{{ 增减.__globals__ }}",
        "{{ ().__class__.__base__.__subclasses__() }}",
        "{{ ''['format'] }}",
        "{{ self._TemplateReference__context }}",
        "{{ cycler }}",
        "{{ lipsum() }}",
        "{% set x = [1] %}{{ x.append(2) }}",
    ],
)
def test_nothing_of_python_can_be_reached(template: str, tmp_path: Path) -> None:
    with pytest.raises(TemplateError):
        composed(tmp_path, template)


def test_an_ordinary_loop_knows_its_first_its_last_and_its_length(tmp_path: Path) -> None:
    template = "{% for 字 in ['甲', '乙', '丙'] %}{{ 字 }}{{ '；' if not loop.last else '。' }}{% endfor %}"
    assert printed(tmp_path, template) == "甲；乙；丙。"


def test_text_is_joined_and_small_numbers_are_computed(tmp_path: Path) -> None:
    assert printed(tmp_path, "{{ '甲' ~ '乙' }}{{ (2 + 3)|序号 }}") == "甲乙5"


LOOPS = "{% for 甲 in range(2000) %}{% endfor %}"


def test_a_busy_machine_refuses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long it takes by the clock on the wall, only processor time and steps count."""
    clock = itertools.count(0.0, 3600.0)
    for name in ("time", "monotonic", "perf_counter"):
        monkeypatch.setattr(time, name, lambda: next(clock))
        monkeypatch.setattr(limits, name, lambda: next(clock), raising=False)
    assert printed(tmp_path, LOOPS + "成文") == "成文"


# How long is left is shown to a person; workers on other computers are waited for, not for ever.
BY_THE_WALL = {"city_progress.py", "cluster.py", "open_desks.py"}  # the last waits for a desk that is opening


def test_nothing_in_the_package_asks_the_clock_on_the_wall() -> None:
    """What a busy machine is late for is refused nowhere: `thread_time` is the one clock."""
    asked = re.compile(
        r"^\s*(?:import time\b|from time import (?!thread_time$).*)|monotonic\(|perf_counter\(", re.M
    )
    package = Path(limits.__file__).parents[2]
    sources = {file: file.read_text(encoding="utf-8") for file in package.rglob("*.py")}
    assert {file.name for file, source in sources.items() if asked.search(source)} == BY_THE_WALL


def test_processor_time_is_a_second_net_and_says_its_measure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = itertools.count(0.0, 30.0)
    monkeypatch.setattr(limits, "thread_time", lambda: next(clock))
    with pytest.raises(
        TemplateError, match="处理器时间超过 40 秒，是随本软件提供的最慢的模板的 20 倍（与电脑忙不忙无关）"
    ):
        composed(tmp_path, LOOPS)


@pytest.mark.parametrize("pack", ["sichuan-panzhihua-beijing-2023", "shanghai-2024"])
def test_the_slowest_delivered_templates_have_the_room_that_is_said(
    pack: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With 600 subjects a fifth of the steps is enough, and half of the time, also on a slow machine."""
    monkeypatch.setattr(limits, "STEPS", limits.STEPS // 5)
    monkeypatch.setattr(limits, "ROOM", 10)
    department = trial_departments.department(trial_departments.HUGE, pack)
    assert api.compose(department, draft=True, working=True).document


@pytest.mark.parametrize(
    "text",
    [
        "",
        "甲",
        "甲\n",
        "甲\n\n",
        "\n甲\r\n乙\r丙\r\n",
        "  甲 }} %} #} 乙  \n",
        "\n",
        "\r",
        "甲\v乙\x85\u2028丙",
    ],
)
def test_a_text_that_names_nothing_prints_what_the_engine_makes_of_it_for_less(text: str) -> None:
    plain, engine = (limits.LimitedEnvironment(limits.Budget()) for _ in range(2))
    assert not limits.names_something(text)
    assert plain.printed(text) == engine.from_string(text).render()
    assert plain._budget.left.characters == engine._budget.left.characters
    assert plain._budget.left.steps > engine._budget.left.steps


def test_a_text_that_names_nothing_may_not_be_too_long_either() -> None:
    env = limits.LimitedEnvironment(limits.Budget())
    with pytest.raises(TemplateError, match="文字超过 30 万字"):
        env.printed("字" * (limits.LONGEST_TEMPLATE + 1))


def test_what_was_used_is_used_again_only_where_it_is_left() -> None:
    budget = limits.Budget()
    whole = budget.left
    half = limits.Used(limits.STEPS // 2 + 1, 10)
    assert budget.take(half)
    assert whole - budget.left == half
    left = budget.left
    assert not budget.take(half)
    assert budget.left == left
