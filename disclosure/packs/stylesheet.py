"""样式表安全 — a pack's CSS may say how things look and nothing else: it fetches nothing and ends no element."""

from __future__ import annotations

import re

from disclosure.errors import PackError

_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})[ \t\n\f]?|(.))", re.DOTALL)
_FORBIDDEN = {
    "<": "“<”（会结束网页里的样式）",
    "@import": "@import（会从别处取样式）",
    "url(": "url(…)（会从别处取文件）",
    "src(": "src(…)（会从别处取文件）",
    "image(": "image(…)（会从别处取图片）",
    "image-set(": "image-set(…)（会从别处取图片）",
    "expression(": "expression(…)（会运行程序）",
    "javascript:": "javascript:（会运行程序）",
}
_ANY = re.compile("|".join(map(re.escape, _FORBIDDEN)))


def harmless(css: str, name: str) -> str:
    """无害样式 — the same CSS; raises PackError, with line and column, for what would reach outside the page."""
    shown = _unescaped(css).lower()
    found = _ANY.search(shown)
    if found:
        line, column = (
            shown.count("\n", 0, found.start()) + 1,
            found.start() - shown.rfind("\n", 0, found.start()),
        )
        what = _FORBIDDEN[found.group()]
        raise PackError(f"{name} 第{line}行第{column}列：样式里不能用 {what}，请删去（注释里也不行）")
    return css


def _unescaped(css: str) -> str:
    """CSS may spell a letter by its number (\\75 rl is url): read as a browser does."""
    return _ESCAPE.sub(lambda match: _character(match[1]) if match[1] else match[2], css)


def _character(digits: str) -> str:
    number = int(digits, 16)
    return chr(number) if 0 < number <= 0x10FFFF else "\ufffd"  # noqa: PLR2004 - the last character there is
