"""Scenes: a folder as it was, a command that changes it, the commands that come next and only read."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.departments import EXAMPLES
from tests.kills.killing import run

EXAMPLE = EXAMPLES / "panzhihua-beijing-2023"
UNITS = EXAMPLES / "panzhihua-chengdu-2024-units"
PACK = "sichuan-panzhihua-beijing-2023"
State = dict[str, bytes]
Command = tuple[str, ...]


@dataclass(frozen=True)
class Scene:
    """What stands in `work` before, the command, and those that read what it has left."""

    name: str
    prepare: Callable[[Path], None]
    command: Command
    readers: tuple[Command, ...]


def state(home: Path) -> State:
    """Every file below `work`, hidden ones too, with its content."""
    work = home / "work"
    files = filter(Path.is_file, sorted(work.rglob("*")))
    return {path.relative_to(work).as_posix(): path.read_bytes() for path in files}


def _made(home: Path, *arguments: str) -> None:
    """A command that a scene begins with."""
    ended = run(arguments, home)
    if ended.code:
        raise AssertionError(ended.said)


def _change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    if old not in text:
        raise AssertionError(f"{file}: {old}")
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def _built(formats: str, home: Path) -> None:
    data = home / "work" / "data"
    shutil.copytree(EXAMPLE, data)
    _made(home, "build", "data", "-o", "out", "-f", formats)
    _change(data / "data.yaml", "财务不独立的全额拨款", "财务不单独核算的全额拨款")


def _imported(home: Path) -> None:
    _built("xlsx", home)
    (table,) = (home / "work" / "out").glob("*.xlsx")
    table.rename(home / "work" / "公开表.xlsx")
    shutil.rmtree(home / "work" / "out")
    shutil.rmtree(home / "work" / "data")
    _made(home, "import", "公开表.xlsx", "-o", "data", "--pack", PACK)
    with (home / "work" / "data" / "导入.yaml").open("a", encoding="utf-8") as file:
        file.write("# 上一次导入的\n")


def _new(home: Path) -> None:
    (home / "work" / "data").mkdir()
    _made(home, "new", "data", "--pack", PACK, "--department", "某某市档案馆")


def _marked(home: Path) -> None:
    _new(home)
    _made(home, "check", "data", "--mark", "-o", "marks/报告.txt")
    (home / "work" / "marks" / "报告.txt").write_text("上一次的报告\n", encoding="utf-8")
    _change(home / "work" / "data" / "职责.md", "", "1.负责档案工作。\n")


def _units(home: Path) -> None:
    shutil.copytree(UNITS / "units", home / "work" / "units")


def _nothing(home: Path) -> None:
    (home / "work" / "data").mkdir()


_DATA_AND_OUT = (("check", "data"), ("diff", "out", "out"))
_BUILD: Command = ("build", "data", "-o", "out", "-f")
_UNITS_OF: Command = tuple(f"units/{path.name}" for path in sorted((UNITS / "units").iterdir()))
SCENES = (
    Scene("build", partial(_built, "docx,xlsx,html"), (*_BUILD, "docx,xlsx,html"), _DATA_AND_OUT),
    Scene("import", _imported, ("import", "公开表.xlsx", "-o", "data", "--pack", PACK), (("check", "data"),)),
    Scene(
        "new",
        _nothing,
        ("new", "data", "--pack", PACK, "--department", "某某市档案馆"),
        (("check", "data"),),
    ),
    Scene("consolidate", _units, ("consolidate", *_UNITS_OF, "-o", "department"), (("check", "department"),)),
    Scene(
        "check --mark",
        _marked,
        ("check", "data", "--mark", "-o", "marks/报告.txt"),
        (("check", "data"), ("diff", "marks", "marks")),
    ),
)
WITH_PDF = Scene("build pdf", partial(_built, "docx,pdf,html"), (*_BUILD, "docx,pdf,html"), _DATA_AND_OUT)
