"""接口参考 — writes docs/api.md: the public names with their signatures, what they mean, an example of each.

Names come from the stub of the package, signatures and terms from the code, Chinese sentences and examples
from api.toml; every example is run and what it prints stands below it. The text above the line MARK is
written by hand and kept.
"""

from __future__ import annotations

import contextlib
import inspect
import io
import os
import re
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from disclosure.rows import Rows

ROOT = Path(__file__).resolve().parents[1]
PATH = ROOT / "docs" / "api.md"
MARK = "<!-- 以下由 scripts/make_api_reference.py 生成，请勿手改 -->"
STUB = ROOT / "disclosure" / "__init__.pyi"
WORDS = ROOT / "scripts" / "api.toml"
_WIDTH = 100


def main() -> None:
    """程序入口 — writes the reference."""
    PATH.write_text(document(), encoding="utf-8")


def document() -> str:
    """整篇 — the hand-written beginning and the generated reference."""
    head = PATH.read_text(encoding="utf-8").partition(MARK)[0]
    return "\n\n".join([head + MARK, *_reference()]) + "\n"


def public_names() -> set[str]:
    """公开的名称 — as the stub of the package lists them."""
    return set(re.findall(r" as (\w+)$", STUB.read_text(encoding="utf-8"), re.MULTILINE))


def aliases() -> set[str]:
    """种类 — public names of what may be given, which the table of types explains."""
    return public_names() & set(words()["types"])


def words() -> dict[str, Any]:
    """中文的话 — `first`, `type`, `group` of api.toml."""
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


def entries() -> Iterator[dict[str, Any]]:
    """各条 — of every group."""
    for group in words()["group"]:
        yield from group["entry"]


def thing(name: str) -> Any:
    """所指的东西 — by its name in `disclosure`, or below it (outputs.Artifact)."""
    module, _, last = f"disclosure.{name}".rpartition(".")
    return getattr(import_module(module), last)


def members(made: type) -> dict[str, str]:
    """成员 — fields with their types, properties, methods with their signatures, as they are written."""
    found = dict(_fields(made))
    for kind in reversed([one for one in made.__mro__ if one.__module__.startswith("disclosure.")]):
        for name, value in vars(kind).items() if kind is not Rows else ():
            if not name.startswith("_") and name not in found and (said := _member(value)):
                found[name] = said
    return found


def _fields(made: type) -> Iterator[tuple[str, str]]:
    for kind in reversed(made.__mro__):
        if kind.__module__.startswith("disclosure."):
            yield from inspect.get_annotations(kind).items()


def _member(value: object) -> str:
    if isinstance(value, property):
        return str(inspect.signature(value.fget).return_annotation) if value.fget else ""
    return signature(value) if inspect.isfunction(value) else ""


def signature(function: Any, called: str = "") -> str:
    """写法 — the parameters and the result, types as they are written; on lines of their own where long."""
    said = inspect.signature(function)
    parts = list(_parameters(said))
    result = f" -> {said.return_annotation}"
    line = f"{called}({', '.join(parts)}){result}"
    if len(line) <= _WIDTH:
        return line
    return "\n".join([f"{called}(", *(f"    {part}," for part in parts), f"){result}"])


def _parameters(said: inspect.Signature) -> Iterator[str]:
    is_by_name = False
    for one in said.parameters.values():
        if one.name == "self":
            continue
        if one.kind is one.KEYWORD_ONLY and not is_by_name:
            is_by_name = True
            yield "*"
        star = "*" if one.kind is one.VAR_POSITIONAL else ""
        default = (
            "" if one.default is one.empty else f" = {'…' if callable(one.default) else repr(one.default)}"
        )
        yield f"{star}{one.name}: {one.annotation}{default}"


def _reference() -> Iterator[str]:
    told = words()
    yield "## 参数的种类"
    yield _table(("类型", "可以是"), ((f"`{name}`", said) for name, said in told["types"].items()))
    with _examples() as run:
        yield "## 各例共用的开头\n\n下面的例子接在这一段后面，接着用前面起的名称；每个例子下面是它印出的。"
        yield from run(told["first"])
        for group in told["group"]:
            yield f"## {group['title']}\n\n{group['text']}"
            for entry in group["entry"]:
                yield from _entry(entry)
                yield from run(entry.get("example", ""))


@contextlib.contextmanager
def _examples() -> Iterator[Any]:
    """Runs examples one after another in a folder of their own, with the names of those before."""
    names: dict[str, Any] = {}
    before = Path.cwd()

    def run(code: str) -> Iterator[str]:
        if not code:
            return
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(compile(code, str(WORDS), "exec"), names)
        yield f"```python\n{code.strip()}\n```"
        if said.getvalue():
            yield f"```text\n{said.getvalue().rstrip()}\n```"

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "examples").symlink_to(ROOT / "examples")
        os.chdir(folder)
        try:
            yield run
        finally:
            os.chdir(before)


def _entry(entry: Mapping[str, Any]) -> Iterator[str]:
    name = entry["name"]
    what = thing(name)
    yield f"### `{name}` {term(what)}"
    if inspect.isfunction(what):
        yield f"```text\n{signature(what, f'disclosure.{name}')}\n```"
    elif issubclass(what, Exception):
        yield f"异常，是 `{what.__mro__[1].__name__}` 的一种。"
    yield entry["says"]
    if said := entry.get("members"):
        types = members(what)
        yield _table(
            ("成员", "类型", "是什么"),
            ((f"`{one}`", f"`{types[one]}`", words) for one, words in said.items()),
        )
    if inspect.isclass(what) and issubclass(what, Rows):
        yield "各行用 `records()`（字典的列表）或 `to_frame()`（pandas 的 DataFrame）取。"


def term(what: object) -> str:
    """中文名 — what a docstring begins with."""
    return (inspect.getdoc(what) or "").partition(" — ")[0].rstrip(".")


def _table(head: tuple[str, ...], rows: Any) -> str:
    lines = (head, ("---",) * len(head), *rows)
    return "\n".join(
        f"| {' | '.join(cell.replace('|', chr(92) + '|').replace(chr(10), ' ') for cell in line)} |"
        for line in lines
    )


if __name__ == "__main__":
    main()
