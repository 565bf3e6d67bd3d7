"""用语的差错 — terms of the form with a slip of the pen, and two terms for one thing in one document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import chain, filterfalse, groupby, islice, product
from typing import Any, NamedTuple

from disclosure.auditing.audit_finding import NAMES, AuditFinding, Certainty
from disclosure.auditing.faults.wordings import certainty_beside
from disclosure.auditing.published_claims import Claimed
from disclosure.auditing.running_texts import RunningText, said_in
from disclosure.auditing.word_lists import word_list
from disclosure.loading.published.blocks import Place

_HAN = "[\u4e00-\u9fff]"
_CODE, _TWO = "AU9", 2
_terms_in = partial(word_list, "faults/terms_that_vary.toml")
_CLASS = re.compile(r"(?:^|[。：:\s.．、\d])([\u4e00-\u9fff]{2,14})（类）")


class _Said(NamedTuple):
    """说法 — words of the document, and where they stand."""

    words: str
    place: Place


def faults(claimed: Claimed) -> Iterator[AuditFinding]:
    """用语 — first slips, then terms that vary."""
    texts = tuple(said_in(claimed.document))
    varied = chain.from_iterable(map(partial(_varied, texts), _terms_in()["同义"]))
    return chain(_slips(texts), varied, _classes_both_ways(texts))


def _said(pattern: re.Pattern[str], texts: Iterable[RunningText]) -> Iterator[_Said]:
    for one in texts:
        yield from (
            _Said(found[found.re.groups], one.place(found.start())) for found in pattern.finditer(one.text)
        )


def _slips(texts: Iterable[RunningText]) -> Iterator[AuditFinding]:
    """A term with another letter inside, one letter less, or two the other way round."""
    for term in _terms_in()["用语"]:
        said = chain.from_iterable(_said(shape, texts) for shape in _shapes(term))
        certainty = partial(certainty_beside, "\n".join(one.text for one in texts), term)
        yield from map(partial(_slip, term, certainty), filter(partial(_is_slip_of_pen, term), said))


def _shapes(term: str) -> Iterator[re.Pattern[str]]:
    """As long as the term or a letter shorter, from its first letter to its last."""
    inside = len(term) - 2
    return (_shape_of_term(term[0], length, term[-1]) for length in (inside, inside - 1))


@cache
def _shape_of_term(first: str, inside: int, last: str) -> re.Pattern[str]:
    return re.compile(f"(?=({first}{_HAN}{{{inside}}}{last}))")


def _is_slip_of_pen(term: str, said: _Said) -> bool:
    return said.words not in _terms_known() and (
        _has_other(term, said.words) or said.words in _with_less(term)
    )


def _has_other(term: str, words: str) -> bool:
    """Another letter, or two turned."""
    other = [(one, two) for one, two in zip(term, words, strict=False) if one != two]
    return len(term) == len(words) and (len(other) == 1 or _is_turned(other))


def _is_turned(other: Sequence[tuple[str, str]]) -> bool:
    return len(other) == _TWO and other[0] == other[1][::-1]


@cache
def _with_less(term: str) -> frozenset[str]:
    return frozenset(term[:at] + term[at + 1 :] for at in range(1, len(term) - 1))


@cache
def _terms_known() -> frozenset[str]:
    return frozenset((*_terms_in()["用语"], *_terms_in()["也说"]))


def _slip(term: str, certainty: Callable[[str], Certainty], said: _Said) -> AuditFinding:
    message = f"“{said.words}”不是表式的用语，应为“{term}”"
    return _of_term(certainty(said.words), said, message, term)


def _varied(texts: Iterable[RunningText], declared: Mapping[str, str]) -> Iterator[AuditFinding]:
    """Where the document has the one term, the first place of each other."""
    rights = islice(_said(re.compile(declared["用"]), texts), 1)
    others = {one.words: one for one in reversed(list(_said(re.compile(declared["别"]), texts)))}
    for right, other in product(rights, others.values()):
        yield from _other_term(right.words, other, declared.get("程度", "确定"))


def _other_term(right: str, other: _Said, certainty: Any) -> Iterator[AuditFinding]:
    if other.words != right:
        yield _of_term(certainty, other, f"这里写的是“{other.words}”，别处是“{right}”", right)


def _classes_both_ways(texts: Iterable[RunningText]) -> Iterator[AuditFinding]:
    """卫生健康（类） beside 卫生健康支出（类）; else 一般公共服务（类） beside 教育支出（类）."""
    said = list(_said(_CLASS, texts))
    by_name = (list(same) for _, same in groupby(sorted(said, key=_bare_class), key=_bare_class))
    of_one_name = list(chain.from_iterable(map(_fewer_way, by_name)))
    return iter(of_one_name) if of_one_name else _fewer_way(said)


def _bare_class(said: _Said) -> str:
    return said.words.removesuffix("支出")


def _has_ending(said: _Said) -> bool:
    return said.words.endswith("支出")


def _fewer_way(said: Sequence[_Said]) -> Iterator[AuditFinding]:
    """The first of those that are written as fewer are."""
    ways = (list(filter(_has_ending, said)), list(filterfalse(_has_ending, said)))
    fewer, usual = sorted(ways, key=len)
    for one, other in islice(zip(fewer, usual, strict=False), 1):
        message = f"这里写的是“{one.words}（类）”，别处是“{other.words}（类）”这样的写法"
        yield _of_term("疑问", one, message, "")


def _of_term(certainty: Certainty, said: _Said, message: str, expected: str) -> AuditFinding:
    found = (_CODE, certainty, NAMES[_CODE], said.place, said.words, message)
    return AuditFinding(*found, said.words, expected, fix="一份文件里用一种说法，照表上的写")
