"""解释了的名词 — what a document explains, and of that what an office adds to the pack's explanations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import dropwhile, islice, takewhile

from disclosure import classification
from disclosure.auditing.published_claims import Claimed
from disclosure.importing.reading.rounded_amounts import Said, at_cell
from disclosure.learning.draft_passages import PublishedPassage, published_passages
from disclosure.loading.published.headings import mark
from disclosure.loading.reading_state import Loc

_TITLE, _LIST = "名词解释", "名词"
_EXPLAINED = re.compile(r"([^：:。；，]{2,40})[：:](.+?)。?")
_BY_THE_CATALOGUE = "科目表"
_OPENING = "指"  # with or without it an explanation is the same


def explained(passages: Iterable[PublishedPassage]) -> Iterator[tuple[PublishedPassage, str, str]]:
    """解释了的 — each passage below the heading 名词解释 that explains a term, with the term, the words."""
    behind = islice(dropwhile(_is_no_glossary, passages), 1, None)
    for passage in takewhile(lambda one: not one.is_heading, behind):
        yield from ((passage, name, words) for name, words in term_in(passage.text.text))


def _is_no_glossary(passage: PublishedPassage) -> bool:
    return not (passage.is_heading and _TITLE in passage.text.text)


def term_in(line: str) -> Iterator[tuple[str, str]]:
    """一条 — the term and its explanation, without the number of the line; nothing where it is none."""
    numbered = mark(line.strip())
    found = _EXPLAINED.fullmatch(numbered.name if numbered else line.strip())
    yield from [(found[1].strip(), found[2].strip())] if found else ()


def own_terms(claimed: Claimed) -> Iterator[tuple[Loc, Said]]:
    """自己的名词 — rows of the data: the pack's explanation of a general term with more behind it; subjects.

    Other words for the same are the city's, and so the pack's; subjects are the office's where the pack
    leaves them to it.
    """
    # 其他收入：……各项收入，主要是银行存款利息 → 名词: [{名称: 其他收入, 解释: ……，主要是银行存款利息}]
    spec = claimed.chain.glossary
    known = {term.name: _without_opening(term.explanation) for term in (*spec.before, *spec.after)}
    every = explained(published_passages(claimed.document))
    own = (one for one in every if _is_of_office(one[1], known.get(one[1], ""), one[2], claimed))
    for number, (passage, name, words) in enumerate(own):
        place = at_cell(passage.text.place().source)
        yield (_LIST, number, "名称"), (name, place)
        yield (_LIST, number, "解释"), (words, place)


def _is_of_office(name: str, known: str, words: str, claimed: Claimed) -> bool:
    """Whether it is no pack's explanation."""
    spec = claimed.chain.glossary
    if known or spec.subjects_from == _BY_THE_CATALOGUE:
        return _adds_words(known, _without_opening(words))
    meant = classification.named(name, claimed.identity.year)
    return bool(meant) and spec.own_subjects.keys().isdisjoint(one.code for one in meant)


def _without_opening(words: str) -> str:
    return words.removeprefix(_OPENING).rstrip("。")


def _adds_words(known: str, words: str) -> bool:
    """Whether words are those known, with more behind them."""
    return bool(known) and words != known and words.startswith(known)
