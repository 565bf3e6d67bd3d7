"""模板语句的错 — what Jinja2 and Python say of a template, told in Chinese with its file, line and text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from types import TracebackType

from jinja2 import TemplateError as JinjaError
from jinja2.exceptions import SecurityError, TemplateNotFound, TemplateSyntaxError

from disclosure.errors import TemplateError, short

# What Jinja2 says, and what is told: the first that fits; pieces in brackets go into “{0}”, “{1}”.
_SAID = (
    (r"unexpected end of template, expected '(.+)'", "模板没有写完，缺“{0}”"),
    (r"expected token '(.+)', got '(.+)'", "这里应是“{0}”，写的是“{1}”"),
    (r"unexpected '(.+)', expected '(.+)'", "这里应是“{1}”，写的是“{0}”"),
    (r"unexpected char '(.+)' at", "不能用“{0}”这个字符"),
    (r"Encountered unknown tag '(.+?)'", "没有“{0}”这种语句"),
    (r"unexpected '(.+)'", "“{0}”不该在这里"),
    (r"following tags: .*?'(\w+)'\..*closed is '(.+?)'", "“{1}”没有结束，缺“{0}”"),
    (r"Missing end of comment", "注释没有结束，缺“#}}”"),
    (r"Missing end of raw", "raw 没有结束，缺 endraw"),
    (r"tag name expected", "“{{%”后面要写语句的名称"),
    (r"assign to special loop", "循环里的名称不能叫“loop”"),
    (r"assign attribute|can't assign", "set 的左边只能是名称"),
    (r"Expected an expression, got '(.+)'", "这里应是名称或文字，写的是“{0}”"),
    (r"expected name or number|expected subscript", "“.”或“[”后面要写名称"),
    (r"No filter named '(.+?)'", "没有“{0}”这个过滤器"),
    (r"No test named '(.+?)'", "没有“is {0}”这种判断"),
    (r"block '(.+)' defined twice", "块“{0}”写了两次"),
    (r"Required block '(.+)' not found", "块“{0}”必须写"),
    (r"Block names|Required blocks", "块的名称或内容不合规矩"),
    (r"cannot use extend", "extends 要写在最外层"),
    (r"extended multiple times", "extends 只能写一次"),
    (r"function call expression|chain multiple tests|follows default|expected call", "括号里的写法不对"),
    (r"iterable|to unpack|not a sequence|not reversible", "它不是列表，不能逐项取"),
    (r"takes no(?:t more| keyword)|argument", "宏或过滤器的括号里，多了、少了或写错了一项"),
    (r"not callable", "它不是宏，后面不能加括号"),
    (r"Range too big", "range 最多 10 万"),
    (r"by zero|modulo", "除数是零"),
)
_TOKENS = {
    "begin of print statement": "{{",
    "end of print statement": "}}",
    "begin of statement block": "{%",
    "end of statement block": "%}",
    "begin of comment": "{#",
    "end of comment": "#}",
    "template data / text": "文字",
    "end of template": "模板末尾",
    "name": "名称",
    "integer": "整数",
    "string": "引号里的文字",
    "float": "小数",
}
_FULL_WIDTH = (("｜", "|"), ("．", "."), ("（", "("), ("，", ","), ("｛", "{"), ("｝", "}"), ("％", "%"))

Read = Callable[[str], str]  # the text of a template by the name that is shown
Where = Callable[[int], tuple[str, int | None]]  # of a line of a text: how it is said, its number for people
TEXT = "<template>"  # what Jinja2 calls one that has no name


def located(error: Exception, name: str, read: Read = lambda _: "") -> TemplateError:
    """定位 — a rendering error with the template's name, line and, where it is not plain, the line's text."""
    file, line = _place(error, name)
    where = f"{file} 第{line}行" if line else file
    if isinstance(error, TemplateError):
        return error if str(error).startswith(where) else TemplateError(f"{where}：{error}")
    return TemplateError(f"{where}：{_told_reason(error, file, line, read)}")


def located_in_text(error: Exception, text: str, where: Where, read: Read) -> TemplateError:
    """在文字里定位 — an error of a typed text; `where` tells its line, 0 where that is unknown."""
    file, line = _place(error, TEXT)
    if file != TEXT:  # what the text uses of a pack
        return located(error, TEXT, read)
    reason = error if isinstance(error, TemplateError) else _told_reason(error, file, line, lambda _: text)
    said, told = where(line)
    made = TemplateError(f"{said}：{reason}")
    made.line = told
    return made


def _told_reason(error: Exception, file: str, line: int, read: Read) -> str:
    if isinstance(error, TemplateSyntaxError):
        return f"模板语句写错了（{said}）" if (said := _syntax(error)) else "模板语句写错了"
    written = "".join(read(file).splitlines()[line - 1 : line]).strip() if line else ""
    return _reason(error, written)


def _place(error: Exception, name: str) -> tuple[str, int]:
    """The innermost template of the trace, and its line; 0 where it has none."""
    if isinstance(error, TemplateSyntaxError):
        file = error.filename if str(error.filename).endswith(".j2") else error.name
        return file or name, error.lineno
    places = filter(None, (_template_line(trace, name) for trace in _traces(error)))
    return next(places, (name, 0))


def _reason(error: Exception, written: str) -> str:
    match error:
        case TemplateNotFound():
            return f"找不到模板“{short(error.name or '')}”"
        case SecurityError():
            return "模板里不允许这样做，只能用词汇表里的名称"
        case JinjaError() if told := _told(error.message or "", _SAID):
            return told
        case RecursionError() | MemoryError() | SyntaxError():
            return "模板互相引用绕成了圈，或括号、循环套得太深"
    shown = f"“{short(written)}”" if written else ""
    kind = "这样的内容不能这样计算、比较或取下级"
    return f"无法计算{shown}（{_told(str(error), _SAID) or kind}）"


def _told(message: str, kinds: Iterable[tuple[str, str]]) -> str:
    found = ((re.search(pattern, message, re.DOTALL), told) for pattern, told in kinds)
    match, told = next(((match, told) for match, told in found if match), (None, ""))
    return told.format(*(short(_TOKENS.get(piece, piece)) for piece in match.groups())) if match else ""


def _syntax(error: TemplateSyntaxError) -> str:
    message = error.message or ""
    wide = (f"“{wide}”应改为半角“{narrow}”" for wide, narrow in _FULL_WIDTH if wide in message)
    return next(wide, "") or _told(message, _SAID)


def _traces(error: Exception) -> list[TracebackType]:
    """The innermost first."""
    traces: list[TracebackType] = []
    trace = error.__traceback__
    while trace is not None:
        traces.insert(0, trace)
        trace = trace.tb_next
    return traces


def _template_line(trace: TracebackType, name: str) -> tuple[str, int] | None:
    """Where one step of a trace is in a template; None where it is in Python."""
    file = trace.tb_frame.f_code.co_filename
    template = trace.tb_frame.f_globals.get("__jinja_template__")  # there until Jinja2 puts lines right
    if template is not None:
        return file, template.get_corresponding_lineno(trace.tb_lineno)
    return (file, trace.tb_lineno) if file.endswith(".j2") or file == name else None
