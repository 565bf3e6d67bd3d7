"""语法错误 — what is wrong with a file that is not YAML at all, said in Chinese from the lines themselves."""

from __future__ import annotations

import re
from itertools import chain

import yaml

from disclosure.errors import InputError, Problem, Source
from disclosure.loading import keys

_KEY = r"(?P<key>[^\s:：#\"'{}\[\],-][^\s:：\"'{}\[\],]*)"
_HINTS = [
    (r"^\s*\t", "缩进用了制表符（Tab），请改为空格"),
    (rf"^\s*(- +)?{_KEY}\s*：", "用了全角冒号“：”，请改为半角冒号加一个空格，例如“年度: 2023”"),
    (r"^\s*-(?=[^\s\-\d.])", "短横线“-”后面要有一个空格"),
    (rf"^\s*(- +)?{_KEY}:(?=[^\s/:])", "冒号后面要有一个空格，例如“年度: 2023”"),
    (r":\s+(?=\{\{)", "以“{{”开头的文字要用半角引号括起来"),
    (r":\s+(?=[“”‘’「『].*:\s)", "全角引号括不住含“: ”的文字，请在外面加半角引号"),
    (r":\s+(?=[@`%|>!&*,])", "以 @ ` % | > ! & * 或逗号开头的文字要用半角引号括起来"),
    (r"[｛｝［］]", "用了全角括号，请改为半角的 { } 或 [ ]"),
    (r"[{\[][^}\]]*，", "括号里各项之间要用半角逗号，后面加一个空格"),
    (
        r"^[^{\[]*?[^\s:]:\s+[^\"'{\[\s].*?(?=:(\s|$))",
        "文字里有“: ”，请把整段文字用半角引号括起来，或改用全角冒号",
    ),
]
# Where PyYAML stood when it failed says what is wrong when no line shows it.
_CONTEXTS = {
    "while scanning a quoted scalar": "引号没有配对，请补上右引号（里面的引号请用全角）",
    "while scanning a double-quoted scalar": "双引号里的反斜杠“\\”写法不对，请改用单引号，或写成“\\\\”",
    "while parsing a flow mapping": "花括号 { } 没有配对，或各项之间缺少半角逗号",
    "while parsing a flow sequence": "方括号 [ ] 没有配对，或各项之间缺少半角逗号",
    "while parsing a block mapping": "缩进与上面各行没有对齐，或这一行缺少冒号",
    "while parsing a block collection": "列表各行的短横线没有对齐",
    "while scanning a simple key": "这一行缺少冒号，应写成“名称: 内容”",
}
_DOCUMENTS = "expected a single document in the stream"


def fault(error: yaml.MarkedYAMLError, text: str, file: str) -> InputError:
    """语法错误 — the one problem of a file that cannot be parsed."""
    lines = text.splitlines() or [""]
    line, column, message = _by_line(error, lines) or _by_context(error)
    return InputError([Problem(message, Source(file, line + 1, column + 1))])


def hint(line: str) -> str | None:
    """行内提示 — what a line that should be “键: 值” has wrong."""
    return next((message for _, message in _matches(line)), None)


def swallowed(line: str) -> str | None:
    """被并入的行 — why a line that begins with a known key was read as more text of the line above."""
    found = re.match(rf"^\s*(- +)?{_KEY}\s*[:：]", line)
    return hint(line) if found and found["key"] in keys.KNOWN else None


def _matches(line: str) -> list[tuple[int, str]]:
    places = ((re.search(pattern, line), message) for pattern, message in _HINTS)
    return [(place.end() - 1, message) for place, message in places if place]


def _by_line(error: yaml.MarkedYAMLError, lines: list[str]) -> tuple[int, int, str] | None:
    """The faulty line is the one where the parser stopped, or where it began what it could not end."""
    for number in _likely_lines(error):
        matches = _matches(lines[number]) if number in range(len(lines)) else []
        if matches:
            column, message = matches[0]
            return number, max(0, column), message
    return None


def _mark(error: yaml.MarkedYAMLError) -> tuple[int, int]:
    """Where the parser began what it could not end; of a block, where it stopped."""
    is_block = error.context == "while parsing a block mapping"
    mark = error.problem_mark if is_block else error.context_mark or error.problem_mark
    return (mark.line, mark.column) if mark is not None else (0, 0)


def _likely_lines(error: yaml.MarkedYAMLError) -> list[int]:
    marks = [mark.line for mark in (error.context_mark, error.problem_mark) if mark is not None]
    if str(error.context).endswith("quoted scalar"):
        return marks[::-1]
    return list(chain.from_iterable((line, line - 1) for line in marks))


def _by_context(error: yaml.MarkedYAMLError) -> tuple[int, int, str]:
    line, column = _mark(error)
    if _DOCUMENTS in f"{error.context} {error.problem}":
        return line, column, "一个文件只能有一份数据，请删去“---”以后的部分或另存为一个文件"
    return line, column, _CONTEXTS.get(str(error.context), "这里的写法不对，请检查冒号、引号、括号和缩进")
