"""编译好的模板 — the code of a template, kept in the user's cache folder as Python keeps that of modules."""

from __future__ import annotations

import marshal
import sys
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from types import CodeType

import jinja2

from disclosure import user_cache

_OURS = ("environment.py", "limits.py")


def kept_code(template: str, make: Callable[[], CodeType]) -> CodeType:
    """保存的代码 — of a template that says just this, made by these programs; else made now and kept."""
    about = f"template {_makers()} {template}"
    code: CodeType = marshal.loads(user_cache.kept(about, lambda: marshal.dumps(make())))
    return code


@cache
def _makers() -> str:
    """Whose work the code is: this Python's, that Jinja2's, and ours that sets it up and counts steps."""
    ours = sha256(b"".join(Path(__file__).with_name(name).read_bytes() for name in _OURS)).hexdigest()
    return f"{sys.implementation.cache_tag} {MAGIC_NUMBER.hex()} {jinja2.__version__} {ours}"
