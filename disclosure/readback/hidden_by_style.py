"""样式隐藏的内容 — which elements of a page its style keeps from sight: rather one too many than too few."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import filterfalse, groupby
from typing import Any

import tinycss2

# A declaration, without its blanks, after which nobody sees what is in an element.
_HIDES = re.compile(
    r"display:none|visibility:(hidden|collapse)|(opacity|font-size|(max-)?(height|width)):0+(\.0*)?[a-z%]*"
    r"|color:transparent|(text-indent|left|top|right|bottom|margin-(left|top)):-\d{3,}.*|clip(-path)?:.+"
)
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")  # of a selector: conditions that only make it narrower
_STEPS = re.compile(r"[\s>+~]+")
_MARK = re.compile(r"([.#])([\w-]+)")
_TAG = re.compile(r"[\w-]+")
# What is empty holds nothing to hide; what a reader has ticked away could be seen before.
_SEEN = re.compile(r".*:empty|[\w.-]+:has\(:checked\) .*")
_OF_MARK = {
    ".": "//*[contains(concat(' ', normalize-space(@class), ' '), ' {} ')]",
    "#": "//*[@id = '{}']",
}


def hiding(css: str) -> Iterator[str]:
    """隐藏的 — a path for each selector of what is not displayed, or too small, clear or far away to see."""
    for rule in _within(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)):
        if any(map(_hides, _parsed(rule))):
            yield from map(_path, filterfalse(_is_seen, _selectors(rule.prelude)))


def _parsed(rule: Any) -> Any:
    inside = getattr(rule, "content", None) or ()
    return tinycss2.parse_blocks_contents(inside, skip_comments=True, skip_whitespace=True)


def _within(rules: Iterable[Any]) -> Iterator[Any]:
    """Every rule, those within @media and within others too."""
    for rule in rules:
        yield rule
        yield from _within(_parsed(rule))


def _hides(said: Any) -> bool:
    written = "".join(tinycss2.serialize([said]).split()).lower().rstrip(";").removesuffix("!important")
    return _HIDES.fullmatch(written) is not None


def _selectors(prelude: Iterable[Any]) -> Iterator[str]:
    """Those before and behind commas; a comma in brackets is part of a selector."""
    for is_comma, tokens in groupby(prelude, key=lambda token: token == ","):
        if not is_comma:
            yield tinycss2.serialize(tokens).strip()


def _is_seen(selector: str) -> bool:
    """Whether a reader sees it all the same; a pseudo-element is no text of the page."""
    return _SEEN.fullmatch(selector) is not None or "::" in _last_step(selector)


def _last_step(selector: str) -> str:
    return _STEPS.split(_ASIDE.sub("", selector))[-1]


def _path(selector: str) -> str:
    last = _last_step(selector)
    mark, tag = _MARK.search(last), _TAG.match(last)
    return _OF_MARK[mark[1]].format(mark[2]) if mark else f"//body//{tag[0].lower() if tag else '*'}"
