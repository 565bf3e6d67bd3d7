"""docs/tables.md says what the declarations say."""

from __future__ import annotations

import importlib.util
from pathlib import Path

SCRIPT = Path(__file__).parents[3] / "scripts" / "make_table_reference.py"


def test_the_reference_of_tables_is_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("make_table_reference", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.PATH.read_text(encoding="utf-8") == module.document(), (
        "请运行 scripts/make_table_reference.py"
    )
