"""用语的差错 — terms of the form with a slip of the pen, and two terms for one thing in one document."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial
from importlib.resources import files
from itertools import chain, islice, product
from typing import Any, NamedTuple

from disclosure.auditing.audit_finding import NAMES, AuditFinding, Certainty
from disclosure.auditing.published_claims import Claimed
from disclosure.auditing.running_texts import RunningText, said_in
from disclosure.load.published.blocks import Place

_HAN = "[\u4e00-\u9fff]"
_CODE = "AU9"


class _Said(NamedTuple):
    """说法 — words of the document, and where they stand."""

    words: str
    place: Place


def faults(claimed: Claimed) -> Iterator[AuditFinding]:
    """用语 — first slips, then terms that vary."""
    texts = tuple(said_in(claimed.document))
    return chain(_slips(texts), *map(partial(_varied, texts), _declared()["同义"]))


def _said(pattern: re.Pattern[str], texts: Iterable[RunningText]) -> Iterator[_Said]:
    for one in texts:
        yield from (_Said(found[0], one.place(found.start())) for found in pattern.finditer(one.text))


def _slips(texts: Iterable[RunningText]) -> Iterator[AuditFinding]:
    for term in _declared()["用语"]:
        wrong = filter(_is_no_term, _said(_nearly(term), texts))
        yield from map(partial(_slip, term), wrong)


def _is_no_term(said: _Said) -> bool:
    return said.words not in _known()


@cache
def _known() -> frozenset[str]:
    return frozenset((*_declared()["用语"], *_declared()["也说"]))


@cache
def _nearly(term: str) -> re.Pattern[str]:
    """The term with another letter inside, one letter less, or two the other way round."""
    inside = range(1, len(term) - 1)
    other = (f"{term[:at]}{_HAN}{term[at + 1 :]}" for at in inside)
    less = (term[:at] + term[at + 1 :] for at in inside)
    turned = (term[:at] + term[at + 1] + term[at] + term[at + 2 :] for at in inside)
    return re.compile("|".join((*turned, *other, *less)))


def _slip(term: str, said: _Said) -> AuditFinding:
    message = f"“{said.words}”不是表式的用语，应为“{term}”"
    return _of_term("确定", said, message, term)


def _varied(texts: Iterable[RunningText], declared: Mapping[str, str]) -> Iterator[AuditFinding]:
    """Where the document has the one term, the first place of each other."""
    rights = islice(_said(re.compile(declared["用"]), texts), 1)
    others = {one.words: one for one in reversed(list(_said(re.compile(declared["别"]), texts)))}
    for right, other in product(rights, others.values()):
        yield from _unlike(right.words, other, declared.get("程度", "确定"))


def _unlike(right: str, other: _Said, certainty: Any) -> Iterator[AuditFinding]:
    if other.words != right:
        yield _of_term(certainty, other, f"这里写的是“{other.words}”，别处是“{right}”", right)


def _of_term(certainty: Certainty, said: _Said, message: str, expected: str) -> AuditFinding:
    found = (_CODE, certainty, NAMES[_CODE], said.place, said.words, message)
    return AuditFinding(*found, said.words, expected, fix="一份文件里用一种说法，照表上的写")


@cache
def _declared() -> dict[str, Any]:
    text = files("disclosure").joinpath("auditing/faults/terms_that_vary.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
