"""校验 — the data against the model; each kind of fault that pydantic names has its Chinese sentence here."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from disclosure import terms
from disclosure.chinese_numbers import digit_marks
from disclosure.load import codes, expected_data, syntax
from disclosure.load.reading_state import Data, Reading, path_of
from disclosure.model import Submission
from disclosure.model.shape import Shape

_UNITS = ("元", "万元")
_MAX_HOMES = 3


def validate(data: Mapping[str, Data], reading: Reading) -> Submission | None:
    """校验数据 — the submission, or None where problems were added to the reading."""
    unit = data.get("单位")
    # A dict of its own: the model changes it while it reads last year's figures in their unit.
    context = {"unit": unit if unit in _UNITS else "元"}
    try:
        return Submission.model_validate(data, context=context)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            path = path_of(fault["loc"])
            reading.add(sentence(fault, in_cell=reading.locate(path).cell is not None), path)
        return None


def sentence(fault: ErrorDetails, *, in_cell: bool = False) -> str:
    """错误语句 — what is wrong and what to write, for a fault of pydantic; a sheet is filled in otherwise."""
    if in_cell and fault["type"] == "missing":
        return _missing(fault, expected_data.at(fault["loc"]), expected_data.described_in_cell)
    return MESSAGES.get(fault["type"], _wrong_type)(fault, expected_data.at(fault["loc"]))


def _missing(
    fault: ErrorDetails, expected: Shape, described: Callable[[Shape], str] = expected_data.described
) -> str:
    key = str(fault["loc"][-1])
    return f"缺少“{key}”，请填{codes.written(key) or described(expected)}"


def _unknown_key(fault: ErrorDetails, _: Shape) -> str:
    key, allowed = str(fault["loc"][-1]), list(expected_data.at(fault["loc"][:-1]).keys)
    near = terms.nearest(key, allowed)
    meant = f"，是不是“{'”“'.join(near)}”" if near else _elsewhere(key)
    return f"这里没有“{key}”这一项{meant}；可以写的有：{'、'.join(allowed)}"


def _elsewhere(key: str) -> str:
    homes = expected_data.homes(key)
    listed = (home.replace(".", "”下的“") for home in homes[:_MAX_HOMES])
    return f"，它应写在“{'”或“'.join(listed)}”之下" if homes else ""


def _not_a_choice(fault: ErrorDetails, expected: Shape) -> str:
    value, allowed = fault["input"], list(expected.choices)
    if not isinstance(value, str):
        return _wrong_type(fault, expected)
    near = terms.nearest(value, allowed)
    meant = f"，是不是“{near[0]}”" if near else ""
    return f"“{_shortened(value)}”不是可选的内容{meant}；可以写的有：{'、'.join(allowed)}"


def _wrong_type(fault: ErrorDetails, expected: Shape) -> str:
    value = fault["input"]
    mended = syntax.hint(value) if isinstance(value, str) else None
    return mended or f"这里应填{expected_data.described(expected)}，现在是{_kind_of_input(value)}"


def _not_a_number(fault: ErrorDetails, expected: Shape) -> str:
    value = fault["input"]
    if not isinstance(value, str):
        return _wrong_type(fault, expected)
    if marks := digit_marks(value):
        return f"“{_shortened(value)}”里的“{marks}”像是注号，请去掉注号，只填数字"
    folded = unicodedata.normalize("NFKC", value)
    if folded != value and folded.isdigit():
        return f"“{value}”含全角数字，请改为半角：{folded}"
    return f"“{_shortened(value)}”不是整数，请只填数字"


def _own_words(fault: ErrorDetails, expected: Shape) -> str:
    """A validator of the model speaks Chinese itself, but of a number or text: not of a list in its place."""
    is_misplaced = _is_misplaced(fault["input"], expected)
    return _wrong_type(fault, expected) if is_misplaced else str(fault["ctx"]["error"])


def _is_misplaced(value: Any, expected: Shape) -> bool:
    return isinstance(value, list) or (isinstance(value, dict) and not expected.keys)


def _empty(_: ErrorDetails, __: Shape) -> str:
    return "内容不能为空"


def _out_of_range(fault: ErrorDetails, _: Shape) -> str:
    return f"“{fault['input']}”不在可填的范围内，年度应在 2000 到 2100 之间"


def _kind_of_input(value: Any) -> str:
    if isinstance(value, str):
        return f"文字“{_shortened(value)}”"
    return "列表" if isinstance(value, list) else "“名称: 内容”的各行"


def _shortened(value: Any, length: int = 20) -> str:
    text = str(value)
    return text if len(text) <= length else f"{text[:length]}…"


# Every type of fault that the models can raise; a test reads the models and looks for one that is not here.
MESSAGES: dict[str, Callable[[ErrorDetails, Shape], str]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    "literal_error": _not_a_choice,
    "value_error": _own_words,
    "model_type": _wrong_type,
    "string_type": _wrong_type,
    "tuple_type": _wrong_type,
    "dict_type": _wrong_type,
    "bool_type": _wrong_type,
    "bool_parsing": _wrong_type,
    "int_type": _not_a_number,
    "int_parsing": _not_a_number,
    "int_parsing_size": _not_a_number,
    "greater_than_equal": _out_of_range,
    "less_than_equal": _out_of_range,
    "string_too_short": _empty,
    "string_pattern_mismatch": _wrong_type,  # a code; `codes` has said more about it
}
