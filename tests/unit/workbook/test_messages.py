"""Every sentence that a workbook can cause is printed in the clerk's page, with what to do."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "excel.md").read_text(encoding="utf-8")
PARTS = [
    *sorted((ROOT / "disclosure" / "load" / "workbook").glob("*.py")),
    *(ROOT / "disclosure" / name for name in ("load/entries.py", "load/subjects.py", "projects.py")),
]


def sentences(path: Path) -> Iterator[str]:
    """The fixed words of each Chinese text with a comma, which no name and no docstring has."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            words = [str(part.value) for part in node.values if isinstance(part, ast.Constant)]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inner:
            words = [node.value]
        else:
            continue
        if any("，" in word and "—" not in word for word in words):
            yield "…".join(words)


@pytest.mark.parametrize("sentence", [found for path in PARTS for found in sentences(path)])
def test_the_page_prints_the_sentence(sentence: str) -> None:
    clauses = [clause for clause in re.split("[，；：“”（）…]", sentence) if len(clause) > 2]
    assert any(clause in PAGE for clause in clauses), sentence
