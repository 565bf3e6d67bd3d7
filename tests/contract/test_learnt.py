"""Data learnt from finished documents print the numbers that the documents print, and nothing is told wrong.

`make learn-contract` holds every example, pack and trial department; here every example and a sample.
"""

from __future__ import annotations

from random import Random

import pytest

from tests import finished
from tests.contract.audited import documents
from tests.contract.learnt import hold
from tests.finished import EXAMPLE_NAMES

SEED, OF_PACKS = 15, 8
EXAMPLES_READ = [(name, format) for name, format in documents() if name in EXAMPLE_NAMES]
DRAWN = Random(SEED).sample([one for one in documents() if one not in EXAMPLES_READ], OF_PACKS)


@pytest.mark.parametrize(("name", "format"), [*EXAMPLES_READ, *DRAWN])
def test_learnt_data_print_what_the_document_prints(name: str, format: str) -> None:
    held = hold(finished.finished(name), format)
    assert held.printed > 0
    assert held.others == ()
    assert held.data.wrong == ()
