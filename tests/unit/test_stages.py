"""A build is its stages, each once; what was compiled or parsed serves the next document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2.environment
import pytest

import disclosure
from disclosure import facts, packs
from disclosure.forms import fill
from disclosure.packs.templating import limits
from tests.departments import EXAMPLES

YUXI = EXAMPLES / "yuxi-beijing-2023"


def counted(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> list[object]:
    """The calls of a function from now on, which still does its work."""
    calls: list[object] = []
    real: Callable[..., Any] = getattr(owner, name)

    def counting(*args: Any, **options: Any) -> Any:
        calls.append(args)
        return real(*args, **options)

    monkeypatch.setattr(owner, name, counting)
    return calls


@pytest.mark.parametrize("working", [False, True])
def test_tables_are_declared_and_filled_once_a_build(working: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    fills = counted(monkeypatch, facts, "settled")
    declared = counted(monkeypatch, packs, "table_specs")
    grids = counted(monkeypatch, fill, "fill_grids")
    built = disclosure.build(YUXI, ("html", "xlsx"), draft=working, working=working)
    assert len(fills) == len(declared) == 1
    assert len(grids) == len(packs.table_specs(built.chain, 2023)) == 15


def test_templates_compiled_for_one_document_serve_the_next(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    disclosure.build(YUXI, ("html",))
    compiled = counted(monkeypatch, jinja2.environment, "generate")
    disclosure.build(YUXI, ("html",))
    assert compiled == []
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))  # nor those kept by another process
    limits._CODES.clear()
    disclosure.build(YUXI, ("html",))
    assert len(compiled) > 20
