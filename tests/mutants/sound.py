"""Sound departments: what a clerk typed, as trees and texts by file name, and a folder of them to publish."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from disclosure.authoring import trial_departments
from tests.departments import EXAMPLES, SMALL

Key: TypeAlias = str | int
Steps: TypeAlias = tuple[Key, ...]
Edit: TypeAlias = tuple[
    str, Steps, Any
]  # file, place in its tree (no step: the whole text), what stands there


@dataclass(frozen=True)
class Entered:
    """A department's files: data as trees of strings, and texts."""

    name: str
    trees: dict[str, Any]
    texts: dict[str, str]

    def edited(self, edits: Iterable[Edit]) -> Entered:
        """The same with other values; at a place that is None nothing stands any more."""
        made = Entered(self.name, copy.deepcopy(self.trees), dict(self.texts))
        for file, steps, value in edits:
            if steps:
                _put(made.trees[file], steps, value)
            else:
                made.texts[file] = value
        return made

    def at(self, file: str, steps: Steps) -> Any:
        place = self.trees[file]
        for step in steps:
            place = place[step]
        return place

    def leaves(self) -> Iterator[tuple[str, Steps, str]]:
        """Every value typed: its file, where it stands, what it says."""
        for file, tree in self.trees.items():
            yield from ((file, steps, value) for steps, value in _leaves(tree))

    def write(self, folder: Path) -> Path:
        for file, content in {
            **{name: _yaml(tree) for name, tree in self.trees.items()},
            **self.texts,
        }.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(content, encoding="utf-8")
        return folder

    @property
    def has_units(self) -> bool:
        return len(self.trees) > 1


def _put(tree: Any, steps: Steps, value: Any) -> None:
    *above, last = steps
    for step in above:
        tree = tree[step]
    if value is None:
        del tree[last]
    else:
        tree[last] = value


def _leaves(tree: Any, above: Steps = ()) -> Iterator[tuple[Steps, str]]:
    if isinstance(tree, str):
        yield above, tree
    else:
        for key, below in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from _leaves(below, (*above, key))


def _yaml(tree: Any) -> str:
    return json.dumps(tree, ensure_ascii=False, indent=1)  # JSON is YAML


@cache
def departments() -> dict[str, Entered]:
    """The examples, the trial departments and the small one of the tests, by name."""
    trial = {name: trial_departments.entered(name, "standard") for name in trial_departments.names()}
    made = {
        name: Entered(name, {"data.yaml": {"格式版本": "1", **data}}, {})
        for name, data in {**trial, "小": _small()}.items()
    }
    return {path.parent.name: folder_of(path.parent) for path in sorted(EXAMPLES.glob("*/data.yaml"))} | made


def _small() -> dict[str, Any]:
    """Its project is named as its evaluation names it."""
    data: dict[str, Any] = copy.deepcopy(SMALL)
    data["支出"][1]["项目名称"] = data["绩效"]["事前评估项目"][0]
    return data


def folder_of(folder: Path) -> Entered:
    """A data folder as it is."""
    files = {str(file.relative_to(folder)): file for file in sorted(folder.rglob("*")) if file.is_file()}
    trees = {name: _read(file) for name, file in files.items() if file.suffix == ".yaml"}
    texts = {name: file.read_text("utf-8") for name, file in files.items() if file.suffix in (".md", ".toml")}
    return Entered(folder.name, trees, {name: text for name, text in texts.items() if name != "README.md"})


def _read(file: Path) -> Any:
    return yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
