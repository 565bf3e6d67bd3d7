"""The house: how many rooms, their names, how dense their code is; each number may only get better."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from benchmarks import density

PACKAGE = Path(__file__).resolve().parents[2] / "disclosure"
MODULES = sorted(PACKAGE.rglob("*.py"))

# Ratchets: lower them when the code gets better, never raise them.
DENSEST = 0.316  # decisions a line, over functions of five lines and more
LONGEST = 85_200  # lines of the package; an issue that adds to what it does may raise it
ROOMS = {"packs": 9, "importing": 10}

# File names that stand in two folders because they are about the same subject.
SAME_SUBJECT = {
    "catalogue",  # 科目目录, and its command
    "check",  # 校验: its command, the desk's page of it
    "city",  # 全市, and its commands
    "desk",  # 工作台, and its command
    "explain",  # 来历: worked out, the desk's page of it
    "fill",  # 填: of tables, of the desk's page
    "fonts",  # 字体, and its command
    "html",  # HTML that is read, HTML that is written
    "pages",  # 网页的模板: of packs, of the desk
    "sangong",  # “三公”经费: data, figures
    "self_evaluation",  # 绩效自评: data, figures, checks
    "wording",  # 措辞: of templates, the desk's page of it
    "subordinate_units",  # 所属单位: their data, the checks of their sums
}
NAMED_TWICE = 2  # modules that may have a private name of their own alike


def test_no_function_decides_too_much() -> None:
    assert density.measured(PACKAGE).over == ()


def test_decisions_a_line_and_lines_do_not_grow() -> None:
    measured = density.measured(PACKAGE)
    assert measured.ratio <= DENSEST
    assert measured.total <= LONGEST


@pytest.mark.parametrize("folder", ROOMS)
def test_a_folder_has_few_rooms(folder: str) -> None:
    rooms = [path.name for path in (PACKAGE / folder).iterdir() if path.suffix == ".py" or path.is_dir()]
    assert len([room for room in rooms if room != "__pycache__"]) <= ROOMS[folder]


def test_a_name_stands_in_two_folders_only_where_it_is_the_same_subject() -> None:
    folders: dict[str, list[str]] = defaultdict(list)
    for path in MODULES:
        folders[path.stem].append(path.relative_to(PACKAGE).as_posix())
    twice = {name for name, paths in folders.items() if len(paths) > 1} - {"__init__"}
    assert twice == SAME_SUBJECT


def test_no_folder_has_rooms_that_import_each_other_in_a_circle() -> None:
    for folder in (PACKAGE, *(path for path in PACKAGE.rglob("*") if path.is_dir())):
        graph = defaultdict(set)
        for room, used in rooms_and_imports(folder):
            graph[room].add(used)
        TopologicalSorter(graph).prepare()  # raises CycleError with the circle


def rooms_and_imports(folder: Path) -> Iterator[tuple[str, str]]:
    """Each import from one file or subfolder of a folder to another; `__init__` only hands on."""
    prefix = ".".join(("disclosure", *folder.relative_to(PACKAGE).parts)) + "."
    inside = [path for path in MODULES if path.is_relative_to(folder)]
    for path in (path for path in inside if path != folder / "__init__.py"):
        room = path.relative_to(folder).parts[0].removesuffix(".py")
        for module in imported(path):
            used = module.removeprefix(prefix).partition(".")[0]
            if module.startswith(prefix) and used != room and is_room(folder, used):
                yield room, used


def is_room(folder: Path, name: str) -> bool:
    return (folder / name).is_dir() or (folder / f"{name}.py").is_file()


def imported(path: Path) -> Iterator[str]:
    """Dotted names that a module imports while it is loaded or run; those for types alone too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)


def test_a_private_name_is_not_many_things() -> None:
    modules: dict[str, list[str]] = defaultdict(list)
    for path in MODULES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name.startswith("_"):
                modules[node.name].append(path.relative_to(PACKAGE).as_posix())
    assert {name: paths for name, paths in modules.items() if len(paths) > NAMED_TWICE} == {}
