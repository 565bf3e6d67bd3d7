"""样式表安全 — a pack's CSS may say how things look and nothing else: it fetches nothing, it ends no element.

tinycss2 reads it as a browser does, escapes and all; what is on no list below does not pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import tinycss2

from disclosure.document.page_boxes import page_faults
from disclosure.errors import PackError, short

_PAGE_BOXES = (
    "top-left-corner top-left top-center top-right top-right-corner",
    "left-top left-middle left-bottom right-top right-middle right-bottom",
    "bottom-left-corner bottom-left bottom-center bottom-right bottom-right-corner",
)
_VALUES = "var env calc min max clamp minmax fit-content repeat attr"
_PAGES = "counter counters target-counter target-counters target-text leader string element running content"
_COLOURS = "rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix"
_SHAPES = (
    "linear-gradient radial-gradient translate translatex translatey rotate scale scalex scaley skew matrix"
)
_SELECTORS = "is where not has lang dir nth-child nth-last-child nth-of-type nth-last-of-type"
# A property is known by its first word: font-size and font-family are `font`.
_TEXT = (
    "font color line letter word text white tab hyphens hyphenate hanging direction writing unicode quotes"
)
_BOXES = (
    "box margin padding border outline background width height min max top right bottom left inline block"
)
_PLACES = (
    "display position float clear overflow visibility opacity z vertical order place align justify inset"
)
_PARTS = "flex grid gap row column columns list counter content string caption table empty object image ruby"
_PRINT = "page size bleed marks orphans widows break bookmark footnote print forced src transform aspect"


def _listed_names(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


AT_RULES = _listed_names("charset page media font-face", *_PAGE_BOXES)
FUNCTIONS = _listed_names(_VALUES, _PAGES, _COLOURS, _SHAPES, _SELECTORS, "local")
PROPERTIES = _listed_names(_TEXT, _BOXES, _PLACES, _PARTS, _PRINT)
_VENDOR = re.compile(r"-(?:webkit|moz|ms|weasy)-")
_ADDRESS = re.compile(r"//|^\s*(?:data|javascript):", re.IGNORECASE)
_DEEPEST = 16  # brackets within brackets
_TOO_DEEP = f"样式里括号套了 {_DEEPEST} 层以上，请改简单"
_LONGEST = 200_000
_LONGEST_TEXT = 200  # of a text that a style puts in; it may stand beside every paragraph
_MOST_TOLD = 20
_BROKEN = "样式写错了，请检查括号、引号、冒号和分号"


@dataclass(frozen=True, slots=True)
class _Fault:
    """What must not stand in a style, and where."""

    line: int
    column: int
    sentence: str

    def __str__(self) -> str:
        return f"第{self.line}行第{self.column}列：{self.sentence}"


def harmless(css: str, name: str) -> str:
    """无害样式 — the same CSS; raises PackError, with lines and columns, for what is on no list."""
    faults = list(islice(_faults(css), _MOST_TOLD))
    if faults:
        raise PackError("\n".join(f"{name} {fault}" for fault in faults))
    return css


def _faults(css: str) -> Iterator[_Fault]:
    """Of the text, else of its tokens, else of its rules: a stage reads only what the one before let pass."""
    yield from _text_faults(css) or _token_faults(css) or _rule_faults(css) or _located(page_faults(css))


def _text_faults(css: str) -> list[_Fault]:
    if len(css) > _LONGEST:
        return [_Fault(1, 1, f"样式超过 {_LONGEST // 10000} 万字，请改短")]
    return _end_of_element(css)


def _end_of_element(css: str) -> list[_Fault]:
    """“<” even in a comment or a text: the page that the style stands in is read before the style is."""
    before, sign, _ = css.partition("<")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    fault = _Fault(line, column, "样式里不能用“<”（会结束网页里的样式），请删去（注释里也不行）")
    return [fault] if sign else []


def _token_faults(css: str) -> list[_Fault]:
    tokens = tinycss2.parse_component_value_list(css, skip_comments=True)
    return _located((token, _token_fault(token, depth)) for token, depth in _nested(tokens))


def _nested(tokens: Iterable[Any], depth: int = 0) -> Iterator[tuple[Any, int]]:
    """Every token and how many brackets it stands in; beyond the deepest it goes no further."""
    for token in tokens:
        yield token, depth
        if depth <= _DEEPEST:
            yield from _nested(_inside(token), depth + 1)


def _inside(token: Any) -> Iterable[Any]:
    return getattr(token, "arguments", None) or getattr(token, "content", None) or ()


def _token_fault(token: Any, depth: int) -> str:
    return _TOO_DEEP if depth > _DEEPEST else _token_refusal(token)


def _token_refusal(token: Any) -> str:
    """Why a token must not stand in a style; empty for one that may."""
    match token.type:
        case "error":
            return _BROKEN
        case "url":
            return "样式里不能用 url(…)，样式不能从别处取文件，请删去"
        case "string":
            return _text_refusal(token.value)
        case "function" if token.lower_name not in FUNCTIONS:
            return f"样式里不能用 {short(token.name)}(…)，只能用排版的函数，请删去"
        case "at-keyword" if token.lower_value not in AT_RULES:
            return f"样式里不能用 @{short(token.value)}，只能用 @page、@media 和 @font-face，请删去"
    return ""


def _text_refusal(text: str) -> str:
    if _ADDRESS.search(text):
        return "样式里不能用网址，请删去"
    return f"样式里的一段文字超过 {_LONGEST_TEXT} 字，请写在模板里" if len(text) > _LONGEST_TEXT else ""


def _rule_faults(css: str) -> list[_Fault]:
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return _located((rule, _rule_fault(rule)) for rule in _rules_within(rules))


def _located(judged: Iterable[tuple[Any, str]]) -> list[_Fault]:
    return [_Fault(node.source_line, node.source_column, sentence) for node, sentence in judged if sentence]


def _rules_within(rules: Iterable[Any]) -> Iterator[Any]:
    for rule in rules:
        yield rule
        inside = getattr(rule, "content", None) or ()
        yield from _rules_within(
            tinycss2.parse_blocks_contents(inside, skip_comments=True, skip_whitespace=True)
        )


def _rule_fault(rule: Any) -> str:
    match rule.type:
        case "error":
            return _BROKEN
        case "declaration" if not _is_for_layout(rule.lower_name):
            return f"样式里不能用“{short(rule.name)}”，这不是排版用的属性，请删去"
        case "declaration" if rule.name.startswith("--") and _references(rule.value) > 1:
            return "自己起名的值里只能引用一个 var(…)：几个互相引用会成倍变长，请直接写出来"
    return ""


def _references(value: Iterable[Any]) -> int:
    return sum(getattr(token, "lower_name", "") == "var" for token, _ in _nested(value))


def _is_for_layout(property: str) -> bool:
    own = property.startswith("--")
    return own or _VENDOR.sub("", property, count=1).partition("-")[0] in PROPERTIES
