"""凭字认数 — numbers that no pattern of the pack explains, by the words around them.

What is spoken of has a name (机关运行经费) and numbers: this year's, last year's, how much more, by how many
percent. A paragraph goes on about one until it names another; what no figure of the program is bears the name
that the paragraph gives it. Nothing is read where a word remains that nobody explains.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import chain
from operator import itemgetter
from typing import Any

from disclosure.auditing.printed_number import Unit
from disclosure.auditing.shapes import BODY, NUMBER, SUBJECT, Clause, Token

_SIGN = re.compile(f"[{NUMBER}{SUBJECT}{BODY}]")
_UNIT = re.compile(r"^(?:亿元|万元|元|%)?")
_LEAST_LETTERS = 2
_KINDS: Mapping[Unit, str] = {"元": "金额", "%": "百分数"}
_FIRST = frozenset(("final", "prior", "opening_budget", "adjusted_budget"))  # with which a new subject begins
SHARE = ".所占"  # a share of a whole that only the words name
OWN = re.compile(r"_第\d+段(?=\.)")
_NO_NAME = re.compile(r"\W")


class Statements:
    """一段话说的 — what a paragraph speaks of, and which of its numbers were said."""

    def __init__(self, block: int) -> None:
        self._block = block
        self._node, self._subject = "", ""
        self._said: set[str] = set()

    def goes_on(self, node: str, leaf: str, words: str) -> None:
        """说到一个认得的数 — of a pattern; its words name what follows."""
        if node != self._node:
            self._begins(node, _subject_in(words))
        self._said.add(leaf)

    def breaks_off(self) -> None:
        """说到不认得的."""
        self._begins("", "")

    def read(self, words: str, unit: Unit) -> str:
        """认一个数 — by the words between the number before and this one; "" where they do not tell."""
        leaf, about = _cut(words, unit)
        subject = _subject_in(about)
        if not leaf or _is_obscure(subject):
            self.breaks_off()
            return ""
        if subject and not self._is_same(subject, leaf):
            self._begins(_named().get(subject) or _own_node(subject, self._block), subject)
        return self._reading(leaf)

    def _reading(self, leaf: str) -> str:
        if not self._node or leaf in self._said:
            self.breaks_off()
            return ""
        self._said.add(leaf)
        return f"{self._node}.{leaf}"

    def _is_same(self, subject: str, leaf: str) -> bool:
        """Whether it is what was spoken of; a subject of which a number is said again is another."""
        likely = subject == self._subject or (subject in self._subject or self._subject in subject)
        return bool(self._subject) and likely and leaf not in self._said

    def _begins(self, node: str, subject: str) -> None:
        self._node, self._subject, self._said = node, subject, set()


def words_before(clause: Clause, year: int) -> list[str]:
    """各数前面的字 — back to the number before it; years are Y (this one), L (last), and count as words."""
    tokens = iter(clause.tokens)
    marked = _SIGN.sub(lambda _: _marked(next(tokens), year), clause.shape)
    # 与L年末决算一般公共服务支出收入#万元相比 → one number, with all the words before it
    pieces = re.split(f"({NUMBER}|[YL](?=年))", marked)
    return list(_joined(pieces))


def _marked(token: Token, year: int) -> str:
    match token.kind:
        case "number":
            return {str(year): "Y", str(year - 1): "L"}.get(token.text, NUMBER)
        case "subject":
            return token.text
        case _:
            return BODY


def _joined(pieces: list[str]) -> Iterator[str]:
    """For each sign its words; those of a year go on to the next number."""
    words = ""
    for text, sign in zip(pieces[::2], pieces[1::2], strict=False):
        words += text
        yield words
        words = words + sign if sign in "YL" else ""


def _cut(words: str, unit: Unit) -> tuple[str, str]:
    """Which number of a subject it is, "" where nothing tells; the words without those that say so."""
    table: Mapping[str, str] = _words().get(_KINDS.get(unit, ""), {})
    found = ((leaf, re.search(pattern, words)) for leaf, pattern in table.items())
    leaf, match = next(filter(itemgetter(1), found), ("", None))
    return leaf, words[: match.start()] if match and leaf not in _FIRST else words


def _subject_in(words: str) -> str:
    """What is spoken of: what remains of the words without those around it that only connect."""
    before, behind = _connecting()
    return behind.sub("", before.sub("", _UNIT.sub("", words)))


def parts_of_a_whole() -> list[set[str]]:
    """分成的各份 — names that together are all there is."""
    return [set(parts) for parts in chain.from_iterable(_words()["分成"].values())]


def _own_node(subject: str, block: int) -> str:
    """What no figure of the program is; one name is another thing in another paragraph."""
    return f"{_NO_NAME.sub('', subject)}_第{block}段"


def shown(name: str) -> str:
    """写给人看的名称 — without the number of the paragraph."""
    return OWN.sub("", name)


def _is_obscure(subject: str) -> bool:
    """Whether it is no name: half a word, or with another number or a bracket in it."""
    return (0 < len(subject) < _LEAST_LETTERS and subject != "§") or bool(re.search(r"[#()\"、:]", subject))


@cache
def _words() -> Mapping[str, Any]:
    text = files("disclosure").joinpath("auditing/general_reader.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _connecting() -> tuple[re.Pattern[str], re.Pattern[str]]:
    before, behind = (f"(?:{'|'.join(_words()['连接'][where])})+" for where in ("前面", "后面"))
    return re.compile(f"^{before}"), re.compile(f"{behind}$")


@cache
def _named() -> Mapping[str, str]:
    named: Mapping[str, str] = _words()["名称"]
    return named
