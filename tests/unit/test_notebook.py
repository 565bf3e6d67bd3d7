"""In a notebook results show themselves: plain HTML, everything of the data escaped; the example runs."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from typing import Any

import lxml.html
import nh3
import pytest

import disclosure
from tests.departments import EXAMPLES, small, submission

NOTEBOOK = EXAMPLES / "决算.ipynb"
EVIL = "</td></table><script>alert(1)</script><img src=x onerror=alert(2)>“某局”&amp;"
LONG = EXAMPLES / "panzhihua-beijing-2023"
TABLE = ("table", "caption", "thead", "tbody", "tr", "th", "td")


def evil() -> disclosure.Submission:
    """What a name of a department, a text, a place of a waiver may hold."""
    data = small()
    waiver = {"代码": "XA1", "位置": EVIL, "理由": EVIL, "姓名": EVIL, "日期": "2024年8月1日"}
    names = {**data["部门"], "全称": EVIL, "简称": EVIL, "职责": EVIL}
    return submission({**data, "部门": names, "豁免": [waiver], "公开信息": {"网址": EVIL}})


SHOWN: dict[str, Callable[[Any], Any]] = {
    "Submission": disclosure.load,
    "CheckReport": disclosure.check,
    "FigureBook": disclosure.figures,
    "Document": lambda source: disclosure.compose(source, draft=True).document,
}


@pytest.mark.parametrize("kind", SHOWN)
def test_nothing_of_the_data_becomes_markup(kind: str) -> None:
    html = SHOWN[kind](evil())._repr_html_()
    tree = lxml.html.fromstring(f"<div>{html}</div>")
    tags = {element.tag for element in tree.iter()}
    assert tags <= {*("div", "p", "b", "mark", "h2", "h3", "h4", "h5"), *TABLE}
    assert {name for element in tree.iter() for name in element.attrib} <= {"style", "rowspan", "colspan"}
    cleaned = lxml.html.fromstring(f"<div>{nh3.clean(html)}</div>")  # nothing that it takes away is shown
    assert cleaned.text_content() == tree.text_content()
    if kind != "FigureBook":
        assert "<script>alert(1)</script>" in tree.text_content()


@pytest.mark.parametrize("kind", SHOWN)
def test_what_is_shown_is_small_and_says_what_matters(kind: str) -> None:
    html = SHOWN[kind](LONG)._repr_html_()
    assert len(html) < 200_000
    text = lxml.html.fromstring(f"<div>{html}</div>").text_content()
    said = {
        "Submission": ("攀枝花市人民政府驻北京联络处 2023年度", "支出"),
        "CheckReport": ("校验：错误 0 项", "改法"),
        "FigureBook": ("支出.决算数",),
        "Document": ("收入支出决算总体情况说明", "269.29万元"),
    }
    assert [one for one in said[kind] if one not in text] == []


def test_of_many_rows_the_first_are_shown_and_the_others_counted() -> None:
    figures = disclosure.figures(LONG)
    known = [name for name in figures if figures.value(name) is not None]
    assert f"另有 {len(known) - 60} 行" in figures._repr_html_()


def test_the_example_notebook_holds_no_outputs() -> None:
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    assert [cell for cell in cells if cell.get("outputs") or cell.get("execution_count")] == []


def test_the_example_notebook_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cell by cell as a kernel does it: one set of names, the last value of a cell is shown."""
    monkeypatch.chdir(EXAMPLES)
    names: dict[str, Any] = {}
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    values = [ran(cell["source"], names) for cell in cells if cell["cell_type"] == "code"]
    shown = [value._repr_html_() for value in values if value is not None]
    assert "攀枝花市人民政府驻北京联络处 2023年度" in shown[0]
    assert [len(shown), "BJ1" in shown[3]] == [6, True]


def ran(source: str, names: dict[str, Any]) -> Any:
    """A cell: its statements, and the value of its last line where that is an expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, NOTEBOOK.name, "exec"), names)
    return eval(ast.unparse(last), names) if last else None
