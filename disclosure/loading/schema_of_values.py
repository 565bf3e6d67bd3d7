"""值的 JSON Schema — how each kind of value may be written in a data file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from disclosure import terms
from disclosure.loading import codes, text_files
from disclosure.model import Cause, faults
from disclosure.model.shape import Kind, Shape
from disclosure.model.submission import FORMAT_VERSION
from disclosure.model.typed_words import NONE, also_written, measures, none_words, none_words_of_whole

Schema = dict[str, Any]

_TOO_LARGE = 10**13  # 元; the model takes no larger amount in any unit
_DIGIT = "[0-9０-９]"
_SIGN = "[-+−－＋]?"
_MONEY = "(人民币)?\\s*[¥￥]?\\s*"
# Neither control characters nor those that stand for what is printed.
_TEXT: Schema = {
    "type": ["string", "number", "boolean"],
    "pattern": "^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\U000f0000-\U0010ffff]*$",
    "patternErrorMessage": "文字里有不可见的控制字符或私用区字符，请删去",
}


def _file_in_folder(endings: tuple[str, ...]) -> Schema:
    """The name of a file that stands in the data's folder."""
    letters = "|".join("".join(f"[{one}{one.upper()}]" for one in ending[1:]) for ending in endings)
    return {
        "type": ["string"],
        "pattern": f"^(?![\\\\/])(?![A-Za-z]:)(?!\\.\\.[\\\\/])[^\u0000-\u001f]*\\.({letters})$",
        "patternErrorMessage": f"请写数据文件夹里的文件，可以是 {'、'.join(endings)}",
    }


_FILE = _file_in_folder((*text_files.PLAIN, text_files.WORD))
SHARED: Mapping[str, Schema] = {
    "Prose": {
        "anyOf": [
            _TEXT,
            {
                "type": "object",
                "title": "文字文件",
                "additionalProperties": False,
                "properties": {
                    text_files.FILE: {
                        "title": "文件",
                        "description": "文字放在数据文件夹里的这个文件中",
                        **_FILE,
                    }
                },
                "required": [text_files.FILE],
            },
        ]
    }
}


def _one_of_schema(words: Iterable[str]) -> Schema:
    """Words that are taken and that an editor does not offer."""
    return {"type": "string", "pattern": f"^\\s*({'|'.join(words)})\\s*$"}


_NONE_OF_WHOLE: tuple[Schema, ...] = (
    {"enum": [NONE]},
    _one_of_schema(none_words_of_whole()),
    {"type": "integer", "minimum": 0, "maximum": 0},
)


def described(name: str, shape: Shape, said: str) -> Schema:
    """一个键 — what stands at a field of a model, with its title and what is to be written."""
    key = terms.chinese(name)
    made = _BY_KEY.get(name) or value(shape, name)
    parts = (said, f"填{codes.written(key) or faults.described(shape)}")
    about = {"title": key, "description": "。".join(filter(None, parts))}
    return {**about, **(made if shape.required else or_null(made))}


def or_null(made: Schema) -> Schema:
    """也可空着 — a key with nothing behind it is not known yet, as one left out."""
    if "anyOf" in made:
        return {**made, "anyOf": [*made["anyOf"], {"type": "null"}]}
    if "enum" in made:
        return {**made, "enum": [*made["enum"], None]}
    return (
        {**made, "type": [*made["type"], "null"]} if "type" in made else {"anyOf": [made, {"type": "null"}]}
    )


def value(shape: Shape, name: str) -> Schema:
    """一个值 — what may stand at a place of this shape; `name` is the field that it is, or is in."""
    return _BY_KIND[shape.kind](shape, name)


def _number_schema(before: str, after: str, measures_behind: list[str], written: str) -> Schema:
    """A number, a text that says one, or that there is none."""
    body = f"{before}{_DIGIT}[0-9０-９,， ]*{after}\\s*({'|'.join(measures_behind)})"
    return {
        "type": ["number", "string"],
        "pattern": f"^\\s*(['’‘]?\\s*{body}|{'|'.join(none_words())}|)\\s*$",
        "patternErrorMessage": f"这里应填{written}",
    }


def _amount_schema(shape: Shape, _: str) -> Schema:
    made = _number_schema(
        f"{_MONEY}{_SIGN}",
        f"([.．]{_DIGIT}+)?",
        measures("金额"),
        f"{faults.described(shape)}；没有发生的填“无”",
    )
    return {**made, "exclusiveMinimum": -_TOO_LARGE, "exclusiveMaximum": _TOO_LARGE}


def _score_schema(shape: Shape, _: str) -> Schema:
    return _number_schema(_SIGN, f"([.．]{_DIGIT}+)?", measures("得分"), faults.described(shape))


def _count_schema(shape: Shape, name: str) -> Schema:
    made = _number_schema("[+＋]?", "([.．]0+)?", measures(name), faults.described(shape))
    return {**made, "type": ["integer", "string"], "minimum": 0}


def _flag_schema(_: Shape, __: str) -> Schema:
    return {"enum": ["是", "否", NONE, True, False]}


def _choice_schema(shape: Shape, _: str) -> Schema:
    also = also_written(shape.choices)
    named = {"enum": [*shape.choices]}
    return {"anyOf": [named, _one_of_schema(also)]} if also else named


def _word_schema(_: Shape, name: str) -> Schema:
    return codes.as_schema(terms.chinese(name)) or _TEXT


def _prose_schema(_: Shape, __: str) -> Schema:
    return {"$ref": "#/definitions/Prose"}


def _list_schema(shape: Shape, name: str) -> Schema:
    inner = shape.item
    single = [_TEXT] if inner.model is Cause else []  # a reason is a text or a list
    return {"anyOf": [{"type": "array", "items": _item_schema(inner, name)}, *single, *_NONE_OF_WHOLE]}


def _item_schema(shape: Shape, name: str) -> Schema:
    made = value(shape, name)
    return {"anyOf": [made, _TEXT]} if getattr(shape.model, "BY_NAME_ALONE", False) else made


def _map_schema(shape: Shape, name: str) -> Schema:
    """Names or codes, and what stands behind each."""
    pattern = codes.as_schema(terms.chinese(name)).get("pattern", "")
    names = {"propertyNames": {"pattern": pattern}} if pattern else {}
    values = or_null(value(shape.inner or shape, name))
    return {"anyOf": [{"type": "object", "additionalProperties": values, **names}, *_NONE_OF_WHOLE]}


def _model_schema(shape: Shape, _: str) -> Schema:
    link = {"$ref": f"#/definitions/{shape.model.__name__}"} if shape.model else {}
    return {"anyOf": [link, *_NONE_OF_WHOLE]} if shape.may_be_none else link


def _own_schema(_: Shape, __: str) -> Schema:
    return {"type": ["string", "number", "boolean", "array"]}


_BY_KIND: Mapping[Kind, Callable[[Shape, str], Schema]] = {
    "amount": _amount_schema,
    "score": _score_schema,
    "count": _count_schema,
    "flag": _flag_schema,
    "choice": _choice_schema,
    "word": _word_schema,
    "prose": _prose_schema,
    "list": _list_schema,
    "map": _map_schema,
    "model": _model_schema,
    "own": _own_schema,
}
_BY_KEY: Mapping[str, Schema] = {
    "format_version": {
        "description": f"填 {FORMAT_VERSION}",
        "enum": [FORMAT_VERSION, str(FORMAT_VERSION)],
    },
    "year": {
        "description": "填四位的年份，例如 2024",
        "type": ["integer", "string"],
        "minimum": 2000,
        "maximum": 2100,
        "pattern": "^(20[0-9]{2}|2100)$",
    },
    "full_name": {**_TEXT, "minLength": 1},
    "file": _FILE,
}
