"""docs/recipes.md: every script is short, stands on public modules alone, and prints what stands below it."""

from __future__ import annotations

import ast
import contextlib
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
RECIPE = re.compile(
    r"^## (.+?)\n.*?^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL
)
RECIPES = {title: (code, said or "") for title, code, said in RECIPE.findall(PAGE)}
LINES = 25
PUBLIC = {"disclosure", "disclosure.document", "disclosure.model"}  # as docs/api.md says
AMONG_OTHERS = {"pandas"}


def imported(code: str) -> Iterator[str]:
    """Modules that a script imports, those inside of functions too."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module)


def test_every_heading_has_one_script() -> None:
    assert len(RECIPES) == PAGE.count("\n## ") == PAGE.count("```python")
    assert len(RECIPES) >= 17


@pytest.mark.parametrize("title", RECIPES)
def test_a_recipe_is_short_and_stands_on_public_modules(title: str) -> None:
    code, _ = RECIPES[title]
    assert len(code.splitlines()) <= LINES
    used = set(imported(code))
    assert "disclosure" in used
    assert {name for name in used if name.partition(".")[0] not in sys.stdlib_module_names} <= (
        PUBLIC | AMONG_OTHERS
    )
    named = {node.attr for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Attribute)}
    assert [name for name in named if name.startswith("_")] == []


@pytest.mark.parametrize("title", RECIPES)
def test_a_recipe_prints_what_stands_below_it(
    title: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, said = RECIPES[title]
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, title, "exec"), {"__name__": "__main__"})
    assert printed.getvalue().rstrip() == said.rstrip()
