"""文件的写法 — data made in Python as a data file would say them: Chinese keys, texts; amounts as given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from disclosure import terms
from disclosure.model.faults import blank
from disclosure.model.shape import Shape, fields
from disclosure.model.subject_codes import unquoted


def said(value: Any, shape: Shape) -> Any:
    """所写的文字 — nested dicts, lists and texts; what is not known is left out."""
    match value:
        case BaseModel():
            return said(dict(value), shape)
        case Mapping():
            known = ((chinese_key(str(unquoted(key)), shape), part) for key, part in value.items())
            return {key: said(part, shape.below(key)) for key, part in known if is_known(part)}
        case list() | tuple():
            return [said(part, shape.item) if is_known(part) else {} for part in value]  # places stay
    return unquoted(value)


def chinese_key(name: str, shape: Shape) -> str:
    """中文键 — of a field's name in Python; any other name as it is."""
    return terms.chinese(name) if shape.model and name in fields(shape.model) else name


def is_known(value: Any) -> bool:
    """是否知道 — whether anything is said: neither None nor an empty cell of pandas."""
    return value is not None and not blank(value)
