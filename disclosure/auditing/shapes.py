"""字形 — text as the matching sees it: width folded, blanks gone, each number and subject one sign.

A clause is what stands between two marks of punctuation. Clauses of a document and of a pack are compared by
their shapes: 支出决算为112.85万元 and 支出决算为95万元 have the same one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import groupby, pairwise, repeat
from operator import attrgetter
from typing import Literal

from disclosure import classification
from disclosure.auditing.word_lists import word_list

NUMBER, SUBJECT, BODY = "#", "§", "@"  # what stands in a shape for a number, a subject, the body's name
FREE = "~"  # in a pattern: for a text that an office writes itself
# What a shape writes for something is not what a text says: 1#楼, 8:00~12:00.
_PLAIN = str.maketrans(f"“”„‟‘’﹝﹞‐‑–−{NUMBER}{SUBJECT}{BODY}{FREE}", '""""\'\'〔〕----＃¶＠〜')
_NUMBER = re.compile(r"(?<![\d.])-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d.])")
_END = re.compile(r"[,;。:!?]|(?<=[^、])(?<!收)(?<!收入)、|(?<=.)(?=主要(?:变动)?原因|其中)")
# 类（类）款（款）项（项） in folded text; brackets before the 类, as of (1), are no part of its name.
TRIPLE = re.compile(
    r"(?:[^,;。:]{0,28}?[()])??(?P<class>[^,;。:()]{2,30}?)\(类\)(?:支出)?"
    r"-?(?P<section>[^,;。:]{2,40}?)\(款\)-?(?P<item>[^,;。:]{2,50}?)\(项\)"
)
_BRACKETED = re.compile(r"(?:^|[,;。:]|\d[.、])([^,;。:.、()\d]{2,40})(?=\([类款项]\))")
_MARKS = ",;。:!?、"
_SHORTEST = 4  # letters of a name that is found in running text
_NAMED = 2  # letters of what a clause names
_shape_words = partial(word_list, "shapes.toml")  # what words tell, what words say the same

Kind = Literal["number", "subject", "body"]
_SUBJECTS: tuple[tuple[Kind, re.Pattern[str], int], ...] = (
    ("subject", TRIPLE, 0),
    ("subject", _BRACKETED, 1),
)


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
    return frozenset(_any_of("分得清").findall(shape))


@cache
def telling_of_heading(words: str) -> frozenset[str]:
    """标题里分得清的字 — likewise of headings."""
    return frozenset(_any_of("标题分得清").findall(words))


@cache
def is_bare(shape: str) -> bool:
    """没有说是谁的 — whether a shape does not name what it says something of: 占#%, 支出决算为#万元."""
    return len(_any_of("泛称").sub("", shape)) < _NAMED


@cache
def _any_of(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(_shape_words()[kind]))


@cache
def _said_alike() -> Mapping[str, str]:
    """What each word that says the same as another is put down as."""
    return {word: one["为"] for one in _shape_words()["同义"] for word in one["说法"]}


@cache
def _words_alike() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, _said_alike())))


def _as_one(piece: str) -> str:
    return _words_alike().sub(lambda match: _said_alike()[match[0]], piece)


def folded(text: str) -> Folded:
    """折叠 — width, quotes and blanks, which say nothing."""
    parts = ((part, place) for place, character in enumerate(text) for part in _folded(character))
    characters, places = zip(*parts, strict=True) if text.strip() else ((), ())
    return Folded("".join(characters), (*places, len(text)))


@cache
def _folded(character: str) -> str:
    return "".join(unicodedata.normalize("NFKC", character).translate(_PLAIN).split())


def clauses(text: str, year: int, bodies: Sequence[str] = ()) -> list[Clause]:
    """各分句 — of a paragraph; `bodies` are names of the department, the longest first."""
    whole = folded(text)
    tokens = sorted(_all_tokens(whole, year, bodies), key=attrgetter("start"))
    shape, found = _shaped(whole.text, tokens)
    return list(_cut(shape, found, whole))


def _all_tokens(whole: Folded, year: int, bodies: Sequence[str]) -> Iterator[Token]:
    """Non-overlapping: names of the body, subjects in brackets, subjects by name, numbers."""
    taken = bytearray(len(whole.text))
    for kind, start, end in _all_spans(whole.text, year, bodies):
        if start < end and not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            yield Token(kind, whole.text[start:end], start, end)


def _all_spans(text: str, year: int, bodies: Sequence[str]) -> Iterator[tuple[Kind, int, int]]:
    names = re.compile("|".join(map(re.escape, bodies)))
    for kind, pattern, group in (("body", names, 0), *_SUBJECTS):
        yield from ((kind, *found.span(group)) for found in pattern.finditer(text))
    yield from (("subject", *span) for span in _spans_of_names(text, year))
    yield from (("number", *found.span()) for found in _NUMBER.finditer(text))


def _spans_of_names(text: str, year: int) -> Iterator[tuple[int, int]]:
    names, at = _names_by_start(year), 0
    while at < len(text) - 1:
        longest = next(filter(_starts_at(text, at), names.get(_start(text[at:]), ())), "")
        yield at, at + len(longest)
        at += len(longest) or 1


def _starts_at(text: str, at: int) -> Callable[[str], bool]:
    return lambda name: text.startswith(name, at)


@cache
def _names_by_start(year: int) -> Mapping[str, tuple[str, ...]]:
    """Folded names of subjects by their first two letters, the longest first."""
    every = {folded(subject.name).text for subject in classification.functional_subjects(year)}
    long = sorted((name for name in every if len(name) >= _SHORTEST), key=_by_start)
    return {start: tuple(names) for start, names in groupby(long, key=_start)}


def _start(name: str) -> str:
    return name[:2]


def _by_start(name: str) -> tuple[str, int]:
    return _start(name), -len(name)


_SIGNS: Mapping[Kind, str] = {"number": NUMBER, "subject": SUBJECT, "body": BODY}


def _shaped(text: str, tokens: Sequence[Token]) -> tuple[str, list[tuple[int, Token | None]]]:
    """The shape, and for each of its signs its place in the folded text and its token."""
    parts, found, at = list[str](), list[tuple[int, Token | None]](), 0
    for token in tokens:
        parts.append(text[at : token.start] + _SIGNS[token.kind])
        found += [*zip(range(at, token.start), repeat(None)), (token.start, token)]
        at = token.end
    found += zip(range(at, len(text)), repeat(None))
    return "".join((*parts, text[at:])), found


def _cut(shape: str, found: Sequence[tuple[int, Token | None]], whole: Folded) -> Iterator[Clause]:
    for start, end in pairwise((0, *_ends(shape), len(shape))):
        piece, inside = shape[start:end].strip(_MARKS), found[start:end]
        if piece:
            tokens = tuple(_in_text(token, whole) for _, token in inside if token)
            yield Clause(_as_one(piece), tokens, whole.at[inside[0][0]], whole.at[_end(*inside[-1])])


def _ends(shape: str) -> Iterator[int]:
    """A list is split at 、 only where its parts have numbers: 轿车2辆、商务车2辆."""
    start = 0
    for match in _END.finditer(shape):
        if match.group() != "、" or NUMBER in shape[start : match.start()]:
            yield match.end()
            start = match.end()


def _end(place: int, token: Token | None) -> int:
    return token.end if token else place + 1


def _in_text(token: Token, whole: Folded) -> Token:
    return Token(token.kind, token.text, whole.at[token.start], whole.at[token.end - 1] + 1)
