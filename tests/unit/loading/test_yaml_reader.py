"""YAML 读法 — libyaml serves only where it makes the very nodes that the reader in Python makes."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from disclosure.loading import yaml_reader
from tests.departments import EXAMPLES, MINIMAL
from tests.unit.loading.test_fuzz import PIECES

pytestmark = pytest.mark.skipif(not yaml.__with_libyaml__, reason="PyYAML 没有带 libyaml")

# What libyaml takes where the other does not, or makes other nodes of, or puts elsewhere.
ONLY_IN_PYTHON = ("甲:\t乙\n", "? 甲", "甲: |#\n  乙\n", "甲: !~! 乙\n", "\ufeff甲: 乙\n", "甲\ufeff: 乙\n")


def told(text: str, read: Any) -> object:
    """Everything about the nodes, or that there are none."""
    try:
        node = read(text)
    except (yaml.YAMLError, ValueError, OverflowError):
        return "有误"
    return list(described(node, [])) if node else None


def described(node: yaml.Node, seen: list[yaml.Node]) -> Iterator[object]:
    if any(node is other for other in seen):
        yield "同上"
        return
    seen.append(node)
    start, end = node.start_mark, node.end_mark
    yield node.tag, start.line, start.column, start.index
    if isinstance(node, yaml.ScalarNode):
        yield node.value, node.style
        if node.style not in ("|", ">"):  # where a block ends nobody asks
            yield end.line, end.column, end.index
        return
    for part in node.value:
        for below in part if isinstance(part, tuple) else (part,):
            yield from described(below, seen)


def in_python(text: str) -> yaml.Node | None:
    return yaml.compose(text, Loader=yaml.BaseLoader)


def texts(number: int) -> Iterator[str]:
    """Data of examples with pieces of YAML put in anywhere."""
    chance, whole = random.Random(17), (EXAMPLES / "yuxi-beijing-2023" / "data.yaml").read_text("utf-8")
    lines = [*whole.splitlines(keepends=True), *MINIMAL.splitlines(keepends=True)]
    for _ in range(number):
        at = chance.randrange(len(lines))
        text = "".join(lines[at : at + chance.randrange(1, 6)])
        for _ in range(chance.randrange(4)):
            at = chance.randrange(len(text) + 1)
            text = text[:at] + chance.choice(PIECES) + text[at:]
        yield text


def test_both_readers_make_the_same_of_whatever_is_typed() -> None:
    read = [(told(text, yaml_reader.nodes), told(text, in_python)) for text in texts(2_000)]
    assert [pair for pair in read if pair[0] != pair[1]] == []
    assert 500 < [pair[0] for pair in read].count("有误") < 1_500  # both kinds were tried


@pytest.mark.parametrize("example", sorted(path.name for path in EXAMPLES.glob("*-20*")))
def test_the_data_of_examples_are_read_by_libyaml_and_the_same(
    example: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (EXAMPLES / example / "data.yaml").read_text("utf-8")
    expected = told(text, in_python)
    monkeypatch.delattr(yaml, "compose")
    assert told(text, yaml_reader.nodes) == expected


@pytest.mark.parametrize("text", ONLY_IN_PYTHON)
def test_what_libyaml_reads_otherwise_is_left_to_the_other(text: str) -> None:
    assert told(text, yaml_reader._by_libyaml) != told(text, in_python)
    assert told(text, yaml_reader.nodes) == told(text, in_python)


@pytest.mark.parametrize("opening", ["[", "- ", "{甲: "])
def test_nesting_without_end_is_an_error_and_no_crash(opening: str) -> None:
    with pytest.raises(RecursionError):
        yaml_reader.nodes(opening * 100_000)


def test_without_libyaml_the_reader_in_python_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    monkeypatch.delattr(yaml_reader, "_Loader")
    assert told(MINIMAL, yaml_reader.nodes) == told(MINIMAL, in_python)
