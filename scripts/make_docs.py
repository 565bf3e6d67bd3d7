"""参考文档 — writes what of docs/ follows from the declarations: the data file's keys, the terms.

The text above the line MARK is written by hand and kept; everything below it is made anew.
"""

from __future__ import annotations

import inspect
import re
import tomllib
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from disclosure import terms
from disclosure.document import tree
from disclosure.loading.data_schema import remarks
from disclosure.loading.read_submission import STATED
from disclosure.model import Cause, Submission, shape
from disclosure.model.shape import Shape

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
MARK = "<!-- 以下由 make docs 生成，请勿手改 -->"

SECTIONS = {
    "data": "数据文件的各板块",
    "department": "部门与公开信息",
    "money": "收支与预算",
    "sangong": "“三公”经费",
    "others": "其他重要事项",
    "prior": "上年数",
    "text": "文字",
    "pack": "模板包",
    "city": "全市设置",
}


def main() -> None:
    """程序入口 — writes every generated document."""
    for path, text in documents().items():
        path.write_text(text, encoding="utf-8")


def documents() -> dict[Path, str]:
    """全部文档 — the whole text of each document that holds generated parts."""
    parts = {
        DOCS / "data-format.md": data_format(),
        DOCS / "terms.md": term_reference(),
        DOCS / "document.md": document_tree(),
    }
    return {
        path: f"{path.read_text(encoding='utf-8').partition(MARK)[0]}{MARK}\n\n{made}"
        for path, made in parts.items()
    }


def data_format() -> str:
    """数据文件 — one table of keys for each model, in the order in which a reader comes upon them."""
    return "\n\n".join(_model_table(model) for model in shape.models(shape.of(Submission))) + "\n"


def term_reference() -> str:
    """术语表 — every term of terms.toml, by section of that file."""
    table = tomllib.loads((ROOT / "disclosure" / "terms.toml").read_text(encoding="utf-8"))
    return "\n\n".join(_term_table(section, entries) for section, entries in table.items()) + "\n"


def document_tree() -> str:
    """文档树 — a table of fields for each part of a document, the document itself first."""
    parts = [tree.Document, *get_args(tree.Block), *_PARTS_OF_BLOCKS]
    return "\n\n".join(map(_part_table, parts)) + "\n"


_PARTS_OF_BLOCKS = (
    tree.Text,
    tree.Row,
    tree.Cell,
    tree.Fit,
    tree.Series,
    tree.Point,
    tree.Origin,
    tree.Style,
)
_FIELD = re.compile(r"^    (\w+): (.+?)(?: = (.+?))?  # (.+)$", re.MULTILINE)


def _part_table(part: type) -> str:
    source = _FIELD.findall(inspect.getsource(part))
    rows: list[tuple[str, ...]] = [
        (f"`{name}`", f"`{type}`", f"`{usual}`" if usual else "", said) for name, type, usual, said in source
    ]
    called = (part.__doc__ or "").partition(" — ")[0]
    return f"## {part.__name__}：{called}\n\n" + _table(("字段", "类型", "缺省", "说明"), rows)


def _term_table(section: str, entries: dict[str, Any]) -> str:
    rows: list[tuple[str, ...]] = []
    for id, entry in entries.items():
        chinese, english, source = (*entry, "")[:3] if isinstance(entry, list) else (entry, "", "")
        rows.append((chinese, f"`{id}`", english, source))
    return f"## {SECTIONS.get(section, section)}\n\n" + _table(("中文", "标识", "English", "出处"), rows)


def _model_table(model: type[BaseModel]) -> str:
    said = remarks(model)
    rows: list[tuple[str, ...]] = [
        (
            terms.chinese(name),
            _written(shape.fields(model)[name]),
            "是" if model is Submission and terms.chinese(name) in STATED else _needed(field),
            said[name],
            f"`{name}`",
        )
        for name, field in model.model_fields.items()
    ]
    return f"## {_title(model)}\n\n" + _table(("键", "写法", "必填", "说明", "Python"), rows)


def _title(model: type[BaseModel] | None) -> str:
    return (model.__doc__ or "").partition(" — ")[0]


def _needed(field: FieldInfo) -> str:
    if field.is_required():
        return "是"
    default = field.get_default(call_default_factory=True)
    if isinstance(default, str | int) and not isinstance(default, bool):
        return f"缺省 {default}"
    return {True: "缺省 是", False: "缺省 否"}.get(default, "") if isinstance(default, bool) else ""


_CODES = {r"^\d{7}$": "7 位项级科目编码", r"^\d{5}$": "5 位款级科目编码（经济分类）"}
_BY_KIND = {
    "amount": "金额",
    "count": "整数",
    "score": "数",
    "word": "文字",
    "prose": "文字，可分段，可写 `{{ … }}`",
    "flag": "是、否",
    "own": "照模板声明的类型",
}


def _written(place: Shape) -> str:
    """How a value of this shape is written in a file."""
    if place.inner and place.inner.model is Cause:
        return "一段文字，或列表：[事由](#事由)"
    if place.inner:
        return (
            f"列表：{_written(place.inner)}" if place.kind == "list" else f"`编码: {_written(place.inner)}`"
        )
    if place.choices:
        return "、".join(map(str, place.choices))
    if place.pattern:
        return _CODES[place.pattern]
    return _linked(place) if place.model else _BY_KIND[place.kind]


def _linked(place: Shape) -> str:
    title, none = _title(place.model), "，或 无" if place.may_be_none else ""
    return f"[{title}](#{_anchor(title)}){none}"


def _anchor(title: str) -> str:
    return re.sub(r"[^\w-]", "", title.replace(" ", "-"))


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = (head, ("---",) * len(head), *rows)
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


if __name__ == "__main__":
    main()
