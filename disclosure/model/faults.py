"""错误语句 — what is wrong with data and what to write, for each kind of fault that pydantic names."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from numbers import Number
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from disclosure import terms
from disclosure.chinese_numbers import digit_marks
from disclosure.errors import InputError, Problem
from disclosure.model import subject_codes
from disclosure.model.shape import Kind, Shape, fields

NO_FOLDER = "在 Python 中做的数据没有文件夹，不读文件；请用 disclosure.load 读数据文件夹，或直接写内容"
_MAX_HOMES = 3
_KEY = "[key]"  # pydantic's step to a key itself
_BLANKS = ("nan", "<NA>", "NaT", "None")  # an empty cell of pandas, as a text


@dataclass(frozen=True, slots=True)
class Fault:
    """一处错误 — what pydantic says, the key path, what should stand there and above it, in the whole."""

    told: ErrorDetails
    path: str
    expected: Shape
    above: Shape
    whole: Shape
    described: Callable[[Shape], str]  # in the words of a file, or of Python

    @property
    def value(self) -> Any:
        """所填 — what was given."""
        return self.told["input"]

    @property
    def key(self) -> str:
        """键名 — the last step."""
        return terms.chinese(name) if (name := str(self.told["loc"][-1])) in _names(self.above) else name

    @property
    def is_of_wrong_kind(self) -> bool:
        """种类不对 — whether the sentence says what kind of thing should be here."""
        return _sentence_of(self.told) is _wrong_kind


def refusal(error: ValidationError, whole: Shape, codes: Mapping[str, str]) -> InputError:
    """数据有误 — every fault of data made in Python, each place once; `codes` are those of codes, by path."""
    found: dict[str, str] = {}
    for fault in faults(error, whole, _described_in_python):
        found.setdefault(fault.path, codes.get(fault.path) or sentence(fault))
    return refused({**found, **{path: said for path, said in codes.items() if path not in found}})


def refused(sentences: Mapping[str, str]) -> InputError:
    """拒绝 — sentences by the key path that each is about."""
    return InputError(Problem(message, path=path) for path, message in sentences.items())


def faults(error: ValidationError, whole: Shape, described: Callable[[Shape], str]) -> Iterable[Fault]:
    """各处错误 — of data that should have the shape of the whole."""
    return (_placed(told, whole, described) for told in error.errors(include_url=False))


def sentence(fault: Fault) -> str:
    """错误语句 — what is wrong and what to write."""
    return _sentence_of(fault.told)(fault)


def missing(fault: Fault, what: str) -> str:
    """缺少 — the sentence about a key that must be given."""
    return f"缺少“{fault.key}”，请填{what}"


def blank(value: Any) -> str:
    """空值 — what to do about an empty cell of pandas; nothing for any other value."""
    is_blank = not isinstance(value, str) and str(value) in _BLANKS
    return "这里是空值；不知道的请不写这一项，没有发生的写“无”" if is_blank else ""


def _placed(told: ErrorDetails, whole: Shape, described: Callable[[Shape], str]) -> Fault:
    path, place, above = "", whole, whole
    steps = (step for step in told["loc"] if step != _KEY)
    for step in steps:
        path, place, above = _below(path, place, step), place.below(step), place
    return Fault(told, path, place, above, whole, described)


def _below(path: str, shape: Shape, step: int | str) -> str:
    if shape.kind == "list":
        return f"{path}[{int(step) + 1}]"
    name = str(step)
    return f"{path}.{terms.chinese(name) if name in _names(shape) else name}".lstrip(".")


def _names(shape: Shape) -> Iterable[str]:
    return fields(shape.model) if shape.model else ()


def _sentence_of(told: ErrorDetails) -> Callable[[Fault], str]:
    return _key_is_no_text if told["loc"][-1:] == (_KEY,) else MESSAGES.get(told["type"], _wrong_kind)


def _key_is_no_text(fault: Fault) -> str:
    return f'编码和名称要写成文字，请加引号："{subject_codes.unquoted(fault.value)}"'


def _missing(fault: Fault) -> str:
    return missing(fault, fault.described(fault.expected))


def _unknown_key(fault: Fault) -> str:
    """Also of a field's name in Python that is mistyped: told is the Chinese key that is meant."""
    key, allowed = fault.key, list(fault.above.keys)
    near = terms.nearest(key, allowed) or map(terms.chinese, terms.nearest(key, list(_names(fault.above))))
    meant = f"，是不是“{'”“'.join(found)}”" if (found := list(near)) else _elsewhere(key, fault.whole)
    return f"这里没有“{key}”这一项{meant}；可以写的有：{'、'.join(allowed)}"


def _elsewhere(key: str, whole: Shape) -> str:
    found = (home.replace(".", "”下的“") for home in homes(key, whole)[:_MAX_HOMES])
    listed = "”或“".join(found)
    return f"，它应写在“{listed}”之下" if listed else ""


def homes(key: str, shape: Shape, path: str = "") -> list[str]:
    """所在之处 — the paths under which a model has a key, outermost keys apart."""
    paths = [path] if path and key in shape.keys else []
    for name, below in shape.keys.items():
        paths += homes(key, below.item, f"{path}.{name}".lstrip("."))
    return paths


def _not_a_choice(fault: Fault) -> str:
    value, allowed = fault.value, list(fault.expected.choices)
    if not isinstance(value, str):
        return _wrong_kind(fault)
    near = terms.nearest(value, allowed)
    meant = f"，是不是“{near[0]}”" if near else ""
    return f"“{_shortened(value)}”不是可选的内容{meant}；可以写的有：{'、'.join(allowed)}"


def _wrong_kind(fault: Fault) -> str:
    if _names_a_file(fault.value):
        return NO_FOLDER
    said = f"这里应填{fault.described(fault.expected)}，现在是{_kind_of_input(fault.value)}"
    return blank(fault.value) or _code_is_no_text(fault) or said


def _code_is_no_text(fault: Fault) -> str:
    """Of a code that is given as a number; nothing of anything else."""
    if not (subject_codes.kind_at(fault.path) and isinstance(fault.value, Number)):
        return ""
    return f'编码要写成文字，请加引号："{subject_codes.unquoted(fault.value)}"'


def _badly_written(fault: Fault) -> str:
    """Whatever has a pattern is a code of a subject, the names of own data excepted."""
    kind = subject_codes.kind_at(fault.path)
    return subject_codes.refused(fault.value, kind) if kind else _wrong_kind(fault)


def _names_a_file(value: Any) -> bool:
    return isinstance(value, dict) and list(value) == ["文件"]


def _not_a_number(fault: Fault) -> str:
    value = fault.value
    if not isinstance(value, str):
        return _wrong_kind(fault)
    if marks := digit_marks(value):
        return f"“{_shortened(value)}”里的“{marks}”像是注号，请去掉注号，只填数字"
    folded = unicodedata.normalize("NFKC", value)
    if folded != value and folded.isdigit():
        return f"“{value}”含全角数字，请改为半角：{folded}"
    return f"“{_shortened(value)}”不是整数，请只填数字"


def _own_words(fault: Fault) -> str:
    """A validator of the model speaks Chinese itself, but of a number or text: not of a list in its place."""
    return _wrong_kind(fault) if _is_misplaced(fault) else str(fault.told["ctx"]["error"])


def _is_misplaced(fault: Fault) -> bool:
    return isinstance(fault.value, list | tuple) or (
        isinstance(fault.value, dict) and not fault.expected.keys
    )


def _empty(_: Fault) -> str:
    return "内容不能为空"


def _out_of_range(fault: Fault) -> str:
    return f"“{fault.value}”不在可填的范围内，年度应在 2000 到 2100 之间"


def _kind_of_input(value: Any) -> str:
    match value:
        case str():
            return f"文字“{_shortened(value)}”"
        case list() | tuple():
            return "列表"
        case dict():
            return "“名称: 内容”的各行"
    return f"{'数 ' if isinstance(value, Number) else ''}“{_shortened(value)}”"


def _shortened(value: Any, length: int = 20) -> str:
    text = str(value)
    return text if len(text) <= length else f"{text[:length]}…"


def described(shape: Shape) -> str:
    """写法 — what to write at a place of this shape."""
    match shape.kind:
        case "choice":
            return f"以下之一：{'、'.join(shape.choices)}"
        case "model":
            names = f"{'、'.join(shape.keys)}{_or_none(shape, '；没有发生的写“无”')}"
            return f"下级各项，另起一行缩进两格写“名称: 内容”，名称有：{names}"
        case kind:
            return _WRITTEN.get(kind, "文字")


def _described_in_python(shape: Shape) -> str:
    if shape.kind == "model":
        return f"字典，键名有：{'、'.join(shape.keys)}{_or_none(shape, '；没有发生的写“无”')}"
    return _IN_PYTHON.get(shape.kind) or described(shape)


def _or_none(shape: Shape, advice: str) -> str:
    return advice if shape.may_be_none else ""


def described_in_cell(shape: Shape) -> str:
    """格子里的写法 — what to fill in on a sheet, where a place has cells of its own below it."""
    match shape.kind:
        case "model":
            return f"下列各项：{'、'.join(shape.keys)}{_or_none(shape, '；没有发生的填“无”')}"
        case "list":
            return "表中各行；没有的在标题右边填“无”"
        case _:
            return described(shape)


_WRITTEN: Mapping[Kind, str] = {
    "amount": "数字，例如 1234.56",
    "score": "数字，例如 1234.56",
    "count": "整数，例如 12",
    "flag": "“是”或“否”",
    "list": "列表，每项另起一行以短横线加空格“- ”开头；没有的写“无”",
    "map": "对照，每行写“编码: 内容”",
}

_IN_PYTHON: Mapping[Kind, str] = {"list": "列表；没有的写“无”", "map": "字典，每项是“编码: 内容”"}

# Every type of fault that the models can raise; a test reads the models and looks for one that is not here.
MESSAGES: Mapping[str, Callable[[Fault], str]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    "literal_error": _not_a_choice,
    "value_error": _own_words,
    "model_type": _wrong_kind,
    "string_type": _wrong_kind,
    "tuple_type": _wrong_kind,
    "dict_type": _wrong_kind,
    "bool_type": _wrong_kind,
    "bool_parsing": _wrong_kind,
    "int_type": _not_a_number,
    "int_parsing": _not_a_number,
    "int_parsing_size": _not_a_number,
    "greater_than_equal": _out_of_range,
    "less_than_equal": _out_of_range,
    "string_too_short": _empty,
    "string_pattern_mismatch": _badly_written,
}
