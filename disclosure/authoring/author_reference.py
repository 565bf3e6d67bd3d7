"""模板参考 — the author's reference, made from the vocabulary: variables, filters, tests, macros, wording."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from disclosure import deriving, packs, terms
from disclosure.authoring import trial_departments
from disclosure.deriving import Figure
from disclosure.facts import Facts
from disclosure.packs.linting.lint import WORDING, strings
from disclosure.packs.templating.values import Missing, Node, Prose, Quantity, Words

ROOT = "standard"
HEAD = "# 模板参考\n\n由 `disclosure pack docs` 生成，请勿手改。例子用的是试用部门“平常”。\n"

# 名称 → 用法，例子；例子当场算出
FILTERS: Mapping[str, tuple[str, str]] = {
    "金额": ("金额，按模板的单位，带单位", "支出.决算数|金额"),
    "金额数": ("金额，按模板的单位，不带单位", "支出.决算数|金额数"),
    "万元": ("金额，以万元计", "支出.决算数|万元"),
    "元": ("金额，以元计", "支出.决算数|元"),
    "百分比": ("占比、增减率、完成率", "支出.项目支出.占比|百分比"),
    "整数": ("个数", "三公经费.公务接待.国内.批次|整数"),
    "得分": ("得分", "(绩效.自评报告|first).得分|得分"),
    "数值": ("自有数据里有小数的数", "(绩效.自评报告|first).得分|数值"),
    "绝对值": ("去掉负号，再接其他过滤器", "收支总计.增减额|绝对值|金额"),
    "分项": ("一个合计下的各项，按表式次序，用 for 逐项印", "(三公经费|分项|first).名称"),
    "非零": ("各项中决算数不为零的", "(收入|分项|非零|first).名称"),
    "从大到小": (
        "各项由决算数从大到小；有一项没有填、不公开的，排不出",
        "(支出.项|分项|非零|从大到小|first).名称",
    ),
    "逐项": ("数据里的列表，用 for 逐项印；不知道的印【待填】", "(国有资产.车辆|逐项|first).用途"),
    "连接": ("一列名称接成一串，可写间隔", "款列表.人员经费|连接('、')"),
    "join": ("同“连接”，间隔默认为空", "款列表.人员经费|join('、')"),
    "填": ("填入措辞里花括号的空", "措辞.比较.本年|填(年=年度)"),
    "接": ("文字后面接一个词；已以它结尾的不重说", "(原因.收支总计|first).事由|接('增加')"),
    "正文": ("所填的长文字，自成段落，要单独成一段", ""),
    "序号": ("序号 1、2、3", "1|序号"),
    "中文序号": ("序号 一、二、三", "12|中文序号"),
    "first": ("第一个", "(收入|分项|first).名称"),
    "last": ("最后一个", "(三公经费|分项|last).名称"),
    "list": ("成为列表", ""),
    "reverse": ("倒过来的次序", ""),
}
TESTS: Mapping[str, tuple[str, str]] = {
    "已填": ("数据里填了这一项", "'是' if 公开信息.公开日期 is 已填 else '否'"),
    "有数": ("数存在；基数为零的比率不存在", "'是' if 支出.项目支出.占比 is 有数 else '否'"),
    "零": ("数为零", "'是' if 结余分配.决算数 is 零 else '否'"),
    "空": ("列表里一个也没有", "'是' if 国有资产.车辆 is 空 else '否'"),
    "defined": ("这个名称存在", "'是' if 支出 is defined else '否'"),
}
_MACRO = re.compile(
    r"(?:\{#\s*(?P<said>[^#]*?)\s*#\}\s*)?\{%-?\s*macro\s+(?P<name>\w+)\((?P<arguments>[^)]*)\)"
)
_TABLE_HEAD = re.compile(r'^\["([^"]+)"\]', re.MULTILINE)
_NOTED_SLOT = re.compile(r'^"([^"]+)"[ \t]*=[ \t]*"(?:[^"\\\n]|\\.)*"[ \t]*(?:#[ \t]*(.*))?', re.MULTILINE)
_UNITS = {"元": "金额", "%": "百分比", "个": "个数", "分": "得分"}


def reference() -> str:
    """整篇 — the page docs/pack-reference.md."""
    chain = packs.resolve(ROOT, [packs.built_in()])
    department = trial_departments.department(trial_departments.NORMAL, ROOT)
    facts = Facts(department, deriving.derive(department))
    env = packs.environment_of(chain, facts)
    examples = {**FILTERS, **TESTS}
    results = packs.printed(chain, facts, (_expression(example) for _, example in examples.values()))
    printed = dict(zip(examples, results, strict=True))
    rows = {
        "变量": (("名称", "是什么", "含义", "例"), _variables(env.globals, facts.figures)),
        "过滤器": (("过滤器", "用法", "写法", "印出"), _uses(FILTERS, "|", printed)),
        "判断": (("判断", "用法", "写法", "结果"), _uses(TESTS, "is ", printed)),
        "宏": (("宏", "用法"), _macros()),
        "措辞": (("措辞", "写法", "说明"), _wording_slots()),
    }
    parts = (f"\n## {title}\n\n{_markdown_table(head, lines)}\n" for title, (head, lines) in rows.items())
    return HEAD + "".join(parts)


def _expression(example: str) -> str:
    return f"{{{{ {example} }}}}" if example else ""


def _variables(names: Mapping[str, Any], known: Mapping[str, Figure]) -> Iterator[tuple[str, ...]]:
    for name, value in names.items():
        if name not in ("措辞", "range") and not callable(value):
            yield from _leaves(name, value, known)


def _leaves(path: str, value: Any, known: Mapping[str, Figure]) -> Iterator[tuple[str, ...]]:
    """A line for each value at or below a path; of a list also what stands below its first item."""
    if isinstance(value, Node):
        for key, below in _members(value):
            yield from _leaves(f"{path}.{key}", below, known)
        return
    yield (f"`{path}`", *_described(path, value, known))
    match value:
        case [Node() as first, *_]:
            yield from _leaves(f"{path}[…]", first, known)


def _described(path: str, value: Any, known: Mapping[str, Figure]) -> tuple[str, str, str]:
    """What a value is, what it means, what it prints."""
    match value:
        case Quantity():
            figure = known.get(value._figure)
            return _UNITS[value._kind], _meaning(figure, path), _quantity(value)
        case Prose():
            return "长文字", _term(path), value._text.splitlines()[0]
        case Words():
            return "文字", _term(path), value._text
        case Missing():
            return "未填", _term(path), ""
        case tuple() | list():
            return "列表", f"{len(value)} 项", ""
    return _named(path, value)


def _named(path: str, value: Any) -> tuple[str, str, str]:
    kind = "图" if path.startswith("图.") else "文字"
    return kind, "", value if isinstance(value, str) else ""


def _members(node: Node) -> Iterator[tuple[str, Any]]:
    """What stands below a node; of members by code only the first, under ‹代码›."""
    first_code = min(filter(str.isdigit, node._members), default="")
    for key, below in node._members.items():
        if key == first_code:
            yield "‹代码›", below
        elif not key.isdigit():
            yield key, below


def _meaning(figure: Figure | None, path: str) -> str:
    if figure is None:
        return _term(path)
    return f"{figure.name}＝{figure.said()}" if figure.formula else figure.name


def _term(path: str) -> str:
    """The English term of a path's last step, where the glossary has it."""
    name = path.rpartition(".")[2].removesuffix("[…]")
    return next((term.english for term in terms.glossary().values() if term.chinese == name), "")


def _quantity(value: Quantity) -> str:
    if value._value is None:
        return "（没有数）"
    number = value._value / Decimal(10000) if value._kind == "元" else value._value
    return f"{round(number, 4).normalize():f}" + {"元": "万元", "%": "%"}.get(value._kind, "")


def _uses(
    uses: Mapping[str, tuple[str, str]], sign: str, printed: Mapping[str, str]
) -> Iterator[tuple[str, ...]]:
    for name, (said, example) in uses.items():
        written = f"`{_expression(example)}`" if example else ""
        yield (f"`{sign}{name}`", said, written, printed[name])


def _macros() -> Iterator[tuple[str, ...]]:
    text = (packs.built_in() / ROOT / "macros.j2").read_text(encoding="utf-8")
    for macro in _MACRO.finditer(text):
        comment, name, arguments = macro.groups("")
        yield (f"`{name}({arguments})`", comment.partition("：")[2] or comment)


def _wording_slots() -> Iterator[tuple[str, ...]]:
    pack = packs.resolve(ROOT, [packs.built_in()]).packs[0]
    notes = _slot_notes(pack.text(WORDING) or "")
    for keys, value in strings(pack.table(WORDING)):
        slot = ".".join(keys)
        yield (f"`{slot}`", value.replace("\n", "⏎"), notes.get(slot, ""))


def _slot_notes(text: str) -> dict[str, str]:
    """The comment at the end of the line of each slot that has one."""
    tables = _TABLE_HEAD.split(text)[1:]  # head, lines below it, the next head …
    named = zip(tables[::2], map(_NOTED_SLOT.finditer, tables[1::2]), strict=True)
    return {f"{table}.{slot[1]}": slot[2] or "" for table, slots in named for slot in slots}


def _markdown_table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return "\n".join(map(_markdown_row, (head, ("---",) * len(head), *rows)))


def _markdown_row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
