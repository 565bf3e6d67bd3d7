"""文字里的标题 — headings as people type them without mark-up: “一、基本情况” alone on a line is one.

A line is a heading where it is short, ends like no sentence, and something else stands below it: of
“一、完成改革” and “二、完成普查” one below the other, neither is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

_NUMBER = "[一二三四五六七八九十]+"
_KINDS = tuple(
    map(re.compile, (rf"第{_NUMBER}(部分|章)", rf"{_NUMBER}、", rf"[（(]{_NUMBER}[)）]"))
)  # the highest first
_LOOKS = ("# {}", "## {}")  # below an attachment's own heading two levels are left
_LONGEST = 40
_HEADING = re.compile(rf".{{1,{_LONGEST}}}(?<![。；：，、！？.;:,!?|])")
_MARKED = re.compile(r"\s*#+\s")
_APART_FROM_TITLE = re.compile(r"^\s*#+|^附件\s*[\d一二三四五六七八九十]*\s*[：:、.．]?|[\s*《》]")


def with_headings(text: str, title: str) -> str:
    """标出标题 — a typed text with its headings marked; the title, printed above it, is not repeated."""
    lines = _below_title(text.strip("\n\ufeff").split("\n"), _compared(title))
    is_marked = any(map(_MARKED.match, lines))
    return "\n".join(lines if is_marked else _as_headings(lines))


def repeats(text: str, title: str) -> bool:
    """重复标题 — whether a line says what the title says."""
    return _compared(text) == _compared(title)


def _below_title(lines: list[str], title: str) -> list[str]:
    """The title may take several lines."""
    said = ""
    for number, line in enumerate(lines, 1):
        said += _compared(line)
        if said == title:
            return lines[number:]
        if not title.startswith(said):
            break
    return lines


def _compared(text: str) -> str:
    return _APART_FROM_TITLE.sub("", text.strip())


def _as_headings(lines: Sequence[str]) -> Iterator[str]:
    written = [*filter(None, map(str.strip, lines))]
    kinds = list(map(_kind, written))
    around = zip((0, *kinds), kinds[1:], strict=False)
    heads = dict(zip(written, map(_kind_of_heading, written, map(set, around)), strict=False))
    looks = dict(zip(sorted({*heads.values()} - {0}), _LOOKS, strict=False))
    return (looks.get(heads.get(line, 0), "{}").format(line) for line in map(str.strip, lines))


def _kind_of_heading(line: str, around: Set[int]) -> int:
    is_heading = _HEADING.fullmatch(line.strip()) and _kind(line) not in around
    return _kind(line) if is_heading else 0


def _kind(line: str) -> int:
    """Which of the kinds, from 1; 0 for none."""
    return next((kind for kind, pattern in enumerate(_KINDS, 1) if pattern.match(line.strip())), 0)
