"""数据的 JSON Schema — what a data file may hold, for editors that complete and check what is typed.

Draft 07, which every editor of YAML knows. It takes what reading takes: 无 in its ways, numbers as texts,
codes as numbers, texts in files of their own. Only the lines that begin a file are required, and only of a
file that has one of them: beside a workbook a part will do.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Mapping

from pydantic import BaseModel

from disclosure import terms
from disclosure.loading.read_submission import STATED
from disclosure.loading.schema_of_values import SHARED, Schema, described, or_null, value
from disclosure.model import Submission
from disclosure.model.own_data import OWN, UNIT, OwnDeclared
from disclosure.model.shape import fields, models, of

FILE_NAME = "决算.schema.json"
_DRAFT = "http://json-schema.org/draft-07/schema#"
_COMMENT = re.compile(r"^    (\w+): .*?  # (.+)$", re.MULTILINE)
_OWN = "自有数据里金额的单位；与文件相同的不写"
# A file that says one of the lines that begin it is whole and says them all.
_LINES = (*STATED, "年度")
_BEGINNING: Schema = {
    "if": {"anyOf": [{"required": [key]} for key in _LINES]},
    "then": {"required": [*_LINES]},
}


def of_data(declared: OwnDeclared | None = None) -> Schema:
    """数据的 JSON Schema — with the facts that a pack declares; where none is named, any pass."""
    made = {model.__name__: _of_model(model) for model in models(of(Submission))}
    whole = made.pop(Submission.__name__)
    if declared is not None:
        made |= {model.__name__: _of_model(model) for model in models(declared.shape)}
        made[OWN]["properties"][UNIT] = {"title": UNIT, "description": _OWN, "enum": ["元", "万元"]}
        whole["properties"][OWN]["anyOf"] = or_null(value(declared.shape, OWN))["anyOf"]
    return {"$schema": _DRAFT, **whole, **_BEGINNING, "definitions": {**SHARED, **made}}


def printed(made: Schema) -> bytes:
    """成文 — the schema as a file."""
    return f"{json.dumps(made, ensure_ascii=False, indent=1)}\n".encode()


def remarks(model: type[BaseModel]) -> Mapping[str, str]:
    """各键的说明 — by the field's name: the remark behind it in the model, else where the term stands."""
    written = dict(_COMMENT.findall(inspect.getsource(model))) if model.__doc__ else {}
    return {
        name: field.description or written.get(name, terms.source(name))
        for name, field in model.model_fields.items()
    }


def _of_model(model: type[BaseModel]) -> Schema:
    """The model itself may add more: that its own data say the rest, that one of two must be given."""
    said, shapes = remarks(model), fields(model)
    needed = [terms.chinese(name) for name, shape in shapes.items() if shape.required]
    return {
        "title": (model.__doc__ or model.__name__).partition(" — ")[0],
        "type": "object",
        "additionalProperties": False,
        "properties": {terms.chinese(name): described(name, shapes[name], said[name]) for name in shapes},
        "required": [] if model is Submission else needed,
        **(model.model_config.get("json_schema_extra") or {}),  # type: ignore[dict-item]
    }
