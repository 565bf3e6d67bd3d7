"""Numbers of finished documents are claimed as the figures that they are; nothing certain is found in them.

`make audit-contract` holds every example, pack and trial department; here every example and a sample.
"""

from __future__ import annotations

from random import Random

import pytest

from tests import finished
from tests.contract.audited import documents, hold
from tests.finished import EXAMPLE_NAMES

SEED, OF_PACKS = 14, 8
EXAMPLES_READ = [(name, format) for name, format in documents() if name in EXAMPLE_NAMES]
DRAWN = Random(SEED).sample([one for one in documents() if one not in EXAMPLES_READ], OF_PACKS)


@pytest.mark.parametrize(("name", "format"), [*EXAMPLES_READ, *DRAWN])
def test_every_printed_figure_is_claimed_and_nothing_certain_is_found(name: str, format: str) -> None:
    held = hold(finished.finished(name), format)
    assert held.printed > 0
    assert held.others == ()
    assert held.certain == ()
