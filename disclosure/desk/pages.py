"""网页 — templates of the desk's own (pages/*.html.j2): what is given is printed as text."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined


def rendered(name: str, given: Mapping[str, object]) -> str:
    """印成 — pages/<name>.html.j2."""
    return _environment().get_template(f"{name}.html.j2").render(given)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FunctionLoader(_template_text),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _template_text(name: str) -> str:
    return files("disclosure.desk").joinpath("pages", name).read_text(encoding="utf-8")


@cache
def static(name: str) -> bytes:
    """样式和脚本 — static/<name>; raises FileNotFoundError, for whatever is no name of a file there."""
    for file in files("disclosure.desk").joinpath("static").iterdir():
        if file.name == name and file.is_file():
            return file.read_bytes()
    raise FileNotFoundError(name)
