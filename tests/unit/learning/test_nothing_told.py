"""What a document need not say because there is none is 无 in the data that are learnt."""

from __future__ import annotations

import tempfile
from pathlib import Path

from disclosure import packs
from disclosure.learning.learned_data import LearnedData, learn_data
from disclosure.learning.learned_words import tries_of
from disclosure.learning.nothing_told import with_nothing
from disclosure.learning.tries import Tries
from disclosure.loading import read
from disclosure.loading.reading_state import path_of
from tests.finished import BETWEEN, finished

BASE = packs.resolve("shanghai-2024", [packs.built_in()])


def _added(department: str) -> dict[str, str]:
    """What the data have more than the document tells."""
    of = finished(f"{BASE.name}{BETWEEN}{department}")
    document = of.document("html")

    def tries(data: LearnedData) -> Tries:
        with tempfile.TemporaryDirectory() as folder:
            data.write(Path(folder))
            return tries_of(document, read(Path(folder)), BASE, "")

    told = learn_data(document, pack=of.pack)
    whole = with_nothing(told, tries)
    assert len(whole.notes) - len(told.notes) == len(whole.entries) - len(told.entries)
    return {path_of(loc): whole.entries[loc][0] for loc in whole.entries.keys() - told.entries.keys()}


def test_a_sentence_that_there_is_none_and_a_part_that_is_not_there_are_learnt() -> None:
    assert _added("全零") == {"上年数.三公经费": "无", "政府采购": "无", "附件": "无"}


def test_where_the_document_tells_all_nothing_is_added() -> None:
    assert _added("平常") == {}
