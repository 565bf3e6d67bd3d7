"""Key paths typed in importing/ and checks/ are those of the glossary: a misspelt one would find nothing.

A literal is taken for a key path where dots stand between Chinese words (`三公经费.公务接待.国内`). Of an
f-string the words that are written out are held; what is put in comes from elsewhere.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from disclosure import terms

PACKAGE = Path(__file__).resolve().parents[2] / "disclosure"
FOLDERS = ("importing", "checks")
HOLE = "\ue000"  # what an f-string puts in
NUMBER = re.compile(rf"\[[\d{HOLE}]+\]")
WORD = re.compile(r"[\u4e00-\u9fff]\w*")
PART = re.compile(rf"\d+|\w*{HOLE}\w*|{WORD.pattern}")


def literals(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Strings with their lines; an f-string as one, with holes."""
    if isinstance(tree, ast.JoinedStr):
        texts = (part.value if isinstance(part, ast.Constant) else HOLE for part in tree.values)
        yield tree.lineno, "".join(map(str, texts))
        return
    if isinstance(tree, ast.Constant) and isinstance(tree.value, str):
        yield tree.lineno, tree.value
    for child in ast.iter_child_nodes(tree):
        yield from literals(child)


def words(literal: str) -> list[str]:
    """The written-out words of a key path; none of what is no key path."""
    parts = [part for part in NUMBER.sub("", literal).split(".") if part]
    if len(parts) < 2 or not all(map(PART.fullmatch, parts)):
        return []
    return [part for part in parts if WORD.fullmatch(part) and HOLE not in part]


def unknown(source: str) -> list[tuple[int, str]]:
    """Words of key paths that the glossary does not have."""
    known = {term.chinese for term in terms.glossary().values()}
    typed = ((line, word) for line, literal in literals(ast.parse(source)) for word in words(literal))
    return [(line, word) for line, word in typed if word not in known]


def sources() -> list[Path]:
    return [path for folder in FOLDERS for path in sorted((PACKAGE / folder).rglob("*.py"))]


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_each_key_path_is_in_the_glossary(path: Path) -> None:
    assert unknown(path.read_text(encoding="utf-8")) == []


def test_key_paths_are_found_where_they_are() -> None:
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in sources())
    typed = [literal for tree in trees for _, literal in literals(tree) if words(literal)]
    assert len(typed) > 30


@pytest.mark.parametrize(
    ("source", "misspelt"),
    [
        ("'三公费用.决算数'", ["三公费用"]),
        ("f'支出[{number}].项.{code}.决算书'", ["决算书"]),
        ("f'{node}.{key}数量'", []),
        ("f'经济分类.{fund}.{nature}支出'", []),
        ("'科目表.xlsx'", []),
        ("'第一句。第二句.第三句，未完'", []),
    ],
)
def test_a_misspelt_word_is_told(source: str, misspelt: list[str]) -> None:
    assert [word for _, word in unknown(source)] == misspelt
