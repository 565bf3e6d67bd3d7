"""A small sample of the departments that `make money` recomputes; and that a wrong figure is seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from random import Random

import pytest

from disclosure.document import Block, Document, Paragraph, TableBlock, Text
from tests.money.drawing import Drawn, departments
from tests.money.number_formats import delivered
from tests.money.run import Tally, composed, read_back, tried

SAMPLE = 3 * len(delivered())  # every pack twice with its own numbers, once with drawn ones
SEED = 1
_SENTENCES = {"金额", "占比", "率", "方向", "持平", "个数", "占比凑百", "占比之和"}
_COMPARED = _SENTENCES | {"格", "格的值", "空白", "空表", "行", "合计", "图"}


@cache
def tally() -> Tally:
    return tried(departments(SAMPLE, SEED))


def test_every_printed_figure_is_as_recomputed() -> None:
    assert tally().faults == []


def test_every_kind_of_print_is_compared_in_every_pack() -> None:
    assert tally().departments == dict.fromkeys(delivered(), SAMPLE // len(delivered()))
    assert {kind for kind, times in tally().reading.compared.items() if times} >= _COMPARED


def test_no_number_is_printed_that_nobody_recomputes() -> None:
    assert tally().reading.not_recomputed == Counter()


def test_a_seed_draws_the_same_departments() -> None:
    first, again, other = (list(departments(SAMPLE, seed)) for seed in (SEED, SEED, SEED + 1))
    assert first == again != other
    assert Counter(one.typed["单位"] for one in first).keys() == {"元", "万元"}


@cache
def a_document() -> tuple[Drawn, Document]:
    drawn = next(one for one in departments(SAMPLE, SEED) if one.pack == "yunnan-2023")
    return drawn, composed(drawn)


def faults(document: Document) -> list[tuple[str, str]]:
    return read_back(a_document()[0], document).faults


def _with_runs(document: Document, change: Callable[[Text], Text]) -> Document:
    return replace(document, blocks=tuple(_changed(block, change) for block in document.blocks))


def _changed(block: Block, change: Callable[[Text], Text]) -> Block:
    match block:
        case Paragraph():
            return replace(block, content=tuple(map(change, block.content)))
        case TableBlock():
            rows = (
                replace(
                    row,
                    cells=tuple(replace(one, content=tuple(map(change, one.content))) for one in row.cells),
                )
                for row in block.body
            )
            return replace(block, body=tuple(rows))
        case _:
            return block


def _figures(document: Document) -> list[Text]:
    found: list[Text] = []

    def noted(run: Text) -> Text:
        found.append(run)
        return run

    _with_runs(document, noted)
    return [run for run in found if run.figure and run.figure != "year" and any(map(str.isdigit, run.text))]


@pytest.mark.parametrize("at", range(10))
def test_one_digit_that_is_another_is_seen(at: int) -> None:
    _, document = a_document()
    wrong = Random(at).choice(_figures(document))
    place = next(place for place, sign in enumerate(wrong.text) if sign.isdigit())
    digit = str((int(wrong.text[place]) + 1) % 10)
    text = wrong.text[:place] + digit + wrong.text[place + 1 :]
    changed = _with_runs(document, lambda run: replace(run, text=text) if run is wrong else run)
    assert faults(document) == []
    assert any(str(wrong.figure) in told for _, told in faults(changed))


def test_a_direction_that_is_the_other_is_seen() -> None:
    _, document = a_document()
    turned = str.maketrans({"增": "减", "加": "少"})
    changed = _with_runs(
        document, lambda run: run if run.figure else replace(run, text=run.text.translate(turned))
    )
    assert "方向" in {kind for kind, _ in faults(changed)}
