"""YAML 结点 — the text of every scalar and where it stands; nothing goes through float, bool or date.

JSON is read by the same way, so a JSON file gets the same positions and messages.
"""

from __future__ import annotations

from itertools import pairwise

import yaml

from disclosure.errors import InputError, Problem, Source
from disclosure.loading import data_files, keys, syntax, yaml_reader
from disclosure.loading.reading_state import Data, Reading
from disclosure.model.key_paths import item, join

_NULLS = ("", "~", "null", "Null", "NULL")
_PLAIN_TAGS = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map")
_MAX_DEPTH = 30
_MAX_VALUES = 100_000  # what aliases make of a small file can be without end


def read(home: data_files.Home) -> Reading:
    """读取结点 — the data file as dicts, lists, texts, with sources; a syntax error is raised alone."""
    file = home.data or home.folder
    text = data_files.text(file, home.shown, data_files.DATA_LIMIT)
    if file.suffix.lower() == ".json":
        text = text.replace("\t", " ")  # JSON strings hold no tabs, YAML takes none between tokens
    node = composed(text, home.shown)
    reading = Reading(home.shown)
    data = _Converter(reading, text.splitlines()).value(node, "", 0)
    reading.data = _mapping(data, text, home.shown)
    return reading


def composed(text: str, file: str) -> yaml.Node:
    """结点树 — of a text with the positions of everything; raises InputError where it is no YAML."""
    try:
        node = yaml_reader.nodes(text)
    except yaml.MarkedYAMLError as error:
        raise syntax.fault(error, text, file) from None
    except RecursionError:
        raise data_files.fault("括号或缩进的层数太多，无法读取", file) from None
    except (yaml.YAMLError, ValueError, OverflowError):
        raise data_files.fault("有无法识别的转义字符，请检查反斜杠“\\”", file) from None
    if node is None:
        raise data_files.fault("文件是空的，请按格式填写数据", file)
    return node


def _mapping(data: Data, text: str, file: str) -> dict[str, Data]:
    if isinstance(data, dict):
        return data
    lines = text.splitlines()
    first = next((number for number, line in enumerate(lines) if syntax.hint(line)), 0)
    message = syntax.hint(lines[first]) or "文件最外层应是“名称: 内容”的各行，例如“年度: 2023”"
    raise InputError([Problem(message, Source(file, first + 1))])


class _Converter:
    """结点转换 — walks the nodes once; keys that are only written wrongly are mended and reported."""

    def __init__(self, reading: Reading, lines: list[str]) -> None:
        self._reading, self._lines, self._values = reading, lines, 0

    def value(self, node: yaml.Node, path: str, depth: int) -> Data:
        self._values += 1
        if self._is_too_much(depth):
            raise data_files.fault("引用（& 和 *）或层数太多，展开后过大，无法读取", self._reading.file)
        if node.tag not in _PLAIN_TAGS:
            self._reading.add("以“!”开头的文字要用半角引号括起来", path, self._source(node))
        match node:
            case yaml.MappingNode():
                return self._mapping(node, path, depth)
            case yaml.SequenceNode():
                return self._sequence(node, path, depth)
        return self._text(node, path)

    def _is_too_much(self, depth: int) -> bool:
        return depth > _MAX_DEPTH or self._values > _MAX_VALUES

    def _mapping(self, node: yaml.MappingNode, path: str, depth: int) -> Data:
        data: dict[str, Data] = {}
        first: dict[str, int] = {}
        for key, child in node.value:
            name = self._key(key, path)
            if name is None:
                continue
            line = key.start_mark.line + 1
            if name in first:
                message = f"“{name}”写了两次：第{first[name]}行和第{line}行，请只留一处"
                self._reading.add(message, join(path, name), self._source(key))
                continue
            first[name] = line
            self._entry(data, name, (key, child), join(path, name), depth)
        return data

    def _key(self, node: yaml.Node, path: str) -> str | None:
        if not isinstance(node, yaml.ScalarNode):
            message = "键名必须是文字；以“{”或“[”开头的文字要用半角引号括起来"
            self._reading.add(message, path, self._source(node))
            return None
        name, mended = keys.mend(_whole_characters(node.value).strip())
        if mended is not None:
            self._reading.add(mended, join(path, name), self._source(node))
        return name

    def _entry(
        self, data: dict[str, Data], name: str, pair: tuple[yaml.Node, yaml.Node], path: str, depth: int
    ) -> None:
        key, child = pair
        self._reading.sources[path] = self._source(child if _has_text(child) else key)
        if not _is_null(child):
            data[name] = self.value(child, path, depth + 1)

    def _sequence(self, node: yaml.SequenceNode, path: str, depth: int) -> Data:
        for index, child in enumerate(node.value):
            self._reading.sources[item(path, index)] = self._source(child)
            if _is_null(child):
                self._reading.add("列表的这一项是空的，请填写或删去", item(path, index))
        return [self.value(child, item(path, index), depth + 1) for index, child in enumerate(node.value)]

    def _text(self, node: yaml.Node, path: str) -> str:
        for above, number in pairwise(range(node.start_mark.line, self._last_line(node) + 1)):
            found = syntax.swallowed(self._lines[number])
            if found:
                source = Source(self._reading.file, number + 1)
                self._reading.add(f"这一行被并入了第{above + 1}行的文字：{found}", path, source)
        text = _whole_characters(str(node.value))
        hidden = data_files.control_character(text)
        if hidden:
            self._reading.add(data_files.hidden_message(hidden), path)
        return data_files.without_control_characters(text)

    def _last_line(self, node: yaml.Node) -> int:
        """Only plain text goes on over lines unmarked; of quoted and block text every line is meant."""
        plain = isinstance(node, yaml.ScalarNode) and node.style is None
        return min(node.end_mark.line, len(self._lines) - 1) if plain else node.start_mark.line

    def _source(self, node: yaml.Node) -> Source:
        return Source(self._reading.file, node.start_mark.line + 1, node.start_mark.column + 1)


def _has_text(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not _is_null(node)


def _is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.style is None and node.value in _NULLS


def _whole_characters(text: str) -> str:
    """A character beyond U+FFFF, two escapes in JSON, is made one again; half of one is replaced."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
