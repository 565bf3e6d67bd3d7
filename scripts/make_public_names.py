"""公开名称的用法 — writes tests/unit/public_names.py: each public name and member used, for type checkers.

`make lint` reads it with mypy strict, a test with pyright; what no checker may know stands at its end.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

from disclosure import model
from disclosure.rows import Rows
from scripts import make_api_reference as api

PATH = Path(__file__).resolve().parents[1] / "tests" / "unit" / "public_names.py"
_HEAD = '''"""Each public name and member used, for type checkers; made by scripts/make_public_names.py."""

from __future__ import annotations

import disclosure
from disclosure import model


def members_are_known(
'''
_UNKNOWN = """

def what_is_not_there_is_refused(built: disclosure.Built) -> None:
    print(disclosure.no_such_name)  # type: ignore[attr-defined]
    print(built.no_such_field)  # type: ignore[attr-defined]
    disclosure.build("数据", forms=["docx"])  # type: ignore[call-arg]
"""


def main() -> None:
    """程序入口 — writes the file."""
    PATH.write_text(document(), encoding="utf-8")


def document() -> str:
    """整个文件 — for each name a use, for each member of a class one."""
    names = [entry["name"] for entry in api.entries()]
    classes = [name for name in names if inspect.isclass(api.thing(name))]
    models = [name for name in model.__all__ if hasattr(getattr(model, name), "model_fields")]
    given = [f"{name.lower()}: disclosure.{name}" for name in classes]
    given += [f"given_{name.lower()}: disclosure.{name}" for name in sorted(api.aliases())]
    given += [f"data_{name.lower()}: model.{name}" for name in models]
    uses = [*(f"disclosure.{name}" for name in names), *_members(), *_fields(models)]
    parameters = "".join(f"    {one},\n" for one in given)
    body = "".join(f"    print({use})\n" for use in uses)
    return f"{_HEAD}{parameters}) -> None:\n{body}{_UNKNOWN}"


def _members() -> Iterator[str]:
    for entry in api.entries():
        made = api.thing(entry["name"])
        of_rows = ("records", "to_frame") if inspect.isclass(made) and issubclass(made, Rows) else ()
        for member in (*entry.get("members", ()), *of_rows):
            yield f"{entry['name'].lower()}.{member}"


def _fields(models: list[str]) -> Iterator[str]:
    """The data: a model each, as files and Python say them."""
    for name in models:
        yield from (f"data_{name.lower()}.{field}" for field in getattr(model, name).model_fields)


if __name__ == "__main__":
    main()
