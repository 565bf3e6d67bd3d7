"""Numbers of a finished document are claimed as the figures that they were printed from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from disclosure import api, packs
from disclosure.auditing import grammar, published_claims
from disclosure.auditing.claims import Claim
from disclosure.auditing.identity import identity as identity_of
from disclosure.auditing.shapes import clauses
from disclosure.document import Heading, Paragraph, plain, walk
from disclosure.load import published
from disclosure.load import read as read_data
from disclosure.outputs import writer
from tests.departments import EXAMPLES

NAMES = sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir())
# What an office wrote itself ({{ 部门.人数 }} in its own sentence) no pack knows.
OWN_SENTENCES = {"panzhihua-chengdu-2024-units": 13}
FEW = 2


@cache
def composed(name: str) -> api.Composed:
    return api.compose(EXAMPLES / name, draft=True)


def read(name: str, format: str, folder: Path) -> published_claims.Claimed:
    made = composed(name)
    (file,) = writer(format)(made.document, made.style, made.filename)
    path = folder / file.name
    path.write_bytes(file.data)
    document = published.document(path, path.name)
    example = EXAMPLES / name
    chain = packs.resolve(read_data(example).pack, [example / "templates", packs.built_in()])
    identity = identity_of(document)
    assert identity is not None
    return published_claims.read(document, chain, identity)


def printed(name: str) -> Iterator[tuple[str, int, str, str]]:
    """Paragraph, place in it, figure and characters of each number that the pack's sentences print."""
    for block in walk(composed(name).document):
        if isinstance(block, Heading | Paragraph) and not block.id.startswith("attachment"):
            at = 0
            for run in block.content:
                if run.figure and re.search(r"\d", run.text):
                    yield plain(block.content), at, grammar.general(run.figure), run.text
                at += len(run.text)


def claims_by_place(claimed: published_claims.Claimed) -> dict[tuple[str, int], Claim]:
    return {("".join(claimed.text(one).split()), one.start): one for one in claimed.claims if not one.cell}


@pytest.mark.parametrize("format", ["html", "docx"])
@pytest.mark.parametrize("name", NAMES)
def test_printed_numbers_are_claimed_as_their_figures(name: str, format: str, tmp_path: Path) -> None:
    found = claims_by_place(read(name, format, tmp_path))
    other = []
    for text, at, figure, said in printed(name):
        claim = found.get(("".join(text.split()), at))
        if claim is None or grammar.general(claim.figure).replace("上年度", "year") != figure:
            other.append((figure, claim.figure if claim else None, said))
    assert len(other) <= OWN_SENTENCES.get(name, FEW), other


@pytest.mark.parametrize("name", NAMES)
def test_what_is_surely_claimed_has_the_value_that_was_printed(name: str, tmp_path: Path) -> None:
    claimed = read(name, "html", tmp_path)
    by_place = claims_by_place(claimed)
    for text, at, _, said in printed(name):
        claim = by_place.get(("".join(text.split()), at))
        if claim and claim.unit == "元" and claim.is_sure:
            assert said.startswith(claim.said.removesuffix("万元").removesuffix("元"))


def test_a_clause_is_known_by_its_shape() -> None:
    text = "1.一般公共服务支出（类）人大事务（款）行政运行（项）：支出决算为1,112.85万元，完成预算100%。"
    found = clauses(text, 2023)
    assert [clause.shape for clause in found] == ["§", "支出决算为#万元", "完成预算#%"]
    assert [token.text for clause in found for token in clause.numbers] == ["1,112.85", "100"]
    (number,) = found[1].numbers
    assert text[number.start : number.end] == "1,112.85"
