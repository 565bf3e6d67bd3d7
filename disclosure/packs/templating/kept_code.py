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
from disclosure.packs.templating import limits


def kept_code(template: str, make: Callable[[], CodeType]) -> CodeType:
    """保存的代码 — of a template that says just this, made by these programs; else made now and kept."""
    about = f"template {_makers()} {template}"
    code: CodeType = marshal.loads(user_cache.kept(about, lambda: marshal.dumps(make())))
    return code


@cache
def _makers() -> str:
    """Whose work the code is: this Python's, that Jinja2's, and of what counts the steps."""
    counting = sha256(Path(limits.__file__).read_bytes()).hexdigest()
    return f"{sys.implementation.cache_tag} {MAGIC_NUMBER.hex()} {jinja2.__version__} {counting}"
