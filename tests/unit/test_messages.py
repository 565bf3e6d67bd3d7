"""Every sentence that a clerk can be told stands once in docs/messages.md, and nothing else does."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt

from disclosure import terms

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "disclosure"
PAGE = ROOT / "docs" / "messages.md"
HEAD = ["程序说", "怎么办"]
WAYS = (
    *(
        "loading/**/*.py",
        "model/*.py",
        "workbook/*.py",
        "importing/**/*.py",
        "consolidation/*.py",
        "outputs/**/*.py",
        "readback/*.py",
        *("learning/learned.py", "learning/not_learnt.py", "learning/reconciled.py"),
    ),
    *(
        "cli/*.py",
        "api.py",
        "drawing/__init__.py",
        "checks/explain.py",
        "checks/check_report.py",
        "checks/third_party.py",
        "checks/own_rules.py",
        "checks/check_programs.py",
        "errors.py",
        "error_report.py",
        "__main__.py",
        "extensions.py",
        "files.py",
        "folder_journal.py",
        "fonts.py",
    ),
    *("city/cluster.py", "city/cluster_worker.py"),
    "upgrading/*.py",
    *("projects.py", "department_from_units.py", "saving/*.py", "forms/cell_names.py", "forms/fill.py"),
    "authoring/publishing.py",
    *(f"desk/{name}.py" for name in ("making", "correcting", "finish", "made_files")),
    *("build_record.py", "office_round/*.py", "sources.py", "amending/*.py", "bookkeeping/*.py"),
    *(f"city/{name}.py" for name in ("across", "transfers_across", "changed_packs")),
    *(f"city/{name}.py" for name in ("city_list", "list_faults", "settings", "begin_city")),
    *(f"city/{name}.py" for name in ("import_city", "import_listing", "keep_ratified", "whose_tables")),
    *(f"city/{name}.py" for name in ("due", "city_run", "choice", "workers", "task", "body_files")),
    "city/replies.py",
    "desk/begin_typed.py",
    *(f"desk/{name}.py" for name in ("app", "desk", "ending", "guard", "open_desks", "server", "shortcut")),
    *("desk/waiting.py", "desk/bureau.py"),
    *(f"desk/bureau_{name}.py" for name in ("body", "files", "run", "returns", "release")),
)
AUTHORS = {
    SOURCE / "outputs/docx/reference_faults.py",
    SOURCE / "outputs/docx/reference_look.py",
    SOURCE / "cli/pack.py",
    SOURCE / "loading/data_schema.py",
    SOURCE / "loading/schema_of_values.py",
}  # what a pack's author is told: see pack-guide
# Headings, labels, help and written files: not said to a clerk. The last can happen only in Python.
NO_SENTENCES = set(
    """
学到和没学到.txt
# 补填的数据：在工作台网页上填的内容和豁免，由 disclosure 写出，与工作簿（或 data.yaml）一起读。
不用
不分地区
已过…天
# 不再用：
（没有）
（不再用）
&R第 &P 页，共 &N 页
&C第 &P 页，共 &N 页
没有导入的，为什么
没有分到部门的
&L编制：　　　　　　审核：　　　　　　负责人：　　　　　　日期：&R&A　第 &P 页，共 &N 页
※供查找，不用填写，打印时只印这一行
※… 个项的解释待补：用到的照官方科目表填入“名词”，或装入官方科目表
用法：
参数：
选项：
命令：
[默认：
已生成
未能生成
不生成
未交
数的名称（三公经费.决算数），或单元格（“公开05表 合计 本年支出”）
单元格：…
公式：…
待填：…
出处：…
依据：…
单位决算：…
【待填：落款日期】
不能公开
各未能校验
没有批复数
"还有"0"天";"已过"0"天";"今天到期"
disclosure 出错报告（只有版本和出错的位置，没有数据和名称，可以转发）
程序：disclosure …
模板：…
系统：… … …
程序库：…
命令：…
步骤：…
错误：…
未通过
不一致
缺数
批复数：…
不适用
没有填
（没有）
未知
不公布合计
不汇总
整处不公开
合计不含
※没有的填“无”→
行不够时，在这一行上面插入整行
从下拉列表选，或填编码
行的名称，有科目编码的在前
…行…栏，另有表头…行
栏的标题，各级以“/”隔开
元、万元、%，个数为空
=IF(…="","",IFERROR(…,"没有这个序号"))
# 以下由部门自己填写（各单位的数已经相加，不用再填）：
# …年度部门决算（汇总）：数由各单位的数据相加得出
# 下面的收支像是单位之间的往来，核对后删去行首的“# ”，汇总时抵销：
# 由 disclosure import 从表格读出，再次导入时整体换新；请不要在这里改，要改的写在自己的数据里
""".strip().splitlines()
)
_HOLE = "…"
_SPEAKS = re.compile("[，；：。不没缺未请已要只]")
_CHINESE = re.compile("[一-鿿]")
_NOT_SAID = {  # help, and patterns
    *("typer.Option", "typer.Argument", "typer.Typer"),
    *("group", "group_with_usual", "re.compile"),
}


def template(node: ast.expr) -> str:
    """The fixed words of a text; what is put in is “…”."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(map(template, parts))
    return _HOLE


def _said(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Call(func=func) if ast.unparse(func) in _NOT_SAID:
            return
        case ast.Expr(value=ast.Constant()):  # a docstring
            return
        case ast.Constant(value=str()) | ast.JoinedStr():
            yield re.sub(f"{_HOLE}+", _HOLE, template(node)).strip().partition("\n")[0]
            for part in getattr(node, "values", ()):  # what is put in may be said, too
                yield from _said(part.value) if isinstance(part, ast.FormattedValue) else ()
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _said(child)


def sentences(paths: Iterable[Path]) -> dict[str, Path]:
    """What the modules say, by the sentence."""
    said = ((text, path) for path in paths for text in _said(ast.parse(path.read_text(encoding="utf-8"))))
    return {text: path for text, path in said if _SPEAKS.search(text) and _CHINESE.search(text)}


def printed() -> list[tuple[str, str]]:
    """The rows of the page's tables: what is said, what to do."""
    tokens = MarkdownIt("commonmark").enable("table").parse(PAGE.read_text(encoding="utf-8"))
    cells = [
        "".join(part.content for part in token.children or ())
        for before, token in pairwise(tokens)
        if before.type in ("th_open", "td_open")
    ]
    rows = list(zip(cells[::2], cells[1::2], strict=True))
    return [row for row in rows if list(row) != HEAD]


def test_every_sentence_a_clerk_can_be_told_is_on_the_page() -> None:
    ways = {path for pattern in WAYS for path in SOURCE.glob(pattern)} - AUTHORS
    said = sentences(sorted(ways))
    page = {sentence for sentence, _ in printed()}
    assert {s: said[s].name for s in said if s not in page | NO_SENTENCES} == {}
    assert NO_SENTENCES - set(said) == set()


def test_every_sentence_on_the_page_is_said_by_the_program() -> None:
    said = {
        text for path in SOURCE.rglob("*.py") for text in _said(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert [sentence for sentence, _ in printed() if sentence not in said] == []


def test_no_key_path_stands_on_the_page() -> None:
    names = "|".join(re.escape(term.chinese) for term in terms.glossary().values())
    key_path = re.compile(rf"(?:{names})\.(?:{names})|\w\[\d+\]|[{_HOLE}]\.[{_HOLE}]")
    assert key_path.findall(PAGE.read_text(encoding="utf-8")) == []


def test_every_sentence_is_printed_once_with_what_to_do() -> None:
    rows = printed()
    assert [
        sentence for sentence, count in Counter(sentence for sentence, _ in rows).items() if count > 1
    ] == []
    assert [sentence for sentence, remedy in rows if not remedy] == []
