"""字形 — text as the matching sees it: width folded, blanks gone, each number and subject one sign.

A clause is what stands between two marks of punctuation. Clauses of a document and of a pack are compared by
their shapes: 支出决算为112.85万元 and 支出决算为95万元 have the same one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from disclosure import classification

NUMBER, SUBJECT, BODY = "#", "§", "@"  # what stands in a shape for a number, a subject, the body's name
_QUOTES = str.maketrans("“”„‟‘’﹝﹞‐‑–−", '""""\'\'〔〕----')
_NUMBER = re.compile(r"(?<![\d.])-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d.])")
_END = re.compile(r"[,;。:!?]|(?<=[^、])、|(?<=.)(?=主要(?:变动)?原因|其中)")
# Words that say the same, or the same the other way round: which way is read off the text.
_ALIKE = {"减少": "增加", "下降": "增长", "降低": "增长", "上升": "增长", "去年": "上年", "年度": "年"}
_WORDS = re.compile("|".join(_ALIKE))
_TRIPLE = re.compile(
    r"(?P<class>[^,;。:]{2,30}?)\(类\)(?:支出)?-?(?P<section>[^,;。:]{2,40}?)\(款\)-?(?P<item>[^,;。:]{2,50}?)\(项\)"
)
_BRACKETED = re.compile(r"(?:^|[,;。:]|\d[.、])([^,;。:.、()\d]{2,40})(?=\([类款项]\))")
_SHORTEST = 4  # letters of a name that is found in running text

# Words by which the names of figures differ.
_TELLING = re.compile(
    "购置|运行|基本|项目|人员|公用|年初|全年|上年|基金|国有|国内|境外|外事|小微|中小|货物|工程|服务|其他|经营|事业|上级|附属|教育"
)

Kind = Literal["number", "subject", "body"]


@dataclass(frozen=True, slots=True)
class Token:
    """一个记号 — a number, subject or name in a clause: its folded text, where it stands in the text."""

    kind: Kind
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """一个分句 — its shape, its tokens in order, where it stands in the text."""

    shape: str
    tokens: tuple[Token, ...]
    start: int
    end: int

    @property
    def numbers(self) -> tuple[Token, ...]:
        """各数."""
        return tuple(token for token in self.tokens if token.kind == "number")


@dataclass(frozen=True, slots=True)
class Folded:
    """折叠的文字 — folded characters, each with its place in the text."""

    text: str
    at: tuple[int, ...]


@cache
def telling(shape: str) -> frozenset[str]:
    """分得清的字 — the words of a shape by which the names of figures differ."""
    return frozenset(_TELLING.findall(shape))


def folded(text: str) -> Folded:
    """折叠 — width, quotes and blanks, which say nothing."""
    characters, places = list[str](), list[int]()
    for place, character in enumerate(text):
        for part in unicodedata.normalize("NFKC", character).translate(_QUOTES):
            if not part.isspace():
                characters.append(part)
                places.append(place)
    return Folded("".join(characters), (*places, len(text)))


def clauses(text: str, year: int, bodies: Sequence[str] = ()) -> list[Clause]:
    """各分句 — of a paragraph; `bodies` are names of the department, the longest first."""
    whole = folded(text)
    tokens = sorted(_tokens(whole, year, bodies), key=lambda token: token.start)
    shape, found = _shaped(whole.text, tokens)
    return list(_clauses(shape, found, whole))


def _tokens(whole: Folded, year: int, bodies: Sequence[str]) -> Iterator[Token]:
    """Non-overlapping: names of the body, subjects in brackets, subjects by name, numbers."""
    taken = bytearray(len(whole.text))
    for kind, spans in (
        ("body", _bodies(whole.text, bodies)),
        ("subject", ((match.start(), match.end()) for match in _TRIPLE.finditer(whole.text))),
        ("subject", (match.span(1) for match in _BRACKETED.finditer(whole.text))),
        ("subject", _named(whole.text, year)),
        ("number", ((match.start(), match.end()) for match in _NUMBER.finditer(whole.text))),
    ):
        for start, end in spans:
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                yield Token(kind, whole.text[start:end], start, end)  # type: ignore[arg-type]


def _bodies(text: str, bodies: Sequence[str]) -> Iterator[tuple[int, int]]:
    for body in bodies:
        for match in re.finditer(re.escape(body), text):
            yield match.span()


def _named(text: str, year: int) -> Iterator[tuple[int, int]]:
    names, at = _names(year), 0
    while at < len(text) - 1:
        name = next((name for name in names.get(text[at : at + 2], ()) if text.startswith(name, at)), "")
        if name:
            yield at, at + len(name)
        at += len(name) or 1


@cache
def _names(year: int) -> Mapping[str, tuple[str, ...]]:
    """Folded names of subjects by their first two letters, the longest first."""
    by_start: dict[str, set[str]] = defaultdict(set)
    for subject in classification.functional_subjects(year):
        name = folded(subject.name).text
        if len(name) >= _SHORTEST:
            by_start[name[:2]].add(name)
    return {start: tuple(sorted(names, key=len, reverse=True)) for start, names in by_start.items()}


_SIGNS: Mapping[Kind, str] = {"number": NUMBER, "subject": SUBJECT, "body": BODY}


def _shaped(text: str, tokens: Sequence[Token]) -> tuple[str, list[tuple[int, Token | None]]]:
    """The shape, and for each of its signs its place in the folded text and its token."""
    parts, found, at = list[str](), list[tuple[int, Token | None]](), 0
    for token in tokens:
        parts.append(text[at : token.start] + _SIGNS[token.kind])
        found += [(place, None) for place in range(at, token.start)] + [(token.start, token)]
        at = token.end
    parts.append(text[at:])
    found += [(place, None) for place in range(at, len(text))]
    return "".join(parts), found


def _clauses(shape: str, found: Sequence[tuple[int, Token | None]], whole: Folded) -> Iterator[Clause]:
    start = 0
    for end in (*_ends(shape), len(shape)):
        piece = shape[start:end].strip(",;。:!?、")
        if piece:
            inside = found[start:end]
            tokens = tuple(_in_text(token, whole) for _, token in inside if token)
            yield Clause(
                _WORDS.sub(lambda match: _ALIKE[match[0]], piece),
                tokens,
                whole.at[inside[0][0]],
                whole.at[_end(inside[-1])],
            )
        start = end


def _ends(shape: str) -> Iterator[int]:
    """A list is split at 、 only where its parts have numbers: 轿车2辆、商务车2辆."""
    start = 0
    for match in _END.finditer(shape):
        if match.group() != "、" or NUMBER in shape[start : match.start()]:
            yield match.end()
            start = match.end()


def _end(place: tuple[int, Token | None]) -> int:
    return place[1].end if place[1] else place[0] + 1


def _in_text(token: Token, whole: Folded) -> Token:
    return Token(token.kind, token.text, whole.at[token.start], whole.at[token.end - 1] + 1)
